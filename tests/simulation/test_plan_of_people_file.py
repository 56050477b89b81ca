"""A plan's file: what stands in it is what is read, and every fault is told with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from answerable.content import shipped
from answerable.errors import DefinitionError
from answerable.staffing.strength.history import Past, read_history
from answerable.staffing.strength.plan import Cohort, Plan, Redeployed, Share, Wandering
from answerable.staffing.strength.plan_file import read_plan
from answerable.staffing.targets import Target

PLAN = """\
begins: 2026-05
months: 3
establishment: 20
in_post: 15
"""
TARGET = Target("101", "within", 0.8)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.yaml"


def read(file: Path, text: str) -> Plan:
    file.write_text(text, encoding="utf-8")
    return read_plan(file)


def test_the_shipped_plan_is_read_as_it_is_written() -> None:
    plan = read_plan(shipped("people") / "establishment-by-december.yaml")
    assert (plan.begins, plan.months, plan.in_post, plan.room_for) == (date(2026, 5, 1), 12, 82, 100)
    assert plan.cohorts[:2] == (Cohort(-32, 5, "line 9"), Cohort(31, 7, "line 10"))
    assert plan.training.days == 56
    assert plan.training.passes == Share(41 / 48, 48)
    assert plan.training.nesting == pytest.approx([0.4 + 0.06 * week for week in range(10)])
    assert plan.leaving.known == ((61, 2),)
    assert plan.redeployed == (Redeployed(10, 184, 4, 0.8),)
    assert plan.absence.by_month == ((7, 0.01), (8, 0.02), (12, 0.015))
    assert plan.absence.wandering == Wandering(0.015, 0.6)
    assert plan.slip.days_late == (0, 0, 0, 14, 21, 42, 63)


def test_posts_hold_from_the_month_at_which_they_stand(file: Path) -> None:
    plan = read(file, PLAN.replace("establishment: 20", "establishment: {2026-01: 18, 2026-06: 20, 2026-07: 22}"))
    assert plan.establishment == (18.0, 20.0, 22.0)
    assert plan.room_for == 18.0


FAULTS = {
    "in_post: 15": ("in_post: many", "line 4: in_post must be a whole number of 0 or more; it is 'many'."),
    "begins: 2026-05": ("begins: soon", "line 1: begins must be a month such as 2026-05; it is 'soon'."),
    "months: 3": ("months: 48", "line 2: months must be at most 36; it is 48."),
    "establishment: 20": ("establishment: {2026-06: 20}", "line 3: establishment > 2026-06 is the first month with a number, "
                          "and the plan begins in 2026-05: write the posts of that month too."),
}


@pytest.mark.parametrize("place", FAULTS)
def test_a_fault_is_told_with_its_line(file: Path, place: str) -> None:
    faulty, words = FAULTS[place]
    with pytest.raises(DefinitionError) as told:
        read(file, PLAN.replace(place, faulty))
    assert list(told.value.faults) == [words]


def test_all_faults_are_told_at_once(file: Path) -> None:
    with pytest.raises(DefinitionError) as told:
        read(file, PLAN + """\
joiners:
  - {starts: 2026-06-01, people: 4}
  - {starts: June, people: 4, pay: 3}
leavers: {in_a_year: 1, known: [{from: 2026-04-01, people: 20}]}
training: {weeks: 8, passes: 50 of 40, nesting: [0.5, 2]}
redeployed: [{from: 2026-07-01, to: 2026-06-01, people: 1}]
slip: {weeks_late: [1.5]}
abstraction: {usual: 0.3, by_month: {augst: 0.1}}
""")
    assert [fault.split(" must")[0].split(" lies")[0].split(" is not")[0].split(" are")[0] for fault in told.value.faults] == [
        "line 9: training > passes", "line 9: training > nesting", "line 7: joiners > 2 > pay",
        "line 7: joiners > 2 > starts", "line 8: leavers > known > 1 > from", "line 8: leavers > known",
        "line 8: leavers > in_a_year", "line 12: abstraction > by_month > augst", "line 10: redeployed > 1 > to",
        "line 11: slip > weeks_late"]


def test_joiners_without_training_are_a_fault(file: Path) -> None:
    with pytest.raises(DefinitionError, match="nothing is said of their training"):
        read(file, PLAN + "joiners: [{starts: 2026-06-01, people: 4}]\n")


def test_past_months_are_read_in_per_cent_and_those_of_the_plan_left_out(file: Path) -> None:
    plan = read(file, PLAN)
    lines = [(1, ["Month", "figure", "working", "abstraction", "demand"]), (2, ["2026-04", "78.5%", "14.2", "", "1.03"]),
             (3, ["2026-02", "81", "", "0.28", ""]), (4, ["2026-05", "80", "15", "", ""])]
    assert read_history(lines, plan, TARGET, file) == (
        Past(-3, 0.81, None, 0.28, None), Past(-1, 0.785, 14.2, None, 1.03))


def test_faults_of_past_months_name_their_lines(file: Path) -> None:
    plan = read(file, PLAN)
    lines = [(1, ["month", "figure", "working"]), (2, ["April", "78", "14"]), (3, ["2026-03", "0.8", "14"]),
             (4, ["2026-02", "180", "few"]), (5, ["2026-03", "80", "14"])]
    with pytest.raises(DefinitionError) as told:
        read_history(lines, plan, TARGET, file)
    assert list(told.value.faults) == [
        "line 2: month must be a month such as 2026-04; it is 'April'.",
        "line 3: figure is 0.8, which may be 80 per cent or less than one. Write 80% or 0.8%.",
        "line 4: figure must be a number from 0 to 100; it is '180'.",
        "line 4: working must be a number of 0 or more; it is 'few'.", "line 5: the month stands twice."]
