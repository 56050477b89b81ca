"""Every measure of the catalogue by every kind of period and dimension, against the plain reading of generated records."""

from __future__ import annotations

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from comparing import compare, definitions, new_workspace
from generating import LAYOUTS, SEASONS, Record, crowd, records, write_csv
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st
from plain import DIMENSIONS, Question, contact

PERIODS = ("half-hour", "hour-of-week", "day", "week", "month", "quarter", "financial-year", "rolling-3-months",
           "rolling-12-months", "all")
# ANSWERABLE_EXAMPLES=200 looks further than there is time for in every run, elsewhere each time, and for the least example.
DEEP = "ANSWERABLE_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("ANSWERABLE_EXAMPLES", "2"))
search = settings(max_examples=EXAMPLES, deadline=None, database=None, report_multiple_bugs=False,
                  suppress_health_check=list(HealthCheck), phases=[Phase.generate, *([Phase.shrink] if DEEP else [])])


def question(period: str, number: int, items: list[Record]) -> Question:
    """The question for a measure and period: dimensions, conditions and bounds take turns."""
    dimensions = [(), (DIMENSIONS[number % 7],), (DIMENSIONS[number % 7], DIMENSIONS[(number + 2) % 7])][number % 3]
    where = [(), (), (("line", "101"),), (("place", "east"),), (("channel", "phone"), ("origin", "public"))][number % 5]
    return Question(period, tuple(dimensions), tuple(where), *bounds(period, number, items))


def bounds(period: str, number: int, items: list[Record]) -> tuple[date | None, date | None]:
    """First and last day asked for; they may cut a period in two."""
    first = min(item["presented_at"] for item in items).date()
    if period in ("half-hour", "day"):
        return first, first + timedelta(days=6 if period == "half-hour" else 60)
    if number % 4 == 1:
        return first + timedelta(days=1), first + timedelta(days=6)
    if number % 4 == 2:
        return (first.replace(day=1) + timedelta(days=32)).replace(day=1), None
    return None, None


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("season", SEASONS)
def test_every_measure_by_every_period(season: str, turn: int) -> None:
    """Each season takes every measure by two fifths of the kinds of period: together they take all of them, twice."""
    place = 2 * list(SEASONS).index(season) + turn

    @search
    @given(items=records(season), columns=st.sampled_from(LAYOUTS), other=st.integers(0, 209))
    def check(items: list[Record], columns: tuple[str, ...], other: int) -> None:
        # The first list drawn is the plainest: contacts that are all alike would show little for the time they take.
        assume(DEEP or len({item["line"] for item in items}) > 1)
        compare_all(crowd(items) if turn else items, columns, place, other)

    (check if DEEP else seed(place)(check))()


def compare_all(items: list[Record], columns: tuple[str, ...], first: int, other: int) -> None:
    """Load the records and compare every measure by two kinds of period, beginning with the kind at `first`."""
    contacts = [contact(item, columns) for item in items]
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder), [write_csv(Path(folder) / "calls.csv", items, columns)])
        for number, name in enumerate(definitions()):
            for place in range((number + first) % 5, len(PERIODS), 5):
                asked = question(PERIODS[place], other + 10 * number + place, items)
                if definitions()[name]["kind"] == "occupancy":
                    asked = Question(PERIODS[place], start=asked.start, end=asked.end)
                compare(workspace, contacts, name, asked)
