"""Small multiples as a Vega-Lite specification: many small control charts side by side, over the same months and, where
that shows anything, on one scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from answerable.charts import palette
from answerable.charts.drawing import LINE_HEIGHT, Drawing, Item, Picture, Width
from answerable.charts.keys import cause_words
from answerable.charts.layout import axis_domain, text_width, ticks, wrap
from answerable.charts.legend import Key, Room, draw_keys, hatching_sample, line_sample, point_sample
from answerable.charts.lines import draw_gaps, draw_lines
from answerable.charts.plot import Plot, tick_text
from answerable.charts.series import Point, Series, read_series
from answerable.words import _, language, month_short

# A scale is shared where even the flattest of the charts fills so much of it; otherwise each has its own.
LEAST_FILLED = 0.15
COLUMNS = {"wide": 3, "narrow": 1}
FULL = {"wide": 760, "narrow": 340}
BETWEEN = 24            # pixels between panels
PLOT_HEIGHT = 92
MONTHS_ROOM = 26        # height of the months beneath a panel
SIZE = 13
BOLD = 0.93             # of a line's letters fit in where they are bold
USUAL_SIZE, CAUSE_SIZE = 10, 46

Domain = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One small chart. title, latest: what stands above it; days: the first day of each of its periods."""

    title: str
    latest: str
    series: Series
    days: tuple[date, ...]


def small_multiples(measures: Sequence[Mapping[str, Any]], *, width: Width) -> Picture:
    """Small control charts of several measures.

    measures: the `measures/ID.json` of a release, in the order to be shown; those without points are left out. width:
    "wide" (760 pixels, three beside one another) or "narrow" (340 pixels, one). All have the same months. Raises
    ValueError where none has points.
    """
    panels = [_panel(measure) for measure in measures if measure["chart"]["points"]]
    if not panels:
        raise ValueError("none of these measures has points to draw")
    months = sorted({day for panel in panels for day in panel.days})
    domains, columns, full = scales(panels), COLUMNS[width], FULL[width]
    room, drawing, top = (full - BETWEEN * (columns - 1)) / columns, Drawing(), 0.0
    for first in range(0, len(panels), columns):
        row = panels[first:first + columns]
        titles = [wrap(panel.title, room * BOLD, SIZE) for panel in row]
        above = (max(map(len, titles)) + 1) * SIZE * LINE_HEIGHT + 12
        for column, (panel, title) in enumerate(zip(row, titles, strict=True)):
            part = _draw_panel(panel, title, domains[first + column], months, room, above)
            drawing.take(part, column * (room + BETWEEN), top)
        top += above + PLOT_HEIGHT + MONTHS_ROOM + 14
    words = Room(0, full, SIZE)
    drawing.text(2, top + words.line / 2, _scale_words(domains), palette.INK)
    end = draw_keys(drawing, _keys(panels), words, top + words.line * 1.5 + 8)
    return Picture(full, round(end - words.line / 2 + 4), dict.fromkeys(("left", "right", "top", "bottom"), 0), SIZE,
                   drawing)


def _panel(measure: Mapping[str, Any]) -> Panel:
    headline = measure.get("headline")
    latest = _("{figure} in {period}").format(figure=headline["text"], period=headline["label"]) if headline else ""
    days = tuple(date.fromisoformat(point["period_start"]) for point in measure["chart"]["points"])
    return Panel(measure["title"], latest, read_series(measure), days)


def scales(panels: Sequence[Panel]) -> list[Domain]:
    """The ends of each panel's value axis: the same for all of one unit, unless one would be flattened to a line."""
    own = [axis_domain(panel.series.drawn_values(), panel.series.possible) for panel in panels]
    found = []
    for panel, domain in zip(panels, own, strict=True):
        same = [other for each, other in zip(panels, own, strict=True) if each.series.unit == panel.series.unit]
        low, high = min(low for low, _high in same), max(high for _low, high in same)
        shared = all(top - bottom >= LEAST_FILLED * (high - low) for bottom, top in same)
        found.append((low, high) if shared else domain)
    return found


def _scale_words(domains: Sequence[Domain]) -> str:
    if len(domains) == 1:
        return ""
    return (_("All on one scale: heights can be compared.") if len(set(domains)) == 1
            else _("Scales differ: compare shapes, not heights."))


def _draw_panel(panel: Panel, title: Sequence[str], domain: Domain, months: Sequence[date], room: float,
                above: float) -> Drawing:
    """One panel, from its upper left corner. above: pixels between that and its plot."""
    part, inner = Drawing(), Drawing()
    for number, line in enumerate([*title, panel.latest]):
        weight = 600 if number < len(title) else 400
        part.text(0, (number + 0.5) * SIZE * LINE_HEIGHT, line, palette.INK, weight=weight)
    plot = _plot(panel, domain, months, room)
    draw_gaps(inner, [(gap.first, gap.end) for gap in panel.series.gaps], plot)
    for value in plot.ticks:
        inner.rule(0, plot.y(value), plot.width, plot.y(value), palette.GRID)
        inner.text(-6, plot.y(value), tick_text(value, panel.series.unit), palette.INK, align="right")
    inner.rule(0, plot.height, plot.width, plot.height, palette.LIMIT)
    draw_lines(inner, panel.series, plot)
    for each in panel.series.breaks:
        inner.rule(plot.x(each.slot), 0, plot.x(each.slot), plot.height, palette.BREAK, width=1.5, dash=palette.BREAK_DASH)
    inner.text(0, plot.height + 14, _month(months[0]), palette.INK)
    if len(months) > 1:
        inner.text(plot.width, plot.height + 14, _month(months[-1]), palette.INK, align="right")
    _draw_figures(inner, panel.series, plot)
    part.take(inner, plot.left, above)
    return part


def _plot(panel: Panel, domain: Domain, months: Sequence[date], room: float) -> Plot:
    low, high = domain
    # One number on an axis tells no scale.
    steps = (ticks(low, high, most, seconds=panel.series.unit == "seconds") for most in (3, 4, 5, 6))
    values = next((values for values in steps if len(values) > 1), [])
    left = round(max((text_width(tick_text(value, panel.series.unit), SIZE) for value in values), default=0.0) + 9)
    return Plot(left=left, width=int(room - left - 4), height=PLOT_HEIGHT, size=SIZE, slots=len(months), low=low, high=high,
                ticks=tuple(values), before=list(months).index(panel.days[0]))


def _draw_figures(drawing: Drawing, series: Series, plot: Plot) -> None:
    for run in series.runs():
        if series.is_adjusted:
            came = [(plot.x(point.slot + 0.5), plot.y(point.value)) for point in run if point.value is not None]
            drawing.path(came, palette.RAW_LINE, width=1)
        corners = [(plot.x(point.slot + 0.5), plot.y(point.judged)) for point in run if point.judged is not None]
        drawing.path(corners, palette.DATA_LINE, width=1.5)
        for point, (x, y) in zip(run, corners, strict=True):
            drawing.mark(x, y, **_look(point))


def _look(point: Point) -> Item:
    mark = palette.mark_of(point.special_cause)
    return {"shape": mark.shape, "size": USUAL_SIZE if mark is palette.USUAL else CAUSE_SIZE, "stroke": mark.colour,
            "fill": palette.PAPER if point.provisional else mark.colour}


def _keys(panels: Sequence[Panel]) -> list[Key]:
    """What the key has to explain: only what is drawn in any of the panels."""
    series = [panel.series for panel in panels]
    small = palette.Mark(palette.USUAL.shape, palette.USUAL.colour, USUAL_SIZE)
    keys = [Key(_("Figure for the month"), point_sample(small, small.colour))]
    causes = {point.special_cause for each in series for point in each.points if point.value is not None}
    keys += [Key(words, point_sample(palette.SPECIAL_CAUSES[cause], palette.SPECIAL_CAUSES[cause].colour))
             for cause, words in cause_words().items() if cause in causes]
    if any(phase.mean is not None for each in series for phase in each.phases):
        keys.append(Key(_("Average"), line_sample(palette.MEAN, palette.SOLID, 1.5)))
    if any(phase.upper is not None for each in series for phase in each.phases):
        keys.append(Key(_("Limits of the usual range"), line_sample(palette.LIMIT, palette.LIMIT_DASH, 1.5)))
    if any(each.target is not None for each in series):
        keys.append(Key(_("Target"), line_sample(palette.TARGET, palette.TARGET_DASH, 2)))
    if any(each.gaps for each in series):
        keys.append(Key(_("No figure"), hatching_sample))
    if any(each.breaks for each in series):
        keys.append(Key(_("Not comparable across it"), _break_sample))
    return keys


def _break_sample(drawing: Drawing, x: float, y: float) -> None:
    drawing.rule(x, y - 8, x, y + 8, palette.BREAK, width=1.5, dash=palette.BREAK_DASH)


def _month(day: date) -> str:
    return f"{month_short(day.month, language())} {day.year}"
