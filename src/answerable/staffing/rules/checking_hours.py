"""The check of hours: averages over a reference period, of everyone and of night workers, and the hours of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil

from answerable.staffing.rules.breaches import Breach, of_runs, reference_periods, time_said
from answerable.staffing.rules.duties import DAY, PersonDuties, has_night_work
from answerable.staffing.rules.kinds import AverageHours, ContractHours, NightAverage, Rule
from answerable.words import format_things

WORKING_DAYS_A_WEEK = 5


def average_hours(rule: Rule, kind: AverageHours, person: PersonDuties) -> Iterator[Breach]:
    """Reference periods with too many hours a week, by (A + B) / C of the Working Time Regulations 1998, reg. 4(6)."""
    periods = reference_periods(person, kind.weeks * 7, successive=kind.successive)
    found = {first: _weekly_minutes(rule, person, first, days) for first, days in periods}
    broken = [(first, minutes) for first, minutes in found.items() if minutes > kind.hours * 60]
    for first, minutes in of_runs(broken):
        yield _averaged(rule, person, first, dict(periods)[first], kind.weeks, f"{_hours(minutes, kind.hours)} of work a week "
                        "on average", f"{kind.hours:g} hours are the most")


def _weekly_minutes(rule: Rule, person: PersonDuties, first: int, days: int) -> float:
    """A: minutes of work in the period. B: those of as many later worked days as there were days of leave in it; of days not
    yet known, the average day worked in it. C: its weeks; of a period not yet over, begun ones count whole, so that five
    days of eight hours are 40 hours a week."""
    begins = person.first + timedelta(days=first)
    work = person.worked_within(begins, days, breaks_are_work=rule.breaks_are_work)
    excluded = sum(begins <= day < begins + days * DAY for day in person.leave)
    worked = len({day for day in person.days if begins <= day < begins + days * DAY})
    return (work + _made_up(rule, person, begins + days * DAY, excluded, work / max(worked, 1))) / ceil(days / 7)


def _made_up(rule: Rule, person: PersonDuties, after: date, excluded: int, usual: float) -> float:
    """Minutes of the first worked days from a day on, as many as were excluded; the usual minutes for those not yet known."""
    later = sorted({day for day in person.days if day >= after})[:excluded]
    found = sum(duty.worked(breaks_are_work=rule.breaks_are_work)
                for duty, day in zip(person.duties, person.days, strict=True) if day in later)
    return found + (excluded - len(later)) * usual


def night_average(rule: Rule, kind: NightAverage, person: PersonDuties) -> Iterator[Breach]:
    """Reference periods in which a night worker has too many hours for each 24, by A / (B - C) of reg. 6(5): B the period's
    days, C the hours of its weekly rests over 24."""
    nights = [has_night_work(duty, rule.night, person.zone) for duty in person.duties]
    broken, periods = [], reference_periods(person, kind.weeks * 7, successive=kind.successive)
    for first, days in periods:
        begins = person.first + timedelta(days=first)
        own = [night for night, day in zip(nights, person.days, strict=True) if begins <= day < begins + days * DAY]
        if sum(own) and sum(own) >= kind.share * len(own):
            days_whole = 7 * ceil(days / 7)
            each = (person.worked_within(begins, days, breaks_are_work=rule.breaks_are_work)
                    / (days_whole - days_whole / 7 * kind.rest_hours / 24))
            broken += [(first, each)] if each > kind.hours * 60 else []
    for first, minutes in of_runs(broken):
        yield _averaged(rule, person, first, dict(periods)[first], kind.weeks, f"a night worker's "
                        f"{_hours(minutes, kind.hours)} of work for each 24 on average", f"{kind.hours:g} are the most")


def _averaged(rule: Rule, person: PersonDuties, first: int, days: int, weeks: int, found: str, allowed: str) -> Breach:
    begins = person.first + timedelta(days=first)
    if days < weeks * 7:
        found += f" (over the {format_things(days, 'day', 'days')} that are known; the period is {weeks} weeks)"
    return Breach(rule, begins, begins + (days - 1) * DAY, found, allowed)


def _hours(minutes: float, limit: float) -> str:
    """Hours with as many decimals as keep them from reading like the limit."""
    decimals = next((number for number in range(1, 6) if f"{minutes / 60:.{number}f}" != f"{limit:.{number}f}"), 6)
    return f"{minutes / 60:.{decimals}f} hours"


def contract_hours(rule: Rule, kind: ContractHours, person: PersonDuties) -> Iterator[Breach]:
    """Periods with more hours than the contract's. They follow one another from the first day judged; a last one that is cut
    short has its whole hours. A duty counts whole on the day it begins."""
    begins = person.judged_from or person.first
    weekly = kind.full_time if person.weekly_hours is None else person.weekly_hours
    while begins <= person.last:
        days = kind.weeks * 7
        leave = sum(begins <= day < begins + days * DAY for day in person.leave)
        work = sum(duty.worked(breaks_are_work=rule.breaks_are_work) for duty in person.beginning(begins, days))
        total = work + leave * weekly * 60 / WORKING_DAYS_A_WEEK
        if total > weekly * kind.weeks * 60 + 1e-6:
            with_leave = f" with {format_things(leave, 'day', 'days')} of leave" if leave else ""
            yield Breach(rule, begins, min(begins + (days - 1) * DAY, person.last), f"{time_said(total)}{with_leave}",
                         f"the contract has {weekly * kind.weeks:g} hours in {kind.weeks} weeks")
        begins += days * DAY
