"""The addresses of the API at which one reads: a list and one entry of each kind, all made the same way."""

# No postponed annotations here: the framework reads the types of each address from the function that is made for it.

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from answerable.web.accounts.rights import require
from answerable.web.api import questions as asked
from answerable.web.api import schemas
from answerable.web.api.asking import reader
from answerable.web.api.listing import InPath, Listed, listed, one
from answerable.web.api.problems import Problem
from answerable.web.api.visible import visible
from answerable.web.audit.reading import events_for
from answerable.web.meetings.models import AgendaItem, Decision, Meeting, Minute, Paper, Question
from answerable.web.organisations.models import Organisation, Person, Post
from answerable.web.register.models import Action, ActionUpdate, Plan, PlanItem, PlanVersion, PromiseEntry, Recommendation
from answerable.web.scrutiny.models import Inquiry

FAILED = {401: Problem, 404: Problem, 422: Problem, 429: Problem}
# Anybody may read, and a token lets one read more.
_OPTIONAL = {"security": [{}, {"Token": []}]}
router = Router(auth=reader)


@dataclass(frozen=True)
class Kind:
    """A kind of object. path: its address; asked: what its list can be asked for; linked: what is fetched along with it."""

    path: str
    model: Any
    schema: Any
    asked: Any
    linked: tuple[str, ...] = ()


KINDS = (
    Kind("organisations", Organisation, schemas.Organisation, asked.AskedOrganisations),
    Kind("posts", Post, schemas.Post, asked.AskedPosts),
    Kind("persons", Person, schemas.Person, asked.AskedPersons, ("tenures",)),
    Kind("plans", Plan, schemas.Plan, asked.AskedPlans),
    Kind("plan-versions", PlanVersion, schemas.Version, asked.AskedVersions),
    Kind("plan-items", PlanItem, schemas.Item, asked.AskedItems),
    Kind("actions", Action, schemas.Action, asked.AskedActions, ("owners",)),
    Kind("action-updates", ActionUpdate, schemas.Update, asked.AskedUpdates),
    Kind("recommendations", Recommendation, schemas.Recommendation, asked.AskedRecommendations, ("responses",)),
    Kind("promises", PromiseEntry, schemas.Promise, asked.AskedPromises, ("courses",)),
    Kind("meetings", Meeting, schemas.Meeting, asked.AskedMeetings),
    Kind("agenda-items", AgendaItem, schemas.AgendaItem, asked.AskedParts),
    Kind("minutes", Minute, schemas.Minute, asked.AskedParts),
    Kind("papers", Paper, schemas.Paper, asked.AskedParts, ("versions__file",)),
    Kind("questions", Question, schemas.Question, asked.AskedQuestions),
    Kind("decisions", Decision, schemas.Decision, asked.AskedDecisions),
    Kind("inquiries", Inquiry, schemas.Inquiry, asked.AskedInquiries, ("stages",)),
)


def _read(kind: Kind) -> None:
    title = kind.path.replace("-", " ").capitalize()
    name = kind.path.replace("-", "_")

    @router.get(f"/{kind.path}", response={200: Listed[kind.schema], **FAILED}, summary=title, tags=[title],
                operation_id=f"list_{name}", url_name=f"list-{kind.path}", openapi_extra=_OPTIONAL)
    def many(request: HttpRequest, question: Query[kind.asked]) -> Any:   # type: ignore[name-defined, valid-type]
        entries = visible(kind.model, request.user).prefetch_related(*kind.linked)
        return listed(request, question, entries, question.order)   # type: ignore[attr-defined]

    @router.get(f"/{kind.path}/{{number}}", response={200: kind.schema, **FAILED}, summary=f"{title}: one", tags=[title],
                operation_id=f"one_of_{name}", url_name=f"one-{kind.path}", openapi_extra=_OPTIONAL)
    def single(request: HttpRequest, number: InPath) -> Any:
        return one(visible(kind.model, request.user).prefetch_related(*kind.linked), number)


for each in KINDS:
    _read(each)


@router.get("/history", response={200: Listed[schemas.Event], 403: Problem, **FAILED}, summary="History", tags=["History"],
            operation_id="list_history", url_name="list-history", openapi_extra={"security": [{"Token": []}]})
def history(request: HttpRequest, question: Query[asked.AskedEvents]) -> Any:
    """What was done, the newest first, for those with the right "audit.read"."""
    require(request.user, "audit.read")
    return listed(request, question, events_for(request.user), "-number")
