"""The control chart as a Vega-Lite specification: figures over time, what is usual, the target, gaps and
breaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from answerable.charts import palette
from answerable.charts.drawing import Drawing, Item, Picture, Width, looks, mark_layer
from answerable.charts.keys import draw_key, draw_line_labels
from answerable.charts.layout import axis_domain, month_slots, spread, text_width, ticks
from answerable.charts.legend import Note
from answerable.charts.lines import draw_gaps, draw_lines
from answerable.charts.plot import Plot, tick_text
from answerable.charts.series import Break, Gap, Point, Proposal, Series, read_series


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


@dataclass(frozen=True)
class Chart:
    """A chart with everything placed. padding: pixels around the plot at each side."""

    plot: Plot
    padding: Mapping[str, int]
    drawing: Drawing
    figures: tuple[Item, ...]

    @property
    def picture(self) -> Picture:
        """The chart as a picture."""
        return Picture(self.plot.width, self.plot.height, self.padding, self.plot.size, self.drawing, self.figures)

    def spec(self, *, with_text: bool = True) -> Item:
        """The Vega-Lite specification."""
        return self.picture.spec(with_text=with_text)


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
    draw_gaps(drawing, series, plot)
    _draw_axes(drawing, series, plot, frame)
    draw_lines(drawing, series, plot)
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


def _draw_notes(drawing: Drawing, series: Series, plot: Plot) -> list[Note]:
    """Draw breaks, proposed steps and numbered circles above the plot; return the notes in the order of their numbers.
    """
    noted = sorted([*series.breaks, *series.proposals, *series.gaps],
                   key=lambda thing: (_middle(thing), isinstance(thing, Gap)))
    wanted = [plot.x(_middle(thing)) for thing in noted]
    upright: list[Break | Proposal] = [*series.breaks, *series.proposals]
    for each in upright:
        drawing.rule(plot.x(each.slot), -4, plot.x(each.slot), plot.height, palette.BREAK,
                     width=1.5 if isinstance(each, Break) else 1, dash=palette.BREAK_DASH)
    centres = spread(wanted, [NOTE_SIZE] * len(noted), -plot.left, plot.width + NOTE_SIZE)
    notes = [Note(number, _words(thing, series), hollow=isinstance(thing, Proposal))
             for number, thing in enumerate(noted, start=1)]
    for note, x, wish in zip(notes, centres, wanted, strict=True):
        if abs(x - wish) > 1:
            drawing.rule(wish, 0, x, -8, palette.BREAK)
        note.circle(drawing, x, -14)
    return notes


def _middle(thing: Any) -> float:
    return (thing.first + thing.end) / 2 if isinstance(thing, Gap) else float(thing.slot)


def _words(thing: Any, series: Series) -> str:
    if not isinstance(thing, Gap):
        return f"{series.points[thing.slot].label}: {thing.words}"
    first, last = series.points[thing.first].label, series.points[thing.end - 1].label
    return f"{first if first == last else f'{first} – {last}'}: {thing.words}"


def _figure_layers(series: Series, plot: Plot) -> list[Item]:
    """The line of figures, broken at gaps and breaks, and a mark for each figure. Where the seasonally adjusted
    figures are judged, the marks stand on these, and the figures as they came are a lighter line beneath.
    """
    marks = [{**_figure_mark(point), "slot": point.slot + 0.5, "value": point.judged, "came": point.value, "run": run}
             for run, points in enumerate(series.runs()) for point in points]
    if not marks:
        return []
    points = mark_layer()
    points["encoding"].update(_position(plot, "value"))
    layers = [_figure_line(plot, "value", palette.DATA_LINE, 2), points]
    if series.is_adjusted:
        layers.insert(0, _figure_line(plot, "came", palette.RAW_LINE, 1.5))
    return [{"data": {"values": marks}, "layer": layers}]


def _figure_line(plot: Plot, name: str, colour: str, width: float) -> Item:
    return {"mark": {"type": "line", "aria": False, "stroke": colour, "strokeWidth": width, "strokeJoin": "round"},
            "encoding": {**_position(plot, name), **looks(detail="run")}}


def _position(plot: Plot, name: str) -> Item:
    return {"x": {"field": "slot", "type": "quantitative", "axis": None,
                  "scale": {"domain": [0, plot.slots], "nice": False, "zero": False}},
            "y": {"field": name, "type": "quantitative", "axis": None,
                  "scale": {"domain": [plot.low, plot.high], "nice": False, "zero": False}}}


def _figure_mark(point: Point) -> Item:
    mark = palette.mark_of(point.special_cause)
    return {"shape": mark.shape, "size": mark.size, "stroke": mark.colour,
            "fill": palette.PAPER if point.provisional else mark.colour}
