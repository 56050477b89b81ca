"""Funnel plots: where a force stands among others, with limits that allow for its size and for how much forces differ anyway.

With ten thousand calls a month chance alone explains almost no difference, so that every force would lie outside limits of
chance. The limits are therefore widened by the variance between forces (τ², additive random effects, DerSimonian and Laird
1986), as the middle of the forces shows it. Sources of the formulas: funnel_forms; choices: docs/departures.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answerable.judgement.funnel_forms import TRUNCATED, Form, Peer
from answerable.judgement.ranks import rank_intervals
from answerable.judgement.series import LOWER

# Standard normal quantiles of 97.5% and 99.9%, with the digits of the published source.
NEAR, FAR = 1.959964, 3.090232
# How much of each end is drawn in (winsorised) or left out (truncated) before the spread between forces is measured.
TRIMMED = 0.1
# Of five forces that differ by more than chance not one can lie beyond the far limits, however far off it is: it widens
# them itself (2.83 standard deviations at most). From six on one can (3.73).
LEAST_FORCES = 6
# Where fewer than so many are expected on either side the scale is no longer normal: one call of one lost is no finding.
LEAST_EXPECTED = 5
# Denominators at which limits are worked out for drawing.
DRAWN = 60

ABOVE_FAR, ABOVE_NEAR, BELOW_NEAR, BELOW_FAR = "above-998", "above-95", "below-95", "below-998"
OUTSIDE = (ABOVE_FAR, ABOVE_NEAR, BELOW_NEAR, BELOW_FAR)


@dataclass(frozen=True)
class Placed:
    """A peer in the funnel.

    z: its distance from the centre in standard deviations, widened by τ²; plain_z: without that; outside: one of OUTSIDE,
    None within the near limits; rank, rank_low, rank_high: among those that count, 1 is the best (where neither direction
    is: the highest), with its 95% interval. All are None for a peer that does not count: peer.left_out says why. small: it
    counts, but fewer than LEAST_EXPECTED are expected of it on one side, so that it has a z and neither position nor rank.
    """

    peer: Peer
    z: float | None = None
    plain_z: float | None = None
    outside: str | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    small: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts for centre, limits and ranks."""
        return not self.peer.left_out


@dataclass(frozen=True)
class Lines:
    """The limits at one size (denominator; of a mean: precision), as values."""

    size: float
    lower_near: float
    upper_near: float
    lower_far: float
    upper_far: float


@dataclass(frozen=True)
class Funnel:
    """A funnel. centre: as a value, None where fewer than LEAST_FORCES count: then there are no limits, no positions and no
    ranks either; phi: the overdispersion ratio; tau2: the variance between forces on the transformed scale."""

    form: Form
    placed: tuple[Placed, ...]
    centre: float | None = None
    phi: float | None = None
    tau2: float = 0.0
    limits: tuple[Lines, ...] = ()

    @property
    def adjusted(self) -> bool:
        """Whether the limits are widened because the forces differ by more than chance."""
        return self.tau2 > 0

    @property
    def counted(self) -> tuple[Placed, ...]:
        """Those that count."""
        return tuple(item for item in self.placed if item.counts)

    @property
    def own(self) -> Placed | None:
        """The force that asks, where it is among them."""
        return next((item for item in self.placed if item.peer.own), None)

    def beyond(self, *, plain: bool = False) -> int:
        """How many lie beyond the far limits; plain: beyond limits of chance alone."""
        return sum(abs(z) > FAR for item in self.counted
                   if not item.small and (z := item.plain_z if plain else item.z) is not None)


def funnel(peers: Sequence[Peer], form: Form, *, direction: str = "higher", adjust: bool = True) -> Funnel:
    """Place peers in a funnel; the order in which they are given does not matter.

    direction: "higher", "lower" or "neutral", for the ranks; adjust: False gives limits of chance alone. A peer that cannot
    be placed, or of which `left_out` says that it must not count, stands in the result with the reason and counts for nothing.
    """
    known = sorted((_with_fault(peer, form) for peer in peers), key=lambda peer: peer.id)
    counted = [peer for peer in known if not peer.left_out]
    if len(counted) < LEAST_FORCES:
        return Funnel(form, tuple(map(Placed, known)))
    centre = form.centre(counted)
    if not math.isfinite(centre):
        # A ratio of counts of which nothing at all was counted: there is no scale on which to differ.
        return Funnel(form, tuple(map(Placed, known)), form.back(centre))
    levels, spreads = [form.scale(peer) for peer in counted], [form.spread(peer) for peer in counted]
    plain = [(level - centre) / spread for level, spread in zip(levels, spreads, strict=True)]
    phi, tau2 = between(plain, spreads, truncate=form.trimming == TRUNCATED)
    tau2 = tau2 if adjust else 0.0
    placed = _placed(form, counted, levels, spreads, centre, tau2, direction)
    return Funnel(form, tuple(placed.get(peer.id, Placed(peer)) for peer in known), form.back(centre), phi, tau2,
                  tuple(limits_at(size, form, centre, tau2) for size in _sizes([form.size(peer) for peer in counted])))


def _with_fault(peer: Peer, form: Form) -> Peer:
    return peer if peer.left_out else replace(peer, left_out=form.fault(peer))


def _placed(form: Form, peers: Sequence[Peer], levels: Sequence[float], spreads: Sequence[float], centre: float, tau2: float,
            direction: str) -> dict[str, Placed]:
    widened = [math.sqrt(spread ** 2 + tau2) for spread in spreads]
    small = [form.expected(form.size(peer), form.back(centre)) < LEAST_EXPECTED for peer in peers]
    large = [place for place, is_small in enumerate(small) if not is_small]
    sign = 1.0 if direction == LOWER else -1.0
    ranks = dict(zip(large, rank_intervals([sign * levels[at] for at in large], [widened[at] for at in large]), strict=True))
    found = {}
    for place, peer in enumerate(peers):
        off = levels[place] - centre
        z, plain = off / widened[place], off / spreads[place]
        found[peer.id] = (Placed(peer, z, plain, small=True) if small[place]
                          else Placed(peer, z, plain, outside(z), *ranks[place]))
    return found


def outside(z: float) -> str | None:
    """Beyond which limits a distance in standard deviations lies; on a limit is within it."""
    if abs(z) <= NEAR:
        return None
    if z > 0:
        return ABOVE_FAR if z > FAR else ABOVE_NEAR
    return BELOW_FAR if z < -FAR else BELOW_NEAR


def between(scores: Sequence[float], spreads: Sequence[float], *, truncate: bool = False) -> tuple[float, float]:
    """φ and τ² from unadjusted z-scores and their standard errors.

    φ is the mean of the squared scores, extremes drawn in to the 10% and 90% quantiles (or left out); τ² is 0 where
    kφ < k − 1, else (kφ − (k − 1)) ÷ (Σw − Σw² ÷ Σw) with w = 1 ÷ s², never below 0. Only those kept count for k and w.
    """
    kept = _truncated(scores) if truncate else list(range(len(scores)))
    if not kept:
        return 0.0, 0.0
    low, high = quantile(scores, TRIMMED), quantile(scores, 1 - TRIMMED)
    drawn_in = [scores[at] if truncate else min(max(scores[at], low), high) for at in kept]
    number, phi = len(kept), math.fsum(score ** 2 for score in drawn_in) / len(kept)
    weights = [spreads[at] ** -2 for at in kept]
    total = math.fsum(weights)
    below = total - math.fsum(weight ** 2 for weight in weights) / total
    if number * phi < number - 1 or below <= 0:
        return phi, 0.0
    return phi, max(0.0, (number * phi - (number - 1)) / below)


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile as R works it out by default (type 7): linear between the values in order."""
    listed = sorted(values)
    place = (len(listed) - 1) * share
    lower = math.floor(place)
    upper = min(lower + 1, len(listed) - 1)
    return listed[lower] + (place - lower) * (listed[upper] - listed[lower])


def _truncated(scores: Sequence[float]) -> list[int]:
    """Places of the scores that remain when the outer tenths are left out: by rank, ties sharing the middle of their ranks."""
    tenths = round(1 / TRIMMED)
    kept = []
    for place, score in enumerate(scores):
        rank = sum(other < score for other in scores) + (sum(other == score for other in scores) + 1) / 2
        if 0 < math.floor(rank * tenths / (len(scores) + 1)) < tenths - 1:
            kept.append(place)
    return kept


def limits_at(size: float, form: Form, centre: float, tau2: float) -> Lines:
    """The limits for a peer of that size. centre: on the transformed scale."""
    spread = math.sqrt(form.spread_at(size, centre) ** 2 + tau2)
    return Lines(size, *(form.back(centre + far * spread) for far in (-NEAR, NEAR, -FAR, FAR)))


def _sizes(sizes: Sequence[float]) -> list[float]:
    """Sizes at which to draw limits: evenly spread in 1 ÷ √size, as the limits bend, a little beyond both ends."""
    ends = [1 / math.sqrt(0.8 * min(sizes)), 1 / math.sqrt(1.05 * max(sizes))]
    step = (ends[1] - ends[0]) / (DRAWN - 1)
    return [(ends[0] + step * at) ** -2 for at in range(DRAWN)]
