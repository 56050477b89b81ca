"""How promises of the register stand by the newest release."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from answerable.web.performance.reading import Release
from answerable.web.register.figures import measure_now, release_now
from answerable.web.register.models import PromiseCourse, PromiseEntry
from answerable.web.register.promises_course import Course, Facts, course

# What the course of a promise rests on, as PromiseEntry names it.
FIELDS = ("measure_id", "comparison", "threshold", "due", "period", "measure_version")
# Courses that are kept in memory: half a kilobyte each.
KEPT_COURSES = 8192
PERSON = "person"   # the state of a claim that no measure can tell: a person says what came of it


def facts_of(row: Mapping[str, Any]) -> Facts | None:
    """What was promised, from the values of FIELDS; None where it cannot be checked."""
    if not (row["measure_id"] and row["comparison"]) or row["threshold"] is None or row["due"] is None:
        return None
    return Facts(row["measure_id"], row["comparison"], row["threshold"], row["due"], row["period"], row["measure_version"])


def facts_of_promise(promise: PromiseEntry) -> Facts | None:
    """What a promise of the register promised; None where it cannot be checked."""
    return facts_of({name: getattr(promise, name) for name in FIELDS})


def course_now(promise: PromiseEntry, before: str | None = None) -> Course | None:
    """How a promise stands by the newest release, whatever was kept of it; None where it cannot be checked. before: its state
    by the release before, None to look it up."""
    facts = facts_of_promise(promise)
    if facts is None:
        return None
    if before is None:
        last = promise.courses.order_by("-release").first()
        before = last.state if last else ""
    return _course(release_now(), facts, timezone.localdate(), before)


@lru_cache(maxsize=KEPT_COURSES)
def _course(release: Release | None, facts: Facts, today: date, before: str) -> Course:
    """The course by the newest release. It is another only by another release or on another day: each is worked out once, not
    at every page. release: the newest, in the language of the page, so that the words of the two are kept apart."""
    return course(facts, measure_now(facts.measure_id) if release else None, today, before)


def states_now(promises: Any) -> dict[int, tuple[str, Course | None]]:
    """The state of each promise of a query: pk → what it is called, and its course where it waits and can be checked. Two
    queries, however many there are.

    The state is one of PromiseCourse.STATES, "person" or "withdrawn"; of what is settled, the outcome.
    """
    rows = list(promises.order_by("pk").values("pk", "outcome", *FIELDS))
    waiting = [row["pk"] for row in rows if row["outcome"] == PromiseEntry.WAITING]
    before = dict(PromiseCourse.objects.filter(promise__in=promises).order_by("release").values_list("promise_id", "state")) \
        if waiting else {}
    release, today = release_now(), timezone.localdate()
    return {row["pk"]: _state(row, before.get(row["pk"], ""), today, release) for row in rows}


def _state(row: Mapping[str, Any], before: str, today: date, release: Release | None) -> tuple[str, Course | None]:
    if row["outcome"] != PromiseEntry.WAITING:
        return row["outcome"], None
    facts = facts_of(row)
    if facts is None:
        return PERSON, None
    found = _course(release, facts, today, before)
    return found.state, found
