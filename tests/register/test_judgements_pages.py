"""The pages of the judgement's decisions: what each sees, the forms by kind, standing and refusing."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from judged_workspace import MEASURE, make_workspace, override

from answerable.web.scrutiny.commands_judgements import propose_decision
from answerable.web.scrutiny.models import DecisionRequest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("judged") / "westshire")


@pytest.fixture
def judged(cast: Any, made: Path, tmp_path: Path) -> Any:
    """The cast, on a copy of a workspace."""
    with override_settings(WORKSPACE=Path(shutil.copytree(made, tmp_path / "westshire"))):
        yield cast


def day(name: str, ahead: int) -> dict[str, str]:
    when = timezone.localdate() + timedelta(days=ahead)
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


def text(response: Any) -> str:
    found: str = response.content.decode()
    return found


def test_an_override_from_the_form_to_the_record(judged: Any) -> None:
    chief = judged.signed_in("chief-officer")
    address = f"/judgements/new/override/?measure={MEASURE}"
    assert f'value="{MEASURE}" selected' in text(chief.get(address))
    sent = chief.post(address, {"measure": MEASURE, "rating": "not-rated", "evidence": "A dip sample.", "asked": "",
                                "reason": "A fault of the switch.", **day("expires", 60)})
    request = DecisionRequest.objects.get()
    assert sent.url == f"/judgements/{request.pk}/"
    assert "Nothing is recorded until they stand for it" in text(chief.get(sent.url))
    second = judged.signed_in("member" if request.asked == judged.people["member"] else "second")
    before = text(second.get(f"{sent.url}stand/"))
    # Both ratings, and the evidence.
    assert "Off target" in before
    assert "Not rated" in before
    assert "A dip sample." in before
    assert second.post(f"{sent.url}stand/", {"version": request.version}).status_code == 422
    assert second.post(f"{sent.url}stand/", {"version": request.version, "read": "on"}).status_code == 302
    assert "The rating “Not rated” is put in place until" in text(judged.signed_in("analyst").get("/judgements/"))


def test_a_fault_stands_in_the_form(judged: Any) -> None:
    answer = judged.signed_in("chief-officer").post("/judgements/new/override/", {
        "measure": MEASURE, "rating": "not-rated", "evidence": "A dip sample.", "asked": "", "reason": "Why.",
        **day("expires", 400)})
    assert answer.status_code == 422
    assert "an override lasts 6 months at most" in text(answer)


@pytest.mark.parametrize(("kind", "sent"), [
    ("step", {"measure": MEASURE, "accepted": "yes", "at_day": "1", "at_month": "9", "at_year": "2026"}),
    ("stage", {"measure": MEASURE, "reach": "family", "stage": "watching"}),
    ("pause", {"measure": MEASURE, "reach": "measure", "until": "Report"} | day("latest", 30)),
    ("event", {"event": "Report"} | day("on", 0)),
])
def test_each_kind_has_its_form(judged: Any, kind: str, sent: dict[str, str]) -> None:
    client = judged.signed_in("policy-officer")
    assert client.get(f"/judgements/new/{kind}/").status_code == 200
    answer = client.post(f"/judgements/new/{kind}/", sent | {"reason": "Why."})
    if kind == "step":   # one month of figures has no day on both sides of which figures stand
        assert "outside the figures" in text(answer)
    else:
        assert answer.status_code == 302, text(answer)


def test_what_was_decided_can_be_taken_back(judged: Any) -> None:
    propose_decision(by=judged.account("policy-officer"), kind="stage", content={"stage": "watching"}, reason="Why.",
                     measure_id=MEASURE)
    client = judged.signed_in("policy-officer")
    assert "1: the stage is “Watching”" in text(client.get("/judgements/new/end/"))
    client.post("/judgements/new/end/", {"ends": "1", "reason": "A mistake."})
    assert "Taken back" in text(client.get("/judgements/?state=taken-back"))


def test_what_is_in_no_release_yet_is_not_public(judged: Any) -> None:
    propose_decision(by=judged.account("policy-officer"), kind="stage", content={"stage": "watching"}, reason="Why.",
                     measure_id=MEASURE)
    for role, seen in (("", False), ("charlie", True), ("panel-member", False), ("auditor", True)):
        page = judged.signed_in(role).get("/judgements/")
        assert page.status_code == 200
        assert ("The stage is “Watching”" in text(page)) is seen


def test_a_request_is_seen_by_its_own_organisations_alone(judged: Any) -> None:
    request = propose_decision(by=judged.account("chief-officer"), kind="override", content=override(), reason="Why.",
                               measure_id=MEASURE)
    for role, status in (("analyst", 200), ("auditor", 200), ("charlie", 404), ("panel-member", 403), ("", 302)):
        assert judged.signed_in(role).get(f"/judgements/{request.pk}/").status_code == status
        listed = text(judged.signed_in(role).get("/judgements/"))
        assert ("Waiting for the second person" in listed) is (status == 200)


@pytest.mark.parametrize(("role", "status"), [("", 302), ("manager", 403), ("panel-member", 403), ("charlie", 404)])
def test_others_are_refused_at_every_door(judged: Any, role: str, status: int) -> None:
    request = propose_decision(by=judged.account("chief-officer"), kind="override", content=override(), reason="Why.",
                               measure_id=MEASURE)
    client = judged.signed_in(role)
    for step in ("stand", "refuse", "withdraw", "ask"):
        assert client.get(f"/judgements/{request.pk}/{step}/").status_code == status
        sent = client.post(f"/judgements/{request.pk}/{step}/", {"version": 1, "read": "on", "reason": "Me."})
        assert sent.status_code == status
    request.refresh_from_db()
    assert request.state == DecisionRequest.WAITING


def test_the_list_asks_the_same_number_of_questions_however_long(judged: Any, django_assert_max_num_queries: Any,
                                                                 django_assert_num_queries: Any) -> None:
    client = judged.signed_in("policy-officer")
    propose_decision(by=judged.account("policy-officer"), kind="event", content={"event": "Event"}, reason="Why.")
    with django_assert_max_num_queries(8) as few:
        client.get("/judgements/")
    for number in range(4):
        propose_decision(by=judged.account("policy-officer"), kind="event", content={"event": f"Event {number}"}, reason="Why.")
        propose_decision(by=judged.account("policy-officer"), kind="override", content=override(), reason=f"Why {number}.",
                         measure_id=MEASURE)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get("/judgements/")
