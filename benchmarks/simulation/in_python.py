"""The two-class queue with abandonment as users of SimPy and of Ciw would write it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from time import process_time
from typing import Any
from venv import create

CIW = "ciw==3.2.7"

RATES, PATIENCE, HANDLING, HANDLERS = (1000 / 86400, 1800 / 86400), (90.0, 300.0), 360.0, 11


def by_simpy(days: float, seed: int = 1) -> tuple[int, float, float]:
    """Calls, the share that gave up, and the processor time (seconds)."""
    import simpy
    random, clock = Random(seed), simpy.Environment()
    room, counted = simpy.PriorityResource(clock, HANDLERS), [0, 0]

    def call(place: int) -> Any:
        with room.request(priority=place) as asked:
            came = yield asked | clock.timeout(random.expovariate(1 / PATIENCE[place]))
            if asked in came:
                yield clock.timeout(random.expovariate(1 / HANDLING))
            else:
                counted[1] += 1

    def calls(place: int) -> Any:
        while True:
            yield clock.timeout(random.expovariate(RATES[place]))
            counted[0] += 1
            clock.process(call(place))
    began = process_time()
    for place in range(2):
        clock.process(calls(place))
    clock.run(until=days * 86400)
    return counted[0], counted[1] / counted[0], process_time() - began


def by_ciw(days: float, seed: int, python: str) -> tuple[int, float, float]:
    """The same by Ciw, in a process of a Python that has it (its wheel brings a package named `tests`, so it is not to be
    installed beside this project). Raises ModuleNotFoundError where that Python has none."""
    made = subprocess.run([python, __file__, str(days), str(seed)], capture_output=True, text=True, check=False)
    if made.returncode:
        raise ModuleNotFoundError(made.stderr.strip().splitlines()[-1])
    calls, gone, seconds = made.stdout.split()
    return int(calls), float(gone), float(seconds)


def with_ciw(folder: Path) -> str:
    """The Python of a virtual environment with Ciw, made in the folder where it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", CIW], check=True)
    return str(python)


def _by_ciw_here(days: float, seed: int) -> tuple[int, float, float]:
    import ciw
    ciw.seed(seed)
    names = ("999", "101")
    network = ciw.create_network(
        arrival_distributions={name: [ciw.dists.Exponential(rate)] for name, rate in zip(names, RATES, strict=True)},
        service_distributions={name: [ciw.dists.Exponential(1 / HANDLING)] for name in names},
        reneging_time_distributions={name: [ciw.dists.Exponential(1 / mean)]
                                     for name, mean in zip(names, PATIENCE, strict=True)},
        number_of_servers=[HANDLERS], priority_classes={"999": 0, "101": 1})
    began = process_time()
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(days * 86400)
    records = simulation.get_all_records()
    gone = sum(record.record_type == "renege" for record in records)
    return len(records), gone / len(records), process_time() - began


if __name__ == "__main__":
    print(*_by_ciw_here(float(sys.argv[1]), int(sys.argv[2])))
