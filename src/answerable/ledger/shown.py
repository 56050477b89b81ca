"""The ledger as a release holds it: forecasts.json, and the earlier forecasts of a measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from answerable.judgement.aims import Amount
from answerable.ledger.demand_scores import Parts, Rows, score_parts
from answerable.ledger.entries import OUTCOME, Entry, Forecast, Method, demand_key
from answerable.ledger.forecasters import Forecaster, Reliability, calibration, forecasters
from answerable.ledger.scoring import CANNOT, SCORED, WAITING, Marks, Scored, score
from answerable.ledger.uncertainty import Estimate
from answerable.periods import day_label, period_label
from answerable.words import _, format_things, format_value, join_words, language, mark, ngettext

Json = dict[str, Any]
# Numbers of things from here on are told without a part of one.
TOLD_WHOLE = 100


def forecasts_json(entries: Sequence[Entry], titles: Mapping[str, str], *, rows: Rows | None = None,
                   measure: str | None = None, by: str | None = None) -> Json:
    """forecasts.json of a release. titles: id of a measure → its title; rows: of a table kept beside an entry
    (keeping.read_table), None to leave the parts of days unscored; measure, by: only the scores of these. Numbers are in each
    measure's unit, odds, coverage and skill from 0 to 1, null where not known; what was made afterwards has rows of its own,
    with `afterwards` true, and is in no others."""
    scored = [each for each in score(entries) if measure in (None, each.forecast.measure) and by in (None, each.entry.by)]
    done = Counter(each.entry.number for each in scored if each.status == SCORED)
    return {"sentence": sentence_of(entries, scored),
            "entries": [_entry_json(entry, done[entry.number]) for entry in entries if entry.kind != OUTCOME],
            "forecasters": [forecaster_json(found, titles) for found in forecasters(scored)],
            "scores": [score_json(each, titles) for each in scored],
            "calibration": [reliability_json(each) for each in calibration(scored)],
            "demand": [parts_json(each) for each in score_parts(entries, rows)
                       if measure is None and by in (None, each.entry.by)] if rows else []}


def sentence_of(entries: Sequence[Entry], scored: Sequence[Scored]) -> str:
    """How many forecasts are kept, and what became of them."""
    if not scored:
        return _("No forecast was recorded so far.")
    counts = Counter(each.status for each in scored)
    parts = [ngettext(one, many, counts[status]).format(number=f"{counts[status]:,}") for status, one, many in (
        (SCORED, mark("{number} is scored"), mark("{number} are scored")),
        (WAITING, mark("{number} waits for its outcome"), mark("{number} wait for their outcome")),
        (CANNOT, mark("{number} cannot be scored"), mark("{number} cannot be scored"))) if counts[status]]
    late = sum(each.afterwards for each in scored)
    told = [_("Kept so far: {forecasts}, of which {parts}.").format(
        forecasts=format_things(len(scored), mark("forecast"), mark("forecasts")), parts=join_words(parts))]
    if late:
        told.append(ngettext("{number} was made when the outcome was known, and is counted apart.",
                             "{number} were made when the outcome was known, and are counted apart.", late).format(
                                 number=f"{late:,}"))
    return " ".join(told)


def _entry_json(entry: Entry, scored: int) -> Json:
    return {"number": entry.number, "made_at": entry.made_at, "day": entry.day.isoformat(),
            "made_on": entry.made_on.isoformat() if entry.made_on else None, "by": entry.by, "kind": entry.kind,
            "method": ", ".join(map(method_words, entry.methods)), "program": entry.program, "manifest": entry.manifest,
            "manifest_sha256": entry.manifest_sha256, "sha256": entry.sha256, "before": entry.before, "made_up": entry.made_up,
            "reason": entry.reason, "file": entry.file, "series": entry.demand.series if entry.demand else None,
            "forecasts": len(entry.said), "scored": scored}


def method_words(method: Method | None) -> str:
    """A method by its id and version; all of them together where there is none."""
    return f"{method.id} {method.version}" if method else _("all methods")


def forecaster_json(found: Forecaster, titles: Mapping[str, str]) -> Json:
    """A row of what the scores say of a forecaster."""
    return {"by": found.by, "kind": found.kind, "method": method_words(found.method), "measure": found.measure,
            "title": title_of(found.measure, titles) if found.measure else None, "afterwards": found.afterwards,
            "n": found.n, "waiting": found.waiting, "cannot": found.cannot, "periods": found.periods, "unit": found.unit,
            **_estimate("bias", found.bias), "side": found.side, "words": found.words, "mae": found.mae, "wis": found.wis,
            **_estimate("cover50", found.cover50), "cover50_n": found.cover50.count if found.cover50 else 0,
            **_estimate("cover90", found.cover90), "cover90_n": found.cover90.count if found.cover90 else 0,
            **_estimate("brier", found.brier), "brier_n": found.brier.count if found.brier else 0,
            **_estimate("brier_by", found.brier_by), "brier_by_n": found.brier_by.count if found.brier_by else 0,
            **_estimate("skill", found.skill), **_estimate("skill_model", found.skill_model)}


def title_of(measure: str, titles: Mapping[str, str]) -> str:
    """The title of a measure, or of a series of demand; the id where there is none."""
    series = measure.removeprefix(demand_key(""))
    return titles.get(measure, measure) if series == measure else _("Demand by the day, {series}").format(series=series)


def parts_json(each: Parts) -> Json:
    """How the parts of the days of one forecast of demand did."""
    return {"entry": each.entry.number, "by": each.entry.by, "made_at": each.entry.made_at, "series": each.demand.series,
            "interval_minutes": each.demand.interval_minutes, "method": method_words(each.demand.method),
            "origin": each.demand.origin.isoformat(), "days": len(each.demand.days), "days_scored": each.days,
            "parts_scored": each.parts, "wape": each.wape, "bias": each.bias, "floor_wape": each.floor_wape,
            "cover50": each.cover50, "cover90": each.cover90, "afterwards": each.afterwards}


def _estimate(name: str, found: Estimate | None) -> Json:
    return {name: found.value if found else None, f"{name}_low": found.low if found else None,
            f"{name}_high": found.high if found else None}


def score_json(each: Scored, titles: Mapping[str, str]) -> Json:
    """One forecast with its scores: against the figure as it is known now; `first` against it as first known, where it was
    revised since."""
    entry, forecast = each.entry, each.forecast
    first, newest = each.first, each.newest
    return {"entry": entry.number, "by": entry.by, "kind": entry.kind, "method": method_words(forecast.method),
            "made_at": entry.made_at, "made_on": entry.made_on.isoformat() if entry.made_on else None,
            "afterwards": each.afterwards, "measure": forecast.measure,
            "title": title_of(forecast.measure, titles), "version": forecast.version, "unit": forecast.unit,
            "label": forecast.label, "period_start": forecast.period_start.isoformat(),
            "period_end": forecast.period_end.isoformat(), "ahead": forecast.ahead, "origin": forecast.origin.isoformat(),
            "point": forecast.point, "low90": forecast.at(0.05), "high90": forecast.at(0.95), "text": forecast_text(forecast),
            "target": target_words(forecast.target, forecast.unit, language()) if forecast.target else None,
            "floor": forecast.floor,
            "outcome": first.outcome if first else None,
            "outcome_text": format_value(newest.outcome, forecast.unit) if newest else "",
            "outcome_revised": newest.outcome if newest and each.revised else None, **_marks(newest), "odds": forecast.odds,
            "odds_by": forecast.odds_by, "brier_by": each.brier_by,
            "first": _marks(first) if each.revised else None, "status": each.status, "reason": each.reason}


@lru_cache(maxsize=1024)
def target_words(target: Amount, unit: str, _language: str) -> str:
    """A target in words, in the language of the moment. A ledger names each of a few many thousand times."""
    return target.words(unit)


def _marks(marks: Marks | None) -> Json:
    names = ("error", "wis", "inside50", "inside90", "met", "brier")
    return {name: getattr(marks, name) if marks else None for name in names}


def forecast_text(forecast: Forecast) -> str:
    """A forecast as people read it: "78% (72% to 84%, 90% interval)"; the interval that was said."""
    point, ends = _value_text(forecast.point, forecast.unit), interval_said(forecast)
    if ends is None:
        return point
    level, low, high = ends
    return _("{point} ({low} to {high}, {level:g}% interval)").format(
        point=point, low=_value_text(low, forecast.unit), high=_value_text(high, forecast.unit), level=level)


def _value_text(value: float | None, unit: str) -> str:
    # The tenth of a call in twenty thousand says nothing; of a mean of three incidents it does.
    if value is not None and unit in ("contacts", "count") and abs(value) >= TOLD_WHOLE:
        value = float(round(value))
    return format_value(value, unit, shortest=True)


def interval_said(forecast: Forecast) -> tuple[float, float, float] | None:
    """(level in per cent, low, high): the 90% interval, else the widest that was said; None of a point."""
    low, high = forecast.at(0.05), forecast.at(0.95)
    if low is not None and high is not None:
        return 90.0, low, high
    if len(forecast.quantiles) < 2:
        return None
    (below, least), (_above, most) = forecast.quantiles[0], forecast.quantiles[-1]
    return round(100 * (1 - 2 * below), 6), least, most


def reliability_json(each: Reliability) -> Json:
    """A row of the table of reliability."""
    return {"from": each.starts, "to": each.ends, "n": each.n, "mean_odds": each.mean_odds,
            **_estimate("share_met", each.share_met)}


def past_forecasts(entries: Iterable[Entry], measure: str) -> list[Json]:
    """The forecasts of a measure so far, the oldest first: a part of measures/ID.json."""
    found = []
    for entry in entries:
        own = [each for each in entry.forecasts if each.measure == measure]
        if own:
            found.append({"entry": entry.number, "by": entry.by, "kind": entry.kind, "made_at": entry.made_at,
                          "made_on": entry.made_on.isoformat() if entry.made_on else None,
                          "afterwards": all(each.afterwards for each in own), "origin_label": origin_label(own[0].origin),
                          "method": method_words(own[0].method),
                          "steps": [{"period_start": each.period_start.isoformat(), "label": each.label,
                                     "median": each.point, "low90": each.at(0.05), "high90": each.at(0.95)}
                                    for each in own]})
    return found


def origin_label(origin: date) -> str:
    """The newest period that was seen, in words: its month where it ends one."""
    ends_month = (origin + timedelta(days=1)).day == 1
    return period_label("month", origin.replace(day=1), origin) if ends_month else day_label(origin)
