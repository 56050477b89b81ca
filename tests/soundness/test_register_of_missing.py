"""The register of what is missing: what it says, what the data say of it, and what somebody should see to."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from answerable.cli import run
from answerable.errors import DefinitionError
from answerable.judging import assess
from answerable.missing import Register, register_of
from small_force import SmallForce
from stopping_feeds import calls, days, incidents

TODAY = date(2026, 11, 1)
ARRIVALS = """
wanted: arrivals
title: How fast incidents are attended
measures: [attendance-time-median]
gaps:
  - from: 2026-06-04
    reason: the new command and control system does not record when a unit arrives
    owner: The force's data office
    mend_by: 2026-12-31
breaks:
  - at: 2026-06-04
    reason: A new command and control system
"""


def entry(force: SmallForce, text: str, name: str | None = None) -> None:
    name = name or text.split("wanted: ")[1].split("\n")[0]
    (force.workspace.folder / "register" / f"{name}.yaml").write_text(text, encoding="utf-8")


def register(force: SmallForce, today: date = TODAY) -> Register:
    return register_of(force.workspace, force.workspace.head(), today)


def kinds(force: SmallForce, where: str, today: date = TODAY) -> list[str]:
    return [finding.kind for finding in register(force, today).findings if finding.where == where]


@pytest.fixture
def lost(force: SmallForce) -> SmallForce:
    """Incidents whose arrivals are not recorded from 4 June to the end of September."""
    incidents(force, days("2026-01-01", "2026-09-30"), days("2026-06-04", "2026-09-30"))
    return force


def test_a_gap_that_nobody_explains_is_said_loudly(lost: SmallForce) -> None:
    assert kinds(lost, "attendance-time-median") == ["missing-unexplained"]
    state = next(each for each in register(lost).measures if each.measure.id == "attendance-time-median")
    assert (state.state, state.since, state.latest) == ("not-available", "January 2026", "May 2026")
    assert [gap.unexplained for gap in state.gaps] == [True]


def test_an_entry_explains_the_gap_on_the_page_in_the_sentence_and_in_the_chart(lost: SmallForce) -> None:
    entry(lost, ARRIVALS)
    assert kinds(lost, "attendance-time-median") == []
    found = assess(lost.workspace, lost.workspace.measure("attendance-time-median"), lost.workspace.head()).judgement
    assert found is not None
    words = ("not available since 4 June 2026: the new command and control system does not record when a unit arrives. "
             "The force's data office is to mend it by 31 December 2026")
    assert [gap.words for gap in found.gaps] == [words]
    assert words in found.sentence
    assert [at.words for at in found.breaks] == ["A new command and control system"]


def test_what_was_to_be_mended_by_now_is_overdue(lost: SmallForce) -> None:
    entry(lost, ARRIVALS)
    assert kinds(lost, "arrivals", date(2026, 12, 31)) == []
    assert kinds(lost, "arrivals", date(2027, 1, 1)) == ["overdue"]


def test_said_to_be_missing_though_figures_come_is_a_contradiction(force: SmallForce) -> None:
    incidents(force, days("2026-01-01", "2026-09-30"), days("2026-06-04", "2026-07-31"))
    entry(force, ARRIVALS)
    assert kinds(force, "attendance-time-median") == ["contradicted"]


def test_said_to_be_mended_though_figures_are_still_missing_is_a_contradiction(lost: SmallForce) -> None:
    entry(lost, ARRIVALS.replace("    reason: the new", "    to: 2026-07-31\n    status: mended\n    reason: the new"))
    assert sorted(kinds(lost, "attendance-time-median")) == ["contradicted", "missing-unexplained"]


def test_a_feed_that_was_closed_on_purpose_is_told_so_and_weighs_on_no_total(force: SmallForce) -> None:
    force.load(calls("chat", days("2026-01-01", "2026-02-28"), 30, channel="chat")
               + calls("999", days("2026-01-01", "2026-05-31"), 10))
    total = {row["period_start"]: row["status"] for row in force.figures("contacts-recorded", "month")}
    assert total["2026-05-01"] == "provisional"
    entry(force, "wanted: chat-closed\ntitle: Live chat\nfeeds: [{line: chat, channel: chat}]\ngaps:\n"
                 "  - {from: 2026-03-01, status: closed, reason: live chat was closed}\n")
    total = {row["period_start"]: row["status"] for row in force.figures("contacts-recorded", "month")}
    assert set(total.values()) == {"final"}
    row = force.figures("contacts-recorded", "month", line="chat")[-1]
    assert (row["value"], row["status"]) == (None, "not-available")
    assert row["note"] == "not available since 1 March 2026: live chat was closed"
    assert kinds(force, "chat-closed") == []
    force.load(calls("chat", days("2026-04-01", "2026-04-03"), 30, channel="chat"), "more.csv")
    assert kinds(force, "chat-closed") == ["contradicted"]


def test_what_is_wanted_without_a_definition_is_listed_with_who_asked(force: SmallForce) -> None:
    entry(force, "wanted: backlog\ntitle: Incidents without a unit\nwhy: Nobody knows how many wait.\n"
                 "asked_by: The deputy commissioner\nowner: The analysts\nby: 2026-10-01\n")
    found = register(force)
    assert [each.title for each in found.wanted] == ["Incidents without a unit"]
    assert [finding.kind for finding in found.findings] == ["overdue"]


def test_every_fault_of_an_entry_is_said_at_once(force: SmallForce) -> None:
    entry(force, "wanted: bad\nmeasures: [attendance-time-medan]\nowners: me\ngaps:\n  - {from: 2026-06-04, statu: open}\n"
                 "  - {from: 2026-06-04, to: 2026-05-01, status: mendet, reason: x, owner: y}\n")
    with pytest.raises(DefinitionError) as caught:
        force.workspace.register()
    listed = " ".join(caught.value.faults)
    for part in ("unknown key 'owners'", "no measure 'attendance-time-medan'. Did you mean", "unknown key 'statu'",
                 "gap 1: 'reason' is missing", "gap 1: 'owner' is missing", "status is 'mendet'", "before from"):
        assert part in listed


def test_the_verb_prints_it_for_people_and_for_scripts(lost: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    entry(lost, ARRIVALS)
    assert run(["missing", str(lost.workspace.folder)]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"attendance-time-median +not-available +January 2026 +May 2026", printed)
    assert "1 July 2026 to now" not in printed
    assert "1 June 2026 to now: the times were lost" in printed
    assert run(["missing", str(lost.workspace.folder), "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    measure = next(each for each in content["measures"] if each["measure"] == "attendance-time-median")
    assert measure["gaps"][0]["register"][0]["owner"] == "The force's data office"


def test_doctor_has_the_findings(lost: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    run(["doctor", str(lost.workspace.folder)])
    assert "missing-unexplained: attendance-time-median: no figure for June 2026 to September 2026" in capsys.readouterr().out
