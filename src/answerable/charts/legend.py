"""What stands beneath a picture: keys (a sample and what it means) in rows, and numbered notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answerable.charts import palette
from answerable.charts.drawing import LINE_HEIGHT, Drawing
from answerable.charts.layout import text_width, wrap

GLYPH = 34              # room for a key's sample, in pixels
BETWEEN = 22            # between two keys of one row

Sample = Callable[[Drawing, float, float], None]


@dataclass(frozen=True)
class Key:
    """A sample and what it means. draw: puts the sample's middle at a place given in pixels."""

    words: str
    draw: Sample


@dataclass(frozen=True)
class Note:
    """Words under a number in a circle. hollow: of what is only proposed."""

    number: int
    words: str
    hollow: bool = False

    def circle(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw the number around a point."""
        ground, ink = (palette.PAPER, palette.BREAK) if self.hollow else (palette.BREAK, palette.PAPER)
        drawing.mark(x, y, "circle", 210, ground, palette.BREAK)
        drawing.text(x, y + 0.5, str(self.number), ink, align="center", weight=600)


@dataclass(frozen=True)
class Room:
    """Where words may stand: from `left` on, `width` pixels of it; size: of text, in pixels."""

    left: float
    width: float
    size: float

    @property
    def line(self) -> float:
        """From one line of text to the next, in pixels."""
        return self.size * LINE_HEIGHT


def draw_keys(drawing: Drawing, keys: Sequence[Key], room: Room, y: float) -> float:
    """Put the keys in rows from the line whose middle is y, each in the current row where it fits; return the middle
    of the line after them.
    """
    left, x = room.left + 2.0, room.left + 2.0
    for key in keys:
        lines = wrap(key.words, room.width - GLYPH - 4, room.size)
        wide = GLYPH + max(text_width(text, room.size) for text in lines)
        if x > left and x + wide > room.left + room.width:
            x, y = left, y + room.line + 3
        key.draw(drawing, x + (GLYPH - 8) / 2, y)
        beneath = (len(lines) - 1) * room.line
        draw_text(drawing, x + GLYPH, y + beneath / 2, lines, palette.INK, room.size)
        y += beneath
        x += wide + BETWEEN
    return y + room.line + 8


def draw_note(drawing: Drawing, note: Note, room: Room, y: float) -> float:
    """Put a note beside its number in a circle, its first line's middle at y; return the middle of the line after it.
    """
    middle = room.left + 2.0 + (GLYPH - 8) / 2
    lines = wrap(note.words, room.width - GLYPH - 4, room.size)
    note.circle(drawing, middle, y)
    draw_text(drawing, room.left + 2.0 + GLYPH, y + (len(lines) - 1) * room.line / 2, lines, palette.INK, room.size)
    return y + len(lines) * room.line + 5


def draw_text(drawing: Drawing, x: float, middle: float, lines: Sequence[str], colour: str, size: float, *,
              weight: int = 400) -> None:
    """Put lines of text beneath one another, the middle of all of them at `middle`."""
    top = middle - (len(lines) - 1) * size * LINE_HEIGHT / 2
    for number, text in enumerate(lines):
        drawing.text(x, top + number * size * LINE_HEIGHT, text, colour, weight=weight)


def point_sample(mark: palette.Mark, fill: str, *, joined: bool = True) -> Sample:
    """A mark, on a piece of the line that joins it to others where there is one."""
    def draw(drawing: Drawing, x: float, y: float) -> None:
        if joined:
            drawing.rule(x - 13, y, x + 13, y, palette.DATA_LINE, width=2)
        drawing.mark(x, y, mark.shape, mark.size, fill, mark.colour)
    return draw


def line_sample(colour: str, dash: Sequence[int], width: float) -> Sample:
    """A piece of a line."""
    def draw(drawing: Drawing, x: float, y: float) -> None:
        drawing.rule(x - 13, y, x + 13, y, colour, width=width, dash=dash)
    return draw


def hatching_sample(drawing: Drawing, x: float, y: float) -> None:
    """A piece of a stretch without figures."""
    drawing.ground(x - 13, y - 7, x + 13, y + 7, palette.GAP_GROUND)
    for step in (-13, -6, 1):
        drawing.rule(x + step, y + 7, x + step + 12, y - 7, palette.GAP_HATCH)
