"""What became of a contact, and where it counts."""

from __future__ import annotations

import pytest
from manual import Force

FORMULAS = {
    "answered-or-abandoned-within-of-offered": 83.02, "answered-within-of-answered": 86.00,
    "answered-within-of-offered": 81.13, "answered-within-of-offered-without-early-abandoned": 82.69,
    "answered-within-or-short-abandoned-of-offered": 82.08}
SHORT = "answered-within-or-short-abandoned-of-offered"


def test_a_callback_counts_on_neither_side_of_a_service_level(force: Force) -> None:
    """Who asks to be rung back was neither answered in time nor kept waiting; of the abandonment it is part of the whole."""
    force.calls("""
        outcome   | queued   | answered | abandoned
        answered  | 09:00:00 | 09:00:20 |
        abandoned | 09:00:00 |          | 09:00:50
        callback  | 09:00:00 |          |
    """)
    assert force.figure("101-answered-within-30s")["denominator"] == 2
    assert force.value("101-abandonment") == pytest.approx(100 / 3)


def test_contained_calls_are_offered_and_phantoms_are_only_recorded(force: Force) -> None:
    """The recorded message dealt with a contained call. A phantom had no caller."""
    force.calls("""
        outcome   | answered
        answered  | 09:00:05
        contained |
        forwarded |
        phantom   |
    """)
    assert force.value("contacts-recorded") == 4
    assert force.value("101-offered") == 3
    assert force.figure("101-abandonment")["denominator"] == 1


def test_a_short_abandon_counts_on_neither_side(force: Force) -> None:
    """Hang-ups before 5 seconds in the queue are misdials; one at 5 seconds gave up waiting."""
    force.calls("""
        outcome   | queued   | answered | abandoned
        answered  | 09:00:00 | 09:00:20 |
        abandoned | 09:00:00 |          | 09:00:04.999
        abandoned | 09:00:00 |          | 09:00:05
        abandoned |          |          | 09:00:30
    """)
    every, late = force.figure("101-abandonment"), force.figure("101-abandonment-after-5s")
    assert (every["numerator"], every["denominator"]) == (3, 4)
    assert (late["numerator"], late["denominator"]) == (1, 2)      # the last one never came to the queue


@pytest.mark.parametrize("formula", FORMULAS)
def test_five_formulas_give_five_answers_on_the_same_day(force: Force, formula: str) -> None:
    """1,000 answered, 860 of them within the threshold; 60 abandoned: 20 within it (10 under 5 seconds), 40 after."""
    force.calls("outcome | answered\nanswered | 09:00:30", times=860)
    force.calls("outcome | answered\nanswered | 09:00:31", times=140)
    for second, times in (("04", 10), ("20", 10), ("31", 40)):
        force.calls(f"outcome | abandoned\nabandoned | 09:00:{second}", times=times)
    force.define(f"""
measure: mine
kind: service_level
population: "true"
formula: {formula}
clock: force
threshold: {{seconds: 30, comparison: "<=", resolution: milliseconds}}
{"short_abandon_seconds: 5" if formula == SHORT else ""}
""")
    assert force.value("mine") == pytest.approx(FORMULAS[formula], abs=0.005)


def test_a_composition_is_each_value_s_share_of_the_whole(force: Force) -> None:
    force.calls("""
        line   | channel | answered
        101    | phone   | 09:00:05
        999    | phone   | 09:00:05
        switch | phone   | 09:00:05
        chat   | chat    | 09:00:05
    """)
    shares = {row["channel"]: (row["value"], row["denominator"]) for row in force.figures("contacts-by-channel")}
    assert shares == {"phone": (75, 4), "chat": (25, 4)}
