"""The frame of a chart over time: its fixed measures, its two axes, and where a figure's mark stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from answerable.charts import palette
from answerable.charts.drawing import Drawing, Item, Picture, looks
from answerable.charts.layout import month_slots, text_width, ticks
from answerable.charts.plot import Plot, tick_text
from answerable.words import language, month_short


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


def plot_of(domain: tuple[float, float], unit: str, slots: int, frame: Frame) -> Plot:
    """The plot of so many slots between the ends of the value axis, with room for the numbers beside it."""
    low, high = domain
    values = ticks(low, high, frame.ticks, seconds=unit == "seconds")
    labels = max(text_width(tick_text(value, unit), frame.text_size) for value in values)
    left = round(labels + 12)
    return Plot(left=left, width=frame.width - left - frame.right, height=frame.height, size=frame.text_size,
                slots=slots, low=low, high=high, ticks=tuple(values))


def draw_axes(drawing: Drawing, days: Sequence[date], unit: str, plot: Plot, frame: Frame) -> None:
    """Draw the level lines with their values, and the months under the plot. days: the first of each slot."""
    for value in plot.ticks:
        drawing.rule(0, plot.y(value), plot.width, plot.y(value), palette.GRID)
        drawing.text(-8, plot.y(value), tick_text(value, unit), palette.INK, align="right")
    drawing.rule(0, plot.height, plot.width, plot.height, palette.LIMIT)
    year = None
    for slot in month_slots(days, frame.months):
        day, x = days[slot], plot.x(slot + 0.5)
        drawing.rule(x, plot.height, x, plot.height + 5, palette.LIMIT)
        for text, down in ((month_short(day.month, language()), 16), (str(day.year) if day.year != year else "", 33)):
            # The last one may have less room to its right than half its width.
            middle = min(x, plot.width + frame.right - text_width(text, plot.size) / 2)
            if text:
                drawing.text(middle, plot.height + down, text, palette.INK, align="center")
        year = day.year


def figure_line(plot: Plot, name: str, colour: str, width: float) -> Item:
    """The layer of a line through the figures of a field, broken where `run` changes."""
    return {"mark": {"type": "line", "aria": False, "stroke": colour, "strokeWidth": width, "strokeJoin": "round"},
            "encoding": {**position(plot, name), **looks(detail="run")}}


def position(plot: Plot, name: str) -> Item:
    """The position channels of a figure: its `slot`, and a value of its own."""
    return {"x": {"field": "slot", "type": "quantitative", "axis": None,
                  "scale": {"domain": [0, plot.slots], "nice": False, "zero": False}},
            "y": {"field": name, "type": "quantitative", "axis": None,
                  "scale": {"domain": [plot.low, plot.high], "nice": False, "zero": False}}}
