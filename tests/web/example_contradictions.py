"""Ratings that their own evidence contradicts, as a release freezes them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
REPORT = "Report to the panel, page 4"


def told(code: str, words: str, *, certain: bool = True, stated: str = "Green", period: str = "September 2026",
         source: str = REPORT) -> Json:
    """One contradiction of a measure's list."""
    return {"code": code, "certain": certain, "words": words, "stated": stated, "stands": "favourable", "period": period,
            "from": "2026-09-01", "to": "2026-09-30", "source": source, "figures": {"value": 66.0, "target": 80.0}}


MISSED = told("favourable-but-target-missed", "Stated as Green for September 2026: 66% misses the target of 80%.")
FELL = told("unchanged-after-fall", "Stated as Green for September 2026: it is rated as it was for August 2026, and went from "
            "86% to 66%, by more than chance explains.")
ASKED = told("change-not-shown", "Stated as reduced for September 2026: 113, after 247 for April 2026 (−54%); two figures do "
             "not tell a change from ordinary variation.", certain=False, stated="reduced")
DISAGREE = told("statements-disagree", "Statements about September 2026 disagree: 55% (a <b>reply</b>); 59% (minutes).",
                stated="")
BY_MEASURE = {"101-answered-within-30s": [MISSED, FELL, ASKED]}
TITLES = {"101-answered-within-30s": "101 calls answered within 30 seconds"}


OVERRIDDEN = told("favourable-but-target-missed", "Stated as Improving for September 2026: 66% misses the target of 80%.",
                  stated="Improving", source="override by The chief constable") | {"until": "2027-01-31"}


def own_contradictions(measure: str) -> list[Json]:
    """Those of a measure."""
    return BY_MEASURE.get(measure, [])


def example_contradictions() -> Json:
    """The release's file: those of measures, and one about a measure that only a report has."""
    of_measures = [{"measure": measure, "title": TITLES[measure], **item} for measure, items in BY_MEASURE.items()
                   for item in items]
    return {"checked": 12, "contradictions": [*of_measures, {"measure": "letters", "title": "Letters & cards", **DISAGREE}]}
