"""How far a steady service's share moves from period to period: the ordinary spread, held to published figures."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from answerable.judgement import chance
from answerable.judgement.chance import DEVIATIONS, apart

# Departments of England with 1,000 attendances a month or more and two years of figures; type 1, share within four hours.
FEWEST, MONTHS = 1000, 24
Counts = list[tuple[int, int]]


@pytest.fixture(scope="module")
def departments(real_data: Path) -> list[Counts]:
    """(attendances, of which within four hours) by month, for each department."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    with gzip.open(real_data / "nhsrdatasets" / "ae_attendances.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            number, late = int(float(row["attendances"])), int(float(row["breaches"]))
            if row["type"] == "1" and number > FEWEST:
                found[row["org_code"]].append((row["period"], number, number - late))
    return [[(number, met) for _month, number, met in sorted(months)] for months in found.values() if len(months) >= MONTHS]


def pairs(departments: list[Counts], length: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Neighbouring periods of so many months."""
    found = []
    for months in departments:
        periods = [months[at:at + length] for at in range(0, len(months) - length + 1, length)]
        sums = [(sum(number for number, _met in period), sum(met for _number, met in period)) for period in periods]
        found += list(pairwise(sums))
    return found


def fallen(found: list[tuple[tuple[int, int], tuple[int, int]]]) -> int:
    """How many pairs the test of two figures would call a fall beyond chance."""
    return sum(apart(met / number, later_met / later, [number, later]) > DEVIATIONS
               for (number, met), (later, later_met) in found)


@pytest.mark.parametrize(("length", "number", "most"), [(1, 4730, 1), (3, 1484, 0), (12, 266, 0)])
def test_neighbouring_periods_are_hardly_ever_called_a_fall(departments: list[Counts], length: int, number: int,
                                                            most: int) -> None:
    found = pairs(departments, length)
    assert (len(found), fallen(found)) == (number, most)


def test_by_counting_alone_more_than_a_third_would_be(departments: list[Counts], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "ORDINARY_SPREAD", 0.0)
    found = pairs(departments, 1)
    assert fallen(found) == 1714
    assert fallen(found) > len(found) / 3
