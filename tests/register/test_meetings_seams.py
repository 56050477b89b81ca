"""What other rooms of the register rely on: meetings, outcomes, questions and decisions by their commands, and their pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from answerable.web.accounts.rights import Refused
from answerable.web.meetings import commands
from answerable.web.meetings.models import Meeting


def planned(cast: Any, **given: Any) -> Any:
    """A meeting of the commissioner with the force, by the policy officer."""
    about = {"title": "Performance and accountability", "body": cast.body, "force": cast.force, "kind": "performance",
             "starts_at": datetime(2026, 11, 3, 14, 30, tzinfo=UTC)} | given
    return commands.add_meeting(by=cast.people["policy-officer"], **about)


def test_a_meeting_follows_the_one_before_of_its_kind(cast: Any) -> None:
    first = planned(cast)
    second = planned(cast, starts_at=datetime(2026, 12, 1, 14, 30, tzinfo=UTC))
    other = planned(cast, starts_at=datetime(2026, 12, 8, 14, 30, tzinfo=UTC), kind="briefing")
    assert second.previous == first
    assert other.previous is None


def test_an_agenda_begins_from_its_template(cast: Any) -> None:
    items = [{"kind": "apologies", "title": "Apologies"}, {"kind": "matters-arising", "title": "Matters arising"}]
    template = commands.add_template(by=cast.people["policy-officer"], body=cast.body, name="Quarterly", kind="performance",
                                     items=items, minutes=90)
    meeting = planned(cast, template=template)
    assert [(each.position, each.kind) for each in meeting.agenda.all()] == [(1, "apologies"), (2, "matters-arising")]
    assert (meeting.ends_at - meeting.starts_at).seconds == 90 * 60


@pytest.mark.parametrize("role", ["analyst", "chief-officer", "member", "panel-member", "auditor", "charlie"])
def test_only_the_bodys_policy_officers_plan_meetings(cast: Any, role: str) -> None:
    with pytest.raises(Refused):
        commands.add_meeting(by=cast.account(role), title="Mine", body=cast.body)


def test_an_outcome_puts_the_minutes_in_draft(cast: Any) -> None:
    meeting = planned(cast)
    commands.hold(by=cast.people["policy-officer"], meeting=meeting)
    decision = commands.add_decision(
        by=cast.people["member"], title="The report-a-crime form is switched off", text="It is switched off from today.",
        reason="Nobody reads what comes in at night.", risk="Some reports come a day later.", body=cast.body, meeting=meeting,
        review_on=date(2027, 2, 1))
    commands.add_minute(by=cast.people["policy-officer"], meeting=meeting, kind="decision", text="It was decided.",
                        decision=decision)
    meeting.refresh_from_db()
    assert meeting.state == Meeting.DRAFT
    assert decision.decided_on == date(2026, 11, 3)
    assert meeting.minutes.get().decision == decision


def test_whoever_wrote_the_minutes_cannot_approve_them(cast: Any) -> None:
    meeting = planned(cast)
    commands.add_minute(by=cast.people["policy-officer"], meeting=meeting, kind="noted", text="The figures were noted.")
    with pytest.raises(Refused):
        commands.approve_minutes(by=cast.people["policy-officer"], meeting=meeting)
    following = commands.set_next_meeting(by=cast.people["policy-officer"], meeting=meeting,
                                          starts_at=datetime(2026, 12, 1, 14, 30, tzinfo=UTC))
    commands.approve_minutes(by=cast.people["member"], meeting=meeting, at=following)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.approved_in) == (Meeting.APPROVED, following)
    with pytest.raises(ValidationError, match="Record a correction"):
        commands.add_minute(by=cast.people["policy-officer"], meeting=meeting, kind="noted", text="One more thing.")


def test_a_question_is_asked_and_answered_by_those_who_may(cast: Any) -> None:
    question = commands.ask_question(by=cast.people["member"], text="How many wait?", body=cast.body, force=cast.force,
                                     to=cast.chief, due=date(2026, 11, 1))
    assert question.overdue
    with pytest.raises(Refused):
        commands.answer_question(by=cast.people["member"], question=question, answer="Twelve.")
    answered = commands.answer_question(by=cast.people["chief-officer"], question=question, answer="Twelve.")
    assert answered.answered_on is not None
    assert not answered.overdue


@pytest.mark.parametrize("name", ["meetings", "questions", "decisions"])
@pytest.mark.parametrize("role", ["", "policy-officer", "panel-member", "charlie"])
def test_the_lists_open_for_everybody(cast: Any, name: str, role: str) -> None:
    assert cast.signed_in(role).get(reverse(name)).status_code == 200


def test_an_entry_is_not_there_for_those_who_cannot_read_it(cast: Any) -> None:
    meeting = planned(cast)
    question = commands.ask_question(by=cast.people["member"], text="How many wait?", body=cast.body, meeting=meeting)
    decision = commands.add_decision(by=cast.people["member"], title="It stays", text="It stays.", reason="It works.",
                                     body=cast.body)
    for entry in (meeting, question, decision):
        assert cast.signed_in("auditor").get(entry.get_absolute_url()).status_code == 200
        for role in ("", "charlie", "panel-member"):
            assert cast.signed_in(role).get(entry.get_absolute_url()).status_code == 404


def test_what_belongs_to_others_cannot_be_linked(cast: Any) -> None:
    theirs = commands.add_meeting(by=None, title="Theirs", body=cast.other_force)
    with pytest.raises(ValidationError, match="other organisations"):
        commands.ask_question(by=cast.people["member"], text="How many?", body=cast.body, meeting=theirs)
    with pytest.raises(ValidationError, match="other organisations"):
        commands.add_decision(by=cast.people["member"], title="Ours", text="Ours.", reason="Ours.", body=cast.body,
                              meeting=theirs)
    mine = planned(cast)
    question = commands.ask_question(by=None, text="How many?", body=cast.other_force)
    with pytest.raises(ValidationError, match="other organisations"):
        commands.add_minute(by=cast.people["policy-officer"], meeting=mine, kind="question", text="Theirs.", question=question)
