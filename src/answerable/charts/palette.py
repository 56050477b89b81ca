"""The colours of charts and signals. Each meaning also has a shape or a dash of its own: colour never stands
alone.
"""

from __future__ import annotations

from dataclasses import dataclass

PAPER = "#ffffff"
INK = "#1d2b33"
DATA_LINE = "#37474f"
GRID = "#dfe4e6"          # ornament: the numbers on the axis carry the meaning
MEAN = "#3f4c54"
LIMIT = "#566269"
TARGET = "#8a1c5a"
BREAK = "#1d2b33"
GAP_GROUND = "#f3f4f5"    # ornament: the hatching over it carries the meaning
GAP_HATCH = "#7d8a91"

SOLID = (1, 0)
LIMIT_DASH = (6, 4)
TARGET_DASH = (12, 3, 2, 3)
BREAK_DASH = (2, 3)


@dataclass(frozen=True)
class Mark:
    """How a kind of point is drawn. shape: a Vega symbol; size: its area in square pixels."""

    shape: str
    colour: str
    size: int


USUAL = Mark("circle", "#3f4c54", 36)
# By `special_cause` of a point; the same shapes stand beside the signal in words on the pages.
SPECIAL_CAUSES = {
    "improvement": Mark("diamond", "#0b5cad", 110),
    "concern": Mark("triangle-up", "#b0450a", 100),
    "neutral": Mark("square", "#5b3a9b", 80),
}

# What must be readable as text (4.5 to 1 on paper) and what must be seen as a mark (3 to 1): WCAG 2.2, 1.4.3
# and 1.4.11.
TEXT_COLOURS = {"ink": INK, "mean": MEAN, "limit": LIMIT, "target": TARGET}
MARK_COLOURS = {"data line": DATA_LINE, "mean": MEAN, "limit": LIMIT, "target": TARGET, "break": BREAK,
                "hatching": GAP_HATCH, "usual": USUAL.colour,
                **{name: mark.colour for name, mark in SPECIAL_CAUSES.items()}}


def mark_of(special_cause: str | None) -> Mark:
    """The mark of a point by its special cause; None, or a cause nobody named, is drawn as a usual point."""
    return SPECIAL_CAUSES.get(special_cause or "", USUAL)


def luminance(colour: str) -> float:
    """Relative luminance (0 to 1) of a colour such as "#0b5cad". Formula: WCAG 2.2, "relative luminance"."""
    channels = (int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
                        for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1 to 21) of two colours. Formula: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
