"""Targets at risk in the months ahead: told once when a warning is raised, and once when it is over.

Not the same as a target that is expected to be missed, which the usual range of the figures so far says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from answerable.forecasting.odds import odds_in_words
from answerable.periods import day_label
from answerable.releases.signal_causes import Looked, item
from answerable.words import _, sentence_end_off

Json = dict[str, Any]
RISK = "risk"


def risk_of(measure: Mapping[str, Any]) -> str | None:
    """The day on which the warning was raised that stands for a measure, None without one."""
    warning = (measure.get("projection") or {}).get("warning") or {}
    return warning.get("raised_on")


def risk_items(looked: Looked) -> list[Json]:
    """What changed of a measure's warning since it was last told. Its day alone is no change: with figures that were revised
    it could have been known sooner or later."""
    projection, told = looked.measure.get("projection") or {}, looked.known.get(RISK)
    warning, goal = projection.get("warning"), (projection.get("target") or {}).get("text")
    if warning and not told:
        words = _("the target of {goal} is at risk: on {day} it could be known that to meet it in {month} is {odds}").format(
            goal=goal, day=day_label(date.fromisoformat(warning["raised_on"])), month=warning["label"],
            odds=odds_in_words(warning["odds"]))
        return [item(looked, "target-at-risk", words, since=warning["raised_on"], after=_odds(warning))]
    if told and projection and not warning:
        words = _("the target is at risk no longer: {sentence}").format(sentence=sentence_end_off(str(projection["sentence"])))
        return [item(looked, "target-risk-over", words, since=told)]
    return []


def _odds(warning: Mapping[str, Any]) -> Json:
    return {"from": warning["month"], "label": warning["label"], "value": warning["odds"],
            "text": odds_in_words(warning["odds"])}
