"""What a load works out about its few days is the same as among all days."""

from __future__ import annotations

import numpy as np

from answerable.records.expecting import neighbours_median


def test_what_is_usual_on_a_few_days_is_what_is_usual_on_them_among_all() -> None:
    draw = np.random.default_rng(4)
    days = np.sort(draw.choice(400, 300, replace=False))
    counts = draw.integers(1, 500, 300)
    every = neighbours_median(days, counts, days)
    for few in (days[:1], days[3:40], days[-1:], days[:0]):
        assert np.array_equal(neighbours_median(days, counts, few), every[np.isin(days, few)], equal_nan=True)


def test_the_usual_count_is_the_median_of_the_nearest_eight_of_the_weekday_without_the_day_itself() -> None:
    weeks = 7 * np.arange(12)
    usual = neighbours_median(weeks, np.array([0, 1, 2, 3, 4, 500, 6, 7, 8, 9, 10, 11]), weeks)
    assert usual[5] == np.median([1, 2, 3, 4, 6, 7, 8, 9])
    assert usual[0] == np.median([1, 2, 3, 4])
