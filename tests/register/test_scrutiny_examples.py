"""What people send in to an inquiry: who may, who reads it, how their call is found, and that it can be removed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from judged_workspace import make_workspace

from answerable.web.accounts import commands as accounts
from answerable.web.accounts.rights import Refused
from answerable.web.audit.kept import SavedOutsideCommand
from answerable.web.audit.models import AuditEvent
from answerable.web.scrutiny.commands_examples import judge_example, link_example, redact_example, take_example
from answerable.web.scrutiny.commands_inquiries import open_inquiry
from answerable.web.scrutiny.models import Example, Inquiry

SECRET = "My daughter fell from the wall and nobody came"
# The first call of the workspace's file: answered after 11 seconds.
RANG = datetime(2026, 9, 1, 7, 2, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_others(db: None) -> None:
    """Nothing is counted from another test."""
    cache.clear()


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with sixteen calls."""
    return make_workspace(tmp_path_factory.mktemp("calls") / "westshire")


@pytest.fixture
def inquiry(cast: Any) -> Inquiry:
    """A public inquiry that asks for examples."""
    made: Inquiry = open_inquiry(by=cast.account("policy-officer"), title="Waits on 101", terms="Why.", body=cast.body,
                                 force=cast.force, visibility="public", takes_examples=True)
    return made


def taken(inquiry: Inquiry, **changes: Any) -> Example:
    given = {"text": SECRET, "line": "101", "happened_at": RANG, "contact_details": "jo@example.org"} | changes
    example: Example = take_example(by=None, inquiry=inquiry, **given)
    return example


def form(**changes: str) -> dict[str, str]:
    return {"text": SECRET, "line": "101", "day_day": "1", "day_month": "9", "day_year": "2026", "at": "8.02",
            "contact_details": "", "agreed": "on"} | changes


def both(cast: Any) -> Any:
    """An account with both rights: to read examples, and to see records."""
    user = accounts.add_account(by=None, email="both@example.org", name="Both", password=None)
    for role, place in (("policy-officer", cast.body), ("analyst", cast.force)):
        accounts.give_role(by=None, user=user, organisation=place, role=role, starts=date(2020, 1, 1))
    return user


def test_somebody_without_an_account_tells_what_happened(inquiry: Inquiry) -> None:
    client = Client()
    address = f"/inquiries/{inquiry.pk}/tell/"
    assert "Nothing of it is shown in public" in client.get(address).content.decode()
    sent = client.post(address, form(), follow=True)
    example = Example.objects.get()
    assert example.happened_at == datetime(2026, 9, 1, 7, 2, tzinfo=UTC)   # 8:02 on the force's clock, in summer time
    assert f"<strong>{example.pk}</strong>" in sent.content.decode()
    assert example.sent_by is None


def test_without_agreeing_nothing_is_kept(inquiry: Inquiry) -> None:
    without = form()
    del without["agreed"]
    answer = Client().post(f"/inquiries/{inquiry.pk}/tell/", without)
    assert answer.status_code == 422
    assert not Example.objects.exists()


def test_a_form_sent_from_another_site_is_refused(inquiry: Inquiry) -> None:
    assert Client(enforce_csrf_checks=True).post(f"/inquiries/{inquiry.pk}/tell/", form()).status_code == 403


def test_more_than_people_send_is_turned_away(inquiry: Inquiry) -> None:
    answers = [Client().post(f"/inquiries/{inquiry.pk}/tell/", form()).status_code for _time in range(7)]
    assert answers == [302] * 5 + [429] * 2
    # From another address it is taken still.
    assert Client(REMOTE_ADDR="192.0.2.7").post(f"/inquiries/{inquiry.pk}/tell/", form()).status_code == 302


def test_a_member_of_the_panel_sends_one_in_their_own_name(cast: Any, inquiry: Inquiry) -> None:
    cast.signed_in("panel-member").post(f"/inquiries/{inquiry.pk}/tell/", form())
    assert Example.objects.get().sent_by == cast.people["panel-member"]


def test_an_inquiry_that_asks_for_none_takes_none(cast: Any) -> None:
    closed = open_inquiry(by=cast.account("policy-officer"), title="Other", terms="Why.", body=cast.body, visibility="public")
    assert Client().get(f"/inquiries/{closed.pk}/tell/").status_code == 404
    with pytest.raises(ValidationError, match="takes no examples"):
        taken(closed)


@pytest.mark.parametrize("role", ["", "analyst", "manager", "chief-officer", "panel-member", "auditor", "administrator",
                                  "charlie"])
def test_nobody_else_reads_it_anywhere(cast: Any, inquiry: Inquiry, role: str) -> None:
    example = taken(inquiry)
    client = cast.signed_in(role)
    own = f"/examples/{example.pk}/"
    for address in (f"/inquiries/{inquiry.pk}/", "/inquiries/", f"/inquiries/{inquiry.pk}/examples/", own, f"{own}call/",
                    f"{own}remove/", "/history/", "/my/", "/answers/"):
        answer = client.get(address)
        said = answer.content.decode()
        assert SECRET not in said, address
        assert "jo@example.org" not in said, address
        assert answer.status_code < 500, address
        finds = role == "analyst" and address.endswith("call/")
        if address.startswith("/examples/") and not address.endswith("remove/") and not finds:
            assert answer.status_code in (302, 403, 404), address


@pytest.mark.parametrize("role", ["policy-officer", "member"])
def test_those_who_work_on_the_inquiry_read_it(cast: Any, inquiry: Inquiry, role: str) -> None:
    example = taken(inquiry)
    assert SECRET in cast.signed_in(role).get(f"/examples/{example.pk}/").content.decode()
    assert SECRET[:20] in cast.signed_in(role).get(f"/inquiries/{inquiry.pk}/examples/").content.decode()


def test_who_sees_records_finds_the_call_without_reading_what_was_sent_in(cast: Any, inquiry: Inquiry, calls: Path) -> None:
    example, analyst = taken(inquiry), cast.signed_in("analyst")
    address = f"/examples/{example.pk}/call/"
    assert f'href="{address}">Example {example.pk}</a>' in analyst.get("/my/").content.decode()
    with override_settings(WORKSPACE=calls):
        answer = analyst.get(address)
        page = answer.content.decode()
        assert "1 September 2026, 08:02, 101" in page
        assert SECRET not in page
        assert "jo@example.org" not in page
        given = {"version": 1, "contact_id": answer.context["calls"][0].record_id}
        for role in ("", "policy-officer", "member", "manager", "chief-officer", "panel-member", "auditor", "charlie"):
            assert cast.signed_in(role).post(address, given).status_code in (302, 403, 404)
        example.refresh_from_db()
        assert example.contact_id == ""
        assert analyst.post(address, given)["Location"] == "/my/"
    example.refresh_from_db()
    assert example.contact_id == given["contact_id"]
    officer = cast.signed_in("policy-officer").get(f"/examples/{example.pk}/").content.decode()
    assert "Who sees the records of calls sees which it is." in officer
    assert example.contact_id not in officer


def test_who_holds_both_rights_sees_both(cast: Any, inquiry: Inquiry, calls: Path) -> None:
    example, user = taken(inquiry), both(cast)
    with override_settings(WORKSPACE=calls):
        client = Client()
        client.force_login(user)
        page = client.get(f"/examples/{example.pk}/call/").content.decode()
        near = client.get(f"/examples/{example.pk}/call/").context["calls"]
        assert f"{near[0].presented_at:%M:%S}" in page
        assert client.post(f"/examples/{example.pk}/call/", {"version": 1, "contact_id": near[0].record_id}).status_code == 302
        for role in ("policy-officer", "member", "auditor"):
            assert cast.signed_in(role).get(f"/examples/{example.pk}/call/").status_code in (403, 404)
            for address in (f"/examples/{example.pk}/", "/history/", f"/inquiries/{inquiry.pk}/"):
                assert near[0].record_id not in cast.signed_in(role).get(address).content.decode()
    example.refresh_from_db()
    assert example.contact_id == near[0].record_id
    for role in ("policy-officer", "chief-officer"):
        with pytest.raises(Refused):
            link_example(by=cast.account(role), example=example, version=None, contact_id="x")


def test_no_event_and_no_version_tells_what_is_in_it(cast: Any, inquiry: Inquiry) -> None:
    example = taken(inquiry)
    link_example(by=both(cast), example=example, version=1, contact_id="record-7")
    judge_example(by=cast.account("policy-officer"), example=example, version=2, state="taken", summary="A parent waited.")
    events = json.dumps([each.as_json() for each in AuditEvent.objects.all()])
    assert "record-7" not in events
    assert "daughter" not in events
    assert not hasattr(Example, "history")
    with pytest.raises(SavedOutsideCommand):
        example.save()


def test_evidence_needs_a_summary_and_the_report_shows_it_alone(cast: Any, inquiry: Inquiry) -> None:
    example, officer = taken(inquiry), cast.account("policy-officer")
    with pytest.raises(ValidationError, match="Write what the report may say"):
        judge_example(by=officer, example=example, version=1, state="taken")
    judge_example(by=officer, example=example, version=1, state="taken", summary="A parent waited long.")
    assert "A parent waited long." in cast.signed_in("policy-officer").get(f"/inquiries/{inquiry.pk}/").content.decode()
    # Before the report nobody outside sees even that.
    assert "A parent waited long." not in cast.signed_in("").get(f"/inquiries/{inquiry.pk}/").content.decode()


@pytest.mark.parametrize("role", ["policy-officer", "administrator"])
def test_it_is_removed_on_request(cast: Any, inquiry: Inquiry, role: str) -> None:
    example = taken(inquiry)
    client = cast.signed_in(role)
    page = client.get(f"/examples/{example.pk}/remove/").content.decode()
    assert SECRET not in page   # whoever removes it need not read it
    assert client.post(f"/examples/{example.pk}/remove/", {"sure": "on"}).status_code == 302
    example.refresh_from_db()
    assert (example.text, example.contact_details, example.line, example.happened_at) == ("", "", "", None)
    assert AuditEvent.objects.last().words == f"Example {example.pk} of inquiry {inquiry.pk} was removed on request."
    with pytest.raises(ValidationError, match="removed on request"):
        judge_example(by=cast.account("policy-officer"), example=example, version=None, state="declined")


@pytest.mark.parametrize("role", ["analyst", "chief-officer", "panel-member", "auditor", "charlie"])
def test_others_remove_nothing(cast: Any, inquiry: Inquiry, role: str) -> None:
    example = taken(inquiry)
    with pytest.raises(Refused):
        redact_example(by=cast.account(role), example=example)
    assert cast.signed_in(role).post(f"/examples/{example.pk}/remove/", {"sure": "on"}).status_code in (403, 404)
