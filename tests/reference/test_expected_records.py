"""Expected records of a day against a slow, obvious second reading: the median of the nearest days of its weekday."""

from __future__ import annotations

import statistics

import numpy as np
import pytest

from answerable.records.expecting import STATES, days_of_feed, neighbours_median, open_weekdays


def plain_median(counts: dict[int, int], day: int) -> float | None:
    """The median of up to four days of the weekday before and four after; None with fewer than three."""
    before = [other for other in sorted(counts) if other < day and other % 7 == day % 7][-4:]
    after = [other for other in sorted(counts) if other > day and other % 7 == day % 7][:4]
    near = [counts[other] for other in before + after]
    return statistics.median(near) if len(near) >= 3 else None


@pytest.mark.parametrize("seed", range(6))
def test_expected_records_are_the_median_of_the_nearest_weekdays(seed: int) -> None:
    random = np.random.default_rng(seed)
    days = np.sort(random.choice(np.arange(20_000, 20_150), size=int(random.integers(3, 130)), replace=False))
    counts = random.integers(1, 200, size=len(days))
    span = np.arange(19_980, 20_180)
    held = dict(zip(days.tolist(), counts.tolist(), strict=True))
    for day, found in zip(span.tolist(), neighbours_median(days, counts, span).tolist(), strict=True):
        expected = plain_median(held, day)
        assert np.isnan(found) if expected is None else found == expected, day


@pytest.mark.parametrize("level", [3, 20, 400])
def test_a_feed_of_poisson_days_has_next_to_no_false_findings(level: int) -> None:
    random = np.random.default_rng(level)
    span = np.arange(20_000, 20_000 + 3 * 365)
    shape = np.array([1.0, 1.1, 1.0, 0.9, 1.2, 0.7, 0.6])[span % 7]
    counts = random.poisson(level * shape)
    book = days_of_feed(span[counts > 0], counts[counts > 0], int(span[-1]))
    found = {STATES[state]: int((book.state == state).sum()) for state in np.unique(book.state)}
    assert set(found) <= {"usual", "quiet"}, found


def test_a_lost_week_a_doubled_day_and_a_thin_one_are_found_where_they_are() -> None:
    random = np.random.default_rng(7)
    span = np.arange(20_000, 20_200)
    counts = random.poisson(60 * np.array([1.0, 1.1, 1.0, 0.9, 1.2, 0.7, 0.6])[span % 7])
    counts[50:57], counts[90] = 0, 2 * counts[90] + 20
    counts[120] = 3
    book = days_of_feed(span[counts > 0], counts[counts > 0], int(span[-1]))
    assert book.of(STATES.index("missing")) == list(range(20_050, 20_057))
    assert book.of(STATES.index("doubled")) == [20_090]
    assert book.of(STATES.index("thin")) == [20_120]


def test_bank_holidays_are_closed_to_a_feed_that_rests_on_them_and_open_to_one_that_works() -> None:
    span = np.arange(np.datetime64("2026-03-02"), np.datetime64("2026-05-01")).astype(np.int64)
    weekdays = span[(span + 3) % 7 < 5]
    easter = np.array(["2026-04-03", "2026-04-06"], dtype="datetime64[D]").astype(np.int64)
    rests = weekdays[~np.isin(weekdays, easter)]
    book = days_of_feed(rests, np.full(len(rests), 50), int(span[-1]))
    assert open_weekdays(rests) == {(day + 4) % 7 for day in range(5)}
    assert book.of(STATES.index("missing")) == []
    # Open on Good Friday and every other day of the week but Sunday, and then silent on Easter Monday: a gap.
    works = span[((span + 3) % 7 < 6) & (span != easter[1])]
    book = days_of_feed(works, np.full(len(works), 50), int(span[-1]))
    assert book.of(STATES.index("missing")) == [int(easter[1])]
