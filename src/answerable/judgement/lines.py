"""The lines of a control chart at a point: its centre, the usual range, and two thirds of the way there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from answerable.judgement.series import Point

# The near limits lie two thirds of the way from the centre to the limits (two of three standard deviations).
NEAR_LIMITS = 2 / 3


@dataclass(frozen=True)
class Lines:
    """What is usual at a point, in the measure's unit: beyond lower and upper lies what is not."""

    centre: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float

    @property
    def mean(self) -> float:
        """The centre, by the name that it has in a chart of single values."""
        return self.centre


@dataclass(frozen=True)
class Limits(Lines):
    """The lines of a chart of single values, with the average moving range that they are made from."""

    average_moving_range: float


# The lines at a point of a phase; None where the point lacks the denominator that its lines depend on.
LinesAt = Callable[[Point], Lines | None]


def around(centre: float, width: float) -> Lines:
    """Lines at equal distances from a centre. width: from the centre to a limit."""
    near = NEAR_LIMITS * width
    return Lines(centre, centre - width, centre + width, centre - near, centre + near)
