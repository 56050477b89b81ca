"""Sections of the home page about what has to be done: meetings, actions, questions, recommendations, promises, decisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.web.meetings.models import Meeting, MinutesDocument, Proposal, Question
from answerable.web.register.escalation import escalated_to
from answerable.web.register.models import Action, PromiseEntry, Recommendation
from answerable.web.register.owners import actions_of
from answerable.web.register.plans_refresh import plans_to_refresh, promises_of
from answerable.web.register.promises_standing import states_now
from answerable.web.scrutiny.home_parts import MOST, Row, Section, address, first, own, rows, told
from answerable.web.scrutiny.models import DecisionRequest, Example

# Days before the end of a clock on which it is worth a look.
SOON_DAYS = 14


def _of(organisations: frozenset[int]) -> Q:
    return Q(body__in=organisations) | Q(force__in=organisations)


def next_meeting(user: Any) -> Section:
    """The next meeting, whether its agenda is out, and papers that came late."""
    found = Meeting.objects.readable_by(user).filter(starts_at__gte=timezone.now()).exclude(state=Meeting.CANCELLED).annotate(
        late=Count("papers", filter=Q(papers__late=True))).order_by("starts_at", "pk").first()
    if found is None:
        return Section("meeting", _("Next meeting"), _("No meeting is planned."), (), (address("meetings"), _("All meetings")))
    day = told(timezone.localtime(found.starts_at).date())
    agenda = _("Its agenda is published.") if found.agenda_published_at else _("Its agenda is not published yet.")
    late = ngettext("%(number)s paper came late.", "%(number)s papers came late.", found.late) % {"number": found.late}
    note = " ".join([agenda, late] if found.late else [agenda])
    return Section("meeting", _("Next meeting"), _("The next meeting is on %(day)s.") % {"day": day},
                   [Row(found.title, found.get_absolute_url(), note)], (address("meetings"), _("All meetings")))


def proposals_waiting(user: Any) -> Section:
    """Documents of minutes whose proposals nobody has confirmed or discarded."""
    waiting = MinutesDocument.objects.filter(
        meeting__in=Meeting.objects.readable_by(user).filter(_of(own(user, "minutes.read"))).values("pk"),
        proposals__state=Proposal.WAITING).annotate(waiting=Count("proposals")).select_related("meeting").order_by("read_at")
    found = list(waiting[:MOST])
    lines = [Row(each.meeting.title, address("minutes-document", each.meeting_id, each.pk) or each.meeting.get_absolute_url(),
                 ngettext("%(number)s proposal waits", "%(number)s proposals wait", each.waiting) % {"number": each.waiting})
             for each in found]
    sentence = _("Of minutes that were read, these proposals wait to be confirmed.") if lines else _(
        "No proposal of minutes that were read waits.")
    return Section("proposals", _("Proposals to confirm"), sentence, lines)


def minutes_to_approve(user: Any) -> Section:
    """Meetings whose minutes are in draft, where the reader may approve them."""
    drafts = Meeting.objects.readable_by(user).filter(_of(own(user, "minutes.approve")), state=Meeting.DRAFT)
    found, count = first(drafts.order_by("starts_at", "pk"))
    sentence = ngettext("The minutes of %(number)s meeting wait for approval.",
                        "The minutes of %(number)s meetings wait for approval.", count) % {"number": count}
    return Section("minutes", _("Minutes to approve"), sentence, rows(found))


def actions_overdue(user: Any) -> Section:
    """Actions of one's organisations whose day is past."""
    today = timezone.localdate()
    found, count = first(Action.objects.readable_by(user).filter(_of(own(user, "read.internal"))).overdue(today).by_due())
    sentence = ngettext("%(number)s action is overdue.", "%(number)s actions are overdue.", count) % {"number": count}
    lines = rows(found, lambda each: told(each.deferred_to or each.due), lambda _each: True)
    return Section("overdue", _("Overdue"), sentence, lines, (address("actions", when="overdue"), _("All that are overdue")))


def actions_escalated(user: Any) -> Section:
    """Overdue actions that went up the ladder to one's own organisation and role."""
    found, count = first(escalated_to(user))
    sentence = ngettext("%(number)s overdue action was escalated to you.", "%(number)s overdue actions were escalated to you.",
                        count) % {"number": count}
    return Section("escalated", _("Escalated to you"), sentence,
                   rows(found, lambda each: told(each.deferred_to or each.due), lambda _each: True))


def plans_due(user: Any) -> Section:
    """Live plans that one may write anew and that are to be looked at again, each with the first reason why."""
    found = plans_to_refresh(user)
    sentence = ngettext("%(number)s plan is to be looked at again.", "%(number)s plans are to be looked at again.",
                        len(found)) % {"number": len(found)}
    lines = [Row(version.plan.title, version.plan.get_absolute_url(), refresh.reasons[0]) for version, refresh in found[:MOST]]
    return Section("plans", _("Plans to look at again"), sentence, lines, (address("plans"), _("All plans")))


def actions_to_close(user: Any) -> Section:
    """Actions that are said to be done and wait for somebody to close them."""
    found, count = first(Action.objects.readable_by(user).filter(_of(own(user, "action.close")), state=Action.ASKED).by_due())
    sentence = ngettext("%(number)s action is said to be done. Look at the evidence, then close it or give it back.",
                        "%(number)s actions are said to be done. Look at the evidence, then close them or give them back.",
                        count) % {"number": count}
    return Section("to-close", _("Waiting to be closed"), sentence, rows(found),
                   (address("actions", state="asked"), _("All of them")))


def actions_to_do(user: Any) -> Section:
    """What the posts that somebody holds owe."""
    today = timezone.localdate()
    found, count = first(actions_of(user))
    sentence = ngettext("Your posts own %(number)s open action.", "Your posts own %(number)s open actions.", count) % {
        "number": count}
    lines = rows(found, lambda each: told(each.deferred_to or each.due) or _("no day due"),
                 lambda each: (each.deferred_to or each.due or today) < today)
    return Section("mine", _("Yours to do"), sentence, lines, (address("actions"), _("All actions")))


def _questions(user: Any, right: str, heading: str, key: str) -> Section:
    today = timezone.localdate()
    waiting = Question.objects.readable_by(user).filter(_of(own(user, right)), answered_on__isnull=True)
    found, count = first(waiting.order_by(F("due").asc(nulls_last=True), "pk"))
    sentence = ngettext("%(number)s question waits for an answer.", "%(number)s questions wait for an answer.", count) % {
        "number": count}
    lines = [Row(each.text[:120], each.get_absolute_url(), told(each.due), bool(each.due and each.due < today))
             for each in found]
    return Section(key, heading, sentence, lines, (address("questions", state="waiting"), _("All that wait")))


def questions_waiting(user: Any) -> Section:
    """Questions that one's organisation put and that are not answered."""
    return _questions(user, "question.ask", _("Questions without an answer"), "questions")


def questions_to_answer(user: Any) -> Section:
    """Questions that one's force is to answer."""
    return _questions(user, "question.answer", _("Questions to answer"), "questions")


def recommendations_running_out(user: Any) -> Section:
    """Recommendations whose clock runs out within SOON_DAYS, or has."""
    today = timezone.localdate()
    ending = Recommendation.objects.readable_by(user).filter(
        _of(own(user, "read.internal")), state=Recommendation.OPEN, response_due__lte=today + timedelta(days=SOON_DAYS))
    found, count = first(ending.order_by("response_due", "pk"))
    sentence = ngettext("The time to respond to %(number)s recommendation runs out within %(days)s days, or has.",
                        "The time to respond to %(number)s recommendations runs out within %(days)s days, or has.", count) % {
                            "number": count, "days": SOON_DAYS}
    return Section("clocks", _("Clocks that run out"), sentence,
                   rows(found, lambda each: told(each.response_due), lambda each: each.response_due < today),
                   (address("recommendations"), _("All recommendations")))


def recommendations_to_answer(user: Any) -> Section:
    """Recommendations that wait for one's own response, the one due first on top."""
    today = timezone.localdate()
    found, count = first(Recommendation.objects.readable_by(user).filter(
        _of(own(user, "recommendation.respond")), state=Recommendation.OPEN).order_by(
            F("response_due").asc(nulls_last=True), "pk"))
    sentence = ngettext("%(number)s recommendation waits for your response.",
                        "%(number)s recommendations wait for your response.", count) % {"number": count}
    return Section("respond", _("Recommendations to answer"), sentence,
                   rows(found, lambda each: told(each.response_due), lambda each: (each.response_due or today) < today),
                   (address("recommendations"), _("All recommendations")))


def promises_at_risk(user: Any) -> Section:
    """Promises that, by the newest release, are at risk. One's own stand first."""
    states = states_now(PromiseEntry.objects.readable_by(user).filter(outcome=PromiseEntry.WAITING))
    numbers = [number for number, (state, _course) in states.items() if state == "at-risk"]
    mine = {each.pk for each in promises_of(user)}
    found = sorted(PromiseEntry.objects.filter(pk__in=numbers),
                   key=lambda each: (each.pk not in mine, each.due or each.said_on))
    sentence = ngettext("%(number)s promise is at risk.", "%(number)s promises are at risk.", len(numbers)) % {
        "number": len(numbers)}
    return Section("promises", _("Promises at risk"), sentence, rows(found[:MOST], lambda each: told(each.due)),
                   (address("promises", state="at-risk"), _("All that are at risk")))


def decisions_waiting(user: Any) -> Section:
    """Decisions on the judgement for which the reader was asked to stand second, and their own that wait."""
    waiting = DecisionRequest.objects.readable_by(user).filter(Q(asked=user) | Q(proposed_by=user),
                                                               state=DecisionRequest.WAITING)
    found = sorted(waiting.select_related("proposed_by", "asked").order_by("pk"), key=lambda each: each.asked_id != user.pk)
    asked = sum(each.asked_id == user.pk for each in found)
    lines = [Row(each.words, each.get_absolute_url(), _("%(name)s asks you to stand for it") % {"name": each.proposed_by.name}
                 if each.asked_id == user.pk else _("waits for %(name)s") % {"name": each.asked.name if each.asked else "–"})
             for each in found[:MOST]]
    sentence = ngettext("%(number)s decision waits for you as its second person.",
                        "%(number)s decisions wait for you as their second person.", asked) % {"number": asked}
    return Section("decisions", _("Decisions for your second"), sentence, lines, (address("judgements"), _("All decisions")))


def examples_new(user: Any) -> Section:
    """Inquiries to which examples were sent in that nobody has looked at; not what is in them."""
    found = list(Example.objects.filter(_inquiry(own(user, "example.read")), state="new", redacted_at__isnull=True).order_by(
        "inquiry").values("inquiry", "inquiry__title").annotate(number=Count("pk"))[:MOST])
    lines = [Row(each["inquiry__title"], address("examples", each["inquiry"], state="new"),
                 ngettext("%(number)s new example", "%(number)s new examples", each["number"]) % {"number": each["number"]})
             for each in found]
    sentence = _("People sent in what happened to them.") if lines else _("No example waits to be looked at.")
    return Section("examples", _("Examples to look at"), sentence, lines)


def calls_to_find(user: Any) -> Section | None:
    """Examples whose call nobody has looked for, for those who see records: when somebody rang, not what they wrote. None where
    nobody sent any."""
    found, count = first(Example.objects.filter(
        _inquiry(own(user, "read.records")), contact_id="", happened_at__isnull=False, redacted_at__isnull=True).exclude(
        state="declined").order_by("pk"))
    sentence = ngettext("The call of %(number)s example is to be found.", "The calls of %(number)s examples are to be found.",
                        count) % {"number": count}
    return Section("calls", _("Calls to find"), sentence, [
        Row(_("Example %(number)s") % {"number": each.pk}, address("example-call", each.pk),
            told(timezone.localtime(each.happened_at).date())) for each in found]) if count else None


def _inquiry(organisations: frozenset[int]) -> Q:
    return Q(inquiry__body__in=organisations) | Q(inquiry__force__in=organisations)
