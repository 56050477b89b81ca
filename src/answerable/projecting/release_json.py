"""A projection as a release holds it, in measures/ID.json."""

from __future__ import annotations

from typing import Any

from answerable.forecasting.projection import LEVELS, Backtest, NoProjection, Step
from answerable.projecting.projected import Projected
from answerable.projecting.sentences import interval_text, sentences_of, value_text

Json = dict[str, Any]


def projection_json(item: Projected | None, made_at: str, entry: int | None, warning: Json | None = None) -> Json:
    """The parts "projection" and "no_projection" of a measure's file. made_at: UTC, ISO; entry: number of its entry in the
    forecast ledger, None where it was not recorded; warning: that its target is at risk."""
    if item is None:
        return {"projection": None, "no_projection": None}
    if isinstance(item.found, NoProjection):
        return {"projection": None, "no_projection": {"code": item.found.code, "words": item.found.words}}
    found, sentences = item.found, sentences_of(item)
    label = item.past.last.label if item.past.last else ""
    return {"no_projection": None, "projection": {
        "made_at": made_at, "origin": {"period_end": found.origin.isoformat(), "label": label},
        "method": {"id": found.method.id, "version": found.method.version, "words": found.method.words},
        "levels": list(LEVELS), "steps": [_step_json(item, step, place) for place, step in enumerate(found.steps)],
        "target": _target_json(item), "backtest": _backtest_json(found.backtest), "entry": entry,
        "sentence": sentences[0], "sentences": list(sentences[1:]), "notes": [*item.past.notes, *found.notes],
        "warning": warning}}


def _step_json(item: Projected, step: Step, place: int) -> Json:
    met, met_by = item.odds[place]
    goal = item.goals[place] if item.goals else None
    return {"period_start": step.period_start.isoformat(), "period_end": step.period_end.isoformat(), "label": step.label,
            "ahead": step.ahead, "median": step.at(0.5), "low50": step.at(0.25), "high50": step.at(0.75),
            "low90": step.at(0.05), "high90": step.at(0.95), "text": value_text(item, step.at(0.5)),
            "text50": interval_text(item, step, 0.25, 0.75), "text90": interval_text(item, step, 0.05, 0.95),
            "quantiles": [_rounded(value) for value in step.quantiles], "floor": step.floor,
            "target": goal.amount.value if goal else None, "met": met, "met_by": met_by}


def _rounded(value: float) -> float:
    """Seven figures of a quantile: more would double its length in the file, and tell nothing."""
    return float(f"{value:.7g}")


def _target_json(item: Projected) -> Json | None:
    """The first target of the months ahead."""
    if not item.runs:
        return None
    goal = item.runs[0].goal
    ends = goal.ends.isoformat() if goal.ends else None
    return {"value": goal.amount.value, "comparison": goal.amount.comparison, "direction": goal.amount.direction,
            "text": goal.words, "by": ends if goal.asked else None, "until": None if goal.asked else ends}


def _backtest_json(test: Backtest) -> Json:
    return {"origins": test.origins, "forecasts": test.forecasts, "floor": test.floor, "skill": test.skill,
            "skill_low": test.skill_low, "skill_high": test.skill_high, "cover50": test.cover50, "cover90": test.cover90,
            "pooled": test.pooled}
