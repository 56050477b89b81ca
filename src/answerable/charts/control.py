"""The control chart as a Vega-Lite specification: figures over time, what is usual, the target, gaps and
breaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answerable.charts import palette
from answerable.charts.axes import FRAMES, Chart, draw_axes, figure_line, plot_of, position
from answerable.charts.drawing import Drawing, Item, Width, mark_layer
from answerable.charts.keys import draw_key, draw_line_labels
from answerable.charts.layout import axis_domain, spread
from answerable.charts.legend import Note
from answerable.charts.lines import draw_gaps, draw_lines
from answerable.charts.plot import Plot
from answerable.charts.series import Break, Gap, Point, Proposal, Series, read_series

NOTE_SIZE = 20          # a numbered note's circle, with the room around it


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
    domain = axis_domain(series.drawn_values(), series.possible)
    plot, drawing = plot_of(domain, series.unit, len(series.points), frame), Drawing()
    draw_gaps(drawing, [(gap.first, gap.end) for gap in series.gaps], plot)
    draw_axes(drawing, [point.day for point in series.points], series.unit, plot, frame)
    draw_lines(drawing, series, plot)
    notes = _draw_notes(drawing, series, plot)
    if frame.labels_beside:
        draw_line_labels(drawing, series, plot, frame.right)
    beneath = draw_key(drawing, series, plot, notes, frame.width, values_beside=frame.labels_beside)
    above = NOTE_SIZE + 6 if notes else 8
    padding = {"left": plot.left, "right": frame.right, "top": above, "bottom": beneath}
    return Chart(plot, padding, drawing, tuple(_figure_layers(series, plot)))


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
    points["encoding"].update(position(plot, "value"))
    layers = [figure_line(plot, "value", palette.DATA_LINE, 2), points]
    if series.is_adjusted:
        layers.insert(0, figure_line(plot, "came", palette.RAW_LINE, 1.5))
    return [{"data": {"values": marks}, "layer": layers}]


def _figure_mark(point: Point) -> Item:
    mark = palette.mark_of(point.special_cause)
    return {"shape": mark.shape, "size": mark.size, "stroke": mark.colour,
            "fill": palette.PAPER if point.provisional else mark.colour}
