"""Forecasts of demand in the ledger, held against what came, part by part and on days whose clock changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from answerable import Workspace
from answerable.ledger import Day, DemandSeen, Method, Outcome, record_demand, record_outcomes
from answerable.ledger.demand_scores import score_parts
from answerable.ledger.entries import demand_key
from answerable.ledger.keeping import read_table
from answerable.ledger.scoring import score
from answerable.ledger.shown import forecasts_json
from answerable.projecting.come import bring_outcomes, counts_of
from answerable.projecting.demand_ahead import records_of
from answerable.projecting.demand_table import slots_of_day
from small_force import SmallForce, call

LONDON = "Europe/London"
# The clocks go back on the second of these days.
DAYS = [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)]
LEVELS = {"low90": -6.0, "low50": -2.0, "median": 0.0, "high50": 2.0, "high90": 6.0}


def table(minutes: int, random: np.random.Generator) -> list[dict[str, object]]:
    """A forecast of each part of the days; the first part of each is closed."""
    rows = []
    for day in DAYS:
        for place, (_slot, start, end, _often) in enumerate(slots_of_day(day, minutes, LONDON)):
            mean = 0.0 if place == 0 and minutes < 1440 else float(np.round(random.uniform(8, 20), 2)) * minutes / 30
            rows.append({"start": start.isoformat(timespec="minutes"), "end": end.isoformat(timespec="minutes"), "mean": mean,
                         **{name: max(mean + shift, 0.0) if mean else 0.0 for name, shift in LEVELS.items()}, "floor": 12.0})
    return rows


def record(workspace: Workspace, rows: Sequence[dict[str, object]], minutes: int) -> None:
    days = [Day(day, 600.0, ((0.05, 500.0), (0.25, 570.0), (0.5, 600.0), (0.75, 630.0), (0.95, 700.0)), 580.0) for day in DAYS]
    record_demand(workspace.store, LONDON, DemandSeen("line 101", "contacts", minutes, DAYS[0] - timedelta(days=1),
                                                      Method("profile", 1), rows, days), workspace.head())


def came(random: np.random.Generator, minutes: int) -> list[Outcome]:
    """What came on each day; the parts that the clock has twice are not told apart."""
    outcomes = []
    for day in DAYS:
        parts = tuple((start.isoformat(timespec="minutes"), float(random.poisson(14)))
                      for _slot, start, _end, often in slots_of_day(day, minutes, LONDON) if often == 1)
        outcomes.append(Outcome(demand_key("line 101"), 1, day, day, sum(count for _start, count in parts) + 5.0,
                                minutes=minutes, parts=parts))
    return outcomes


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "force")


@pytest.mark.parametrize(("minutes", "parts"), [(30, 48 + 46 + 48), (60, 24 + 23 + 24)])
def test_the_parts_are_scored_as_adding_them_up_by_hand_gives(workspace: Workspace, minutes: int, parts: int) -> None:
    random = np.random.default_rng(3)
    rows = table(minutes, random)
    record(workspace, rows, minutes)
    outcomes = came(random, 30)
    record_outcomes(workspace.store, LONDON, workspace.head(), lambda _measure: None, lambda *_asked: outcomes)
    found, = score_parts(workspace.forecasts(), partial(read_table, workspace.store))
    counts = {datetime.fromisoformat(start): count for outcome in outcomes for start, count in outcome.parts}
    errors, floors, total, inside, opened = [], [], 0.0, 0, 0
    for row in rows:
        start, end = (datetime.fromisoformat(str(row[key])) for key in ("start", "end"))
        own = [count for at, count in counts.items() if start <= at < end]
        if len(own) * 30 * 60 != (end - start).total_seconds():
            continue
        total += sum(own)
        errors.append(abs(sum(own) - float(str(row["mean"]))))
        floors.append(abs(sum(own) - 12.0))
        if row["mean"]:
            opened += 1
            inside += float(str(row["low90"])) <= sum(own) <= float(str(row["high90"]))
    # An hour of the day that is an hour longer is twice on the clock: its parts cannot be told apart and are left out.
    assert (found.parts, found.days, len(errors)) == (parts, 3, parts)
    assert found.wape == pytest.approx(sum(errors) / total)
    assert found.floor_wape == pytest.approx(sum(floors) / total)
    assert found.cover90 == pytest.approx(inside / opened)


def test_a_day_as_one_part_is_scored_whatever_its_length(workspace: Workspace) -> None:
    rows = table(1440, np.random.default_rng(3))
    record(workspace, rows, 1440)
    outcomes = [Outcome(demand_key("line 101"), 1, day, day, 500.0, minutes=1440,
                        parts=((slots_of_day(day, 1440, LONDON)[0][1].isoformat(timespec="minutes"), 500.0),)) for day in DAYS]
    record_outcomes(workspace.store, LONDON, workspace.head(), lambda _measure: None, lambda *_asked: outcomes)
    found, = score_parts(workspace.forecasts(), partial(read_table, workspace.store))
    assert (found.days, found.parts) == (3, 3)


def test_the_days_are_scored_as_totals_against_the_floor_and_a_revision_keeps_both(workspace: Workspace) -> None:
    random = np.random.default_rng(5)
    record(workspace, table(30, random), 30)
    first, revised = came(random, 30), came(random, 30)
    for outcomes in (first, revised, revised):
        record_outcomes(workspace.store, LONDON, workspace.head(), lambda _measure: None,
                        lambda *_asked, known=outcomes: known)  # type: ignore[misc]
    assert [each.kind for each in workspace.forecasts()] == ["demand", "outcome", "outcome"]
    scored = score(workspace.forecasts())
    assert [each.first.outcome for each in scored if each.first] == [each.value for each in first]
    assert [each.newest.error for each in scored if each.newest] == [(each.value or 0.0) - 600.0 for each in revised]
    row = next(row for row in forecasts_json(workspace.forecasts(), {})["forecasters"] if row["measure"])
    errors = [abs((each.value or 0.0) - 600.0) for each in revised]
    floors = [abs((each.value or 0.0) - 580.0) for each in revised]
    assert (row["title"], row["n"], row["kind"]) == ("Demand by the day, line 101", 3, "demand")
    assert row["skill"] == pytest.approx(1 - sum(errors) / sum(floors))


def test_what_came_is_counted_from_the_records_of_whole_days(force: SmallForce) -> None:
    days = [date(2026, 10, 12) + timedelta(days=place) for place in range(16)]
    force.load([call(f"{day}-{hour}-{number}", f"{day} {hour:02d}:{7 * number:02d}:00") for day in days
                for hour in range(24) for number in range(1 + day.day % 3)])
    workspace = force.workspace
    records = records_of(workspace, workspace.head(), "England")
    found = {each.period_start: each for each in counts_of(records, "line 101", 30, [*days, date(2026, 12, 1)])}
    by_day = force.by_day("contacts-offered")
    assert {day.isoformat(): outcome.value for day, outcome in found.items()} == {
        day: by_day[day] for day in map(str, found)}
    assert set(DAYS) <= set(found)
    changed = found[DAYS[1]]
    assert len(changed.parts) == 46
    # What came in the hour that is there twice is in the day's total alone.
    assert changed.value is not None
    assert changed.value > sum(count for _start, count in changed.parts)
    assert date(2026, 12, 1) not in found


def test_a_forecast_of_days_that_had_come_already_counts_as_made_afterwards(force: SmallForce) -> None:
    days = [date(2026, 10, 12) + timedelta(days=place) for place in range(16)]
    force.load([call(f"{day}-{hour}", f"{day} {hour:02d}:00:00") for day in days for hour in range(24)])
    workspace = force.workspace
    record(workspace, table(30, np.random.default_rng(1)), 30)
    bring_outcomes(workspace)
    assert {each.status for each in score(workspace.forecasts())} == {"scored"}
    assert all(each.afterwards for each in score(workspace.forecasts()))
    assert all(row["afterwards"] for row in forecasts_json(workspace.forecasts(), {})["forecasters"])
