"""Who calls again after giving up is counted once: a fitted room makes its redials itself, and is told of first attempts alone.

And a workspace whose records were loaded before the contract had a place for the caller goes on as it was.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from answerable.fitting.contacts import ANSWERED, GAVE_UP, Contacts, contacts_of, days_of
from answerable.fitting.fitted import fit
from answerable.fitting.redials import NO_REDIALS, firsts_of
from answerable.fitting.rooms import Policy, usual_week
from answerable.records.store import FileRef
from answerable.simulation.contacts import contacts_of as simulated_contacts
from answerable.simulation.kernel.world import WAS_ABANDONED
from answerable.simulation.results import PLACE
from answerable.simulation.room import Duration, Line, Pool, Redial, Room, Service
from answerable.simulation.simulating import simulate
from small_force import CALLS, SmallForce, call

DAYS = 14


@pytest.fixture(scope="module")
def came() -> tuple[Contacts, np.ndarray]:
    """Two weeks of a room with three handlers, in which half of those who give up try again: (its contacts, the attempt that
    each is)."""
    service = Service(Duration("exponential", 300.0), ("all",), patience=Duration("exponential", 90.0))
    line = Line("101", (20.0,) * 48 * DAYS, service, redial=Redial(0.5, Duration("exponential", 600.0), 4))
    room = Room("known", (line,), (Pool("all", (3,) * 48 * DAYS),), 48 * DAYS)
    found = simulated_contacts(room, 0)
    rows, caller, handler = (part[found.rows["arrived"] < DAYS * 86400] for part in (found.rows, found.caller, found.handler))
    gave_up = rows["outcome"] == WAS_ABANDONED
    ends, zero = np.where(gave_up, rows["left"], rows["answered"]), np.zeros(len(rows))
    return Contacts(
        ("101",), 4, 4 + DAYS - 1, np.zeros(len(rows), dtype=int), (rows["arrived"] // 86400).astype(int),
        (rows["arrived"] % 86400 // 1800).astype(int), np.where(gave_up, GAVE_UP, ANSWERED), rows["arrived"],
        ends - rows["queued"], zero, zero + np.nan, rows["talked"] - rows["answered"], zero + np.nan,
        np.maximum(handler, 0), caller + 1, (False,)), rows["attempt"]


def test_arrivals_are_first_attempts_and_the_room_makes_as_many_contacts_as_came(came: tuple[Contacts, np.ndarray]) -> None:
    contacts, attempt = came
    fitted = fit(contacts)
    first = (attempt == 1).sum()
    assert first < 0.85 * len(attempt)
    assert fitted.lines[0].arrivals.by_slot.sum() * DAYS / 7 == pytest.approx(first, rel=0.005)
    room = usual_week(fitted, "fitted", Policy(), 1.0)
    offered = simulate(room, 20, 1, threads=1).totals[:, 0, PLACE["offered"]].mean() * DAYS / 7
    assert offered == pytest.approx(len(attempt), rel=0.02)


def test_without_callers_all_who_come_are_arrivals_and_nobody_calls_again(came: tuple[Contacts, np.ndarray]) -> None:
    contacts, attempt = came
    fitted = fit(replace(contacts, caller=np.zeros(len(attempt), dtype=int)))
    assert NO_REDIALS in fitted.notes
    assert fitted.lines[0].redialling is None
    assert fitted.lines[0].arrivals.by_slot.sum() * DAYS / 7 == pytest.approx(len(attempt), rel=0.005)
    assert usual_week(fitted, "fitted", Policy(), 1.0).lines[0].redial is None


def test_too_few_callers_are_told_and_their_contacts_stay_among_those_who_come(came: tuple[Contacts, np.ndarray]) -> None:
    contacts, attempt = came
    few = replace(contacts, caller=np.where(contacts.caller % 10 == 0, contacts.caller, 0))
    fitted = fit(few)
    said, = (note for note in fitted.notes if note.startswith("101: redials are not estimated: the caller is known of "))
    assert said.endswith("needed are 50, and 25% of them. Who calls again is among those who come.")
    assert firsts_of(few, [fitted.lines[0].redialling]).all()
    assert fitted.lines[0].arrivals.by_slot.sum() * DAYS / 7 == pytest.approx(len(attempt), rel=0.005)


def day_of_calls(day: int, **given: object) -> list[dict[str, object]]:
    """Forty calls of a day of March 2026."""
    return [call(f"{day}-{number}", f"2026-03-{day:02} 10:{number:02}:00", answered=f"2026-03-{day:02} 10:{number:02}:09",
                 ended=f"2026-03-{day:02} 10:{number:02}:59", **given) for number in range(40)]


def as_before_the_column(force: SmallForce) -> None:
    """Write the workspace's records again without the caller, as an earlier version left them."""
    head, store = force.workspace.head(), force.workspace.store
    manifest = head.following()
    for month, ref in head.parts("contacts", "records").items():
        table = pq.read_table(store.path(ref)).drop_columns(["caller"])

        def write(path: Path, table: Any = table) -> int:
            pq.write_table(table, path)
            return len(table)
        kept: FileRef = store.keep("data/contacts", month, write)
        manifest.tables["contacts"][month]["records"] = kept
    store.commit(manifest)


def test_records_of_an_earlier_contract_go_on_and_their_callers_are_not_known(force: SmallForce) -> None:
    force.load([row for day in range(1, 8) for row in day_of_calls(day)])
    as_before_the_column(force)
    assert "caller" not in force.records()[0]
    before = force.figures("contacts-recorded", "day")
    store = force.workspace.store
    contacts = contacts_of(store, force.workspace.head(), "Europe/London", *days_of(store, force.workspace.head()))
    assert not contacts.caller.any()
    force.source("calls", CALLS + "  caller: customer\n")
    report = force.load(day_of_calls(8, customer="07700900461"), name="eighth.csv")
    assert (report.accepted, report.duplicate) == (40, 0)
    # The same records again, now with their caller, are changed ones; without, they are the same.
    again = force.load(day_of_calls(7), name="seventh.csv")
    assert (again.accepted, again.duplicate) == (0, 40)
    known = {record["local_day"]: record["caller"] is not None for record in force.records()}
    assert sorted(known.values()) == [False] * 7 + [True]
    assert force.figures("contacts-recorded", "day")[:7] == before[:7]


def test_months_of_both_contracts_stand_side_by_side(force: SmallForce) -> None:
    """A month written before the column, and one after: measures that read records, and fitting, take both."""
    force.load(day_of_calls(31, agent="ann"))
    as_before_the_column(force)
    force.source("calls", CALLS + "  caller: customer\n")
    april = [{**row, "id": f"a{row['id']}", **{name: str(row[name]).replace("03-31", "04-01")
                                             for name in ("presented", "answered", "ended")}}
             for row in day_of_calls(31, customer="07700900461")]
    assert force.load(april, name="april.csv").accepted == 40
    assert [row["value"] for row in force.figures("contacts-recorded", "half-hour") if row["value"]] == [30, 10, 30, 10]
    store = force.workspace.store
    contacts = contacts_of(store, force.workspace.head(), "Europe/London", *days_of(store, force.workspace.head()))
    assert np.bincount(contacts.day[contacts.caller > 0], minlength=2).tolist() == [0, 40]
