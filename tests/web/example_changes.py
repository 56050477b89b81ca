"""The digest of the example release: a thing of each kind, as a release holds it."""

from __future__ import annotations

from typing import Any

HOSTILE = "<b>=cmd()</b> & more"
MADE = "2026-10-05T09:00:00+00:00"

Json = dict[str, Any]


def thing(code: str, measure: str, words: str, **more: Any) -> Json:
    """One thing of a digest."""
    return {"code": code, "measure": measure, "title": measure.replace("-", " "), "family": "101-offered",
            "words": words, **more}


def figure(label: str, text: str) -> Json:
    """A figure before or after."""
    return {"from": "2026-10-01", "label": label, "value": 1.0, "text": text}


def example_changes(number: int = 2) -> Json:
    """signals.json of the example."""
    drop = thing("special-cause-new", "101-offered", "Fell in October 2026", kind="concern", since="2026-10-01",
                 before=figure("September 2026", "81%"), after=figure("October 2026", "61%"),
                 evidence={"rule": "beyond-limits", "chance": 0.0001, "looks": 4, "adjusted": 0.0004,
                           "words": "chance alone: 1 in 10,000; 1 in 2,500 in 4 looks"},
                 beside=[thing("special-cause-new", "101-abandoned", "Rose in October 2026", kind="neutral-high")])
    rating = {"by": "figures", "before": {"code": "steady", "text": "Steady"},
              "after": {"code": "worsening", "text": "Worsening"}}
    return {
        "release": {"number": number, "created_at": "2026-11-03T09:05:00Z"},
        "since": {"number": number - 1, "created_at": MADE},
        "headline": f"Since release {number - 1}: 2 changes to know. 2 more may be chance.",
        "expected_words": "Of 40 measures judged anew, about 0.5 new signals would be expected by chance alone.",
        "judged": 40, "families": 15, "expected_false": 0.5, "level": 0.1, "minimum": {"denominator": 20, "count": 5},
        "told": [drop, thing("special-cause-ended", "switchboard-answered", HOSTILE, kind="concern")],
        "late": [{"code": "days-late", "feed": "101 by phone", "days": ["2026-10-10"],
                  "words": "101 by phone: 1 day is missing"}],
        "ratings_changed": [thing("rating-changed", "101-offered", "Steady → Worsening: fell", told=True, **rating),
                            thing("rating-changed", "101-abandoned", "Steady → Improving: rose", told=False, **rating)],
        "contradictions": [],
        "definitions": [thing("measure-gone", "withdrawn-measure", "in release 1, and no longer in this one")],
        "revised": [thing("figure-revised", "101-offered", "May 2026: 65.0% → 66.0%")],
        "by_chance": [thing("special-cause-new", "999-mean-time-to-answer", "Seven in a row", kind="improvement",
                            again=True)],
        "too_small": [thing("special-cause-new", "chat-answered-within-60s", "Fell", kind="concern",
                            too_small="it rests on 12")],
        "standing": [{"measure": "101-offered", "title": "101 offered", "family": "101-offered", "kind": "concern",
                      "from": "2026-10-01", "months": 1, "told_in": number,
                      "words": "since October 2026: below its usual range"}],
        "known": {}, "earlier": [{"number": number - 1, "created_at": MADE, "headline": "The first release."}]}
