"""How many handlers stay free for the lines that go first: found by whose the waiting is.

No record says that a handler who was free was kept back. But the more are, the smaller the part of all waiting that falls to
those who go first. So each reserve is tried on the days fitted to, every time calibrated anew, so that they wait in all as
long as they did; the one whose split between lines is nearest to the real one is taken. The method is our own
(docs/explanation/fitting.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from answerable.fitting.checking import Able, DaysFitted, calibrated
from answerable.fitting.fitted import Fitted
from answerable.fitting.rooms import Policy, is_shared
from answerable.simulation.estimating.estimate import Estimate, ratio_over_days

MOST_KEPT_BACK = 4
# Parts of all waiting that are smaller are taken to be this: next to nothing, whatever their ratio is.
LEAST_SHARE = 0.002
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Reserved:
    """policy: with the reserve; able: calibrated for it. reserve: the number with the least and the most that the split of
    waiting does not speak against; None where there is nothing to tell it by. split: the real share of all waiting that fell to
    the lines that go first, with its interval; simulated: that share by reserve, from 0 on."""

    policy: Policy
    able: Able
    reserve: Estimate | None = None
    split: Estimate | None = None
    simulated: tuple[float, ...] = ()


def reserved(fitted: Fitted, policy: Policy, *, repetitions: int = 6, progress: Progress | None = None) -> Reserved:
    """Calibrate a fitted room, with the reserve that the split of waiting tells of; 0 where no pool takes lines that go first
    and others as well, where nobody waits, or where those who go first hardly wait even with none kept free."""
    days = DaysFitted(fitted)
    able = calibrated(days, policy, repetitions=repetitions, progress=progress)
    first = np.array([name in policy.first for name in fitted.contacts.lines])
    seconds = days.waited
    shared = any(is_shared(fitted, pool, policy) for pool in range(len(fitted.pools)))
    if not shared or not seconds.sum():
        return Reserved(policy, able)
    split = ratio_over_days(seconds[first].sum(axis=0), seconds.sum(axis=0))
    tried = [(policy, able, _split(days, policy, able, first, repetitions))]
    if max(tried[0][2], split.value) <= LEAST_SHARE:
        return Reserved(policy, able)
    while tried[-1][2] > max(split.low, LEAST_SHARE) and len(tried) <= MOST_KEPT_BACK:
        kept_back = replace(policy, reserve=len(tried))
        able = calibrated(days, kept_back, repetitions=repetitions, progress=progress)
        tried.append((kept_back, able, _split(days, kept_back, able, first, repetitions)))
    return _nearest(tried, split)


def _split(days: DaysFitted, policy: Policy, able: Able, first: np.ndarray, repetitions: int) -> float:
    """The share of all simulated waiting that falls to the lines that go first."""
    seconds = days.simulated_waits(policy, able.factor, repetitions).sum(axis=(0, 2))
    return float(seconds[first].sum() / max(seconds.sum(), 1e-9))


def _nearest(tried: list[tuple[Policy, Able, float]], split: Estimate) -> Reserved:
    """The reserve whose split is nearest to the real one by its ratio. Its interval: every reserve whose split lies within the
    real one's, and the nearest itself."""
    shares = [share for _policy, _able, share in tried]
    best = int(np.argmin(np.abs(np.log(np.maximum(shares, LEAST_SHARE) / max(split.value, LEAST_SHARE)))))
    not_spoken_against = [number for number, share in enumerate(shares) if share in split] + [best]
    reserve = Estimate(float(best), float(min(not_spoken_against)), float(max(not_spoken_against)))
    return Reserved(tried[best][0], tried[best][1], reserve, split, tuple(shares))
