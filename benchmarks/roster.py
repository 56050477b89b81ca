"""Rosters of 30, 100 and 500 people over 28 days in three shifts, the need 98% of what the contracts have.

`python -m benchmarks.roster [--people 500] [--seconds 60]`. Goal: 500 people proven optimal in at most 60 s with two workers.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date
from datetime import time as clock

from answerable.staffing.rosters.making import check, make_roster
from answerable.staffing.rosters.need import Need, Shift
from answerable.staffing.rosters.person import Person
from answerable.staffing.rules.reading import read_rules

SHIFTS = tuple(Shift(name, clock(begins), clock(ends), 45) for name, begins, ends in (
    ("early", 7, 15), ("late", 15, 23), ("night", 23, 7)))
WEIGHTS = (4, 4, 3)         # of early, late and night
DAYS, DUTIES, OF_SUPPLY = 28, 20, 0.98


def need_of(people: int) -> Need:
    """Duties for so many people: 98% of the twenty that a contract of 160 hours has, spread over days and shifts."""
    total = round(people * DUTIES * OF_SUPPLY)
    places = [(day, shift) for day in range(DAYS) for shift in range(len(SHIFTS))]
    weights = [WEIGHTS[shift] for _, shift in places]
    need, given, seen = [[0] * len(SHIFTS) for _ in range(DAYS)], 0, 0
    for (day, shift), weight in zip(places, weights, strict=True):
        seen += weight
        need[day][shift] = total * seen // sum(weights) - given
        given += need[day][shift]
    return Need(date(2026, 6, 1), SHIFTS, tuple(map(tuple, need)))


def measure(people: int, seconds: float, workers: int) -> None:
    """Make one roster and print what it took."""
    rules = [read_rules(name) for name in ("working-time-regulations-1998", "staff-contract-example")]
    need = need_of(people)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    everyone = [Person(f"person {number}") for number in range(people)]
    roster = make_roster(need, everyone, rules, seconds=seconds, workers=workers)
    after, own = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time() - started
    broken = sum(map(len, check(roster, rules)))
    processor = own + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{people} people, {need.total} duties: {'proven optimal' if roster.proven else 'not proven'}, price {roster.price}, "
          f"bound {roster.bound:g}, {roster.shortage} duties without anybody, {broken} breaches; {roster.seconds:.1f} s wall, "
          f"{processor:.1f} s of processor time", flush=True)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[30, 100, 500])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    words = parser.parse_args()
    for people in words.people:
        measure(people, words.seconds, words.workers)


if __name__ == "__main__":
    main()
