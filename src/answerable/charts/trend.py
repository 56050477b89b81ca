"""The trend line of a table row: a measure's last periods in the height of a line of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from answerable.charts import palette

WIDTH, HEIGHT, EDGE = 132, 36, 5
MOST_POINTS = 24


def trend_line_svg(points: Iterable[Mapping[str, Any]]) -> str:
    """A small SVG line of the last 24 periods, the latest at the right and dotted; gaps stay gaps.

    points: `chart.points` of a measure of a release. An ornament beside figures in words, so hidden from
    screen readers. The empty string where fewer than two periods have a value.
    """
    values = [point["value"] for point in points][-MOST_POINTS:]
    values = [None] * (MOST_POINTS - len(values)) + values
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    places = _places(values, min(known), max(known))
    lines = "".join(f'<polyline points="{run}"/>' for run in _runs(places))
    x, y = next(place for place in reversed(places) if place)
    return (f'<svg class="app-trend" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'aria-hidden="true" focusable="false" fill="none" stroke="{palette.DATA_LINE}" stroke-width="2" '
            f'stroke-linejoin="round" stroke-linecap="round">{lines}'
            f'<circle cx="{x}" cy="{y}" r="3.5" fill="{palette.DATA_LINE}" stroke="none"/></svg>')


def _places(values: list[float | None], low: float, high: float) -> list[tuple[float, float] | None]:
    """Each value as (x, y) in pixels, None for a gap."""
    across = (WIDTH - 2 * EDGE) / (MOST_POINTS - 1)
    down = (HEIGHT - 2 * EDGE) / ((high - low) or 1)
    return [None if value is None
            else (round(EDGE + slot * across, 1), round(HEIGHT - EDGE - (value - low) * down, 1))
            for slot, value in enumerate(values)]


def _runs(places: list[tuple[float, float] | None]) -> list[str]:
    """The unbroken stretches as the text of a polyline; a single point becomes a line of no length, drawn as
    a dot.
    """
    runs = [[place for place in run if place] for known, run in groupby(places, key=bool) if known]
    return [" ".join(f"{x},{y}" for x, y in (run * 2 if len(run) == 1 else run)) for run in runs]
