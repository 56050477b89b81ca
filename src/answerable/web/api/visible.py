"""What of each kind of object somebody may read: for the API and for exports. The pages hold to the same rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet

from answerable.web.accounts.rights import PUBLIC, READ, rights_for
from answerable.web.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Minute,
    MinuteCorrection,
    Paper,
    PaperVersion,
    Question,
)
from answerable.web.organisations.models import Entry, Organisation, Oversight, Person, Post, Tenure
from answerable.web.register.models import (
    Action,
    ActionOwner,
    ActionUpdate,
    Deferral,
    Plan,
    PlanItem,
    PlanVersion,
    PromiseCorrection,
    PromiseCourse,
    PromiseEntry,
    Recommendation,
    Response,
)
from answerable.web.scrutiny.models import EvidenceSession, Example, Inquiry, InquiryMember, InquiryStage
from answerable.web.what_if.models import KeptRoom, Scenario, ScenarioPaper

# Anybody may know which organisations and posts there are.
OPEN: frozenset[type[Model]] = frozenset({Organisation, Oversight, Post, Tenure})


def visible(model: Any, user: Any) -> QuerySet[Any]:
    """The objects of a kind that somebody, signed in or not, may read; user None: the owner of the workspace, who may read all.

    Of kinds that are not named here nothing but by the owner: what is added to the register is private until somebody decides
    who reads it.
    """
    if user is None or model in OPEN:
        return model._default_manager.all()   # type: ignore[no-any-return]
    if issubclass(model, Entry):
        return model.objects.readable_by(user)   # type: ignore[no-any-return]
    return model._default_manager.filter(_PARTS[model](user)) if model in _PARTS else model._default_manager.none()


def internal(model: Any, user: Any) -> QuerySet[Any]:
    """The entries of a kind of whose organisations somebody reads what is internal."""
    own = rights_for(user).where.get("read.internal", frozenset())
    return model.objects.filter(Q(body__in=own) | Q(force__in=own))   # type: ignore[no-any-return]


def where_may(model: Any, user: Any, right: str) -> QuerySet[Any]:
    """The entries of a kind for which somebody has a right."""
    own = rights_for(user).where.get(right, frozenset())
    return model.objects.filter(Q(body__in=own) | Q(force__in=own))   # type: ignore[no-any-return]


def _with(name: str, model: Any) -> Callable[[Any], Q]:
    """What is read by whoever reads the entry that it belongs to."""
    return lambda user: Q(**{f"{name}__in": visible(model, user)})


def _inside(name: str, model: Any) -> Callable[[Any], Q]:
    """What is read inside the organisations of the entry that it belongs to alone."""
    return lambda user: Q(**{f"{name}__in": internal(model, user)})


def _updates(user: Any) -> Q:
    return Q(action__in=internal(Action, user)) | Q(shared=True, action__in=visible(Action, user))


def _versions(user: Any) -> Q:
    """A draft is for those who write it."""
    return Q(plan__in=internal(Plan, user)) | ~Q(state=PlanVersion.DRAFT) & Q(plan__in=visible(Plan, user))


def _items(user: Any) -> Q:
    return Q(plan_version__in=PlanVersion.objects.filter(_versions(user)))


def _agenda(user: Any) -> Q:
    """An agenda is for those inside until it is published."""
    return Q(meeting__in=internal(Meeting, user)) | Q(meeting__in=visible(Meeting, user).exclude(agenda_published_at=None))


def _own_visibility(user: Any, field: str, meeting: str) -> Q:
    """A part of a meeting that has a visibility of its own: it is read by whoever reads both."""
    where = rights_for(user).where
    own = where.get(READ["panel"], frozenset())
    among = Q(**{f"{meeting}__body__in": own}) | Q(**{f"{meeting}__force__in": own})
    return (Q(**{f"{meeting}__in": internal(Meeting, user)})
            | Q(**{f"{meeting}__in": visible(Meeting, user)}) & (Q(**{field: PUBLIC}) | Q(**{field: "panel"}) & among))


def _minutes(user: Any) -> Q:
    return _own_visibility(user, "meeting__minutes_visibility", "meeting")


def _papers(user: Any) -> Q:
    return _own_visibility(user, "visibility", "meeting") & _agenda(user)


def _persons(user: Any) -> Q:
    """Who holds or held a post is public; who else was somewhere is read by those who read of it."""
    return (Q(tenures__isnull=False) | Q(attendances__in=Attendance.objects.filter(_minutes(user)))
            | Q(inquiries__in=InquiryMember.objects.filter(inquiry__in=visible(Inquiry, user))))


def _examples(user: Any) -> Q:
    return Q(inquiry__in=where_may(Inquiry, user, "example.read"))


_PARTS: dict[Any, Callable[[Any], Q]] = {
    Person: lambda user: Q(pk__in=Person.objects.filter(_persons(user)).values("pk")),
    ActionOwner: _with("action", Action),
    ActionUpdate: _updates,
    Deferral: lambda user: Q(action__in=visible(Action, user)) | Q(recommendation__in=visible(Recommendation, user)),
    Response: _with("recommendation", Recommendation),
    PlanVersion: _versions,
    PlanItem: _items,
    PromiseCourse: _with("promise", PromiseEntry),
    PromiseCorrection: _with("promise", PromiseEntry),
    AgendaItem: _agenda,
    Attendance: _minutes,
    Minute: _minutes,
    MinuteCorrection: lambda user: Q(minute__in=Minute.objects.filter(_minutes(user))),
    Paper: _papers,
    PaperVersion: lambda user: Q(paper__in=Paper.objects.filter(_papers(user))),
    InquiryMember: _with("inquiry", Inquiry),
    InquiryStage: _with("inquiry", Inquiry),
    EvidenceSession: _inside("inquiry", Inquiry),
    Example: _examples,
    KeptRoom: lambda user: Q(scenarios__in=visible(Scenario, user)),
    ScenarioPaper: lambda user: Q(scenario__in=visible(Scenario, user), paper__in=Paper.objects.filter(_papers(user))),
}
# Every kind that the API and exports know, besides what only the owner of a workspace exports.
KINDS: tuple[Any, ...] = (Organisation, Oversight, Person, Post, Tenure, Plan, PlanVersion, PlanItem, Action, ActionOwner,
                          ActionUpdate, Deferral, Recommendation, Response, PromiseEntry, PromiseCourse, PromiseCorrection,
                          Meeting, AgendaItem, Attendance, Question, Paper, PaperVersion, Decision, Minute, MinuteCorrection,
                          Inquiry, InquiryMember, InquiryStage, EvidenceSession, Example, KeptRoom, Scenario,
                          ScenarioPaper)
