"""Durations as the kernel wants them: a shape, two parameters, and quantiles."""

from __future__ import annotations

from math import exp, lgamma, log, sqrt

import numpy as np
from scipy.optimize import brentq

from answerable.simulation.kernel import randomness
from answerable.simulation.kernel.world import TABLE_STEPS
from answerable.simulation.room import Duration, Service

_KINDS = {"never": randomness.NEVER, "constant": randomness.CONSTANT, "exponential": randomness.EXPONENTIAL,
          "log_normal": randomness.LOG_NORMAL, "weibull": randomness.WEIBULL, "quantiles": randomness.TABLE}


def lay_out_duration(duration: Duration, row: np.void) -> None:
    """Write a duration into a row of SHAPES."""
    row["kind"] = _KINDS[duration.shape]
    row["first"], row["second"] = _parameters(duration)
    if duration.shape == "quantiles":
        given = np.asarray(duration.quantiles, dtype=float)
        row["table"] = np.interp(np.linspace(0, 1, TABLE_STEPS + 1), np.linspace(0, 1, len(given)), given)


def _parameters(duration: Duration) -> tuple[float, float]:
    """What randomness.duration takes for the shape."""
    if duration.shape in ("constant", "exponential"):
        return duration.mean, 0.0
    if duration.shape == "log_normal":
        variance = log(1 + (duration.sd / duration.mean) ** 2)
        return log(duration.mean) - variance / 2, sqrt(variance)
    if duration.shape == "weibull":
        inverse = _inverse_shape(duration.sd / duration.mean)
        return duration.mean / exp(lgamma(1 + inverse)), inverse
    return 0.0, 0.0


def _inverse_shape(variation: float) -> float:
    """1 / shape of the Weibull distribution with that coefficient of variation: Γ(1 + 2k) / Γ(1 + k)² = 1 + variation²."""
    def excess(inverse: float) -> float:
        return lgamma(1 + 2 * inverse) - 2 * lgamma(1 + inverse) - log(1 + variation**2)
    return float(brentq(excess, 1e-6, 40.0))


def handling_seconds(service: Service) -> float:
    """The mean of what a contact of a queue takes of a handler who has no other: talk and the work after it (seconds)."""
    return mean_seconds(service.talk) + mean_seconds(service.wrap)


def mean_seconds(duration: Duration) -> float:
    """The mean of a duration (seconds); infinite for "never". Of quantiles: of the line drawn through them."""
    if duration.shape == "never":
        return float("inf")
    if duration.shape != "quantiles":
        return duration.mean
    given = np.asarray(duration.quantiles, dtype=float)
    return float((given[:-1] + given[1:]).mean() / 2)
