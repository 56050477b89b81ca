"""How often a funnel calls a force an outlier that is none, and how often it finds one that is.

Forces of 5,000 to 25,000 calls that answer 88% of them, give or take chance, and give or take what sets forces apart anyway
(a standard deviation of so many percentage points). Every number comes from a fixed seed.

    python -m benchmarks.funnel_alarms           # about a minute
    python -m benchmarks.funnel_alarms --quick   # a look
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence

import numpy as np

from answerable.judgement.funnel_forms import SHARE, Peer
from answerable.judgement.funnels import FAR, NEAR, between

FORCES = (6, 8, 12, 20, 43)
APART = (0.0, 1.0, 3.0)
LOWER = (5, 10, 15)
FULL, QUICK = 40_000, 4_000
USUAL = 0.88


def distances(dice: np.random.Generator, forces: int, apart: float, lower: float = 0.0) -> tuple[list[float], list[float]]:
    """Adjusted and unadjusted z-scores of one funnel. apart: standard deviation between forces, lower: by how much the first
    is below the rest, both in percentage points."""
    sizes = dice.integers(5_000, 25_000, forces)
    levels = np.clip(dice.normal(USUAL, apart / 100, forces), 0.3, 0.995)
    levels[0] -= lower / 100
    counted = dice.binomial(sizes, levels)
    peers = [Peer(str(place), "", float(part), float(size))
             for place, (part, size) in enumerate(zip(counted, sizes, strict=True))]
    centre, spreads = SHARE.centre(peers), [SHARE.spread(peer) for peer in peers]
    off = [SHARE.scale(peer) - centre for peer in peers]
    plain = [one / spread for one, spread in zip(off, spreads, strict=True)]
    _phi, tau2 = between(plain, spreads)
    return [one / math.sqrt(spread ** 2 + tau2) for one, spread in zip(off, spreads, strict=True)], plain


def share_beyond(scores: Sequence[float], limit: float) -> float:
    """The share of scores beyond a limit on either side."""
    return sum(abs(score) > limit for score in scores) / len(scores)


def false_alarms(forces: int, apart: float, times: int) -> str:
    """A row of the first table."""
    dice = np.random.default_rng([forces, int(apart * 10), 1])
    found = [distances(dice, forces, apart) for _ in range(max(times // forces, 100))]
    adjusted, plain = [score for one, _ in found for score in one], [score for _, one in found for score in one]
    some = sum(share_beyond(one, FAR) > 0 for one, _ in found) / len(found)
    return (f"{forces:6} {apart:6.0f} {share_beyond(adjusted, NEAR):14.1%} {share_beyond(adjusted, FAR):12.1%} {some:12.0%} "
            f"{share_beyond(plain, FAR):17.1%}")


def power(forces: int, lower: int, times: int) -> float:
    """How often a force that is so many points lower lies beyond the far limits, among forces that are 3 points apart."""
    dice = np.random.default_rng([forces, lower, 2])
    found = [distances(dice, forces, 3.0, lower)[0][0] for _ in range(max(times // forces, 100))]
    return sum(score < -FAR for score in found) / len(found)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true")
    times = QUICK if parser.parse_args().quick else FULL
    print("forces  apart  beyond 95%  beyond 99.8%  any in a funnel  99.8% by chance alone")
    for apart in APART:
        for forces in FORCES:
            print(false_alarms(forces, apart, times))
    print("\nforces  found when lower by " + ", ".join(f"{lower} points" for lower in LOWER))
    for forces in FORCES:
        print(f"{forces:6}  " + "  ".join(f"{power(forces, lower, times):8.0%}" for lower in LOWER))


if __name__ == "__main__":
    main()
