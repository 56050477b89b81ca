"""Whether a measure keeps to the way of a plan's item: from where it stood at the start to the target on the last day.

Without database or request. The rule in words: docs/explanation/promises.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from answerable.judgement.aims import Amount
from answerable.web.register.promises_days import period_said
from answerable.words import format_value

ON, BEHIND, REACHED, MISSED, UNTOLD = "on", "behind", "reached", "missed", "untold"
# One month beside the line is noise; so many in a row are not taken for it.
IN_A_ROW = 2


@dataclass(frozen=True)
class Way:
    """How a measure does on its way. state: one of the five; words: one sentence; line: what the way asks of the newest month,
    value: what that month has, both in the measure's unit."""

    state: str
    words: str
    line: float | None = None
    value: float | None = None


def way_of(measure: Mapping[str, Any] | None, amount: Amount, starts: date | None, due: date | None) -> Way:
    """How a measure does on its way to a target.

    measure: its file of a release; starts, due: first and last day of the item. The line is straight, by months, from the
    figure of the month of the first day to the target in the month of the last. Where the target was met at the start
    already, and after the last day, the line is the target itself. The measure is behind once the newest two final figures
    since the start both lie on the wrong side of the line.
    """
    figures = [row for row in (measure or {}).get("figures") or () if row["status"] == "final" and row["value"] is not None]
    if measure is None or not figures:
        return Way(UNTOLD, _("The release has no figure of this measure."))
    begin = next((row for row in figures if starts and row["period_start"] <= starts.isoformat() <= row["period_end"]), None)
    since = [row for row in figures if begin and row["period_start"] > begin["period_start"]]
    if due is None or begin is None or not since:
        return _without_way(measure, figures[-1], amount, due)
    lines = [_line(begin, row, amount, due) for row in since]
    ended = next((row for row in since if row["period_start"] <= due.isoformat() <= row["period_end"]), None)
    if ended is not None:
        return _ended(measure, ended, amount)
    behind = [not Amount(line, amount.comparison).met(row["value"]) for row, line in zip(since, lines, strict=True)]
    state = BEHIND if len(behind) >= IN_A_ROW and all(behind[-IN_A_ROW:]) else ON
    return Way(state, _words(state, measure, since[-1], lines[-1], amount), lines[-1], since[-1]["value"])


def _number(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7])


def _line(begin: Mapping[str, Any], row: Mapping[str, Any], amount: Amount, due: date) -> float:
    """What the way asks of a month."""
    first, last, here = _number(begin["period_start"]), due.year * 12 + due.month, _number(row["period_start"])
    if amount.met(begin["value"]) or here >= last or last <= first:
        return amount.value
    return float(begin["value"] + (amount.value - begin["value"]) * (here - first) / (last - first))


def _without_way(measure: Mapping[str, Any], newest: Mapping[str, Any], amount: Amount, due: date | None) -> Way:
    """Without a start or an end there is no line: only whether the target is met now."""
    met = amount.met(newest["value"])
    words = _("{value} in {month}, which meets {target}.") if met else _("{value} in {month}; to be reached is {target}.")
    return Way(REACHED if met else UNTOLD, words.format(**_names(measure, newest, amount)), value=newest["value"])


def _ended(measure: Mapping[str, Any], row: Mapping[str, Any], amount: Amount) -> Way:
    met = amount.met(row["value"])
    words = _("Reached: {value} in {month}, which meets {target}.") if met else \
        _("Not reached: {value} in {month}; {target} was to be reached.")
    return Way(REACHED if met else MISSED, words.format(**_names(measure, row, amount)), amount.value, row["value"])


def _words(state: str, measure: Mapping[str, Any], row: Mapping[str, Any], line: float, amount: Amount) -> str:
    asked = Amount(line, amount.comparison).words(measure["unit"])
    if state == ON and line == amount.value and amount.met(row["value"]):
        return _("On its way: {value} in {month}; {target} is to be held.").format(**_names(measure, row, amount))
    words = _("Behind its way: {value} in {month}, where {asked} was needed to come to {target}; the month before was behind "
              "too.") if state == BEHIND else _("On its way: {value} in {month}, where {asked} was needed to come to {target}.")
    if state == ON and not Amount(line, amount.comparison).met(row["value"]):
        words = _("Beside its way for one month: {value} in {month}, where {asked} was needed to come to {target}.")
    return words.format(asked=asked, **_names(measure, row, amount))


def _names(measure: Mapping[str, Any], row: Mapping[str, Any], amount: Amount) -> dict[str, str]:
    start = date.fromisoformat(row["period_start"])
    return {"value": format_value(row["value"], measure["unit"], apart_from=amount.value),
            "month": period_said("month", start, start), "target": amount.words(measure["unit"])}

