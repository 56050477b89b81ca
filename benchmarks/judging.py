"""Judging every measure of every force: 43 forces × 40 measures × 60 months, made up from a fixed seed.

Points to chart, target, rating, reasons and sentence, up to what a release holds of it; no records are read. Each kind of chart
is timed against single values, in one run. On two cores the forces are shared out between two processes, whose start is not
counted. On a busy machine the CPU seconds are the truer.

    python -m benchmarks.judging
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context

from answerable.judgement import Amount, ChartPlan, Point, Subject, Target, default_plan, judge, rating_rule
from answerable.periods import MONTH_NAMES
from benchmarks import measuring
from benchmarks.measuring import Ratio, best_ms

FORCES, MEASURES, MONTHS = 43, 40, 60
LIMIT_SECONDS, KIND_LIMIT, SEASON_LIMIT = 3.0, 2.0, 3.0
CORES = 2
SUBJECT = Subject("calls", "Calls answered", "percent", "higher", "{value} of {denominator} calls were answered in {period}")
TARGET = Target("calls", 1, "calls", Amount(80, ">="), "Owner", "aspiration", "Plan", date(2015, 1, 1), None, "")


@dataclass(frozen=True)
class Work:
    """The forces from `first` up to and not including `last`, judged by a plan."""

    first: int
    last: int
    plan: ChartPlan

    def run(self) -> int:
        """Judge them all. Returns how many sentences were made."""
        rule, made = rating_rule(), 0
        for force in range(self.first, self.last):
            for points in _force(force):
                said = judge(SUBJECT, points, target=TARGET, rule=rule, plan=self.plan).as_json()
                made += bool(said["judgement"]["sentence"])
        return made


_FORCES: dict[int, list[list[Point]]] = {}


def _force(number: int) -> list[list[Point]]:
    """The series of a force; made once a process."""
    if number not in _FORCES:
        chance = random.Random(number)
        _FORCES[number] = [_series(chance) for _measure in range(MEASURES)]
    return _FORCES[number]


def _series(chance: random.Random) -> list[Point]:
    level, found = chance.uniform(0.5, 0.9), []
    for place in range(MONTHS):
        first, following = _month(place), _month(place + 1)
        calls = chance.randint(4_000, 40_000)
        answered = round(calls * min(max(chance.gauss(level, 0.03), 0.0), 1.0))
        found.append(Point(first, f"{MONTH_NAMES[first.month - 1]} {first.year}", 100 * answered / calls, "final", answered,
                           calls, 1.0, following - timedelta(days=1)))
    return found


def _month(number: int) -> date:
    return date(2020 + number // 12, number % 12 + 1, 1)


def _prepare(work: Work) -> None:
    for force in range(work.first, work.last):
        _force(force)


def _worker(work: Work) -> tuple[float, int]:
    """Seconds of CPU for a share of the forces, their making not counted, and how many were judged."""
    _prepare(work)
    began = time.process_time()
    made = work.run()
    return time.process_time() - began, made


def _on_two_cores(plan: ChartPlan) -> tuple[float, int]:
    """The CPU seconds of the slower of two processes that share the forces, and how many series they judged."""
    half = FORCES // CORES
    shares = [Work(0, half, plan), Work(half, FORCES, plan)]
    with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
        done = list(pool.map(_worker, shares))
    return max(seconds for seconds, _made in done), sum(made for _seconds, made in done)


def main(rounds: int) -> bool:
    """Time it and print it. Returns whether every goal is met and every series was judged."""
    print(f"{FORCES} forces × {MEASURES} measures × {MONTHS} months\n{measuring.machine()}\n", flush=True)
    plans = {"xmr": default_plan(), "p-prime": ChartPlan("p-prime-1", kind="p-prime"),
             "xmr, seasonally adjusted": ChartPlan("season-1", season="month")}
    works = {name: Work(0, FORCES, plan) for name, plan in plans.items()}
    _prepare(works["xmr"])
    seconds = {name: best_ms(work.run, rounds)[1] / 1000 for name, work in works.items()}
    two, made = _on_two_cores(plans["xmr"])
    ratios = [_limit("one core", seconds["xmr"], goal=False), _limit("two cores", two, goal=True),
              *(measuring.at_most(name, "xmr", seconds[name] / seconds["xmr"], goal)
                for name, goal in (("p-prime", KIND_LIMIT), ("xmr, seasonally adjusted", SEASON_LIMIT)))]
    measuring.print_ratios(ratios)
    print(measuring.load())
    return _complete(ratios, made)


def _complete(ratios: Sequence[Ratio], made: int) -> bool:
    return all(ratio.met for ratio in ratios) and made == FORCES * MEASURES


def _limit(what: str, seconds: float, *, goal: bool) -> Ratio:
    return Ratio(f"xmr, {what}", "a limit" if goal else "", f"{seconds:.2f} s of CPU",
                 f"≤ {LIMIT_SECONDS:g} s" if goal else measuring.NO_GOAL, not goal or seconds <= LIMIT_SECONDS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, of which the best counts (default 3)")
    sys.exit(0 if main(parser.parse_args().rounds) else 1)
