"""What lies under the figures of a control chart: mean, limits and target, level over a phase or stepping from period to
period; and the hatching of gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from answerable.charts import palette
from answerable.charts.drawing import Drawing
from answerable.charts.plot import Plot
from answerable.charts.series import Phase, Point, Series

LINE_WIDTH, TARGET_WIDTH = 1.5, 2
HATCH_STEP = 8

Line = Callable[[Phase | Point], float | None]
LINES: tuple[tuple[Line, str, tuple[int, ...]], ...] = (
    (lambda at: at.lower, palette.LIMIT, palette.LIMIT_DASH),
    (lambda at: at.upper, palette.LIMIT, palette.LIMIT_DASH),
    (lambda at: at.mean, palette.MEAN, palette.SOLID))


def draw_lines(drawing: Drawing, series: Series, plot: Plot) -> None:
    """Draw mean, limits and target. A limit at the edge of what is possible limits nothing and is left out."""
    for phase in series.phases:
        for line, colour, dash in LINES:
            if phase.varying:
                for corners in _steps(series.lined_points(phase), line, series, plot):
                    drawing.path(corners, colour, width=LINE_WIDTH, dash=dash)
            elif _is_drawn(value := line(phase), series, plot) and value is not None:
                drawing.rule(plot.x(phase.first), plot.y(value), plot.x(phase.end), plot.y(value), colour,
                             width=LINE_WIDTH, dash=dash)
    if series.target is not None:
        y = plot.y(series.target)
        drawing.rule(0, y, plot.width, y, palette.TARGET, width=TARGET_WIDTH, dash=palette.TARGET_DASH)


def _is_drawn(value: float | None, series: Series, plot: Plot) -> bool:
    return value is not None and plot.shows(value) and not series.is_bound(value)


def _steps(points: Iterable[Point], line: Line, series: Series, plot: Plot) -> list[list[tuple[float, float]]]:
    """The corners of a line that is level over each period, in unbroken stretches."""
    stretches = groupby(points, key=lambda point: _is_drawn(line(point), series, plot))
    return [[corner for point in stretch if (value := line(point)) is not None
             for corner in ((plot.x(point.slot), plot.y(value)), (plot.x(point.slot + 1), plot.y(value)))]
            for drawn, stretch in stretches if drawn]


def draw_gaps(drawing: Drawing, gaps: Iterable[tuple[int, int]], plot: Plot) -> None:
    """Hatch the stretches without figures. gaps: of each its first slot and the one after its last."""
    for first, end in gaps:
        left, right = plot.x(first), plot.x(end)
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
