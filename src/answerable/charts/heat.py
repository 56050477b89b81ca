"""The heat map of the hours of a week as a Vega-Lite specification: the size of a square says how much, its colour repeats
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from answerable.charts import palette
from answerable.charts.drawing import LINE_HEIGHT, Drawing, Picture, Width
from answerable.charts.keys import line_words
from answerable.charts.layout import text_width
from answerable.charts.legend import Key, Room, Sample, draw_keys
from answerable.words import _

# An hour of the week with fewer cases in the whole year tells of chance more than of the hour.
FEWEST_CASES = 30
SMALLEST, LARGEST = 0.22, 0.82      # side of the squares for the least and the most, as a share of the room for one
HOURS = 24


@dataclass(frozen=True)
class Cell:
    """One hour of the week. row: the weekday's place; value: in the measure's unit, None without a figure; few: whether
    too few cases stand behind it.
    """

    row: int
    hour: int
    value: float | None
    few: bool


@dataclass(frozen=True)
class Week:
    """The hours of a week with the room for them. across: whether the hours run across (and the weekdays down); wide,
    high: of the room for one hour, in pixels; left: of the names beside; fewest: cases that are enough; least, most: of the
    values with enough cases, where there are any.
    """

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    unit: str
    fewest: int
    least: float
    most: float
    across: bool
    wide: float
    high: float
    left: int
    full: int
    size: int

    def share(self, value: float) -> float:
        """Where a value lies between the least (0) and the most (1)."""
        span = self.most - self.least
        return min(max((value - self.least) / span, 0.0), 1.0) if span else 1.0

    def place(self, cell: Cell) -> tuple[float, float]:
        """The middle of an hour, in pixels."""
        column, row = (cell.hour, cell.row) if self.across else (cell.row, cell.hour)
        return round((column + 0.5) * self.wide, 2), round((row + 0.5) * self.high, 2)


def can_be_drawn(by_hour: Mapping[str, Any] | None) -> bool:
    """Whether the hours of a week (`by_hour` of a measure) hold values: those of old releases hold only their texts."""
    return by_hour is not None and any(value is not None for row in by_hour["rows"] for value in row.get("numbers") or ())


def heat_map(by_hour: Mapping[str, Any], *, unit: str, width: Width) -> Picture:
    """The heat map of a measure's hours of the week.

    by_hour: of a measure of a release; unit: the measure's; width: "wide" (760 pixels: hours across, weekdays down) or
    "narrow" (340 pixels: weekdays across, hours down). An hour with too few cases is hollow, one without a figure a
    short line. Raises ValueError where it holds no values.
    """
    if not can_be_drawn(by_hour):
        raise ValueError("these hours of a week hold no values")
    week, drawing = _week(by_hour, unit, width), Drawing()
    _draw_names(drawing, week)
    for cell in week.cells:
        _draw_cell(drawing, week, cell)
    height = week.high * (7 if week.across else HOURS)
    room = Room(-week.left, week.full, week.size)
    end = draw_keys(drawing, _keys(week), room, height + 16 + room.line / 2)
    beneath = round(end - height - week.size * LINE_HEIGHT / 2 + 4)
    padding = {"left": week.left, "right": week.full - week.left - round(week.wide * (HOURS if week.across else 7)),
               "top": 26, "bottom": beneath}
    return Picture(round(week.wide * (HOURS if week.across else 7)), height, padding, week.size, drawing)


def _week(by_hour: Mapping[str, Any], unit: str, width: Width) -> Week:
    labels, cells = tuple(str(row["label"]) for row in by_hour["rows"]), tuple(_cells(by_hour))
    known = [(cell.few, cell.value) for cell in cells if cell.value is not None]
    values = [value for few, value in known if not few] or [value for _few, value in known]
    shown = (labels, cells, unit, int(by_hour["fewest_cases"]), min(values), max(values))
    if width == "wide":
        left = round(max(text_width(label, 14) for label in labels) + 12)
        return Week(*shown, True, (760 - left - 4) / HOURS, 26, left, 760, 14)
    left = round(text_width("00:00", 13) + 12)
    return Week(*shown, False, (340 - left - 4) / 7, 20, left, 340, 13)


def _cells(by_hour: Mapping[str, Any]) -> Iterator[Cell]:
    for number, row in enumerate(by_hour["rows"]):
        counts = row.get("cases") or [None] * HOURS
        for hour, (value, cases) in enumerate(zip(row["numbers"], counts, strict=True)):
            yield Cell(number, hour, value, cases is not None and cases < by_hour["fewest_cases"])


def _draw_names(drawing: Drawing, week: Week) -> None:
    for number, label in enumerate(week.labels):
        if week.across:
            drawing.text(-8, (number + 0.5) * week.high, label, palette.INK, align="right")
        else:
            drawing.text((number + 0.5) * week.wide, -14, label[:3], palette.INK, align="center")
    for hour in range(HOURS):
        if week.across:
            drawing.text((hour + 0.5) * week.wide, -14, f"{hour:02d}", palette.INK, align="center")
        else:
            drawing.text(-8, (hour + 0.5) * week.high, f"{hour:02d}:00", palette.INK, align="right")


def _draw_cell(drawing: Drawing, week: Week, cell: Cell) -> None:
    x, y = week.place(cell)
    if cell.value is None:
        _no_figure(drawing, x, y)
    else:
        _square(week, week.share(cell.value), few=cell.few)(drawing, x, y)


def _square(week: Week, share: float, *, few: bool = False) -> Sample:
    colour = palette.SEQUENCE[min(int(share * len(palette.SEQUENCE)), len(palette.SEQUENCE) - 1)]
    # The area grows with the value: it is areas that people compare.
    area = SMALLEST ** 2 + (LARGEST ** 2 - SMALLEST ** 2) * share
    size = round(area * min(week.wide, week.high) ** 2, 1)

    def draw(drawing: Drawing, x: float, y: float) -> None:
        drawing.mark(x, y, "square", size, palette.PAPER if few else colour, colour)
    return draw


def _no_figure(drawing: Drawing, x: float, y: float) -> None:
    drawing.rule(x - 3, y, x + 3, y, palette.LIMIT, width=1.5)


def _keys(week: Week) -> list[Key]:
    """The least, the middle and the most, and what else is drawn."""
    values = [week.least, (week.least + week.most) / 2, week.most] if week.most > week.least else [week.most]
    few = [Key(_("Hollow: fewer than {number} cases").format(number=week.fewest), _square(week, 0.3, few=True))]
    keys = [Key(line_words(value, week.unit), _square(week, week.share(value))) for value in values]
    keys += few if any(cell.few and cell.value is not None for cell in week.cells) else []
    if any(cell.value is None for cell in week.cells):
        keys.append(Key(_("No figure"), _no_figure))
    return keys
