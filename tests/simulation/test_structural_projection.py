"""Odds of a target by a plan of people: calibrated by past months, and right as often as they say in worlds of their kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from answerable.staffing.strength.calibrating import conditions
from answerable.staffing.strength.emulator import Emulator
from answerable.staffing.strength.history import Past
from answerable.staffing.strength.mixing import carried_on, mixed
from answerable.staffing.strength.people import drawn
from answerable.staffing.strength.plan import Absence, Cohort, Demand, Leaving, Plan, Share, Slip, Training, Wandering
from answerable.staffing.strength.structural import project_plan
from answerable.staffing.strength.telling import difference_in_words, figures_in_words
from answerable.staffing.targets import Target

TARGET = Target("101", "within", 0.8)
SLOPE, CHANCE = 8.0, 0.06


def curve() -> Emulator:
    """A measure that is known to the last digit: 80% at a ratio of 0.9, demand pulling as much as people push."""
    ratios, demands = np.linspace(-1, 0.7, 400), np.linspace(-0.3, 0.3, 3)
    places = SLOPE * (ratios[None, :] - np.log(0.9) - demands[:, None]) + np.log(4)
    return Emulator(TARGET, ratios, demands, places, np.full(places.shape, CHANCE), 48)


def a_plan(**changed: object) -> Plan:
    """Nine joiners for a room of forty, with everything that may be uncertain."""
    plan = Plan("a plan", date(2026, 5, 1), (40.0,) * 6, 36, 40.0, Training(42, Share(0.8, 30), (0.4, 0.7)),
                (Cohort(20, 5), Cohort(70, 4)), Leaving(Share(0.15, 60)), Absence(0.25, wandering=Wandering(0.015, 0.6)),
                slip=Slip(Share(0.9, 30), (0, 0, 14, 42)), demand=Demand(wandering=Wandering(0.02, 0.5)))
    return replace(plan, **changed)     # type: ignore[arg-type]


def sure(**changed: object) -> Plan:
    """Nothing is left to chance but the month's own."""
    return a_plan(training=Training(42), leaving=Leaving(), absence=Absence(0.25), slip=Slip(), demand=Demand(), **changed)


def pasts(efficiency: float, months: int = 12, working: float = 36.0, noise: float = 0.0) -> tuple[Past, ...]:
    """Months whose figures are what the room gives with an efficiency."""
    random = np.random.default_rng(3)
    places = SLOPE * (np.log(working / 40 / 0.9) + efficiency) + np.log(4) + noise * random.normal(size=months)
    return tuple(Past(-months + number, float(1 / (1 + np.exp(-place))), working) for number, place in enumerate(places))


def test_the_efficiency_of_past_months_is_found_again() -> None:
    found = conditions(sure(), 4000, 1, pasts(-0.06), curve())
    assert found.told_by == 12
    assert found.widened == 1.0
    # By the chance of twelve weighted months (0.06 / 8 each) and a prior of 5%.
    assert found.efficiency.mean() == pytest.approx(-0.06, abs=0.002)
    weights = 0.85 ** np.arange(12)
    alone = CHANCE / SLOPE * np.sqrt((weights**2).sum()) / weights.sum()
    assert found.efficiency.std() == pytest.approx((alone**-2 + 0.05**-2) ** -0.5, rel=0.05)


def test_newer_months_weigh_more() -> None:
    changed = pasts(0.0)[:6] + pasts(-0.1)[6:]
    found = conditions(sure(efficiency=0.3), 500, 1, changed, curve())
    weights = 0.85 ** np.arange(12)
    assert found.efficiency.mean() == pytest.approx(-0.1 * weights[:6].sum() / weights.sum(), abs=0.005)
    assert found.widened > 2


def test_without_a_past_the_room_is_as_good_as_the_simulator_says_give_or_take() -> None:
    found = conditions(sure(efficiency=0.07), 4000, 1)
    assert (found.told_by, found.widened) == (0, 1.0)
    assert found.efficiency.mean() == pytest.approx(0, abs=0.005)
    assert found.efficiency.std() == pytest.approx(0.07, rel=0.05)


def test_a_bad_month_that_is_known_leaves_a_part_of_itself_to_the_next() -> None:
    plan = a_plan(absence=Absence(0.25, wandering=Wandering(0.02, 0.6)), demand=Demand(wandering=Wandering(0.05, 0.5)))
    bad = float(np.log(0.71 / 0.75) - np.log(1.1))
    known = (*(replace(one, abstraction=0.25, demand=1.0) for one in pasts(0.0)[:-1]),
             replace(pasts(bad)[-1], abstraction=0.29, demand=1.1))
    found = conditions(plan, 4000, 1, known, curve())
    expected = [0.25 + 0.04 * 0.6 ** (month + 1) for month in range(6)]
    assert found.absent.mean(axis=1) == pytest.approx(expected, abs=0.001)
    assert found.demand.mean(axis=1) == pytest.approx([np.log(1.1) * 0.5 ** (month + 1) for month in range(6)], abs=0.004)
    assert found.absent[0].std() == pytest.approx(0.02 * 0.8, rel=0.05)


def test_a_sure_plan_without_chance_gives_one_figure_a_month() -> None:
    plan = sure(efficiency=0.0)
    still = replace(curve(), spread=np.zeros((3, 400)))
    made = project_plan(plan, [TARGET], [still], draws=50)
    working = drawn(plan, 1, 1).working[:, 0]
    exact = 1 / (1 + np.exp(-(SLOPE * np.log(working / 40 / 0.9) + np.log(4))))
    assert np.ptp(made.figures[0], axis=1) == pytest.approx(0, abs=1e-12)
    assert made.figures[0][:, 0] == pytest.approx(exact, abs=1e-4)


def test_intervals_and_odds_hold_as_often_as_they_say_in_worlds_of_their_own_kind() -> None:
    """Efficiency, people, absence, demand and chance are drawn here by other code; 120 worlds, six months each."""
    plan, still, inside, odds, came = a_plan(), curve(), [], [], []
    for number in range(120):
        random = np.random.default_rng([9, number])
        absent, demand = (_course(random, own, 18) for own in (Wandering(0.015, 0.6), Wandering(0.02, 0.5)))
        working = np.concatenate([np.full(12, 36.0), drawn(plan, 1, 10_000 + number).working[:, 0]])
        able = np.log(working / 40) + np.log((0.75 - absent) / 0.75) + random.normal(0, 0.05) - demand
        figures = 1 / (1 + np.exp(-(SLOPE * (able - np.log(0.9)) + np.log(4) + CHANCE * random.normal(size=18))))
        past = tuple(Past(month - 12, float(figures[month]), 36.0) for month in range(12))
        told = project_plan(plan, [TARGET], [still], past, draws=200)
        low, high = np.quantile(told.figures[0], [0.05, 0.95], axis=1)
        inside.append(((figures[12:] >= low) & (figures[12:] <= high)).mean())
        odds.append(told.met(0))
        came.append(figures[12:] >= 0.8)
    assert np.mean(inside) == pytest.approx(0.9, abs=3.5 * np.std(inside) / 120**0.5)
    off = (np.array(odds) - np.array(came)).mean(axis=1)
    assert off.mean() == pytest.approx(0, abs=3.5 * off.std() / 120**0.5)
    assert ((np.array(odds) - np.array(came)) ** 2).mean() < 0.8 * np.mean(came) * (1 - np.mean(came))


def _course(random: np.random.Generator, own: Wandering, months: int) -> np.ndarray:
    found = [random.normal(0, own.sd)]
    for _month in range(months - 1):
        found.append(own.carries_over * found[-1] + random.normal(0, own.sd * (1 - own.carries_over**2) ** 0.5))
    return np.array(found)


def test_joiners_three_months_later_are_told_by_the_same_chances() -> None:
    plan = a_plan(cohorts=(Cohort(0, 8), Cohort(30, 4)))
    later = replace(plan, name="three months later", cohorts=(Cohort(92, 8), Cohort(122, 4)))
    made, other = (project_plan(each, [TARGET], [curve()], pasts(0.0)) for each in (plan, later))
    assert np.array_equal(made.conditions.efficiency, other.conditions.efficiency)
    assert (other.figures[0][1] <= made.figures[0][1] + 1e-12).all()
    told = list(difference_in_words(made, other))
    assert told[0] == "three months later against a plan, with the same chances in both:"
    assert "the chance falls from" in told[1]
    assert "percentage points" in told[1]


def test_a_target_of_waits_is_met_from_below() -> None:
    wait = Target("101", "mean_wait", 60.0)
    falling = replace(curve(), target=wait, places=-curve().places + 5.0)
    made = project_plan(a_plan(), [wait], [falling])
    assert made.met(0) == pytest.approx((made.figures[0] <= 60).mean(axis=1), abs=0.001)
    assert "101 mean wait at most 60 s: in October 2026" in next(figures_in_words(made))


def test_few_months_of_staff_are_mixed_with_the_figures_own_past() -> None:
    """Three months say who was there: a quarter of the draws is the plan's, the rest as a series by itself is carried on."""
    series = [Past(place, 0.7 + 0.01 * (place % 3), None) for place in range(-40, -3)]
    past = (*series, *pasts(0.0, 3))
    made = project_plan(a_plan(), [TARGET], [curve()], past)
    pooled = mixed(made, past, 1)
    assert pooled.pooled == 0.25
    assert (pooled.figures[0] == made.figures[0]).mean() == pytest.approx(0.25, abs=0.04)
    courses = carried_on(made, past)
    assert courses is not None
    assert courses.shape[1] == 6
    assert "25% of the draws are of the plan" in " ".join(figures_in_words(pooled))
    assert mixed(made, pasts(0.0, 2), 1).pooled == 1.0
