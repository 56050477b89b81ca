"""Duties of one person written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from answerable.staffing.rules.checking import breaches
from answerable.staffing.rules.duties import DAY, Duty, PersonDuties, duty_on, in_order
from answerable.staffing.rules.kinds import Rule, RuleSet
from answerable.staffing.rules.reading import read_rules

MONDAY = date(2026, 6, 1)
LONDON = "Europe/London"


def duty(day: int | date, clocks: str, break_minutes: int = 45) -> Duty:
    """A duty on a day (a number: so many days after Monday 1 June 2026), "07:00-15:00" by the wall clock."""
    begins, ends = map(time.fromisoformat, clocks.split("-"))
    on = day if isinstance(day, date) else MONDAY + timedelta(days=day)
    return duty_on(on, begins, ends, LONDON, break_minutes)


def person(duties: Sequence[Duty], days: int, *, first: date = MONDAY, leave: Sequence[int] = (),
           weekly_hours: float | None = None) -> PersonDuties:
    """Somebody of whom so many days are known."""
    return PersonDuties(in_order(duties), first, first + (days - 1) * DAY, LONDON,
                        frozenset(first + day * DAY for day in leave), weekly_hours)


def only(rules: str, name: str) -> RuleSet:
    """One rule of a shipped set, by itself."""
    found = read_rules(rules)
    kept: tuple[Rule, ...] = tuple(rule for rule in found.rules if rule.name == name)
    assert len(kept) == 1, name
    return RuleSet(found.name, found.title, found.about, found.address, kept)


def told(duties: Sequence[Duty], days: int, rules: str, name: str, **more: object) -> list[str]:
    """What one rule says of somebody's duties."""
    return [breach.words for breach in breaches(person(duties, days, **more), [only(rules, name)])]   # type: ignore[arg-type]
