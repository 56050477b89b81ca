"""Figures ahead by a plan of people, against what the figures' own past says: made-up forces whose months are simulated.

python -m benchmarks.structural [--forces 300] [--draws 1000]

Each force has a room of its own staff and an efficiency that nobody knows, people who join (three in five have a recruitment
drive under way), leave and slip, and absence and demand that wander. Every month's figure is simulated by itself, with callers
of its own. At month 36 the next six are told. The world is the model's own family: real plans slip in ways that none did.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from time import perf_counter

import numpy as np

from answerable.forecasting.projecting import project_all
from answerable.forecasting.projection import Projection
from answerable.forecasting.scores import brier, crps_sample
from answerable.forecasting.series import MONTH, SHARE, Series
from answerable.simulation.simulating import simulate
from answerable.staffing.strength.emulator import Emulator, Range, emulate
from answerable.staffing.strength.history import Past
from answerable.staffing.strength.people import NEVER, all_lives, drawn
from answerable.staffing.strength.plan import Absence, Cohort, Demand, Leaving, Plan, Share, Slip, Training, Wandering
from answerable.staffing.strength.scaled import scaled
from answerable.staffing.strength.structural import project_plan
from answerable.staffing.targets import Target
from benchmarks import measuring
from benchmarks.simulation.rooms import full_week

_WEEK = full_week(1)
# Enough for the target where a few posts are vacant.
ROOM = replace(_WEEK, busyness=0.05, pools=tuple(replace(pool, staff=tuple(ceil(1.17 * here) for here in pool.staff))
                                                 for pool in _WEEK.pools))
TARGET = Target("101", "within", 0.8)
MONTHS_KNOWN, AHEAD, WEEKS = 36, 6, 4
BEGAN = date(2023, 5, 1)
EFFICIENCY, ABSENCE, DEMAND = 0.05, Wandering(0.015, 0.6), Wandering(0.02, 0.5)
USUAL, COME, PASSES = 0.25, 0.9, 0.85
WEEKS_LATE = (0, 0, 0, 0, 2, 4, 8, 13)
LEVEL = 0.9


@dataclass(frozen=True)
class Force:
    """A force at its origin. plan: as its managers have it; past: the twelve months before; figures: of all months, those to
    come last."""

    plan: Plan
    past: tuple[Past, ...]
    figures: np.ndarray


def world(random: np.random.Generator) -> Plan:
    """The people of a force over 42 months, with the shares that are true."""
    posts = int(random.integers(70, 140))
    leaving = float(random.uniform(0.08, 0.18))
    drive = random.random() < 0.6
    cohorts, days = [], 42 * 31
    for start in range(30, days, 91):
        usual = posts * leaving / 4 * random.uniform(0.6, 1.1)
        more = posts * random.uniform(0.03, 0.07) if drive and start > 34 * 30 else 0.0
        cohorts.append(Cohort(start, round((usual + more) / (COME * PASSES))))
    return Plan("a force", BEGAN, (float(posts),) * (MONTHS_KNOWN + AHEAD), round(posts * random.uniform(0.88, 1.02)), posts,
                Training(56, Share(PASSES), tuple(np.linspace(0.4, 0.95, 10).tolist())), tuple(cohorts),
                Leaving(Share(leaving), Share(min(2 * leaving, 0.5))), Absence(USUAL, wandering=ABSENCE), (),
                Slip(Share(COME), tuple(7 * week for week in WEEKS_LATE)), Demand(wandering=DEMAND), EFFICIENCY)


def as_known(random: np.random.Generator, plan: Plan, seed: int) -> Plan:
    """The plan as managers have it at the origin: who is there, what is planned, and counts of what went before."""
    origin = int(plan.edges[MONTHS_KNOWN])
    nesting = 7 * len(plan.training.nesting)
    in_post, cohorts = 0, []
    for number, lives in enumerate(all_lives(plan, 1, seed)):
        here = int(((lives.starts[:, 0] < origin) & (lives.leaves[:, 0] > origin)).sum())
        came = lives.starts[lives.starts[:, 0] < NEVER, 0]
        starts = int(came.max()) if len(came) else NEVER
        planned = plan.cohorts[number - 1] if number else None
        if planned is None or starts + plan.training.days + nesting <= origin:
            in_post += here
        elif starts < origin:
            cohorts.append(Cohort(starts - origin, here))
        elif planned.starts >= origin or starts < NEVER:
            # One that should have come before has a new day by now, and may be late again.
            cohorts.append(Cohort((planned.starts if planned.starts >= origin else starts) - origin, planned.people))
    first_year = min(2 * plan.leaving.yearly.value, 0.5)
    counted = [Share(random.binomial(of, share) / of, of) for share, of in (
        (PASSES, 60), (COME, 60), (plan.leaving.yearly.value, 250), (first_year, 60))]
    late = tuple(sorted(random.choice(np.array(plan.slip.days_late), 10).tolist()))
    return replace(plan, begins=plan.month(MONTHS_KNOWN)[0], establishment=plan.establishment[:AHEAD], in_post=in_post,
                   cohorts=tuple(cohorts), training=replace(plan.training, passes=counted[0]),
                   leaving=Leaving(counted[2], counted[3]), slip=Slip(counted[1], late))


def force(number: int) -> Force:
    """One force, its months simulated."""
    random = np.random.default_rng([20261122, number])
    plan = world(random)
    strength = drawn(plan, 1, number)
    months = plan.months
    absent, demand = (_wander(random, own, months) for own in (ABSENCE, DEMAND))
    efficiency = random.normal(0, EFFICIENCY)
    ratio = strength.working[:, 0] / plan.room_for * (1 - USUAL - absent) / (1 - USUAL) * np.exp(efficiency)
    figures = np.array([_figure(ratio[month], np.exp(demand[month]), 1000 * number + month) for month in range(months)])
    past = tuple(Past(month - MONTHS_KNOWN, float(figures[month]), float(strength.working[month, 0]))
                 for month in range(MONTHS_KNOWN - 12, MONTHS_KNOWN))
    return Force(as_known(random, plan, number), past, figures)


def _wander(random: np.random.Generator, own: Wandering, months: int) -> np.ndarray:
    found = [random.normal()]
    for _month in range(1, months):
        found.append(own.carries_over * found[-1] + np.sqrt(1 - own.carries_over**2) * random.normal())
    return own.sd * np.array(found)


def _figure(ratio: float, demand: float, seed: int) -> float:
    above, below = TARGET.counts(simulate(scaled(ROOM, float(ratio), float(demand)), WEEKS, seed, threads=1))
    return float(above.sum() / below.sum())


def ways(forces: list[Force], curve: Emulator, draws: int) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Each way of telling, and for each force its draws (months × draws)."""
    def told(change: Callable[[Force], tuple[Plan, tuple[Past, ...]]]) -> list[np.ndarray]:
        return [project_plan(plan, [TARGET], [curve], past, draws=draws).figures[0] for plan, past in map(change, forces)]

    structural = told(lambda one: (one.plan, one.past))
    yield "structural, calibrated, with plan", structural
    series = [Series(f"force {number:04}", MONTH, _starts(), tuple((100 * one.figures[:MONTHS_KNOWN]).tolist()), SHARE)
              for number, one in enumerate(forces)]
    found = project_all(series, AHEAD)
    own = [np.array(one.paths).T / 100 for one in found if isinstance(one, Projection)]
    yield "pool of that and the figures' past", [np.concatenate([first[:, ::2], _some(second, first.shape[1] // 2)], axis=1)
                                                 for first, second in zip(structural, own, strict=True)]
    yield "structural, uncalibrated", told(lambda one: (one.plan, ()))
    yield "structural, plan ignored", told(lambda one: (_ignored(one), one.past))
    yield "figures' own past (project)", own
    yield "random walk, steps so far", [_walk(one, draws) for one in forces]


def _starts() -> tuple[date, ...]:
    return tuple(date(BEGAN.year + (BEGAN.month - 1 + month) // 12, (BEGAN.month - 1 + month) % 12 + 1, 1)
                 for month in range(MONTHS_KNOWN))


def _some(courses: np.ndarray, number: int) -> np.ndarray:
    return courses[:, np.linspace(0, courses.shape[1] - 1, number).astype(int)]


def _ignored(one: Force) -> Plan:
    """Strength stays as it was in the last month."""
    working = one.past[-1].working or 0.0
    return replace(one.plan, in_post=round(working), cohorts=(), leaving=Leaving(), training=Training(0))


def _walk(one: Force, draws: int) -> np.ndarray:
    seen = np.log(one.figures[:MONTHS_KNOWN] / (1 - one.figures[:MONTHS_KNOWN]))
    steps = np.random.default_rng(len(seen)).choice(np.diff(seen), (AHEAD, draws))
    return np.asarray(1 / (1 + np.exp(-(seen[-1] + steps.cumsum(axis=0)))))


def row(name: str, told: list[np.ndarray], outcomes: np.ndarray) -> str:
    """A line of the table."""
    scores = np.array([crps_sample(draws, facts) for draws, facts in zip(told, outcomes, strict=True)])
    low, high = (np.array([np.quantile(draws, level, axis=1) for draws in told])
                 for level in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    odds = np.array([(draws >= TARGET.level).mean(axis=1) for draws in told])
    inside = (outcomes >= low) & (outcomes <= high)
    error = scores.mean(axis=1).std(ddof=1) / len(scores) ** 0.5
    met = outcomes >= TARGET.level
    return (f"{name:36}{scores.mean():8.4f} ±{error:.4f}{scores[:, 0].mean():10.4f}{scores[:, -1].mean():10.4f}"
            f"{inside.mean():8.3f}{brier(odds, met).mean():9.3f}{odds.mean() - met.mean():+10.3f}")


def main(options: Namespace) -> None:
    """Print the table."""
    print(f"figures ahead by a plan of people\n{measuring.machine()}\n", flush=True)
    began = perf_counter()
    curve, = emulate(ROOM, [TARGET], Range(0.55, 1.6, 0.9, 1.12))
    print(f"emulator: {curve.points} points, error {curve.error[0]:.4f} (at most {curve.error[1]:.4f}), "
          f"{perf_counter() - began:.1f} s", flush=True)
    began = perf_counter()
    with ThreadPoolExecutor(options.threads) as pool:
        forces = list(pool.map(force, range(options.forces)))
    outcomes = np.array([one.figures[MONTHS_KNOWN:] for one in forces])
    print(f"{len(forces)} forces of {MONTHS_KNOWN + AHEAD} months simulated in {perf_counter() - began:.0f} s; in "
          f"{(outcomes >= TARGET.level).mean():.0%} of the months to come {TARGET} is met\n", flush=True)
    print(f"{'':36}{'CRPS':>8}{'':8}{'1 ahead':>9}{'6 ahead':>10}{'in 90%':>8}{'Brier':>9}{'odds-came':>10}")
    for name, told in ways(forces, curve, options.draws):
        print(row(name, told, outcomes), flush=True)
    print("\nThe world is the model's own family; its plans slip as they did before.")
    print(measuring.load())


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--forces", type=int, default=300)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    main(parser.parse_args())
