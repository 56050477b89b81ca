"""Changes to the decisions of governing bodies and forces."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import INTERNAL, require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.meetings.models import Decision, Meeting
from answerable.web.organisations.models import Organisation, Post
from answerable.web.register.checking import of_one_house, shown_to
from answerable.words import mark


@command("decision.added", mark("Decision {number} of {day} was recorded."))
def add_decision(*, by: Any, title: str, text: str, reason: str, body: Organisation, force: Organisation | None = None,
                 meeting: Meeting | None = None, risk: str = "", decided_by: Post | None = None,
                 decided_on: date | None = None, measure_id: str = "", review_on: date | None = None,
                 visibility: str | None = None) -> Did:
    """Record a decision. reason: why; risk: on what basis the risk was taken; decided_by: the post; decided_on: default the day
    of the meeting, else today; review_on: the day on which it is to be looked at again.

    Raises Refused without "decision.write" in the body or the force, and without "publish" for a visibility that is not
    internal; ValidationError for a review before the decision."""
    require(by, "decision.write", _Parties(body, force))
    if visibility not in (None, INTERNAL):
        require(by, "publish", _Parties(body, force))
    decided_on = decided_on or _day_of(meeting) or timezone.localdate()
    _check_review(decided_on, review_on)
    decision = Decision(
        title=title, text=text, reason=reason, body=body, force=force, meeting=meeting, risk=risk, decided_by=decided_by,
        decided_on=decided_on, measure_id=measure_id, review_on=review_on, visibility=visibility or INTERNAL)
    of_one_house(decision, meeting=meeting)
    decision.save()
    return Did(decision, {"day": decided_on, "review": review_on})


class _Parties:
    """The organisations of a decision that is not there yet."""

    def __init__(self, *organisations: Organisation | None) -> None:
        self._ids = frozenset(each.pk for each in organisations if each is not None)

    def parties(self) -> frozenset[int]:
        """Their numbers."""
        return self._ids


def _day_of(meeting: Meeting | None) -> date | None:
    return timezone.localdate(meeting.starts_at) if meeting and meeting.starts_at else None


def _check_review(decided_on: date, review_on: date | None) -> None:
    if review_on is not None and review_on <= decided_on:
        raise ValidationError({"review_on": _("The day on which the decision is looked at again must come after it.")})


@command("decision.changed", mark("Decision {number} was changed."))
def change_decision(*, by: Any, decision: Decision, version: int | None = None, **fields: Any) -> Decision:
    """Change the words or days of a decision; the versions before are kept. fields: title, text, reason, risk, decided_by,
    decided_on, measure_id, review_on. Raises Refused, EditConflict, ValidationError, and TypeError for another field."""
    require(by, "decision.write", decision)
    unknown = fields.keys() - {"title", "text", "reason", "risk", "decided_by", "decided_on", "measure_id", "review_on"}
    if unknown:
        raise TypeError(f"a decision's {sorted(unknown)[0]} cannot be changed so")
    decision = taken(decision, version)
    for name, value in fields.items():
        setattr(decision, name, value)
    _check_review(decision.decided_on, decision.review_on)
    decision.save()
    return decision


@command("decision.taken-back", mark("Decision {number} was taken back on {day}."))
def take_back_decision(*, by: Any, decision: Decision, reason: str, on: date | None = None) -> Did:
    """Take a decision back from a day on (default: today). It stays to be read. Raises Refused; ValidationError where it was
    taken back before, or without a reason."""
    require(by, "decision.write", decision)
    decision = taken(decision, None)
    if decision.taken_back_on is not None:
        raise ValidationError(_("The decision was taken back before."))
    if not reason.strip():
        raise ValidationError(_("Say why the decision is taken back."))
    decision.taken_back_on, decision.taken_back_reason = on or timezone.localdate(), reason
    decision.save()
    return Did(decision, {"day": decision.taken_back_on})


@command("decision.published", mark("Who can read decision {number} was changed: {visibility}."))
def publish_decision(*, by: Any, decision: Decision, visibility: str) -> Did:
    """Decide who reads a decision: "internal", "panel" or "public"."""
    require(by, "publish", decision)
    return shown_to(decision, None, visibility)
