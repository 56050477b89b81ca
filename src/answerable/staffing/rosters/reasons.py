"""Why duties are left that nobody has: which rule, or which lack of people, makes it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answerable.staffing.rosters.limits import limits_of
from answerable.staffing.rosters.person import Roster
from answerable.staffing.rosters.problem import lay_out
from answerable.staffing.rules.kinds import Rule, RuleSet
from answerable.words import format_count, format_things


def reasons(roster: Roster, sets: Sequence[RuleSet]) -> list[str]:
    """Sentences; none where nobody is missing. Each is a count that holds for every roster, not this one alone: too few people
    may have a shift on a day, or a rule that by itself leaves fewer duties than are needed."""
    return [*_days(roster, sets), *_rules(roster, sets)] if roster.shortage else []


def _days(roster: Roster, sets: Sequence[RuleSet]) -> Iterator[str]:
    need, problem = roster.need, lay_out(roster.need, roster.people, sets)
    for day, wanted in enumerate(need.people):
        for shift, people in enumerate(wanted):
            able = sum((day, shift) in own.open for own in problem.own)
            if able < people:
                yield (f"{need.days[day]}, {need.shifts[shift].label}: {people} are needed and {able} may have it (skills, "
                       "leave, days off, rest since the last duty before the roster).")
        there = sum(any(on == day for on, _ in own.open) for own in problem.own)
        if there < sum(wanted) and all(sum((day, shift) in own.open for own in problem.own) >= people
                                       for shift, people in enumerate(wanted)):
            yield f"{need.days[day]}: {sum(wanted)} are needed over all shifts and {there} are there."


def _rules(roster: Roster, sets: Sequence[RuleSet]) -> Iterator[str]:
    """Each rule by itself: the most duties that all people together may have by it."""
    problem = lay_out(roster.need, roster.people, sets)
    shortest = min(min(minutes.values()) for minutes in problem.minutes)
    nights = sum(people for day, wanted in enumerate(roster.need.people) for shift, people in enumerate(wanted)
                 if (day, shift) in problem.nights)
    for set_ in sets:
        for rule in set_.rules:
            most, of_nights = _most(roster, rule, shortest)
            needed, what = (nights, "nights") if of_nights else (roster.need.total, "duties")
            if most is not None and most < needed:
                yield (f"The rule '{rule.name}' ({rule.source}) by itself leaves at most {format_count(most)} {what} of the "
                       f"{format_count(needed)} that are needed: {format_things(needed - most, 'is', 'are')} too many.")


def _most(roster: Roster, rule: Rule, shortest: int) -> tuple[int | None, bool]:
    """(the most duties of all people together by one rule, or None where it says nothing of that; whether of nights)."""
    length, total, nights = len(roster.need.people), 0, False
    for person in roster.people:
        limits = limits_of(person, roster.need, [rule])
        bounds = [_over(limits.days, length), _over(limits.nights, length),
                  _over([(first, end, most // shortest) for first, end, most, _ in limits.minutes], length)]
        if all(bound is None for bound in bounds):
            return None, False
        nights = bool(limits.nights)
        total += min(bound for bound in bounds if bound is not None)
    return total, nights


def _over(windows: Sequence[tuple[int, int, int]], length: int) -> int | None:
    """The most over all days by limits on stretches of them: the cheapest way of covering the days with stretches that do not
    overlap, days between them counting one each."""
    if not windows:
        return None
    best = [0] * (length + 1)
    for end in range(1, length + 1):
        best[end] = min([best[end - 1] + 1, *(best[first] + most for first, last, most in windows if last == end)])
    return best[length]
