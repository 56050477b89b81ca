"""Rosters of a few people over a few days: against every roster that there is, and against the check of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rosters.hand_made import LONDON, MONDAY

from answerable.errors import InputError
from answerable.staffing.rosters.making import as_worked, check
from answerable.staffing.rosters.need import Need, Shift
from answerable.staffing.rosters.person import Person, Roster, Wish
from answerable.staffing.rosters.problem import lay_out
from answerable.staffing.rosters.reasons import reasons
from answerable.staffing.rosters.searching import price_of, search
from answerable.staffing.rules.checking import breaches
from answerable.staffing.rules.duties import duty_on
from answerable.staffing.rules.kinds import ContractHours, RestDays, RuleSet
from answerable.staffing.rules.reading import read_rules

RULES = [read_rules(name) for name in ("working-time-regulations-1998", "staff-contract-example")]
# Of days too few for a rule's period the search gives a share of the period, the check nothing: these rules are left out where
# the two are held against one another to the last duty.
SHORT = [replace(set_, rules=tuple(rule for rule in set_.rules if not isinstance(rule.kind, ContractHours | RestDays)))
         for set_ in RULES]
EARLY, LATE, NIGHT = (Shift(name, time(begins), time(ends), 45) for name, begins, ends in (
    ("early", 7, 15), ("late", 15, 23), ("night", 23, 7)))


def solved(need: Need, people: Sequence[Person], rules: Sequence[RuleSet] = RULES, seconds: float = 5.0) -> Roster:
    """The best roster, searched for in this process."""
    found = search(lambda _: None, lay_out(need, people, rules), seconds, 1, 1)
    return Roster(need, tuple(people), found.given, found.price, found.bound, found.proven, 0.0)


def cheapest(need: Need, people: Sequence[Person]) -> int:
    """The least price of all rosters in which the check finds no breach, by trying every one."""
    problem, days = lay_out(need, people, SHORT), len(need.people)
    kept: list[list[tuple[int, ...]]] = []
    for place, person in enumerate(people):
        kept.append([])
        for own in product(range(-1, len(need.shifts)), repeat=days):
            if all(shift < 0 or (person.is_there(need.days[day]) and person.can(need.shifts[shift]))
                   for day, shift in enumerate(own)):
                alone = Roster(need, (person,), (own,), 0, 0, False, 0.0)
                if not breaches(as_worked(alone, 0), SHORT):
                    kept[place].append(own)
    return min(price_of(problem, given_) for given_ in product(*kept) if all(
        sum(own[day] == shift for own in given_) <= number
        for day, wanted in enumerate(need.people) for shift, number in enumerate(wanted)))


def of(people: Sequence[Sequence[int]], *shifts: Shift, first: date = MONDAY) -> Need:
    """A need of some days."""
    return Need(first, shifts, tuple(map(tuple, people)), LONDON)


BEFORE = (duty_on(MONDAY - timedelta(days=1), time(23), time(7), LONDON, 45),)


@pytest.mark.parametrize(("need", "people"), [
    (of([[1, 1]] * 4, EARLY, NIGHT), [Person("a"), Person("b", before=BEFORE)]),
    (of([[1, 1]] * 4, LATE, NIGHT), [Person("a", wishes=(Wish(-5, shift="night"),)), Person("b")]),
    (of([[1], [1], [1], [1], [1]], NIGHT), [Person("a"), Person("b", leave=frozenset([MONDAY]))]),
    (of([[1, 1]] * 3, EARLY, Shift("late", time(15), time(23), 45, "lead")), [Person("a"), Person("b", skills=frozenset(
        ["lead"])), Person("c", off_weekdays=frozenset([1]), wishes=(Wish(3, day=MONDAY),))]),
], ids=["after a night", "wishes", "nights", "skills"])
def test_no_roster_that_keeps_the_rules_is_cheaper(need: Need, people: list[Person]) -> None:
    made = solved(need, people, SHORT)
    assert made.proven
    assert made.price == cheapest(need, people)
    assert check(made, SHORT) == [[] for _ in people]


@given(data=st.data())
@settings(max_examples=12, deadline=None, derandomize=True)
def test_whatever_is_searched_passes_the_check(data: st.DataObject) -> None:
    # A fortnight around a change of the clocks, or another; people with leave, part time, and duties of the days before.
    first = data.draw(st.sampled_from([date(2026, 3, 23), date(2026, 10, 19), date(2026, 6, 3)]))
    shifts = data.draw(st.sampled_from([(EARLY, LATE, NIGHT), (Shift("day", time(7), time(19), 60),
                                                               Shift("dark", time(19), time(7), 60))]))
    need = of([[data.draw(st.integers(0, 2)) for _ in shifts] for _ in range(14)], *shifts, first=first)
    people = [Person(str(number), data.draw(st.sampled_from([None, 20.0, 37.0])), leave=frozenset(
        first + timedelta(days=day) for day in data.draw(st.sets(st.integers(0, 13), max_size=3))), before=tuple(
            shifts[data.draw(st.integers(0, len(shifts) - 1))].on(first - timedelta(days=back), LONDON)
            for back in data.draw(st.sampled_from([(), (1,), (4, 2)])))) for number in range(4)]
    made = solved(need, people, seconds=0.7)
    assert check(made, RULES) == [[] for _ in people]
    assert made.price == price_of(lay_out(need, people, RULES), made.given)
    for day, wanted in enumerate(need.people):
        assert all(made.missing(day, shift) >= 0 for shift in range(len(wanted)))


def test_why_somebody_is_missing_is_told() -> None:
    need = of([[1, 1]] * 7, Shift("early", time(7), time(15), 45, "lead"), LATE)
    made = solved(need, [Person("a"), Person("b")])
    told = reasons(made, RULES)
    assert "2026-06-01, early (lead): 1 are needed and 0 may have it" in told[0]
    crowded = solved(of([[2]] * 7, LATE), [Person("a"), Person("b")])
    assert crowded.shortage == 4
    assert any("'days in a row' (this example, clause 3) by itself leaves at most 12 duties of the 14" in reason
               for reason in reasons(crowded, RULES))


def test_a_shift_that_breaks_a_rule_by_itself_is_refused() -> None:
    with pytest.raises(InputError, match=r"the shift long \(06:00 to 20:00, break 60 minutes\) breaks the rule 'daily rest'"):
        lay_out(of([[1]], Shift("long", time(6), time(20), 60)), [Person("a")], RULES)
