"""Placing things so that none covers another: axis ticks, labels pushed apart, text broken into lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from statistics import fmean

# Width of a character as a share of the text size, for the sans-serif faces of the pages. On the wide side,
# so that text measured with these never runs over its place in another face.
NARROW, ORDINARY, BROAD = 0.31, 0.535, 0.86
_NARROW_CHARACTERS = frozenset("iIjlftr.,:;'|!()[] -")
_BROAD_CHARACTERS = frozenset("mwMWQ@%—")

SECOND_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
MONTH_STEPS = (1, 2, 3, 4, 6, 12, 24, 60, 120)


def text_width(text: str, size: float) -> float:
    """Estimated width in pixels of a line of text of a size in pixels."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if letter in _NARROW_CHARACTERS:
        return NARROW
    return BROAD if letter in _BROAD_CHARACTERS else ORDINARY


def wrap(text: str, width: float, size: float) -> list[str]:
    """The text in lines of at most `width` pixels; a word longer than a line is cut."""
    lines: list[str] = []
    for word in (piece for whole in text.split() for piece in _pieces(whole, width, size)):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _pieces(word: str, width: float, size: float) -> list[str]:
    """A word cut where it fills a line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def axis_domain(values: Sequence[float], possible: tuple[float, float | None]) -> tuple[float, float]:
    """The stretch of the value axis: all values with a margin, inside what is possible. Zero is not forced
    in.
    """
    if not values:
        return possible[0], possible[1] or 1.0
    low, high = min(values), max(values)
    margin = (high - low) * 0.08 or max(abs(high) * 0.1, 1.0)
    least, most = possible
    low = max(low - margin, least)
    high = high + margin if most is None else min(high + margin, most)
    return low, high


def ticks(low: float, high: float, most: int, *, seconds: bool = False) -> list[float]:
    """At most `most` round values between low and high. seconds: steps of a clock (15, 30, 60 …), not of ten.
    """
    step = _step((high - low) / most, seconds=seconds)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(number * step, 9) for number in range(first, last + 1)]


def _step(least: float, *, seconds: bool) -> float:
    """The smallest round step of at least `least`."""
    if seconds and 1 <= least <= SECOND_STEPS[-1]:
        return next(step for step in SECOND_STEPS if step >= least)
    power: float = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least * (1 - 1e-9))


def month_slots(days: Sequence[date], most: int) -> list[int]:
    """The slots whose month is labelled: at most `most`, on round months of the calendar (each January, each
    July).
    """
    months = [day.year * 12 + day.month - 1 for day in days]
    for step in MONTH_STEPS:
        slots = [slot for slot, month in enumerate(months) if month % step == 0]
        if len(slots) <= most:
            return slots or [0]
    return [0]


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres for things of given sizes along a line, as near as may be to where each is wanted, none
    overlapping.

    wanted: centres in order; low, high: the ends of the line. Where there is not room for all they start at
    `low`. Least squares: with the sizes before it taken off each wish, no centre may come before another,
    which pooling neighbours that do (isotonic regression) solves exactly.
    """
    before = [sum(sizes[:place]) + size / 2 for place, size in enumerate(sizes)]
    pools: list[list[float]] = []
    for wish, offset in zip(wanted, before, strict=True):
        pools.append([wish - offset])
        while len(pools) > 1 and fmean(pools[-2]) > fmean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    most = max(low, high - sum(sizes))
    pooled = [min(max(fmean(pool), low), most) for pool in pools for _wish in pool]
    return [start + offset for start, offset in zip(pooled, before, strict=True)]
