"""Every change to requests for the judgement's decisions. The chain is written last, within the transaction: where it refuses,
the register keeps no trace; where the program is cut off after it, the next try finds what was recorded (chain.record)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.models import User
from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.organisations.models import Organisation
from answerable.web.scrutiny import chain
from answerable.web.scrutiny.models import DecisionRequest, Inquiry
from answerable.web.scrutiny.seconding import asked_to_second, second_as, signed_as
from answerable.words import mark


@command("judgement.proposed", mark("Decision request {number} was made ({kind})."))
def propose_decision(*, by: Any, kind: str, content: Mapping[str, Any], reason: str, measure_id: str = "",
                     asked: User | None = None, body: Organisation | None = None, force: Organisation | None = None,
                     inquiry: Inquiry | None = None) -> Did:
    """Propose a decision on a measure's judgement. One that needs no second person is recorded in the chain at once.

    kind, content: as Workspace.decide takes them, days as dates or in ISO form; measure_id: put into content where that names
    none; asked: who is to stand second (default: the system chooses); body, force: those of the workspace, which are found
    where not given. Raises Refused, ValidationError with every fault in words, WorkspaceError where the chain cannot be
    written.
    """
    require(by, "decision.propose", _parties(force, body))
    request = _drafted(by, kind, {key: _plain(value) for key, value in content.items() if value not in (None, "")},
                       reason, measure_id)
    request.force, request.body, request.inquiry = *chain.parties(), inquiry
    alone = not chain.needs_second(kind, request.content)
    request.signed = signed_as(by, request.parties())
    if not alone:
        request.asked = asked_to_second(by, request.parties(), asked)
        request.second_signed = second_as(request.asked, request.parties(), request.signed)
    request.checked = chain.check(kind, request.content, by=request.signed, reason=reason,
                                  second=request.second_signed).as_json()
    request.save()
    if alone:
        _record(request, by)
    return Did(request, {"kind": kind, "chain": request.number})


def _parties(force: Organisation | None, body: Organisation | None) -> Any:
    """The organisations in one of which the proposer must have the right. Others than the workspace's own are refused."""
    own = chain.parties()
    for given, right in ((force, own[0]), (body, own[1])):
        if given is not None and given != right:
            raise ValidationError(_("The decisions of this workspace are those of %(force)s."), params={"force": own[0].name})
    return SimpleNamespace(parties=lambda: frozenset(each.pk for each in own if each))


def _drafted(by: Any, kind: str, content: dict[str, Any], reason: str, measure_id: str) -> DecisionRequest:
    if by is None:
        raise ValidationError(_("A decision needs somebody who takes it. At the command line it is `answerable decide`."))
    if not reason.strip():
        raise ValidationError(_("Write the reason."))
    if measure_id and kind in ("step", "override", "stage") and not content.keys() & {"measure", "family"}:
        content["measure"] = measure_id
    about = str(content.get("measure") or content.get("family") or measure_id)
    return DecisionRequest(kind=kind, content=content, reason=reason.strip(), measure_id=about, proposed_by=by)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@command("judgement.seconded", mark("Decision request {number} has its second person and is decision {chain}."))
def second_decision(*, by: Any, request: DecisionRequest, version: int) -> Did:
    """Stand for a decision as the second person; it is recorded in the chain. Raises Refused, ValidationError where somebody
    else was asked or something speaks against it by now, WorkspaceError where the chain cannot be written."""
    require(by, "decision.second", request)
    request = _waiting(request, version)
    _must_be_asked(request, by)
    request.second_signed = second_as(by, request.parties(), request.signed)
    _record(request, by)
    return Did(request, {"chain": request.number})


@command("judgement.refused", mark("Decision request {number} was refused by the second person."))
def refuse_decision(*, by: Any, request: DecisionRequest, version: int, reason: str) -> DecisionRequest:
    """Refuse to stand for a decision, with the reason. It is not recorded in the chain."""
    require(by, "decision.second", request)
    request = _waiting(request, version)
    _must_be_asked(request, by)
    return _answered(request, by, DecisionRequest.REFUSED, reason)


@command("judgement.withdrawn", mark("Decision request {number} was withdrawn."))
def withdraw_decision(*, by: Any, request: DecisionRequest, version: int, reason: str = "") -> DecisionRequest:
    """Withdraw a request before it is answered: by whoever made it, or by the program."""
    require(by, "decision.propose", request)
    request = _waiting(request, version)
    if by is not None and by.pk != request.proposed_by_id:
        raise ValidationError(_("Only whoever made a request can withdraw it."))
    return _answered(request, by, DecisionRequest.WITHDRAWN, reason or _("Withdrawn by whoever made it"))


@command("judgement.asked", mark("Somebody else was asked to stand second for decision request {number}: account {account}."))
def ask_another(*, by: Any, request: DecisionRequest, version: int, asked: User) -> Did:
    """Ask somebody else to stand second, where the one asked cannot answer in time."""
    require(by, "decision.propose", request)
    request = _waiting(request, version)
    request.asked = asked_to_second(request.proposed_by, request.parties(), asked)
    request.second_signed = second_as(request.asked, request.parties(), request.signed)
    request.save()
    return Did(request, {"account": asked.pk})


def _waiting(request: DecisionRequest, version: int) -> DecisionRequest:
    current = taken(request, version)
    if current.state != DecisionRequest.WAITING:
        raise ValidationError(_("This request was answered already."))
    return current


def _must_be_asked(request: DecisionRequest, by: Any) -> None:
    if by is None or by.pk == request.proposed_by_id:
        raise ValidationError(_("Whoever proposed a decision cannot be its second person."))
    if by.pk != request.asked_id:
        raise ValidationError(_("Somebody else was asked to stand second."))


def _answered(request: DecisionRequest, by: Any, state: str, reason: str) -> DecisionRequest:
    if not reason.strip():
        raise ValidationError(_("Write the reason."))
    request.state, request.answer_reason = state, reason.strip()
    request.answered_at, request.answered_by = timezone.now(), by
    request.save()
    return request


def _record(request: DecisionRequest, by: Any) -> None:
    """Record a request in the chain, and note its number there."""
    others = set(DecisionRequest.objects.filter(number__isnull=False).values_list("number", flat=True))
    request.number = chain.record(request.kind, request.content, by=request.signed, reason=request.reason,
                                  second=request.second_signed, request=request.pk, taken=others)
    request.state, request.answered_at, request.answered_by = DecisionRequest.RECORDED, timezone.now(), by
    request.save()
