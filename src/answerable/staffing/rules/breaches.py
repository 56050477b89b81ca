"""A breach of a rule, in words; and what the checks of all kinds have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from answerable.staffing.rules.duties import DAY, PersonDuties
from answerable.staffing.rules.kinds import Rule
from answerable.words import format_value


@dataclass(frozen=True)
class Breach:
    """One breach. day, until: the days it is about, both included; found, allowed: in words ("10 hours 30 minutes")."""

    rule: Rule
    day: date
    until: date
    found: str
    allowed: str

    @property
    def words(self) -> str:
        """The whole as a sentence."""
        when = _said(self.day) if self.day == self.until else f"{_said(self.day)} to {_said(self.until)}"
        return f"{when}: {self.found}, where {self.allowed} ({self.rule.name}: {self.rule.source})."


def _said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def time_said(minutes: float, *, apart_from: float | None = None) -> str:
    """Minutes as hours and minutes: "10 hours 30 minutes"; with the seconds where it would else read like the limit."""
    apart = apart_from is not None and round(minutes) == round(apart_from) and minutes != apart_from
    seconds = minutes * 60 if apart else round(minutes) * 60
    hours, rest = divmod(seconds, 3600)
    if hours < 48 or apart:
        return format_value(seconds, "seconds")
    return format_value(hours, "hours") + (f" {format_value(rest, 'seconds')}" if rest else "")


def of_runs(broken: Sequence[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    """The worst of each run of periods that begin on days following one another. broken: (the period's beginning, how far it
    is from the limit), in order; a greater number is worse."""
    run: list[tuple[int, float]] = []
    for place, excess in broken:
        if run and place != run[-1][0] + 1:
            yield max(run, key=lambda one: one[1])
            run = []
        run.append((place, excess))
    if run:
        yield max(run, key=lambda one: one[1])


def reference_periods(person: PersonDuties, days: int, *, successive: bool) -> list[tuple[int, int]]:
    """(beginning as a number of days after the first known, days) of each reference period of so many days that is known
    whole. Where fewer days are known: that which is known (as for a worker who has begun since then, reg. 4(4))."""
    if person.length < days:
        return [(0, person.length)]
    return [(first, days) for first in range(0, person.length - days + 1, days if successive else 1)]


def first_monday(person: PersonDuties) -> date:
    """The first Monday that is known."""
    return person.first + timedelta(days=-person.first.weekday() % 7)


def whole_weeks(person: PersonDuties) -> list[date]:
    """The Monday of each week that is known whole."""
    monday = first_monday(person)
    return [monday + week * 7 * DAY for week in range(((person.last - monday).days + 1) // 7)]
