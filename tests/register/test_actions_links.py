"""What an action comes from is changed by its form: meeting, recommendation, item of a plan and measure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from answerable.web.meetings.commands_meetings import add_meeting
from answerable.web.register import commands_plans as plans
from answerable.web.register.commands_actions import add_action
from answerable.web.register.commands_recommendations import add_recommendation
from answerable.web.register.models import Action, PlanItem

MEASURE = "101-answered-within-30s"


@dataclass
class Origins:
    """An action that comes from nowhere, and what it could come from. both: its form's fields with all of it filled in."""

    action: Action
    meeting: Any
    others_meeting: Any
    item: PlanItem
    both: dict[str, Any]


@pytest.fixture
def origins(cast: Any) -> Origins:
    """Everything belongs to the body and the force, but for a meeting of the body alone."""
    home = {"body": cast.body, "force": cast.force}
    action = add_action(by=None, title="Brief the board", owners=[cast.chief], **home)
    meeting = add_meeting(by=None, title="Assurance board", starts_at=datetime(2026, 6, 3, 10, tzinfo=UTC), **home)
    others = add_meeting(by=None, title="Commissioner's own", body=cast.body, starts_at=datetime(2026, 6, 4, 10, tzinfo=UTC))
    recommendation = add_recommendation(by=None, title="Look at 101", made_by=cast.panel, **home)
    plan = plans.add_plan(by=None, title="Demand plan", **home)
    item = plans.add_item(by=None, plan_version=plan.versions.get(), title="Call back") and PlanItem.objects.get()
    plans.make_live(by=None, plan_version=plan.versions.get())
    return Origins(action, meeting, others, item, {
        "title": action.title, "text": "", "origin": "meeting", "origin_text": "", "meeting": meeting.pk, "version": 1,
        "recommendation": recommendation.pk, "plan_item": item.pk, "measure_id": MEASURE})


def address(origins: Origins) -> str:
    return f"/actions/{origins.action.pk}/wording/"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_whoever_may_word_an_action_says_what_it_comes_from(cast: Any, origins: Origins) -> None:
    officer = cast.signed_in("policy-officer")
    form = text(officer.get(address(origins)))
    for words in ("Assurance board, 3 June 2026", "Look at 101", "Demand plan, version 1: Call back"):
        assert f">{words}</option>" in form
    assert officer.post(address(origins), origins.both).status_code == 302
    origins.action.refresh_from_db()
    now = origins.action
    assert (now.meeting, now.plan_item, now.measure_id) == (origins.meeting, origins.item, MEASURE)
    page = text(officer.get(now.get_absolute_url()))
    for words in ("Assurance board</a>", "Look at 101</a>", "Demand plan</a>"):
        assert words in page
    assert "Assurance board, 3 June 2026</ins>" in page      # the timeline tells it too
    taken_out = officer.post(address(origins), origins.both | {"meeting": "", "version": 2})
    assert taken_out.status_code == 302
    origins.action.refresh_from_db()
    assert origins.action.meeting is None


@pytest.mark.parametrize(("role", "status"), [("", 302), ("manager", 403), ("panel-member", 403), ("charlie", 404)])
def test_others_do_not(cast: Any, origins: Origins, role: str, status: int) -> None:
    assert cast.signed_in(role).post(address(origins), origins.both).status_code == status
    origins.action.refresh_from_db()
    assert origins.action.meeting is None


def test_of_two_who_edit_at_once_the_second_sees_the_firsts_links(cast: Any, origins: Origins) -> None:
    assert cast.signed_in("policy-officer").post(address(origins), origins.both).status_code == 302
    answer = cast.signed_in("second").post(address(origins), origins.both | {"meeting": origins.others_meeting.pk})
    assert answer.status_code == 409
    shown = text(answer)
    assert "Assurance board, 3 June 2026" in shown
    assert f'<option value="{origins.others_meeting.pk}" selected>' in shown
    origins.action.refresh_from_db()
    assert origins.action.meeting == origins.meeting


def test_what_belongs_to_others_cannot_be_linked(cast: Any, origins: Origins) -> None:
    theirs = add_meeting(by=None, title="Of the east", body=cast.panel)
    answer = cast.signed_in("policy-officer").post(address(origins), origins.both | {"meeting": theirs.pk})
    assert answer.status_code == 422
    assert "Of the east" not in text(answer)


def test_a_link_that_one_may_not_read_is_not_shown_and_stays(cast: Any, origins: Origins) -> None:
    """The chief officer belongs to the force alone, and the meeting to the body."""
    officer, chief = cast.signed_in("policy-officer"), cast.signed_in("chief-officer")
    assert officer.post(address(origins), origins.both | {"meeting": origins.others_meeting.pk}).status_code == 302
    form = text(chief.get(address(origins)))
    assert 'name="meeting"' not in form
    assert 'name="recommendation"' in form
    fields = {name: value for name, value in origins.both.items() if name != "meeting"}
    assert chief.post(address(origins), fields | {"title": "Brief us", "version": 2}).status_code == 302
    origins.action.refresh_from_db()
    assert (origins.action.title, origins.action.meeting) == ("Brief us", origins.others_meeting)
    page = text(chief.get(origins.action.get_absolute_url()))
    assert "Commissioner&#x27;s own" not in page
    assert "something that you may not read" in page
