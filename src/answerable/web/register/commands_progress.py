"""What comes of an action: progress, evidence, closing by somebody else, opening again, and what is overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.audit.models import KeptFile
from answerable.web.organisations.models import Organisation
from answerable.web.register.checking import wanted
from answerable.web.register.commands_actions import note, running
from answerable.web.register.models import Action
from answerable.web.register.owners import require_not_owner
from answerable.words import mark


@command("action.progress", mark("Progress on action {number} was reported."))
def report_progress(*, by: Any, action: Action, text: str, shared: bool = False) -> Action:
    """Say how far an action has come. shared: whoever may read the action may read this."""
    require(by, "action.update", action)
    note(by, running(action), "progress", wanted(text, _("Say how far it has come.")), shared=shared)
    return action


@command("action.evidence", mark("Evidence was added to action {number}."))
def add_evidence(*, by: Any, action: Action, text: str = "", link: str = "", file: KeptFile | None = None,
                 shared: bool = False) -> Action:
    """Add what shows that an action is done, or how far: words, a link, a kept file, or more than one of them."""
    require(by, "action.update", action)
    if not (text.strip() or link.strip() or file):
        raise ValidationError(_("Give the evidence in words, as a link or as a file."))
    note(by, action, "evidence", text, evidence_link=link.strip(), evidence_file=file, shared=shared)
    return action


@command("action.asked", mark("Action {number} was said to be done, and waits to be closed."))
def ask_for_closing(*, by: Any, action: Action, version: int | None = None, text: str, shared: bool = False) -> Action:
    """Say that an action is done, and by what that shows. Somebody else is to close it then."""
    require(by, "action.update", action)
    text = wanted(text, _("Say what was done, and what shows it."))
    action = running(taken(action, version))
    action.state = Action.ASKED
    action.save()
    note(by, action, "asked", text, shared=shared)
    return action


@command("action.closed", mark("Action {number} was closed."))
def close_action(*, by: Any, action: Action, version: int | None = None, text: str) -> Action:
    """Close an action: text: what shows that it is done. Raises Refused without "action.close", OwnersDoNotClose where it is
    the person's own (owners.require_not_owner)."""
    require(by, "action.close", action)
    text = wanted(text, _("Say what shows that it is done."))
    action = running(taken(action, version))
    require_not_owner(by, action)
    action.state, action.closed_at, action.closed_by, action.closing = Action.CLOSED, timezone.now(), by, text
    action.deferred_to, action.escalated = None, 0
    action.save()
    note(by, action, "closed", text, shared=True)
    return action


@command("action.returned", mark("Action {number} was not accepted as done."))
def return_action(*, by: Any, action: Action, version: int | None = None, reason: str) -> Action:
    """Say that an action which waits to be closed is not done, and why."""
    require(by, "action.close", action)
    reason = wanted(reason, _("Say what is missing."))
    action = taken(action, version)
    if action.state != Action.ASKED:
        raise ValidationError(_("Nobody has said that this action is done."))
    action.state = Action.OPEN
    action.save()
    note(by, action, "returned", reason)
    return action


@command("action.reopened", mark("Action {number} was opened again."))
def reopen_action(*, by: Any, action: Action, version: int | None = None, reason: str) -> Action:
    """Open an action again that was closed or cancelled, and say why. When and by whom it was closed stays in its timeline."""
    require(by, "action.close", action)
    reason = wanted(reason, _("Say why the action is opened again."))
    action = taken(action, version)
    if action.running:
        raise ValidationError(_("This action is open."))
    action.state, action.closed_at, action.closed_by, action.closing = Action.OPEN, None, None, ""
    action.save()
    note(by, action, "reopened", reason, shared=True)
    return action


@command("action.escalated", mark("Action {number} was escalated to step {step}, {days} days after it was due."))
def escalate_action(*, by: Any, action: Action, step: int, day: date, to: Organisation | None, to_whom: str) -> Did:
    """Record that an action is overdue by so much that the next one up the ladder has to see to it. step: the how manieth; to,
    to_whom: the organisation, and which of its people (escalation.RUNGS)."""
    require(by, "action.write", action)
    action = taken(action, None)
    if action.state != Action.OPEN or action.until is None or step <= action.escalated:
        raise ValidationError(_("There is nothing to escalate of this action."))
    action.escalated = step
    action.save()
    note(by, action, "escalated", level=step, escalated_to=to, rung=to_whom, due_before=action.until)
    return Did(action, {"step": step, "days": (day - action.until).days})
