"""Intervals from what the same way erred at earlier origins, pooled over series and periods ahead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from answerable.forecasting.choosing import Choice, Evidence, by_owner
from answerable.forecasting.projection import LEVELS
from answerable.forecasting.scales import Numbers

MOST_GROWTH = 0.8
# Errors of one horizon that weigh as much as the curve fitted through all horizons.
CURVE_WEIGHT = 60.0
# A series' own origins weigh against the pool's as many as these.
OWN_WEIGHT = 24.0
# With few errors their quantiles lean on Student's distribution of so many degrees of freedom.
SHAPE_FREEDOM = 12.0
SHAPE_WEIGHT = 40.0
# Beyond the interval of this share errors are taken to be no heavier than Student's of so many degrees of freedom.
WHOLE, HEAVIEST = 0.9, 2.0
FEWEST_ERRORS = 10


@dataclass(frozen=True)
class Spread:
    """How far outcomes lie from forecasts. growth: (ahead,) mean size in units of each history's own error; own: (owners,) each
    series' factor; quantiles: at LEVELS, of errors over both; errors: how many they rest on; together: (ahead, ahead) the
    correlation of errors from one origin."""

    growth: Numbers
    own: Numbers
    quantiles: Numbers
    errors: int
    together: Numbers

    def at(self, levels: Numbers) -> Numbers:
        """The quantile of errors at any level: between LEVELS by straight lines over normal scores, beyond them on."""
        scores = special.ndtri(np.array(LEVELS))
        wanted = special.ndtri(levels)
        inside = np.interp(wanted, scores, self.quantiles)
        step = (self.quantiles[-1] - self.quantiles[-2]) / (scores[-1] - scores[-2])
        return np.asarray(inside + step * (np.maximum(wanted - scores[-1], 0) + np.minimum(wanted - scores[0], 0)))


def spread(evidence: Evidence, choice: Choice, now: int) -> Spread | None:
    """The spread of errors as known at the place `now`, each series by the way chosen for it; None with too few errors."""
    use = np.flatnonzero(evidence.weights(now))
    owner = evidence.rows.owner[use]
    errors = evidence.scaled[choice[owner], use]
    ahead = errors.shape[1]
    known = ~np.isnan(errors) & (np.arange(1, ahead + 1) <= evidence.reach(now)[use, None])
    if known.sum() < FEWEST_ERRORS:
        return None
    weights = np.where(known, evidence.weights(now)[use, None], 0.0)
    sizes = np.where(known, np.abs(errors), 0.0)
    growth = _growth(np.minimum(sizes, 10 * np.median(sizes[known])), weights)
    own = _own(sizes / growth, weights, owner, evidence.owners)
    even = np.where(known, errors, 0.0) / (growth * own[owner, None])
    # Origins nearer to one another than a third of the periods ahead, or an eighth of a year, err alike.
    effective = float((weights.sum(axis=1) > 0).sum() / max(1.0, ahead / 3, evidence.rows.spacing.season / 8))
    alike = _alike(even, weights, evidence.rows.origin[use])
    return Spread(growth, own, _quantiles(np.abs(even[known]), weights[known], effective, alike), int(known.sum()),
                  _together(even, known, growth))


def _growth(sizes: Numbers, weights: Numbers) -> Numbers:
    """The mean size by periods ahead: a power of the periods, and where there are many errors their own mean."""
    number = (weights > 0).sum(axis=0)
    mean = (sizes * weights).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-12)
    there = (number > 0) & (mean > 0)
    steps = np.log(np.arange(1, len(mean) + 1))
    if not there.any():
        return np.full(len(mean), 1e-9)
    logs, heavy = np.log(mean[there]), np.sqrt(number[there].astype(float))
    centre = np.average(steps[there], weights=heavy)
    level = np.average(logs, weights=heavy)
    apart = steps[there] - centre
    slope = (heavy * apart * logs).sum() / max((heavy * apart ** 2).sum(), 1e-9) if there.sum() > 1 else 0.0
    curve = level + np.clip(slope, 0, MOST_GROWTH) * (steps - centre)
    share = np.where(there, number / (number + CURVE_WEIGHT), 0.0)
    mixed = share * np.log(np.where(there, mean, 1.0)) + (1 - share) * curve
    return np.asarray(np.maximum.accumulate(np.exp(mixed)))


def _own(sizes: Numbers, weights: Numbers, owner: Choice, owners: int) -> Numbers:
    """Each series' factor: its own mean size over the pool's, drawn to 1 by how few origins it has."""
    total = by_owner(owner, (sizes * weights).sum(axis=1), owners)
    heavy = by_owner(owner, weights.sum(axis=1), owners)
    origins = by_owner(owner, (weights.sum(axis=1) > 0).astype(float), owners)
    ratio = np.where(heavy > 0, total / np.maximum(heavy, 1e-12), 1.0)
    share = origins / (origins + OWN_WEIGHT)
    return np.asarray(np.exp(share * np.log(np.clip(ratio, 0.05, 20.0))))


def _quantiles(sizes: Numbers, weights: Numbers, effective: float, alike: float = 1.0) -> Numbers:
    """The quantiles of errors at LEVELS, as far below 0 as above: of the n sizes the ⌈(n + 1)p⌉-th (Vovk, Gammerman and Shafer
    2005), with weights, and drawn to Student's shape where there are few. alike: how many of them
    tell no more than one of how far errors go; of their shape each tells by itself."""
    order = np.argsort(sizes)
    sorted_sizes, heavy = sizes[order], np.cumsum(weights[order])
    shares = np.abs(2 * np.array(LEVELS) - 1)
    wanted = np.minimum(shares * (1 + 1 / max(effective, 1.0)), 1.0) * heavy[-1]
    found = sorted_sizes[np.minimum(np.searchsorted(heavy, wanted - 1e-9 * heavy[-1]), len(sizes) - 1)]
    mean = float(np.average(sizes, weights=weights))
    usual = special.stdtrit(SHAPE_FREEDOM, 0.5 + shares / 2) * mean / _mean_size(SHAPE_FREEDOM)
    lean = effective / (effective + SHAPE_WEIGHT)
    # A spread known from n errors asks for Student's quantiles, which are wider than the normal ones by about this.
    unsure = np.sqrt(1 + 2 / max(effective / alike, 1.0))
    mixed = np.where(found > 0, found, usual) ** lean * np.maximum(usual, 1e-12) ** (1 - lean) * unsure
    # A few wild errors of short histories must not carry the outermost levels away on a scale of logarithms.
    bound = np.interp(WHOLE, shares[len(shares) // 2:], mixed[len(shares) // 2:])
    most = bound * special.stdtrit(HEAVIEST, 0.5 + shares / 2) / special.stdtrit(HEAVIEST, 0.5 + WHOLE / 2)
    mixed = np.where(shares > WHOLE, np.minimum(mixed, most), mixed)
    return np.asarray(np.sign(np.array(LEVELS) - 0.5) * np.where(shares < 1e-9, 0.0, mixed))


def _alike(even: Numbers, weights: Numbers, origins: Choice) -> float:
    """How many series tell as much as one whose errors are its own: 1 + (m − 1)ρ, the design effect of Kish 1965, with m series
    at an origin and ρ the correlation of their errors in the same period ahead."""
    order = np.argsort(origins, kind="stable")
    firsts = np.flatnonzero(np.diff(origins[order], prepend=-1))
    if len(firsts) == len(origins):
        return 1.0
    there = (weights > 0)[order]
    bounded = np.minimum(np.maximum(even[order], -4), 4) * there
    total, squares, number = (np.add.reduceat(part, firsts, axis=0) for part in (bounded, bounded ** 2, there.astype(float)))
    pairs, usual = (number * (number - 1)).sum(), squares.sum() / max(number.sum(), 1)
    shared = np.clip((total ** 2 - squares).sum() / max(pairs, 1.0) / max(usual, 1e-12), 0, 1)
    return float(1 + ((number ** 2).sum() / max(number.sum(), 1.0) - 1) * shared)


def _mean_size(freedom: float) -> float:
    """The mean of the absolute value of Student's distribution."""
    return float(2 * np.sqrt(freedom / np.pi) * special.gamma((freedom + 1) / 2) / special.gamma(freedom / 2) / (freedom - 1))


def _together(even: Numbers, known: npt.NDArray[np.bool_], growth: Numbers) -> Numbers:
    """The correlation of errors from one origin, drawn to that of a walk seen through noise where few rows hold both."""
    bounded = np.where(known, np.clip(even, -4, 4), 0.0)
    both = known.astype(float).T @ known
    squares = (bounded ** 2).T @ known
    found = bounded.T @ bounded / np.sqrt(np.maximum(squares * squares.T, 1e-12))
    steps = np.arange(1, len(growth) + 1)
    walk = np.sqrt(np.minimum.outer(steps, steps) / np.maximum.outer(steps, steps))
    share = both / (both + CURVE_WEIGHT)
    mixed = share * found + (1 - share) * walk
    values, vectors = np.linalg.eigh((mixed + mixed.T) / 2)
    possible = vectors @ np.diag(np.maximum(values, 1e-6)) @ vectors.T
    scale = np.sqrt(np.diag(possible))
    return np.asarray(possible / np.outer(scale, scale))
