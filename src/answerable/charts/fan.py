"""The fan chart as a Vega-Lite specification: the last figures, and what is expected of the months ahead, with how far that
may be off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from answerable.charts import palette
from answerable.charts.axes import FRAMES, Chart, draw_axes, figure_line, plot_of, position
from answerable.charts.drawing import LINE_HEIGHT, Drawing, Item, Width, mark_layer
from answerable.charts.fan_series import Ahead, Fan, can_be_drawn, read_fan
from answerable.charts.keys import AXIS, draw_labels, line_words, target_words_of
from answerable.charts.layout import axis_domain, text_width
from answerable.charts.legend import Key, Room, Sample, draw_keys, hatching_sample, line_sample, point_sample
from answerable.charts.lines import draw_gaps
from answerable.charts.plot import Plot
from answerable.periods import day_label
from answerable.words import _

__all__ = ["can_be_drawn", "fan_chart"]

ABOVE = 24              # room above the plot for the words on both sides of today
WARNING_ROOM = 22       # and above these for the sign of a warning
BOLD = 0.93             # of a line's letters fit in where they are bold
ALONE = 0.3             # of a slot to either side, for a fan of a single period

Corners = list[tuple[float, float]]
Value = Callable[[Ahead], float]


def fan_chart(measure: Mapping[str, Any], *, width: Width) -> Chart:
    """The fan chart of a measure's projection.

    measure: one `measures/ID.json` of a release; width: "wide" (760 pixels) or "narrow" (340 pixels: the values at the
    end of the fan stand in the key instead of beside it). Past forecasts are lines that show where they are switched on.
    Raises ValueError where the measure has no projection.
    """
    fan, frame = read_fan(measure), FRAMES[width]
    domain = axis_domain(fan.drawn_values(), fan.possible)
    plot, drawing = plot_of(domain, fan.unit, len(fan.days), frame), Drawing()
    draw_gaps(drawing, fan.gaps, plot)
    draw_axes(drawing, fan.days, fan.unit, plot, frame)
    _draw_fan(drawing, fan, plot)
    _draw_past(drawing, fan, plot)
    above = _draw_today(drawing, fan, plot, 0 if frame.labels_beside else frame.right) + _draw_warning(drawing, fan, plot)
    _draw_target(drawing, fan, plot)
    if frame.labels_beside:
        draw_labels(drawing, _labelled(fan), plot, frame.right)
    room, y = Room(-plot.left, frame.width, plot.size), plot.height + AXIS + plot.size * LINE_HEIGHT / 2
    end = draw_keys(drawing, list(_keys(fan, values_beside=frame.labels_beside)), room, y)
    beneath = round(end - plot.height - plot.size * LINE_HEIGHT / 2 + 4)
    padding = {"left": plot.left, "right": frame.right, "top": above, "bottom": beneath}
    return Chart(plot, padding, drawing, tuple(_figures(fan, plot)))


def _draw_fan(drawing: Drawing, fan: Fan, plot: Plot) -> None:
    """The two ranges with their edges, and the median."""
    for colour, edge, dash, low, high in (
            (palette.FAN_BAND_90, palette.FAN_EDGE_90, palette.FAN_DASH, _low90, _high90),
            (palette.FAN_BAND_50, palette.FAN_EDGE_50, palette.SOLID, _low50, _high50)):
        upper, lower = _course(fan, plot, high), _course(fan, plot, low)
        drawing.band([(x, y, y2) for (x, y), (_x, y2) in zip(upper, lower, strict=True)], colour)
        for line in (upper, lower):
            drawing.path(line, edge, dash=dash)
    drawing.path(_course(fan, plot, _median), palette.FAN, width=2.5)


def _course(fan: Fan, plot: Plot, value: Value) -> Corners:
    """The corners of one line of the fan, opening from the last figure where there is one just before it."""
    corners = [(plot.x(step.slot + 0.5), plot.y(value(step))) for step in fan.ahead]
    if fan.anchor and fan.anchor.value is not None:
        return [(plot.x(fan.anchor.slot + 0.5), plot.y(fan.anchor.value)), *corners]
    if len(corners) == 1:
        middle, y = fan.ahead[0].slot + 0.5, corners[0][1]
        return [(plot.x(middle - ALONE), y), (plot.x(middle + ALONE), y)]
    return corners


def _low90(step: Ahead) -> float:
    return step.low90


def _high90(step: Ahead) -> float:
    return step.high90


def _low50(step: Ahead) -> float:
    return step.low50


def _high50(step: Ahead) -> float:
    return step.high50


def _median(step: Ahead) -> float:
    return step.median


def _draw_past(drawing: Drawing, fan: Fan, plot: Plot) -> None:
    for past in fan.past:
        middle = [(plot.x(slot + 0.5), plot.y(value)) for slot, value in past.steps]
        corners = middle if len(middle) > 1 else [(middle[0][0] - 4, middle[0][1]), (middle[0][0] + 4, middle[0][1])]
        drawing.switch(corners, palette.PAST, width=1.2,
                       dash=palette.SOLID if past.kind == "human" else palette.PAST_DASH)


def _draw_today(drawing: Drawing, fan: Fan, plot: Plot, right: int) -> int:
    """The line between figures and fan, and the breaks in the figures; returns the room in pixels above the plot. right: room
    beside the plot in which words may stand."""
    for slot in fan.broken:
        drawing.rule(plot.x(slot), 0, plot.x(slot), plot.height, palette.BREAK, width=1.5, dash=palette.BREAK_DASH)
    x = plot.x(fan.ahead[0].slot)
    drawing.rule(x, -18, x, plot.height, palette.LIMIT)
    words = _("Expected")
    if x + 6 + text_width(words, plot.size) / BOLD <= plot.width + right:
        drawing.text(x + 6, -11, words, palette.FAN, weight=600)
        drawing.text(x - 6, -11, _("Figures"), palette.INK, align="right")
    else:
        drawing.text(x - 6, -11, f"{words} →", palette.FAN, align="right", weight=600)
    return ABOVE


def _draw_warning(drawing: Drawing, fan: Fan, plot: Plot) -> int:
    """An exclamation mark at the day of the warning; returns the room in pixels that it takes."""
    if fan.warned is None:
        return 0
    x = plot.x(fan.warned.slot)
    drawing.rule(x, -ABOVE - 2, x, plot.height, palette.INK, dash=palette.BREAK_DASH)
    _warning_sign(drawing, x, -ABOVE - 8)
    return WARNING_ROOM


def _warning_sign(drawing: Drawing, x: float, y: float) -> None:
    drawing.mark(x, y, "circle", 210, palette.INK, palette.INK)
    drawing.text(x, y + 0.5, "!", palette.PAPER, align="center", weight=600)


def _draw_target(drawing: Drawing, fan: Fan, plot: Plot) -> None:
    """What is held to what: level over the figures, then month by month."""
    today = fan.ahead[0].slot
    held = [(0, today, fan.target), *((step.slot, step.slot + 1, step.target) for step in fan.ahead)]
    for value, stretch in groupby(held, key=lambda each: each[2]):
        slots = list(stretch)
        if value is not None:
            drawing.rule(plot.x(slots[0][0]), plot.y(value), plot.x(slots[-1][1]), plot.y(value), palette.TARGET, width=2,
                         dash=palette.TARGET_DASH)
    due = next((step.target for step in fan.ahead if step.slot == fan.due), None)
    if fan.due is not None and due is not None:
        drawing.mark(plot.x(fan.due + 0.5), plot.y(due), "diamond", 110, palette.PAPER, palette.TARGET)


def _labelled(fan: Fan) -> Iterator[tuple[float, str, str]]:
    """Each line that has a label beside it: value at its end, words, colour."""
    last = fan.ahead[-1]
    for value, words in ((last.high90, _("90% to {value}")), (last.high50, _("50% to {value}")),
                         (last.median, _("Median {value}")), (last.low50, _("50% from {value}")),
                         (last.low90, _("90% from {value}"))):
        yield value, words.format(value=line_words(value, fan.unit)), palette.FAN
    if last.target is not None:
        yield last.target, target_words_of(_last_target_words(fan).partition(" (")[0]), palette.TARGET


def _last_target_words(fan: Fan) -> str:
    """What the last month is held to: words where it is what the first is held to, else the value."""
    first, last = fan.ahead[0].target, fan.ahead[-1].target
    return fan.target_words if fan.target_words and last == first else line_words(last, fan.unit)


def _keys(fan: Fan, *, values_beside: bool) -> Iterator[Key]:
    """What the key has to explain: only what is drawn."""
    yield Key(_("Figure for the month"), point_sample(palette.USUAL, palette.USUAL.colour))
    if any(point.provisional for point in fan.points):
        yield Key(_("Provisional"), point_sample(palette.USUAL, palette.PAPER))
    yield from _range_keys(fan.ahead[-1], "" if values_beside else fan.unit)
    if any(step.target is not None for step in fan.ahead):
        yield Key(target_words_of(fan.target_words), line_sample(palette.TARGET, palette.TARGET_DASH, 2))
    if fan.due is not None:
        yield Key(_("When it is to be met"), lambda drawing, x, y: drawing.mark(
            x, y, "diamond", 110, palette.PAPER, palette.TARGET))
    if fan.broken:
        yield Key(_("How it is measured changed here"), line_sample(palette.BREAK, palette.BREAK_DASH, 1.5))
    if fan.gaps:
        yield Key(_("No figure"), hatching_sample)
    if fan.warned:
        yield Key(_("Early warning since {day}").format(day=day_label(fan.warned.day)), _warning_sign)


def _range_keys(last: Ahead, unit: str) -> Iterator[Key]:
    """Median and ranges. unit: of their values at the end of the fan, which are told too; empty where they stand beside it."""
    def told(words: str, *values: float) -> str:
        texts = [line_words(value, unit) for value in values] if unit else []
        return _("{words}; in {month} {values}").format(
            words=words, month=last.label, values=_(" to ").join(texts)) if unit else words

    yield Key(told(_("Median: as likely above as below"), last.median), line_sample(palette.FAN, palette.SOLID, 2.5))
    yield Key(told(_("50% range: as likely inside as outside"), last.low50, last.high50),
              _band_sample(palette.FAN_BAND_50, palette.FAN_EDGE_50, palette.SOLID))
    yield Key(told(_("90% range: outside it once in ten times"), last.low90, last.high90),
              _band_sample(palette.FAN_BAND_90, palette.FAN_EDGE_90, palette.FAN_DASH))


def _band_sample(colour: str, edge: str, dash: Sequence[int]) -> Sample:
    """A piece of a range with its edges."""
    def draw(drawing: Drawing, x: float, y: float) -> None:
        drawing.ground(x - 13, y - 6, x + 13, y + 6, colour)
        for at in (-6, 6):
            drawing.rule(x - 13, y + at, x + 13, y + at, edge, dash=dash)
    return draw


def _figures(fan: Fan, plot: Plot) -> list[Item]:
    """The line of figures, and a mark for each."""
    marks = [{"shape": palette.USUAL.shape, "size": palette.USUAL.size, "stroke": palette.USUAL.colour,
              "fill": palette.PAPER if point.provisional else palette.USUAL.colour,
              "slot": point.slot + 0.5, "value": point.value, "run": run}
             for run, points in enumerate(fan.runs()) for point in points]
    if not marks:
        return []
    points = mark_layer()
    points["encoding"].update(position(plot, "value"))
    return [{"data": {"values": marks}, "layer": [figure_line(plot, "value", palette.DATA_LINE, 2), points]}]
