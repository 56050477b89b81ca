"""A report's ratings held against the figures in the report itself, and against one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from answerable.comparing.report_values import PERCENT
from answerable.comparing.stated_ratings import BARS, Row
from answerable.judgement.charts import ControlChart, control_chart
from answerable.judgement.contradictions import contradictions
from answerable.judgement.evidence import Bar, Contradiction, Earlier, Evidence
from answerable.judgement.series import FINAL, NEUTRAL, Point
from answerable.judgement.statements import Statement, disagreeing
from answerable.words import _

# From a row and what the report itself tells to what it is to be held against.
Widened = Callable[[Row, Evidence], Evidence]


@dataclass(frozen=True)
class Found:
    """What contradicts a row of a report."""

    row: Row
    told: Contradiction


def as_told(_row: Row, evidence: Evidence) -> Evidence:
    """The evidence of the report alone."""
    return evidence


def check_rows(rows: Sequence[Row], widened: Widened = as_told, others: Iterable[Statement] = ()) -> list[Found]:
    """Everything that contradicts a rating of a report, row by row, then what its statements say against one another.

    widened: what a workspace's own figures add to the evidence, or put in its place; others: what else is stated, or known,
    about figures that the rows state.
    """
    by_series: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.stated.starts, row.line)):
        by_series[series_of(row)].append(row)
    found = []
    for row in rows:
        evidence = widened(row, evidence_of(row, by_series[series_of(row)]))
        found += [Found(row, told) for told in contradictions(row.stated, evidence)]
    at = {id(row.stated): row for row in rows}
    found += [Found(at[id(told.stated)], told) for told in disagreeing([*map(statement, rows), *others])]
    return found


def series_of(row: Row) -> tuple[str, int]:
    """What rows must share to stand in one series: the measure, and how long their periods are, in months (0: in days)."""
    starts, ends = row.stated.starts, row.stated.ends
    months = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
    return row.measure, months if (ends - starts).days > 26 else 0


def statement(row: Row) -> Statement:
    """A row as one of several statements about a figure; the rest of another measure is a statement about that one."""
    own = Statement(row.stated, row.unit, row.amount("value"), bool(row.rest_of), row.amount("numerator"),
                    row.amount("denominator"), half=_half(row))
    # The same object of `stated` says afterwards which row it was, so it is changed only where it must be.
    return own if not row.rest_of else replace(own, about=row.rest_of)


def point_of(row: Row) -> Point:
    """A row's figure; its value is worked out from its counts where it is not printed."""
    value, numerator, denominator = row.amount("value"), row.amount("numerator"), row.amount("denominator")
    if value is not None and numerator is None and denominator is not None and row.unit == PERCENT:
        numerator = round(value * denominator / 100)
    if value is None and numerator is not None and denominator:
        value = (100 if row.unit == PERCENT else 1) * numerator / denominator
    return Point(row.stated.starts, row.stated.label, value, FINAL if value is not None else "no-data", numerator, denominator,
                 period_end=row.stated.ends)


def evidence_of(row: Row, series: Sequence[Row]) -> Evidence:
    """What the report itself tells of a row's rating. series: the rows of its series, by period."""
    points = _points(series)
    until = [point for point in points if point.period_start <= row.stated.starts]
    own = point_of(row)
    point = own if own.value is not None else next(
        (other for other in until if other.period_start == row.stated.starts and other.value is not None), None)
    earlier = [point for point in until if point.period_start < row.stated.starts and point.value is not None]
    return Evidence(
        row.unit, row.direction or None, point, printed="value" in row.amounts, half=_half(row), bars=_bars(row, series),
        chart=_chart(until, row) if point is not None else None, meant_to=_meant_to(row, series),
        earlier=_earlier(row, series, points), start=earlier[0] if earlier else None, latest=earlier[-1] if earlier else None)


def _half(row: Row) -> float | None:
    printed = row.amounts.get("value")
    return printed.half if printed else None


def _points(series: Iterable[Row]) -> list[Point]:
    """One figure a period: the first that is told."""
    found: dict[str, Point] = {}
    for row in series:
        key, point = row.stated.starts.isoformat(), point_of(row)
        if key not in found or (found[key].value is None and point.value is not None):
            found[key] = point
    return list(found.values())


def _chart(points: Sequence[Point], row: Row) -> ControlChart | None:
    """The chart of the figures up to a row's period; None where periods overlap, as those of a rolling window do."""
    if any(later.period_start <= (earlier.period_end or earlier.period_start) for earlier, later in pairwise(points)):
        return None
    return control_chart(points, direction=row.direction or NEUTRAL, unit=row.unit)


def _bars(row: Row, series: Sequence[Row]) -> tuple[Bar, ...]:
    """What the row is held against. A target stands until another one is told; so does a baseline, and a benchmark."""
    bars = []
    for kind in BARS:
        told = [other.amounts[kind] for other in series if kind in other.amounts
                and (other.stated.starts, other.line) <= (row.stated.starts, row.line)]
        if told:
            bars.append(Bar(kind, told[-1].value, strict=told[-1].strict))
    return tuple(bars)


def _meant_to(row: Row, series: Sequence[Row]) -> str | None:
    told = [other.meant_to for other in series if other.meant_to and other.stated.starts <= row.stated.starts]
    return told[-1] if told else None


def _earlier(row: Row, series: Sequence[Row], points: Sequence[Point]) -> Earlier | None:
    """The last statement before a row: the last that rates anything, otherwise the last that gives a figure."""
    at = {point.period_start: point for point in points}
    before = [other for other in series if other.stated.starts < row.stated.starts]
    rated = [other for other in before if other.stated.rated]
    last = next(iter([*reversed(rated), *reversed(before)]), None)
    return Earlier(last.stated, at.get(last.stated.starts)) if last else None


def unchecked(rows: Iterable[Row]) -> list[str]:
    """What could not be checked for want of one word: a bar or a claimed change, without which way is better."""
    missing: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        held = any(kind in row.amounts for kind in BARS) or bool(row.stated.meaning.says)
        if row.stated.rated and not row.direction and held:
            missing[row.title].append(row.line)
    return [_("{title}: which way is better is not told, so its ratings were not held against a target, a baseline, a "
              "benchmark or a change. Add a column 'direction' with higher or lower.").format(title=title) for title in missing]
