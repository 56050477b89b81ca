"""The check of rest: within the day, between duties, within the week, and breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from answerable.staffing.rules.breaches import Breach, time_said, whole_weeks
from answerable.staffing.rules.duties import DAY, MINUTE, PersonDuties
from answerable.staffing.rules.kinds import Break, DailyRest, DutyLength, PeriodRest, RestBetween, Rule, Step, Way
from answerable.words import format_things, join_words

A_DAY = timedelta(hours=24)     # elapsed: no day of 23 or 25 hours


def daily_rest(rule: Rule, kind: DailyRest, person: PersonDuties) -> Iterator[Breach]:
    """Duties without their rest in the 24 hours from their beginning. What lies after the last known day counts as rest."""
    for duty, day in zip(person.duties, person.days, strict=True):
        longest = max(_rests(person, duty.starts, duty.starts + A_DAY))
        if longest < kind.hours * 60:
            yield Breach(rule, day, day, f"the longest rest in the 24 hours from the duty's beginning is {time_said(longest)}",
                         f"at least {time_said(kind.hours * 60)} are due")


def rest_between(rule: Rule, kind: RestBetween, person: PersonDuties) -> Iterator[Breach]:
    """Duties that begin too soon after the one before."""
    for (earlier, later), day in zip(pairwise(person.duties), person.days[1:], strict=True):
        rest = (later.starts - earlier.ends) // MINUTE
        if rest < kind.hours * 60:
            yield Breach(rule, day, day, f"the duty begins {time_said(rest)} after the one before ended",
                         f"at least {time_said(kind.hours * 60)} are due")


def period_rest(rule: Rule, kind: PeriodRest, person: PersonDuties) -> Iterator[Breach]:
    """Weeks without their rest, or two weeks where a way is about two: then the first Monday known begins the first two, and
    a last week by itself is not told, as its second may put it right."""
    days = max(way.days for way in kind.ways)
    weeks = whole_weeks(person)
    for monday in weeks[::days // 7]:
        if (person.last - monday).days + 1 >= days and not any(_kept(way, monday, days, person) for way in kind.ways):
            longest = max(_rests(person, person.begins(monday), person.begins(monday + days * DAY)))
            yield Breach(rule, monday, monday + (days - 1) * DAY, f"the longest rest is {time_said(longest)}"
                         + ("" if days == 7 else ", and one of the weeks has none that would do"),
                         f"there must be {join_words([_way_said(way) for way in kind.ways]).replace(' and ', ' or ')}")


def _kept(way: Way, monday: date, days: int, person: PersonDuties) -> bool:
    """Whether rests are had by one way in each of its periods within so many days."""
    return all(sum(rest // (way.hours * 60) for rest in _rests(
        person, person.begins(monday + start * DAY), person.begins(monday + (start + way.days) * DAY))) >= way.rests
        for start in range(0, days, way.days))


def _way_said(way: Way) -> str:
    each = "a week" if way.days == 7 else "two weeks"
    rest = "one uninterrupted rest" if way.rests == 1 else f"{way.rests} uninterrupted rests"
    return f"{rest} of {time_said(way.hours * 60)} in {each}"


def _rests(person: PersonDuties, begins: datetime, ends: datetime) -> list[int]:
    """Minutes of each uninterrupted rest that lies between two instants."""
    found, free_from = [], begins
    for duty in person.duties:
        if duty.starts >= ends:
            break
        if duty.ends > begins:
            found.append(max((duty.starts - free_from) // MINUTE, 0))
            free_from = max(free_from, duty.ends)
    return [*found, max((ends - free_from) // MINUTE, 0)]


def breaks(rule: Rule, kind: Break, person: PersonDuties) -> Iterator[Breach]:
    """Duties with too short a break for their length."""
    for duty, day in zip(person.duties, person.days, strict=True):
        length = duty.worked(breaks_are_work=False) if kind.of == "work" else duty.minutes
        step = next((step for step in reversed(kind.steps) if _reached(step, length)), None)
        if step and duty.break_minutes < step.minutes:
            had, due = (format_things(minutes, "minute", "minutes") for minutes in (duty.break_minutes, step.minutes))
            yield Breach(rule, day, day, f"{time_said(length)} of {kind.of} have a break of {had}", f"at least {due} are due")


def _reached(step: Step, minutes: int) -> bool:
    return minutes > step.hours * 60 if step.beyond else minutes >= step.hours * 60


def duty_length(rule: Rule, kind: DutyLength, person: PersonDuties) -> Iterator[Breach]:
    """Duties that are too long."""
    for duty, day in zip(person.duties, person.days, strict=True):
        if duty.minutes > kind.hours * 60:
            yield Breach(rule, day, day, f"the duty is {time_said(duty.minutes)} long",
                         f"{time_said(kind.hours * 60)} are the most")
