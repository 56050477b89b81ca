"""What the page of a measure shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from answerable.web.performance.charts import hours_context, parts_context
from answerable.web.performance.contradictions import own_contradictions
from answerable.web.performance.decided import decided_context
from answerable.web.performance.definitions import checked_words, review_state, used_in_context, versions_context
from answerable.web.performance.home import group_title
from answerable.web.performance.missing_page import own_entries
from answerable.web.performance.others import others_context
from answerable.web.performance.peers import peers_context
from answerable.web.performance.projection import projection_context
from answerable.web.performance.reading import Release
from answerable.web.performance.sampled import sampled_context
from answerable.web.performance.tables import figure_table
from answerable.web.performance.why import why_context


def measure_context(release: Release, measure: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The parts of a measure's page. today: the local day, which tells whether a review is overdue."""
    table = figure_table(measure)
    judgement = measure.get("judgement") or {}
    return {
        "measure": measure, "group": group_title(measure["group"]), "judgement": judgement,
        "sentence": judgement.get("sentence") or first_sentence(measure),
        "wide": release.chart(measure["id"], "wide"), "narrow": release.chart(measure["id"], "narrow"),
        "live": f"charts/{measure['id']}-wide.vega.json" in release.header["files"],
        "whole": table.whole(), "breakdowns": _breakdowns(measure, table),
        "hours": hours_context(release, measure), "all_hours": range(24), "parts": parts_context(release, measure),
        "definition": definition_lines(measure["definition"]),
        "review": review_state(measure["definition"].get("review_due"), today),
        "checked_by": checked_words(measure["definition"]), "versions": versions_context(measure),
        "used_in": used_in_context(release, measure),
        "changes": measure["definition"].get("change_log") or [],
        "evidence": measure["evidence"], "others": others_context(measure), "peers": peers_context(release, measure),
        "register": own_entries(measure, today), "contradictions": own_contradictions(measure, today),
        "ahead": projection_context(release, measure),
        "sampled": sampled_context(measure), "why": why_context(release, measure),
        "decided": decided_context(measure, today),
    }


def first_sentence(measure: Mapping[str, Any]) -> str:
    """What to say of a measure that was not judged."""
    headline = measure["headline"]
    if headline and headline.get("interval"):
        return _("{figure} of a sample in {period}: of the whole {range}.").format(
            figure=headline["text"], period=headline["label"], range=headline["interval"]["words"])
    if headline:
        return _("{figure} in {period}.").format(figure=headline["text"], period=headline["label"])
    if measure["breakdowns"]:
        return _("This measure has no single figure: it is a share of a whole, shown below part by part.")
    return _("There is no figure for this measure yet.")


def definition_lines(definition: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The definition in words, as (what, words); parts that a definition leaves empty are left out."""
    named = ((_("Why it matters"), "why_it_matters"), (_("What is counted"), "counted"),
             (_("Out of"), "out_of"), (_("Clock"), "clock"), (_("What is left out"), "left_out"))
    return [(heading, definition[key]) for heading, key in named if definition.get(key)]


def dimension_words(dimension: str) -> str:
    """The name of a dimension as a heading says it."""
    known = {"channel": _("channel"), "line": _("line"), "queue": _("queue"), "place": _("place"),
             "origin": _("who was calling"), "outcome": _("outcome")}
    return known.get(dimension, dimension.replace("_", " "))


def _breakdowns(measure: Mapping[str, Any], table: Any) -> list[dict[str, Any]]:
    return [{"id": f"by-{number}", "by": dimension_words(part["dimension"]), "period": part["period_label"],
             "table": table.breakdown(part["dimension"], part["period_label"])}
            for number, part in enumerate(measure["breakdowns"], start=1)]
