"""A plan of people must not count whoever is not there, nor forecast what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from answerable.staffing.strength.emulator import Emulator
from answerable.staffing.strength.history import Past, read_history
from answerable.staffing.strength.plan import Absence, Cohort, Plan, Share, Slip, Training
from answerable.staffing.strength.plan_file import read_plan
from answerable.staffing.strength.structural import StructuralProjection, project_plan
from answerable.staffing.targets import Target

TARGET = Target("101", "within", 0.8)
PLAN = Plan("a plan", date(2026, 12, 1), (20.0,) * 3, 15, 20.0, Training(62), (Cohort(0, 5),), efficiency=0.0)


def projected(plan: Plan) -> StructuralProjection:
    """By a curve that knows no chance."""
    ratios = np.linspace(-1, 1, 101)
    curve = Emulator(TARGET, ratios, np.zeros(1), ratios[None, :], np.zeros((1, 101)), 1)
    return project_plan(plan, [TARGET], [curve], draws=20)


def test_people_in_training_are_in_post_and_take_no_contacts() -> None:
    made = projected(PLAN)
    assert made.strength.in_post[:, 0].tolist() == [20, 20, 20]
    assert made.ratio[:, 0] == pytest.approx([0.75, 0.75, 1.0])


def test_posts_are_not_people_and_more_of_them_change_no_figure() -> None:
    more = replace(PLAN, establishment=(40.0,) * 3)
    assert np.array_equal(projected(PLAN).figures[0], projected(more).figures[0])


def test_the_absence_on_which_the_room_rests_is_not_taken_twice() -> None:
    away = replace(PLAN, absence=Absence(0.3, ((1, 0.07),)))
    assert projected(away).ratio[:, 0] == pytest.approx([0.75, 0.75 * 0.63 / 0.7, 1.0])


def test_who_may_come_late_is_not_counted_before() -> None:
    late = replace(PLAN, cohorts=(Cohort(20, 5),), slip=Slip(Share(1.0), (14,)))
    made = projected(late)
    assert made.strength.in_post[:, 0] == pytest.approx([15, 15 + 5 * 28 / 31, 20])


def test_months_are_told_apart_over_the_new_year(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("begins: 2026-01\nmonths: 14\nestablishment: {2025-11: 10, 2027-01: 12}\nin_post: 10\n", encoding="utf-8")
    plan = read_plan(file)
    assert plan.establishment == (10.0,) * 12 + (12.0,) * 2
    assert (plan.label(13), plan.label(-1), plan.edges[-1]) == ("February 2027", "December 2025", 365 + 59)
    lines = [(1, ["month", "figure", "working"]), (2, ["2025-12", "80", "9"]), (3, ["2026-01", "80", "9"])]
    assert read_history(lines, plan, TARGET, file) == (Past(-1, 0.8, 9.0),)
