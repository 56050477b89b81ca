"""By which dimensions a release tells the newest figure, and of which measures it tells the hours of the week."""

from __future__ import annotations

import pytest

from answerable.measures.catalogue import read_measures
from answerable.releases.breakdowns import by_hour, dimensions_to_publish

MEASURES = read_measures()


@pytest.mark.parametrize("name", MEASURES)
def test_every_dimension_that_is_published_is_one_of_the_measures_own(name: str) -> None:
    measure = MEASURES[name]
    tables = [part.table for part in (measure.above, measure.below) if part] or [measure.table]
    from answerable.records.tables import TABLES

    for dimension in dimensions_to_publish(measure):
        assert dimension == "age_band" or all(dimension in TABLES[table].series_columns for table in tables)


def test_a_ratio_is_told_by_what_both_of_its_tables_have() -> None:
    assert "reason" not in dimensions_to_publish(MEASURES["abstraction-rate"])
    assert "team" in dimensions_to_publish(MEASURES["abstraction-rate"])


def test_the_backlog_is_told_by_age_too() -> None:
    assert "age_band" in dimensions_to_publish(MEASURES["unresourced-average"])


@pytest.mark.parametrize("name", ["attendance-within-grade-time", "establishment-gap", "101-longest-wait", "samples-met"])
def test_hours_of_the_week_are_not_asked_where_they_say_nothing(name: str) -> None:
    def never(*_asked: object) -> list[object]:
        raise AssertionError("was asked")

    assert by_hour(MEASURES[name], "2026-09-30", never) is None  # type: ignore[arg-type]
