"""A fitted room held against days: simulated over and over, the figures predicted with their interval, beside the real ones.

Each repetition is one way in which the days may go: what comes by half-hour is drawn from its posterior distribution, with the
level of each weekday and week, and the busyness of each day; who is there is drawn, day by day, from the days fitted to that
are of the same weekday; how many of them can take a contact is drawn with what that differed by from day to day; and callers by
chance. So the interval holds chance, days, and what is not known of the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

import numpy as np

from answerable.clocks import SLOTS_A_DAY
from answerable.fitting.contacts import ANSWERED, Contacts
from answerable.fitting.fitted import Fitted
from answerable.fitting.presence import Presence
from answerable.fitting.redials import firsts_of
from answerable.fitting.rooms import Policy, room_of_days
from answerable.simulation.estimating.arriving import usual_day
from answerable.simulation.estimating.estimate import Estimate
from answerable.simulation.results import PLACE
from answerable.simulation.room import Room
from answerable.simulation.simulating import simulate

REPETITIONS, SEED = 200, 1
FIGURES = ("offered", "answered_within", "abandoned_share", "mean_wait_seconds")
# What is taken as it was, for errors of one kind to be told from errors of another.
FITTED, REAL_ARRIVALS, REAL_STAFF = "as fitted", "with the real arrivals", "with the real arrivals and staff"
LEAST_ABLE, MOST_ABLE = 0.4, 1.8
_NEEDED = ("offered", "answered", "within", "abandoned", "wait_answered", "wait_abandoned")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Able:
    """What the share of heads who can take a contact is multiplied by, so that the days fitted to wait as they did. days: its
    standard deviation from day to day; error: its standard error."""

    factor: float
    days: float
    error: float


@dataclass(frozen=True)
class Compared:
    """One figure of a line. taken: what was taken as it was; predicted: middle and 95% interval; real: as the records say."""

    line: str
    figure: str
    taken: str
    predicted: Estimate
    real: float

    @property
    def inside(self) -> bool:
        """Whether the real figure lies in the interval."""
        return self.real in self.predicted

    @property
    def off(self) -> float:
        """The real figure less the predicted."""
        return self.real - self.predicted.value


def figures_of(contacts: Contacts, line: int, limit: float) -> dict[str, float]:
    """The real figures of a line, by the rules of the simulator: of those offered to the queue the share who gave up; of those
    answered the share within the limit and the mean wait. NaN where nobody was counted."""
    own = (contacts.line == line) & contacts.offered
    answered = own & (contacts.outcome == ANSWERED)
    timed = contacts.wait[answered & np.isfinite(contacts.wait)]
    gave_up = int(own.sum() - answered.sum())
    nan = float("nan")
    return {"offered": float(own.sum()), "answered_within": float((timed <= limit).mean()) if len(timed) else nan,
            "abandoned_share": gave_up / own.sum() if own.any() else nan,
            "mean_wait_seconds": float(timed.mean()) if len(timed) else nan}


def heads_able(pools: Sequence[Presence], days: np.ndarray, factor: np.ndarray) -> list[np.ndarray]:
    """Of each pool those who can take a contact on some days (their places), by day and half-hour. factor: by day."""
    return [pool.heads[days] * (pool.able.value if np.isfinite(pool.able.value) else 1.0) * factor[:, None] for pool in pools]


class DaysFitted:
    """The days fitted to, to be simulated with their own arrivals and heads, and as often as a search asks.

    waited: seconds waited in queues by those offered, lines × days.
    """

    def __init__(self, fitted: Fitted) -> None:
        self.fitted, self.waited = fitted, _waited(fitted.contacts)
        self._arrivals = _arrivals_of(fitted, fitted.contacts)

    def simulated_waits(self, policy: Policy, factor: float, repetitions: int) -> np.ndarray:
        """`waited`, simulated with a factor on those who can take a contact: repetitions × lines × days."""
        contacts = self.fitted.contacts
        heads = heads_able(self.fitted.pools, np.arange(contacts.days), np.full(contacts.days, factor))

        def once(number: int) -> np.ndarray:
            chance = np.random.default_rng(number)
            arrivals = [chance.gamma(shape) / rate for shape, rate in self._arrivals]
            room = room_of_days(self.fitted, policy, arrivals, heads, int(contacts.weekdays[0]), 0.0, chance)
            found = simulate(room, 1, number, threads=1).by_slot[:len(contacts.lines)]
            waits = found[:, :, PLACE["wait_answered"]] + found[:, :, PLACE["wait_abandoned"]]
            return np.asarray(waits.reshape(len(contacts.lines), contacts.days, SLOTS_A_DAY).sum(axis=2))
        return np.array(_side_by_side(once, repetitions, None))


def calibrated(days: DaysFitted, policy: Policy, *, repetitions: int = 6, progress: Progress | None = None) -> Able:
    """The factor with which the days fitted to, simulated with their own arrivals and heads, wait in all as long as they did.

    By halving the span between two factors, with the same callers each time. Moments in which somebody waits are those with
    few handlers, so the share of heads seen busy in them is somewhat low or high; this mends it, on the days fitted to alone.
    """
    rounds, real = 10, days.waited.sum(axis=0)
    if real.sum() <= 0:
        return Able(1.0, 0.0, 0.0)
    low, high = LEAST_ABLE, MOST_ABLE
    for turn in range(rounds):
        middle = (low * high) ** 0.5
        simulated = days.simulated_waits(policy, middle, repetitions)
        low, high = (middle, high) if simulated.mean(axis=0).sum() > real.sum() else (low, middle)
        if progress:
            progress(turn + 1, rounds + 2)
    factor = (low * high) ** 0.5
    around = [days.simulated_waits(policy, factor * step, repetitions).sum(axis=1) for step in (0.97, 1.03)]
    return _with_spread(factor, real, around)


def _with_spread(factor: float, real: np.ndarray, around: list[np.ndarray]) -> Able:
    """How far the factor differs from day to day: each day's difference in wait, by how steeply its wait falls with the
    factor, less what chance alone makes of it. Days on which hardly anybody waited say nothing."""
    less, more = (np.log1p(one) for one in around)
    middle, chance = (less.mean(axis=0) + more.mean(axis=0)) / 2, (less.var(axis=0, ddof=1) + more.var(axis=0, ddof=1)) / 2
    slope = (more.mean(axis=0) - less.mean(axis=0)) / np.log(1.03 / 0.97)
    used = (real > real.mean() / 10) & (slope < -0.5)
    if used.sum() < 5:
        return Able(factor, 0.0, 0.0)
    off = np.log1p(real[used]) - middle[used]
    weight = slope[used] ** 2
    # Each day tells off / slope of the logarithm of the factor, with chance / slope² of variance.
    told = off / slope[used]
    mean = (weight * told).sum() / weight.sum()
    variance = (weight * (told - mean) ** 2).sum() / weight.sum() * used.sum() / (used.sum() - 1)
    spread = max(variance - chance[used].sum() / weight.sum(), 0.0) ** 0.5
    return Able(factor, float(spread), float((variance / used.sum()) ** 0.5))


def _waited(contacts: Contacts) -> np.ndarray:
    """Seconds waited in queues by those offered: lines × days."""
    seconds = np.zeros((len(contacts.lines), contacts.days))
    own = contacts.offered
    np.add.at(seconds, (contacts.line[own], contacts.day[own]), np.nan_to_num(contacts.wait[own]))
    return seconds


def _arrivals_of(fitted: Fitted, contacts: Contacts) -> list[tuple[np.ndarray, np.ndarray]]:
    """Of each line the gamma distribution (shape and rate, days × half-hours) of what was to be expected on those days, given
    what was offered of first attempts (the room makes the others): each half-hour's own count, drawn towards the day's pattern
    as far as half-hours keep to it. Taken as it stands the count would have its chance twice: once as it came, once as it is
    simulated."""
    found = []
    first = firsts_of(contacts, [line.redialling for line in fitted.lines])
    for place, line in enumerate(fitted.lines):
        counts = contacts.counts(place, contacts.offered & first)
        usual = np.maximum(usual_day(line.arrivals, counts, contacts.weekdays), 1e-9)
        reach_the_queue = max(1 - line.contained.value - line.left.value, 0.01)
        steady = line.steadiness.value
        found.append((steady + counts, (steady / usual + 1) * reach_the_queue))
    return found


def check(fitted: Fitted, other: Contacts, staff: tuple[Presence, ...], policy: Policy, able: Able, *,
          repetitions: int = REPETITIONS, seed: int = SEED, progress: Progress | None = None) -> tuple[Compared, ...]:
    """Hold a fitted room against other days. staff: who was there on those days, for the last of the three comparisons: as
    fitted, with the real arrivals, with the real arrivals and staff."""
    kinds = (FITTED, REAL_ARRIVALS, REAL_STAFF)
    world = _Days(fitted, other, staff, policy, able)
    found: list[Compared] = []
    for place, taken in enumerate(kinds):
        def once(number: int, taken: str = taken) -> np.ndarray:
            room = world.room(taken, np.random.default_rng((seed, number)))
            totals = simulate(room, 1, seed + number, threads=1).totals[0, :len(other.lines)]
            return np.asarray(totals[:, [PLACE[name] for name in _NEEDED]])
        def told(done: int, total: int, place: int = place) -> None:
            if progress:
                progress(place * total + done, len(kinds) * total)
        totals = np.array(_side_by_side(once, repetitions, told))
        found += list(_compared(totals, other, policy, taken))
    return tuple(sorted(found, key=lambda one: (one.line, FIGURES.index(one.figure), kinds.index(one.taken))))


def _compared(totals: np.ndarray, other: Contacts, policy: Policy, taken: str) -> Iterator[Compared]:
    """totals: repetitions × lines × _NEEDED."""
    for line, name in enumerate(other.lines):
        offered, answered, within, abandoned, waited, _ = totals[:, line].T
        real = figures_of(other, line, policy.limit(name))
        with np.errstate(divide="ignore", invalid="ignore"):
            predicted = (offered, within / answered, abandoned / offered, waited / answered)
        for figure, values in zip(FIGURES, predicted, strict=True):
            told = values[np.isfinite(values)]
            if len(told):
                low, high = np.quantile(told, [0.025, 0.975])
                yield Compared(name, figure, taken, Estimate(float(told.mean()), float(low), float(high)), real[figure])


def _side_by_side(once: Callable[[int], np.ndarray], repetitions: int, progress: Progress | None) -> list[np.ndarray]:
    """Every repetition's answer in order, worked out on all cores."""
    found = []
    with ThreadPoolExecutor(cpu_count() or 1) as threads:
        for number, one in enumerate(threads.map(once, range(repetitions)), 1):
            found.append(one)
            if progress:
                progress(number, repetitions)
    return found


class _Days:
    """The days to be foretold, drawn anew for each repetition."""

    def __init__(self, fitted: Fitted, other: Contacts, staff: tuple[Presence, ...], policy: Policy, able: Able) -> None:
        self.fitted, self.other, self.staff, self.policy, self.able = fitted, other, staff, policy, able
        self.real = _arrivals_of(fitted, other)
        weekdays = fitted.contacts.weekdays
        self.alike = [np.flatnonzero(weekdays == day) if (weekdays == day).any() else np.arange(len(weekdays))
                      for day in other.weekdays]

    def room(self, taken: str, chance: np.random.Generator) -> Room:
        """One way in which the days may go, with what is taken as it was."""
        spread = chance.normal(0, self.able.days, self.other.days) + chance.normal(0, self.able.error)
        factor = self.able.factor * np.exp(spread)
        if taken == REAL_STAFF:
            heads = heads_able(self.staff, np.arange(self.other.days), factor)
        else:
            heads = heads_able(self.fitted.pools, np.array([chance.choice(days) for days in self.alike]), factor)
        arrivals = self.arrivals(chance) if taken == FITTED else [chance.gamma(shape) / rate for shape, rate in self.real]
        return room_of_days(self.fitted, self.policy, arrivals, heads, int(self.other.weekdays[0]), 0.0, chance)

    def arrivals(self, chance: np.random.Generator) -> list[np.ndarray]:
        """Expected contacts by line, day and half-hour, of the fitted pattern and what is not known of it."""
        busyness, weeks = (max(one.value, 0.0) if np.isfinite(one.value) else 0.0
                           for one in (self.fitted.busyness, self.fitted.weeks))
        # A level that wanders: between the means of n weeks and of the m that follow lies (n + m) / 3 of a week's variance,
        # and n / 6 of it is among the spread of the n weeks already.
        before, after = self.fitted.contacts.days / 7, self.other.days / 7
        wandered = (self.fitted.drift * (before + after) / 3) ** 0.5
        weeks = max(weeks**2 - self.fitted.drift * before / 6, 0.0) ** 0.5
        level = _factors(chance, busyness / np.sqrt(np.maximum([len(days) for days in self.alike], 1))[self._first_of_each()])
        level *= _factors(chance, np.array([wandered]))
        days = (level[self.other.weekdays] * _factors(chance, np.full(self.other.days, busyness))
                * _factors(chance, np.full(self.other.days // 7 + 1, weeks))[np.arange(self.other.days) // 7])
        return [chance.gamma(line.arrivals.shape, 1 / line.arrivals.rate)[self.other.weekdays] * days[:, None]
                * _factors(chance, np.full((self.other.days, SLOTS_A_DAY), line.steadiness.value**-0.5))
                for line in self.fitted.lines]

    def _first_of_each(self) -> np.ndarray:
        """The place of the first of the days to be foretold that is of each weekday; 0 where there is none."""
        return np.array([next(iter(np.flatnonzero(self.other.weekdays == day)), 0) for day in range(7)])


def _factors(chance: np.random.Generator, spread: np.ndarray) -> np.ndarray:
    """Gamma numbers of mean 1 with those standard deviations."""
    shape = 1 / np.maximum(spread, 1e-6) ** 2
    return np.asarray(chance.gamma(shape) / shape)
