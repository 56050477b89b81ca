"""A plan carried through the simulator: the figures of each month with their spread, and how likely a target is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from answerable.simulation.room import Room
from answerable.staffing.strength.calibrating import Conditions, conditions, expected_demand, present
from answerable.staffing.strength.chances import MONTHS, OF_COHORTS, normals, uniforms
from answerable.staffing.strength.emulator import Emulator, Range, Told, emulate
from answerable.staffing.strength.history import Past
from answerable.staffing.strength.people import Strength, drawn
from answerable.staffing.strength.plan import Plan
from answerable.staffing.strength.scaled import scaled
from answerable.staffing.targets import Target

DRAWS, SEED = 2000, 1
# Room for an efficiency that differs from the simulator's.
_ROOM = 1.3
_POOLED = 10 * OF_COHORTS


@dataclass(frozen=True)
class StructuralProjection:
    """What is said of a plan's months. strength: its people; ratio: months × draws, people able to work over those for whom
    the room's file plans, efficiency left out; figures: for each target months × draws, shares from 0 to 1 or seconds;
    conditions: as drawn; beyond: the share of draws outside of what the simulator was asked, told as at its edge; pooled: the
    weight of the structural draws where they are mixed with others (1: they are not)."""

    plan: Plan
    targets: tuple[Target, ...]
    emulators: tuple[Emulator, ...]
    strength: Strength
    ratio: np.ndarray
    figures: tuple[np.ndarray, ...]
    conditions: Conditions
    beyond: float = 0.0
    pooled: float = 1.0

    def met(self, place: int) -> np.ndarray:
        """The chance that a target (its place) is met in each month; never 0 or 1."""
        return chance(hits(self.targets[place], self.figures[place]))


def room_of(made: StructuralProjection, room: Room, month: int) -> Room:
    """The room as it is expected in a month: staff and arrivals by the middle draw, what the room does with its people in the
    staff."""
    ratio = float(np.median(made.ratio[month] * np.exp(made.conditions.efficiency)))
    demand = float(np.exp(np.median(made.conditions.demand[month])))
    return replace(scaled(room, ratio, demand), name=f"{room.name}, {made.plan.label(month)}, {made.plan.name}")


def hits(target: Target, figures: np.ndarray) -> np.ndarray:
    """Where figures meet a target."""
    return np.asarray(figures >= target.level if target.at_least else figures <= target.level)


def chance(met: np.ndarray) -> np.ndarray:
    """The share of draws, never 0 or 1: a finite number cannot tell never from seldom."""
    return np.asarray((met.sum(axis=-1) + 0.5) / (met.shape[-1] + 1))


def emulators_for(plans: Sequence[Plan], room: Room, targets: Sequence[Target], pasts: Sequence[Past] = (), *,
                  draws: int = DRAWS, seed: int = SEED, threads: int | None = None,
                  progress: Told | None = None) -> tuple[Emulator, ...]:
    """Emulators over all that plans and past months may need, the same for all of the plans."""
    ratios, demands = [], [np.zeros(1)]
    for plan in plans:
        known = conditions(plan, draws, seed)
        ratios.append(_ratio(plan, drawn(plan, draws, seed), known))
        demands += [known.demand.ravel(), np.array([np.log(one.demand) for one in pasts if one.demand] or [0.0]),
                    np.array([expected_demand(plan, one.place) for one in pasts] or [0.0])]
        ratios.append(np.array([one.working / plan.room_for for one in pasts if one.working] or [1.0]))
    all_ratios = np.concatenate([one.ravel() for one in ratios])
    least, most = np.quantile(all_ratios, [0.001, 0.999])
    low, high = np.quantile(np.concatenate(demands), [0.001, 0.999])
    over = Range(max(float(least) / _ROOM, 0.2), min(max(float(most), 0.3) * _ROOM, 3.0), float(np.exp(low)),
                 float(np.exp(high)))
    return tuple(emulate(room, targets, over, seed=seed, threads=threads, progress=progress))


def _ratio(plan: Plan, strength: Strength, known: Conditions) -> np.ndarray:
    """People able to work in each month and draw, over those for whom the room's file plans."""
    return np.asarray(strength.working / plan.room_for * np.exp(present(plan, known.absent)))


def project_plan(plan: Plan, targets: Sequence[Target], emulators: Sequence[Emulator], past: Sequence[Past] = (), *,
                 draws: int = DRAWS, seed: int = SEED) -> StructuralProjection:
    """The months of a plan. past: of the first target's measure. Plans projected with one seed see the same chances, so the
    difference of two is due to the plans."""
    known = conditions(plan, draws, seed, past, emulators[0])
    strength = drawn(plan, draws, seed)
    ratio = _ratio(plan, strength, known)
    luck = known.widened * normals(seed, MONTHS, plan.months, draws)
    able = np.log(np.maximum(ratio, 1e-9)) + known.efficiency
    figures = []
    for emulator in emulators:
        place, spread = emulator.at(able, known.demand)
        figures.append(emulator.value(place + spread * luck))
    return StructuralProjection(plan, tuple(targets), tuple(emulators), strength, ratio, tuple(figures), known,
                                emulators[0].beyond(able, known.demand))


def with_courses(made: StructuralProjection, courses: np.ndarray, weight: float, seed: int = SEED) -> StructuralProjection:
    """The first target's figures mixed with other courses of the same months (a linear pool). courses: any number × months, in
    the figures' unit; weight: of the structural draws, 0 to 1."""
    first = made.figures[0]
    draws = first.shape[1]
    own, other = uniforms(seed, _POOLED, draws) < weight, uniforms(seed, _POOLED + 1, draws)
    taken = courses[(other * len(courses)).astype(int)].T
    return replace(made, figures=(np.where(own, first, taken), *made.figures[1:]), pooled=weight)
