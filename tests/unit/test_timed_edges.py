"""A first or last day, or a last hour, that is there in part is left out; nothing in the middle ever is."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import nbinom

from answerable.cli import run
from answerable.comparing.timed_edges import whole_demand
from answerable.forecasting.demand.part_days import chance_of_less, in_part
from answerable.forecasting.demand.types import Demand

WEEK = np.array([300, 290, 285, 288, 320, 360, 330])


def demand(number: int = 120, first: date = date(2023, 3, 6), seed: int = 3, changed: dict[int, float] | None = None) -> Demand:
    counts = np.random.default_rng(seed).poisson(np.resize(WEEK, number)).astype(float)
    for at, share in (changed or {}).items():
        counts[at] = round(counts[at] * share)
    return Demand("calls", tuple(first + timedelta(days=at) for at in range(number)), 1440, counts[:, None])


def test_half_a_last_day_is_left_out_and_told() -> None:
    kept, (note,) = whole_demand(demand(changed={119: 0.5}), "England")
    assert (len(kept.days), kept.counts.shape) == (119, (119, 1))
    assert "The last day, 3 July 2023, is far below" in note
    assert "--keep-last" in note


def test_half_a_first_day_is_left_out_and_told() -> None:
    kept, (note,) = whole_demand(demand(changed={0: 0.5}), "England")
    assert kept.days[0] == date(2023, 3, 7)
    assert "The first day, 6 March 2023" in note


def test_a_low_day_in_the_middle_stays() -> None:
    low = demand(changed={60: 0.3, 118: 0.4})
    kept, notes = whole_demand(low, "England")
    assert (kept.days, notes) == (low.days, [])
    assert np.array_equal(kept.counts, low.counts)


@pytest.mark.parametrize("country", ["England", "none"])
def test_a_low_christmas_day_is_no_part_of_a_day(country: str) -> None:
    last = demand(120, date(2023, 12, 25) - timedelta(days=119), changed={119: 0.5})
    kept, notes = whole_demand(last, country)
    assert (len(kept.days), notes) == (120, [])


def test_ordinary_last_days_stay() -> None:
    """Of 400 worlds that end on a whole day none loses it: the least of eight weeks is seldom undercut by a tenth."""
    weekdays, special = np.arange(70) % 7, np.zeros(70, dtype=bool)
    draws = np.random.default_rng(8).poisson(np.resize(WEEK, 70), (400, 70)).astype(float)
    assert not any(in_part(counts, weekdays, special) for counts in draws)
    draws[:, -1] = np.round(draws[:, -1] / 2)
    assert all(in_part(counts, weekdays, special) for counts in draws)


def test_few_counts_say_nothing() -> None:
    counts = np.random.default_rng(2).poisson(4, 70).astype(float)
    counts[-1] = 1
    assert not in_part(counts, np.arange(70) % 7, np.zeros(70, dtype=bool))


def test_a_last_hour_cut_short_is_not_known() -> None:
    counts = np.random.default_rng(2).poisson(60, (40, 24)).astype(float)
    days = tuple(date(2023, 3, 6) + timedelta(days=at) for at in range(40))
    assert whole_demand(Demand("", days, 60, counts), "none")[1] == []
    counts[-1, -1] = 15
    kept, (note,) = whole_demand(Demand("", days, 60, counts), "none")
    assert np.isnan(kept.counts[-1, -1])
    assert np.isnan(kept.counts).sum() == 1
    assert "last interval of 14 April 2023" in note


@pytest.mark.parametrize(("count", "mean", "shape"), [(0, 3.0, 5.0), (140, 200.0, 80.0), (7.5, 9.0, 1e4)])
def test_the_chance_of_less_is_that_of_a_negative_binomial(count: float, mean: float, shape: float) -> None:
    assert chance_of_less(count, mean, shape) == pytest.approx(nbinom.cdf(np.floor(count), shape, shape / (shape + mean)))


@pytest.mark.parametrize(("words", "first"), [([], "2023-07-03"), (["--keep-last"], "2023-07-04"),
                                              (["--as-of", "2023-07-03"], "2023-07-04")])
def test_the_forecast_begins_with_the_day_left_out_unless_it_is_to_be_kept(
        words: list[str], first: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, made = tmp_path / "calls.csv", demand(changed={119: 0.5})
    path.write_text("day,calls\n" + "".join(f"{day},{count:.0f}\n" for day, (count,) in
                                            zip(made.days, made.counts, strict=True)), encoding="utf-8")
    assert run(["forecast", str(path), "--days", "3", "--format", "csv", "--quiet", *words]) == 0
    assert next(csv.DictReader(io.StringIO(capsys.readouterr().out)))["start"] == first
