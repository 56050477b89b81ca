"""A second reading of the rules that NHSRplotthedots 0.2.2 applies, as slow and plain as they are published."""

from __future__ import annotations

from statistics import fmean


def by_hand(values: list[float]) -> list[tuple[float, float, float, str | None]]:
    """Mean, limits and what decides for each point, spelled out from the rules as published, without a gap."""
    mean, ranges = fmean(values), [abs(values[at] - values[at - 1]) for at in range(1, len(values))]
    kept = [size for size in ranges if size < 3.267 * fmean(ranges)]
    width = 2.66 * fmean(kept) if kept else 0.0
    found = []
    for at, value in enumerate(values):
        windows = [values[first:first + 7] for first in range(max(at - 6, 0), at + 1) if first + 7 <= len(values)]
        threes = [values[first:first + 3] for first in range(max(at - 2, 0), at + 1) if first + 3 <= len(values)]
        rule = None
        if abs(value - mean) > width:
            rule = "beyond-limits"
        elif any(window in (sorted(set(window)), sorted(set(window), reverse=True)) for window in windows):
            rule = "trend-of-seven"
        elif _near(value, mean, width) and any(
                sum(_near(each, mean, width) for each in three) >= 2 and len({each > mean for each in three}) == 1
                and mean not in three for three in threes):
            rule = "two-of-three"
        elif any(all(each > mean for each in window) or all(each < mean for each in window) for window in windows):
            rule = "seven-on-one-side"
        found.append((mean, mean - width, mean + width, rule))
    return found


def _near(value: float, mean: float, width: float) -> bool:
    return 2 / 3 * width < abs(value - mean) <= width
