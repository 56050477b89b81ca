"""What entries that name a measure are told by the newest release, and by none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test.utils import override_settings

from answerable.web.register import figures

MEASURE = "101-answered-within-30s"


def test_the_choices_are_the_release_s_measures_by_title() -> None:
    choices = figures.measure_choices()
    assert choices[MEASURE] == "101 calls answered within 30 seconds"
    assert list(choices.values()) == sorted(choices.values(), key=str.lower)


def test_the_figure_of_a_day_is_that_of_the_period_it_falls_in() -> None:
    first, middle = figures.figure_for(MEASURE, date(2026, 9, 1)), figures.figure_for(MEASURE, date(2026, 9, 17))
    assert first == middle is not None
    assert middle is not None
    assert (middle.period_start, middle.period_end, middle.status) == (date(2026, 9, 1), date(2026, 9, 30), "final")
    assert middle.text.endswith("%")


def test_a_day_that_the_release_does_not_reach_has_no_figure() -> None:
    assert figures.figure_for(MEASURE, date(2031, 1, 1)) is None
    assert figures.figure_for("no-such-measure", date(2026, 9, 1)) is None


def test_the_latest_figure_has_a_sentence() -> None:
    assert figures.latest_words(MEASURE)


def test_new_signals_name_their_measure() -> None:
    told = figures.new_signals()
    assert told
    assert all(each.words and each.title for each in told)


def test_without_a_release_everything_is_empty(tmp_path: Path) -> None:
    with override_settings(WORKSPACE=tmp_path):
        assert figures.measure_choices() == {}
        assert figures.measure_title(MEASURE) == MEASURE
        assert figures.latest_words(MEASURE) == ""
        assert figures.figure_for(MEASURE, date(2026, 9, 1)) is None
        assert figures.new_signals() == ()


@pytest.mark.parametrize("day", [date(2023, 11, 1), date(2026, 10, 31)])
def test_the_first_and_the_last_day_of_the_release_have_figures(day: date) -> None:
    assert figures.figure_for(MEASURE, day) is not None
