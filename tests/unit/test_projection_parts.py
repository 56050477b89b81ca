"""The parts of a projection against slow, plain second ways of reckoning them."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from tests.drawn_series import monthly, shares, walks

from answerable.forecasting.backtests import backtest
from answerable.forecasting.conformal import _alike, _quantiles
from answerable.forecasting.floors import last_known, same_period
from answerable.forecasting.histories import prepare, rows_of
from answerable.forecasting.projecting import project_all, project_one
from answerable.forecasting.projection import LEVELS, Projection
from answerable.forecasting.scales import Scale, scale_of
from answerable.forecasting.seasons import seasons
from answerable.forecasting.series import COUNT, DURATION, MONTH, QUARTER, SHARE, WEEK, YEAR, Restart
from answerable.forecasting.smoothing import GRID, smoothed
from answerable.forecasting.spacing import SPACINGS, label, last_day, later, place


def test_a_share_is_the_logit_of_its_cases_with_half_a_case_on_either_side() -> None:
    series = monthly("share", [0.0, 50.0, 100.0], SHARE, weights=(10.0, 20.0, 30.0))
    found = prepare(series).values
    assert found == pytest.approx([math.log(0.5 / 10.5), 0.0, math.log(30.5 / 0.5)])
    assert scale_of(series).back(found[2:], 30.0) == pytest.approx([100.0])


@pytest.mark.parametrize("scale", [SHARE, COUNT, DURATION, "ratio", "number"])
def test_every_scale_leads_back_to_the_figure(scale: str) -> None:
    series = monthly("any", [0.0, 0.5, 12.0, 99.0, 100.0], scale)
    prepared = prepare(series)
    assert prepared.scale.back(prepared.values) == pytest.approx(list(series.values), abs=1e-9)


def test_nothing_on_the_scale_leads_past_its_ends() -> None:
    assert Scale(SHARE).back(np.array([-1e6, 1e6]), 40).tolist() == [0.0, 100.0]
    assert Scale(COUNT, 0.5).back(np.array([-1e6]))[0] == 0


def test_the_floors_are_those_of_plain_loops() -> None:
    random = np.random.default_rng(6)
    for _round in range(20):
        history = [None if random.random() < 0.2 else float(random.normal()) for _month in range(int(random.integers(5, 50)))]
        if all(value is None for value in history):
            continue
        seen = np.array([[np.nan if value is None else value for value in history]])
        last = next(value for value in reversed(history) if value is not None)
        assert last_known(seen, 3).tolist() == [[last] * 3]
        for years in (1, 3):
            for ahead, found in enumerate(same_period(seen, 12, 15, years)[0]):
                same = [history[index] for index in range(len(history) - 12 + ahead % 12, -1, -12) if index < len(history)]
                known = [value for value in same if value is not None][:years]
                assert found == pytest.approx(sum(known) / len(known) if known else last)


def test_smoothing_is_that_of_a_plain_loop_averaged_by_likelihood() -> None:
    history = np.random.default_rng(7).normal(size=30).cumsum()
    said, lost = [], []
    for pull, trend_pull, damping in GRID:
        level, trend, errors = float(np.mean(history[:6])), 0.0, []
        for value in history:
            level += damping * trend
            error = value - level
            level, trend = level + pull * error, damping * trend + trend_pull * error
            errors.append(error)
        said.append([level + trend * sum(damping ** power for power in range(1, step + 1)) for step in (1, 2, 3)])
        lost.append(sum(error ** 2 for error in errors[4:]))
    weights = np.array(lost) ** (-26 / 2)
    by_hand = (weights[:, None] * np.array(said)).sum(axis=0) / weights.sum()
    assert smoothed(history[None, :], 3).course[0] == pytest.approx(by_hand)


def test_a_season_without_noise_is_found_whole_and_noise_without_season_gives_next_to_none() -> None:
    year = np.array([5.0, 3, 1, 0, -2, -4, -5, -3, -1, 1, 2, 3])
    clean = np.tile(year, 4)[None, :]
    past, ahead = seasons(clean, np.array([0]), SPACINGS[MONTH], 6)
    assert past[0] == pytest.approx(clean[0] - year.mean(), abs=0.3)
    assert ahead[0] == pytest.approx(year[:6] - year.mean(), abs=0.3)
    chance = np.random.default_rng(8).normal(size=(40, 48))
    assert np.std(seasons(chance, np.arange(40), SPACINGS[MONTH], 12)[1]) < 0.25


def test_christmas_stays_where_it_is_in_years_of_weeks() -> None:
    starts = [date(2018, 1, 1) + timedelta(days=7 * week) for week in range(420)]
    calls = np.array([-9.0 if start <= date(start.year, 12, 25) <= start + timedelta(days=6) else 0.0 for start in starts])
    for origin in range(300, 340):
        ahead = seasons(calls[None, :origin], np.array([origin]), SPACINGS[WEEK], 52)[1][0]
        quietest = starts[origin + int(ahead.argmin())]
        assert abs((date(quietest.year, 12, 22) - quietest).days) <= 7


def test_the_conformal_quantile_is_the_n_plus_first_share_of_the_sorted_errors() -> None:
    sizes = np.sort(np.random.default_rng(9).exponential(size=4000))
    found = _quantiles(sizes[::-1].copy(), np.ones(4000), 1e9)
    for share, level in ((0.5, 0.75), (0.8, 0.9), (0.9, 0.95)):
        assert found[LEVELS.index(level)] == pytest.approx(sizes[math.ceil(4000 * share) - 1])
        assert found[LEVELS.index(round(1 - level, 2))] == -found[LEVELS.index(level)]
    few = _quantiles(sizes[::400].copy(), np.ones(10), 10)
    assert few[LEVELS.index(0.95)] > found[LEVELS.index(0.95)] * 0.7, "few errors lean on a heavy-tailed shape"


def test_the_record_of_a_projection_is_that_of_its_backtest_rows() -> None:
    series = shares(3)
    for made in project_all(series, 4):
        assert isinstance(made, Projection)
        rows = [row for row in backtest(series, 4, 24) if row.series == made.series]
        errors = sum(abs(row.outcome - row.quantiles[LEVELS.index(0.5)]) for row in rows)
        floors = sum(abs(row.outcome - row.floor) for row in rows)
        inside = [row.quantiles[LEVELS.index(0.05)] <= row.outcome <= row.quantiles[LEVELS.index(0.95)] for row in rows]
        assert made.backtest.forecasts == len(rows)
        assert made.backtest.origins == len({row.origin for row in rows})
        assert made.backtest.skill == pytest.approx(1 - errors / floors)
        assert made.backtest.cover90 == pytest.approx(np.mean(inside))
        assert made.backtest.skill_low is not None
        assert made.backtest.skill_low <= made.backtest.skill <= (made.backtest.skill_high or 0)


def test_after_a_step_the_level_is_the_new_one_and_the_season_the_old() -> None:
    random = np.random.default_rng(10)
    year = 3 * np.sin(2 * np.pi * np.arange(60) / 12)
    values = year + random.normal(0, 0.2, 60)
    values[54:] += 20
    step = Restart(date(2024, 7, 1), date(2024, 7, 1), "a new system")
    plain = project_one(monthly("calls", values.tolist()), 6)
    told = project_one(monthly("calls", values.tolist(), restarts=(step,)), 6)
    assert isinstance(plain, Projection)
    assert isinstance(told, Projection)
    truth = 20 + 3 * np.sin(2 * np.pi * np.arange(60, 66) / 12)
    assert [each.at(0.5) for each in told.steps] == pytest.approx(truth, abs=0.8)
    assert told.steps[0].at(0.95) - told.steps[0].at(0.05) < plain.steps[0].at(0.95) - plain.steps[0].at(0.05)


def test_a_figure_known_before_the_first_period_is_not_a_row() -> None:
    rows = rows_of([prepare(one) for one in walks(2, periods=30)], MONTH, 3)
    assert len(rows) == 2 * (30 - 8 + 1)
    assert np.isnan(rows.outcome[rows.origin == rows.origin.max()]).all()
    assert rows.known.min() == 8


@pytest.mark.parametrize(("every", "start", "next_start", "end", "words"), [
    (WEEK, date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 8), "Week beginning 2 March 2026"),
    (MONTH, date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 31), "December 2026"),
    (QUARTER, date(2026, 4, 1), date(2026, 7, 1), date(2026, 6, 30), "April to June 2026"),
    (YEAR, date(2026, 4, 1), date(2027, 4, 1), date(2027, 3, 31), "2026/27"),
    (YEAR, date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 31), "2026")])
def test_periods_follow_one_another(every: str, start: date, next_start: date, end: date, words: str) -> None:
    assert later(every, start, 1) == next_start
    assert last_day(every, start) == end
    assert label(every, start) == words
    assert place(every, next_start) == place(every, start) + 1


def test_series_that_err_alike_widen_intervals_as_the_few_that_they_are() -> None:
    random = np.random.default_rng(14)
    shared, own = random.normal(size=(40, 1, 3)), random.normal(size=(40, 30, 3))
    origins = np.repeat(np.arange(40), 30)
    weights = np.ones((1200, 3))
    for share in (0.0, 0.5, 1.0):
        errors = (share ** 0.5 * shared + (1 - share) ** 0.5 * own).reshape(1200, 3)
        assert _alike(errors, weights, origins) == pytest.approx(1 + 29 * share, abs=2.5)
    assert _alike(own.reshape(1200, 3), weights, np.arange(1200)) == 1
    sizes = np.abs(own.ravel())
    plain, alike = _quantiles(sizes, np.ones(3600), 400), _quantiles(sizes, np.ones(3600), 400, 20)
    assert alike[LEVELS.index(0.95)] / plain[LEVELS.index(0.95)] == pytest.approx(((1 + 2 / 20) / (1 + 2 / 400)) ** 0.5)


def test_the_past_is_told_from_as_many_origins_as_the_present() -> None:
    series = monthly("long", np.random.default_rng(15).normal(size=150).tolist())
    rows = backtest([series], 3, 40)
    oldest = min(row.origin for row in rows)
    cut = sum(last_day(MONTH, start) <= oldest for start in series.starts)
    then = project_one(monthly("long", series.values[:cut]), 3)
    told = [row for row in rows if row.origin == oldest]
    assert isinstance(then, Projection)
    assert cut == 150 - 40
    assert np.array([row.quantiles for row in told]) == pytest.approx(np.array([step.quantiles for step in then.steps]))
