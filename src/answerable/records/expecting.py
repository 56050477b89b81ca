"""How many records each day should have brought, learnt from the shape of the week and the weeks around it.

A feed's day is held against the same weekday of the four weeks before and after it (their median, which one odd day does
not move). A day without records is missing only where so many were to be expected that none at all is no chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from answerable.records.workingdays import bank_holidays

Days = npt.NDArray[np.int64]
Amounts = npt.NDArray[np.float64]

# The nearest days of the same weekday on each side that a day is held against, and how many there must be in all.
NEAREST, LEAST_NEIGHBOURS = 4, 3
# So many records were to come that none at all is no chance (Poisson: e⁻¹⁰).
LEAST_TO_MISS = 10
# A day is doubled or thin beyond these shares of what was expected, and so many spreads away from it.
DOUBLED, THIN, SPREADS = 1.75, 0.4, 4.0
# Of fewer records a day, chance alone now and then doubles one.
LEAST_TO_DOUBLE = 30
# The spread of a normal distribution in terms of its median absolute deviation.
MAD_TO_SPREAD = 1.4826

# What a day can be: "quiet" is one without records on which so few were expected that it may well be chance.
STATES = ("usual", "closed", "quiet", "missing", "thin", "doubled")
USUAL, CLOSED, QUIET, MISSING, THIN_DAY, DOUBLED_DAY = range(len(STATES))


def open_weekdays(days: Days) -> set[int]:
    """Weekdays (day number modulo 7) on which records are usual: present at least half as often as on the best one.

    Held against the best and not against all weeks, so that a feed of which only a few days came does not count its
    many missing days as closed. days: in order, at least one.
    """
    span = np.arange(days[0], days[-1] + 1)
    possible, present = np.bincount(span % 7, minlength=7), np.bincount(days % 7, minlength=7)
    shares = present / np.maximum(possible, 1)
    return {weekday for weekday in range(7) if shares[weekday] >= shares.max() / 2}


def neighbours_median(days: Days, counts: Days, span: Days) -> Amounts:
    """For each day of `span` the median count of the nearest days of its weekday, itself left out; NaN where there are
    fewer than three. days: those with records, in order."""
    found = np.full(len(span), np.nan)
    for weekday in range(7):
        own, asked = days % 7 == weekday, np.flatnonzero(span % 7 == weekday)
        if own.sum() >= LEAST_NEIGHBOURS and len(asked):
            found[asked] = _medians(days[own], counts[own].astype(np.float64), span[asked])
    return found


def _medians(days: Days, counts: Amounts, asked: Days) -> Amounts:
    padded = np.concatenate([np.full(NEAREST, np.nan), counts, np.full(NEAREST + 1, np.nan)])
    place = np.searchsorted(days, asked)
    itself = (days[np.minimum(place, len(days) - 1)] == asked).astype(np.int64)
    steps = np.arange(NEAREST)
    # In the padded counts the days before a place begin at it, those after it NEAREST further on.
    near = np.concatenate([padded[place[:, None] + steps], padded[(place + NEAREST + itself)[:, None] + steps]], axis=1)
    enough = (~np.isnan(near)).sum(axis=1) >= LEAST_NEIGHBOURS
    medians = np.full(len(asked), np.nan)
    if enough.any():
        medians[enough] = np.nanmedian(near[enough], axis=1)
    return medians


def expected_records(days: Days, counts: Days, span: Days) -> Amounts:
    """Records to be expected on each day of `span`: 0 on days on which the feed is closed; its usual count of any day
    where too few of that weekday came to tell."""
    usual = neighbours_median(days, counts, span)
    expected: Amounts = np.where(np.isnan(usual), float(np.median(counts)), usual)
    expected[_closed(days, span)] = 0.0
    return expected


def _closed(days: Days, span: Days) -> npt.NDArray[np.bool_]:
    """Days of `span` on which no records are usual: weekdays, and bank holidays of a feed that keeps them."""
    open_ = open_weekdays(days)
    closed: npt.NDArray[np.bool_] = ~np.isin(span % 7, list(open_))
    if len(open_) < 7:
        # Only of a feed that rests on some weekday can it be asked whether it rests on holidays as well.
        off = bank_holidays().astype(np.int64)
        worked = off[(off >= days[0]) & (off <= days[-1]) & np.isin(off % 7, list(open_))]
        if not len(worked) or np.isin(worked, days).mean() < 0.5:
            closed |= np.isin(span, off)
    return closed


def spread_of(counts: Amounts, expected: Amounts) -> float:
    """How much more the counts of days vary than chance alone (Poisson) would have them: 1 or more. Learnt by the median
    absolute deviation, which a few odd days do not move."""
    keep = expected >= 1
    if keep.sum() < LEAST_NEIGHBOURS:
        return 1.0
    off = (counts[keep] - expected[keep]) / np.sqrt(expected[keep])
    return max(1.0, MAD_TO_SPREAD * float(np.median(np.abs(off))))


@dataclass(frozen=True)
class DaysOfFeed:
    """Each day of a feed from its first to the last asked about. first: that day; received, expected: records; state: a
    place in STATES."""

    first: int
    received: Days
    expected: Amounts
    state: npt.NDArray[np.int8]

    @property
    def span(self) -> Days:
        """The days."""
        return np.arange(self.first, self.first + len(self.received))

    def of(self, state: int) -> list[int]:
        """The days in one state, in order."""
        return [int(day) for day in self.span[self.state == state]]

    def share(self, day: int) -> float:
        """Received over expected records of a day."""
        return float(self.received[day - self.first] / self.expected[day - self.first])


def days_of_feed(days: Days, counts: Days, until: int) -> DaysOfFeed:
    """What came and what should have come on each day from the first of `days` to `until` (a day number)."""
    first = int(days[0])
    span = np.arange(first, max(until, int(days[-1])) + 1)
    received = np.zeros(len(span), dtype=np.int64)
    received[days - first] = counts
    expected = expected_records(days, counts, span)
    state = _states(received, expected, np.isnan(neighbours_median(days, counts, span)))
    return DaysOfFeed(first, received, expected, state)


def _states(received: Days, expected: Amounts, untold: npt.NDArray[np.bool_]) -> npt.NDArray[np.int8]:
    """untold: days of whose weekday too few came to say more than whether records came at all."""
    came = received > 0
    spread = spread_of(received[came & ~untold].astype(np.float64), expected[came & ~untold])
    off = (received - expected) / np.maximum(spread * np.sqrt(np.maximum(expected, 1)), 1e-9)
    told = came & ~untold & (expected >= LEAST_TO_MISS)
    state = np.full(len(received), USUAL, dtype=np.int8)
    state[told & (expected >= LEAST_TO_DOUBLE) & (received > DOUBLED * expected) & (off > SPREADS)] = DOUBLED_DAY
    state[told & (received < THIN * expected) & (off < -SPREADS)] = THIN_DAY
    state[~came] = np.where(_missed(came, expected), MISSING, QUIET)[~came]
    state[~came & (expected == 0)] = CLOSED
    return state


def _missed(came: npt.NDArray[np.bool_], expected: Amounts) -> npt.NDArray[np.bool_]:
    """Days of runs without a record in which so many were to be expected that none is no chance."""
    run = np.cumsum(came)
    of_run = np.bincount(run, weights=np.where(came, 0.0, expected))
    missed: npt.NDArray[np.bool_] = ~came & (of_run[run] >= LEAST_TO_MISS)
    return missed
