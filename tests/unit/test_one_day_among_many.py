"""What a load works out about its few days is the same as among all days."""

from __future__ import annotations

import numpy as np

from answerable.records.quality import Feed


def test_what_is_usual_on_a_few_days_is_what_is_usual_on_them_among_all() -> None:
    draw = np.random.default_rng(4)
    days = np.sort(draw.choice(400, 300, replace=False))
    feed = Feed("contacts", ("101", "phone"), days, draw.integers(1, 500, 300))
    every = feed.usual()
    for only in ({int(days[0])}, {int(day) for day in days[3:40]}, {int(days[-1]), 5_000}, set()):
        among = np.isin(days, list(only))
        assert np.array_equal(feed.usual(only)[among], every[among], equal_nan=True)
        assert np.isnan(feed.usual(only)[~among]).all()


def test_the_usual_count_is_the_median_of_the_nearest_eight_of_the_weekday_without_the_day_itself() -> None:
    weeks = 7 * np.arange(12)
    feed = Feed("contacts", ("101", "phone"), weeks, np.array([0, 1, 2, 3, 4, 500, 6, 7, 8, 9, 10, 11]))
    assert feed.usual()[5] == np.median([1, 2, 3, 4, 6, 7, 8, 9])
    assert feed.usual()[0] == np.median([1, 2, 3, 4])
