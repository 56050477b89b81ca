"""What people decided, as the pages show it on a day: beside what is computed, and no longer once it is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.test import Client
from example_release import ordinary
from reading_html import read_html

from answerable.decisions import Decision
from answerable.decisions.kinds import End, Event, Override, Stage, Step
from answerable.judgement.steps import BREAK, Chance, Happening, Proposal, Side
from answerable.web.performance.decided import beside_rating, decided_context

MADE, EXPIRES = date(2026, 11, 2), date(2027, 1, 31)
OVERRIDE = Override("101-answered-within-30s", "not-rated", "Not rated", "default-2", "A dip sample.", "The commissioner",
                    EXPIRES)
PAUSE = Stage("", "101-offered", "paused", "Scrutiny report", date(2027, 3, 31))
WATCHING = Stage("101-answered-within-30s", "", "watching")


def measure(*what: Any) -> dict[str, Any]:
    """A released measure about which this was decided."""
    record = [Decision(number, "2026-11-02T09:00:00+00:00", MADE, "The chief constable", "A <fault> of the switch.", each)
              for number, each in enumerate(what, 1)]
    side = Side(date(2025, 1, 1), date(2025, 10, 1), ("January 2025", "October 2025"), 10, 60.0, 55.0, 65.0)
    proposal = Proposal(date(2025, 11, 1), "November 2025", BREAK, side, side, Chance(400, 999),
                        beside=(Happening(date(2025, 10, 20), "Another system"),))
    return ordinary() | {"decisions": [each.as_json() for each in record], "proposed_steps": [proposal.as_json("percent")]}


def shown(found: dict[str, Any], today: date) -> str:
    """The words of the section of a measure's page."""
    return read_html(render_to_string("performance/part_decisions.html", {
        "decided": decided_context(found, today), "judgement": found["judgement"]})).text()


def test_an_override_stands_beside_the_computed_rating_with_who_why_and_until_when() -> None:
    said = shown(measure(OVERRIDE), MADE)
    assert "The rule says “Off target”. Until 31 January 2027 “Not rated” is put in its place." in said
    assert "Decided by The chief constable, with The commissioner, on 2 November 2026: A <fault> of the switch." in said
    assert "Evidence: A dip sample." in said


def test_an_override_is_shown_to_its_last_day_and_not_after_it() -> None:
    found = measure(OVERRIDE)
    assert beside_rating(found, EXPIRES)["override"]["rating"]["words"] == "Not rated"
    late = EXPIRES + timedelta(days=1)
    assert beside_rating(found, late)["override"] is None
    said = shown(found, late)
    assert "is put in its place" not in said
    # The history stays, and says that it is over.
    assert "1: 2 November 2026" in said
    assert "Over" in said


def test_a_pause_gives_way_to_the_stage_before_it_on_the_day_after_its_latest() -> None:
    found = measure(WATCHING, PAUSE)
    assert "Stage of scrutiny: Paused. Paused until “Scrutiny report”, at the latest until 31 March 2027." in shown(found, MADE)
    assert "Stage of scrutiny: Watching." in shown(found, date(2027, 4, 1))
    ended = measure(WATCHING, PAUSE, Event("scrutiny report", MADE))
    assert beside_rating(ended, MADE)["stage"]["code"] == "watching"


def test_what_was_taken_back_says_by_what() -> None:
    assert "Taken back by decision 2" in shown(measure(OVERRIDE, End(1)), MADE)
    assert beside_rating(measure(OVERRIDE, End(1)), MADE)["override"] is None


def test_a_proposed_step_is_a_quiet_note_that_nobody_has_decided_on() -> None:
    said = shown(measure(Step("101-answered-within-30s", date(2026, 1, 1))), MADE)
    assert "A step change in November 2025 is proposed" in said
    assert "Nobody has decided on it" in said
    assert "About then, on 20 October 2025: Another system." in said


def test_a_release_from_before_there_were_decisions_has_no_such_section(site: Client) -> None:
    assert decided_context(ordinary(), MADE)["any"] is False
    page = site.get("/measures/101-answered-within-30s/").content.decode()
    assert 'id="decisions"' not in page
