"""What one person works: duties as instants, and the days of which it is known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from answerable.errors import InputError
from answerable.staffing.rules.kinds import Night

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, order=True)
class Duty:
    """From one instant to another (UTC), with a break of so many minutes somewhere in it."""

    starts: datetime
    ends: datetime
    break_minutes: int = 0

    @property
    def minutes(self) -> int:
        """Its length as it elapses, break included."""
        return (self.ends - self.starts) // MINUTE

    def worked(self, *, breaks_are_work: bool) -> int:
        """Minutes of work in it."""
        return self.minutes - (0 if breaks_are_work else self.break_minutes)

    def within(self, begins: datetime, ends: datetime) -> int:
        """Minutes of it that lie between two instants."""
        return max((min(self.ends, ends) - max(self.starts, begins)) // MINUTE, 0)


def instant(day: date, clock: time, zone: str) -> datetime:
    """The instant (UTC) of a time by the wall clock; of a time that comes twice the first, of one that never was the time as
    far after the clock's leap."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def duty_on(day: date, starts: time, ends: time, zone: str, break_minutes: int = 0) -> Duty:
    """A duty that begins on a day, by the wall clock: 22:00 to 06:00 ends on the next day."""
    last = day + DAY if ends <= starts else day
    return Duty(instant(day, starts, zone), instant(last, ends, zone), break_minutes)


@dataclass(frozen=True)
class PersonDuties:
    """The duties of one person, in order, and what is known of that person.

    first, last: the days of which all duties are known. leave: days on which the person would have worked, had it not been for
    leave or sickness. weekly_hours: of the contract; None where it names none. judged_from: breaches before this day are left
    out (None: all are told). Raises InputError where two duties overlap, one ends before it begins, or one has a break as
    long as itself.
    """

    duties: tuple[Duty, ...]
    first: date
    last: date
    zone: str = "Europe/London"
    leave: frozenset[date] = frozenset()
    weekly_hours: float | None = None
    judged_from: date | None = None

    def __post_init__(self) -> None:
        earlier: Duty | None = None
        for duty in self.duties:
            where = f"the duty of {local(duty.starts, self.zone):%Y-%m-%d %H:%M}"
            if not 0 <= duty.break_minutes < duty.minutes:
                raise InputError(f"{where} ends before it begins, or is not longer than its break.",
                                 remedy="Put its times or its break right.")
            if earlier and duty.starts < earlier.ends:
                raise InputError(f"{where} begins before the one before it ends.", remedy="Nobody can do both: put one right.")
            earlier = duty

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The day on which each duty begins, by the wall clock."""
        return tuple(local(duty.starts, self.zone).date() for duty in self.duties)

    @property
    def length(self) -> int:
        """How many days are known."""
        return (self.last - self.first).days + 1

    def begins(self, day: date) -> datetime:
        """The instant at which a day begins."""
        return _midnight(day, self.zone)

    def beginning(self, first: date, days: int) -> list[Duty]:
        """The duties that begin on so many days from a first."""
        return list(self.duties[bisect_left(self.days, first):bisect_left(self.days, first + days * DAY)])

    def worked_within(self, first: date, days: int, *, breaks_are_work: bool) -> float:
        """Minutes of work in so many days from a first: a duty that goes over the end counts for the part within, its break
        in the same share."""
        begins, ends = self.begins(first), self.begins(first + days * DAY)
        near = self.duties[bisect_left(self.days, first - 2 * DAY):bisect_left(self.days, first + days * DAY)]
        return sum(duty.worked(breaks_are_work=breaks_are_work) * duty.within(begins, ends) / duty.minutes for duty in near)


def local(moment: datetime, zone: str) -> datetime:
    """The wall clock at an instant."""
    return moment.astimezone(ZoneInfo(zone))


@lru_cache(maxsize=4096)
def _midnight(day: date, zone: str) -> datetime:
    return instant(day, time(0), zone)


def night_minutes(duty: Duty, night: Night, zone: str) -> int:
    """How much of a duty lies at night, as it elapses."""
    day, found = local(duty.starts, zone).date() - DAY, 0
    while instant(day, night.begins, zone) < duty.ends:
        part = duty_on(day, night.begins, night.ends, zone)
        found += duty.within(part.starts, part.ends)
        day += DAY
    return found


def has_night_work(duty: Duty, night: Night, zone: str) -> bool:
    """Whether so much of a duty lies at night that it counts as night work."""
    return night_minutes(duty, night, zone) >= night.hours * 60


def in_order(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Duties by when they begin."""
    return tuple(sorted(duties))
