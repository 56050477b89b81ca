"""An inquiry: opened with its stages, what it pauses, who sees what, its report and the end of the pause."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils import timezone
from judged_workspace import MEASURE, make_workspace

from answerable.web.accounts.rights import Refused
from answerable.web.scrutiny import chain
from answerable.web.scrutiny.commands_inquiries import (
    STAGES,
    add_inquiry_member,
    add_session,
    close_inquiry,
    open_inquiry,
    report_inquiry,
    set_stage,
)
from answerable.web.scrutiny.commands_judgements import second_decision
from answerable.web.scrutiny.judgement_pages import OVER, state_of
from answerable.web.scrutiny.models import DecisionRequest, Inquiry


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("judged") / "westshire")


@pytest.fixture
def judged(cast: Any, made: Path, tmp_path: Path) -> Any:
    """The cast, on a copy of a workspace."""
    with override_settings(WORKSPACE=Path(shutil.copytree(made, tmp_path / "westshire"))):
        yield cast


def opened(cast: Any, role: str = "policy-officer", **changes: Any) -> Inquiry:
    given = {"title": "Waits on 101", "terms": "Why people wait.", "body": cast.body, "force": cast.force} | changes
    inquiry: Inquiry = open_inquiry(by=cast.account(role), **given)
    return inquiry


def test_it_begins_with_its_stages_and_their_days(cast: Any) -> None:
    inquiry = opened(cast)
    assert [(stage.title, (stage.due - inquiry.starts).days) for stage in inquiry.stages.all()] == [
        (title, weeks * 7) for title, weeks in STAGES]


@pytest.mark.parametrize("role", ["analyst", "chief-officer", "panel-member", "auditor", "administrator", "charlie"])
def test_who_may_not_open_one(cast: Any, role: str) -> None:
    with pytest.raises(Refused):
        opened(cast, role)


def test_what_it_pauses_rests_until_its_report(judged: Any) -> None:
    latest = timezone.localdate() + timedelta(days=90)
    inquiry = opened(judged, pauses=[{"measure": MEASURE, "latest": latest}, {"family": "101-offered", "latest": latest}])
    first, other = inquiry.decision_requests.order_by("pk")
    assert {first.state, other.state} == {DecisionRequest.WAITING}
    second_decision(by=first.asked, request=first, version=first.version)
    report_inquiry(by=judged.account("policy-officer"), inquiry=inquiry, version=inquiry.version, title="Why people wait",
                   text="Too few people at weekends.")
    pause, event = chain.decisions()
    assert pause.what.until == event.what.event == f"Report of inquiry {inquiry.pk}: Waits on 101"
    assert state_of(pause, chain.decisions(), timezone.localdate()) == OVER
    other.refresh_from_db()
    # Nobody had stood for this one yet: it is pointless now.
    assert other.state == DecisionRequest.WITHDRAWN


def test_after_the_report_nothing_is_added(cast: Any) -> None:
    inquiry, officer = opened(cast), cast.account("policy-officer")
    report_inquiry(by=officer, inquiry=inquiry, version=None, title="Why people wait", text="Too few people.")
    with pytest.raises(ValidationError, match="has reported"):
        add_session(by=officer, inquiry=inquiry, held_on=timezone.localdate(), title="The duties team")
    close_inquiry(by=officer, inquiry=inquiry, version=None)
    inquiry.refresh_from_db()
    assert inquiry.state == Inquiry.CLOSED


def test_a_public_inquirys_report_needs_the_right_to_publish(cast: Any) -> None:
    assert opened(cast, visibility="public").visibility == "public"
    with pytest.raises(Refused):
        opened(cast, "charlie", visibility="public")


def test_members_need_no_account_and_sit_once(cast: Any) -> None:
    inquiry, officer = opened(cast), cast.account("policy-officer")
    add_inquiry_member(by=officer, inquiry=inquiry, person="Lee Layman", kind="lay", chair=True)
    with pytest.raises(ValidationError, match="sits on the inquiry already"):
        add_inquiry_member(by=officer, inquiry=inquiry, person="lee layman")


def test_a_stage_ends_no_sooner_than_today(cast: Any) -> None:
    inquiry, officer = opened(cast), cast.account("policy-officer")
    stage = inquiry.stages.first()
    with pytest.raises(ValidationError, match="not to come"):
        set_stage(by=officer, inquiry=inquiry, stage=stage, version=1, title="Terms",
                  ended_on=timezone.localdate() + timedelta(days=1))
    set_stage(by=officer, inquiry=inquiry, stage=stage, version=1, title="Terms", ended_on=timezone.localdate())
    set_stage(by=officer, inquiry=inquiry, title="Report to the panel")
    assert [each.title for each in inquiry.stages.all()][::5] == ["Terms", "Report to the panel"]


def test_the_page_for_each_reader(cast: Any) -> None:
    inquiry = opened(cast, visibility="public")
    add_session(by=cast.account("policy-officer"), inquiry=inquiry, held_on=timezone.localdate(), title="The duties team",
                who="Head of duties", notes="He was nervous.")
    for role, inside in (("", False), ("charlie", False), ("panel-member", False), ("analyst", True), ("policy-officer", True)):
        page = cast.signed_in(role).get(f"/inquiries/{inquiry.pk}/").content.decode()
        assert "Head of duties" in page
        assert ("He was nervous." in page) is inside
        assert ("Publish the report" in page) is (role == "policy-officer")


def test_an_internal_one_is_not_there_for_others(cast: Any) -> None:
    inquiry = opened(cast)
    for role, status in (("", 404), ("charlie", 404), ("panel-member", 404), ("auditor", 200)):
        assert cast.signed_in(role).get(f"/inquiries/{inquiry.pk}/").status_code == status
        listed = cast.signed_in(role).get("/inquiries/")
        assert listed.status_code == 200
        assert ("Waits on 101" in listed.content.decode()) is (status == 200)
        assert ("Open an inquiry" in listed.content.decode()) is False


def test_from_the_form_to_the_report(cast: Any) -> None:
    officer = cast.signed_in("policy-officer")
    sent = officer.post("/inquiries/new/", {"body": cast.body.pk, "title": "Waits on 101", "terms": "Why people wait.",
                                            "visibility": "panel", "latest_day": "", "latest_month": "", "latest_year": ""})
    inquiry = Inquiry.objects.get()
    assert (sent.url, inquiry.force) == (f"/inquiries/{inquiry.pk}/", cast.force)
    for step in ("edit", "visibility", "pause", "members/new", "stages/new", f"stages/{inquiry.stages.first().pk}",
                 "sessions/new", "report"):
        assert officer.get(f"{sent.url}{step}/").status_code == 200, step
        assert cast.signed_in("auditor").get(f"{sent.url}{step}/").status_code == 403, step
        assert cast.signed_in("").get(f"{sent.url}{step}/").status_code == 302, step
    done = officer.post(f"{sent.url}report/", {"version": 1, "title": "Why", "text": "Too few people.", "on_day": "",
                                               "on_month": "", "on_year": ""})
    assert done.status_code == 302
    assert "Report: Why" in cast.signed_in("panel-member").get(sent.url).content.decode()
    assert officer.post(f"{sent.url}close/", {"version": 2}).status_code == 302


def test_the_list_asks_the_same_number_of_questions_however_long(cast: Any, django_assert_num_queries: Any,
                                                                 django_assert_max_num_queries: Any) -> None:
    opened(cast)
    client = cast.signed_in("policy-officer")
    with django_assert_max_num_queries(8) as few:
        client.get("/inquiries/")
    for number in range(5):
        opened(cast, title=f"Inquiry {number}")
    with django_assert_num_queries(len(few.captured_queries)):
        client.get("/inquiries/")
