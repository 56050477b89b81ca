"""Putting something off until an event, and the event."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.register.checking import checked, wanted
from answerable.web.register.commands_actions import note, running
from answerable.web.register.models import Action, Deferral, Recommendation
from answerable.words import mark


@command("action.deferred", mark("Action {number} was deferred until an event, at the latest until {latest}."))
def defer_action(*, by: Any, action: Action, version: int | None = None, until: str, latest: date, reason: str) -> Did:
    """Put an action off. until: the event that ends it, in words; latest: the day on which it ends without it."""
    require(by, "action.write", action)
    action = running(taken(action, version))
    _no_other(action)
    deferral = _deferral(until, latest, reason, action.until)
    deferral.action, action.deferred_to = action, latest
    checked(deferral).save()
    action.save()
    note(by, action, "deferred", reason, due_before=action.due, due_after=latest, shared=True)
    return Did(action, {"latest": latest})


@command("action.resumed", mark("The deferral of action {number} ended."))
def end_action_deferral(*, by: Any, action: Action, version: int | None = None, event: str, ended_on: date | None = None,
                        due: date | None = None) -> Action:
    """Say that the event came. event: what it was; ended_on: when (default: today); due: the day due from now on (default: the
    one it had)."""
    require(by, "action.write", action)
    event = wanted(event, _("Say which event ended the deferral."))
    action = running(taken(action, version))
    before = _end(action, event, ended_on)
    action.deferred_to, action.escalated, action.due = None, 0, due or action.due
    action.save()
    note(by, action, "resumed", event, due_before=before, due_after=action.due, shared=True)
    return action


@command("recommendation.deferred",
         mark("The response to recommendation {number} was deferred until an event, at the latest until {latest}."))
def defer_recommendation(*, by: Any, recommendation: Recommendation, version: int | None = None, until: str, latest: date,
                         reason: str) -> Did:
    """Put the response to a recommendation off: as defer_action. Whoever recommends decides it. A statutory clock cannot be."""
    require(by, "recommendation.write", recommendation)
    if recommendation.clock == "inspectorate":
        raise ValidationError(_("The time to respond to an inspectorate's report is set by law and cannot be deferred."))
    recommendation = taken(recommendation, version)
    if recommendation.state != Recommendation.OPEN:
        raise ValidationError(_("This recommendation is answered already."))
    _no_other(recommendation)
    deferral = _deferral(until, latest, reason, recommendation.until)
    deferral.recommendation, recommendation.deferred_to = recommendation, latest
    checked(deferral).save()
    recommendation.save()
    return Did(recommendation, {"latest": latest})


@command("recommendation.resumed", mark("The deferral of recommendation {number} ended."))
def end_recommendation_deferral(*, by: Any, recommendation: Recommendation, version: int | None = None, event: str,
                                ended_on: date | None = None) -> Recommendation:
    """Say that the event came: as end_action_deferral."""
    require(by, "recommendation.write", recommendation)
    event = wanted(event, _("Say which event ended the deferral."))
    recommendation = taken(recommendation, version)
    _end(recommendation, event, ended_on)
    recommendation.deferred_to = None
    recommendation.save()
    return recommendation


def _deferral(until: str, latest: date, reason: str, due: date | None) -> Deferral:
    until = wanted(until, _("Say which event ends the deferral: nothing can be put off for good."))
    reason = wanted(reason, _("Say why it is deferred."))
    if latest is None or latest < timezone.localdate():
        raise ValidationError(_("Give the latest day of the deferral: today or later."))
    if due is not None and latest <= due:
        raise ValidationError(_("The latest day of the deferral has to be after the day due."))
    return Deferral(until=until, latest=latest, reason=reason)


def _no_other(entry: Action | Recommendation) -> None:
    if entry.deferred_to is not None:
        raise ValidationError(_("It is deferred already. End that deferral first."))


def _end(entry: Action | Recommendation, event: str, ended_on: date | None) -> date | None:
    """End the running deferral of an entry. Returns the latest day that it had."""
    deferral = entry.deferrals.filter(ended_on__isnull=True).order_by("-pk").first()
    if deferral is None:
        raise ValidationError(_("It is not deferred."))
    deferral.ended_on, deferral.ended_by = ended_on or timezone.localdate(), event
    checked(deferral).save()
    return deferral.latest
