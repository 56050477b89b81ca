"""Calls a second against SimPy, Ciw and the same kernel in C; threads; and what common random numbers save.

Processor time of one thread, best of --rounds, all in one run. C and the kernel must count the same.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from os import cpu_count
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from answerable.simulation.kernel.world import Plan
from answerable.simulation.kernel.world import Room as Arrays
from answerable.simulation.laying_out import plan_of, seed_of, shapes_of, world_of
from answerable.simulation.room import Pool, Room
from answerable.simulation.running import empty, new_room, run_once
from answerable.simulation.simulating import simulate
from benchmarks import measuring
from benchmarks.simulation import in_c, in_python
from benchmarks.simulation.rooms import full_week, two_classes


def main(options: Namespace) -> bool:
    """Print the ratios; whether C and the kernel counted the same."""
    print(f"a simulated control room\n{measuring.machine()}\n", flush=True)
    library = in_c.built()
    rates, same = dict[str, float](), True
    for name, room in (("two classes", two_classes(options.days)), ("full week", full_week(max(options.days // 7, 1)))):
        own, in_the_limit, equal = _both(library, room, options.rounds)
        same &= equal
        rates[name] = own
        print(f"{name:12} kernel {own:12,.0f} calls/s   C {in_the_limit:12,.0f}   ratio {own / in_the_limit:5.2f}   "
              f"goal {0.9 if name == 'two classes' else 0.8}   counts {'equal' if equal else 'DIFFER'}", flush=True)
    python = in_python.with_ciw(options.ciw) if options.ciw else ""
    for name, goal in (("SimPy", 100), ("Ciw", 200)):
        if name == "Ciw" and not python:
            print(f"{name:12} is not asked for (--ciw FOLDER)")
            continue
        runs = [in_python.by_ciw(options.rival_days, 1, python) if name == "Ciw" else in_python.by_simpy(options.rival_days)
                for _ in range(options.rounds)]
        calls, gone, seconds = min(runs, key=lambda told: told[2])
        times = rates["two classes"] * seconds / calls
        print(f"{name:12} {calls / seconds:12,.0f} calls/s, {gone:.1%} give up; the kernel is {times:,.0f} "
              f"times as fast   goal {goal}", flush=True)
    _threads(options)
    _same_callers(options)
    print(measuring.load())
    return same


def _both(library: object, room: Room, rounds: int) -> tuple[float, float, bool]:
    """Calls a second of the kernel and of C, and whether they counted the same."""
    world, shapes, key = world_of(room), shapes_of(room), seed_of(1, 0)
    world["seed"], plan = key, plan_of(room, key)
    arrays = new_room(world, shapes, plan)
    run_once(new_room(*_short(room)[:2], _short(room)[2]), _short(room)[2])      # compiled, or read from disk, before
    own, other = [], []
    for _ in range(rounds):
        counted, seconds = in_c.run(library, world, shapes, plan)       # type: ignore[arg-type]
        other.append(seconds)
        own.append(_timed(arrays, plan))
    equal = all(np.allclose(counted[name], getattr(arrays.queues, name), rtol=1e-9) for name in in_c.TALLY)
    calls = float(arrays.queues.offered.sum())
    return calls / min(own), calls / min(other), equal


def _short(room: Room) -> tuple[np.ndarray, np.ndarray, Plan]:
    small = replace(room, slots=48, pools=tuple(Pool(pool.name, pool.staff[:48]) for pool in room.pools),
                    lines=tuple(replace(line, arrivals=line.arrivals[:48]) for line in room.lines))
    return world_of(small), shapes_of(small), plan_of(small, seed_of(1, 0))


def _timed(arrays: Arrays, plan: Plan) -> float:
    empty(arrays)
    began = process_time()
    run_once(arrays, plan)
    return process_time() - began


def _threads(options: Namespace) -> None:
    """Weeks simulated by one thread and by two, wall-clock time."""
    room, best = full_week(1), dict[int, float]()
    for _ in range(options.rounds):
        for threads in (1, 2):
            began = perf_counter()
            simulate(room, 200, threads=threads)
            best[threads] = min(best.get(threads, 1e9), perf_counter() - began)
    print(f"200 weeks: one thread {best[1]:.2f} s, two {best[2]:.2f} s, {best[1] / best[2]:.2f} times   goal 1.8 "
          f"({cpu_count()} cores)", flush=True)


def _same_callers(options: Namespace) -> None:
    """One more handler at 17:00: the variance of the difference with other callers on each side, over that with the same."""
    room = full_week(1)
    staff = tuple(here + (slot % 48 == 34) for slot, here in enumerate(room.pools[0].staff))
    more = replace(room, pools=(Pool("room", staff),))
    before, same, other = simulate(room, 300), simulate(more, 300), simulate(more, 300, seed=2)
    for queue in room.lines:
        def difference(result: object, name: str = queue.name) -> float:
            counted = result.counted(name, "within") / result.counted(name, "offered")          # type: ignore[attr-defined]
            return float((counted - before.counted(name, "within") / before.counted(name, "offered")).var(ddof=1))
        print(f"one more handler at 17:00, {queue.name}: variance {difference(other) / difference(same):,.0f} times smaller "
              "with the same callers   goal 50", flush=True)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=700, help="days of the kernel's and C's runs (default 700)")
    parser.add_argument("--rival-days", type=float, default=30, help="days of SimPy's and Ciw's runs (default 30)")
    parser.add_argument("--ciw", type=Path, metavar="FOLDER", help="hold it against Ciw too, in a virtual environment of its "
                                                                   "own in this folder, made where it is not there")
    parser.add_argument("--rounds", type=int, default=3, help="the best counts (default 3)")
    raise SystemExit(not main(parser.parse_args()))
