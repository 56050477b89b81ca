"""Simulated contacts as records: the measures' definitions and the simulator's own counts agree to the last contact where they
mean the same, and it is said where they do not."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from test_any_room import rooms
from test_twin import everything

from answerable.cli import run
from answerable.errors import InputError
from answerable.recording import own_counts
from answerable.recording.dates import beginnings, first_day
from answerable.recording.figures import MeasuredFigure, Recorded, figures, record, write
from answerable.recording.records import table_of
from answerable.simulation.contacts import Contacts, contacts_of
from answerable.simulation.handlers import name_handlers
from answerable.simulation.kernel.world import COUNTED, KEPT, NONE, WAS_ABANDONED, WAS_ANSWERED
from answerable.simulation.laying_out import queues_of
from answerable.simulation.results import PLACE
from answerable.simulation.room import Duration, Line, Pool, Room, Service, Weekday
from answerable.simulation.simulating import simulate
from answerable.workspace import Workspace

MONDAY = date(2026, 9, 7)
REPETITIONS = 4


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    """The room with everything switched on, a few times."""
    return record(everything(), MONDAY, REPETITIONS, seed=1)


@pytest.fixture(scope="module")
def rows(recorded: Recorded, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Its records, as the file has them."""
    path = tmp_path_factory.mktemp("records") / "records.csv"
    assert write(recorded, path) == recorded.contacts
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def judged(recorded: Recorded) -> dict[str, MeasuredFigure]:
    """Its figures by measure, by the catalogue's definitions."""
    return {figure.measure.id: figure for figure in figures(recorded)}


def test_what_is_kept_is_what_is_counted(recorded: Recorded) -> None:
    """Contact by contact, a repetition is the one that `simulate` counts; and its rows add up to its counts."""
    room, result = recorded.room, simulate(recorded.room, REPETITIONS, 1, threads=1)
    for number, contacts in enumerate(recorded.repetitions):
        assert np.allclose(contacts.counted, result.totals[number])
        for queue in range(len(contacts.queues)):
            own = contacts.rows[contacts.rows["queue"] == queue]
            answered = own[own["outcome"] == WAS_ANSWERED]
            assert len(answered) == contacts.counted[queue, PLACE["answered"]]
            assert (own["outcome"] == WAS_ABANDONED).sum() == contacts.counted[queue, PLACE["abandoned"]]
            if queue >= len(room.lines) or not room.lines[queue].service.interruptible:
                wait = (answered["answered"] - answered["queued"]).sum()
                assert wait == pytest.approx(contacts.counted[queue, PLACE["wait_answered"]])
        assert (contacts.before, contacts.unfinished) == (0, 0)


def test_measures_and_simulator_agree_where_they_mean_the_same(judged: dict[str, MeasuredFigure]) -> None:
    """Counts and shares exactly; means to the millisecond to which records are kept. The rest names its difference."""
    same = {name: figure for name, figure in judged.items() if figure.own.value is not None}
    for name, figure in same.items():
        tolerance = 0.001 if figure.measure.kind == "mean" else 1e-9
        assert figure.value == pytest.approx(figure.own.value, abs=tolerance, rel=0), name
    assert set(same) >= {"999-answered-within-10s", "101-answered-within-30s", "chat-answered-within-60s", "101-offered",
                         "999-offered", "101-abandonment", "chat-abandonment", "abandonment", "contacts-offered",
                         "101-mean-wait-queue-clock", "999-mean-time-to-answer"}
    differing = {
        "101-abandonment-after-5s": own_counts.SHORT, "101-mean-wait-caller-clock": own_counts.OTHER_CLOCK,
        "answered-within-10s-of-answered": own_counts.OTHER_CLOCK, "email-answered-within-24h": own_counts.AT_ITS_END,
        "101-median-wait-queue-clock": own_counts.UNCOUNTED}
    assert {name: judged[name].own.why for name in differing} == differing


def test_out_of_those_offered_is_another_number_than_out_of_those_answered(
        recorded: Recorded, judged: dict[str, MeasuredFigure]) -> None:
    """The simulator tells the share of those answered; the measure divides by those who gave up too."""
    counted = np.sum([contacts.counted for contacts in recorded.repetitions], axis=0)[1]
    within, answered, abandoned, left = (counted[PLACE[name]] for name in ("within", "answered", "abandoned", "left_message"))
    by_measure = judged["101-answered-within-30s"]
    assert left == 0                        # who hangs up in the message never comes to the queue behind the switchboard
    assert by_measure.of == answered + abandoned
    assert by_measure.value == pytest.approx(100 * within / (answered + abandoned))
    assert by_measure.value < 100 * within / answered - 1


def test_a_limit_is_judged_alike_to_the_last_digit() -> None:
    """A wait longer than 30 seconds by less than a millisecond is 30.001 seconds in the records, not 30.000."""
    waits = (30.0, 30.0000001, 29.9999999, 0.0)
    kept = np.zeros(len(waits), dtype=KEPT)
    for place, wait in enumerate(waits):
        kept[place]["arrived"] = kept[place]["queued"] = 100.25 + place
        kept[place]["answered"] = kept[place]["queued"] + wait
        kept[place]["talked"] = kept[place]["free"] = kept[place]["answered"] + 60
    room = Room("one line", (Line("101", (1.0,), Service(Duration("constant", 60), ("a",))),), (Pool("a", (1,)),), 1)
    contacts = Contacts(kept, np.arange(4), np.ones(4, dtype=np.int64), np.zeros((1, len(COUNTED))), ("101",), 0, 0)
    told = table_of(room, contacts, MONDAY, "Europe/London").to_pylist()
    assert [_milliseconds(row["queued_at"], row["answered_at"]) for row in told] == [30_000, 30_001, 30_000, 0]


def test_each_outcome_has_the_times_that_the_contract_wants(rows: list[dict[str, str]]) -> None:
    times = ("message_ended_at", "queued_at", "answered_at", "abandoned_at", "ended_at")
    found = {(row["line"], row["outcome"], tuple(name for name in times if row[name])) for row in rows}
    assert found >= {
        ("101 switchboard", "abandoned", ("abandoned_at",)),                           # hung up in the message
        ("101 switchboard", "abandoned", ("message_ended_at", "queued_at", "abandoned_at")),
        ("101 switchboard", "contained", ()),
        ("101 switchboard", "answered", ("message_ended_at", "queued_at", "answered_at", "ended_at")),
        ("101", "answered", ("queued_at", "answered_at", "ended_at")),
        ("999", "abandoned", ("queued_at", "abandoned_at")),
        ("chat", "forwarded", ())}                                                     # refused: told to use another line
    assert {row["channel"] for row in rows if row["line"] == "e-mail"} == {"email"}
    passed_on = [row for row in rows if row["line"] == "101"]
    assert all(_milliseconds(row["presented_at"], row["queued_at"]) >= 45_000 for row in passed_on)


def test_both_clocks_of_a_caller_stand_in_the_record(rows: list[dict[str, str]]) -> None:
    """From dial: the message and the switchboard before it count. From the queue's start: they do not."""
    call = next(row for row in rows if row["line"] == "101" and row["outcome"] == "answered" and not _was_a_chat(row, rows))
    board = next(row for row in rows if row["contact_id"] == call["first_contact_id"])
    assert board["presented_at"] == call["presented_at"]
    assert board["line"] == "101 switchboard"
    assert _milliseconds(board["ended_at"], call["queued_at"]) in (0, 1)
    from_dial, from_queue = (_milliseconds(call[start], call["answered_at"]) for start in ("presented_at", "queued_at"))
    assert from_dial > from_queue + 45_000


def test_further_attempts_hang_on_the_first(rows: list[dict[str, str]]) -> None:
    """Who gives up and calls again is one caller, attempt after attempt; so is a chat that is sent to 101."""
    by_caller = defaultdict(list)
    for row in rows:
        by_caller[row["caller"]].append(row)
    several = [own for own in by_caller.values() if int(own[-1]["attempt"]) > 1]
    assert len(several) > 30
    for own in several:
        assert {row["first_contact_id"] for row in own} == {own[0]["contact_id"]}
        for before, after in pairwise(own):
            if after["attempt"] != before["attempt"]:
                assert int(after["attempt"]) == int(before["attempt"]) + 1
                assert before["outcome"] == "abandoned"
                assert after["presented_at"] >= before["abandoned_at"]
    assert any(own[0]["line"] == "chat" and own[0]["outcome"] == "forwarded" and "101" in own[-1]["line"]
               for own in by_caller.values())


def test_nobody_has_two_calls_at_once(rows: list[dict[str, str]]) -> None:
    """Handlers get names afterwards; a chat may share its handler with two others, a call with nothing."""
    by_handler = defaultdict(list)
    for row in rows:
        if row["handler"] and row["line"] != "e-mail":
            by_handler[row["handler"]].append(row)
    assert len(by_handler) > 15
    for own in by_handler.values():
        busy = list[tuple[str, str]]()
        for row in sorted(own, key=lambda row: row["answered_at"]):
            busy = [(line, until) for line, until in busy if until > row["answered_at"]]
            busy.append((row["line"], row["wrap_up_ended_at"]))
            assert len(busy) == 1 or ({line for line, _ in busy} == {"chat"} and len(busy) <= 3), row


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rooms)
def test_whatever_the_room_nobody_takes_more_at_once_than_may_be(room: Room) -> None:
    """Work that may be broken off is left out: of that, only the last stretch is written down."""
    contacts = contacts_of(room)
    services = [queue.service for queue in queues_of(room)]
    taken = contacts.rows["outcome"] == WAS_ANSWERED
    assert (contacts.handler[taken] > 0).all()
    assert (contacts.handler[~taken] == NONE).all()
    by_handler = defaultdict(list)
    for row, handler in zip(contacts.rows[taken], contacts.handler[taken].tolist(), strict=True):
        if not services[row["queue"]].interruptible:
            by_handler[int(row["pool"]), handler].append((float(row["answered"]), float(row["free"]), int(row["queue"])))
    for own in by_handler.values():
        busy = list[tuple[float, int]]()
        for answered, free, queue in sorted(own):
            busy = [(until, other) for until, other in busy if until > answered]
            assert {other for _, other in busy} <= {queue}
            assert len(busy) < services[queue].at_once
            busy.append((free, queue))


def test_whoever_has_been_free_longest_takes_the_next() -> None:
    """Two handlers by turns; one goes off duty with a call in hand, finishes it, and is not asked again."""
    answered = [0.0, 1.0, 12.0, 13.0, 95.0, 130.0, 135.0]
    kept = np.zeros(len(answered), dtype=KEPT)
    kept["answered"], kept["free"], kept["desk"] = answered, [at + 10 for at in answered], -1
    kept["free"][4] = 128.0
    assert name_handlers(kept, [[[7, 8], [8, 9]]], 100.0).tolist() == [7, 8, 7, 8, 7, 8, 9]


@pytest.mark.parametrize(("begins", "given", "means"), [
    (Weekday.MONDAY, None, date(2026, 1, 5)), (Weekday.THURSDAY, None, date(2026, 1, 1)),
    (Weekday.MONDAY, "2026-09-07", MONDAY)])
def test_a_repetition_begins_on_the_weekday_of_its_room(begins: Weekday, given: str | None, means: date) -> None:
    assert first_day(replace(everything(), begins=begins), given) == means


def test_another_weekday_is_an_error_that_names_the_next_day_that_would_do() -> None:
    with pytest.raises(InputError, match=r"2026-09-08 is a Tuesday, and everything begins on a Monday.*2026-09-14"):
        first_day(everything(), "2026-09-08")


def test_weeks_in_which_the_clocks_change_are_passed_over() -> None:
    week = replace(everything(), slots=336)
    assert beginnings(week, date(2026, 3, 16), 3, "Europe/London") == [date(2026, 3, 16), date(2026, 3, 30), date(2026, 4, 6)]
    assert beginnings(everything(), date(2026, 10, 19), 2, "Europe/London") == [date(2026, 10, 19), date(2026, 10, 26)]


def test_who_came_before_the_first_day_is_told_and_in_no_record() -> None:
    """With a message of ten minutes many reach the queue on the first day who had called on the day before."""
    line = replace(everything().lines[1], arrivals=(40.0,) * 4, switchboard=None)
    long = replace(line, message=replace(line.message, seconds=600.0) if line.message else None)
    room = Room("long message", (long,), (Pool("call", (30,) * 4), Pool("all", (0,) * 4)), 4, warm_up=2)
    contacts = contacts_of(room)
    joined = contacts.rows[contacts.rows["outcome"] == WAS_ANSWERED]
    assert contacts.before > 5
    assert contacts.counted[0, PLACE["offered"]] == len(joined) + contacts.before
    assert joined["arrived"].min() >= 0


def test_definitions_of_a_workspace_are_used_and_nothing_is_put_into_it(tmp_path: Path, recorded: Recorded) -> None:
    """A force that divides by those answered gets the simulator's own share; its records stay as they were."""
    workspace = Workspace.create(tmp_path / "ours")
    shipped = workspace.measure("101-answered-within-30s").text
    own = (shipped.replace("101-answered-within-30s", "ours").replace("of-offered", "of-answered")
           .replace("AND outcome IN ('answered', 'abandoned')", "AND outcome = 'answered'"))
    (workspace.folder / "measures" / "ours.yaml").write_text(own, encoding="utf-8")
    found = {figure.measure.id: figure for figure in figures(recorded, workspace)}["ours"]
    counted = np.sum([contacts.counted for contacts in recorded.repetitions], axis=0)[1]
    assert found.value == pytest.approx(100 * counted[PLACE["within"]] / counted[PLACE["answered"]])
    assert found.value == pytest.approx(found.own.value)
    assert found.real is None
    assert not workspace.figure_rows("101-offered")


def test_records_are_written_and_load_as_any_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room, file = tmp_path / "room.yaml", tmp_path / "calls.csv"
    room.write_text('{name: small, days: 1, lines: {"101": {arrivals: 6, talk: 300, patience: 60, pools: [all]}}, '
                    'pools: {all: {staff: 2}}}', encoding="utf-8")
    asked = ["simulate", str(room), "--repetitions", "2", "--from", "2026-09-07", "--records", str(file), "--quiet"]
    assert run([*asked, "--figures"]) == 0
    told = capsys.readouterr().out
    assert "2 repetitions recorded contact by contact, from 2026-09-07 (the last from 2026-09-14)" in told
    assert "101-answered-within-30s" in told
    workspace = Workspace.create(tmp_path / "made-up", made_up=True)
    report = workspace.load("simulated_contacts", file)
    assert (report.quarantined, report.accepted) == (0, len(file.read_text(encoding="utf-8").splitlines()) - 1)
    assert [row["period_start"] for row in workspace.figure_rows("101-offered", by="day") if row["value"]] == [
        "2026-09-07", "2026-09-14"]


def _milliseconds(first: str, last: str) -> int:
    return round((datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() * 1000)


def _was_a_chat(row: dict[str, Any], rows: list[dict[str, str]]) -> bool:
    first = next(other for other in rows if other["contact_id"] == row["first_contact_id"])
    return first["line"] == "chat" or row["attempt"] != "1"
