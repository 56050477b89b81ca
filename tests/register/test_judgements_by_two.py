"""A decision on a measure's judgement: proposed by one, stood for by another, recorded in the chain."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils import timezone
from judged_workspace import MEASURE, make_workspace, override

from answerable import Workspace
from answerable.errors import WorkspaceError
from answerable.web.accounts.rights import Refused
from answerable.web.audit.models import AuditEvent
from answerable.web.organisations import commands as organisations
from answerable.web.scrutiny import chain
from answerable.web.scrutiny.commands_judgements import (
    ask_another,
    propose_decision,
    refuse_decision,
    second_decision,
    withdraw_decision,
)
from answerable.web.scrutiny.models import DecisionRequest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as it is made once for these tests."""
    return make_workspace(tmp_path_factory.mktemp("judged") / "westshire")


@pytest.fixture
def judged(cast: Any, made: Path, tmp_path: Path) -> Any:
    """The cast, on a copy of that workspace."""
    folder = Path(shutil.copytree(made, tmp_path / "westshire"))
    with override_settings(WORKSPACE=folder):
        yield cast


def propose(judged: Any, role: str = "chief-officer", **changes: Any) -> DecisionRequest:
    given = {"kind": "override", "content": override(), "reason": "A fault of the switch.", "measure_id": MEASURE} | changes
    request: DecisionRequest = propose_decision(by=judged.account(role), **given)
    return request


def recorded() -> list[Any]:
    return list(chain.decisions())


def test_an_override_waits_for_a_second_person_of_another_organisation(judged: Any) -> None:
    request = propose(judged)
    assert request.state == DecisionRequest.WAITING
    # The chief officer is of the force; those of the body are asked before the chief officer's colleagues.
    assert request.asked in (judged.people["member"], judged.second)
    assert recorded() == []


def test_the_next_request_goes_to_whoever_has_fewest_waiting(judged: Any) -> None:
    assert propose(judged).asked != propose(judged, content=override(rating="off-target")).asked


def test_on_standing_it_is_recorded_with_posts_and_no_names(judged: Any) -> None:
    organisations.add_tenure(by=None, post=judged.chief, person="A. Chief", starts=timezone.localdate())
    request = propose(judged)
    second_decision(by=request.asked, request=request, version=request.version)
    (decision,) = recorded()
    assert (decision.number, decision.by) == (1, "Chief officer, Westshire Police")
    assert decision.second == "Member of the governing body, Westshire Police and Crime Commissioner"
    assert decision.reason == f"A fault of the switch (request {request.pk})"
    request.refresh_from_db()
    assert (request.state, request.number) == (DecisionRequest.RECORDED, 1)
    assert AuditEvent.objects.last().words == f"Decision request {request.pk} has its second person and is decision 1."


def test_who_holds_a_post_is_published_by_it(judged: Any) -> None:
    tenure = organisations.add_tenure(by=None, post=judged.chief, person="A. Chief", starts=timezone.localdate())
    user = judged.account("chief-officer")
    user.person = tenure.person
    user.save()
    assert propose(judged).signed == "Chief Constable"


def test_two_of_the_same_post_are_told_apart(judged: Any) -> None:
    request = propose(judged, "member", asked=judged.second)
    assert request.second_signed == request.signed + " (another person)"
    second_decision(by=judged.account("second"), request=request, version=request.version)
    assert len(recorded()) == 1


@pytest.mark.parametrize("role", ["analyst", "manager", "policy-officer", "panel-member", "auditor",
                                  "administrator", "charlie"])
def test_nobody_without_the_right_can_stand_second(judged: Any, role: str) -> None:
    request = propose(judged)
    with pytest.raises(Refused):
        second_decision(by=judged.account(role), request=request, version=request.version)
    assert recorded() == []


def test_neither_the_proposer_nor_somebody_not_asked_can_stand_second(judged: Any) -> None:
    request = propose(judged)
    other = "second" if request.asked == judged.people["member"] else "member"
    for who, words in (("chief-officer", "cannot be its second"), (other, "Somebody else was asked")):
        with pytest.raises(ValidationError, match=words):
            second_decision(by=judged.account(who), request=request, version=request.version)
    assert recorded() == []


def test_somebody_else_can_be_asked(judged: Any) -> None:
    request = propose(judged)
    other = judged.second if request.asked == judged.people["member"] else judged.people["member"]
    ask_another(by=judged.account("chief-officer"), request=request, version=request.version, asked=other)
    request.refresh_from_db()
    assert request.asked == other
    with pytest.raises(ValidationError, match="cannot stand second"):
        ask_another(by=judged.account("chief-officer"), request=request, version=request.version,
                    asked=judged.people["analyst"])


def test_a_refusal_needs_a_reason_and_leaves_the_chain_alone(judged: Any) -> None:
    request = propose(judged)
    with pytest.raises(ValidationError, match="reason"):
        refuse_decision(by=request.asked, request=request, version=request.version, reason=" ")
    refuse_decision(by=request.asked, request=request, version=request.version, reason="The sample is too small.")
    request.refresh_from_db()
    assert (request.state, request.answer_reason) == (DecisionRequest.REFUSED, "The sample is too small.")
    with pytest.raises(ValidationError, match="answered already"):
        second_decision(by=request.asked, request=request, version=request.version)
    assert recorded() == []


def test_only_its_maker_withdraws_a_request(judged: Any) -> None:
    request = propose(judged)
    with pytest.raises(ValidationError, match="Only whoever made"):
        withdraw_decision(by=judged.account("policy-officer"), request=request, version=request.version, reason="No.")
    withdraw_decision(by=judged.account("chief-officer"), request=request, version=request.version, reason="A mistake.")
    request.refresh_from_db()
    assert request.state == DecisionRequest.WITHDRAWN


def test_every_fault_is_told_at_once_and_without_a_file(judged: Any) -> None:
    late = timezone.localdate() + timedelta(days=400)
    with pytest.raises(ValidationError) as told:
        propose(judged, content=override(rating="wonderful", expires=late))
    said = " ".join(told.value.messages)
    assert "which the rule default-2 does not have" in said
    assert "an override lasts 6 months at most" in said
    assert ".yaml" not in said
    assert not DecisionRequest.objects.exists()


def test_a_stage_is_recorded_at_once_and_a_pause_waits(judged: Any) -> None:
    stage = propose(judged, "policy-officer", kind="stage", content={"stage": "watching"})
    assert (stage.state, stage.number) == (DecisionRequest.RECORDED, 1)
    pause = propose(judged, "policy-officer", kind="stage", content={
        "stage": "paused", "until": "Report", "latest": timezone.localdate() + timedelta(days=90)})
    assert pause.state == DecisionRequest.WAITING
    second_decision(by=pause.asked, request=pause, version=pause.version)
    # The chain has no place for the second person of a pause: both stand as who decided.
    assert recorded()[1].by == "Policy officer, Westshire Police and Crime Commissioner, with " + pause.second_signed
    propose(judged, "policy-officer", kind="event", content={"event": "report"})
    propose(judged, "policy-officer", kind="end", content={"ends": 1})
    assert [each.kind for each in recorded()] == ["stage", "stage", "event", "end"]


@pytest.mark.parametrize("role", ["manager", "panel-member", "auditor", "administrator", "charlie"])
def test_who_may_not_propose(judged: Any, role: str) -> None:
    with pytest.raises(Refused):
        propose(judged, role)


def test_another_force_has_no_decisions_here(judged: Any) -> None:
    with pytest.raises(ValidationError, match="those of Westshire Police"):
        propose(judged, "charlie", force=judged.other_force)


def test_what_a_crash_left_in_the_chain_is_found_and_not_recorded_twice(judged: Any, settings: Any) -> None:
    request = propose(judged)
    # As if the program had been cut off after the chain was written and before the register was.
    Workspace(settings.WORKSPACE).decide(
        "override", by=request.signed, second=request.second_signed, reason=f"A fault of the switch (request {request.pk})",
        **request.content)
    second_decision(by=request.asked, request=request, version=request.version)
    request.refresh_from_db()
    assert request.number == 1
    assert len(recorded()) == 1


def test_a_chain_that_refuses_leaves_the_register_as_it_was(judged: Any, settings: Any) -> None:
    propose(judged, "policy-officer", kind="stage", content={"stage": "watching"})
    request = propose(judged)
    first = Path(settings.WORKSPACE) / "decisions" / "0001.yaml"
    first.write_text(first.read_text().replace("watching", "content"))
    events = AuditEvent.objects.count()
    with pytest.raises(WorkspaceError, match="was changed after it was recorded"):
        second_decision(by=request.asked, request=request, version=request.version)
    request.refresh_from_db()
    assert request.state == DecisionRequest.WAITING
    assert AuditEvent.objects.count() == events
