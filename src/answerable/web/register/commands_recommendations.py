"""Every change to a recommendation: made, edited, answered, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.forecasting.calendars import public_holidays
from answerable.response_clocks import INSPECTORATE, response_due
from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.organisations.models import Organisation
from answerable.web.register.checking import checked, of_one_house, shown_to, wanted, with_visibility
from answerable.web.register.commands_actions import home_of
from answerable.web.register.models import CALENDARS, Recommendation, Response
from answerable.words import mark

CLOCK_FIELDS = frozenset({"clock", "clock_days", "calendar", "published_on", "response_due"})
EDITABLE = frozenset({"title", "text", "reference", "made_by", "to", "meeting", "inquiry", "measure_id"}) | CLOCK_FIELDS


@command("recommendation.added", mark("Recommendation {number} was made."))
def add_recommendation(*, by: Any, title: str, made_by: Organisation, body: Organisation | None = None,
                       force: Organisation | None = None, to: Organisation | None = None, text: str = "", inquiry: Any = None,
                       meeting: Any = None, reference: str = "", published_on: date | None = None, clock: str = "none",
                       clock_days: int | None = None, calendar: str = "England", response_due: date | None = None,
                       measure_id: str = "", visibility: str | None = None) -> Recommendation:
    """Add a recommendation.

    made_by: who recommends; body, force: to whom it belongs (default: those of the meeting or inquiry); to: who is to respond
    (default: the force, or where the force recommends or there is none the body); reference: "2.1"; clock: by which rule the
    day follows by which to respond (answerable.response_clocks), with clock_days, calendar (models.CALENDARS) and, for the
    clock "date", response_due. Raises Refused without "recommendation.write" there.
    """
    require(by, "recommendation.write", home_of(body, force, meeting, inquiry))
    home = home_of(body, force, meeting, inquiry)
    made = Recommendation(title=wanted(title, _("A recommendation needs a title: what is recommended.")), text=text,
                          made_by=made_by, body=home.body, force=home.force, to=to or _who_responds(home, made_by),
                          inquiry=inquiry, meeting=meeting, reference=reference, published_on=published_on, clock=clock,
                          clock_days=clock_days, calendar=calendar, response_due=response_due, measure_id=measure_id)
    of_one_house(made, meeting=meeting, inquiry=inquiry)
    checked(with_visibility(by, _wound(made), visibility)).save()
    return made


def _who_responds(home: Any, made_by: Organisation) -> Organisation | None:
    if made_by.kind == "panel" and home.body is not None:
        return home.body   # type: ignore[no-any-return]
    return next((each for each in (home.force, home.body) if each is not None and each != made_by), None)


def _wound(entry: Recommendation) -> Recommendation:
    """The recommendation with its clock wound: the day by which to respond follows from the rest."""
    if entry.calendar not in dict(CALENDARS):
        raise ValidationError(_("“%(calendar)s” is no calendar of working days."), params={"calendar": entry.calendar[:40]})
    first = entry.published_on or timezone.localdate()
    off = public_holidays(entry.calendar, range(first.year, first.year + 2 + (entry.clock_days or 0) // 200))
    if entry.clock == INSPECTORATE and entry.published_on is None:
        raise ValidationError(_("Give the day of publication: the 56 days begin with it."))
    if entry.clock != "working-days":
        entry.clock_days = None
    entry.response_due = response_due(entry.published_on, entry.clock, entry.clock_days, off, entry.response_due)
    return entry


@command("recommendation.edited", mark("Recommendation {number} was changed."))
def edit_recommendation(*, by: Any, recommendation: Recommendation, version: int | None, **fields: Any) -> Recommendation:
    """Change what a recommendation says. fields: of EDITABLE; version: the one that the person saw. Raises EditConflict."""
    require(by, "recommendation.write", recommendation)
    unknown = sorted(fields.keys() - EDITABLE)
    if unknown:
        raise ValidationError(_("A recommendation's “%(field)s” cannot be edited."), params={"field": unknown[0]})
    entry = taken(recommendation, version)
    for name, value in fields.items():
        setattr(entry, name, value)
    of_one_house(entry, **{name: fields.get(name) for name in ("meeting", "inquiry")})
    wanted(entry.title, _("A recommendation needs a title: what is recommended."))
    if fields.keys() & CLOCK_FIELDS:
        _wound(entry)
    checked(entry).save()
    return entry


@command("recommendation.answered", mark("Recommendation {number} was answered: {verdict}."))
def respond(*, by: Any, recommendation: Recommendation, verdict: str, reason: str, version: int | None = None) -> Did:
    """Answer a recommendation: verdict: "accepted", "partly" or "rejected"; reason: what is done or proposed about it, or why
    nothing is. A later response stands in place of the one before, which is kept. The right has to be held in the
    organisation that is to respond."""
    require(by, "recommendation.respond", recommendation.to or recommendation)
    reason = wanted(reason, _("Say what is or will be done about it, or why nothing is."))
    entry = taken(recommendation, version)
    if entry.state == Recommendation.CLOSED:
        raise ValidationError(_("This recommendation is closed. Open it again first."))
    checked(Response(recommendation=entry, verdict=verdict, reason=reason, by=by)).save()
    entry.state, entry.deferred_to = Recommendation.ANSWERED, None
    for deferral in entry.deferrals.filter(ended_on__isnull=True):
        deferral.ended_on, deferral.ended_by = timezone.localdate(), _("It was answered.")
        deferral.save()
    entry.save()
    return Did(entry, {"verdict": verdict})


@command("recommendation.closed", mark("The outcome of recommendation {number} was recorded."))
def record_outcome(*, by: Any, recommendation: Recommendation, outcome: str, outcome_on: date | None = None,
                   version: int | None = None) -> Recommendation:
    """Say what came of a recommendation that was answered, and close it. outcome_on: the day (default: today). Raises
    ValidationError while an action that follows from it is open."""
    require(by, "recommendation.write", recommendation)
    outcome = wanted(outcome, _("Say what came of it."))
    entry = taken(recommendation, version)
    if entry.state != Recommendation.ANSWERED:
        raise ValidationError(_("It has to be answered, and not closed, for an outcome to be recorded."))
    left = entry.actions.filter(state__in=("open", "asked")).count()
    if left:
        raise ValidationError(_("%(number)s of the actions that follow from it are not closed yet."), params={"number": left})
    entry.state, entry.outcome, entry.outcome_on = Recommendation.CLOSED, outcome, outcome_on or timezone.localdate()
    checked(entry).save()
    return entry


@command("recommendation.reopened", mark("Recommendation {number} was opened again."))
def reopen_recommendation(*, by: Any, recommendation: Recommendation, reason: str,
                          version: int | None = None) -> Recommendation:
    """Open a closed recommendation again; its outcome before and the reason stay in its versions."""
    require(by, "recommendation.write", recommendation)
    reason = wanted(reason, _("Say why it is opened again."))
    entry = taken(recommendation, version)
    if entry.state != Recommendation.CLOSED:
        raise ValidationError(_("This recommendation is not closed."))
    entry.state, entry.outcome, entry.outcome_on = Recommendation.ANSWERED, reason, None
    checked(entry).save()
    return entry


@command("recommendation.visibility", mark("Who may read recommendation {number} was changed to {visibility}."))
def set_recommendation_visibility(*, by: Any, recommendation: Recommendation, visibility: str,
                                  version: int | None = None) -> Did:
    """Decide whether a recommendation is internal, shared with the panel or public."""
    require(by, "publish", recommendation)
    return shown_to(recommendation, version, visibility)
