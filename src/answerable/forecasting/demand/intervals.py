"""How far counts may be from what is forecast: a negative binomial, corrected by how earlier forecasts did.

The plain form is a Poisson count of a gamma rate, so that quiet slots vary by chance and busy ones in proportion. Whatever is
wrong with that form, and with the model's own error, shows where earlier outcomes lay in their distributions; the levels are
corrected by it (Kuleshov, Fenner and Ermon 2018; for counts with randomised places, Czado, Gneiting and Held 2009). That is
the conformal interval on the scale of the distribution in place of that of the ratio.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.forecasting.demand.types import Floats, Whole
from answerable.forecasting.projection import LEVELS

# A group of volume needs this many outcomes for levels of its own; this many are as good as the normal form.
GROUP, PRIOR = 60, 100.0
# Adaptive conformal inference (Gibbs and Candès 2021): how far one origin's misses move the level.
GAMMA, ALPHA = 0.05, 0.10
MOST_SHAPE = 1e7


@dataclass(frozen=True, eq=False)
class Spread:
    """What is learnt of the errors. shape: of the gamma; edges: between groups of volume; places: (groups × LEVELS), the
    normal scores at which outcomes really lay; leads: (weeks ahead), how much wider than all; whole: whole numbers."""

    shape: float
    edges: Floats
    places: Floats
    leads: Floats
    whole: bool

    def quantiles(self, mean: Floats, ahead: Whole) -> Floats:
        """(n × LEVELS) for means (n) and days ahead (n, from 1). A mean of 0 gives 0."""
        wider = self.leads[np.minimum((ahead - 1) // 7, len(self.leads) - 1)]
        scores = self.places[np.searchsorted(self.edges, mean)] * wider[:, None]
        found = count_at(scores, mean[:, None], self.shape, self.whole)
        return np.asarray(np.maximum.accumulate(np.where(mean[:, None] > 0, found, 0.0), axis=-1))


def learn_spread(mean: Floats, outcome: Floats, ahead: Whole, origin: Whole, whole: bool, days: int, *,
                 whole_days: bool = False) -> Spread:
    """Spread from forecasts and outcomes (n each), none nan. ahead: days ahead from 1; origin: number of the origin, in order
    of time; days: how many different days they are of, which tells how much the errors can say; whole_days: whether
    each is a day of a series by the day, where errors that last are allowed for."""
    shape = gamma_shape(mean, outcome)
    scores = normal_scores(outcome, mean, shape, whole)
    leads = lead_scales(scores, ahead)
    scores = scores / leads[np.minimum((ahead - 1) // 7, len(leads) - 1)]
    groups = max(1, min(3, len(mean) // GROUP))
    edges = np.quantile(mean, np.arange(1, groups) / groups) if groups > 1 else np.zeros(0)
    # Of counts that hardly differ many edges are the largest count itself, above which there is nothing to learn from.
    edges = np.unique(edges)
    edges = edges[edges < mean.max()]
    group = np.searchsorted(edges, mean)
    days = effective_days(scores, ahead, origin, days) if whole_days else days
    widening = adaptive_factor(scores, group, origin, days)
    places = np.array([score_levels(scores[group == which], days) for which in range(len(edges) + 1)]) * widening
    return Spread(shape, edges, places, leads, whole)


def gamma_shape(mean: Floats, outcome: Floats) -> float:
    """The shape of the gamma rate by moments: the variance beyond Poisson's over the squared means, all added up. The one
    error in 200 that stands out most is left out, since one odd slot would tell for all; levels are corrected afterwards."""
    squares = (outcome - mean) ** 2
    standing_out = squares / (mean + 0.1 * mean ** 2 + 1e-9)
    kept = standing_out <= np.quantile(standing_out, 0.995)
    beyond = float((squares - mean)[kept].sum())
    return float(min(MOST_SHAPE, (mean[kept] ** 2).sum() / beyond)) if beyond > 0 else MOST_SHAPE


def normal_scores(outcome: Floats, mean: Floats, shape: float, whole: bool) -> Floats:
    """Where outcomes lie in their negative binomials, as normal scores within ±8; whole numbers are spread over their own
    probability by fixed random numbers."""
    from scipy.special import betainc, ndtri

    mean = np.maximum(mean, 1e-6)
    part = np.random.default_rng(0).random(len(mean)) if whole else np.ones(len(mean))
    chance, some, below = shape / (shape + mean), outcome > 0, np.maximum(outcome, 1e-9)
    lower = part * betainc(shape, outcome + 1, chance) + (1 - part) * np.where(some, betainc(shape, below, chance), 0)
    upper = (part * betainc(outcome + 1, shape, 1 - chance)
             + (1 - part) * np.where(some, betainc(below, shape, 1 - chance), 1))
    with np.errstate(divide="ignore"):
        scores = np.where(lower < 0.5, ndtri(lower), -ndtri(upper))
    return np.asarray(np.clip(scores, -8, 8))


def count_at(scores: Floats, mean: Floats, shape: float, whole: bool) -> Floats:
    """The counts at normal scores of negative binomials: the least whole number whose probability reaches the level, or the
    point between where counts are not whole."""
    from scipy.special import nbdtrik, ndtr

    mean = np.maximum(mean, 1e-6)
    chance = shape / (shape + mean)
    level = np.clip(ndtr(scores), 1e-12, 1 - 1e-12)
    none = np.broadcast_to(chance ** shape, level.shape)
    with np.errstate(all="ignore"):
        at = nbdtrik(level, shape, chance)
    at = np.where(level <= none, 0.0, np.maximum(np.nan_to_num(at), 0))
    return np.asarray(np.ceil(at - 1e-9) if whole else at)


def lead_scales(scores: Floats, ahead: Whole) -> Floats:
    """(weeks ahead): the spread of the scores by week ahead over that of all of them, never less than the week's before."""
    weeks = (ahead - 1) // 7
    overall = max(float(np.sqrt(np.mean(scores ** 2))), 1e-6)
    scales, least = [], 0.0
    for week in range(int(weeks.max()) + 1):
        own = scores[weeks == week]
        least = max(least, float(np.sqrt(np.mean(own ** 2))) / overall if len(own) else least)
        scales.append(least)
    return np.asarray(np.maximum(np.array(scales), 0.2))


def effective_days(scores: Floats, ahead: Whole, origin: Whole, days: int) -> int:
    """How many days that err independently say as much as these: days ÷ (1 + (h − 1) ρ), ρ the correlation of the h days that
    an origin tells of (analysis of variance, Kish 1965: the design effect). Where whole weeks err alike, few."""
    place, of = np.unique(origin * 1000 + ahead, return_inverse=True)
    day = np.bincount(of, scores) / np.bincount(of)
    groups, of = np.unique(place // 1000, return_inverse=True)
    size = np.bincount(of)
    if len(groups) < 2 or len(day) <= len(groups):
        return days
    mean = np.bincount(of, day) / size
    within = float(((day - mean[of]) ** 2).sum()) / (len(day) - len(groups))
    usual = (len(day) - float((size ** 2).sum()) / len(day)) / (len(groups) - 1)
    between = float((size * (mean - day.mean()) ** 2).sum()) / (len(groups) - 1)
    shared = (between - within) / (between + (usual - 1) * within) if between > within else 0.0
    return max(2, round(days / (1 + (usual - 1) * min(shared, 1.0))))


def score_levels(scores: Floats, days: int) -> Floats:
    """The scores at LEVELS: empirical, at levels moved outwards for so few days (the finite sample of conformal inference),
    and blended with a normal form where outcomes are few."""
    from scipy.special import ndtri

    levels = np.array(LEVELS)
    outwards = np.clip(0.5 + (levels - 0.5) * (1 + 0.5 / max(days, 2)), 0.002, 0.998)
    normal = np.median(scores) + np.std(scores) * np.sqrt(1 + 3 / max(days, 2)) * ndtri(outwards)
    weight = len(scores) / (len(scores) + PRIOR)
    return np.asarray(weight * np.quantile(scores, outwards) + (1 - weight) * normal)


def adaptive_factor(scores: Floats, group: Whole, origin: Whole, days: int) -> float:
    """By how much intervals are widened or narrowed after the misses of earlier origins, each judged by those before it:
    α ← α + γ (α* − missed share), told as a factor on the normal scores."""
    from scipy.special import ndtri

    alpha, order = ALPHA, np.unique(origin)
    for number, now in enumerate(order):
        if number < max(2, len(order) // 3):
            continue
        earlier, own = origin < now, origin == now
        missed = []
        for which in np.unique(group[own]):
            learnt, judged = scores[earlier & (group == which)], scores[own & (group == which)]
            if len(learnt) < 20:
                continue
            wide = score_levels(learnt, max(2, int(days * earlier.mean())))
            factor = ndtri(1 - alpha / 2) / ndtri(1 - ALPHA / 2)
            low, high = (wide[LEVELS.index(level)] * factor for level in (0.05, 0.95))
            missed.append(np.mean((judged < low) | (judged > high)))
        if missed:
            alpha = float(np.clip(alpha + GAMMA * (ALPHA - np.mean(missed)), 0.02, 0.25))
    return float(ndtri(1 - alpha / 2) / ndtri(1 - ALPHA / 2))
