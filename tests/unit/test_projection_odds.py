"""Odds of a projected figure: against the exact ones of a random walk, in words, and never certain."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from tests.drawn_series import monthly, walks

from answerable.errors import InputError
from answerable.forecasting.odds import met, met_by, odds_in_words
from answerable.forecasting.paths import PATHS
from answerable.forecasting.projecting import project_all
from answerable.forecasting.projection import LEVELS, Projection
from answerable.forecasting.series import COUNT

AHEAD = 6


@pytest.fixture(scope="module")
def made() -> list[tuple[float, Projection]]:
    """(the last figure, the projection) of forty random walks with steps of spread 1."""
    series = walks(40)
    found = project_all(series, AHEAD)
    return [(float(one.values[-1] or 0), each) for one, each in zip(series, found, strict=True) if isinstance(each, Projection)]


@pytest.mark.parametrize("above", [0.0, 1.0, 2.5])
def test_the_odds_of_a_random_walk_are_near_the_exact_ones(made: list[tuple[float, Projection]], above: float) -> None:
    said = np.mean([met(each, last + above, ">=") for last, each in made], axis=0)
    exact = [1 - NormalDist().cdf(above / step ** 0.5) for step in range(1, AHEAD + 1)]
    assert said == pytest.approx(exact, abs=0.05)


def test_the_odds_of_ever_reaching_a_value_are_near_the_exact_ones(made: list[tuple[float, Projection]]) -> None:
    courses = np.cumsum(np.random.default_rng(8).normal(size=(100_000, AHEAD)), axis=1)
    exact = (np.maximum.accumulate(courses, axis=1) >= 2).mean(axis=0)
    said = np.mean([met_by(each, last + 2, ">=") for last, each in made], axis=0)
    assert said == pytest.approx(exact, abs=0.05)


def test_the_odds_of_small_counts_hold_the_value_itself() -> None:
    random = np.random.default_rng(12)
    drawn = [monthly(f"things {number}", random.poisson(3, 48).astype(float).tolist(), COUNT) for number in range(30)]
    made = [each for each in project_all(drawn, 3) if isinstance(each, Projection)]
    assert all(value == round(value) for each in made for path in each.paths for value in path)
    said = {least: np.mean([met(each, least, ">=") for each in made]) for least in (2, 3, 5)}
    # Of Poisson's distribution with a mean of 3: 1 − 4e⁻³, and so on.
    assert said == pytest.approx({2: 0.801, 3: 0.577, 5: 0.185}, abs=0.07)
    assert np.mean([met(each, 2, ">") for each in made]) == pytest.approx(said[3])


def test_reaching_by_a_month_is_never_less_likely_than_in_it(made: list[tuple[float, Projection]]) -> None:
    for last, each in made[:5]:
        within, by = met(each, last + 1, ">="), met_by(each, last + 1, ">=")
        assert by[0] == within[0]
        assert all(one <= other for one, other in zip(within, by, strict=True))
        assert list(by) == sorted(by)


def test_odds_are_never_certain(made: list[tuple[float, Projection]]) -> None:
    last, each = made[0]
    assert 0 < met(each, last + 1e6, ">=")[0] < 0.01
    assert 0.99 < met(each, last - 1e6, ">")[0] < 1
    assert met(each, last + 1, "<")[2] == pytest.approx(1 - met(each, last + 1, ">=")[2])


def test_the_courses_of_each_month_fill_its_distribution(made: list[tuple[float, Projection]]) -> None:
    _last, each = made[0]
    assert len(each.paths) == PATHS
    for step, values in zip(each.steps, np.array(each.paths).T, strict=True):
        for level in (0.1, 0.25, 0.5, 0.75, 0.9):
            assert np.mean(values <= step.at(level)) == pytest.approx(level, abs=0.004)
        assert np.median(values) == pytest.approx(step.at(0.5), abs=0.02)


def test_errors_grow_with_the_root_of_the_months_and_courses_hang_together(made: list[tuple[float, Projection]]) -> None:
    width = np.mean([[step.at(0.95) - step.at(0.05) for step in each.steps] for _last, each in made], axis=0)
    assert width == pytest.approx(2 * 1.645 * np.sqrt(np.arange(1, AHEAD + 1)), rel=0.15)
    together = np.corrcoef(np.array(made[0][1].paths).T)
    assert together[0, 1] == pytest.approx((1 / 2) ** 0.5, abs=0.15)
    assert together[2, 5] == pytest.approx((3 / 6) ** 0.5, abs=0.15)


@pytest.mark.parametrize(("odds", "words"), [
    (0.001, "very unlikely (under 1%)"), (0.05, "very unlikely (5%)"), (0.18, "unlikely (18%)"),
    (0.5, "about as likely as not (50%)"), (0.7, "likely (70%)"), (0.95, "very likely (95%)"),
    (0.9999, "very likely (over 99%)")])
def test_odds_are_said_in_words(odds: float, words: str) -> None:
    assert odds_in_words(odds) == words


def test_a_comparison_that_is_none_is_refused(made: list[tuple[float, Projection]]) -> None:
    with pytest.raises(InputError, match="not a comparison"):
        met(made[0][1], 3, "=")


def test_quantiles_stand_at_all_levels(made: list[tuple[float, Projection]]) -> None:
    assert all(len(step.quantiles) == len(LEVELS) for _last, each in made for step in each.steps)
