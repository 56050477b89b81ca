"""How long contacts are willing to wait, from waits of which most ended by an answer: those are censored, not patient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from answerable.simulation.estimating.estimate import UNKNOWN, Estimate, mean_of_exponential
from answerable.simulation.kernel.world import TABLE_STEPS
from answerable.simulation.results import NORMAL_95
from answerable.simulation.room import NEVER, Duration

# Fewer who gave up than this do not show a shape: then patience is taken as exponential.
FEWEST_FOR_A_TABLE = 100
# Where fewer than this share of those watched still wait, the estimate rests on a handful: its tail is drawn instead.
THIN = 0.005
LONGEST = 1 - 0.5 / TABLE_STEPS


@dataclass(frozen=True)
class Survival:
    """The Kaplan–Meier estimate. times: seconds at which somebody gave up, rising; at_risk: who still waited just before;
    gave_up: how many then; waiting: the share that would still wait after it; low, high: its 95% interval."""

    times: np.ndarray
    at_risk: np.ndarray
    gave_up: np.ndarray
    waiting: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def still_waiting(self, seconds: float) -> Estimate:
        """The share that would still wait after so many seconds, had nobody been answered."""
        place = int(np.searchsorted(self.times, seconds, side="right")) - 1
        if place < 0:
            return Estimate(1.0, 1.0, 1.0)
        return Estimate(float(self.waiting[place]), float(self.low[place]), float(self.high[place]))


def kaplan_meier(seconds: np.ndarray, gave_up: np.ndarray) -> Survival:
    """The share that would still wait after each time at which somebody gave up (Kaplan and Meier, JASA 53, 1958, 457–481).

    seconds: how long each contact was watched; gave_up: whether it then gave up (else it was answered, and would have waited
    longer). Who is answered at the very second at which another gives up was still at risk. The interval is Greenwood's, on
    the scale of log(-log): it stays between 0 and 1.
    """
    times, counts = np.unique(seconds[gave_up], return_counts=True)
    at_risk = len(seconds) - np.searchsorted(np.sort(seconds), times, side="left")
    with np.errstate(divide="ignore", invalid="ignore"):
        waiting = np.cumprod(1 - counts / at_risk)
        variance = np.cumsum(counts / (at_risk * (at_risk - counts).astype(float)))
        spread = np.exp(NORMAL_95 * np.sqrt(variance) / -np.log(waiting))
        low, high = waiting**spread, waiting ** (1 / spread)
    gone = waiting == 0.0
    return Survival(times, at_risk, counts, waiting, np.where(gone, 0.0, low), np.where(gone, 0.0, high))


def mean_patience(seconds: np.ndarray, gave_up: np.ndarray) -> Estimate:
    """The mean of an exponential patience: all the waiting by the number who gave up, with its exact interval. UNKNOWN
    where nobody waited."""
    total = float(seconds.sum())
    return mean_of_exponential(total, int(gave_up.sum())) if total > 0 else UNKNOWN


def patience_of(seconds: np.ndarray, gave_up: np.ndarray) -> Duration:
    """Patience as a room takes it: the Kaplan–Meier estimate as a table of quantiles where many gave up, else exponential;
    never where nobody did. Beyond the waits that were seen, patience goes on at the rate of the last half of them."""
    if not gave_up.any() or seconds.sum() <= 0:
        return NEVER
    if gave_up.sum() < FEWEST_FOR_A_TABLE:
        return Duration("exponential", max(mean_patience(seconds, gave_up).value, 1.0))
    found = kaplan_meier(seconds, gave_up)
    kept = found.at_risk >= max(THIN * len(seconds), 20)
    times, gone = np.append(0.0, found.times[kept]), np.append(0.0, 1 - found.waiting[kept])
    last, lost = times[-1], gone[-1]
    half = np.quantile(seconds[gave_up], 0.5)
    rate = (gave_up & (seconds > half)).sum() / np.maximum(seconds - half, 0).sum()
    shares = np.minimum(np.linspace(0, 1, TABLE_STEPS + 1), LONGEST)
    # Each step lies between two quantiles that are at equal steps: what the kernel draws between them is a line.
    within = np.interp(shares, gone, times)
    beyond = last - np.log((1 - shares) / (1 - lost)) / rate
    table = np.maximum.accumulate(np.where(shares <= lost, within, beyond))
    return Duration("quantiles", quantiles=tuple(np.round(table, 2).tolist()))
