"""Projections of the example's measures, and a record of forecasts, in the shape of a release."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from answerable.words import format_value

Json = dict[str, Any]


def month(start: str, ahead: int) -> date:
    """The first day of the month so many months after another."""
    number = int(start[:4]) * 12 + int(start[5:7]) - 1 + ahead
    return date(number // 12, number % 12 + 1, 1)


def step(start: str, ahead: int, median: float, spread: float, unit: str, most: float | None) -> Json:
    """What is expected of a month: ranges that widen with the square root of the months ahead."""
    first, last = month(start, ahead), month(start, ahead + 1) - timedelta(days=1)
    reach = spread * ahead ** 0.5

    def kept(value: float) -> float:
        return max(0.0, value if most is None else min(value, most))

    values = {"median": median, "low50": kept(median - 0.67 * reach), "high50": kept(median + 0.67 * reach),
              "low90": kept(median - 1.64 * reach), "high90": kept(median + 1.64 * reach)}
    return {"period_start": str(first), "period_end": str(last), "label": first.strftime("%B %Y"), "ahead": ahead, **values,
            "text": format_value(median, unit), "floor": median + spread, "met": 0.02 * ahead, "met_by": 0.03 * ahead,
            **{f"text{share}": f"{format_value(values[f'low{share}'], unit)} to {format_value(values[f'high{share}'], unit)}"
               for share in (50, 90)}}


def projection(measure: Json, *, months: int = 6, spread: float = 2.0, drift: float = 0.3,
               target: Json | None = None, **more: Any) -> Json:
    """The projection of a measure from its latest final figure on."""
    final = next(figure for figure in reversed(measure["figures"]) if figure["status"] == "final" and figure["value"])
    most = 100.0 if measure["unit"] == "percent" else None
    steps = [step(final["period_start"], ahead, final["value"] + drift * ahead, spread, measure["unit"], most)
             for ahead in range(1, months + 1)]
    if target is None:
        steps = [each | {"met": None, "met_by": None} for each in steps]
    sentence = f"{steps[-1]['text90']} expected in {steps[-1]['label']}."
    return {"made_at": "2026-11-03T09:00:00Z", "origin": {"period_end": final["period_end"], "label": final["label"]},
            "method": {"id": "theta", "version": 1, "words": "The dynamic theta method, on the logit scale"}, "steps": steps,
            "target": target, "entry": 2, "sentence": sentence, "sentences": [sentence], "notes": ["Rests on 35 months."],
            "backtest": {"origins": 12, "forecasts": 72, "floor": "the same month a year before", "skill": 0.21,
                         "skill_low": 0.05, "skill_high": 0.34, "cover50": 0.52, "cover90": 0.89, "pooled": 40},
            "warning": None, **more}


def past_forecast(entry: int, start: str, medians: list[float], *, by: str = "answerable", kind: str = "model") -> Json:
    """A forecast made before, of the months after `start`."""
    steps = [{"period_start": str(first := month(start, ahead)), "label": first.strftime("%B %Y"), "median": median,
              "low90": median - 4, "high90": median + 4} for ahead, median in enumerate(medians, start=1)]
    return {"entry": entry, "by": by, "kind": kind, "made_at": f"{month(start, 1)}T09:00:00Z",
            "origin_label": month(start, 0).strftime("%B %Y"), "method": "theta 1", "steps": steps}


def add_projections(measures: list[Json]) -> None:
    """Give one measure a projection with a target, a warning and forecasts of before, one a projection alone, and one the
    sentence why it has none."""
    found = {measure["id"]: measure for measure in measures}
    mean = found["999-mean-time-to-answer"]
    mean |= {"projection": projection(
        mean, target={"value": 10.0, "direction": "<", "text": "less than 10 seconds (national standard)", "by": "2027-03"},
        sentence="Very unlikely (9%) to be less than 10 seconds by March 2027.",
        sentences=["Very unlikely (9%) to be less than 10 seconds by March 2027.", "Half of the odds lie on 16 to 20 seconds."],
        warning={"raised_on": "2026-04-01", "month": "2026-05-01", "label": "May 2026", "odds": 0.08, "level": 0.2,
                 "words": "The target is at risk since 1 April 2026: by the figures before that day it was very unlikely (8%) "
                          "that May 2026 would be less than 10 seconds. A warning is given under 20%."}),
        "no_projection": None,
        "past_forecasts": [past_forecast(1, "2026-02-01", [9, 9.2, 9.1, 8.8, 8.6, 8.5], by=PEOPLE, kind="human"),
                           past_forecast(2, "2026-06-01", [17, 17.5, 18, 18.2, 18.4, 18.5])]}
    found["101-offered"] |= {"projection": projection(found["101-offered"], months=3, spread=900), "no_projection": None,
                             "past_forecasts": []}
    found["chat-answered-within-60s"] |= {"projection": None, "past_forecasts": [], "no_projection": {
        "code": "too-short", "words": "No projection: 3 months with a final figure are too few; 12 are needed."}}


PEOPLE = "Service managers <West>"


def score(entry: int, place: int, **changes: Any) -> Json:
    """A forecast of the record with what came of it: the figure of the `place`th month from January 2026."""
    first, outcome = month("2026-01-01", place), 17 + place % 3 / 4
    point = 16.5 + place % 4 / 2
    return {"entry": entry, "by": "answerable", "kind": "model", "measure": "999-mean-time-to-answer",
            "title": "999: mean time to answer", "unit": "seconds", "label": first.strftime("%B %Y"),
            "period_start": str(first), "period_end": str(month("2026-01-01", place + 1) - timedelta(days=1)),
            "ahead": 1 + place % 6, "point": point, "low90": point - 3, "high90": point + 3,
            "text": format_value(point, "seconds"), "outcome": outcome, "outcome_text": format_value(outcome, "seconds"),
            "outcome_revised": None, "error": outcome - point, "wis": 1.0, "inside50": place % 2 == 0, "inside90": True,
            "odds": 0.1 + place % 8 / 10, "met": False, "brier": 0.01, "status": "scored", "reason": None, **changes}


def waiting(place: int, reason: str | None = None) -> Json:
    """A forecast of a month that has not come, or that can never be scored."""
    empty = dict.fromkeys(("outcome", "outcome_text", "error", "wis", "inside50", "inside90", "met", "brier"))
    return score(9, place, **empty, status="cannot" if reason else "waiting", reason=reason)


def forecaster(by: str, kind: str, n: int, **changes: Any) -> Json:
    """How one forecaster did."""
    return {"by": by, "kind": kind, "method": "theta 1" if kind == "model" else None, "measure": None, "title": None, "n": n,
            "bias": -0.6, "bias_low": -0.9, "bias_high": -0.3, "words": f"0.6 seconds cautious on average over {n} forecasts",
            "mae": 1.0, "wis": 0.7, "cover50": 0.52, "cover50_low": 0.44, "cover50_high": 0.6, "cover50_n": n,
            "cover90": 0.9, "cover90_low": 0.83, "cover90_high": 0.95, "cover90_n": n, "brier": 0.08, "brier_low": 0.05,
            "brier_high": 0.12, "brier_n": n, "skill": 0.21, "skill_low": 0.05, "skill_high": 0.34, "waiting": 2, **changes}


def example_forecasts() -> Json:
    """A record of forecasts: more than a page of them scored, some by people, one month revised, some not to be scored."""
    scores = [score(1 + place % 8, place % 10) for place in range(54)]
    scores += [score(3, place, by=PEOPLE, kind="human", odds=None, met=None, brier=None, low90=None, high90=None,
                     inside50=None, inside90=None) for place in range(4)]
    scores[-1] |= {"outcome_revised": 12.5, "outcome_text": "12.5 seconds", "first": {"error": -1.0, "inside90": None},
                   "measure": "101-withdrawn", "title": "A measure that went"}
    scores += [waiting(11), waiting(12), waiting(2, "No figure ever came for that month.")]
    entries = [{"number": number, "made_at": f"2026-{number:02d}-03T09:00:00Z", "day": f"2026-{number:02d}-03",
                "by": PEOPLE if number == 3 else "answerable", "kind": "human" if number == 3 else "model", "method": "theta 1",
                "manifest": 40 + number, "sha256": f"{number:02d}" * 32, "forecasts": 7, "scored": 6}
               for number in range(1, 10)]
    return {"sentence": "58 forecasts have been scored; 2 wait for their month.", "entries": entries, "scores": scores,
            "forecasters": [forecaster("answerable", "model", 54),
                            forecaster(PEOPLE, "human", 4, brier=None, brier_n=0, cover50=None, cover50_n=0, cover90_low=None,
                                       skill=-0.1, skill_low=-0.2, skill_high=0.1),
                            forecaster("answerable", "model", 54, measure="999-mean-time-to-answer",
                                       title="999: mean time to answer")],
            "calibration": [{"from": 0.0, "to": 0.2, "n": 20, "mean_odds": 0.12, "share_met": 0.1, "share_met_low": 0.02,
                             "share_met_high": 0.3},
                            {"from": 0.2, "to": 0.4, "n": 0, "mean_odds": None, "share_met": None},
                            {"from": 0.6, "to": 0.8, "n": 12, "mean_odds": 0.7, "share_met": 0.5, "share_met_low": None,
                             "share_met_high": None}]}
