"""How many to look at for a given question. Every size is the smallest that does it, found by the exact probabilities."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

from answerable.errors import InputError
from answerable.judgement.samples import LEVEL, check_level, percent, wilson_ends
from answerable.judgement.tails import binomial_tails, hypergeometric_tails
from answerable.words import _, format_count

POWER = 0.8
# Beyond this a question asks for more than anybody will look at; the search ends there.
MOST = 1_000_000


@dataclass(frozen=True)
class TellApart:
    """How to tell one share from another. size: how many to look at; needed: how many of them must have it (at least so
    many where the share hoped for is the higher one, at most so many where it is the lower); wrongly: probability of finding
    that although the share is the other one; rightly: of finding it where it is the one hoped for."""

    size: int
    needed: int
    higher: bool
    wrongly: float
    rightly: float


def size_within(margin: float, *, expected: float = 0.5, level: float = LEVEL, population: int | None = None) -> int:
    """How many to look at so that the Wilson interval reaches no further than `margin` (a share) from its middle.

    expected: the share that will be found, as far as known; 0.5, at which the interval is widest, is safe for all. Raises
    InputError for a margin that is not between 0 and a half, or a share that is not between 0 and 1.
    """
    if not 0 < margin < 0.5:
        raise InputError(f"a margin of {percent(margin)} cannot be aimed at.",
                         remedy="Use more than 0 and less than 50 points, such as 5.")
    _check(level, population, expected)

    def narrow(size: int) -> bool:
        low, high = wilson_ends(size * expected, size, population, (1 - level) / 2)
        return (high - low) / 2 <= margin

    return _smallest(narrow, population)


def size_without_any(most: float, *, level: float = LEVEL, population: int | None = None) -> int:
    """How many to look at so that, when none of them is bad, at most the share `most` of the whole is: at that level of
    confidence. Without a population the smallest n with (1 - most)^n <= 1 - level ("rule of three": about 3 / most)."""
    _check(level, population, most)
    unlikely = 1 - level + 1e-12  # 1 - 0.95 is a hair below 0.05 in binary
    if population is None:
        return _smallest(lambda size: (1 - most) ** size <= unlikely, None)
    marked = min(math.floor(most * population + 1e-9) + 1, population)
    return _smallest(lambda size: hypergeometric_tails(0, size, marked, population).at_most <= unlikely, population)


def size_to_tell(hoped: float, other: float, *, level: float = LEVEL, power: float = POWER,
                 population: int | None = None) -> TellApart:
    """How many to look at to tell a share `hoped` from the share `other`.

    The smallest sample with a rule "at least (at most) so many" that holds by chance with a probability of at most
    1 - level where the share is `other`, and with at least `power` where it is `hoped` (the exact single-stage plan:
    A'Hern, Statistics in Medicine 20, 2001, 859-866). One-sided. Raises InputError where the two are the same or no shares,
    or where no sample of less than a million tells them apart.
    """
    _check(level, population, hoped, other)
    if not 0.5 <= power < 1:
        raise InputError(f"a power of {percent(power)} cannot be aimed at.", remedy="Use one from 50% to under 100%.")
    if hoped == other:
        raise InputError(f"{percent(hoped)} cannot be told from itself.", remedy="Name two different shares.")
    if hoped < other:
        found = size_to_tell(1 - hoped, 1 - other, level=level, power=power, population=population)
        return TellApart(found.size, found.size - found.needed, False, found.wrongly, found.rightly)
    for size in range(_start(hoped, other, level, power, population), (population or MOST) + 1):
        if (plan := _plan(size, hoped, other, level, population)).rightly >= power:
            return plan
    raise InputError(f"{percent(hoped)} and {percent(other)} are too close to be told apart by a sample.",
                     remedy="Name two shares that are further from one another.")


def told_words(plan: TellApart, hoped: float, other: float, population: int | None = None) -> str:
    """What to do by a plan, as one sentence."""
    known = _(" of the {population}").format(population=format_count(population)) if population else ""
    rule = _("at least {needed}") if plan.higher else _("at most {needed}")
    beyond = _("more than") if plan.higher else _("less than")
    return _("Look at {size}{known}: where {rule} of them have it, the share is {beyond} {other} (said wrongly at most "
             "{wrongly} of the time); a share of {hoped} is found so {rightly} of the time.").format(
        size=format_count(plan.size), known=known, rule=rule.format(needed=format_count(plan.needed)), beyond=beyond,
        other=percent(other), wrongly=percent(round(plan.wrongly, 3)), hoped=percent(hoped),
        rightly=percent(round(plan.rightly, 3)))


def _plan(size: int, hoped: float, other: float, level: float, population: int | None) -> TellApart:
    """The best rule of a sample of that size: the least count that is unlikely enough where the share is `other`."""
    low, high = 0, size + 1
    while low < high:
        middle = (low + high) // 2
        unlikely = middle > size or _at_least(middle, size, other, population) <= 1 - level + 1e-12
        low, high = (low, middle) if unlikely else (middle + 1, high)
    if low > size:
        return TellApart(size, low, True, 0.0, 0.0)
    return TellApart(size, low, True, _at_least(low, size, other, population),
                     _at_least(low, size, hoped, population, rounding=math.ceil))


def _at_least(count: int, size: int, share: float, population: int | None,
              rounding: Callable[[float], int] = math.floor) -> float:
    """Probability of `count` or more. rounding: to the whole number that a share of a known population is: the most that are
    not more than the share (floor), or the fewest that reach it (ceil)."""
    if population is None:
        return binomial_tails(count, size, share).at_least
    return hypergeometric_tails(count, size, rounding(round(share * population, 6)), population).at_least


def _start(hoped: float, other: float, level: float, power: float, population: int | None) -> int:
    """A size that is certainly too small, to search from: a third of what the normal approximation asks for."""
    normal = NormalDist()
    needed = (normal.inv_cdf(level) * math.sqrt(other * (1 - other)) + normal.inv_cdf(power) * math.sqrt(hoped * (1 - hoped)))
    about = (needed / (hoped - other)) ** 2
    if population is not None:
        about = about / (1 + about / population)
    return max(1, int(about / 3))


def _smallest(enough: Callable[[int], bool], population: int | None) -> int:
    """The smallest size that is enough, where every larger one is too; the whole population where none is."""
    low, high = 1, population or MOST
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def _check(level: float, population: int | None, *shares: float) -> None:
    check_level(level)
    if population is not None and population < 1:
        raise InputError(f"a population of {population} has nothing to draw from.",
                         remedy="Give as population how many there are in all; leave it out where they are very many.")
    for share in shares:
        if not 0 < share < 1:
            raise InputError(f"{percent(share)} is no share to ask about.", remedy="Use more than 0% and less than 100%.")
