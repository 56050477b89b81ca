"""Whether two sides answer alike: a ratio between different answers would mean nothing."""

from __future__ import annotations

import math

from benchmarks.force import Answers

SHOWN = 5


def differences(ours: dict[str, Answers], theirs: dict[str, Answers]) -> list[str]:
    """What is answered differently, in words: numerators and denominators must be equal to the millisecond, percentiles
    to the second."""
    found = [f"{name}: asked of one side only" for name in sorted(set(ours) ^ set(theirs))]
    for name in sorted(set(ours) & set(theirs)):
        for key in sorted(set(ours[name]) | set(theirs[name]), key=str):
            mine, other = ours[name].get(key), theirs[name].get(key)
            if mine is None or other is None or not all(map(_alike, mine, other)):
                found.append(f"{name} {key}: {mine} against {other}")
    return found


def _alike(mine: float | None, other: float | None) -> bool:
    if mine is None or other is None:
        return mine is other
    return math.isclose(mine, other, rel_tol=1e-9, abs_tol=1e-6)


def print_agreement(rival: str, ours: dict[str, Answers], theirs: dict[str, Answers]) -> bool:
    """Say whether the answers agree; where not, the first few that do not."""
    found = differences(ours, theirs)
    cells = sum(len(answers) for answers in ours.values())
    print(f"agreement with {rival}: " + (f"all {cells:,} figures" if not found else f"{len(found):,} differ"))
    for line in found[:SHOWN]:
        print("   " + line)
    return not found
