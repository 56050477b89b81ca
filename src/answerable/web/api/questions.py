"""What each list of the API can be asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from answerable.web.api.listing import Asked, AskedEntries, MeasureId, Number
from answerable.web.meetings.models import Meeting
from answerable.web.organisations.models import KINDS
from answerable.web.register.models import Action, PlanVersion, PromiseEntry, Recommendation
from answerable.web.scrutiny.models import Inquiry

_MEASURE = Field(None, description="The id of a measure")


def _codes(choices: list[Any]) -> Any:
    """The codes of choices as a type."""
    return Literal[tuple(code for code, _words in choices)]


class AskedOrganisations(Asked):
    """Organisations."""

    kind: _codes(KINDS) | None = None   # type: ignore[valid-type]
    order: Literal["id", "-id", "name", "-name"] = "id"

    def conditions(self) -> dict[str, Any]:
        """As conditions on organisations."""
        return {"kind": self.kind} if self.kind else {}


class AskedPosts(Asked):
    """Posts."""

    organisation: Number | None = None
    order: Literal["id", "-id", "title", "-title"] = "id"

    def conditions(self) -> dict[str, Any]:
        """As conditions on posts."""
        return {"organisation": self.organisation} if self.organisation else {}


class AskedPersons(Asked):
    """Persons."""

    order: Literal["id", "-id", "name", "-name"] = "id"


class AskedPlans(AskedEntries):
    """Plans."""

    order: Literal["id", "-id", "title", "-title", "created_at", "-created_at"] = "id"


class AskedVersions(Asked):
    """Versions of plans."""

    plan: Number | None = None
    state: _codes(PlanVersion.STATES) | None = None   # type: ignore[valid-type]
    order: Literal["id", "-id", "number", "-number"] = "id"

    def conditions(self) -> dict[str, Any]:
        """As conditions on versions."""
        found = {"plan": self.plan, "state": self.state}
        return {key: value for key, value in found.items() if value is not None}


class AskedItems(Asked):
    """Items of versions of plans."""

    plan_version: Number | None = None
    measure: MeasureId | None = _MEASURE
    order: Literal["id", "-id", "due", "-due"] = "id"

    def conditions(self) -> dict[str, Any]:
        """As conditions on items."""
        found = {"plan_version": self.plan_version, "measure_id": self.measure}
        return {key: value for key, value in found.items() if value is not None}


class AskedActions(AskedEntries):
    """Actions."""

    state: _codes(Action.STATES) | None = None   # type: ignore[valid-type]
    due_before: date | None = Field(None, description="Due before this day")
    owner: Number | None = Field(None, description="Owned by this post (its number)")
    meeting: Number | None = None
    measure: MeasureId | None = _MEASURE
    order: Literal["id", "-id", "due", "-due", "created_at", "-created_at"] = "id"

    def own(self) -> dict[str, Any]:
        """As conditions on actions."""
        return {"state": self.state, "due__lt": self.due_before, "owners__post": self.owner, "meeting": self.meeting,
                "measure_id": self.measure}


class AskedRecommendations(AskedEntries):
    """Recommendations."""

    state: _codes(Recommendation.STATES) | None = None   # type: ignore[valid-type]
    due_before: date | None = Field(None, description="A response due before this day")
    measure: MeasureId | None = _MEASURE
    inquiry: Number | None = None
    order: Literal["id", "-id", "response_due", "-response_due", "created_at", "-created_at"] = "id"

    def own(self) -> dict[str, Any]:
        """As conditions on recommendations."""
        return {"state": self.state, "response_due__lt": self.due_before, "measure_id": self.measure, "inquiry": self.inquiry}


class AskedPromises(AskedEntries):
    """Promises."""

    outcome: _codes(PromiseEntry.OUTCOMES) | None = None   # type: ignore[valid-type]
    due_before: date | None = Field(None, description="Due before this day")
    said_by: Number | None = Field(None, description="Said by this post (its number)")
    measure: MeasureId | None = _MEASURE
    order: Literal["id", "-id", "due", "-due", "said_on", "-said_on"] = "id"

    def own(self) -> dict[str, Any]:
        """As conditions on promises."""
        return {"outcome": self.outcome, "due__lt": self.due_before, "said_by": self.said_by, "measure_id": self.measure}


class AskedMeetings(AskedEntries):
    """Meetings."""

    state: _codes(Meeting.STATES) | None = None   # type: ignore[valid-type]
    order: Literal["id", "-id", "starts_at", "-starts_at"] = "id"

    def own(self) -> dict[str, Any]:
        """As conditions on meetings."""
        return {"state": self.state}


class AskedParts(Asked):
    """Parts of meetings: items of agendas, outcomes, papers."""

    meeting: Number | None = None
    order: Literal["id", "-id"] = "id"

    def conditions(self) -> dict[str, Any]:
        """As conditions on parts of meetings."""
        return {"meeting": self.meeting} if self.meeting else {}


class AskedQuestions(AskedEntries):
    """Questions."""

    answered: bool | None = Field(None, description="Only those with, or without, an answer")
    due_before: date | None = Field(None, description="An answer due before this day")
    meeting: Number | None = None
    measure: MeasureId | None = _MEASURE
    order: Literal["id", "-id", "due", "-due", "asked_on", "-asked_on"] = "id"

    def own(self) -> dict[str, Any]:
        """As conditions on questions."""
        return {"answered_on__isnull": None if self.answered is None else not self.answered, "due__lt": self.due_before,
                "meeting": self.meeting, "measure_id": self.measure}


class AskedDecisions(AskedEntries):
    """Decisions."""

    meeting: Number | None = None
    measure: MeasureId | None = _MEASURE
    order: Literal["id", "-id", "decided_on", "-decided_on"] = "id"

    def own(self) -> dict[str, Any]:
        """As conditions on decisions."""
        return {"meeting": self.meeting, "measure_id": self.measure}


class AskedInquiries(AskedEntries):
    """Inquiries."""

    state: _codes(Inquiry.STATES) | None = None   # type: ignore[valid-type]
    order: Literal["id", "-id", "starts", "-starts"] = "id"

    def own(self) -> dict[str, Any]:
        """As conditions on inquiries."""
        return {"state": self.state}


class AskedUpdates(Asked):
    """What happened to actions."""

    action: Number | None = None
    order: Literal["id", "-id", "at", "-at"] = "id"

    def conditions(self) -> dict[str, Any]:
        """As conditions on updates."""
        return {"action": self.action} if self.action else {}


class AskedEvents(Asked):
    """Events of the history."""

    kind: Annotated[str, Field(pattern="^[a-z.-]{1,60}$")] | None = Field(None, description="Such as action.closed")
    account: Number | None = Field(None, description="Done by this account (its number)")

    def conditions(self) -> dict[str, Any]:
        """As conditions on events."""
        found = {"kind": self.kind, "actor": self.account, "at__gt": self.changed_since}
        return {key: value for key, value in found.items() if value is not None}
