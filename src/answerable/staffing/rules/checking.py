"""The check of one person's duties against rules: every breach. Knows nothing of how a roster was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from answerable.staffing.rules.breaches import Breach
from answerable.staffing.rules.checking_days import free_weekends, most_nights, rest_days
from answerable.staffing.rules.checking_hours import average_hours, contract_hours, night_average
from answerable.staffing.rules.checking_rest import breaks, daily_rest, duty_length, period_rest, rest_between
from answerable.staffing.rules.duties import PersonDuties
from answerable.staffing.rules.kinds import (
    AverageHours,
    Break,
    ContractHours,
    DailyRest,
    DutyLength,
    FreeWeekends,
    MostNights,
    NightAverage,
    PeriodRest,
    RestBetween,
    RestDays,
    RuleSet,
)

Check = Callable[..., Iterator[Breach]]
CHECKS: dict[type[Any], Check] = {
    AverageHours: average_hours, NightAverage: night_average, DailyRest: daily_rest, RestBetween: rest_between,
    PeriodRest: period_rest, Break: breaks, DutyLength: duty_length, RestDays: rest_days, MostNights: most_nights,
    ContractHours: contract_hours, FreeWeekends: free_weekends}


def breaches(person: PersonDuties, sets: Iterable[RuleSet]) -> list[Breach]:
    """Every breach of every rule by the day it begins; of periods that overlap, the worst of those that follow one another.

    When a roster is published is a rule about no one person: see `checking_days.publication`. Breaches of before
    `person.judged_from` are left out.
    """
    found = [breach for set_ in sets for rule in set_.rules if type(rule.kind) in CHECKS
             for breach in CHECKS[type(rule.kind)](rule, rule.kind, person)]
    from_ = person.judged_from or person.first
    return sorted((breach for breach in found if breach.until >= from_), key=lambda breach: (breach.day, breach.until))
