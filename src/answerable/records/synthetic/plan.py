"""What happens to Westshire Police and when: one plan a month, placed by its distance from the last month.

Distances instead of dates, so that a shorter force (the last year alone, say) still ends with the same story.
docs/explanation/made-up-force.md tells it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answerable.errors import InputError

COLLAPSE = (16, 15, 14)         # months before the last: the summer in which 101 collapses
CHAT_OPENS = 23                 # live chat opens, 08:00 to 22:00
CHAT_EVENINGS_END = 11          # … then only until 17:00
CHAT_CLOSES = 6                 # … then not at all
CALLBACKS_BEGIN = 12            # callers to 101 may ask to be rung back
INVESTMENT = 9                  # extra handlers in the daytime
NEW_SYSTEM = 7                  # the telephone system is replaced; its recorded message is longer
COMMAND_CHANGE = (22, 9)        # months before the last, day: a new command-and-control system starts
ARRIVALS_BACK = (18, 9)         # … and from this day records again when units arrive at emergencies
REGRADING_PRESSURE = 11         # in the last months some incidents are regraded just before their attendance time is over
EXPORT_TOO_EARLY = 13           # months whose incidents were exported three days before the month ended, and again later
FILE_TWICE = 27                 # months whose incidents lie in the folder twice
WRONG_DATE = (5, 14)            # months before the last, day: these incidents stand under the date of the day after
OUTAGE_DAYS = {20: 11}          # months before the last → day of the month that the export lacks
REPEATED_HOURS = (26, 10, 3)    # months whose file begins with rows of the month before

USUAL_VACANCY = 0.03
VACANCY = {18: 0.04, 17: 0.08, 16: 0.16, 15: 0.19, 14: 0.18, 13: 0.14, 12: 0.12, 11: 0.10, 10: 0.09, 9: 0.08,
           8: 0.06, 7: 0.05}
COLLAPSE_DEMAND = 1.07
MESSAGE_SECONDS = (20, 45)      # the recorded message of 101: old system, new system
CHAT_HOURS = ((16, 44), (16, 34))   # half-hours of the day in which chat is open: at first, later


@dataclass(frozen=True)
class MonthPlan:
    """One month of the force.

    before_last: months from this one to the last; vacancy: share of the planned posts that nobody fills;
    demand: factor on all contacts but 999; chat_hours: half-hours of the local day, from and up to but not
    including, or None; outage_day: day of the month missing from the telephone export; repeats_previous: the
    telephone file begins with the last hours of the month before; repeated_next: the next month's does so;
    command_change_day: first day of the month in the new command-and-control system (1: all of it; None: none);
    arrivals_lost: days of the month, from and up to and including, on which arrivals at emergencies are not recorded;
    regrading_pressure: incidents are regraded just before their attendance time is over.
    """

    year: int
    month: int
    before_last: int
    vacancy: float
    demand: float
    extra_handlers: float
    new_system: bool
    message_seconds: int
    callbacks: bool
    chat_hours: tuple[int, int] | None
    outage_day: int | None
    repeats_previous: bool
    repeated_next: bool
    command_change_day: int | None
    arrivals_lost: tuple[int, int] | None
    regrading_pressure: bool

    @property
    def name(self) -> str:
        """The month as "2026-10"."""
        return f"{self.year}-{self.month:02d}"

    @property
    def number(self) -> int:
        """Months since year 0: seeds hang on it, so a month is drawn alike however many are made."""
        return self.year * 12 + self.month - 1


def plan_months(last_month: str, months: int) -> list[MonthPlan]:
    """The plans of `months` months that end with `last_month` ("2026-10"), oldest first.

    Raises InputError for a month that is none, or fewer than one month.
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", last_month)
    if not found:
        raise InputError(f"'{last_month}' is not a month.", remedy="Write it as 2026-10.")
    if months < 1:
        raise InputError(f"{months} months cannot be made.", remedy="Ask for one or more.")
    last = int(found[1]) * 12 + int(found[2]) - 1
    return [_plan(last - distance, distance, first=distance == months - 1)
            for distance in range(months - 1, -1, -1)]


def _plan(number: int, distance: int, *, first: bool) -> MonthPlan:
    new_system = distance <= NEW_SYSTEM
    return MonthPlan(
        year=number // 12, month=number % 12 + 1, before_last=distance,
        vacancy=VACANCY.get(distance, USUAL_VACANCY),
        demand=COLLAPSE_DEMAND if distance in COLLAPSE else 1.0,
        extra_handlers=0.9 if distance <= INVESTMENT else 0.0,
        new_system=new_system, message_seconds=MESSAGE_SECONDS[new_system],
        callbacks=distance <= CALLBACKS_BEGIN, chat_hours=_chat_hours(distance),
        outage_day=OUTAGE_DAYS.get(distance),
        repeats_previous=distance in REPEATED_HOURS and not first,
        repeated_next=distance - 1 in REPEATED_HOURS,
        command_change_day=_command_change_day(distance), arrivals_lost=_arrivals_lost(distance),
        regrading_pressure=distance <= REGRADING_PRESSURE)


def _command_change_day(distance: int) -> int | None:
    month, day = COMMAND_CHANGE
    if distance == month:
        return day
    return 1 if distance < month else None


def _arrivals_lost(distance: int) -> tuple[int, int] | None:
    if not ARRIVALS_BACK[0] <= distance <= COMMAND_CHANGE[0]:
        return None
    first = COMMAND_CHANGE[1] if distance == COMMAND_CHANGE[0] else 1
    last = ARRIVALS_BACK[1] - 1 if distance == ARRIVALS_BACK[0] else 31
    return first, last


def _chat_hours(distance: int) -> tuple[int, int] | None:
    if not CHAT_CLOSES < distance <= CHAT_OPENS:
        return None
    return CHAT_HOURS[distance <= CHAT_EVENINGS_END]
