"""The addresses of the API at which one writes. Each runs the command that the page's form runs."""

# No postponed annotations here: the framework reads the types of each address from its function.

from datetime import date
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import Schema, Status
from pydantic import AnyHttpUrl, ConfigDict, Field

from answerable.web.api import schemas
from answerable.web.api.asking import Token
from answerable.web.api.listing import InPath, MeasureId, Number, Visibility, one
from answerable.web.api.problems import Problem
from answerable.web.api.routes import router
from answerable.web.api.visible import visible
from answerable.web.meetings.commands_questions import answer_question, ask_question
from answerable.web.meetings.models import Meeting, Question
from answerable.web.organisations.models import Organisation, Post
from answerable.web.register import commands_actions, commands_progress
from answerable.web.register.commands_promises import add_promise
from answerable.web.register.commands_recommendations import respond
from answerable.web.register.models import (
    COMPARISONS,
    ORIGINS,
    Action,
    PlanItem,
    PromiseEntry,
    Recommendation,
    Response,
)

REFUSED = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}
# A database keeps no NUL in a text.
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
Text = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
Said = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
VersionNumber = Annotated[int, Field(ge=1, le=2**31 - 1, description="The one that you have: another one is a conflict")]
_BY = Token()


class Sent(Schema):
    """What is sent. A key that is not known is an error."""

    model_config = ConfigDict(extra="forbid")


class OwnerSent(Sent):
    """Who is to do it: one of the three."""

    post: Number | None = None
    organisation: Number | None = None
    as_printed: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] | None = None


class ActionSent(Sent):
    """A new action."""

    title: Line
    text: Text = ""
    body: Number | None = None
    force: Number | None = None
    owners: Annotated[list[OwnerSent], Field(max_length=20)] = []
    due: date | None = None
    origin: Literal[tuple(code for code, _words in ORIGINS)] = "other"   # type: ignore[valid-type]
    meeting: Number | None = None
    plan_item: Number | None = None
    recommendation: Number | None = None
    measure: MeasureId | None = None
    visibility: Visibility | None = None


class ActionChanged(Sent):
    """What an action is to say from now on; what is left out stays as it is."""

    version: VersionNumber
    title: Line | None = None
    text: Text | None = None
    measure: MeasureId | None = None


class DueChanged(Sent):
    """Another day due, or none, and why."""

    version: VersionNumber
    due: date | None
    reason: Said


class UpdateSent(Sent):
    """What happened to an action. kind: progress, evidence, or asked: that it is done and waits to be closed."""

    kind: Literal["progress", "evidence", "asked"] = "progress"
    text: Said
    evidence_link: AnyHttpUrl | None = None
    shared: bool = False


class ResponseSent(Sent):
    """The answer to a recommendation."""

    verdict: Literal[tuple(code for code, _words in Response.VERDICTS)]   # type: ignore[valid-type]
    reason: Said
    version: VersionNumber | None = None


class PromiseSent(Sent):
    """A promise, as it was said."""

    words: Said
    kind: Literal[tuple(code for code, _words in PromiseEntry.KINDS)]   # type: ignore[valid-type]
    said_on: date
    said_by: Number | None = None
    said_where: Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")] = ""
    body: Number | None = None
    force: Number | None = None
    meeting: Number | None = None
    plan_item: Number | None = None
    measure: MeasureId | None = None
    comparison: Literal[tuple(code for code, _words in COMPARISONS)] | None = None   # type: ignore[valid-type]
    threshold: Annotated[float, Field(ge=-1e12, le=1e12)] | None = None
    due: date | None = None
    visibility: Visibility | None = None


class QuestionSent(Sent):
    """A question to be answered in writing."""

    text: Said
    body: Number
    force: Number | None = None
    meeting: Number | None = None
    asked_by: Number | None = None
    to: Number | None = None
    due: date | None = None
    measure: MeasureId | None = None


class AnswerSent(Sent):
    """The answer to a question."""

    answer: Said
    version: VersionNumber


def _linked(user: Any, **numbers: Any) -> dict[str, Any]:
    """The objects that numbers in what was sent name, None for none. Raises ValidationError for one that whoever sends may not
    read: whether it exists is not told."""
    models = {"body": Organisation, "force": Organisation, "organisation": Organisation, "meeting": Meeting, "to": Post,
              "post": Post, "said_by": Post, "asked_by": Post, "plan_item": PlanItem, "recommendation": Recommendation}
    found: dict[str, Any] = {}
    for name, number in numbers.items():
        found[name] = None if number is None else visible(models[name], user).filter(pk=number).first()
        if number is not None and found[name] is None:
            raise ValidationError({name: f"There is no {models[name]._meta.verbose_name} {number}, or you may not read it."})
    return found


def _owners(user: Any, sent: list[OwnerSent]) -> list[Any]:
    found = []
    for owner in sent:
        named = [each for each in (owner.post, owner.organisation, owner.as_printed) if each]
        if len(named) != 1:
            raise ValidationError({"owners": "An owner is a post, an organisation, or words as printed: one of the three."})
        linked = _linked(user, post=owner.post, organisation=owner.organisation)
        found.append(linked["post"] or linked["organisation"] or owner.as_printed)
    return found


@router.post("/actions", auth=_BY, response={201: schemas.Action, **REFUSED}, tags=["Actions"], operation_id="add_action",
             summary="Add an action")
def new_action(request: HttpRequest, sent: ActionSent) -> Any:
    """Needs the right "action.write"."""
    links = _linked(request.user, body=sent.body, force=sent.force, meeting=sent.meeting, plan_item=sent.plan_item,
                    recommendation=sent.recommendation)
    made = commands_actions.add_action(
        by=request.user, title=sent.title, text=sent.text, owners=_owners(request.user, sent.owners), due=sent.due,
        origin=sent.origin, measure_id=sent.measure or "", visibility=sent.visibility, **links)
    return Status(201, made)


@router.patch("/actions/{number}", auth=_BY, response={200: schemas.Action, **REFUSED}, tags=["Actions"],
              operation_id="change_action", summary="Change the wording of an action")
def change_action(request: HttpRequest, number: InPath, sent: ActionChanged) -> Any:
    """Needs the right "action.write". 409 where somebody else changed it since the version that is sent."""
    action = one(visible(Action, request.user), number)
    given = sent.dict(exclude={"version"}, exclude_none=True)
    fields = {"measure_id" if name == "measure" else name: value for name, value in given.items()}
    if not fields:
        raise ValidationError("Nothing is to be changed: send title, text or measure.")
    return commands_actions.edit_action(by=request.user, action=action, version=sent.version, **fields)


@router.post("/actions/{number}/due", auth=_BY, response={200: schemas.Action, **REFUSED}, tags=["Actions"],
             operation_id="change_due_day", summary="Give an action another day due")
def change_due(request: HttpRequest, number: InPath, sent: DueChanged) -> Any:
    """Needs the right "action.write"."""
    action = one(visible(Action, request.user), number)
    return commands_actions.change_due(by=request.user, action=action, version=sent.version, due=sent.due, reason=sent.reason)


@router.post("/actions/{number}/updates", auth=_BY, response={201: schemas.Action, **REFUSED}, tags=["Actions"],
             operation_id="update_action", summary="Report on an action")
def update_action(request: HttpRequest, number: InPath, sent: UpdateSent) -> Any:
    """Needs the right "action.update"."""
    action = one(visible(Action, request.user), number)
    given: dict[str, Any] = {"by": request.user, "action": action, "text": sent.text, "shared": sent.shared}
    if sent.kind == "evidence":
        return Status(201, commands_progress.add_evidence(**given, link=str(sent.evidence_link or "")))
    if sent.evidence_link is not None:
        raise ValidationError({"evidence_link": "A link belongs to an update of the kind evidence."})
    if sent.kind == "asked":
        return Status(201, commands_progress.ask_for_closing(**given))
    return Status(201, commands_progress.report_progress(**given))


@router.post("/recommendations/{number}/responses", auth=_BY, response={201: schemas.Recommendation, **REFUSED},
             tags=["Recommendations"], operation_id="respond_to_recommendation", summary="Respond to a recommendation")
def new_response(request: HttpRequest, number: InPath, sent: ResponseSent) -> Any:
    """Needs the right "recommendation.respond"."""
    entry = one(visible(Recommendation, request.user), number)
    respond(by=request.user, recommendation=entry, verdict=sent.verdict, reason=sent.reason, version=sent.version)
    return Status(201, one(visible(Recommendation, request.user), number))


@router.post("/promises", auth=_BY, response={201: schemas.Promise, **REFUSED}, tags=["Promises"],
             operation_id="add_promise", summary="Record a promise")
def new_promise(request: HttpRequest, sent: PromiseSent) -> Any:
    """Needs the right "promise.write"."""
    links = _linked(request.user, body=sent.body, force=sent.force, meeting=sent.meeting, plan_item=sent.plan_item,
                    said_by=sent.said_by)
    made = add_promise(
        by=request.user, words=sent.words, kind=sent.kind, said_on=sent.said_on, said_where=sent.said_where,
        measure_id=sent.measure or "", comparison=sent.comparison or "", threshold=sent.threshold, due=sent.due,
        visibility=sent.visibility, **links)
    return Status(201, made)


@router.post("/questions", auth=_BY, response={201: schemas.Question, **REFUSED}, tags=["Questions"],
             operation_id="ask_question", summary="Put a question")
def new_question(request: HttpRequest, sent: QuestionSent) -> Any:
    """Needs the right "question.ask"."""
    links = _linked(request.user, body=sent.body, force=sent.force, meeting=sent.meeting, asked_by=sent.asked_by, to=sent.to)
    made = ask_question(by=request.user, text=sent.text, due=sent.due, measure_id=sent.measure or "", **links)
    return Status(201, made)


@router.post("/questions/{number}/answer", auth=_BY, response={200: schemas.Question, **REFUSED}, tags=["Questions"],
             operation_id="answer_question", summary="Answer a question")
def new_answer(request: HttpRequest, number: InPath, sent: AnswerSent) -> Any:
    """Needs the right "question.answer"."""
    question = one(visible(Question, request.user), number)
    return answer_question(by=request.user, question=question, answer=sent.answer, version=sent.version)
