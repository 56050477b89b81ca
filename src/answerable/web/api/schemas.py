"""What the API tells of each kind of object. Links are numbers; words as they were written, in one language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field


def _link(name: str, words: str) -> Any:
    return Field(None, validation_alias=f"{name}_id", description=words)


class Organisation(Schema):
    """A force, a governing body, a panel, a team, an inspectorate."""

    id: int
    kind: str
    body_type: str
    name: str
    name_cy: str
    short_name: str
    parent: int | None = _link("parent", "The organisation whose team it is")
    predecessor: int | None = _link("predecessor", "Whose place it took")
    starts: date | None
    ends: date | None


class Post(Schema):
    """A post: whoever holds it owns its actions and made its promises."""

    id: int
    organisation: int = Field(validation_alias="organisation_id")
    title: str
    short_title: str
    starts: date | None
    ends: date | None


class Held(Schema):
    """A post that a person holds or held, from a day to a day, both within."""

    post: int = Field(validation_alias="post_id")
    starts: date
    ends: date | None
    acting: bool


class Person(Schema):
    """Somebody who holds or held posts."""

    id: int
    name: str
    tenures: list[Held]

    @staticmethod
    def resolve_tenures(person: Any) -> Any:
        """Which posts, as they were fetched with the list."""
        return person.tenures.all()


class Entry(Schema):
    """What every entry of the register has. body, force: the organisations to which it belongs; version: to be sent with a
    change."""

    id: int
    body: int | None = _link("body", "The governing body to which it belongs")
    force: int | None = _link("force", "The force to which it belongs")
    visibility: str
    version: int
    created_at: datetime


class Owner(Schema):
    """Who is to do something: a post, an organisation, or words as they were printed."""

    post: int | None = _link("post", "A post")
    organisation: int | None = _link("organisation", "An organisation")
    as_printed: str


class Action(Entry):
    """Something that somebody is to do. due: none where none was given."""

    title: str
    text: str
    due: date | None
    deferred_to: date | None
    state: str
    origin: str
    origin_text: str
    owners: list[Owner]
    meeting: int | None = _link("meeting", "The meeting that asked for it")
    plan_item: int | None = _link("plan_item", "The item of a plan that it serves")
    recommendation: int | None = _link("recommendation", "The recommendation that it answers")
    measure: str = Field(validation_alias="measure_id")
    closed_at: datetime | None

    @staticmethod
    def resolve_owners(action: Any) -> Any:
        """The owners, as they were fetched with the list."""
        return action.owners.all()


class Update(Schema):
    """What happened to an action."""

    id: int
    action: int = Field(validation_alias="action_id")
    at: datetime
    kind: str
    text: str
    evidence_link: str
    shared: bool


class Answer(Schema):
    """What was answered to a recommendation."""

    id: int
    recommendation: int = Field(validation_alias="recommendation_id")
    verdict: str
    reason: str
    at: datetime


class Recommendation(Entry):
    """What somebody recommends that somebody else do."""

    title: str
    text: str
    reference: str
    made_by: int = Field(validation_alias="made_by_id")
    to: int | None = _link("to", "Who is to respond")
    inquiry: int | None = _link("inquiry", "The inquiry that made it")
    meeting: int | None = _link("meeting", "The meeting that made it")
    measure: str = Field(validation_alias="measure_id")
    published_on: date | None
    clock: str
    response_due: date | None
    deferred_to: date | None
    state: str
    outcome: str
    outcome_on: date | None
    responses: list[Answer]

    @staticmethod
    def resolve_responses(entry: Any) -> Any:
        """The responses, as they were fetched with the list."""
        return entry.responses.all()


class Course(Schema):
    """How a promise stood by a release."""

    release: int
    on: date
    state: str
    odds: float | None
    value: float | None
    reason: str


class Promise(Entry):
    """A dated statement that can be checked."""

    kind: str
    words: str
    said_by: int | None = _link("said_by", "The post that said it")
    said_by_person: int | None = _link("said_by_person", "Who held that post then")
    said_on: date
    said_where: str
    meeting: int | None = _link("meeting", "Where it was said")
    plan_item: int | None = _link("plan_item", "The item of a plan that says it")
    measure: str = Field(validation_alias="measure_id")
    measure_version: int | None
    comparison: str
    threshold: float | None
    due: date | None
    period: str
    outcome: str
    outcome_on: date | None
    outcome_reason: str
    outcome_value: float | None
    courses: list[Course]

    @staticmethod
    def resolve_courses(entry: Any) -> Any:
        """The courses, as they were fetched with the list."""
        return entry.courses.all()


class Version(Schema):
    """A version of a plan."""

    id: int
    plan: int = Field(validation_alias="plan_id")
    number: int
    state: str
    summary: str
    reason: str
    refresh_due: date | None
    live_from: datetime | None
    superseded_at: datetime | None


class Plan(Entry):
    """A plan; what it says stands in its versions, of which one at most is live."""

    title: str
    purpose: str


class Item(Schema):
    """An item of a version of a plan. key: the same in every version."""

    id: int
    plan_version: int = Field(validation_alias="plan_version_id")
    key: str
    position: int
    title: str
    text: str
    owner: int | None = _link("owner", "The post that owns it")
    measure: str = Field(validation_alias="measure_id")
    comparison: str
    target: float | None
    starts: date | None
    due: date | None


class Meeting(Entry):
    """A meeting, or without an instant (starts_at) a set of questions answered in writing."""

    title: str
    kind: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    online: bool
    state: str
    previous: int | None = _link("previous", "The one before")
    agenda_published_at: datetime | None
    minutes_visibility: str
    approved_at: datetime | None


class AgendaItem(Schema):
    """An item of an agenda."""

    id: int
    meeting: int = Field(validation_alias="meeting_id")
    position: int
    kind: str
    title: str
    note: str
    measure: str = Field(validation_alias="measure_id")
    plan_version: int | None = _link("plan_version", "The version of a plan that lay before the meeting")


class Minute(Schema):
    """One outcome of an item, and what came of it."""

    id: int
    meeting: int = Field(validation_alias="meeting_id")
    agenda_item: int | None = _link("agenda_item", "The item that it is of")
    position: int
    kind: str
    text: str
    action: int | None = _link("action", "The action that came of it")
    promise: int | None = _link("promise", "The promise that came of it")
    question: int | None = _link("question", "The question that came of it")
    decision: int | None = _link("decision", "The decision that came of it")


class PaperFile(Schema):
    """One version of a paper."""

    number: int
    at: datetime
    name: str
    sha256: str
    size: int
    what_changed: str

    @staticmethod
    def resolve_name(version: Any) -> Any:
        """The name of its file."""
        return version.file.name

    @staticmethod
    def resolve_sha256(version: Any) -> Any:
        """The SHA-256 of its file."""
        return version.file.sha256

    @staticmethod
    def resolve_size(version: Any) -> Any:
        """The size of its file in bytes."""
        return version.file.size


class Paper(Schema):
    """A paper for a meeting."""

    id: int
    meeting: int = Field(validation_alias="meeting_id")
    agenda_item: int | None = _link("agenda_item", "The item that it is for")
    title: str
    late: bool
    late_reason: str
    visibility: str
    versions: list[PaperFile]

    @staticmethod
    def resolve_versions(paper: Any) -> Any:
        """Its versions, as they were fetched with the list."""
        return paper.versions.all()


class Question(Entry):
    """A question put in writing, and its answer."""

    meeting: int | None = _link("meeting", "The meeting that it was put to")
    text: str
    asked_by: int | None = _link("asked_by", "The post that asks")
    asked_on: date
    to: int | None = _link("to", "The post that is to answer")
    due: date | None
    measure: str = Field(validation_alias="measure_id")
    answer: str
    answered_on: date | None


class Decision(Entry):
    """A decision of a governing body or a force."""

    title: str
    text: str
    reason: str
    risk: str
    decided_by: int | None = _link("decided_by", "The post that decided")
    decided_on: date
    meeting: int | None = _link("meeting", "Where it was decided")
    measure: str = Field(validation_alias="measure_id")
    review_on: date | None
    taken_back_on: date | None


class Stage(Schema):
    """A stage of an inquiry."""

    position: int
    title: str
    due: date | None
    ended_on: date | None


class Inquiry(Entry):
    """An inquiry. What people sent in to it is not told here."""

    title: str
    terms: str
    starts: date
    state: str
    report_title: str
    report_text: str
    reported_on: date | None
    stages: list[Stage]

    @staticmethod
    def resolve_report_text(inquiry: Any) -> Any:
        """The report, once it was made."""
        return inquiry.report_text if inquiry.reported_on else ""

    @staticmethod
    def resolve_stages(inquiry: Any) -> Any:
        """Its stages, as they were fetched with the list."""
        return inquiry.stages.all()


class Event(Schema):
    """Something that was done in the register. account: who did it, by number; words: as a sentence."""

    number: int
    at: datetime
    kind: str
    words: str
    account: int | None = Field(None, validation_alias="actor")
    roles: str
    object_kind: str
    object_number: int
    sha256: str
