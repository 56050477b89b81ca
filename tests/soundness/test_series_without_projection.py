"""What cannot be projected ends in a plain sentence, not in a number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.drawn_series import monthly, shares, walks

from answerable.errors import InputError
from answerable.forecasting.projecting import project_all, project_one
from answerable.forecasting.projection import NoProjection, Projection
from answerable.forecasting.series import COUNT, SHARE

SEEN = [float(value) for value in np.random.default_rng(1).poisson(30, 48)]


@pytest.mark.parametrize(("values", "code", "words"), [
    ([], "lost", "no figure"),
    ([None] * 30, "lost", "no figure"),
    ([3.0, 5.0, 4.0, 6.0], "too-short", "at least 12 months; there are 4"),
    ([7.0] * 40, "constant", "all the same"),
    ([*SEEN[:20], *[7.0] * 20], "constant", "last 12 figures are all the same"),
    ([0.0] * 40, "all-zero", "all 0"),
    ([*SEEN, None, None, None, None], "lost", "no figure for the last 4 months"),
    ([value if month % 2 else None for month, value in enumerate(SEEN)], "too-many-gaps", "Only 18 of the last 36 months"),
])
def test_a_series_that_cannot_be_projected_says_why(values: list[float | None], code: str, words: str) -> None:
    made = project_one(monthly("calls", values, COUNT), 6)
    assert isinstance(made, NoProjection)
    assert made.code == code
    assert words in made.words


def test_one_that_cannot_be_projected_leaves_the_others_alone() -> None:
    series = shares(3)
    with_it = project_all([series[0], monthly("short", [1.0, 2.0], SHARE), *series[1:]], 3)
    assert isinstance(with_it[1], NoProjection)
    assert [with_it[0], *with_it[2:]] == project_all(series, 3)


def test_figures_lost_of_late_are_projected_from_before_them() -> None:
    series = walks(1, periods=40)[0].values
    made = project_one(monthly("calls", [*series, None, None]), 3)
    assert isinstance(made, Projection)
    assert made.origin.isoformat() == "2023-04-30"
    assert [step.label for step in made.steps] == ["May 2023", "June 2023", "July 2023", "August 2023", "September 2023"]
    assert "last 2 months have no figure" in made.notes[0]


@pytest.mark.parametrize(("values", "scale", "words"), [
    ([50.0, 101.0] * 10, SHARE, "never above 100 percent"), ([5.0, -1.0] * 10, COUNT, "never below 0"),
    ([5.0, float("nan")] * 10, COUNT, "no number"), ([5.0, 4.0] * 10, "percentage", "not a scale")])
def test_figures_that_cannot_be_are_refused(values: list[float], scale: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        project_one(monthly("calls", values, scale), 3)


def test_a_month_left_out_is_refused() -> None:
    whole = monthly("calls", SEEN)
    gone = replace(whole, starts=(*whole.starts[:5], *whole.starts[6:]), values=(*whole.values[:5], *whole.values[6:]))
    with pytest.raises(InputError, match="not one month later"):
        project_one(gone, 3)


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match="given twice"):
        project_all([monthly("calls", SEEN), monthly("calls", SEEN)], 3)
