"""The same kernel in C, built when it is asked for."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path
from tempfile import mkdtemp
from time import process_time

import numpy as np

from answerable.simulation.kernel.world import COUNTED, Plan

SOURCE = Path(__file__).with_name("room.c")
CONTACTS = 1 << 12
_SHAPE = [("kind", "i8"), ("first", "f8"), ("second", "f8")]
_WORLD = np.dtype([("seed", "u8"), ("slots", "i8"), ("slot_seconds", "f8"), ("run_out", "f8"), ("attempts", "i8", 2),
                   ("reserve", "i8", 2), ("redial_share", "f8", 2), ("limit", "f8", 2), ("short", "f8", 2),
                   ("talk", _SHAPE, 2), ("wrap", _SHAPE, 2), ("patience", _SHAPE, 2), ("redial", _SHAPE, 2)])
TALLY = ("offered", "first_attempts", "answered", "within", "abandoned", "short_abandoned", "waited", "wait_answered",
         "wait_abandoned", "wait_caller", "talk", "wrap")
assert set(TALLY) <= set(COUNTED)


def built() -> ctypes.CDLL:
    """The library, by gcc -O3 -march=native. Raises CalledProcessError or FileNotFoundError where there is no gcc."""
    made = Path(mkdtemp()) / "room.so"
    subprocess.run(["gcc", "-O3", "-march=native", "-shared", "-fPIC", str(SOURCE), "-o", str(made), "-lm"], check=True)
    return ctypes.CDLL(str(made))


def laid_out(world: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """The world of two lines and one pool as C has it."""
    own, one, plain = np.zeros(1, dtype=_WORLD), world[0], shapes.view(np.ndarray)
    for name in ("seed", "slots", "slot_seconds", "run_out"):
        own[name] = one[name]
    for name in ("attempts", "redial_share", "limit", "short"):
        own[name][0] = one[name][:2]
    own["reserve"][0] = one["reserve"][:2, 0]
    for column in ("kind", "first", "second"):
        for place in range(2):
            for use, name in enumerate(("talk", "wrap", "patience")):
                own[name][column][0, place] = plain[place * 3 + use][column]
            own["redial"][column][0, place] = plain[6 + place * 2][column]
    return own


def run(library: ctypes.CDLL, world: np.ndarray, shapes: np.ndarray, plan: Plan) -> tuple[dict[str, np.ndarray], float]:
    """What was counted (lines × slots each), and the processor time (seconds)."""
    slots = plan.mean.shape[1]
    own, tallies, busy = laid_out(world, shapes), np.zeros((2, slots, len(TALLY))), np.zeros(slots)
    mean, staff = np.ascontiguousarray(plan.mean), np.ascontiguousarray(plan.staff[0], dtype=np.int64)
    began = process_time()
    addresses = [ctypes.c_void_p(part.ctypes.data) for part in (own, mean, staff, tallies, busy)]
    full = library.run(*addresses, ctypes.c_int64(CONTACTS))
    if full:
        raise MemoryError("more contacts at once than the kernel in C has rows for")
    return {name: tallies[:, :, place] for place, name in enumerate(TALLY)}, process_time() - began
