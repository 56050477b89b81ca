"""The list of meetings, the page of one, and the forms that plan, change and publish it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.web.accounts.rights import INTERNAL, may
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged
from answerable.web.components.steps import run_step
from answerable.web.meetings import commands
from answerable.web.meetings.arising import open_actions
from answerable.web.meetings.forms_meetings import MeetingEditForm, MeetingForm, VisibilityForm, meeting_words
from answerable.web.meetings.models import Meeting
from answerable.web.meetings.presenting import question_state, state_words, when_words
from answerable.web.meetings.seeing import seen_papers, sees_agenda, sees_minutes
from answerable.web.meetings.views_packs import seen_packs
from answerable.web.organisations.models import Organisation
from answerable.web.register.models import Action

MOST_ARISING = 50


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings that one can read: those to come first, then those that were, newest first."""
    entries = Meeting.objects.readable_by(request.user).select_related("body", "force")
    bodies = Organisation.objects.filter(pk__in=entries.values("body").order_by()).only("name")
    when, body = request.GET.get("when", "to-come"), request.GET.get("body", "")
    chosen = entries.filter(body=int(body)) if body.isdigit() else entries
    shown = paged(request, _in_time(chosen, when))
    lines = [{"meeting": each, "when": when_words(each), "state": state_words(each)} for each in shown]
    return page(request, "meetings/meetings.html", "meetings", shown=shown, lines=lines, bodies=list(bodies), when=when,
                body=body, kept=kept_question(request), counts=_counts(chosen),
                may_add=may(request.user, "meeting.write"))


def _in_time(entries: Any, when: str) -> Any:
    now = timezone.now()
    if when == "past":
        return entries.filter(starts_at__lt=now).order_by("-starts_at", "-pk")
    if when == "in-writing":
        return entries.filter(starts_at__isnull=True).order_by("-created_at", "-pk")
    if when == "all":
        return entries.order_by(F("starts_at").desc(nulls_last=True), "-pk")
    return entries.filter(starts_at__gte=now).order_by("starts_at", "pk")


def _counts(entries: Any) -> dict[str, int]:
    now = timezone.now()
    found: dict[str, int] = entries.aggregate(
        to_come=Count("pk", filter=Q(starts_at__gte=now)), past=Count("pk", filter=Q(starts_at__lt=now)),
        in_writing=Count("pk", filter=Q(starts_at__isnull=True)),
        draft=Count("pk", filter=Q(state=Meeting.DRAFT)))
    return found


@require_safe
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a meeting."""
    entry = found(Meeting.objects.select_related("body", "force"), request.user, number)
    agenda, user = sees_agenda(request.user, entry), request.user
    arising = open_actions(entry, user) if agenda and entry.state != Meeting.CANCELLED else Action.objects.none()
    return page(request, "meetings/meeting.html", "meetings", meeting=entry, when=when_words(entry), state=state_words(entry),
                sees_agenda=agenda, sees_minutes=sees_minutes(user, entry),
                agenda=list(entry.agenda.select_related("plan", "plan_version")) if agenda else [],
                papers=seen_papers(user, entry), packs=seen_packs(user, entry),
                questions=_questions(user, entry), arising=list(arising[:MOST_ARISING]),
                arising_count=arising.count(), before=_link(user, pk=entry.previous_id), following=_link(user, previous=entry),
                inside=may(user, "read.internal", entry), may_write=may(user, "meeting.write", entry),
                may_send=may(user, "paper.send", entry), may_publish=may(user, "publish", entry),
                may_ask=may(user, "question.ask", entry))


def _link(user: Any, **which: Any) -> dict[str, str] | None:
    """The first meeting of those meant that somebody can read, as an address and words."""
    entry = Meeting.objects.readable_by(user).filter(**which).order_by("starts_at").first()
    return {"address": entry.get_absolute_url(), "words": meeting_words(entry)} if entry else None


def _questions(user: Any, entry: Meeting) -> list[dict[str, Any]]:
    questions = entry.questions.readable_by(user).select_related("asked_by", "to").order_by("pk")
    return [{"question": each, "state": question_state(each)} for each in questions]


@needs("meeting.write")
def add(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    form = MeetingForm(request.POST or None, user=request.user)
    return form_page(request, form, lambda given: commands.add_meeting(by=request.user, **given),
                     heading=_("Plan a meeting"), button=_("Plan the meeting"), section="meetings", back=reverse("meetings"),
                     done=_("The meeting is planned."), then=lambda made: made.get_absolute_url())


@needs("meeting.write")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change when, where and what a meeting is."""
    entry = found(Meeting.objects, request.user, number)
    starts, ends = (timezone.localtime(each) if each else None for each in (entry.starts_at, entry.ends_at))
    form = MeetingEditForm(request.POST or None, meeting=entry, initial={
        "title": entry.title, "kind": entry.kind, "day": starts.date() if starts else None,
        "begins": starts.strftime("%H:%M") if starts else "", "ends": ends.strftime("%H:%M") if ends else "",
        "place": entry.place, "online": entry.online, "previous": entry.previous_id, "version": entry.version})
    return form_page(request, form, lambda given: commands.change_meeting(by=request.user, meeting=entry, **given),
                     heading=_("Change the meeting"), button=_("Save"), section="meetings", back=entry.get_absolute_url(),
                     done=_("The meeting was changed."), then=entry.get_absolute_url(),
                     current=lambda now: {"title": now.title, "day": when_words(now), "place": now.place, "kind": now.kind})


@needs("publish")
def publish(request: HttpRequest, number: int, part: str) -> HttpResponse:
    """Decide who reads the meeting, or its minutes. part: "meeting" or "minutes"."""
    entry = found(Meeting.objects, request.user, number)
    do = commands.publish_minutes if part == "minutes" else commands.publish_meeting
    now = entry.minutes_visibility if part == "minutes" else entry.visibility
    form = VisibilityForm(request.POST or None, initial={"visibility": now or INTERNAL})
    return form_page(request, form, lambda given: do(by=request.user, meeting=entry, **given),
                     heading=_("Who can read the minutes") if part == "minutes" else _("Who can read the meeting"),
                     button=_("Save"), section="meetings", back=entry.get_absolute_url(), then=entry.get_absolute_url(),
                     done=_("Who can read it was changed."))


@require_POST
@needs("meeting.write")
def step(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """A step that needs no form: "held", "cancelled", or "agenda" for its publication."""
    entry = found(Meeting.objects, request.user, number)
    do, done = {"held": (commands.hold, _("The meeting was held.")),
                "cancelled": (commands.cancel_meeting, _("The meeting was cancelled.")),
                "agenda": (commands.publish_agenda, _("The agenda is published. Papers that come from now on are late."))}[what]
    run_step(request, lambda: do(by=request.user, meeting=entry), done)
    return HttpResponseRedirect(entry.get_absolute_url())
