"""The colours of charts and signals. Each meaning also has a shape or a dash of its own: colour never stands
alone.
"""

from __future__ import annotations

from dataclasses import dataclass

PAPER = "#ffffff"
INK = "#1d2b33"
DATA_LINE = "#37474f"
RAW_LINE = "#6f7d84"      # figures as they came, where the seasonally adjusted ones are judged
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

# On a funnel: neither end is better, so all that lies outside has the colour of a change; shapes tell how far.
STAR = "M0,-1L0.294,-0.405L0.951,-0.309L0.476,0.155L0.588,0.809L0,0.5L-0.588,0.809L-0.476,0.155L-0.951,-0.309L-0.294,-0.405Z"
OWN = Mark(STAR, INK, 420)
OUTSIDE_95 = Mark("square", SPECIAL_CAUSES["neutral"].colour, 80)
OUTSIDE_998 = Mark("cross", SPECIAL_CAUSES["neutral"].colour, 130)
NEAR_DASH = (2, 3)

# From little to much: one hue, ever darker, and on charts ever larger too. Each step is seen on paper by itself.
SEQUENCE = ("#5f8fbf", "#4379b0", "#2a639c", "#174c80", "#0a345e")

# Of what is expected: the median and its words, the two ranges around it (ornament) and the edges that carry them.
FAN = "#174c80"
FAN_EDGE_50, FAN_EDGE_90 = "#2a639c", "#4379b0"
FAN_BAND_50, FAN_BAND_90 = "#b9d0e6", "#e3ecf5"
PAST = "#5b3a9b"
FAN_DASH, PAST_DASH = (5, 3), (2, 2)

# What must be readable as text (4.5 to 1 on paper) and what must be seen as a mark (3 to 1): WCAG 2.2, 1.4.3
# and 1.4.11.
TEXT_COLOURS = {"ink": INK, "mean": MEAN, "limit": LIMIT, "target": TARGET, "fan": FAN}
MARK_COLOURS = {"data line": DATA_LINE, "raw line": RAW_LINE, "mean": MEAN, "limit": LIMIT, "target": TARGET, "break": BREAK,
                "hatching": GAP_HATCH, "usual": USUAL.colour, "edge of the 50% range": FAN_EDGE_50,
                "edge of the 90% range": FAN_EDGE_90, "past forecast": PAST,
                **{name: mark.colour for name, mark in SPECIAL_CAUSES.items()},
                **{f"step {number} of little to much": colour for number, colour in enumerate(SEQUENCE, start=1)}}


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
