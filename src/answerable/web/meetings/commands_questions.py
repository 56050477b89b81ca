"""Changes to questions and their written answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import INTERNAL, PANEL, may, require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.meetings.models import Meeting, Question
from answerable.web.organisations.models import Organisation, Post
from answerable.web.register.checking import of_one_house, shown_to
from answerable.words import mark


@command("question.asked", mark("Question {number} was put, due on {due}."))
def ask_question(*, by: Any, text: str, body: Organisation, force: Organisation | None = None, meeting: Meeting | None = None,
                 asked_by: Post | None = None, asked_on: date | None = None, to: Post | None = None, due: date | None = None,
                 measure_id: str = "", visibility: str | None = None) -> Did:
    """Put a question in writing. body: whose question it is; force: who is to answer; meeting: before which it is put, none for
    one without; asked_by, to: posts; due: the day by which an answer is wanted; visibility: who reads it
    (default: internal, or the panel too where a member of the panel puts it).
    Raises Refused without "question.ask" in the body, and without "publish" for another visibility."""
    require(by, "question.ask", body)
    if visibility not in (None, INTERNAL):
        require(by, "publish", body)
    question = Question(text=text, body=body, force=force, meeting=meeting, asked_by=asked_by, to=to, due=due,
                        asked_on=asked_on or timezone.localdate(), measure_id=measure_id,
                        visibility=visibility or _own(by, body))
    of_one_house(question, meeting=meeting)
    question.save()
    return Did(question, {"due": due})


def _own(by: Any, body: Organisation) -> str:
    """Who reads a question at first: those inside; where whoever puts it is not inside, the panel too."""
    return INTERNAL if by is None or may(by, "read.internal", body) else PANEL


@command("question.changed", mark("Question {number} was changed."))
def change_question(*, by: Any, question: Question, version: int | None = None, text: str, to: Post | None = None,
                    asked_by: Post | None = None, due: date | None = None, measure_id: str = "",
                    meeting: Meeting | None = None) -> Question:
    """Change a question that has no answer yet. Raises Refused, EditConflict; ValidationError once it is answered."""
    require(by, "question.ask", question)
    question = taken(question, version)
    if question.answered_on is not None:
        raise ValidationError(_("The question is answered, so its words stay. Put another question."))
    question.text, question.to, question.asked_by, question.due = text, to, asked_by, due
    question.measure_id, question.meeting = measure_id, meeting
    of_one_house(question, meeting=meeting)
    question.save()
    return question


@command("question.answered", mark("Question {number} was answered."))
def answer_question(*, by: Any, question: Question, answer: str, version: int | None = None,
                    answered_on: date | None = None) -> Question:
    """Answer a question in writing, or write its answer anew; the versions before are kept. answered_on: default today, the
    first day stays where it was answered before. Raises Refused without "question.answer" in the force or body of the
    question."""
    require(by, "question.answer", question)
    question = taken(question, version)
    if not answer.strip():
        raise ValidationError(_("The answer is empty. Write it, or leave the question open."))
    question.answer = answer
    question.answered_on = answered_on or question.answered_on or timezone.localdate()
    question.save()
    return question


@command("question.published", mark("Who can read question {number} was changed: {visibility}."))
def publish_question(*, by: Any, question: Question, visibility: str) -> Did:
    """Decide who reads a question and its answer: "internal", "panel" or "public"."""
    require(by, "publish", question)
    return shown_to(question, None, visibility)
