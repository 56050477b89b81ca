"""Shift types and patterns as frozen objects: what people may be asked to work. Made by `pattern_file` or by code.

Times are minutes; times of day are minutes after midnight. A shift may go over midnight, and from the week's end into its
beginning: the week is a ring.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

REST = ""
"""What stands in a rotation's cycle for a day off."""


@dataclass(frozen=True)
class Break:
    """A break of so many minutes that begins from `earliest` to `latest` minutes after its shift does, at a slot's edge."""

    minutes: int
    earliest: int
    latest: int
    paid: bool = False


@dataclass(frozen=True)
class ShiftType:
    """A shift that somebody may work: when it may start (minutes after midnight), how long it is (its breaks included), and on
    which weekdays it may start (0 is Monday)."""

    name: str
    starts: tuple[int, ...]
    minutes: int
    breaks: tuple[Break, ...] = ()
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)

    @property
    def paid_minutes(self) -> int:
        """Its length without what breaks are not paid."""
        return self.minutes - sum(own.minutes for own in self.breaks if not own.paid)


@dataclass(frozen=True)
class Tour:
    """A week of one kind of shift on so many days."""

    shift: str
    days: int


@dataclass(frozen=True)
class Tours:
    """Everybody has a week of their own that is worked every week. off_together: how many of the days off follow one another at
    least. starts_vary: by how many minutes one person's starts may differ within the week."""

    kinds: tuple[Tour, ...]
    off_together: int = 2
    starts_vary: int = 0


@dataclass(frozen=True)
class Rotation:
    """Teams of one size work through a cycle of days, each as many days behind the one before. cycle: the names of shifts, REST
    for a day off. staggered: whether the people of a team may start at different times."""

    cycle: tuple[str, ...]
    teams: int
    staggered: bool = False

    def weeks(self) -> int:
        """After how many weeks the cycle and the week begin together again."""
        return lcm(len(self.cycle), 7) // 7

    def teams_on(self, shift: str) -> tuple[int, ...] | None:
        """How many teams work a shift on each weekday, the cycle having begun on a Monday; None where it is not the same in
        every week."""
        step = len(self.cycle) // self.teams
        by_day = [sum(self.cycle[(day + team * step) % len(self.cycle)] == shift for team in range(self.teams))
                  for day in range(self.weeks() * 7)]
        return tuple(by_day[:7]) if by_day == by_day[:7] * self.weeks() else None


@dataclass(frozen=True)
class Pattern:
    """A named way to work. weeks: how people's days are made of shifts; None: single shifts, each for itself, which is the
    least that any way of putting them together needs. rest: minutes from one shift's end to the next one's start that the
    pattern keeps by how it is made."""

    name: str
    title: str
    shifts: tuple[ShiftType, ...]
    weeks: Tours | Rotation | None = None
    rest: int = 660
    note: str = ""
    where: str = ""

    def shift(self, name: str) -> ShiftType:
        """The shift type of a name."""
        return next(own for own in self.shifts if own.name == name)
