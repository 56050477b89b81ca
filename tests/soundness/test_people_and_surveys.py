"""People, surveys and victims: what must not be added up, taken for 0, or counted on a day off."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from answerable.releases import release
from small_force import SmallForce, faults

SURVEY = "answer_id,asked_at,survey,outcome,answer,people\n"
DUTY = "duty_id,starts_at,planned_end_at,actual_start_at,actual_end_at,role,kind,team\n"


def rows(force: SmallForce, measure: str, by: str = "all", **where: str) -> list[dict[str, Any]]:
    return force.workspace.figure_rows(measure, by, where)


class TestSurveys:
    def test_two_surveys_are_never_one_figure(self, force: SmallForce) -> None:
        force.load(SURVEY + "1,2026-03-01,victims,answered,satisfied,90\n2,2026-03-01,victims,answered,dissatisfied,10\n"
                   "3,2026-03-01,residents,answered,satisfied,10\n4,2026-03-01,residents,answered,dissatisfied,90\n",
                   "answers.csv", "generic_survey_answers")
        for by in ("all", "month", "rolling-3-months"):
            assert {row["survey"]: row["value"] for row in rows(force, "survey-satisfied", by)} in (
                {"victims": 90, "residents": 10}, {})

    @pytest.mark.parametrize(("population", "apart"), [
        ("survey <> 'staff'", True), ("survey IN ('victims', 'residents')", True), ("survey IN ('victims')", False),
        ("survey = 'victims'", False)])
    def test_a_population_that_lets_two_surveys_in_keeps_them_apart(self, force: SmallForce, population: str,
                                                                    apart: bool) -> None:
        force.load(SURVEY + "1,2026-03-01,victims,answered,satisfied,1\n2,2026-03-01,residents,answered,satisfied,1\n",
                   "answers.csv", "generic_survey_answers")
        own = {
            "measure": "own", "version": 1, "title": "Own", "group": "Own", "table": "survey_answers", "kind": "count",
            "population": population, "direction": "neutral", "noun": "answers", "sentence": "{value} in {period}",
            "why_it_matters": "It does.", "author": "Us", "review_due": yaml.safe_load("2027-01-01"),
            "change_log": [{"version": 1, "date": yaml.safe_load("2026-01-01"), "change": "First version."}]}
        (force.workspace.folder / "measures" / "own.yaml").write_text(yaml.safe_dump(own))
        assert [row["value"] for row in rows(force, "own")] == [1, 1] if apart else [1]

    def test_a_survey_that_asks_for_agreement_is_not_called_unsatisfied(self, force: SmallForce) -> None:
        """Version 1 of survey-satisfied said 0% of whoever had been asked for agreement."""
        scales = ("fairly satisfied", "neither satisfied nor dissatisfied", "tend to agree", "neither agree nor disagree")
        force.load(SURVEY + "".join(
            f"{number},2026-03-01,{'residents' if 'agree' in answer else 'victims'},answered,{answer},50\n"
            for number, answer in enumerate(scales)), "answers.csv", "generic_survey_answers")
        for measure, survey in (("survey-satisfied", "victims"), ("survey-agree", "residents")):
            told = [(row["survey"], row["value"], row["denominator"]) for row in rows(force, measure) if row["denominator"]]
            assert told == [(survey, 50, 100)]

    def test_the_only_survey_of_a_month_is_shown_in_a_release(self, force: SmallForce) -> None:
        """Its figures are told by survey alone: left out for being a single one, they would stand nowhere."""
        force.load(SURVEY + "1,2026-03-01,victims,answered,satisfied,30\n2,2026-03-02,victims,answered,dissatisfied,10\n",
                   "answers.csv", "generic_survey_answers")
        number = release(force.workspace)
        released = json.loads((force.workspace.folder / "releases" / f"{number:04d}" / "measures" / "survey-satisfied.json")
                              .read_text(encoding="utf-8"))
        assert [(part["dimension"], [(row["label"], row["value"]) for row in part["rows"]])
                for part in released["breakdowns"]] == [("survey", [("victims", 75.0)])]

    def test_a_row_that_stands_for_many_counts_as_many(self, force: SmallForce) -> None:
        force.load(SURVEY + "1,2026-03-01,victims,answered,satisfied,3\n2,2026-03-01,victims,refused,,\n", "answers.csv",
                   "generic_survey_answers")
        row, = rows(force, "survey-response-rate")
        assert (row["numerator"], row["denominator"]) == (3, 4)

    @pytest.mark.parametrize("people", ["many", "-3", "2.5"])
    def test_a_number_of_people_that_is_none_puts_the_row_apart(self, force: SmallForce, people: str) -> None:
        report = force.load(SURVEY + f"1,2026-03-01,victims,answered,satisfied,{people}\n2,2026-03-01,victims,refused,,1\n",
                            "answers.csv", "generic_survey_answers")
        assert (report.accepted, report.quarantined) == (1, 1)
        assert faults(report) == {("counts-not-whole", "people"): 1}


class TestVictims:
    @pytest.mark.parametrize(("happened", "told", "rights", "in_time"), [
        ("2026-03-06 17:00:00", "2026-03-09 09:00:00", "enhanced", 1),       # Friday to Monday
        ("2026-03-06 17:00:00", "2026-03-10 00:00:00", "enhanced", 0),
        ("2026-04-02 17:00:00", "2026-04-07 23:59:59", "enhanced", 1),       # Thursday over Easter to Tuesday
        ("2026-04-02 17:00:00", "2026-04-08 00:00:00", "enhanced", 0),
        ("2026-03-27 23:30:00", "2026-04-07 10:00:00", "standard", 1),       # five working days with Good Friday among them
        ("2026-03-27 23:30:00", "2026-04-08 10:00:00", "standard", 0),
        ("2026-06-01 23:59:59", "2026-06-02 00:00:01", "enhanced", 1),       # local midnight is 23:00 in UTC
        ("2026-12-24 12:00:00", "2026-12-29 12:00:00", "enhanced", 1),       # Boxing Day falls on a Saturday: Monday is off
        ("2026-12-24 12:00:00", "2026-12-30 12:00:00", "enhanced", 0),
        ("2026-03-06 17:00:00", "", "standard", 0)])
    def test_working_days_leave_out_weekends_and_bank_holidays(self, force: SmallForce, happened: str, told: str, rights: str,
                                                               in_time: int) -> None:
        force.load(f"update_id,happened_at,told_at,event,rights\n1,{happened},{told},arrested,{rights}\n", "updates.csv",
                   "generic_victim_updates")
        row, = rows(force, "victims-told-in-time")
        assert (row["numerator"], row["denominator"]) == (in_time, 1)


class TestDuties:
    def test_a_night_duty_stands_in_the_half_hours_that_it_touches(self, force: SmallForce) -> None:
        """From 22:00 to 06:00 on the night on which clocks go back: nine hours, eighteen half-hours."""
        duty = "2026-10-24 22:00:00,2026-10-25 06:00:00,2026-10-24 22:00:00,2026-10-25 06:00:00,call handler,staff,A\n"
        absent = "2026-10-25 22:00:00,2026-10-25 23:00:00,,,call handler,staff,A\n"
        force.load(DUTY + f"1,{duty}2,{absent}", "duties.csv", "generic_duties")
        found = {row["period_start"]: row for row in rows(force, "duty-adherence", "half-hour") if row["denominator"]}
        assert sum(row["denominator"] for row in found.values()) == 10
        assert found["2026-10-25T01:30 (second time)"]["value"] == 100
        assert found["2026-10-25T22:00"]["value"] == 0
        assert [row["value"] for row in rows(force, "duty-adherence")] == [90]

    def test_an_abstraction_is_taken_from_the_half_hours_it_lasts(self, force: SmallForce) -> None:
        force.load(DUTY + "1,2026-03-02 08:00:00,2026-03-02 16:00:00,,,response,officer,A\n", "duties.csv", "generic_duties")
        force.load("abstraction_id,starts_at,ends_at,team,reason\n1,2026-03-02 10:00:00,2026-03-02 12:00:00,A,court\n",
                   "abstractions.csv", "generic_abstractions")
        found = {row["period_start"]: row["value"] for row in rows(force, "abstraction-rate", "half-hour") if row["value"]}
        assert found == {f"2026-03-02T{hour}": 100 for hour in ("10:00", "10:30", "11:00", "11:30")}
        assert [row["value"] for row in rows(force, "abstraction-rate")] == [25]

    def test_each_side_of_a_ratio_is_held_to_the_days_of_the_other(self, force: SmallForce) -> None:
        """Contacts go on when the duties end: their later days are held against nothing."""
        force.load(DUTY + "".join(f"{day},2026-03-{day:02d} 08:00:00,,2026-03-{day:02d} 08:00:00,2026-03-{day:02d} 18:00:00,"
                                  "call handler,staff,A\n" for day in range(1, 11)), "duties.csv", "generic_duties")
        force.load([{"id": day, "presented": f"2026-03-{day:02d} 09:00:00", "line": "101", "outcome": "answered"}
                    for day in range(5, 31)])
        row, = rows(force, "contacts-per-handler-hour", "month")
        assert (row["numerator"], row["denominator"], row["value"]) == (6, 60, 0.1)

    def test_a_month_without_the_one_side_is_a_gap_and_no_0(self, force: SmallForce) -> None:
        force.load(DUTY + "".join(f"{number},{day} 08:00:00,,{day} 08:00:00,{day} 18:00:00,call handler,staff,A\n"
                                  for number, day in enumerate(("2026-03-01", "2026-04-15", "2026-05-01"))), "duties.csv",
                   "generic_duties")
        force.load([{"id": day, "presented": f"{day} 09:00:00", "line": "101", "outcome": "answered"}
                    for day in ("2026-03-01", "2026-05-01")])
        assert [row["value"] for row in rows(force, "contacts-per-handler-hour", "month")] == [0.1, None, 0.1]


class TestPosts:
    HEADER = "statement_id,as_of,team,role,kind,establishment,strength\n"

    def test_a_period_has_the_level_of_its_last_statement(self, force: SmallForce) -> None:
        force.load(self.HEADER + "1,2026-03-01,A,r,staff,10,8\n2,2026-03-31,A,r,staff,10,9\n", "posts.csv",
                   "generic_establishment")
        assert [row["value"] for row in rows(force, "establishment-gap", "month")] == [10]

    def test_a_team_that_the_last_statement_does_not_name_has_no_level(self, force: SmallForce) -> None:
        force.load(self.HEADER + "1,2026-03-01,A,r,staff,10,8\n2,2026-03-01,B,r,staff,10,5\n3,2026-03-31,A,r,staff,10,9\n",
                   "posts.csv", "generic_establishment")
        by_team = {row["team"]: row["value"] for row in rows(force, "establishment-gap", "month,team")}
        assert by_team.get("A") == 10
        assert by_team.get("B") is None
        assert [row["value"] for row in rows(force, "establishment-gap", "month", team="B")] in ([None], [])

    def test_strength_that_is_left_open_is_no_empty_post(self, force: SmallForce) -> None:
        force.load(self.HEADER + "1,2026-03-01,A,r,staff,10,\n2,2026-03-01,B,r,staff,10,5\n", "posts.csv",
                   "generic_establishment")
        assert [row["value"] for row in rows(force, "establishment-gap", "month")] == [None]
        assert {row["team"]: row["value"] for row in rows(force, "establishment-gap", "month,team")} == {"A": None, "B": 50}


class TestRepeats:
    def calls(self, force: SmallForce, *calls: tuple[str, str]) -> None:
        force.load([{"id": number, "presented": at, "line": "101", "outcome": "answered", "incident": incident}
                    for number, (at, incident) in enumerate(calls)])

    @pytest.mark.parametrize(("later", "again"), [("2026-03-09 10:00:00", 1), ("2026-03-09 10:00:01", 0),
                                                  ("2026-03-02 10:00:00", 1)])
    def test_seven_days_are_within_and_a_second_more_is_not(self, force: SmallForce, later: str, again: int) -> None:
        self.calls(force, ("2026-03-02 10:00:00", "I1"), (later, "I1"), (later, ""), (later, "I2"))
        row, = rows(force, "repeat-contacts-within-7-days")
        assert (row["numerator"], row["denominator"]) == (again, 3)

    def test_the_earlier_contact_may_lie_in_another_month(self, force: SmallForce) -> None:
        self.calls(force, ("2026-02-28 10:00:00", "I1"), ("2026-03-01 10:00:00", "I1"))
        assert [row["numerator"] for row in rows(force, "repeat-contacts-within-7-days", "month")] == [0, 1]

    def test_only_the_days_that_are_asked_for_count(self, force: SmallForce) -> None:
        self.calls(force, ("2026-03-01 10:00:00", "I1"), ("2026-03-02 10:00:00", "I1"), ("2026-03-03 10:00:00", "I1"))
        for by in ("all", "month", "hour-of-week"):
            found = force.workspace.figure_rows("repeat-contacts-within-7-days", by, start="2026-03-03", end="2026-03-03")
            assert sum(row["denominator"] or 0 for row in found) == 1

    def test_the_hour_that_comes_twice_is_two_hours(self, force: SmallForce) -> None:
        self.calls(force, ("2026-10-25T01:10:00+01:00", "I1"), ("2026-10-25T01:10:00+00:00", "I1"))
        found = {row["period_start"]: row["numerator"] for row in rows(force, "repeat-contacts-within-7-days", "half-hour")
                 if row["denominator"]}
        assert found == {"2026-10-25T01:00": 0, "2026-10-25T01:00 (second time)": 1}
