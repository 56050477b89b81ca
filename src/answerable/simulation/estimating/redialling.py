"""Who gave up and tries again: which share of them, after how long, and how often at most.

That somebody comes again soon after giving up may be a redial, or a new matter. Callers who were answered have new matters
too, and no reason to redial: how often they come again in the same time is taken off (Abbott, Journal of Economic Entomology
18, 1925, 265-267: of those to whom it would happen anyhow nothing is known). The window is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from answerable.simulation.estimating.estimate import SEED, TIMES_DRAWN, UNKNOWN, Estimate
from answerable.simulation.estimating.lasting import Lasting, lasting
from answerable.simulation.results import NORMAL_95
from answerable.simulation.room import Redial
from answerable.simulation.room_file import MOST_ATTEMPTS

# Who comes again later than this after giving up (seconds) comes for something else: ours.
WINDOW = 4 * 3600.0
# Of fewer who gave up, or of a smaller part of them, nothing is said.
FEWEST, LEAST_KNOWN = 50, 0.25
# More contacts of one caller a day than this are a number that many share (a switchboard, "withheld"), and no person: ours.
MOST_A_DAY = 10.0
# Steps of the window (seconds) in which new matters are told from redials.
STEPS = np.array([0.0, 60.0, 300.0, 900.0, 1800.0, 3600.0, 7200.0, WINDOW])
HALF_HOUR, SPREAD_OVER = 1800.0, 5
DELAYS_KEPT = 8


@dataclass(frozen=True)
class Attempts:
    """Contacts of one line over some days, a place in every array each.

    caller: a number for each, 0 where it is not known. came, ended: seconds from the first day's midnight; ended: when it gave
    up, or had been served. gave_up, answered: what became of it (some are neither). days: how many days they cover.
    """

    caller: np.ndarray
    came: np.ndarray
    ended: np.ndarray
    gave_up: np.ndarray
    answered: np.ndarray
    days: int

    @property
    def watched(self) -> np.ndarray:
        """Whether a whole window lies between the end of each and the end of the days."""
        return np.asarray(self.ended + WINDOW <= self.days * 86400.0)

    @property
    def known(self) -> np.ndarray:
        """Whose caller is known, and one person's: not who comes more often than MOST_A_DAY."""
        _, place, counts = np.unique(self.caller, return_inverse=True, return_counts=True)
        return np.asarray((self.caller != 0) & (counts[place] <= MOST_A_DAY * self.days))


@dataclass(frozen=True)
class Redialling:
    """share: of those who gave up and may try again. delay: seconds until they do. attempts: the most, the first among them;
    its upper end is NaN where none was seen: then the value is the most that anybody made. hang_ups: who gave up, whose caller
    is known, watched for a whole window; known: which share of all who gave up have a known caller; background: the share of
    those answered who come again in the window.

    For telling first attempts from others: genuine, by step of the window the share of those who come again after giving up
    that are redials; followed: redials by those who gave up, any attempt; delays: equally likely ones, seconds.
    """

    share: Estimate
    delay: Lasting
    attempts: Estimate
    hang_ups: int
    known: float
    background: float
    genuine: np.ndarray
    followed: float
    delays: np.ndarray

    @property
    def redial(self) -> Redial | None:
        """As a room takes it; None where nobody redials. Without a limit seen: the room's own, or the most seen, up to what a
        room may have."""
        if self.share.value <= 0 or not self.delay.contacts:
            return None
        most = int(self.attempts.value) if self.limited else max(int(self.attempts.value), Redial.attempts)
        return Redial(round(self.share.value, 4), self.delay.duration, min(most, MOST_ATTEMPTS))

    @property
    def limited(self) -> bool:
        """Whether a limit of attempts was seen."""
        return bool(np.isfinite(self.attempts.high))


def enough(attempts: Attempts) -> bool:
    """Whether callers are known of enough who gave up."""
    known = attempts.gave_up & attempts.known
    return bool((known & attempts.watched).sum() >= FEWEST and known.sum() >= LEAST_KNOWN * attempts.gave_up.sum())


def redialling(attempts: Attempts, seed: int = SEED) -> Redialling | None:
    """Estimate it from those whose caller is known and who were watched for a whole window after; None where these are not
    `enough`. New matters are told from redials by chance (`seed`), each as often as its delay makes it likely."""
    if not enough(attempts):
        return None
    after, delay = following(attempts)
    again, watched = after >= 0, attempts.watched & attempts.known
    tried, served = attempts.gave_up & watched, attempts.answered & watched
    genuine = _genuine(delay[tried & again], int(tried.sum()), delay[served & again], int(served.sum()))
    background = float((served & again).sum() / max(served.sum(), 1))
    redials = _redials(attempts, after, delay, genuine, seed)
    number = _numbers(attempts, after, redials)
    attempts_made = most_attempts(np.bincount(number[tried])[1:], np.bincount(number[tried & again],
                                                                            minlength=number[tried].max() + 1)[1:], background)
    most = attempts_made.value if np.isfinite(attempts_made.high) else np.inf
    may = tried & (number < most)
    day = (attempts.came // 86400).astype(int)
    true = redials & (number < most)
    counted = [np.bincount(day[which], minlength=attempts.days).astype(float)
               for which in (may & again, may, served & again, served)]
    kept = true & tried
    return Redialling(
        beyond_background(*counted), lasting(delay[kept], day[kept]), attempts_made, int(tried.sum()),
        float((attempts.gave_up & attempts.known).sum() / attempts.gave_up.sum()), background, genuine,
        float(true.sum() / (attempts.gave_up & attempts.known).sum()),
        np.quantile(delay[kept], (np.arange(DELAYS_KEPT) + 0.5) / DELAYS_KEPT) if kept.any() else np.array([]))


def following(attempts: Attempts) -> tuple[np.ndarray, np.ndarray]:
    """Of each contact the place of the next one of the same known caller that comes within the window after its end (-1: none
    does), and the seconds between (0 where it came before that end; NaN without one)."""
    places = np.flatnonzero(attempts.known)
    order = places[np.lexsort((attempts.came[places], attempts.caller[places]))]
    first, second = order[:-1], order[1:]
    gap = np.maximum(attempts.came[second] - attempts.ended[first], 0.0)
    linked = (attempts.caller[first] == attempts.caller[second]) & (gap <= WINDOW)
    after, delay = np.full(len(attempts.caller), -1), np.full(len(attempts.caller), np.nan)
    after[first[linked]], delay[first[linked]] = second[linked], gap[linked]
    return after, delay


def beyond_background(again: np.ndarray, gave_up: np.ndarray, back: np.ndarray, answered: np.ndarray) -> Estimate:
    """The share of those who gave up that comes again and would not have anyhow: (G - B) / (1 - B), G the share of them that
    came again, B that of those answered (Abbott 1925). All by day: the interval is a bootstrap over days, and no narrower than
    that of independent contacts, since a few days tell little of how days differ. Where none or all came again: the exact
    interval of a binomial share of 0 or 1 (Clopper and Pearson 1934)."""
    def share(again: np.ndarray, gave_up: np.ndarray, back: np.ndarray, answered: np.ndarray) -> np.ndarray:
        own, other = again / np.maximum(gave_up, 1e-9), back / np.maximum(answered, 1e-9)
        return np.asarray((own - other) / np.maximum(1 - other, 1e-9))
    if not gave_up.sum():
        return UNKNOWN
    value = float(share(again.sum(), gave_up.sum(), back.sum(), answered.sum()))
    count, exact = len(gave_up), 1 - 0.025 ** (1 / gave_up.sum())
    drawn = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), TIMES_DRAWN)
    drawn = drawn[drawn @ gave_up > 0]
    wider = np.sqrt(count / max(count - 1, 1))
    low, high = value + (np.quantile(share(*(drawn @ part for part in (again, gave_up, back, answered))), [0.025, 0.975])
                         - value) * wider
    off = NORMAL_95 * _error(again.sum(), gave_up.sum(), back.sum(), answered.sum())
    low, high = min(low, value - off), max(high, value + off)
    high = max(high, exact) if not again.sum() else high
    low = min(low, 1 - exact) if again.sum() == gave_up.sum() else low
    return Estimate(*(float(np.clip(number, 0.0, 1.0)) for number in (value, low, high)))


def _error(again: float, gave_up: float, back: float, answered: float) -> float:
    """The standard error of that share, were contacts independent: of 1 - (1 - G) / (1 - B), by the first derivatives."""
    own, other = again / gave_up, back / max(answered, 1.0)
    rest = max(1 - other, 1e-9)
    return float((own * (1 - own) / gave_up / rest**2
                  + ((1 - own) / rest**2) ** 2 * other * (1 - other) / max(answered, 1.0)) ** 0.5)


def most_attempts(hang_ups: np.ndarray, again: np.ndarray, background: float) -> Estimate:
    """The most attempts that anybody makes. hang_ups: who gave up on attempt 1, 2, …; again: how many of them came again;
    background: the share that comes again anyhow.

    By likelihood: up to the limit one share comes again, on the last attempt no more than anyhow. The interval holds the
    limits whose likelihood is within 1.92 (half of the 95% quantile of chi-squared) of the greatest. Where no limit at all is
    among them the upper end is NaN, and the value where it is the likeliest the most attempts that were seen.
    """
    seen = len(hang_ups)

    def told(most: int) -> float:
        before = np.arange(1, seen + 1) < most
        came = again[before].sum() / max(hang_ups[before].sum(), 1)
        chance = np.clip(np.where(before, came, min(background, came)), 1e-12, 1 - 1e-12)
        return float((again * np.log(chance) + (hang_ups - again) * np.log(1 - chance)).sum())
    limits = np.arange(2, seen + 2)
    likelihood = np.array([told(int(most)) for most in limits])
    likely = limits[likelihood >= likelihood.max() - chi2.ppf(0.95, 1) / 2]
    best = int(limits[likelihood.argmax()])
    if likely[-1] > seen:
        return Estimate(float(min(best, seen)), float(min(likely[0], seen)), float("nan"))
    return Estimate(float(best), float(likely[0]), float(likely[-1]))


def first_attempts(attempts: Attempts, found: Redialling, seed: int = SEED) -> np.ndarray:
    """Which contacts are first attempts, and which the room itself will make of those who gave up.

    Whose caller is known: what follows giving up within the window is a redial as often as its delay makes it likely, but for
    what follows the last attempt. The others: as many as their hang-ups would bring, were they like those known, by half-hour.
    """
    after, delay = following(attempts)
    redials = _redials(attempts, after, delay, found.genuine, seed)
    if found.limited:
        redials &= _numbers(attempts, after, redials) < found.attempts.value
    first = np.ones(len(attempts.caller), dtype=bool)
    first[after[redials]] = False
    others = ~attempts.known
    chance = np.random.default_rng((seed, 1)).random(len(first))
    return np.asarray(first & ~(others & (chance < _unknown_redials(attempts, others, found))))


def _unknown_redials(attempts: Attempts, others: np.ndarray, found: Redialling) -> np.ndarray:
    """Of each contact the share of its half-hour's contacts without a known caller that are redials: those expected of the
    hang-ups before it, by those that came, both over some half-hours."""
    halves = int(attempts.days * 86400 / HALF_HOUR)
    place = np.clip((attempts.came // HALF_HOUR).astype(int), 0, halves - 1)
    back = (attempts.ended[others & attempts.gave_up][:, None] + found.delays).ravel() // HALF_HOUR
    expected = np.bincount(np.clip(back.astype(int), 0, halves), minlength=halves + 1)[:halves]
    over = np.ones(SPREAD_OVER)
    redials = np.convolve(expected * found.followed / DELAYS_KEPT, over, mode="same")
    came = np.convolve(np.bincount(place[others], minlength=halves), over, mode="same")
    return np.asarray((redials / np.maximum(came, 1.0))[place])


def _genuine(tried: np.ndarray, hang_ups: int, served: np.ndarray, answered: int) -> np.ndarray:
    """By step of the window: of those who come again after giving up, the share that would not have anyhow: 1 less the number
    to be expected by the hazard of those answered, by the number that came. None in a step in which new matters alone would
    bring as many once in twenty times (1.645 standard deviations): counted there, chance would only ever add to the longest
    delays, and never take away."""
    own, other = np.histogram(tried, STEPS)[0], np.histogram(served, STEPS)[0]
    waiting, others = (np.maximum(count - np.cumsum(events) + events, 1) for count, events in
                       ((hang_ups, own), (answered, other)))
    anyhow = other / others * waiting
    chance = np.sqrt(anyhow + other * (waiting / others) ** 2)
    return np.asarray(np.where(own - anyhow > 1.645 * chance, 1 - anyhow / np.maximum(own, 1), 0.0))


def _redials(attempts: Attempts, after: np.ndarray, delay: np.ndarray, genuine: np.ndarray, seed: int) -> np.ndarray:
    """Which of those who gave up are taken to redial: who came again, as often as the delay makes it a redial."""
    step = np.clip(np.searchsorted(STEPS, np.nan_to_num(delay), side="right") - 1, 0, len(genuine) - 1)
    chance = np.random.default_rng(seed).random(len(after))
    return np.asarray(attempts.gave_up & (after >= 0) & (chance < genuine[step]))


def _numbers(attempts: Attempts, after: np.ndarray, redials: np.ndarray) -> np.ndarray:
    """Of each contact which attempt it is, from 1."""
    number = np.ones(len(after), dtype=np.int64)
    places = np.flatnonzero(redials)
    for place in places[np.argsort(attempts.came[places], kind="stable")]:
        number[after[place]] = number[place] + 1
    return number
