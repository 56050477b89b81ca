"""The list of questions, the page of one, and the forms that put, change, answer and publish it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.web.accounts.rights import may
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged
from answerable.web.meetings import commands
from answerable.web.meetings.forms_meetings import VisibilityForm
from answerable.web.meetings.forms_questions import AnswerForm, QuestionEditForm, QuestionForm
from answerable.web.meetings.models import Meeting, Question
from answerable.web.meetings.presenting import question_state
from answerable.web.register.figures import measure_choices


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The questions that one can read: those that wait for an answer first, the one due soonest on top."""
    entries = Question.objects.readable_by(request.user).select_related("asked_by", "to", "meeting", "body", "force")
    state = request.GET.get("state", "all")
    shown = paged(request, _in_state(entries, state))
    lines = [{"question": each, "state": question_state(each)} for each in shown]
    return page(request, "meetings/questions.html", "questions", shown=shown, lines=lines, state=state,
                kept=kept_question(request), counts=_counts(entries), may_ask=may(request.user, "question.ask"))


def _overdue() -> Q:
    return Q(answered_on__isnull=True, due__lt=timezone.localdate())


def _in_state(entries: Any, state: str) -> Any:
    chosen = {"waiting": Q(answered_on__isnull=True), "overdue": _overdue(), "answered": Q(answered_on__isnull=False)}
    if state in chosen:
        entries = entries.filter(chosen[state])
    return entries.order_by(F("answered_on").desc(nulls_first=True), F("due").asc(nulls_last=True), "-pk")


def _counts(entries: Any) -> dict[str, int]:
    found: dict[str, int] = entries.order_by().aggregate(
        all=Count("pk"), waiting=Count("pk", filter=Q(answered_on__isnull=True)), overdue=Count("pk", filter=_overdue()))
    return found


@require_safe
def question(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a question with its answer."""
    entry = found(Question.objects.select_related("asked_by__organisation", "to__organisation", "meeting", "body", "force"),
                  request.user, number)
    return page(request, "meetings/question.html", "questions", question=entry, state=question_state(entry),
                meeting=_readable_meeting(request.user, entry),
                measure=measure_choices().get(entry.measure_id),
                may_ask=may(request.user, "question.ask", entry), may_answer=may(request.user, "question.answer", entry),
                may_publish=may(request.user, "publish", entry))


def _readable_meeting(user: Any, entry: Question) -> Meeting | None:
    found_meeting: Meeting | None = Meeting.objects.readable_by(user).filter(pk=entry.meeting_id).first()
    return found_meeting


@needs("question.ask")
def ask(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Put a question: before the meeting of that number, or without one."""
    meeting = found(Meeting.objects.select_related("body", "force"), request.user, number) if number else None
    form = QuestionForm(request.POST or None, user=request.user, meeting=meeting)
    about = {"body": meeting.body, "force": meeting.force, "meeting": meeting} if meeting else {}
    return form_page(request, form, lambda given: commands.ask_question(by=request.user, **(given | about)),
                     heading=_("Put a question"), button=_("Put the question"), section="questions",
                     hint=_("It is answered in writing; the answer stands with it."),
                     back=meeting.get_absolute_url() if meeting else reverse("questions"), done=_("The question was put."),
                     then=lambda made: made.get_absolute_url())


@needs("question.ask")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a question that has no answer yet."""
    entry = found(Question.objects, request.user, number)
    form = QuestionEditForm(request.POST or None, question=entry, initial={
        "text": entry.text, "asked_by": entry.asked_by_id, "to": entry.to_id, "due": entry.due, "version": entry.version,
        "measure_id": entry.measure_id, "meeting": entry.meeting_id})
    return form_page(request, form, lambda given: commands.change_question(by=request.user, question=entry, **given),
                     heading=_("Change the question"), button=_("Save"), section="questions", back=entry.get_absolute_url(),
                     done=_("The question was changed."), then=entry.get_absolute_url())


@needs("question.answer")
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a question, or write its answer anew."""
    entry = found(Question.objects, request.user, number)
    form = AnswerForm(request.POST or None, initial={"answer": entry.answer, "version": entry.version})
    return form_page(request, form, lambda given: commands.answer_question(by=request.user, question=entry, **given),
                     heading=_("Answer the question"), button=_("Save the answer"), section="questions", question=entry,
                     template="meetings/answer.html", back=entry.get_absolute_url(), done=_("The answer stands."),
                     then=entry.get_absolute_url())


@needs("publish")
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Decide who reads a question and its answer."""
    entry = found(Question.objects, request.user, number)
    form = VisibilityForm(request.POST or None, initial={"visibility": entry.visibility})
    return form_page(request, form, lambda given: commands.publish_question(by=request.user, question=entry, **given),
                     heading=_("Who can read the question and its answer"), button=_("Save"), section="questions",
                     back=entry.get_absolute_url(), then=entry.get_absolute_url(), done=_("Who can read it was changed."))
