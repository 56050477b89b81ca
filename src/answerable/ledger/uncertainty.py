"""Means, ratios and shares of errors that are not independent, each with an interval that allows for it.

Forecasts from one origin share what was known then, forecasts of one period share what came, and forecasts whose ways overlap
share what happened on both. So errors are put into blocks of time as long as the furthest of them looks ahead, by their origins
and by their periods, and the way that gives the wider interval counts. Standard errors by clusters and Student's t with one
degree of freedom less than there are blocks: Cameron and Miller 2015, "A practitioner's guide to cluster-robust inference", J.
Human Resources 50, 317-372, sections II and VI. One block alone tells nothing of how much they differ: no interval then.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from answerable.judgement.against_peers import student_quantile
from answerable.judgement.samples import interval_of_share

# Of every interval here, two-sided.
LEVEL = 0.9

Clusters = Sequence[Hashable]


@dataclass(frozen=True)
class Estimate:
    """A mean, ratio or share of `count` things; low, high: its interval, None where none can be told."""

    value: float
    count: int
    low: float | None = None
    high: float | None = None


def blocks(places: Sequence[int], length: int) -> list[int]:
    """The block of each place in time (a month or a day by its number), blocks so long that what lies in one is not told
    apart. Counted from the first."""
    first = min(places, default=0)
    return [(place - first) // max(length, 1) for place in places]


def mean_of(values: Sequence[float], *ways: Clusters) -> Estimate | None:
    """The mean of values; None of none. ways: for each way of clustering, the cluster of every value."""
    if not values:
        return None
    mean = math.fsum(values) / len(values)
    reach = _reach([value - mean for value in values], ways)
    return _estimate(mean, len(values), None if reach is None else reach / len(values))


def ratio_of(tops: Sequence[float], bottoms: Sequence[float], *ways: Clusters) -> Estimate | None:
    """The sum of `tops` over the sum of `bottoms`; None where that is 0. Its interval by linearisation (Cochran 1977, Sampling
    Techniques, §6.4): what each pair adds to the top beyond its part, over the sum of the bottoms."""
    whole = math.fsum(bottoms)
    if whole <= 0:
        return None
    ratio = math.fsum(tops) / whole
    reach = _reach([top - ratio * bottom for top, bottom in zip(tops, bottoms, strict=True)], ways)
    return _estimate(ratio, len(tops), None if reach is None else reach / whole)


def share_of(hits: Sequence[bool], *ways: Clusters) -> Estimate | None:
    """The share of hits with Wilson's interval for as many independent ones as they are worth: their number over the design
    effect (Korn and Graubard 1998, Survey Methodology 24, 193-201). Where all or none hit, differences between clusters
    cannot be seen, and each cluster is worth one."""
    if not hits:
        return None
    share = sum(hits) / len(hits)
    ends = interval_of_share(share, _worth(hits, share, ways), level=LEVEL)
    return Estimate(share, len(hits), ends.low, ends.high)


def _worth(hits: Sequence[bool], share: float, ways: Sequence[Clusters]) -> float:
    fewest = min((len(set(way)) for way in ways), default=len(hits))
    if share in (0.0, 1.0) or fewest < 2:
        return float(fewest)
    alone = share * (1 - share) / (len(hits) - 1)
    rest = [hit - share for hit in hits]
    effect = max([1.0, *(_variance(rest, way) / len(hits) ** 2 / alone for way in ways)])
    return len(hits) / effect


def _estimate(value: float, count: int, reach: float | None) -> Estimate:
    return Estimate(value, count) if reach is None else Estimate(value, count, value - reach, value + reach)


def _reach(rest: Sequence[float], ways: Sequence[Clusters]) -> float | None:
    """How far the interval of a sum reaches to each side, by the way of clustering that reaches furthest; None where one of
    them has a single cluster."""
    ways = ways or (range(len(rest)),)
    if any(len(set(way)) < 2 for way in ways):
        return None
    return max(student_quantile((1 + LEVEL) / 2, len(set(way)) - 1) * math.sqrt(_variance(rest, way)) for way in ways)


def _variance(rest: Sequence[float], way: Clusters) -> float:
    """Variance of the sum of what is left of each value, from the sums of the clusters: G/(G − 1) Σ (sum of a cluster)²."""
    sums: dict[Hashable, float] = defaultdict(float)
    for value, cluster in zip(rest, way, strict=True):
        sums[cluster] += value
    return len(sums) / (len(sums) - 1) * math.fsum(value * value for value in sums.values())
