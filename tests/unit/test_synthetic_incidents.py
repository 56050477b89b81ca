"""The made-up force's incidents: an honest street, the story, and files whose damage is known."""

from __future__ import annotations

import csv
import json
from collections import Counter
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from answerable.records.synthetic import make_force, response
from answerable.records.synthetic.appointments import Appointments, book
from answerable.records.synthetic.attending import LIMIT_MINUTES, attend, close
from answerable.records.synthetic.contacts import NONE, Contacts
from answerable.records.synthetic.digital import simulate_inbox
from answerable.records.synthetic.dispatching import NOBODY, Work, dispatch
from answerable.records.synthetic.duties import HANDLER, all_duties
from answerable.records.synthetic.hours import HALF_HOUR_MS, hours_of_month
from answerable.records.synthetic.incidents import APPOINTMENT, EMERGENCY, PRIORITY, SCHEDULED, Incidents, open_logs
from answerable.records.synthetic.linking import ASKING, link_again
from answerable.records.synthetic.phone import simulate_room
from answerable.records.synthetic.plan import MonthPlan, plan_months
from answerable.records.synthetic.staffing import Roster

MINUTE_MS = 60_000


def plan_of(month: str) -> MonthPlan:
    return next(plan for plan in plan_months("2026-10", 36) if plan.name == month)


def dice(number: int) -> np.random.Generator:
    return np.random.default_rng(number)


@cache
def month_of(name: str) -> tuple[Contacts, Incidents, Appointments, response.Officers, Roster]:
    """A month of calls and incidents, whole."""
    plan = plan_of(name)
    calls, roster = simulate_room(plan, 1.0, dice(1))
    hours = hours_of_month(plan.year, plan.month, 0)
    logs = open_logs(calls, simulate_inbox(plan, 1.0, dice(2)), hours, dice(3))
    officers = response.officers_on_duty(plan, response.street_hours(plan), 1.0, dice(4))
    attend(logs, plan, officers, dice(5))
    booked = book(logs, plan, hours, dice(6))
    close(logs, dice(7))
    link_again(calls, logs, dice(8))
    return calls, logs, booked, officers, roster


def attendance_minutes(month: str, grade: int) -> Any:
    logs = month_of(month)[1]
    which = (logs.first_grade == grade) & (logs.arrived != NONE)
    return (logs.arrived - logs.created)[which] / MINUTE_MS


# Who is sent


def test_a_more_urgent_incident_goes_first_and_nobody_is_called_away() -> None:
    work = Work(joined=[0, 1, 2, 3], rank=[2, 2, 1, 0], gives_up=[inf] * 4, handling=[10, 10, 10, 10])
    assert dispatch(work, [(0, [7])]) == ([0, 30, 20, 10], [7, 7, 7, 7])


def test_one_of_four_officers_is_kept_back_from_what_can_be_scheduled() -> None:
    work = Work(joined=[0, 0, 0, 1, 2], rank=[1, 1, 1, 2, 0], gives_up=[inf] * 5, handling=[10] * 5)
    started, _ = dispatch(work, [(0, [1, 2, 3, 4])])
    assert started[4] == 2
    assert started[3] == 10


def test_what_settles_itself_needs_nobody() -> None:
    work = Work(joined=[0, 1], rank=[0, 2], gives_up=[inf, 5], handling=[10, 10])
    assert dispatch(work, [(0, [1])])[0] == [0, NOBODY]


def test_no_officer_is_at_two_incidents_at_once() -> None:
    logs = month_of("2025-07")[1]
    which = np.flatnonzero((logs.officer > 0) & (logs.unassigned == NONE))
    order = which[np.lexsort((logs.assigned[which], logs.officer[which]))]
    same = logs.officer[order][1:] == logs.officer[order][:-1]
    assert len(order) > 2500
    assert not (same & (logs.assigned[order][1:] < logs.resolved[order][:-1])).any()


def test_times_of_an_incident_run_in_order() -> None:
    for month in ("2025-07", "2026-09"):
        logs = month_of(month)[1]
        for earlier, later in (("contacted", "created"), ("created", "graded"), ("graded", "assigned"),
                               ("assigned", "en_route"), ("en_route", "arrived"), ("resolved", "closed"),
                               ("created", "regraded"), ("assigned", "unassigned"), ("unassigned", "assigned_again")):
            one, other = getattr(logs, earlier), getattr(logs, later)
            known = (one != NONE) & (other != NONE)
            assert known.any()
            assert (one[known] <= other[known]).all(), (month, earlier, later)


# The story


def test_in_the_summer_of_2025_incidents_wait_and_later_less() -> None:
    medians = {month: [float(np.median(attendance_minutes(month, grade))) for grade in (EMERGENCY, PRIORITY, SCHEDULED)]
               for month in ("2025-03", "2025-07", "2026-09")}
    assert medians["2025-03"][0] < 14
    assert all(worst > 1.5 * usual for worst, usual in zip(medians["2025-07"], medians["2025-03"], strict=True))
    assert medians["2026-09"][2] < medians["2025-07"][2]


def test_more_callers_ask_about_what_waits_while_it_waits() -> None:
    def about_an_open_incident(month: str) -> float:
        calls = month_of(month)[0]
        asking = (calls.reason == ASKING) & (calls.answered != NONE)
        return float((calls.log_count != NONE)[asking].mean())

    assert about_an_open_incident("2025-07") > 1.3 * about_an_open_incident("2025-03")


def test_in_the_last_year_regrades_bunch_just_before_the_attendance_time_is_over() -> None:
    def share_before_the_limit(month: str) -> float:
        logs = month_of(month)[1]
        near = total = 0
        for grade, minutes in LIMIT_MINUTES.items():
            down = (logs.first_grade == grade) & (logs.grade == grade + 1)
            left = minutes[0] * MINUTE_MS - (logs.regraded - logs.created)[down & (logs.area == 0)]
            near, total = near + int(((left > 0) & (left <= 5 * MINUTE_MS)).sum()), total + len(left)
        return near / total

    assert share_before_the_limit("2026-09") > 3 * share_before_the_limit("2025-07")


def test_appointments_are_booked_further_ahead_when_people_are_missing() -> None:
    leads = {month: float((booked.at - booked.booked).mean()) for month in ("2025-03", "2025-07")
             for booked in (month_of(month)[2],)}
    assert leads["2025-07"] > 1.5 * leads["2025-03"]
    _, logs, booked, _, _ = month_of("2025-03")
    assert (logs.first_grade[booked.incident] == APPOINTMENT).all()


# The people


def test_the_duties_of_the_handlers_are_those_that_the_calls_were_answered_by() -> None:
    calls, _, _, officers, roster = month_of("2026-09")
    duties = all_duties(roster, officers, 1.0, dice(9))
    handlers = duties.group == HANDLER
    begins, ends = (np.sort(values[handlers & (duties.began != NONE)]) for values in (duties.began, duties.ended))
    at = roster.hours.start_ms + HALF_HOUR_MS // 2
    inside = roster.hours.within_month(at)
    on_duty = np.searchsorted(begins, at, side="right") - np.searchsorted(ends, at, side="right")
    assert (on_duty == roster.present)[inside].mean() > 0.98
    assert set(calls.handler[calls.handler != NONE].tolist()) <= set(duties.number[handlers].tolist())


def test_an_abstracted_officer_cannot_be_sent() -> None:
    _, _, _, officers, _ = month_of("2026-09")
    row = int(np.flatnonzero(officers.gone_to > officers.gone_from)[0])
    gone = officers.hours.start_ms[officers.first[row] + officers.gone_from[row]]
    places = next(places for places in response.DIVISIONS if officers.place[row] in places)
    crew = [crew for at, crew in response.crews(officers, places) if at <= gone][-1]
    assert officers.number[row] not in crew


# The files


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("incidents")
    make_force(folder, months=28, scale=0.12, processes=1)
    return folder


@pytest.fixture(scope="module")
def truth(force: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((force / "truth.json").read_text())
    return found


def rows_of(path: Path) -> list[dict[str, str]]:
    old = path.name.startswith("command")
    with path.open(encoding="cp1252" if old else "utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";" if old else "\t"))


def test_the_month_of_the_change_is_told_by_both_systems(force: Path) -> None:
    old = {row["Opened"][:2] for row in rows_of(force / "command-log-2024-12.csv")}
    new = {row["created"][8:10] for row in rows_of(force / "incidents-2024-12.tsv") if row["created"] < "2025"}
    assert old == {f"{day:02d}" for day in range(1, 9)}
    assert new == {f"{day:02d}" for day in range(9, 32)}


@pytest.mark.parametrize(("month", "lost"), [("2024-12", True), ("2025-01", True), ("2025-02", True), ("2025-03", True),
                                             ("2025-05", False)])
def test_for_four_months_nothing_tells_when_units_arrived_at_emergencies(force: Path, month: str, lost: bool) -> None:
    emergencies = [row for row in rows_of(force / f"incidents-{month}.tsv") if row["currentGrade"] == "1"]
    others = [row for row in rows_of(force / f"incidents-{month}.tsv") if row["currentGrade"] == "2"]
    assert emergencies
    assert any(row["firstOnScene"] for row in emergencies) != lost
    assert any(row["firstOnScene"] for row in others)


def test_calls_and_incidents_name_one_another(force: Path) -> None:
    with (force / "conversations-2026-10.csv").open(newline="") as lines:
        calls = {row["conversationId"]: row["incidentRef"] for row in csv.DictReader(lines)}
    rows = rows_of(force / "incidents-2026-10.tsv")
    linked = [row for row in rows if row["contactRef"] in calls and row["incidentNumber"]]
    assert len(linked) > 0.8 * len(rows)
    assert all(calls[row["contactRef"]] == row["incidentNumber"] for row in linked)
    again = Counter(number for number in calls.values() if number)
    assert max(again.values()) > 1


def test_a_day_stands_under_the_date_of_the_day_after(truth: dict[str, Any]) -> None:
    days = truth["incidents"]["2026-05"]["days"]
    assert "2026-05-14" not in days
    assert days["2026-05-15"] > 1.4 * days["2026-05-16"]


def test_every_kind_of_incident_dirt_is_known(force: Path, truth: dict[str, Any]) -> None:
    found = Counter[str]()
    for name, counts in truth["incident_files"].items():
        assert counts["read"] == (force / name).read_bytes().count(b"\n") - 1
        assert counts["accepted"] + counts["duplicate"] + sum(counts["quarantined"].values()) == counts["read"]
        found.update(counts["quarantined"] | counts["voided"])
        found.update({kind: counts[kind] for kind in ("replaced", "misdated")})
    assert min(found[kind] for kind in ("empty_number", "shifted_row", "arrived_at", "replaced", "misdated")) > 0
    assert sorted(name for name in truth["incident_files"] if name.startswith("later/")) == [
        "later/command-log-2024-07-copy.csv", "later/incidents-2025-09.tsv"]


def test_the_last_months_incidents_are_told_as_they_stood_when_it_ended(force: Path) -> None:
    rows = rows_of(force / "incidents-2026-10.tsv")
    latest = max(row[column] for row in rows for column in ("created", "firstAllocated", "firstOnScene", "closed"))
    assert latest < "2026-11-01T00:00"
    assert any(not row["closed"] for row in rows)
