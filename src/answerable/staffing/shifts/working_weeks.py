"""What a cover asks of the people who work it: weekends, nights, and the rules of working time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from answerable.staffing.rules.checking import breaches
from answerable.staffing.rules.duties import Duty, PersonDuties, has_night_work
from answerable.staffing.rules.kinds import Night, RuleSet
from answerable.staffing.shifts.cover import Cover
from answerable.staffing.shifts.laid_out import Week
from answerable.staffing.shifts.pattern import REST, Rotation, ShiftType

WEEKS = 17              # the reference period of the Working Time Regulations 1998, reg. 4(3)
MONDAY = date(2026, 1, 5)
NIGHT = Night(time(23), time(6), 3.0)       # the same regulations, reg. 2(1): at least three hours of the night
Day = tuple[ShiftType, int] | None          # a shift and its start (minutes after the day's midnight), or a day off


@dataclass(frozen=True)
class Life:
    """What so many people work: a cycle of days that begins on a Monday and comes again and again."""

    people: int
    days: tuple[Day, ...]

    def duties(self, weeks: int = WEEKS) -> tuple[Duty, ...]:
        """Their duties over so many weeks, by a clock that is never changed."""
        return tuple(_duty(number, *day) for number in range(7 * weeks) if (day := self.days[number % len(self.days)]))


@dataclass(frozen=True)
class Burden:
    """Means over people. weekends: the share of weekends on which they work; nights: shifts with night work in four weeks;
    most_nights: of those who have most."""

    weekends: float
    nights: float
    most_nights: float


@dataclass(frozen=True)
class Broken:
    """A rule that some people's duties break over WEEKS weeks. example: one breach, in words."""

    set: str
    rule: str
    people: int
    example: str


def lives(cover: Cover) -> list[Life]:
    """What the people of a cover work; none where single shifts do not say. Where starts may vary within a week, the worst that
    may come of it: the latest and the earliest start by turns."""
    if isinstance(cover.pattern.weeks, Rotation):
        return list(_of_rotation(cover, cover.pattern.weeks))
    return [Life(people, _of_week(week, cover.shift_at(week.shift))) for week, people in cover.weeks]


def _of_week(week: Week, shift: ShiftType) -> tuple[Day, ...]:
    starts = {day: week.latest if place % 2 == 0 else week.start for place, day in enumerate(week.days)}
    return tuple((shift, starts[day]) if day in starts else None for day in range(7))


def _of_rotation(cover: Cover, rotation: Rotation) -> Iterator[Life]:
    """The people of a team by their starts: who begins a shift first of the team begins every shift first."""
    size = (cover.people or 0) // rotation.teams
    by_place: dict[tuple[tuple[str, int], ...], int] = {}
    starts = {name: _starts_of_team(cover, name) for name in dict.fromkeys(rotation.cycle) if name != REST}
    for place in range(size):
        own = tuple((name, of_team[place]) for name, of_team in starts.items())
        by_place[own] = by_place.get(own, 0) + rotation.teams
    for own, people in by_place.items():
        start = dict(own)
        yield Life(people, tuple((cover.pattern.shift(name), start[name]) if name != REST else None for name in rotation.cycle))


def _starts_of_team(cover: Cover, name: str) -> list[int]:
    """The start of each person of one team, in order."""
    assert isinstance(cover.pattern.weeks, Rotation)
    teams = cover.pattern.weeks.teams_on(name) or ()
    day = next(weekday for weekday, number in enumerate(teams) if number)
    return sorted(own.shift.start for own in cover.rostered if own.shift.type.name == name and own.shift.weekday == day
                  for _ in range(own.people // teams[day]))


def _duty(day: int, shift: ShiftType, start: int) -> Duty:
    begins = datetime.combine(MONDAY, time(), UTC) + timedelta(days=day, minutes=start)
    return Duty(begins, begins + timedelta(minutes=shift.minutes), sum(own.minutes for own in shift.breaks))


def burden(lives_: Sequence[Life]) -> Burden | None:
    """Weekends and nights of these people; None where there is nobody."""
    people = sum(life.people for life in lives_)
    if not people:
        return None
    told = [(life.people, *_of_one(life)) for life in lives_]
    return Burden(sum(number * weekends for number, weekends, _ in told) / people,
                  sum(number * nights for number, _, nights in told) / people, max(nights for _, _, nights in told))


def _of_one(life: Life) -> tuple[float, float]:
    """The share of weekends worked and the nights in four weeks, over the weeks after which all comes again."""
    weeks = len(life.days)          # as many weeks as the cycle has days always end with a cycle
    duties = life.duties(weeks)
    weekends = {(duty.starts.date() - MONDAY).days // 7 for duty in duties if duty.starts.weekday() >= 5}
    nights = sum(has_night_work(duty, NIGHT, "UTC") for duty in duties)
    return len(weekends) / weeks, nights / weeks * 4


def broken(lives_: Sequence[Life], sets: Sequence[RuleSet]) -> list[Broken]:
    """The rules that these people's duties break over WEEKS weeks, most people first."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for life in lives_:
        person = PersonDuties(life.duties(), MONDAY, MONDAY + timedelta(days=7 * WEEKS - 1), "UTC")
        for set_ in sets:
            seen = {breach.rule.name: breach.words for breach in reversed(breaches(person, [set_]))}
            for rule, words in seen.items():
                people, example = found.get((set_.title, rule), (0, words))
                found[set_.title, rule] = people + life.people, example
    return sorted((Broken(set_, rule, people, example) for (set_, rule), (people, example) in found.items()),
                  key=lambda one: (-one.people, one.set, one.rule))
