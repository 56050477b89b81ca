"""Following promises by the releases of the workspace: keeping how each stood, release by release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from answerable.errors import AnswerableError
from answerable.web.performance.reading import Release
from answerable.web.register.commands_promises import follow_promise
from answerable.web.register.models import PromiseCourse, PromiseEntry
from answerable.web.register.promises_course import Course, Facts, course
from answerable.web.register.promises_standing import facts_of_promise


@dataclass(frozen=True)
class Followed:
    """What following did: how many promises, how many courses were kept, and the promises that it settled."""

    promises: int
    courses: int
    settled: tuple[PromiseEntry, ...]


def follow_promises(by: Any = None) -> Followed:
    """Keep how every promise that waits and can be checked stands by each release since it was said, and settle those whose
    figure is final. What an older release said then is worked out from that release. by: who asks, None for the program."""
    releases, waiting = releases_now(), list(PromiseEntry.objects.filter(outcome=PromiseEntry.WAITING).exclude(measure_id=""))
    kept, settled, looked = 0, [], 0
    for promise in waiting:
        facts = facts_of_promise(promise)
        if facts is None:
            continue
        looked += 1
        last = promise.courses.order_by("-release").first()
        for number, found in _courses(facts, promise.said_on, releases, last):
            release = releases[number]
            follow_promise(by=by, promise=promise, release=number, on=made_on(release), state=found.state, odds=found.odds,
                           value=found.value, reason=found.reason, settled=found.settled)
            kept += 1
            if found.settled:
                settled.append(promise)
                break
    return Followed(looked, kept, tuple(settled))


def _courses(facts: Facts, said_on: date, releases: Mapping[int, Release],
             last: PromiseCourse | None) -> Iterable[tuple[int, Course]]:
    """The courses that are not kept yet, the oldest first."""
    before = last.state if last else ""
    for number, release in releases.items():
        if number > (last.release if last else 0) and made_on(release) >= said_on:
            found = course(facts, release.measure(facts.measure_id), made_on(release), before)
            before = found.state
            yield number, found


def made_on(release: Release) -> date:
    """The day on which a release was made, where the site is."""
    return timezone.localdate(datetime.fromisoformat(release.header["created_at"]))


def releases_now() -> dict[int, Release]:
    """Every release of the workspace that can be read, by number, the oldest first."""
    found = {}
    for path in sorted(Path(settings.WORKSPACE).glob("releases/*/release.json")):
        if path.parent.name.isdigit():
            try:
                release = Release(path.parent)
            except (AnswerableError, OSError, ValueError, KeyError):
                continue
            found[release.number] = release
    return dict(sorted(found.items()))
