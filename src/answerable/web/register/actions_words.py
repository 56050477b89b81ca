"""How an action or a recommendation stands, in words and as a shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.response_clocks import days_left
from answerable.web.components.templatetags.answerable import day
from answerable.web.register.models import Action, Recommendation

SOON_DAYS = 14


@dataclass(frozen=True)
class Standing:
    """How something stands. code: "overdue", "soon", "open", "undated", "deferred", "asked", "closed", "cancelled"; shape: of
    components/signal.html; words: a few words, to stand alone in a table."""

    code: str
    words: str

    @property
    def shape(self) -> str:
        """A triangle for what is overdue, a square for what is due soon or waits for somebody, a circle for the rest; a dash
        for what has no day."""
        return {"overdue": "concern", "soon": "neutral", "asked": "neutral", "undated": "none"}.get(self.code, "usual")


def left_words(until: date, today: date) -> str:
    """How far off the end of a day is: "in 12 days", "today", "overdue by 3 days"."""
    left = days_left(until, today)
    if left < 0:
        return ngettext("overdue by {number} day", "overdue by {number} days", -left).format(number=-left)
    if left == 0:
        return _("today")
    return ngettext("in {number} day", "in {number} days", left).format(number=left)


def action_standing(action: Action, today: date) -> Standing:
    """How an action stands on a day."""
    if action.state == Action.ASKED:
        return Standing("asked", _("Said to be done; waits to be closed"))
    if action.state == Action.CLOSED:
        closed = timezone.localtime(action.closed_at).date() if action.closed_at else None
        return Standing("closed", _("Closed on {day}").format(day=day(closed)) if closed else _("Closed"))
    if action.state == Action.CANCELLED:
        return Standing("cancelled", _("Cancelled"))
    found = _running(action.until, action.deferred_to, today) or Standing("undated", _("Undated: no day was given"))
    if found.code == "overdue" and action.escalated:
        return Standing("overdue", _("{standing}, escalated").format(standing=found.words))
    return found


def recommendation_standing(entry: Recommendation, today: date) -> Standing:
    """How a recommendation stands on a day."""
    if entry.state == Recommendation.CLOSED:
        return Standing("closed", _("Closed on {day}").format(day=day(entry.outcome_on)))
    if entry.state == Recommendation.ANSWERED:
        latest = max(entry.responses.all(), key=lambda each: each.pk, default=None)
        return Standing("answered", str(latest.get_verdict_display()) if latest else _("Answered"))
    return _running(entry.until, entry.deferred_to, today) or Standing("undated", _("Waiting for a response; no time limit"))


def _running(until: date | None, deferred_to: date | None, today: date) -> Standing | None:
    if until is None:
        return None
    left = days_left(until, today)
    told = left_words(until, today)
    if left < 0:
        return Standing("overdue", told[:1].upper() + told[1:])
    if deferred_to is not None:
        return Standing("deferred", _("Deferred until an event, at the latest {day}").format(day=day(until)))
    return Standing("soon" if left <= SOON_DAYS else "open", _("Due {when}").format(when=told))


def owner_words(owners: Any) -> str:
    """The owners of an action as one phrase; empty for none. owners: rows of ActionOwner."""
    return joined([str(each) for each in owners])


def joined(names: list[str]) -> str:
    """Names as a sentence has them: "a", "a and b", "a, b and c", in the reader's language."""
    if len(names) < 2:
        return "".join(names)
    return _("{all_but_last} and {last}").format(all_but_last=", ".join(names[:-1]), last=names[-1])


def action_sentence(action: Action, owners: Any, today: date) -> str:
    """Who is to do it by when, and how it stands: a sentence or two."""
    who = owner_words(owners) or _("nobody in particular")
    if action.state == Action.CLOSED:
        return _("This was for {who} to do. {standing}.").format(who=who, standing=action_standing(action, today).words)
    if action.state == Action.CANCELLED:
        return _("This was for {who} to do. It was cancelled.").format(who=who)
    if action.due is None:
        when = _("For {who} to do; no day was given, so it is undated.").format(who=who)
    elif action.state == Action.OPEN and action.deferred_to is None:
        when = _("For {who} to do by {day}, {left}.") if days_left(action.due, today) else _("For {who} to do by {day}: today.")
        if days_left(action.due, today) < 0:
            when = _("For {who} to do by {day}: {left}.")
        when = when.format(who=who, day=day(action.due), left=left_words(action.due, today))
    else:
        when = _("For {who} to do by {day}.").format(who=who, day=day(action.due))
    if action.state == Action.ASKED:
        return _("{when} It is said to be done; somebody who does not own it is to close it.").format(when=when)
    if action.deferred_to is not None:
        return _("{when} {standing}.").format(when=when, standing=action_standing(action, today).words)
    return when


def clock_words(entry: Recommendation, today: date) -> str:
    """By when the response is due, how far off that is, and by which rule; empty where there is no limit."""
    if entry.response_due is None:
        return ""
    told = _("Response due by {day}").format(day=day(entry.response_due))
    if entry.state == Recommendation.OPEN:
        told = _("{due}, {left}").format(due=told, left=left_words(entry.response_due, today))
    return f"{told} ({rule_words(entry)})." if entry.clock != "date" else f"{told}."


def rule_words(entry: Recommendation) -> str:
    """The rule by which the day follows."""
    if entry.clock == "inspectorate":
        return _("56 days, of which the day of publication, {day}, is the first").format(day=day(entry.published_on))
    return ngettext("{number} working day of {calendar} after {day}", "{number} working days of {calendar} after {day}",
                    entry.clock_days or 0).format(number=entry.clock_days, calendar=entry.get_calendar_display(),
                                                  day=day(entry.published_on))


def answered_late_by(entry: Recommendation) -> int:
    """How many days after the day due the first response came; 0 where it was in time, or there is none or no day."""
    first = min(entry.responses.all(), key=lambda each: each.pk, default=None)
    if first is None or entry.response_due is None:
        return 0
    return max(-days_left(entry.response_due, first.day), 0)
