"""The page of how ratings are made: the rule of the release, in words, with the measures that have each of its ratings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.judgement.rule_words import clause, condition_words
from answerable.web.performance.reading import Release
from answerable.words import format_value


def rating_rule_context(release: Release) -> dict[str, Any]:
    """The parts of the page; `rule` is empty in a release made before releases held their rating rule."""
    rule = release.header.get("rating_rule") or {}
    if not rule:
        return {"rule": {}}
    meaning = rule["meaning"]
    names = {code: words for code, (words, _stands) in meaning["ratings"].items()}
    return {
        "rule": rule, "version": rule["id"].rpartition("-")[2], "ratings": _ratings(rule, release.measures()),
        "conditions": [condition_words(when, _(names[rating])) for rating, when in meaning["rules"]],
        "despite": [clause(each["fact"], value) for each in rule.get("favourable_despite") or () for value in each["values"]],
        "any_favourable": any(stands == "favourable" for _words, stands in meaning["ratings"].values()),
        "thresholds": _thresholds(meaning), "file_digest": hashlib.sha256(rule["text"].encode()).hexdigest()}


def _ratings(rule: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every rating of the rule, in its order: words, how it stands, and the measures to which this release gives it."""
    rated: dict[str, list[Mapping[str, Any]]] = {}
    for measure in measures:
        judgement = measure.get("judgement") or {}
        if judgement.get("rating") and judgement.get("rating_rule") == rule["id"]:
            rated.setdefault(judgement["rating"]["code"], []).append(measure)
    return [{"code": code, "words": _(words), "stands": _stands_words(stands), "unfavourable": stands == "unfavourable",
             "measures": rated.get(code, []), "count": _measures(len(rated.get(code, [])))}
            for code, (words, stands) in rule["meaning"]["ratings"].items()]


def _measures(number: int) -> str:
    return ngettext("{n} measure", "{n} measures", number).format(n=number)


def _stands_words(stands: str) -> str:
    known = {"favourable": _("Favourable"), "unfavourable": _("Unfavourable"), "neutral": _("Neutral")}
    return known.get(stands, _("Not said"))


def _thresholds(meaning: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The limits that the rule sets, each with its value in words; those that it does not set are left out."""
    smallest, untimed, periods = (meaning.get(name) for name in ("minimum_denominator", "maximum_untimed", "stale_after"))
    lines = [(_("Share of the expected records that must have come"),
              _("{share} or more").format(share=format_value(100 * meaning["minimum_coverage"], "percent", shortest=True)))]
    if untimed is not None:
        lines.append((_("Share of the records that may lack a usable time"),
                      _("{share} or less").format(share=format_value(100 * untimed, "percent", shortest=True))))
    if smallest is not None:
        lines.append((_("Cases that a share or a time must rest on"), _("{n} or more").format(n=smallest)))
    if periods is not None:
        lines.append((_("A final figure is too old to rate"),
                      ngettext("when more than {n} month has passed since", "when more than {n} months have passed since",
                               periods).format(n=periods)))
    return lines
