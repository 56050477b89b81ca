"""The difference of two samples: whether two surveys can be told apart, and by how much."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from answerable.errors import InputError
from answerable.judgement.samples import LEVEL, WILSON, Sample, check_level, interval, percent
from answerable.words import _, format_value

METHOD = "newcombe-10"


@dataclass(frozen=True)
class Difference:
    """The later share less the earlier one, -1 to 1. low, high: the differences of the wholes that the samples are
    compatible with; level: of confidence."""

    earlier: Sample
    later: Sample
    low: float
    high: float
    level: float

    @property
    def found(self) -> float:
        """The difference of the two shares found."""
        return self.later.share - self.earlier.share

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves out a difference of nothing."""
        return self.low > 0 or self.high < 0

    @property
    def words(self) -> str:
        """What follows, as a clause: "rose by between 2 and 8 points", "cannot be told apart"."""
        level = percent(self.level)
        if not self.told_apart:
            return _("cannot be told apart: the change lies between {low} and {high} points, with {level} confidence").format(
                low=_signed(self.low), high=_signed(self.high), level=level)
        rose = self.low > 0
        near, far = sorted((abs(self.low), abs(self.high)))
        words = _("rose by between {near} and {far} points, with {level} confidence") if rose else \
            _("fell by between {near} and {far} points, with {level} confidence")
        return words.format(near=_points(near), far=_points(far), level=level)

    def as_json(self) -> dict[str, Any]:
        """The difference as scripts get it, in points."""
        return {"difference": 100 * self.found, "low": 100 * self.low, "high": 100 * self.high, "level": self.level,
                "method": METHOD, "told_apart": self.told_apart, "words": self.words}


def difference(earlier: Sample, later: Sample, *, level: float = LEVEL, same_people: bool = False) -> Difference:
    """The difference of two shares from two samples of different people (or records).

    Each side's Wilson interval gives how far its share may lie off; the two distances add up as the sides of a right angle
    (Newcombe, Statistics in Medicine 17, 1998, 873-890, method 10). A sample of a known population uses its own finite
    interval; a full count has no distance. same_people: whether the same people (or some of them) are in both. Raises
    InputError then: their answers go together, and no interval follows from the two shares alone.
    """
    check_level(level)
    if same_people:
        raise InputError("the same people are in both samples, so the two shares are not independent of one another.",
                         remedy="Compare pair by pair (how many changed their answer, each way), or leave those asked twice "
                                "out of one of the samples.")
    (below_first, above_first), (below_last, above_last) = (_distances(side, level) for side in (earlier, later))
    found = later.share - earlier.share
    return Difference(earlier, later, found - math.hypot(below_last, above_first),
                      found + math.hypot(above_last, below_first), level)


def _distances(sample: Sample, level: float) -> tuple[float, float]:
    """How far the share of the whole may lie below and above the share found."""
    around = interval(sample, level=level, method=WILSON)
    return (0.0, 0.0) if around is None else (sample.share - around.low, around.high - sample.share)


def _points(share: float) -> str:
    return format_value(round(100 * share, 1), "ratio", shortest=True)


def _signed(share: float) -> str:
    points = round(100 * share, 1)
    return f"+{_points(share)}" if points > 0 else _points(share)
