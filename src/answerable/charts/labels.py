"""Names beside marks: each as near its mark as may be, over no mark and no other name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.charts.layout import text_width

RADII = (9, 14, 22, 32, 46, 64, 86, 112)
DIRECTIONS = 16
BETWEEN = 5             # between two names, in pixels
CROSSED = 6.0           # a line that runs through a name is as bad as this many pixels further away


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        """Whether two rectangles have more than an edge in common."""
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)

    def wider(self, by: float) -> Box:
        """The same with so many pixels more at the left and the right."""
        return Box(self.left - by, self.top, self.right + by, self.bottom)

    def within(self, other: Box) -> bool:
        """Whether it lies wholly inside another."""
        return (self.left >= other.left and self.right <= other.right
                and self.top >= other.top and self.bottom <= other.bottom)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left < x < self.right and self.top < y < self.bottom


@dataclass(frozen=True)
class Label:
    """A name that found its place: the box of its text, and the mark it belongs to."""

    name: str
    box: Box
    x: float
    y: float

    @property
    def middle(self) -> float:
        """The height of the middle of the text."""
        return (self.box.top + self.box.bottom) / 2

    @property
    def nearest(self) -> tuple[float, float]:
        """The point of the text's box that is nearest to the mark."""
        return (min(max(self.x, self.box.left), self.box.right), min(max(self.y, self.box.top), self.box.bottom))


def place_labels(wanted: Sequence[tuple[str, float, float]], marks: Sequence[Box], lines: Sequence[tuple[float, float]],
                 inside: Box, size: float) -> list[Label | None]:
    """Where each name stands; None for one that finds no room.

    wanted: name and mark (x, y), the most important first; marks: what no name may cover; lines: points that a name
    should rather not cover; inside: where names may stand; size: of the text in pixels. Each takes, in turn, the best
    of the places left: a simple rule, whose result is the same for the same input.
    """
    placed: list[Label | None] = []
    for name, x, y in wanted:
        taken = [*marks, *(label.box.wider(BETWEEN) for label in placed if label)]
        free = [(_cost(box, far, lines), order, box) for order, (far, box) in enumerate(_places(name, x, y, size))
                if box.within(inside) and not any(box.touches(other) for other in taken)]
        placed.append(Label(name, min(free)[2], x, y) if free else None)
    return placed


def _cost(box: Box, far: float, lines: Sequence[tuple[float, float]]) -> float:
    return far + CROSSED * sum(box.holds(x, y) for x, y in lines)


def _places(name: str, x: float, y: float, size: float) -> Iterator[tuple[float, Box]]:
    """The places around a mark, with their distance: to the right first, then all round, then further away."""
    wide, high = text_width(name, size), size * 1.15
    for far in RADII:
        for step in range(DIRECTIONS):
            angle = 2 * math.pi * step / DIRECTIONS
            across, down = math.cos(angle), math.sin(angle)
            # The box's corner or side nearest to the mark lies on a circle around it.
            left = x + far * across + wide * (across - 1) / 2
            top = y + far * down + high * (down - 1) / 2
            yield far + abs(down) * 2, Box(left, top, left + wide, top + high)
