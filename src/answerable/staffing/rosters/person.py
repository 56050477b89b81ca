"""Who is there to be rostered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from answerable.staffing.rosters.need import Need, Shift
from answerable.staffing.rules.duties import Duty


@dataclass(frozen=True)
class Wish:
    """What somebody would like (weight above 0) or would rather not (below 0): a shift by its name, a weekday (0 is Monday) or
    a day, whichever of them is not None."""

    weight: int
    shift: str | None = None
    weekday: int | None = None
    day: date | None = None

    def meets(self, shift: Shift, day: date) -> bool:
        """Whether a shift on a day is what it is about."""
        return self.shift == shift.name or self.weekday == day.weekday() or self.day == day


@dataclass(frozen=True)
class Person:
    """One person. weekly_hours: of the contract (None: those of the rules' full time). leave: days that would have been worked;
    off, off_weekdays: days that never are. before: the last duties before the roster, in order."""

    name: str
    weekly_hours: float | None = None
    skills: frozenset[str] = frozenset()
    leave: frozenset[date] = frozenset()
    off: frozenset[date] = frozenset()
    off_weekdays: frozenset[int] = frozenset()
    wishes: tuple[Wish, ...] = ()
    before: tuple[Duty, ...] = ()

    def is_there(self, day: date) -> bool:
        """Whether a duty may begin on a day."""
        return day not in self.leave and day not in self.off and day.weekday() not in self.off_weekdays

    def can(self, shift: Shift) -> bool:
        """Whether the shift's skill is had."""
        return not shift.skill or shift.skill in self.skills

    def wants(self, shift: Shift, day: date) -> int:
        """The weights of all wishes about a shift on a day, added up."""
        return sum(wish.weight for wish in self.wishes if wish.meets(shift, day))


@dataclass(frozen=True)
class Roster:
    """given: for each person, for each day, which of the need's shifts (its place), or -1. price: what it costs by
    `problem`; bound: no roster that the search allows costs less. proven: whether it is therefore the best. seconds: of the
    wall clock."""

    need: Need
    people: tuple[Person, ...]
    given: tuple[tuple[int, ...], ...]
    price: int
    bound: float
    proven: bool
    seconds: float

    def duties(self, place: int) -> tuple[Duty, ...]:
        """The duties of a person by place."""
        return tuple(self.need.shifts[shift].on(day, self.need.zone)
                     for day, shift in zip(self.need.days, self.given[place], strict=True) if shift >= 0)

    def missing(self, day: int, shift: int) -> int:
        """How many are missing from a shift of a day, both by place."""
        return self.need.people[day][shift] - sum(own[day] == shift for own in self.given)

    @property
    def shortage(self) -> int:
        """How many duties nobody has."""
        return self.need.total - sum(shift >= 0 for own in self.given for shift in own)
