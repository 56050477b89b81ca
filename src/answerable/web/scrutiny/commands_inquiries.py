"""Every change to inquiries: opening, members, stages, sessions, the report, and what they pause meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from answerable.web.accounts.rights import INTERNAL, require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.audit.models import KeptFile
from answerable.web.organisations.models import Organisation, Person
from answerable.web.register.checking import checked, shown_to, wanted, with_visibility
from answerable.web.scrutiny.commands_judgements import propose_decision, withdraw_decision
from answerable.web.scrutiny.models import DecisionRequest, EvidenceSession, Inquiry, InquiryMember, InquiryStage
from answerable.words import mark

# What an inquiry begins with, and after how many weeks each stage is to end: a local default, not a standard.
STAGES = ((gettext_noop("Terms agreed"), 2), (gettext_noop("Examples asked for"), 6), (gettext_noop("Evidence heard"), 10),
          (gettext_noop("Draft report"), 14), (gettext_noop("Report"), 16))


@command("inquiry.opened", mark("Inquiry {number} was opened."))
def open_inquiry(*, by: Any, title: str, terms: str, body: Organisation, force: Organisation | None = None,
                 visibility: str | None = None, takes_examples: bool = False, starts: date | None = None,
                 pauses: Iterable[Mapping[str, Any]] = ()) -> Inquiry:
    """Open an inquiry, with the stages of STAGES.

    pauses: what it pauses meanwhile, each {"measure": id} or {"family": id} with "latest", the day on which the pause ends
    without the report; each becomes a decision request, which waits for its second person. Raises Refused without
    "inquiry.write", or where its visibility needs "publish".
    """
    require(by, "inquiry.write", body)
    home = Inquiry(title=wanted(title, _("An inquiry needs a title.")), body=body, force=force, takes_examples=takes_examples,
                   terms=wanted(terms, _("An inquiry needs terms of reference: what it is to find out.")))
    if starts:
        home.starts = starts
    checked(with_visibility(by, home, visibility)).save()
    for position, (words, weeks) in enumerate(STAGES):
        InquiryStage.objects.create(inquiry=home, position=position, title=_(words),
                                    due=home.starts + timedelta(weeks=weeks))
    for pause in pauses:
        _pause(by, home, pause)
    return home


@command("inquiry.paused", mark("A pause was proposed until inquiry {number} reports."))
def pause_until_report(*, by: Any, inquiry: Inquiry, latest: date, measure: str = "", family: str = "") -> Inquiry:
    """Propose that scrutiny of a measure or a family rests until the inquiry reports."""
    require(by, "inquiry.write", inquiry)
    _pause(by, _open(inquiry, None), {"measure": measure, "family": family, "latest": latest})
    return inquiry


def _pause(by: Any, inquiry: Inquiry, pause: Mapping[str, Any]) -> DecisionRequest:
    content = {key: pause[key] for key in ("measure", "family", "latest") if pause.get(key)}
    reason = _("Inquiry “%(title)s” looks into it") % {"title": inquiry.title}
    request: DecisionRequest = propose_decision(by=by, kind="stage", reason=reason, inquiry=inquiry,
                                                content=content | {"stage": "paused", "until": inquiry.event})
    return request


@command("inquiry.edited", mark("Inquiry {number} was changed."))
def edit_inquiry(*, by: Any, inquiry: Inquiry, version: int | None, terms: str, takes_examples: bool) -> Inquiry:
    """Change the terms, and whether examples are asked for. The title stays: pauses wait for the report by it."""
    require(by, "inquiry.write", inquiry)
    current = _open(inquiry, version)
    current.terms, current.takes_examples = wanted(terms, _("An inquiry needs terms of reference.")), takes_examples
    current.save()
    return current


@command("inquiry.shown", mark("Who can read inquiry {number} was changed to: {visibility}."))
def show_inquiry(*, by: Any, inquiry: Inquiry, version: int | None, visibility: str) -> Did:
    """Say who can read an inquiry."""
    require(by, "publish", inquiry)
    return shown_to(inquiry, version, visibility)


@command("inquiry.member-added", mark("A member was added to inquiry {inquiry}."))
def add_inquiry_member(*, by: Any, inquiry: Inquiry, person: Person | str, kind: str = "lay", chair: bool = False) -> Did:
    """Add somebody to an inquiry. person: somebody known already, or the name of somebody new."""
    require(by, "inquiry.write", inquiry)
    _open(inquiry, None)
    who = person if isinstance(person, Person) else _somebody(person)
    if inquiry.members.filter(person=who).exists():
        raise ValidationError(_("%(name)s sits on the inquiry already."), params={"name": who.name})
    return Did(_saved(InquiryMember(inquiry=inquiry, person=who, kind=kind, chair=chair)), {"inquiry": inquiry.pk})


def _somebody(name: str) -> Person:
    name = wanted(name, _("Write the member's name."))
    return Person.objects.filter(name__iexact=name).first() or Person.objects.create(name=name)


@command("inquiry.stage-set", mark("A stage of inquiry {inquiry} was set: due {due}, ended {ended}."))
def set_stage(*, by: Any, inquiry: Inquiry, title: str, due: date | None = None, ended_on: date | None = None,
              stage: InquiryStage | None = None, version: int | None = None) -> Did:
    """Change a stage of an inquiry, or add one at the end (stage None)."""
    require(by, "inquiry.write", inquiry)
    if stage is None:
        last = inquiry.stages.last()
        current = InquiryStage(inquiry=inquiry, position=last.position + 1 if last else 0)
    else:
        current = taken(stage, version)
    if ended_on and ended_on > timezone.localdate():
        raise ValidationError(_("A stage ends when it has ended: write a day that is not to come."))
    current.title, current.due, current.ended_on = wanted(title, _("A stage needs a title.")), due, ended_on
    return Did(_saved(current), {"inquiry": inquiry.pk, "due": due, "ended": ended_on})


@command("inquiry.session-added", mark("Evidence session {number} of inquiry {inquiry} was added."))
def add_session(*, by: Any, inquiry: Inquiry, held_on: date, title: str, who: str = "", notes: str = "") -> Did:
    """Add an evidence session. who: was heard, in words; notes: for the organisation alone."""
    require(by, "inquiry.write", inquiry)
    _open(inquiry, None)
    return Did(_saved(EvidenceSession(inquiry=inquiry, held_on=held_on, who=who, notes=notes,
                                      title=wanted(title, _("A session needs a title.")))), {"inquiry": inquiry.pk})


@command("inquiry.reported", mark("Inquiry {number} reported."))
def report_inquiry(*, by: Any, inquiry: Inquiry, version: int | None, title: str, text: str, on: date | None = None,
                   file: KeptFile | None = None) -> Inquiry:
    """Publish the report of an inquiry to those who can read the inquiry.

    on: the day (default: today). Pauses that wait for the report end: the event is recorded in the workspace's chain of
    decisions; pauses that nobody stood for yet are withdrawn. Raises Refused without "inquiry.write", and without "publish"
    where others than the organisation read it; ValidationError where it reported already.
    """
    require(by, "inquiry.write", inquiry)
    current = _open(inquiry, version)
    if current.visibility != INTERNAL:
        require(by, "publish", current)
    current.report_title = wanted(title, _("A report needs a title."))
    current.report_text, current.report_file = wanted(text, _("Write what the report says.")), file
    current.reported_on, current.state = on or timezone.localdate(), Inquiry.REPORTED
    checked(current).save()
    _end_pauses(by, current)
    return current


def _end_pauses(by: Any, inquiry: Inquiry) -> None:
    requests = list(inquiry.decision_requests.filter(kind="stage"))
    for each in requests:
        if each.state == DecisionRequest.WAITING:
            withdraw_decision(by=None, request=each, version=each.version, reason=_("The inquiry has reported."))
    if any(each.state == DecisionRequest.RECORDED for each in requests):
        propose_decision(by=by, kind="event", content={"event": inquiry.event, "on": inquiry.reported_on},
                         reason=inquiry.report_title, inquiry=inquiry)


@command("inquiry.closed", mark("Inquiry {number} was closed."))
def close_inquiry(*, by: Any, inquiry: Inquiry, version: int | None) -> Inquiry:
    """Close an inquiry that has reported; nothing more is taken in."""
    require(by, "inquiry.write", inquiry)
    current = taken(inquiry, version)
    if current.state != Inquiry.REPORTED:
        raise ValidationError(_("An inquiry is closed when it has reported."))
    current.state, current.takes_examples = Inquiry.CLOSED, False
    current.save()
    return current


def _open(inquiry: Inquiry, version: int | None) -> Inquiry:
    current = taken(inquiry, version)
    if current.state != Inquiry.OPEN:
        raise ValidationError(_("The inquiry has reported; nothing is added to it."))
    return current


def _saved(entry: Any) -> Any:
    checked(entry).save()
    return entry


