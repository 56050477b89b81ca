"""The kinds of rules: what each says, with its numbers. The files in catalogue/roster_rules choose among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

Of = Literal["duty", "work"]


@dataclass(frozen=True)
class Step:
    """Duties of these many hours or more (beyond: of more than these) have a break of at least so many minutes."""

    hours: float
    beyond: bool
    minutes: int


@dataclass(frozen=True)
class Way:
    """So many uninterrupted rests, each of so many hours or more, in each period of so many days."""

    days: int
    rests: int
    hours: float


@dataclass(frozen=True)
class AverageHours:
    """At most so many hours of work a week on average over a reference period. successive: the periods follow one another;
    otherwise every period that begins on any day counts. A day of leave is made up for by the hours of a later worked day."""

    hours: float
    weeks: int
    successive: bool


@dataclass(frozen=True)
class NightAverage:
    """A night worker's hours: at most so many for each 24 hours on average, once the weekly rest is taken out. share: who has
    this share of duties or more with night work is a night worker."""

    hours: float
    weeks: int
    successive: bool
    share: float
    rest_hours: float


@dataclass(frozen=True)
class DailyRest:
    """An uninterrupted rest of so many hours within the 24 hours that begin with each duty."""

    hours: float


@dataclass(frozen=True)
class RestBetween:
    """So many hours from the end of each duty to the beginning of the next."""

    hours: float


@dataclass(frozen=True)
class PeriodRest:
    """Rests in each week (or two weeks), which begin on Mondays at midnight: kept where any of the ways is."""

    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Break:
    """A break by the length of the duty; of all its hours, or of those worked. The steps rise."""

    of: Of
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class DutyLength:
    """No duty longer than so many hours, breaks included."""

    hours: float


@dataclass(frozen=True)
class RestDays:
    """At least so many days on which no duty begins, in each period of so many days. whole_weeks: only in periods that begin
    on Mondays; otherwise in every one."""

    at_least: int
    in_days: int
    whole_weeks: bool


@dataclass(frozen=True)
class MostNights:
    """Duties with night work begin on at most so many of any so many days."""

    at_most: int
    in_days: int


@dataclass(frozen=True)
class ContractHours:
    """No more hours than the contract has, in successive periods of so many weeks. full_time: hours a week of a contract that
    names none. A day of leave counts as a fifth of the week's hours."""

    weeks: int
    full_time: float


@dataclass(frozen=True)
class FreeWeekends:
    """At least so many weekends without a duty on Saturday or Sunday, among each so many whole weeks."""

    at_least: int
    in_weeks: int


@dataclass(frozen=True)
class Publication:
    """A roster is published so many months or more before it starts, and covers so many months or more."""

    notice_months: int
    covers_months: int


Kind = (AverageHours | NightAverage | DailyRest | RestBetween | PeriodRest | Break | DutyLength | RestDays | MostNights
        | ContractHours | FreeWeekends | Publication)


@dataclass(frozen=True)
class Night:
    """When it is night by the wall clock, and from how many hours within it a duty has night work."""

    begins: time
    ends: time
    hours: float


@dataclass(frozen=True)
class Rule:
    """One rule. name: as it is told; source: where it stands; note: what must be known of it. night, breaks_are_work: the
    definitions of its set, by which it is read."""

    name: str
    kind: Kind
    source: str
    note: str
    night: Night
    breaks_are_work: bool


@dataclass(frozen=True)
class RuleSet:
    """A set of rules that belong together, out of one file."""

    name: str
    title: str
    about: str
    address: str
    rules: tuple[Rule, ...]
