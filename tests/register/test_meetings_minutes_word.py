"""Minutes that were written here leave as a Word file, and the reader of minutes finds in it what was minuted."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import docx
from django.urls import reverse

from answerable.documents.minutes.reading import read_minutes
from answerable.documents.opening import open_document
from answerable.web.meetings import commands
from answerable.web.meetings.outcomes import record_outcome
from answerable.web.organisations import commands as organisations


def written(cast: Any) -> bytes:
    """Minutes with two actions, a decision and a note, as the Word file that a page gives."""
    by = cast.people["policy-officer"]
    meeting = commands.add_meeting(by=by, title="the Accountability Board", body=cast.body, force=cast.force,
                                   starts_at=datetime(2026, 11, 3, 14, 30, tzinfo=UTC), place="County Hall")
    item = commands.add_item(by=by, meeting=meeting, title="Answering 101")
    organisations.add_tenure(by=None, post=cast.chief, person="Alex Morgan", starts=date(2024, 1, 1))
    commands.add_attendance(by=by, meeting=meeting, post=cast.chief)
    commands.add_attendance(by=by, meeting=meeting, person="Kim Lane", present=False)
    record_outcome(by, meeting, item, "noted", {"text": "The figures for October were noted."})
    record_outcome(by, meeting, item, "action", {"text": "Brief the commissioner on abandoned calls every quarter.",
                                                 "owners": [cast.chief], "due": date(2026, 12, 31)})
    record_outcome(by, meeting, item, "action", {"text": "Send the list of closed counters.", "as_printed": "ALL"})
    record_outcome(by, meeting, item, "decision", {
        "text": "The report-a-crime form is switched off.", "title": "The form is off", "reason": "Nobody reads it."})
    commands.set_next_meeting(by=by, meeting=meeting, starts_at=datetime(2026, 12, 1, 14, 30, tzinfo=UTC))
    answer = cast.signed_in("auditor").get(reverse("minutes-word", args=[meeting.pk]))
    assert answer.status_code == 200
    return bytes(answer.content)


def test_outcomes_stand_in_a_table_with_a_column_for_actions(cast: Any) -> None:
    document = docx.Document(io.BytesIO(written(cast)))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Item", "Minutes", "Action"]
    assert [cell.text for cell in table.rows[2].cells] == [
        "", "Action: Brief the commissioner on abandoned calls every quarter. (by 31 December 2026)", "Chief Constable"]
    assert "Alex Morgan, Chief Constable" in [each.text for each in document.paragraphs]


def test_the_reader_of_minutes_reads_our_own_minutes_back(cast: Any) -> None:
    read = read_minutes(open_document(written(cast), "minutes.docx"), [])
    assert read.meeting.held == date(2026, 11, 3)
    actions = [each for each in read.proposals if each.kind == "action"]
    assert [each.owner for each in actions] == ["Chief Constable", "ALL"]
    assert [each.due for each in actions] == [date(2026, 12, 31), None]
    assert "decision" in {each.kind for each in read.proposals}
    assert "next_meeting" in {each.kind for each in read.proposals}


def test_minutes_are_not_for_those_who_cannot_read_them(cast: Any) -> None:
    meeting = commands.add_meeting(by=cast.people["policy-officer"], title="Inside", body=cast.body)
    for role in ("", "charlie", "panel-member"):
        assert cast.signed_in(role).get(reverse("minutes-word", args=[meeting.pk])).status_code == 404
