"""A plan of people as frozen objects: who is there, who joins and leaves, how much of them is away. Made by `plan_file`.

Days are whole numbers from the first day of the first month (0); shares are from 0 to 1; people are whole and full-time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from answerable.periods import first_day_of_month, month_number, period_label, to_date, to_day


@dataclass(frozen=True)
class Share:
    """A share: known, or counted as so many of so many (then as uncertain as such a count leaves it). of: None where known."""

    value: float
    of: int | None = None


NONE, ALL = Share(0.0), Share(1.0)


@dataclass(frozen=True)
class Cohort:
    """People who join together. starts: the day they are planned to begin training; people: how many are planned."""

    starts: int
    people: int
    where: str = ""


@dataclass(frozen=True)
class Training:
    """What a joiner goes through. days: of training, in which nobody takes contacts; passes: the share that passes it, all
    others go at its end; nesting: of each week after it, what share of an experienced person's work is done."""

    days: int
    passes: Share = ALL
    nesting: tuple[float, ...] = ()


@dataclass(frozen=True)
class Leaving:
    """Who goes. yearly: the share that goes in a year; first_year: in the first year after training; known: (first day away,
    people) of those who are there at the beginning."""

    yearly: Share = NONE
    first_year: Share | None = None
    known: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Wandering:
    """A number that wanders about its middle from month to month (AR(1)): with that standard deviation, and so much of one
    month's distance carried over to the next."""

    sd: float = 0.0
    carries_over: float = 0.0


@dataclass(frozen=True)
class Absence:
    """Abstraction: sickness, training, leave. usual: the share of people's time on which the room's file rests; by_month: what
    calendar months (1 to 12) have more of it; wandering: in shares of all time."""

    usual: float = 0.0
    by_month: tuple[tuple[int, float], ...] = ()
    wandering: Wandering = Wandering()


@dataclass(frozen=True)
class Redeployed:
    """People lent from elsewhere, from one day up to (not with) another, doing a share of an experienced person's work."""

    first: int
    last: int
    people: int
    productivity: float = 1.0


@dataclass(frozen=True)
class Slip:
    """How joiners came in the past against their plan. come: the share of those planned who came; days_late: of cohorts so
    far; together: how much of what delays one cohort delays them all (0 to 1)."""

    come: Share = ALL
    days_late: tuple[int, ...] = (0,)
    together: float = 0.5

    @property
    def possible(self) -> tuple[int, ...]:
        """The delays so far, and where they differ one that none had yet: of n alike the next is the latest in 1 of n + 1
        cases; it is taken to be later than the latest by the mean delay."""
        if len(set(self.days_late)) == 1:
            return self.days_late
        return (*self.days_late, max(self.days_late) + round(sum(self.days_late) / len(self.days_late)))


@dataclass(frozen=True)
class Demand:
    """Contacts against those of the room's file. growth: a year, with its standard deviation; by_month: factors of calendar
    months; wandering: of the logarithm."""

    growth: float = 0.0
    growth_sd: float = 0.0
    by_month: tuple[tuple[int, float], ...] = ()
    wandering: Wandering = Wandering()


@dataclass(frozen=True)
class Plan:
    """A plan. begins: the first day of its first month; establishment: posts in each month; in_post: trained people there on
    the first day; room_for: the number of people for whom the room's file plans its staff; efficiency: standard deviation
    of what the room does with its people against what the simulator says, where no past months tell."""

    name: str
    begins: date
    establishment: tuple[float, ...]
    in_post: int
    room_for: float
    training: Training
    cohorts: tuple[Cohort, ...] = ()
    leaving: Leaving = Leaving()
    absence: Absence = Absence()
    redeployed: tuple[Redeployed, ...] = ()
    slip: Slip = Slip()
    demand: Demand = Demand()
    efficiency: float = 0.05
    where: str = field(default="", compare=False)

    @property
    def months(self) -> int:
        """How many months it covers."""
        return len(self.establishment)

    @property
    def edges(self) -> np.ndarray:
        """The first day of each month, and the day after the last."""
        first = int(month_number(np.array([to_day(self.begins)]))[0])
        return np.asarray(first_day_of_month(np.arange(first, first + self.months + 1)) - to_day(self.begins))

    def month(self, place: int) -> tuple[date, date]:
        """First and last day of a month; places before 0 are months before the plan."""
        first = int(month_number(np.array([to_day(self.begins)]))[0]) + place
        return to_date(int(first_day_of_month(first))), to_date(int(first_day_of_month(first + 1)) - 1)

    def label(self, place: int) -> str:
        """A month in words: "December 2026"."""
        return period_label("month", *self.month(place))
