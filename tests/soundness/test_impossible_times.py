"""A contact that happened stays offered: an impossible time is voided by itself, counted, and used by no clock."""

from __future__ import annotations

import pytest

from small_force import CALLS, SmallForce, call, faults

# A call on 999 with every time, in order.
TIMES = {"operator": "10:00:00", "presented": "10:00:05", "message_ended": "10:00:15", "queued": "10:00:15",
         "left_queue": "10:00:45", "answered": "10:00:45", "ended": "10:05:45", "wrap_up_ended": "10:06:45"}
CLOCKS = {"caller_ms": 45_000, "force_ms": 40_000, "queue_ms": 30_000, "message_ms": 10_000, "talk_ms": 300_000,
          "wrap_ms": 60_000}

# Column of the file → contract column, and the clocks that cannot be told without it.
VOIDED = {
    "operator": ("operator_connected_at", {"caller_ms"}),
    "message_ended": ("message_ended_at", {"message_ms"}),
    "queued": ("queued_at", {"queue_ms"}),
    "answered": ("answered_at", {"caller_ms", "force_ms", "talk_ms"}),
    "ended": ("ended_at", {"talk_ms", "wrap_ms"}),
    "wrap_up_ended": ("wrap_up_ended_at", {"wrap_ms"}),
}


def whole_call(**changed: str) -> dict[str, object]:
    """The call, with some clock times changed. It has no abandonment: it was answered."""
    times = TIMES | changed
    given = {name: f"2026-03-02 {time}" if time else "" for name, time in times.items()}
    return call(1, str(given.pop("presented")), **given) | {"line": "999"}


def clocks(force: SmallForce) -> dict[str, int | None]:
    """What the one record says on each clock."""
    record, = force.records()
    return {name: record[name] for name in CLOCKS}


def test_a_call_with_every_time_in_order_has_every_clock(force: SmallForce) -> None:
    report = force.load([whole_call()])
    assert faults(report) == {}
    assert clocks(force) == CLOCKS


@pytest.mark.parametrize("column", VOIDED)
def test_one_impossible_time_voids_that_time_alone(force: SmallForce, column: str) -> None:
    name, lost = VOIDED[column]
    # The operator connects before the call is presented; every other time comes after.
    report = force.load([whole_call(**{column: "11:00:00" if column == "operator" else "09:00:00"})])
    assert faults(report) == {("before-its-predecessor", name): 1}
    assert clocks(force) == {key: None if key in lost else value for key, value in CLOCKS.items()}
    assert force.value("999-offered") == 1


def test_a_queue_left_before_it_was_joined_ends_with_the_answer(force: SmallForce) -> None:
    report = force.load([whole_call(left_queue="09:00:00")])
    assert faults(report) == {("before-its-predecessor", "left_queue_at"): 1}
    assert clocks(force) == CLOCKS


def test_an_impossible_hang_up_leaves_the_wait_unknown_and_the_call_offered_and_abandoned(force: SmallForce) -> None:
    report = force.load([call(1, "2026-03-02 10:00:00", outcome="abandoned", abandoned="2026-03-02 09:59:00"),
                         call(2, "2026-03-02 10:00:00", outcome="abandoned", abandoned="2026-03-02 10:00:20")])
    assert faults(report) == {("before-its-predecessor", "abandoned_at"): 1}
    assert [record["force_ms"] for record in force.records()] == [None, 20_000]
    assert force.value("101-abandonment") == 100
    assert force.value("101-offered") == 2


@pytest.mark.parametrize("column", ["answered", "ended", "wrap_up_ended"])
def test_a_time_a_week_later_is_voided_on_the_telephone(force: SmallForce, column: str) -> None:
    name, lost = VOIDED[column]
    report = force.load([whole_call(**{column: ""}) | {column: "2026-03-09 10:00:06"}])
    assert faults(report)["too-late", name] == 1
    assert {key for key, value in clocks(force).items() if value is None} >= lost
    assert force.value("999-offered") == 1


def test_an_answer_a_week_later_is_an_answer_to_an_e_mail(force: SmallForce) -> None:
    report = force.load([call(1, "2026-03-02 10:00:00", channel="email", answered="2026-03-12 10:00:00")])
    assert faults(report) == {}
    assert force.records()[0]["force_ms"] == 10 * 86_400_000


def test_a_value_that_is_no_time_counts_as_not_given_and_is_counted(force: SmallForce) -> None:
    report = force.load([whole_call() | {"answered": "soon", "ended": "31/02/2026"}])
    assert faults(report) == {("not-a-time", "answered_at"): 1, ("not-a-time", "ended_at"): 1}
    assert force.value("999-offered") == 1


@pytest.mark.parametrize("written", ["20261-03-01 10:00:00", "0000-03-01 10:00:00", "9999-12-31 23:59:59", "epoch",
                                     "infinity", "now", "1899-12-30 00:00:00"])
def test_a_year_that_cannot_be_places_no_record_and_ends_no_wait(force: SmallForce, written: str) -> None:
    report = force.load([call(1, written), call(2, "2026-03-01 10:00:00", answered=written)])
    assert faults(report) == {("time-not-understood", "presented_at"): 1, ("not-a-time", "answered_at"): 1}
    assert force.by_day() == {"2026-03-01": 1}


@pytest.mark.parametrize(("wait", "expected", "fault"), [
    ("12", 12_000, None), ("0", 0, None), ("", None, "answered-without-time"), ("-5", None, "before-its-predecessor"),
    ("nan", None, "not-a-time"), ("inf", None, "not-a-time"), ("1e300", None, "not-a-time"), ("n.a.", None, "not-a-time")])
def test_a_duration_that_is_none_voids_one_time_and_not_the_load(force: SmallForce, wait: str, expected: int | None,
                                                                 fault: str | None) -> None:
    force.source("calls", CALLS.replace("answered_at: answered", "answered_at: {from: presented, plus: wait}"))
    report = force.load([call(1, "2026-03-01 10:00:00", wait=wait), call(2, "2026-03-01 11:00:00", wait="3")])
    assert [record["force_ms"] for record in force.records()] == [expected, 3000]
    assert faults(report) == ({(fault, "answered_at"): 1} if fault else {})
    assert force.value() == 2


def test_a_step_back_within_the_tolerance_counts_as_no_time_at_all(force: SmallForce) -> None:
    force.source("calls", CALLS + "tolerance_seconds: 2\n")
    report = force.load([call(1, "2026-03-01 10:00:02", answered="2026-03-01 10:00:00"),
                         call(2, "2026-03-01 10:00:03", answered="2026-03-01 10:00:00")])
    assert faults(report) == {("before-its-predecessor", "answered_at"): 1}
    assert [record["force_ms"] for record in force.records()] == [0, None]


def test_an_answer_without_a_time_is_told_and_left_out_of_the_waits_only(force: SmallForce) -> None:
    report = force.load([call(1, "2026-03-01 10:00:00", answered="2026-03-01 10:00:40"), call(2, "2026-03-01 10:01:00")]
                        + [call(number, "2026-03-01 11:00:00", answered="2026-03-01 11:00:10") for number in range(3, 11)])
    assert faults(report) == {("answered-without-time", "answered_at"): 1}
    row, = force.figures("101-mean-wait-caller-clock", "all")
    assert (row["denominator"], row["numerator"]) == (9, 120)
    assert "1 contact" in row["note"]
    assert force.value("101-offered") == 10
