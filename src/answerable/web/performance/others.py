"""What the page of a measure says of others: published figures, each with who, when, whose word, and how far it compares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

# Beyond these the rest are folded away: an imported list may hold every force of the country.
SHOWN_AT_ONCE = 6


def others_context(measure: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of the section "How others did". A release made before benchmarks were frozen gives none."""
    rows = [_row(item) for item in measure.get("benchmarks") or ()]
    return {"no_standard": measure.get("no_standard"), "rows": rows[:SHOWN_AT_ONCE], "more": rows[SHOWN_AT_ONCE:],
            "any": bool(rows or measure.get("no_standard"))}


def _row(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": item["text_here"], "what": _what(item), "who": item["about"], "relation": _relation(item),
            "period": item["period"], "clocks": "" if item["clocks"] == "none" else item["clocks_words"],
            "note": item["comparability"],
            "disagrees": _disagrees(item), "status": item["status_words"], "source": item["source"],
            "address": item["address"], "extra": item["note"], "read": _read(item)}


def _what(item: Mapping[str, Any]) -> str:
    if item["rest"]:
        return _("what is left of the published {value}: {quantity}").format(value=item["text"], quantity=item["quantity"])
    if item["statistic"] == "limit":
        return _("a limit: {quantity}").format(quantity=item["quantity"])
    return str(item["quantity"])


def _relation(item: Mapping[str, Any]) -> str:
    """Whether the force is this one, or a peer of it."""
    if item["own"]:
        return _("this force itself, as published")
    return _("in the same peer group: {groups}").format(groups=", ".join(item["peer_groups"])) if item["peer_groups"] else ""


def _disagrees(item: Mapping[str, Any]) -> str:
    return _("Other published statements about the same period disagree with it.") if item["disagrees_with"] else ""


def _read(item: Mapping[str, Any]) -> str:
    return _("Printed as {printed}, read as {reading}.").format(printed=item["printed"], reading=item["read_as"]) \
        if item["printed"] else ""
