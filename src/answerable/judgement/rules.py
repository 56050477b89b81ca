"""The rules that tell a special cause from usual variation: each a small function, a code, and its English.

The rules are those of NHS England's "Making Data Count", as coded in NHSRplotthedots 0.2.2; where we depart
from either, docs/departures.md says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from answerable.errors import InputError, did_you_mean
from answerable.words import mark

# Length of a trend, and of a run on one side of the mean (Making Data Count; others use 6 or 8).
POINTS_IN_A_RUN = 7
# Closer to a line than this share of the largest value is on it: rounding in binary is no signal.
ROUNDING = 1e-12

# For each point of a stretch: 1 the rule found it unusually high, -1 unusually low, 0 neither.
Found = tuple[int, ...]


@dataclass(frozen=True)
class Stretch:
    """An unbroken run of figures of one phase, each placed against the phase's lines as 1, 0 or -1.

    side: above, on or below the mean; near: strictly beyond the near limits; beyond: strictly beyond the
    limits.
    """

    values: tuple[float, ...]
    side: Found
    near: Found
    beyond: Found


@dataclass(frozen=True)
class Rule:
    """One rule: its code, what it says of a high or a low point, and the function that finds such points."""

    code: str
    high: str
    low: str
    find: Callable[[Stretch], Found]

    def words(self, found: int) -> str:
        """What the rule says of a point it found (1 high, -1 low), with {centre} for what the centre line is called."""
        return self.high if found > 0 else self.low


@dataclass(frozen=True)
class RuleSet:
    """A named way to draw limits and find special causes. The rules are tried in order; the first decides.

    screen_outliers: leave moving ranges that are themselves out of the ordinary out of their average, once; source: where
    the rules are published. From which figures limits are drawn, and from how many, is told by a chart plan.
    """

    id: str
    rules: tuple[Rule, ...]
    source: str
    screen_outliers: bool = True

    def rule(self, code: str) -> Rule:
        """The rule of that code."""
        return next(rule for rule in self.rules if rule.code == code)


def beyond_limits(stretch: Stretch) -> Found:
    """Points strictly outside the limits."""
    return stretch.beyond


def trend(stretch: Stretch) -> Found:
    """All points of seven or more that each rise, or each fall; an equal neighbour breaks it.

    A point that ends one trend and begins another takes the direction of the later.
    """
    found = [0] * len(stretch.values)
    steps = [_sign(later - earlier) for earlier, later in pairwise(stretch.values)]
    for first in range(len(steps) - POINTS_IN_A_RUN + 2):
        window = steps[first:first + POINTS_IN_A_RUN - 1]
        if window[0] and len(set(window)) == 1:
            found[first:first + POINTS_IN_A_RUN] = [window[0]] * POINTS_IN_A_RUN
    return tuple(found)


def one_side_of_mean(stretch: Stretch) -> Found:
    """All points of seven or more in a row on one side of the mean; a point on the mean breaks it."""
    found = [0] * len(stretch.side)
    for first in range(len(found) - POINTS_IN_A_RUN + 1):
        window = stretch.side[first:first + POINTS_IN_A_RUN]
        if window[0] and len(set(window)) == 1:
            found[first:first + POINTS_IN_A_RUN] = window
    return tuple(found)


def two_of_three_inside(stretch: Stretch) -> Found:
    """Two of three between the near limits and the limits: a point outside the limits does not count."""
    close = tuple(0 if outside else near for near, outside in zip(stretch.near, stretch.beyond, strict=True))
    return _two_of_three(close, stretch.side)


def two_of_three(stretch: Stretch) -> Found:
    """Two of three beyond the near limits, those beyond the limits included."""
    return _two_of_three(stretch.near, stretch.side)


def _two_of_three(close: Sequence[int], side: Sequence[int]) -> Found:
    """The close points of any three in a row on one side of the mean of which two or three are close."""
    found = [0] * len(close)
    for first in range(len(close) - 2):
        three = range(first, first + 3)
        if abs(sum(side[i] for i in three)) == 3 and sum(close[i] != 0 for i in three) >= 2:
            for i in three:
                found[i] = found[i] or close[i]
    return tuple(found)


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)


BEYOND_LIMITS = Rule("beyond-limits", high=mark("above its usual range"), low=mark("below its usual range"),
                     find=beyond_limits)
TREND = Rule("trend-of-seven", high=mark("part of a rise of seven or more in a row"),
             low=mark("part of a fall of seven or more in a row"), find=trend)
TWO_OF_THREE_INSIDE = Rule("two-of-three",
                           high=mark("one of two in three close to the top of its usual range"),
                           low=mark("one of two in three close to the bottom of its usual range"),
                           find=two_of_three_inside)
TWO_OF_THREE = replace(TWO_OF_THREE_INSIDE, find=two_of_three)
ONE_SIDE = Rule("seven-on-one-side", high=mark("one of seven or more in a row above its {centre}"),
                low=mark("one of seven or more in a row below its {centre}"), find=one_side_of_mean)

R_0_2_2 = RuleSet("making-data-count-r-0.2.2", (BEYOND_LIMITS, TREND, TWO_OF_THREE_INSIDE, ONE_SIDE),
                  source="NHSRplotthedots 0.2.2 (NHS-R Community), defaults")
OFFICIAL_2023 = RuleSet("making-data-count-2023", (BEYOND_LIMITS, TREND, TWO_OF_THREE, ONE_SIDE),
                        source="NHS England, Making Data Count, two-of-three rule as changed in late 2023",
                        screen_outliers=False)
RULE_SETS = {rule_set.id: rule_set for rule_set in (R_0_2_2, OFFICIAL_2023)}
DEFAULT_RULE_SET = R_0_2_2


def rule_set_named(name: str) -> RuleSet:
    """The rule set of that id. Raises InputError with the nearest ids."""
    if name not in RULE_SETS:
        raise InputError(f"unknown rule set '{name}'.",
                         remedy=f"{did_you_mean(name, RULE_SETS)} Known: {', '.join(RULE_SETS)}.".lstrip())
    return RULE_SETS[name]
