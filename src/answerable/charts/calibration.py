"""The calibration chart: odds that were given against how often they came true, small enough for a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from answerable.charts import palette
from answerable.charts.drawing import FONT
from answerable.charts.plot import tick_text
from answerable.words import _

SIZE, TEXT = 250, 13
LEFT, TOP, RIGHT, BENEATH = 50, 14, 22, 52
MARKS = (0, 25, 50, 75, 100)
HALF_MARK = 5.5


def calibration_svg(rows: Sequence[Mapping[str, Any]]) -> str:
    """Odds against what came of them, as SVG text without style or script; hidden from screen readers, as a table holds the
    same.

    rows: `mean_odds` given, `share_met` of them that came true, the ends `low` and `high` of what chance leaves open
    (all 0 to 1; the ends None where there are too few to tell them, which leaves the square hollow). On the slanting line
    odds were right; above it too low, beneath it too high. The empty string without rows.
    """
    if not rows:
        return ""
    wide, high = LEFT + SIZE + RIGHT, TOP + SIZE + BENEATH
    return (f'<svg width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" aria-hidden="true" focusable="false" '
            f'font-family="{FONT}" font-size="{TEXT}px"><g transform="translate({LEFT},{TOP})">{_axes()}'
            f'{"".join(map(_point, rows))}</g></svg>')


def x(share: float) -> float:
    """Pixels from the left edge of the plot to a share from 0 to 1."""
    return round(share * SIZE, 2)


def y(share: float) -> float:
    """Pixels from the top of the plot down to a share from 0 to 1."""
    return round((1 - share) * SIZE, 2)


def _axes() -> str:
    lines = []
    for mark in MARKS:
        at, text = mark / 100, tick_text(mark, "percent")
        lines += [_line(0, y(at), SIZE, y(at), palette.GRID), _line(x(at), 0, x(at), SIZE, palette.GRID),
                  _text(-7, y(at), text, "end"), _text(x(at), SIZE + 15, text, "middle")]
    lines += [_line(0, SIZE, SIZE, SIZE, palette.LIMIT), _line(0, 0, 0, SIZE, palette.LIMIT),
              _line(0, SIZE, SIZE, 0, palette.MEAN, dash="6,4"), _text(SIZE / 2, SIZE + 37, _("Odds given"), "middle"),
              _text(8, 11, _("Came true"), "start")]
    return "".join(lines)


def _point(row: Mapping[str, Any]) -> str:
    across, half = x(row["mean_odds"]), HALF_MARK
    middle = y(row["share_met"])
    told = row["low"] is not None and row["high"] is not None
    line = _line(across, y(row["low"]), across, y(row["high"]), palette.FAN, width=1.5) if told else ""
    return (f'{line}<rect x="{round(across - half, 2)}" y="{round(middle - half, 2)}" width="{2 * half:g}" '
            f'height="{2 * half:g}" fill="{palette.FAN if told else palette.PAPER}" stroke="{palette.FAN}" stroke-width="2"/>')


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{x1:g},{y1:g}L{x2:g},{y2:g}" stroke="{colour}" stroke-width="{width:g}" fill="none"{dashed}/>'


def _text(at: float, down: float, text: str, anchor: str) -> str:
    return f'<text x="{at:g}" y="{down:g}" dy="0.34em" text-anchor="{anchor}" fill="{palette.INK}">{text}</text>'
