"""The overview of who answers: what was promised, planned, asked and decided, in counts that are those of the lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.web.components.templatetags.answerable import day as day_words
from answerable.web.meetings.models import Decision, Meeting, Question
from answerable.web.register.actions_list import closed_lately
from answerable.web.register.models import Action, PromiseEntry, Recommendation
from answerable.web.register.promises_standing import counts_now
from answerable.web.register.promises_words import STATES, counts_sentences
from answerable.web.scrutiny.models import Inquiry


@dataclass(frozen=True)
class Number:
    """A count, what it is of, and the list that shows just these."""

    count: int
    words: str
    address: str


@dataclass(frozen=True)
class Part:
    """A section of the overview. sentence: what it says in words; address: of the whole list."""

    heading: str
    sentence: str
    numbers: tuple[Number, ...]
    address: str


def address(name: str, **asked: str) -> str:
    """The address of a list with what is asked of it; "" where the list has no page."""
    try:
        return reverse(name) + (f"?{urlencode(asked)}" if asked else "")
    except NoReverseMatch:
        return ""


def overview(user: Any, standing: int) -> list[Part]:
    """The parts of the overview for a reader. standing: how many decisions on the judgement they see that stand. Seven
    queries, however much there is."""
    return [_promises(user), _actions(user), _recommendations(user), _meetings(user), _questions(user), _inquiries(user),
            _decisions(user, standing)]


def _promises(user: Any) -> Part:
    count = counts_now(PromiseEntry.objects.readable_by(user))
    found = {state: count[state,] for state in STATES}
    numbers = tuple(Number(found[state], str(words), address("promises", state=state)) for state, words in STATES.items()
                    if found[state] or state in ("kept", "missed"))
    return Part(_("Promises"), " ".join(counts_sentences(found)), numbers, address("promises"))


def _actions(user: Any) -> Part:
    readable, today = Action.objects.readable_by(user), timezone.localdate()
    late = Q(deferred_to__lt=today) | Q(deferred_to__isnull=True, due__lt=today)
    running = Q(state__in=(Action.OPEN, Action.ASKED))
    found = readable.order_by().aggregate(
        running=Count("pk", filter=running), overdue=Count("pk", filter=Q(state=Action.OPEN) & late),
        undated=Count("pk", filter=running & Q(due__isnull=True, deferred_to__isnull=True)),
        closed=Count("pk", filter=closed_lately(today)))
    sentence = ngettext("%(running)s action is open; overdue: %(overdue)s, without a day due: %(undated)s.",
                        "%(running)s actions are open; overdue: %(overdue)s, without a day due: %(undated)s.",
                        found["running"]) % found
    closed = ngettext("%(closed)s was closed in the last twelve months.", "%(closed)s were closed in the last twelve months.",
                      found["closed"]) % found
    return Part(_("Actions"), f"{sentence} {closed}", (
        Number(found["running"], _("Open"), address("actions")),
        Number(found["overdue"], _("Overdue"), address("actions", when="overdue")),
        Number(found["undated"], _("Without a day due"), address("actions", when="undated")),
        Number(found["closed"], _("Closed in the last twelve months"), address("actions", state="closed-lately"))),
                address("actions"))


def _recommendations(user: Any) -> Part:
    today = timezone.localdate()
    late = Q(deferred_to__lt=today) | Q(deferred_to__isnull=True, response_due__lt=today)
    found = Recommendation.objects.readable_by(user).order_by().aggregate(
        waiting=Count("pk", filter=Q(state=Recommendation.OPEN)),
        late=Count("pk", filter=Q(state=Recommendation.OPEN) & late))
    sentence = ngettext("%(waiting)s recommendation waits for a response; past its day: %(late)s.",
                        "%(waiting)s recommendations wait for a response; past their day: %(late)s.", found["waiting"]) % found
    return Part(_("Recommendations"), sentence, (
        Number(found["waiting"], _("Waiting for a response"), address("recommendations", state="open")),
        Number(found["late"], _("Late"), address("recommendations", state="overdue"))), address("recommendations"))


def _meetings(user: Any) -> Part:
    ahead = Meeting.objects.readable_by(user).filter(starts_at__gte=timezone.now())
    to_come = list(ahead.order_by("starts_at", "pk").values_list("pk", "title", "starts_at"))
    sentence = _("No meeting is announced.")
    if to_come:
        _number, title, starts = to_come[0]
        day = timezone.localtime(starts).date()
        sentence = _("The next meeting is “%(title)s” on %(day)s.") % {"title": title, "day": day_words(day)}
    return Part(_("Meetings"), sentence, (Number(len(to_come), _("To come"), address("meetings", when="to-come")),),
                address("meetings"))


def _questions(user: Any) -> Part:
    waiting = Q(answered_on__isnull=True)
    found = Question.objects.readable_by(user).order_by().aggregate(
        waiting=Count("pk", filter=waiting), overdue=Count("pk", filter=waiting & Q(due__lt=timezone.localdate())))
    sentence = ngettext("%(waiting)s question waits for an answer; past its day: %(overdue)s.",
                        "%(waiting)s questions wait for an answer; past their day: %(overdue)s.", found["waiting"]) % found
    return Part(_("Questions"), sentence, (
        Number(found["waiting"], _("Waiting"), address("questions", state="waiting")),
        Number(found["overdue"], _("Overdue"), address("questions", state="overdue"))), address("questions"))


def _inquiries(user: Any) -> Part:
    found = Inquiry.objects.readable_by(user).order_by().aggregate(
        open=Count("pk", filter=Q(state=Inquiry.OPEN)), reported=Count("pk", filter=Q(state=Inquiry.REPORTED)))
    sentence = ngettext("%(open)s inquiry is open; reported so far: %(reported)s.",
                        "%(open)s inquiries are open; reported so far: %(reported)s.", found["open"]) % found
    return Part(_("Inquiries"), sentence, (
        Number(found["open"], _("Open"), address("inquiries", state="open")),
        Number(found["reported"], _("Reported"), address("inquiries", state="reported"))), address("inquiries"))


def _decisions(user: Any, standing: int) -> Part:
    taken = Decision.objects.readable_by(user).filter(taken_back_on__isnull=True).count()
    sentence = ngettext("%(standing)s decision on how figures are judged stands; of the bodies and the force: %(taken)s.",
                        "%(standing)s decisions on how figures are judged stand; of the bodies and the force: %(taken)s.",
                        standing) % {"standing": standing, "taken": taken}
    return Part(_("Decisions"), sentence, (
        Number(standing, _("On the judgement"), address("judgements", state="stands")),
        Number(taken, _("Of the bodies and the force"), address("decisions", state="standing"))), address("decisions"))
