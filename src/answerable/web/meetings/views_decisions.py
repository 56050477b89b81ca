"""The list of decisions, the page of one, and the forms that record, change, take back and publish it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.web.accounts.rights import may
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged
from answerable.web.meetings import commands
from answerable.web.meetings.forms_meetings import VisibilityForm
from answerable.web.meetings.forms_questions import DecisionEditForm, DecisionForm, TakeBackForm
from answerable.web.meetings.models import Decision, Meeting
from answerable.web.meetings.presenting import decision_state
from answerable.web.register.figures import measure_choices


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """The decisions that one can read, newest first."""
    entries = Decision.objects.readable_by(request.user).select_related("decided_by", "meeting", "body", "force")
    state = request.GET.get("state", "all")
    shown = paged(request, _in_state(entries, state))
    lines = [{"decision": each, "state": decision_state(each)} for each in shown]
    return page(request, "meetings/decisions.html", "decisions", shown=shown, lines=lines, state=state,
                kept=kept_question(request), counts=_counts(entries), may_add=may(request.user, "decision.write"))


def _to_review() -> Q:
    return Q(taken_back_on__isnull=True, review_on__lt=timezone.localdate())


def _in_state(entries: Any, state: str) -> Any:
    chosen = {"standing": Q(taken_back_on__isnull=True), "review": _to_review(), "back": Q(taken_back_on__isnull=False)}
    return entries.filter(chosen[state]) if state in chosen else entries


def _counts(entries: Any) -> dict[str, int]:
    found: dict[str, int] = entries.order_by().aggregate(
        all=Count("pk"), standing=Count("pk", filter=Q(taken_back_on__isnull=True)), review=Count("pk", filter=_to_review()))
    return found


@require_safe
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a decision."""
    entry = found(Decision.objects.select_related("decided_by__organisation", "meeting", "body", "force"), request.user, number)
    meeting = Meeting.objects.readable_by(request.user).filter(pk=entry.meeting_id).first()
    return page(request, "meetings/decision.html", "decisions", decision=entry, state=decision_state(entry), meeting=meeting,
                measure=measure_choices().get(entry.measure_id),
                may_write=may(request.user, "decision.write", entry), may_publish=may(request.user, "publish", entry))


@needs("decision.write")
def add(request: HttpRequest) -> HttpResponse:
    """Record a decision that was taken outside a meeting."""
    form = DecisionForm(request.POST or None, user=request.user)
    return form_page(request, form, lambda given: commands.add_decision(by=request.user, **given),
                     heading=_("Record a decision"), button=_("Record the decision"), section="decisions",
                     back=reverse("decisions"), done=_("The decision was recorded."),
                     then=lambda made: made.get_absolute_url())


@needs("decision.write")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change the words or days of a decision."""
    entry = found(Decision.objects, request.user, number)
    names = ("title", "text", "reason", "risk", "measure_id", "review_on", "version")
    form = DecisionEditForm(request.POST or None, initial={"decided_by": entry.decided_by_id} |
                            {name: getattr(entry, name) for name in names})
    return form_page(request, form, lambda given: commands.change_decision(by=request.user, decision=entry, **given),
                     heading=_("Change the decision"), button=_("Save"), section="decisions", back=entry.get_absolute_url(),
                     done=_("The decision was changed."), then=entry.get_absolute_url())


@needs("decision.write")
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take a decision back."""
    entry = found(Decision.objects, request.user, number)
    return form_page(request, TakeBackForm(request.POST or None),
                     lambda given: commands.take_back_decision(by=request.user, decision=entry, **given),
                     heading=_("Take the decision back"), button=_("Take it back"), section="decisions",
                     hint=entry.title, back=entry.get_absolute_url(), done=_("The decision was taken back."),
                     then=entry.get_absolute_url())


@needs("publish")
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Decide who reads a decision."""
    entry = found(Decision.objects, request.user, number)
    form = VisibilityForm(request.POST or None, initial={"visibility": entry.visibility})
    return form_page(request, form, lambda given: commands.publish_decision(by=request.user, decision=entry, **given),
                     heading=_("Who can read the decision"), button=_("Save"), section="decisions",
                     back=entry.get_absolute_url(), then=entry.get_absolute_url(), done=_("Who can read it was changed."))
