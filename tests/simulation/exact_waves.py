"""A load that swells and falls like a wave: Feldman, Mandelbaum, Massey & Whitt 2008.

λ(t) = 100 + 20 sin t, handling and patience exponential, both of mean 1. As contacts leave at the same rate whether they wait
or are handled, the number of them in the room is Poisson with mean m(t) = 100 + 10 (sin t - cos t), whatever the staffing. So
the share who wait is P(Poisson(m) ≥ handlers), without solving anything.
"""

from __future__ import annotations

from math import pi

import numpy as np
from exact_rooms import exponential
from scipy.stats import poisson

from answerable.simulation.room import Line, Pool, Room, Service

A_WAVE = 128                                # slots of a wave
LENGTH = 2 * pi / A_WAVE                    # of a slot, in means of handling
UNIT = 1800.0 / LENGTH                      # the mean handling, seconds: a slot is a half-hour


def present(t: np.ndarray) -> np.ndarray:
    """The mean number in the room, long after it began."""
    return np.asarray(100 + 10 * (np.sin(t) - np.cos(t)))


def fewest(load: np.ndarray, share: float) -> np.ndarray:
    """Of each load the fewest handlers by which no more than a share wait."""
    handlers = np.arange(400)
    return np.asarray((poisson.sf(handlers - 1, np.asarray(load)[:, None]) <= share).argmax(axis=1))


def rates() -> np.ndarray:
    """λ by slot of a wave, contacts per mean handling: the mean over the slot."""
    edges = np.arange(A_WAVE + 1) * LENGTH
    return np.asarray(100 + 20 * -np.diff(np.cos(edges)) / LENGTH)


def wave_room(staff: np.ndarray, waves: int = 2) -> Room:
    """The room over some waves, from one begun empty a wave earlier. staff: by slot of a wave."""
    line = Line("calls", tuple(rates() * LENGTH) * waves,
                Service(exponential(UNIT), ("room",), patience=exponential(UNIT)))
    return Room("wave", (line,), (Pool("room", tuple(map(int, staff)) * waves),), A_WAVE * waves, warm_up=A_WAVE)


def within_slots(waves: int = 2, steps: int = 16) -> np.ndarray:
    """m at the middles of equal steps of every slot of the room, slots × steps: within a slot λ does not change, so
    m falls towards it as e^-t. From an empty room, a wave before the first slot."""
    found, start = np.zeros(((waves + 1) * A_WAVE, steps)), 0.0
    middles = (np.arange(steps) + 0.5) / steps * LENGTH
    for slot, rate in enumerate(np.tile(rates(), waves + 1)):
        found[slot] = rate + (start - rate) * np.exp(-middles)
        start = rate + (start - rate) * np.exp(-LENGTH)
    return found[A_WAVE:]


def share_who_wait(staff: np.ndarray, waves: int = 2) -> float:
    """The exact share of all who come to `wave_room` who wait."""
    waits = poisson.sf(np.tile(staff, waves)[:, None] - 1, within_slots(waves)).mean(axis=1)
    return float(np.average(waits, weights=np.tile(rates(), waves)))
