"""What is drawn, each thing from a stream of its own, so that two plans drawn with one seed see the same chances."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, ndtri

from answerable.staffing.strength.plan import Share, Wandering

# Purposes; a cohort's place is added to those that each cohort has.
PASSES, COMES, YEARLY, FIRST_YEAR, ABSENCE, DEMAND, GROWTH, EFFICIENCY, PAST, MONTHS, LATE, SLIPS = range(12)
OF_PEOPLE, OF_COHORTS, KINDS = 1000, 1_000_000, 4


def uniforms(seed: int, purpose: int, *shape: int) -> np.ndarray:
    """Numbers between 0 and 1. The first rows of a larger array are those of a smaller one."""
    found: np.ndarray = np.random.default_rng([seed, purpose]).random(shape)
    return np.asarray(np.clip(found, 1e-12, 1 - 1e-12))


def normals(seed: int, purpose: int, *shape: int) -> np.ndarray:
    """Standard normal numbers, as `uniforms`."""
    return np.asarray(ndtri(uniforms(seed, purpose, *shape)))


def shares(share: Share, seed: int, purpose: int, draws: int) -> np.ndarray:
    """A share in each draw: what is known stays; what was counted is drawn from what a count leaves open (beta, Jeffreys)."""
    if share.of is None:
        return np.full(draws, share.value)
    some = share.value * share.of
    return np.asarray(betaincinv(some + 0.5, share.of - some + 0.5, uniforms(seed, purpose, draws)))


def wandered(wandering: Wandering, seed: int, purpose: int, months: int, draws: int) -> np.ndarray:
    """months × draws of a number that wanders, stationary from the first month."""
    steps = normals(seed, purpose, months, draws)
    rho, found = wandering.carries_over, np.empty((months, draws))
    for month in range(months):
        found[month] = steps[0] if month == 0 else rho * found[month - 1] + np.sqrt(1 - rho**2) * steps[month]
    return wandering.sd * found
