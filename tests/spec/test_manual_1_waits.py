"""How a wait is measured: three clocks, a limit, and what a limit means to the millisecond."""

from __future__ import annotations

import pytest
from manual import Force

LEVEL = """
measure: {name}
kind: service_level
population: "line = '999'"
formula: answered-within-of-offered
clock: force
threshold: {{seconds: 10, comparison: "{comparison}", resolution: {resolution}}}
"""


def test_a_wait_depends_on_where_its_clock_starts(force: Force) -> None:
    """The caller's clock starts when the operator connects, the force's when the call is presented, the queue's when the
    recorded message is over."""
    force.calls("""
        line | operator | presented | message ended | queued   | answered
        999  | 09:00:00 | 09:00:04  |               |          | 09:00:12
        101  |          | 09:00:00  | 09:01:30      | 09:01:30 | 09:03:00
    """)
    assert force.value("999-mean-time-to-answer") == 8                  # force's clock: from 09:00:04
    assert force.value("999-answered-within-10s") == 100
    assert force.value("999-answered-within-10s-caller-clock") == 0     # 12 seconds since the operator's connection
    assert force.value("101-mean-wait-queue-clock") == 90               # after the message …
    assert force.value("101-mean-wait-caller-clock") == 180             # … of 90 seconds, which the caller waits as well


def test_a_contact_answered_without_queueing_waited_nothing_in_the_queue(force: Force) -> None:
    force.calls("""
        queued   | answered
        09:00:20 | 09:01:00
                 | 09:00:15
    """)
    assert force.value("101-mean-wait-queue-clock") == 20       # 40 seconds and 0 seconds
    assert force.value("queue-wait-mean") == 40                 # of those who waited at all


@pytest.mark.parametrize(("comparison", "resolution", "within"), [
    ("<=", "milliseconds", 2),      # 9.999 and 10.000
    ("<", "milliseconds", 1),       # 9.999
    ("<=", "whole-seconds", 3),     # and 10.900, cut to 10
    ("<", "whole-seconds", 1)])     # 10.000 and 10.900 are cut to 10, which is not below 10
def test_within_ten_seconds_can_mean_three_things(force: Force, comparison: str, resolution: str, within: int) -> None:
    force.calls("""
        line | presented    | answered
        999  | 09:00:00.000 | 09:00:09.999
        999  | 09:00:00.000 | 09:00:10.000
        999  | 09:00:00.000 | 09:00:10.900
        999  | 09:00:00.000 | 09:00:11.000
    """)
    force.define(LEVEL.format(name="mine", comparison=comparison, resolution=resolution))
    assert (force.figure("mine")["numerator"], force.figure("mine")["denominator"]) == (within, 4)


def test_a_median_is_a_wait_that_somebody_had(force: Force) -> None:
    """Nearest rank, cut to whole seconds: of four, the second; of ten, the 90th percentile is the ninth."""
    force.calls("""
        line | answered
        999  | 09:00:01
        999  | 09:00:02.900
        999  | 09:00:50
        999  | 09:10:00
    """)
    assert force.value("999-median-time-to-answer") == 2
    assert force.value("999-90th-percentile-time-to-answer") == 600
    assert force.value("999-mean-time-to-answer") == pytest.approx(163.475)


def test_an_impossible_time_is_voided_and_the_call_stays_offered(force: Force) -> None:
    """Answered before it was presented: no clock uses the time, but the call happened."""
    force.calls("""
        line | presented | answered
        999  | 09:00:00  | 08:59:00
    """)
    force.calls("""
        line | presented | answered
        999  | 09:00:00  | 09:00:05
    """, times=19)
    figure = force.figure("999-answered-within-10s")
    assert force.value("999-offered") == 20
    assert (figure["value"], figure["denominator"]) == (100, 19)
    assert "1 contact" in figure["note"]


def test_without_the_time_of_more_than_one_in_ten_there_is_no_figure(force: Force) -> None:
    """A telephone system that no longer records the operator's connection loses the caller's clock, and nothing else."""
    force.calls("""
        line | operator | presented | answered
        999  | 09:00:00 | 09:00:02  | 09:00:06
        999  |          | 09:00:02  | 09:00:06
    """)
    figure = force.figure("999-answered-within-10s-caller-clock")
    assert (figure["value"], figure["status"]) == (None, "not-available")
    assert "caller's clock" in figure["note"]
    assert force.value("999-answered-within-10s") == 100


def test_a_call_is_split_over_the_half_hours_it_touches(force: Force) -> None:
    """Occupancy: of the half-hours in which a handler had a call, how much went into calls."""
    force.calls("""
        handler | presented | answered | ended    | wrap-up ended
        ann     | 09:20:00  | 09:20:00 | 09:30:00 | 09:39:00
        bob     | 09:25:00  | 09:25:00 | 09:28:00 |
    """)
    first, second = (row for row in force.figures("handler-occupancy", "half-hour") if row["value"] is not None)
    assert (first["numerator"], first["denominator"]) == (780, 3600)     # 10 and 3 minutes of two half-hours
    assert (second["numerator"], second["denominator"]) == (540, 1800)   # the rest of ann's work
