"""The check of days: rest days, nights, weekends; and when a roster is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from answerable.staffing.rules.breaches import Breach, of_runs, whole_weeks
from answerable.staffing.rules.duties import DAY, PersonDuties, has_night_work
from answerable.staffing.rules.kinds import FreeWeekends, MostNights, Publication, RestDays, Rule
from answerable.words import format_things

SATURDAY = 5


def rest_days(rule: Rule, kind: RestDays, person: PersonDuties) -> Iterator[Breach]:
    """Periods with too few days on which no duty begins."""
    worked = set(person.days)
    starts = ([(monday - person.first).days for monday in whole_weeks(person)
               if (person.last - monday).days + 1 >= kind.in_days] if kind.whole_weeks
              else range(person.length - kind.in_days + 1))
    missing = [(first, kind.at_least - _count(worked, person, first, kind.in_days, wanted=False)) for first in starts]
    broken = [(first, short) for first, short in missing if short > 0]
    for first, short in broken if kind.whole_weeks else of_runs(broken):
        day = person.first + timedelta(days=first)
        yield Breach(rule, day, day + (kind.in_days - 1) * DAY,
                     format_things(kind.at_least - int(short), "rest day", "rest days"),
                     f"at least {kind.at_least} in {kind.in_days} days are due")


def _count(days: set[date], person: PersonDuties, first: int, length: int, *, wanted: bool) -> int:
    """How many of so many days are among `days` (wanted), or are not."""
    return sum((person.first + timedelta(days=day) in days) == wanted for day in range(first, first + length))


def most_nights(rule: Rule, kind: MostNights, person: PersonDuties) -> Iterator[Breach]:
    """Periods with duties with night work on too many days."""
    nights = {day for duty, day in zip(person.duties, person.days, strict=True)
              if has_night_work(duty, rule.night, person.zone)}
    counts = [(first, _count(nights, person, first, kind.in_days, wanted=True))
              for first in range(person.length - kind.in_days + 1)]
    for first, number in of_runs([(first, number) for first, number in counts if number > kind.at_most]):
        day = person.first + timedelta(days=first)
        yield Breach(rule, day, day + (kind.in_days - 1) * DAY, format_things(int(number), "night", "nights"),
                     f"{kind.at_most} in {kind.in_days} days are the most")


def free_weekends(rule: Rule, kind: FreeWeekends, person: PersonDuties) -> Iterator[Breach]:
    """Stretches of whole weeks with too few weekends on which no duty begins."""
    weeks, worked = whole_weeks(person), set(person.days)
    free = [not {monday + SATURDAY * DAY, monday + (SATURDAY + 1) * DAY} & worked for monday in weeks]
    short = [(place, kind.at_least - sum(free[place:place + kind.in_weeks]))
             for place in range(len(weeks) - kind.in_weeks + 1)]
    for place, missing in of_runs([(place, missing) for place, missing in short if missing > 0]):
        yield Breach(rule, weeks[place], weeks[place] + (kind.in_weeks * 7 - 1) * DAY,
                     format_things(kind.at_least - int(missing), "free weekend", "free weekends"),
                     f"at least {kind.at_least} in {kind.in_weeks} weeks must be")


def publication(rule: Rule, kind: Publication, published: date, first: date, last: date) -> Iterator[Breach]:
    """A roster that is published too late or covers too little. published, first, last: its days."""
    if _months_after(published, kind.notice_months) > first:
        yield Breach(rule, first, first, f"the roster was published on {published}",
                     f"{format_things(kind.notice_months, 'month', 'months')} before it starts is the latest")
    if _months_after(first, kind.covers_months) > last + DAY:
        yield Breach(rule, first, last, f"the roster covers {format_things((last - first).days + 1, 'day', 'days')}",
                     f"{format_things(kind.covers_months, 'month', 'months')} are the least")


def _months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(day.year + year, month + 1, 1) + timedelta(days=day.day - 1), following - DAY)
