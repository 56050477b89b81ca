"""The control chart as a Vega-Lite specification: figures over time, what is usual, the target, gaps and
breaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from answerable.charts import palette
from answerable.charts.drawing import Drawing, Item, looks, mark_layer, spec
from answerable.charts.keys import draw_key, draw_line_labels
from answerable.charts.layout import axis_domain, month_slots, spread, text_width, ticks
from answerable.charts.plot import Plot, tick_text
from answerable.charts.series import Gap, Point, Series, read_series

Width = Literal["wide", "narrow"]


@dataclass(frozen=True)
class Frame:
    """A chart's fixed measures, in pixels. right: room right of the plot; months, ticks: most labels on an
    axis.
    """

    width: int
    right: int
    labels_beside: bool
    height: int
    text_size: int
    months: int
    ticks: int


FRAMES: Mapping[str, Frame] = {
    "wide": Frame(width=760, right=156, labels_beside=True, height=270, text_size=14, months=13, ticks=6),
    "narrow": Frame(width=340, right=10, labels_beside=False, height=210, text_size=13, months=7, ticks=6),
}
NOTE_SIZE = 20          # a numbered note's circle, with the room around it
HATCH_STEP = 8


@dataclass(frozen=True)
class Chart:
    """A chart with everything placed. padding: pixels around the plot at each side."""

    plot: Plot
    padding: Mapping[str, int]
    drawing: Drawing
    figures: tuple[Item, ...]

    def spec(self, *, with_text: bool = True) -> Item:
        """The Vega-Lite specification. The figures lie over every line, but under no text."""
        texts = self.drawing.text_layers(self.plot.size) if with_text else []
        return spec({"width": self.plot.width, "height": self.plot.height, "padding": dict(self.padding)},
                    [*self.drawing.layers(), *self.figures, *texts])


def control_chart_spec(measure: Mapping[str, Any], *, width: Width) -> Item:
    """The Vega-Lite specification of a measure's control chart; measure, width and errors as for
    `control_chart`.
    """
    return control_chart(measure, width=width).spec()


def control_chart(measure: Mapping[str, Any], *, width: Width) -> Chart:
    """The control chart of a measure.

    measure: one `measures/ID.json` of a release, its periods months; width: "wide" (760 pixels) or "narrow"
    (340 pixels, for a phone: the values of the lines stand in the key beneath instead of beside them). The
    height follows from the key and the notes. Raises ValueError where the chart has no points.
    """
    series, frame = read_series(measure), FRAMES[width]
    if not series.points:
        raise ValueError(f"measure '{measure['id']}' has no points to draw")
    plot, drawing = _plot(series, frame), Drawing()
    _draw_gaps(drawing, series, plot)
    _draw_axes(drawing, series, plot, frame)
    _draw_lines(drawing, series, plot)
    notes = _draw_notes(drawing, series, plot)
    if frame.labels_beside:
        draw_line_labels(drawing, series, plot, frame.right)
    beneath = draw_key(drawing, series, plot, notes, frame.width, values_beside=frame.labels_beside)
    above = NOTE_SIZE + 6 if notes else 8
    padding = {"left": plot.left, "right": frame.right, "top": above, "bottom": beneath}
    return Chart(plot, padding, drawing, tuple(_figure_layers(series, plot)))


def _plot(series: Series, frame: Frame) -> Plot:
    low, high = axis_domain(series.drawn_values(), series.possible)
    values = ticks(low, high, frame.ticks, seconds=series.unit == "seconds")
    labels = max(text_width(tick_text(value, series.unit), frame.text_size) for value in values)
    left = round(labels + 12)
    return Plot(left=left, width=frame.width - left - frame.right, height=frame.height, size=frame.text_size,
                slots=len(series.points), low=low, high=high, ticks=tuple(values))


def _draw_axes(drawing: Drawing, series: Series, plot: Plot, frame: Frame) -> None:
    for value in plot.ticks:
        drawing.rule(0, plot.y(value), plot.width, plot.y(value), palette.GRID)
        drawing.text(-8, plot.y(value), tick_text(value, series.unit), palette.INK, align="right")
    drawing.rule(0, plot.height, plot.width, plot.height, palette.LIMIT)
    year = None
    for slot in month_slots([point.day for point in series.points], frame.months):
        day, x = series.points[slot].day, plot.x(slot + 0.5)
        drawing.rule(x, plot.height, x, plot.height + 5, palette.LIMIT)
        drawing.text(x, plot.height + 16, day.strftime("%b"), palette.INK, align="center")
        if day.year != year:
            drawing.text(x, plot.height + 33, str(day.year), palette.INK, align="center")
        year = day.year


def _draw_lines(drawing: Drawing, series: Series, plot: Plot) -> None:
    for phase in series.phases:
        left, right = plot.x(phase.first), plot.x(phase.end)
        for value, colour, dash in ((phase.lower, palette.LIMIT, palette.LIMIT_DASH),
                                    (phase.upper, palette.LIMIT, palette.LIMIT_DASH),
                                    (phase.mean, palette.MEAN, palette.SOLID)):
            if value is not None and plot.shows(value) and not series.is_bound(value):
                drawing.rule(left, plot.y(value), right, plot.y(value), colour, width=1.5, dash=dash)
    if series.target is not None:
        y = plot.y(series.target)
        drawing.rule(0, y, plot.width, y, palette.TARGET, width=2, dash=palette.TARGET_DASH)


def _draw_gaps(drawing: Drawing, series: Series, plot: Plot) -> None:
    for gap in series.gaps:
        left, right = plot.x(gap.first), plot.x(gap.end)
        drawing.ground(left, 0, right, plot.height, palette.GAP_GROUND)
        for x, y, x2, y2 in _hatching(left, right, plot.height):
            drawing.rule(x, y, x2, y2, palette.GAP_HATCH)


def _hatching(left: float, right: float, height: float) -> list[tuple[float, float, float, float]]:
    """Slanting lines that fill a rectangle and never leave it: each as x, y, x2, y2 in pixels."""
    width, lines, reach = right - left, [], HATCH_STEP
    while reach < width + height:
        x, x2 = max(0.0, reach - height), min(width, reach)
        lines.append((left + x, reach - x, left + x2, reach - x2))
        reach += HATCH_STEP
    return lines


def _draw_notes(drawing: Drawing, series: Series, plot: Plot) -> list[str]:
    """Draw breaks and numbered circles above the plot; return the notes in words, in the order of their
    numbers.
    """
    noted = sorted([*series.breaks, *series.gaps], key=lambda thing: (_middle(thing), isinstance(thing, Gap)))
    wanted = [plot.x(_middle(thing)) for thing in noted]
    for each in series.breaks:
        drawing.rule(plot.x(each.slot), -4, plot.x(each.slot), plot.height, palette.BREAK, width=1.5,
                     dash=palette.BREAK_DASH)
    centres = spread(wanted, [NOTE_SIZE] * len(noted), -plot.left, plot.width + NOTE_SIZE)
    for number, (x, wish) in enumerate(zip(centres, wanted, strict=True), start=1):
        if abs(x - wish) > 1:
            drawing.rule(wish, 0, x, -8, palette.BREAK)
        drawing.mark(x, -14, "circle", 210, palette.BREAK, palette.BREAK)
        drawing.text(x, -13.5, str(number), palette.PAPER, align="center", weight=600)
    return [_note(thing, series) for thing in noted]


def _middle(thing: Any) -> float:
    return (thing.first + thing.end) / 2 if isinstance(thing, Gap) else float(thing.slot)


def _note(thing: Any, series: Series) -> str:
    if not isinstance(thing, Gap):
        return f"{series.points[thing.slot].label}: {thing.words}"
    first, last = series.points[thing.first].label, series.points[thing.end - 1].label
    return f"{first if first == last else f'{first} – {last}'}: {thing.words}"


def _figure_layers(series: Series, plot: Plot) -> list[Item]:
    """The line of figures, broken at gaps and breaks, and a mark for each figure."""
    marks = [{**_figure_mark(point), "slot": point.slot + 0.5, "value": point.value, "run": run}
             for run, points in enumerate(_runs(series)) for point in points]
    if not marks:
        return []
    position: Item = {
        "x": {"field": "slot", "type": "quantitative", "axis": None,
              "scale": {"domain": [0, plot.slots], "nice": False, "zero": False}},
        "y": {"field": "value", "type": "quantitative", "axis": None,
              "scale": {"domain": [plot.low, plot.high], "nice": False, "zero": False}}}
    line = {"mark": {"type": "line", "aria": False, "stroke": palette.DATA_LINE, "strokeWidth": 2,
                     "strokeJoin": "round"},
            "encoding": {**position, **looks(detail="run")}}
    points = mark_layer()
    points["encoding"].update(position)
    return [{"data": {"values": marks}, "layer": [line, points]}]


def _figure_mark(point: Point) -> Item:
    mark = palette.mark_of(point.special_cause)
    return {"shape": mark.shape, "size": mark.size, "stroke": mark.colour,
            "fill": palette.PAPER if point.provisional else mark.colour}


def _runs(series: Series) -> list[list[Point]]:
    """The figures in unbroken stretches: a gap or a break ends one."""
    breaks = [each.slot for each in series.breaks]
    stretches = groupby(series.points, key=lambda point: (point.value is None,
                                                          sum(slot <= point.slot for slot in breaks)))
    return [list(points) for (empty, _broken), points in stretches if not empty]
