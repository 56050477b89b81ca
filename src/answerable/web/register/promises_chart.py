"""The chart of one promise: the measure's months, what is expected of those ahead, the value promised and its period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from answerable.charts.drawing import FONT
from answerable.charts.palette import DATA_LINE, GRID, INK, LIMIT, TARGET
from answerable.web.register.promises_course import Facts, period_of
from answerable.words import format_value

# Months before the promise's period that are shown, and those after it.
BEFORE, AFTER = 17, 1
# Width, height, size of letters, room at the left, right, top and below, in units of the picture.
WIDE, NARROW = (760, 300, 13, 62, 12, 26, 34), (340, 260, 13, 54, 8, 26, 34)
RUNGS = 4


@dataclass(frozen=True)
class Month:
    """A month of the chart. value: as released, None without; low, middle, high: what is expected, with 90% between low and
    high; meant: whether it is of the promise's period."""

    start: str
    label: str
    value: float | None
    text: str
    provisional: bool
    expected: tuple[float, float, float] | None
    expected_text: str
    meant: bool


def months_of(facts: Facts, measure: Mapping[str, Any]) -> list[Month]:
    """The months about a promise's period, with figures and what is expected, in order."""
    first, last = (day.isoformat() for day in period_of(facts.period, facts.due))
    steps = {step["period_start"]: step for step in (measure.get("projection") or {}).get("steps") or ()}
    rows = {row["period_start"]: row for row in measure["figures"]}
    starts = sorted({*rows, *steps, *_gap(max([*rows, *steps]), last)})
    place = next((number for number, start in enumerate(starts) if start >= first), len(starts) - 1)
    until = max((number for number, start in enumerate(starts) if start <= last), default=place) + AFTER
    return [_month(start, rows.get(start), steps.get(start), meant=first <= start <= last)
            for start in starts[max(0, place - BEFORE):until + 1]]


def _gap(newest: str, last: str) -> list[str]:
    """The months between what is known or projected and the promise's last one."""
    number, end = int(newest[:4]) * 12 + int(newest[5:7]), int(last[:4]) * 12 + int(last[5:7])
    return [f"{(number + ahead) // 12}-{(number + ahead) % 12 + 1:02d}-01" for ahead in range(max(0, end - number))]


def _month(start: str, row: Mapping[str, Any] | None, step: Mapping[str, Any] | None, *, meant: bool) -> Month:
    when = date.fromisoformat(start)
    known = row is not None and row["value"] is not None
    expected = (step["low90"], step["median"], step["high90"]) if step and not (row and row["status"] == "final") else None
    return Month(start, f"{date_format(when, 'b').title()} {when.year}", row["value"] if row else None,
                 row["text"] if row and known else "", bool(row and row["status"] == "provisional"), expected,
                 f"{step['text']} ({step['text90']})" if step and expected else "", meant)


def drawn(months: Sequence[Month], facts: Facts, measure: Mapping[str, Any], size: tuple[int, ...]) -> str:
    """The chart as SVG. size: WIDE or NARROW. Its words for those who do not see it stand in the page."""
    return _Drawing(months, facts, measure, size).svg()


class _Drawing:
    """Places and marks of one picture."""

    def __init__(self, months: Sequence[Month], facts: Facts, measure: Mapping[str, Any], size: tuple[int, ...]) -> None:
        self.months, self.facts, self.unit = months, facts, measure["unit"]
        self.width, self.height, self.letters, self.left, self.right, self.top, self.below = size
        self.low, self.high = self._range()

    def _range(self) -> tuple[float, float]:
        values = [self.facts.threshold, *(month.value for month in self.months if month.value is not None),
                  *(value for month in self.months if month.expected for value in month.expected)]
        low, high = min(values), max(values)
        room = 0.08 * (high - low) or abs(high) * 0.1 or 1.0
        low = 0.0 if low >= 0 and low - room < 0 else low - room
        return low, min(high + room, 100.0) if self.unit == "percent" and high <= 100 else high + room

    def x(self, place: float) -> float:
        """Of the month at that place."""
        return self.left + (self.width - self.left - self.right) * (place + 0.5) / len(self.months)

    def y(self, value: float) -> float:
        """Of a value."""
        tall = self.height - self.top - self.below
        return self.top + tall * (1 - (value - self.low) / (self.high - self.low))

    def svg(self) -> str:
        """All of it, the ground first."""
        parts = [*self._ground(), *self._fan(), *self._line(), *self._promise()]
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" aria-hidden="true" '
                f'font-family="{FONT}" font-size="{self.letters}">{"".join(parts)}</svg>')

    def _text(self, x: float, y: float, words: str, anchor: str = "middle", colour: str = INK) -> str:
        return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'

    def _ground(self) -> list[str]:
        """The months meant as a band, the rungs with their values, every few months' names."""
        meant = [place for place, month in enumerate(self.months) if month.meant]
        parts = []
        if meant:
            left, right = self.x(meant[0] - 0.5), self.x(meant[-1] + 0.5)
            parts.append(f'<rect x="{left:.1f}" y="{self.top}" width="{right - left:.1f}" '
                         f'height="{self.height - self.top - self.below}" fill="{TARGET}" fill-opacity="0.1"/>')
        for value in self._rungs():
            parts.append(f'<line x1="{self.left}" x2="{self.width - self.right}" y1="{self.y(value):.1f}" '
                         f'y2="{self.y(value):.1f}" stroke="{GRID}"/>')
            parts.append(self._text(self.left - 6, self.y(value) + 4, self._short(value), "end", LIMIT))
        return parts + self._names()

    def _rungs(self) -> list[float]:
        """Round values between the lowest and the highest, four or so."""
        rough = (self.high - self.low) / RUNGS
        tens = 10 ** floor(log10(rough))
        step = next(tens * each for each in (1, 2, 2.5, 5, 10) if tens * each >= rough)
        return [step * place for place in range(ceil(self.low / step), floor(self.high / step) + 1)]

    def _names(self) -> list[str]:
        """Names of months, so far apart that they do not touch; that of the promise's last month always."""
        room = max(1, round(6.2 * self.letters / (self.x(1) - self.x(0)))) if len(self.months) > 1 else 1
        due = max((place for place, month in enumerate(self.months) if month.meant), default=len(self.months) - 1)
        return [self._text(min(max(self.x(place), 30), self.width - 32), self.height - 10, month.label, colour=LIMIT)
                for place, month in enumerate(self.months) if (due - place) % room == 0]

    def _short(self, value: float) -> str:
        if self.unit == "percent":
            return f"{value:g}%"
        if self.unit == "seconds":
            return f"{value / 3600:.1f} h" if self.high > 7200 else f"{value:.0f} s"
        return f"{value:,.0f}" if self.high > 20 else f"{value:.1f}"

    def _fan(self) -> list[str]:
        """What is expected: the 90% range of each month as a bar, its middle as an open circle."""
        parts = []
        for place, month in enumerate(self.months):
            if month.expected:
                low, middle, high = (self.y(value) for value in month.expected)
                x = self.x(place)
                parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}" stroke="{LIMIT}" '
                             'stroke-width="5" stroke-opacity="0.35"/>')
                parts.append(f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="3.5" fill="#fff" stroke="{DATA_LINE}" '
                             'stroke-width="1.5"/>')
        return parts

    def _line(self) -> list[str]:
        """The figures, with gaps where there are none."""
        runs: list[list[tuple[float, float]]] = [[]]
        for place, month in enumerate(self.months):
            if month.value is None:
                runs.append([])
            else:
                runs[-1].append((self.x(place), self.y(month.value)))
        lines = [f'<polyline fill="none" stroke="{DATA_LINE}" stroke-width="2" points="{_places(run)}"/>'
                 for run in runs if len(run) > 1]
        return lines + [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{DATA_LINE}"/>' for run in runs for x, y in run]

    def _promise(self) -> list[str]:
        """The value promised, as a dashed line with its words above the chart."""
        y = self.y(self.facts.threshold)
        words = _("Promised: {value}").format(value=format_value(self.facts.threshold, self.unit, shortest=True))
        return [f'<line x1="{self.left}" x2="{self.width - self.right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{TARGET}" '
                'stroke-width="2" stroke-dasharray="12 3 2 3"/>', self._text(self.left, 15, f"– · –  {words}", "start", TARGET)]


def _places(run: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
