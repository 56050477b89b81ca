"""How promises of the register stand by the newest release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import get_language

from answerable.web.performance.reading import Release
from answerable.web.register.figures import measure_in, release_now
from answerable.web.register.models import PromiseCourse, PromiseEntry
from answerable.web.register.promises_course import Course, Facts, course

# What the course of a promise rests on, as PromiseEntry names it.
FIELDS = ("measure_id", "comparison", "threshold", "due", "period", "measure_version")
MEASURES_WITHOUT_RELEASE = 256
PERSON = "person"   # the state of a claim that no measure can tell: a person says what came of it


def facts_of(row: Sequence[Any]) -> Facts | None:
    """What was promised, from the values of FIELDS; None where it cannot be checked."""
    measure, comparison, threshold, due, period, version = row
    if not (measure and comparison) or threshold is None or due is None:
        return None
    return Facts(measure, comparison, threshold, due, period, version)


def facts_of_promise(promise: PromiseEntry) -> Facts | None:
    """What a promise of the register promised; None where it cannot be checked."""
    return facts_of([getattr(promise, name) for name in FIELDS])


def course_now(promise: PromiseEntry, before: str | None = None) -> Course | None:
    """How a promise stands by the newest release, whatever was kept of it; None where it cannot be checked. before: its state
    by the release before, None to look it up."""
    row = tuple(getattr(promise, name) for name in FIELDS)
    if facts_of(row) is None:
        return None
    if before is None:
        last = promise.courses.order_by("-release").first()
        before = last.state if last else ""
    return _course(release_now(), row, timezone.localdate(), before)


def _course(release: Release | None, row: tuple[Any, ...], today: date, before: str) -> Course | None:
    """The course by the newest release, None for what cannot be checked. It is another only by another release or on another
    day: each is worked out once, not at every page. release: the newest, in the language of the page, so that the words of
    the two are kept apart; row: the values of FIELDS."""
    if release is None:
        return _without_release(get_language(), row[0]) if facts_of(row) else None
    return release.once(("course", row, today, before), lambda: _worked_out(release, row, today, before))


@lru_cache(maxsize=MEASURES_WITHOUT_RELEASE)
def _without_release(_language: str | None, measure: str) -> Course:
    """What is said of a promise about a measure while there is no release; `_language`: in which."""
    return course(Facts(measure, ">=", 0.0, date.min), None, date.min)


def _worked_out(release: Release, row: tuple[Any, ...], today: date, before: str) -> Course | None:
    facts = facts_of(row)
    return course(facts, measure_in(release, facts.measure_id), today, before) if facts else None


class Standing(NamedTuple):
    """How a promise stands now. state: one of PromiseCourse.STATES, PERSON or "withdrawn"; of what is settled, the outcome;
    course: of what waits and can be checked, else None."""

    number: int
    due: date | None
    state: str
    course: Course | None


def standings(promises: Any) -> list[Standing]:
    """How each promise of a query stands: those that wait, then those that are settled, each by number. Two queries, however
    many there are."""
    settled = promises.exclude(outcome=PromiseEntry.WAITING).order_by("pk").values_list("pk", "due", "outcome")
    return [*(Standing(pk, due, *found) for pk, due, *found in _waiting(promises, "pk", "due")),
            *(Standing(pk, due, outcome, None) for pk, due, outcome in settled)]


def states_now(promises: Any) -> dict[int, tuple[str, Course | None]]:
    """The state and the course of each promise of a query, by number (Standing). Two queries."""
    return {each.number: (each.state, each.course) for each in standings(promises)}


def counts_now(promises: Any, *by: str) -> Counter[tuple[Any, ...]]:
    """How many promises of a query stand how: (values of the fields `by` …, state) → number. Two queries; what is settled is
    counted by the database."""
    settled = promises.exclude(outcome=PromiseEntry.WAITING).order_by().values_list(*by, "outcome").annotate(Count("pk"))
    found = Counter({tuple(key): number for *key, number in settled})
    found.update(tuple(row[:-1]) for row in _waiting(promises, *by))
    return found


def _waiting(promises: Any, *fields: str) -> Iterator[tuple[Any, ...]]:
    """(values of the fields …, state, course) of each promise of a query that waits, by number. One query."""
    release, today = release_now(), timezone.localdate()
    last = PromiseCourse.objects.filter(promise=OuterRef("pk")).order_by("-release").values("state")[:1]
    rows = promises.filter(outcome=PromiseEntry.WAITING).order_by("pk").annotate(before=Subquery(last)).values_list(
        *FIELDS, "before", *fields)
    parts = len(FIELDS)
    for row in rows:
        found = _course(release, row[:parts], today, row[parts] or "")
        yield (*row[parts + 1:], found.state if found else PERSON, found)
