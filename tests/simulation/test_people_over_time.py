"""Strength by month: counted fast as it is person by person, nobody lost or made, and exact where nothing is left to chance."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from person_by_person import column, lived

from answerable.staffing.strength.people import Strength, as_written, drawn
from answerable.staffing.strength.plan import Cohort, Leaving, Plan, Redeployed, Share, Slip, Training

shares = st.one_of(st.sampled_from([0.0, 0.5, 1.0]).map(Share), st.tuples(st.integers(0, 8), st.just(8)).map(
    lambda both: Share(both[0] / both[1], both[1])))
yearly = st.sampled_from([Share(0.0), Share(0.4), Share(0.2, 10)])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan of a few people over a few months."""
    in_post = draw(st.integers(0, 6))
    known = draw(st.lists(st.tuples(st.integers(0, 120), st.integers(0, 2)), max_size=2))
    going = tuple(sorted(known)) if sum(people for _day, people in known) <= in_post else ()
    return Plan(
        "any", date(2026, draw(st.integers(1, 12)), 1), (8.0,) * draw(st.integers(1, 5)), in_post, 8.0,
        Training(draw(st.sampled_from([0, 7, 40])), draw(shares), draw(st.sampled_from([(), (0.5,), (0.2, 0.6, 0.9)]))),
        tuple(Cohort(*one) for one in draw(st.lists(st.tuples(st.integers(-500, 120), st.integers(0, 4)), max_size=3))),
        Leaving(draw(yearly), draw(st.one_of(st.none(), yearly)), going),
        redeployed=tuple(Redeployed(first, first + days, people, 0.8) for first, days, people in draw(
            st.lists(st.tuples(st.integers(-10, 100), st.integers(1, 60), st.integers(0, 3)), max_size=2))),
        slip=Slip(draw(shares), draw(st.sampled_from([(0,), (0, 14, 70)])), draw(st.sampled_from([0.0, 0.5, 1.0]))))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.integers(0, 5))
def test_months_are_counted_as_person_by_person_and_day_by_day(plan: Plan, seed: int) -> None:
    fast, slow = drawn(plan, 3, seed), lived(plan, 3, seed)
    for part in fields(Strength):
        assert getattr(fast, part.name) == pytest.approx(column(slow, part.name), abs=1e-9), part.name


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(0, 5))
def test_nobody_is_lost_and_nobody_is_made(plan: Plan, seed: int) -> None:
    """At every month's end there are those who were there at the beginning, and who joined, less who left or did not pass."""
    found = drawn(plan, 20, seed)
    before = plan.in_post + sum(cohort.people for cohort in plan.cohorts if cohort.starts < 0)
    moved = np.cumsum(found.joined - found.left - found.failed, axis=0)
    assert np.array_equal(found.at_end, before + moved)
    assert (found.at_end >= 0).all()
    assert (found.in_training <= found.in_post + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(plans())
def test_a_plan_without_chance_has_one_course_and_it_is_as_written(plan: Plan) -> None:
    sure = replace(plan, training=replace(plan.training, passes=Share(1.0)), slip=Slip(),
                   leaving=Leaving(known=plan.leaving.known))
    found, written = drawn(sure, 4, 1), as_written(sure)
    for part in fields(Strength):
        numbers = getattr(found, part.name)
        assert np.ptp(numbers, axis=1) == pytest.approx(0.0, abs=1e-9)
        assert numbers[:, :1] == pytest.approx(getattr(written, part.name), abs=1e-9), part.name


def test_strength_worked_out_by_hand() -> None:
    """Ten in post, two known to go on 16 June; four join on 1 June, train two weeks, do half of the work for two more."""
    plan = Plan("by hand", date(2026, 6, 1), (12.0,) * 2, 10, 12.0, Training(14, nesting=(0.5, 0.5)), (Cohort(0, 4),),
                Leaving(known=((15, 2),)), redeployed=(Redeployed(30, 45, 2, 0.5),))
    found = drawn(plan, 2, 1)
    assert found.in_post[:, 0] == pytest.approx([4 + 8 + 2 * 15 / 30, 12])
    assert found.in_training[:, 0] == pytest.approx([4 * 14 / 30, 0])
    assert found.working[:, 0] == pytest.approx([9 + 4 * (14 * 0.5 + 2) / 30, 12 + 2 * 0.5 * 15 / 31])
    assert found.at_end[:, 0].tolist() == [12, 12]
    assert (found.joined[0, 0], found.left[0, 0], found.failed[0, 0]) == (4, 2, 0)


def test_many_draws_have_the_mean_that_fractions_give() -> None:
    """Chance moves no mean: joiners who pass by a counted share, leavers by a rate that changes after the first year."""
    plan = Plan("mean", date(2026, 1, 1), (40.0,) * 9, 30, 40.0, Training(42, Share(0.8, 40), (0.4, 0.7)),
                (Cohort(-300, 4), Cohort(-20, 5), Cohort(35, 6)), Leaving(Share(0.15), Share(0.3), ((60, 2),)))
    found, written = drawn(plan, 6000, 1), as_written(plan)
    for name in ("in_post", "in_training", "working", "at_end", "left", "failed"):
        numbers = getattr(found, name)
        error = numbers.std(axis=1) / np.sqrt(numbers.shape[1]) + 1e-9
        z = (numbers.mean(axis=1) - getattr(written, name)[:, 0]) / error
        assert np.abs(z).max() < 4, name


def test_the_same_people_live_the_same_lives_in_another_plan() -> None:
    """Two more in a cohort, or a later one, leaves everyone else's chances as they were."""
    base = Plan("base", date(2026, 1, 1), (30.0,) * 6, 20, 30.0, Training(28, Share(0.7)), (Cohort(10, 5), Cohort(40, 5)),
                Leaving(Share(0.3)), slip=Slip(Share(0.8), (0, 21)))
    more = drawn(replace(base, cohorts=(Cohort(10, 5), Cohort(40, 7))), 300, 1)
    before = drawn(base, 300, 1)
    assert (more.at_end >= before.at_end).all()
    assert (more.at_end - before.at_end).max() == 2
    assert np.array_equal(more.at_end[0], before.at_end[0])
