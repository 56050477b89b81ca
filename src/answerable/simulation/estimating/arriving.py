"""How many contacts come: by half-hour and weekday, and how much days differ beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln
from scipy.stats import chi2

from answerable.simulation.estimating.estimate import UNKNOWN, Estimate, gamma_interval

# How closely a weekday's half-hours may follow the week's common shape, in contacts' worth of evidence for each half-hour.
CONCENTRATIONS = np.geomspace(0.1, 1000.0, 161)
NO_EVIDENCE = 0.5        # contacts: what a half-hour in which nobody came on other weekdays is taken to tell
GREATEST_BUSYNESS = 2.0


@dataclass(frozen=True)
class Pattern:
    """Expected contacts. by_slot: 7 (Monday first) × slots of a day; low, high: 95% intervals. trusted: by weekday, how much
    the common shape of the week counted (CONCENTRATIONS); days: days of each weekday. shape, rate: of the gamma
    distribution in which each half-hour's number lies."""

    by_slot: np.ndarray
    low: np.ndarray
    high: np.ndarray
    trusted: tuple[float, ...]
    days: tuple[int, ...]
    shape: np.ndarray
    rate: np.ndarray


def weekly_pattern(counts: np.ndarray, weekdays: np.ndarray) -> Pattern:
    """Contacts by half-hour and weekday. counts: days × slots; weekdays: of each day (Monday 0).

    A half-hour of three Mondays is few contacts. So each weekday is drawn towards the shape of the other weekdays (at its own
    level): gamma prior with that mean, Poisson counts, posterior mean (Robbins 1956; Gelman et al., Bayesian Data Analysis
    §2.6). How far is chosen for each weekday by the likelihood of its counts (negative binomial), so that a day of its own
    shape, such as a short Friday, keeps it; and no further than the contacts of the others are evidence of their shape. A
    weekday without a day gets the mean of the others.
    """
    slots = counts.shape[1]
    shape, rate, trusted = np.full((7, slots), 1e-9), np.ones((7, slots)), [0.0] * 7
    own_days = [int((weekdays == day).sum()) for day in range(7)]
    for day in range(7):
        of_day = counts[weekdays == day] if own_days[day] else counts
        evidence = counts[weekdays != day].sum(axis=0) + NO_EVIDENCE
        expected = np.maximum(evidence / evidence.sum() * of_day.sum() / len(of_day), 1e-9)
        trusted[day] = _concentration(of_day, expected, evidence)
        weight = 1 / (1 / trusted[day] + 1 / evidence)
        shape[day], rate[day] = weight + of_day.sum(axis=0), weight / expected + len(of_day)
    mean = shape / rate
    # Posterior means add up to a little less or more than came on the weekday: its level is what it was.
    for day in range(7):
        level = counts[weekdays == day].sum() / own_days[day] if own_days[day] else counts.sum() / max(len(counts), 1)
        rate[day] /= level / mean[day].sum() if level > 0 else 1.0
    low, high = gamma_interval(shape, rate)
    return Pattern(shape / rate, low, high, tuple(trusted), tuple(own_days), shape, rate)


def usual_day(pattern: Pattern, counts: np.ndarray, weekdays: np.ndarray) -> np.ndarray:
    """What each day would expect by half-hour, had its contacts come by the pattern: days × slots."""
    own = pattern.by_slot[weekdays]
    return np.asarray(own * (counts.sum(axis=1) / np.maximum(own.sum(axis=1), 1e-9))[:, None])


def absorbed_by(pattern: Pattern) -> float:
    """How much of a day's own count is in the pattern's number for its half-hours, on average over what is expected."""
    used = np.array(pattern.days) > 0
    return min(float(np.average(1 / pattern.rate[used], weights=pattern.by_slot[used] + 1e-9)), 0.9)


def steadiness_of(counts: np.ndarray, expected: np.ndarray, absorbed: float = 0.0) -> Estimate:
    """How closely half-hours keep to their day's expectation beyond Poisson chance: the concentration of a gamma factor on each
    (1 / its variance), by likelihood (negative binomial), with the interval of its profile. The greatest of CONCENTRATIONS
    where there is chance alone. absorbed: how much of a day's own count is in its expectation (0 to 1), so that it seems to
    keep closer to it than it does: the variance is divided by what is left.
    """
    used = expected > 1e-6
    came, many = counts[used], expected[used]

    def likelihood(given: float) -> float:
        return float((gammaln(came + given) - gammaln(given) + given * np.log(given / (given + many))
                      + came * np.log(many / (given + many))).sum())
    if not used.any():
        return Estimate(*(float(CONCENTRATIONS[-1]),) * 3)
    told = np.array([likelihood(given) for given in CONCENTRATIONS])
    likely = CONCENTRATIONS[told >= told.max() - chi2.ppf(0.95, 1) / 2]
    return Estimate(*(float(given) * (1 - absorbed) for given in (CONCENTRATIONS[told.argmax()], likely[0], likely[-1])))


def _concentration(counts: np.ndarray, expected: np.ndarray, evidence: np.ndarray) -> float:
    """The concentration under which the sums over days are likeliest."""
    total, many = counts.sum(axis=0), len(counts) * expected

    def likelihood(trusted: float) -> float:
        given = 1 / (1 / trusted + 1 / evidence)
        return float((gammaln(total + given) - gammaln(given) + given * np.log(given / (given + many))
                      + total * np.log(many / (given + many))).sum())
    return float(max(CONCENTRATIONS, key=likelihood))


def busyness_of(totals: np.ndarray, groups: np.ndarray) -> Estimate:
    """The standard deviation of a day's factor, mean 1, on what comes: how much days differ beyond Poisson chance.

    totals: contacts of each day; groups: days that are expected to be alike (the weekday). Of a day with mean m the variance
    is m + s² m². The value is where the weighted sum of squares equals its degrees of freedom, the interval where it equals
    their 97.5% and 2.5% quantiles of chi-squared (Paule and Mandel 1982; the Q-profile of Viechtbauer, Statistics in Medicine
    26, 2007, 37–52). 0 where days differ no more than by chance. UNKNOWN without two days that are alike.
    """
    means, freedom = np.zeros(len(totals)), 0
    for group in np.unique(groups):
        own = groups == group
        means[own] = totals[own].mean()
        freedom += int(own.sum()) - 1
    used = means > 0
    if freedom < 1 or not used.any():
        return UNKNOWN
    return Estimate(*(_spread_at(totals[used], means[used], wanted)
                      for wanted in (float(freedom), chi2.ppf(0.975, freedom), chi2.ppf(0.025, freedom))))


def drift_of(levels: np.ndarray) -> float:
    """How far the level wanders: the variance that a week adds. levels: of whole weeks in order, mean 1.

    Weeks that are further apart differ by more: the squared difference of two weeks' levels is taken as a constant (chance,
    and weeks by themselves) and so much for each week between them (a random walk), by least squares over all pairs; 0 where
    it does not rise. With three weeks this is a guess, and says so by its size.
    """
    earlier, later = np.triu_indices(len(levels), 1)
    apart, squares = later - earlier, (levels[later] - levels[earlier]) ** 2
    if len(np.unique(apart)) < 2:
        return 0.0
    slope = float(np.polyfit(apart.astype(float), squares, 1)[0])
    return max(slope, 0.0)


def _spread_at(totals: np.ndarray, means: np.ndarray, wanted: float) -> float:
    """The spread at which the weighted sum of squares is as wanted; 0 where it is less even without any."""
    def excess(spread: float) -> float:
        return float(((totals - means) ** 2 / (means + (spread * means) ** 2)).sum() - wanted)
    if excess(0.0) <= 0:
        return 0.0
    return float(brentq(excess, 0.0, GREATEST_BUSYNESS)) if excess(GREATEST_BUSYNESS) < 0 else GREATEST_BUSYNESS
