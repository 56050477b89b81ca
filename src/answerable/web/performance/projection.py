"""What the page of a measure says of the months ahead: the sentence, the fan chart, its table, and how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from operator import ge, gt, le, lt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.charts.drawing import SWITCHED
from answerable.charts.fan_series import latest, one_act_each
from answerable.forecasting.odds import odds_in_words
from answerable.periods import day_label
from answerable.web.performance.reading import Release
from answerable.words import format_things, format_value, mark

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt}


def projection_context(release: Release, measure: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of the section "The months ahead": a projection, or the sentence why there is none. Empty for a release
    made before there were projections."""
    projection, none = measure.get("projection"), measure.get("no_projection")
    if not projection:
        return {"none": none["words"]} if none else {}
    name = f"{measure['id']}-fan"
    rows = [_row(step) for step in projection["steps"]]
    first_time = any(row["met_by"] for row in rows) and not meets_now(measure)
    return {
        "sentence": projection["sentence"],
        "more": [words for words in projection.get("sentences") or () if words != projection["sentence"]],
        "warning": (projection.get("warning") or {}).get("words"), "origin": projection["origin"]["label"],
        "wide": release.chart(name, "wide"), "narrow": release.chart(name, "narrow"),
        "live": f"charts/{name}-wide.vega.json" in release.header["files"], "past": past_rows(measure),
        "switched": SWITCHED in (release.chart(name, "wide") or ""),
        "rows": rows, "met": any(row["met"] for row in rows), "met_by": first_time,
        "method": projection["method"]["words"], "made_at": projection["made_at"], "entry": projection.get("entry"),
        "record": backtest_words(projection.get("backtest")), "notes": projection.get("notes") or []}


def meets_now(measure: Mapping[str, Any]) -> bool:
    """Whether the newest final figure meets the target: then by when it is met for the first time is no question."""
    target, figure = measure["projection"].get("target") or {}, measure.get("headline") or {}
    if target.get("comparison") not in COMPARISONS or figure.get("value") is None:
        return False
    return COMPARISONS[target["comparison"]](figure["value"], target["value"])


def _row(step: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": step["label"], "text": step["text"], "text50": step["text50"], "text90": step["text90"],
            **{key: _odds(step.get(key)) for key in ("met", "met_by")}}


def _odds(odds: float | None) -> str:
    return "" if odds is None else odds_in_words(odds)


def past_rows(measure: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The latest of what was forecast before of this measure, the newest first: who, when, and the middle for each month.
    afterwards: when the outcome was known."""
    acts = one_act_each(measure.get("past_forecasts") or [])
    return [{"entry": each["entry"], "by": each["by"], "origin": each.get("origin_label") or "", "made_at": each["made_at"],
             "afterwards": bool(each.get("afterwards")),
             "steps": [{"label": step["label"], "text": format_value(step["median"], measure["unit"])}
                       for step in each["steps"] if step.get("median") is not None]}
            for each in (acts[place] for place in reversed(latest([act["kind"] for act in acts])))]


def outlook(measure: Mapping[str, Any]) -> dict[str, str]:
    """What is expected of the target of a measure in the next month that is held to one, and since when it is at risk, for
    the list of all; empty without a target or a projection."""
    projection = measure.get("projection") or {}
    steps = [step for step in projection.get("steps") or () if step.get("met") is not None]
    if not steps:
        return {}
    words = _("Met in {month}: {odds}").format(month=steps[0]["label"], odds=odds_in_words(steps[0]["met"]))
    warning = projection.get("warning")
    return {"words": words, "risk": _("At risk since {day}").format(
        day=day_label(date.fromisoformat(warning["raised_on"]))) if warning else ""}


def backtest_words(backtest: Mapping[str, Any] | None) -> list[str]:
    """How the same method did from earlier months, in sentences; none where it was not tried."""
    return list(_backtest_sentences(backtest)) if backtest and backtest["forecasts"] else []


def _backtest_sentences(backtest: Mapping[str, Any]) -> Iterator[str]:
    made = format_things(backtest["forecasts"], mark("forecast"), mark("forecasts"))
    yield ngettext("It was tried from {origins} earlier month, seeing nothing that came after it: {forecasts}.",
                   "It was tried from {origins} earlier months, seeing nothing that came after each: {forecasts}.",
                   backtest["origins"]).format(origins=backtest["origins"], forecasts=made)
    if backtest["skill"] is not None:
        yield skill_words(backtest["skill"], (backtest["skill_low"], backtest["skill_high"]), backtest["floor"])
    inside = [(share, backtest[f"cover{share}"]) for share in (50, 90) if backtest[f"cover{share}"] is not None]
    for share, found in inside:
        yield _("{found} of the figures that came lay inside the {share}% range.").format(found=percent(found), share=share)
    if backtest["pooled"] > 1:
        yield _("How wide the ranges are was learnt from {n} measures together.").format(n=backtest["pooled"])


def skill_words(skill: float, between: Sequence[float | None], floor: str) -> str:
    """How much less a method erred than a simple one, in a sentence. between: the ends of its 90% interval."""
    than = _("{share} less than") if skill >= 0 else _("{share} more than")
    words = _("It erred {than} the simplest forecast ({floor})").format(
        than=than.format(share=percent(abs(skill))), floor=floor)
    low, high = between
    if low is None or high is None:
        return _("{words}.").format(words=words)
    # By the percentages that are shown: "between 0% and 13%" would tell nothing apart either.
    if round(100 * low) <= 0 <= round(100 * high):
        return _("{words}, which is not enough to tell the two apart.").format(words=words)
    ends = sorted((abs(low), abs(high)))
    return _("{words}; between {low} and {high} with 90% confidence.").format(
        words=words, low=percent(ends[0]), high=percent(ends[1]))


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage."""
    return format_value(round(100 * share), "percent", shortest=True)
