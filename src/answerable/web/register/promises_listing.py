"""The list of promises: what is asked for, what is in it, and who said how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.translation import gettext as _

from answerable.web.components.pages import paged
from answerable.web.organisations.models import Organisation, Post
from answerable.web.performance.tables import Value
from answerable.web.register.figures import measure_title
from answerable.web.register.models import PromiseEntry
from answerable.web.register.promises_course import AT_RISK, EARLY, KEPT, MISSED, ON_COURSE, Course
from answerable.web.register.promises_standing import PERSON, Standing, counts_now, standings
from answerable.web.register.promises_words import (
    STATES,
    amount_words,
    standing,
    where_words,
    who_words,
)

# The keys of the address, and what of a promise each asks for.
BY_NUMBER = {"body": "body", "force": "force", "post": "said_by"}
RELATED = ("said_by", "said_by_person", "force", "body", "meeting")
COLUMNS = ("number", "words", "kind", "said_by", "said_on", "said_where", "measure", "comparison", "threshold", "due", "period",
           "state", "odds", "reason", "outcome_on", "visibility")
OPEN = (AT_RISK, ON_COURSE, EARLY, PERSON)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Whatever it holds that means nothing is passed over: it is a question, not an order."""

    body: int | None = None
    force: int | None = None
    post: int | None = None
    measure: str = ""
    kind: str = ""
    state: str = ""
    due_from: date | None = None
    due_to: date | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Read from the address."""
        numbers = {key: int(given[key]) for key in BY_NUMBER if given.get(key, "").isascii() and given.get(key, "").isdigit()
                   and len(given[key]) < 10}
        state, kind = given.get("state", ""), given.get("kind", "")
        return cls(**numbers, measure=given.get("measure", "")[:100], state=state if state in STATES else "",
                   kind=kind if kind in dict(PromiseEntry.KINDS) else "", due_from=_day(given.get("due_from")),
                   due_to=_day(given.get("due_to")))

    def narrowed(self, promises: Any) -> Any:
        """The promises that it asks for, but for their state."""
        for key, field in BY_NUMBER.items():
            if getattr(self, key) is not None:
                promises = promises.filter(**{f"{field}_id": getattr(self, key)})
        for field in ("measure", "kind"):
            if getattr(self, field):
                promises = promises.filter(**{"measure_id" if field == "measure" else field: getattr(self, field)})
        if self.due_from:
            promises = promises.filter(due__gte=self.due_from)
        return promises.filter(due__lte=self.due_to) if self.due_to else promises


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Listed:
    """Promises in the order of the list. user: who reads; order: their numbers; states: of all that were asked for but
    for the state."""

    user: Any
    order: Sequence[int]
    states: Mapping[int, tuple[str, Course | None]]

    def rows(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """What is shown of some of them: one query."""
        found = PromiseEntry.objects.filter(pk__in=numbers).select_related(*RELATED).in_bulk()
        return [_row(found[number], *self.states[number], self.user) for number in numbers if number in found]


def listed(user: Any, asked: Asked) -> Listed:
    """The promises that somebody can read and that were asked for: those still open by the day due, then those settled, the
    newest first. Two queries, however many there are."""
    every = standings(asked.narrowed(PromiseEntry.objects.readable_by(user)))
    chosen = sorted((each for each in every if asked.state in ("", each.state)), key=_place)
    return Listed(user, [each.number for each in chosen], {each.number: (each.state, each.course) for each in every})


def _place(promise: Standing) -> tuple[int, int, int]:
    when = promise.due.toordinal() if promise.due else 0
    if promise.state in OPEN:
        return (0, when or date.max.toordinal(), promise.number)
    return (1, -when, -promise.number)


def _row(promise: PromiseEntry, state: str, course: Course | None, user: Any) -> dict[str, Any]:
    return {"promise": promise, "standing": standing(promise, state, course), "who": who_words(promise),
            "where": where_words(promise, user), "measure": measure_title(promise.measure_id) if promise.measure_id else "",
            "amount": amount_words(promise), "course": course}


def page_of(request: HttpRequest, found: Listed) -> tuple[Page[Any], list[dict[str, Any]]]:
    """The page of the list that the address asks for, and its rows."""
    shown = paged(request, found.order)
    return shown, found.rows(list(shown.object_list))


def table_rows(found: Listed) -> list[list[Value]]:
    """Every promise of the list under COLUMNS, for a file."""
    return [[row["promise"].pk, row["promise"].words, row["promise"].kind, row["who"], row["promise"].said_on.isoformat(),
             row["where"], row["promise"].measure_id, row["promise"].comparison, row["promise"].threshold,
             row["promise"].due.isoformat() if row["promise"].due else "", row["promise"].period, row["standing"].state,
             row["course"].odds if row["course"] else None, row["standing"].reason,
             row["promise"].outcome_on.isoformat() if row["promise"].outcome_on else "", row["promise"].visibility]
            for row in found.rows(list(found.order))]


def choices(user: Any) -> dict[str, list[tuple[Any, str]]]:
    """What can be chosen in the filter: only what some readable promise has. One query of promises, two of names."""
    rows = list(PromiseEntry.objects.readable_by(user).order_by().values_list(
        "body_id", "force_id", "said_by_id", "measure_id").distinct())
    names = dict(Organisation.objects.filter(pk__in={row[0] for row in rows} | {row[1] for row in rows} - {None})
                 .values_list("pk", "name"))
    posts = Post.objects.filter(pk__in={row[2] for row in rows} - {None}).values_list("pk", "title", "organisation__name")
    return {"bodies": _named({row[0] for row in rows}, names), "forces": _named({row[1] for row in rows}, names),
            "posts": sorted(((pk, f"{title}, {where}") for pk, title, where in posts), key=lambda each: each[1].lower()),
            "measures": sorted(((name, measure_title(name)) for name in {row[3] for row in rows} - {""}),
                               key=lambda each: each[1].lower())}


def _named(numbers: set[Any], names: Mapping[int, str]) -> list[tuple[Any, str]]:
    return sorted(((number, names[number]) for number in numbers if number in names), key=lambda each: each[1].lower())


@dataclass(frozen=True)
class Speaker:
    """Somebody who promised. key, number: of the filter that shows theirs; count: state → how many."""

    name: str
    key: str
    number: int
    count: Counter[str]

    @property
    def total(self) -> int:
        """All of them."""
        return self.count.total()

    @property
    def cells(self) -> list[tuple[str, int]]:
        """The columns of the table with their numbers; they add up to the first."""
        ahead = sum(self.count[state] for state in OPEN if state != AT_RISK)
        known = self.count[KEPT] + self.count[MISSED] + self.count[AT_RISK] + ahead
        numbers = (self.total, self.count[KEPT], self.count[MISSED], self.count[AT_RISK], ahead, self.total - known)
        return list(zip(speaker_columns(), numbers, strict=True))


def speaker_columns() -> list[str]:
    """What is counted of each speaker."""
    return [_("Promises"), _("Kept"), _("Missed"), _("At risk"), _("Still to come"), _("Cannot be told or withdrawn")]


def speakers(user: Any) -> list[tuple[str, list[Speaker]]]:
    """Who promised how much, and what came of it: by governing body, by force, by post. Those with most first. Four queries."""
    count = counts_now(PromiseEntry.objects.readable_by(user), "body_id", "force_id", "said_by_id")
    names = dict(Organisation.objects.filter(pk__in={number for key in count for number in key[:2]} - {None})
                 .values_list("pk", "name"))
    posts = {pk: f"{title}, {where}" for pk, title, where in Post.objects.filter(
        pk__in={key[2] for key in count} - {None}).values_list("pk", "title", "organisation__name")}
    tables = (("body", _("By governing body"), 0, names), ("force", _("By force"), 1, names), ("post", _("By post"), 2, posts))
    return [(heading, found) for key, heading, place, named in tables if (found := _speakers(count, key, place, named))]


def _speakers(count: Counter[tuple[Any, ...]], key: str, place: int, names: Mapping[int, str]) -> list[Speaker]:
    found: dict[int, Speaker] = {}
    for asked, number in count.items():
        if asked[place] is not None:
            speaker = found.setdefault(asked[place], Speaker(names[asked[place]], key, asked[place], Counter()))
            speaker.count[asked[-1]] += number
    return sorted(found.values(), key=lambda each: (-each.total, each.name.lower()))
