"""A register of any size, made up: written in bulk, past the commands, which benchmarks and tests of speed alone may do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

MEASURES = ("101-answered-within-30s", "999-answered-within-10s", "101-abandoned", "")
VISIBILITIES = ("public", "internal", "public", "panel")
_FIRST = date(2016, 1, 4)
_number = count(1)


def people() -> dict[str, Any]:
    """A force, its governing body and its panel, with somebody in every role: {"force", "body", "panel",
    "posts", role: account}."""
    from answerable.web.accounts import commands as accounts
    from answerable.web.organisations import commands as organisations

    add = organisations.add_organisation
    found: dict[str, Any] = {
        "force": add(by=None, kind="force", name="Westshire Police"),
        "body": add(by=None, kind="body", body_type="commissioner", name="Westshire Police and Crime Commissioner"),
        "panel": add(by=None, kind="panel", name="Westshire Police and Crime Panel")}
    for overseer, overseen in (("body", "force"), ("panel", "body")):
        organisations.add_oversight(by=None, overseer=found[overseer], overseen=found[overseen], starts=_FIRST)
    found["posts"] = posts(found["force"])
    for place, post in enumerate(found["posts"]):
        organisations.add_tenure(by=None, post=post, person=f"Officer {place}", starts=_FIRST)
    for role, place in (("analyst", "force"), ("chief-officer", "force"), ("policy-officer", "body"), ("auditor", "body"),
                        ("administrator", "body"), ("panel-member", "panel")):
        user = accounts.add_account(by=None, email=f"{role}@westshire.example", name=role.replace("-", " ").title())
        accounts.give_role(by=None, user=user, organisation=found[place], role=role, starts=_FIRST)
        found[role] = user
    return found


def posts(force: Any) -> list[Any]:
    """Twenty posts of a force, which `fill` makes own actions and make promises."""
    from answerable.web.organisations import commands as organisations

    return [organisations.add_post(by=None, organisation=force, title=f"Superintendent {place}") for place in range(1, 21)]


def fill(cast: dict[str, Any], meetings: int) -> None:
    """Add so many meetings, each with 20 actions (a quarter runs), 2 promises, a recommendation, 3 questions, a decision and
    an agenda; a plan for every ten; an inquiry for every twenty; and the events of it all. cast: of `people`."""
    made = _meetings(cast, meetings)
    _parts(cast, made)
    _actions(cast, made)
    _promises(cast, made)
    _recommendations(cast, made)
    _plans(cast, max(1, meetings // 10))
    _events(cast, 30 * meetings)


def _home(cast: dict[str, Any], place: int) -> dict[str, Any]:
    return {"body": cast["body"], "force": cast["force"], "visibility": VISIBILITIES[place % 4]}


def _bulk(model: Any, rows: Iterator[Any]) -> list[Any]:
    found: list[Any] = model.objects.bulk_create(list(rows), batch_size=500)
    return found


def _meetings(cast: dict[str, Any], meetings: int) -> list[Any]:
    from answerable.web.meetings.models import Meeting

    def rows() -> Iterator[Meeting]:
        for place in range(meetings):
            day = _FIRST + timedelta(days=4 * place)
            starts = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
            yield Meeting(title=f"Assurance meeting {next(_number)}", kind="assurance", starts_at=starts,
                          ends_at=starts + timedelta(hours=2), place="County Hall", state="approved",
                          agenda_published_at=starts, minutes_visibility=VISIBILITIES[place % 4], **_home(cast, place))
    return _bulk(Meeting, rows())


def _parts(cast: dict[str, Any], meetings: list[Any]) -> None:
    from answerable.web.meetings.models import AgendaItem, Decision, Question
    from answerable.web.scrutiny.models import Inquiry

    posts = cast["posts"]
    _bulk(AgendaItem, (AgendaItem(meeting=meeting, position=place, title=f"Item {place}", measure_id=MEASURES[place % 4])
                       for meeting in meetings for place in range(6)))
    _bulk(Question, (Question(meeting=meeting, text=f"Why is it so, and what is done about it ({at}.{place})?",
                              to=posts[(at + place) % 20], due=_FIRST + timedelta(days=at), measure_id=MEASURES[place],
                              answered_on=_FIRST if place else None, answer="Because." if place else "", **_home(cast, at))
                     for at, meeting in enumerate(meetings) for place in range(3)))
    _bulk(Decision, (Decision(meeting=meeting, title=f"Decision {at}", text="It is decided.", reason="It is needed.",
                              decided_by=posts[at % 20], **_home(cast, at)) for at, meeting in enumerate(meetings)))
    _bulk(Inquiry, (Inquiry(title=f"Inquiry {at}", terms="How long people wait.", **_home(cast, at))
                    for at in range(max(1, len(meetings) // 20))))


def _actions(cast: dict[str, Any], meetings: list[Any]) -> None:
    from answerable.web.register.models import Action, ActionOwner, ActionUpdate

    def rows() -> Iterator[Action]:
        for at, meeting in enumerate(meetings):
            for place in range(20):
                yield Action(title=f"Brief the board on point {place} of meeting {at}", text="With figures and reasons. " * 8,
                             due=None if place == 7 else meeting.starts_at.date() + timedelta(days=30 + place),
                             state="open" if place % 5 == 0 else "asked" if place == 1 else "closed", origin="meeting",
                             meeting=meeting, measure_id=MEASURES[place % 4], **_home(cast, place))
    actions = _bulk(Action, rows())
    _bulk(ActionOwner, (ActionOwner(action=action, post=cast["posts"][at % 20]) for at, action in enumerate(actions)))
    _bulk(ActionUpdate, (ActionUpdate(action=action, by=cast["analyst"], kind="progress", text="Half done.", shared=True)
                         for action in actions for _place in range(2)))


def _promises(cast: dict[str, Any], meetings: list[Any]) -> None:
    from answerable.web.register.models import PromiseCourse, PromiseEntry

    promises = _bulk(PromiseEntry, (
        PromiseEntry(kind="target", words=f"We will be at 80% in a year ({at}.{place}).", said_by=cast["posts"][at % 20],
                     said_on=meeting.starts_at.date(), meeting=meeting, measure_id=MEASURES[place], comparison=">=",
                     threshold=80, due=meeting.starts_at.date() + timedelta(days=365),
                     outcome=("waiting", "kept", "missed", "cannot")[at % 4], **_home(cast, at))
        for at, meeting in enumerate(meetings) for place in range(2)))
    _bulk(PromiseCourse, (PromiseCourse(promise=promise, release=release, on=_FIRST, state="on-course", odds=0.7, reason="So.")
                          for promise in promises for release in range(1, 4)))


def _recommendations(cast: dict[str, Any], meetings: list[Any]) -> None:
    from answerable.web.register.models import Recommendation, Response

    made = _bulk(Recommendation, (
        Recommendation(title=f"Publish the waits ({at})", made_by=cast["panel"], to=cast["body"], meeting=meeting,
                       response_due=_FIRST + timedelta(days=at), state=("open", "answered", "closed")[at % 3],
                       **_home(cast, at))
        for at, meeting in enumerate(meetings)))
    _bulk(Response, (Response(recommendation=each, verdict="accepted", reason="We will.") for each in made))


def _plans(cast: dict[str, Any], plans: int) -> None:
    from answerable.web.register.models import Plan, PlanItem, PlanVersion

    made = _bulk(Plan, (Plan(title=f"Plan {next(_number)}", purpose="So that people wait less.", **_home(cast, at))
                        for at in range(plans)))
    versions = _bulk(PlanVersion, (PlanVersion(plan=plan, number=number, state="live" if number == 3 else "superseded",
                                               live_from=datetime(2020, number, 1, tzinfo=UTC))
                                   for plan in made for number in (1, 2, 3)))
    _bulk(PlanItem, (PlanItem(plan_version=version, key=str(place), position=place, title=f"Item {place}",
                              owner=cast["posts"][place], measure_id=MEASURES[place % 4], comparison=">=", target=80)
                     for version in versions for place in range(10)))


def _events(cast: dict[str, Any], events: int) -> None:
    """Events as they would be; their chain is not what is measured."""
    from answerable.web.audit.models import AuditEvent, ChainHead

    first = AuditEvent.objects.order_by("-number").values_list("number", flat=True).first() or 0
    at = datetime(2026, 1, 5, tzinfo=UTC)
    _bulk(AuditEvent, (AuditEvent(number=number, at=at, kind="action.progress", actor=cast["analyst"].pk,
                                  roles=f"analyst@{cast['force'].pk}", object_kind="action", object_number=number, before="x",
                                  sha256="x") for number in range(first + 1, first + 1 + events)))
    head = ChainHead.objects.get()
    head.number = first + events
    head.save()
