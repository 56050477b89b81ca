"""A measure's months become a series, or a sentence that says why there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from answerable.decisions.kinds import Decision, Step
from answerable.forecasting.series import COUNT, DURATION, NUMBER, RATIO, SHARE
from answerable.judgement.sentence import Gap
from answerable.projecting.measures import Known, Past, months_between, newest_of, past_of, scale_of
from made_projections import figure, figures, measure, month

VALUES = [70.0 + place % 5 for place in range(24)]


def past(made: tuple[object, ...], **more: object) -> Past:
    known = Known(measure(), made, date(2026, 2, 1), date(2025, 12, 31))  # type: ignore[arg-type]
    return past_of(replace(known, **more))  # type: ignore[arg-type]


def test_months_become_values_with_their_denominators_as_weights() -> None:
    series = past(figures(VALUES)).series
    assert series is not None
    assert (series.starts[0], series.starts[-1], len(series.starts)) == (month(0), month(23), 24)
    assert series.values == tuple(VALUES)
    assert series.weights == (100.0,) * 24
    assert series.scale == SHARE


def test_a_month_that_is_provisional_or_lost_is_a_gap() -> None:
    made = [*figures([*VALUES[:10], None, *VALUES[11:]])]
    made[5] = figure(5, 12.0, "provisional")
    series = past(tuple(made)).series
    assert series is not None
    assert [place for place, value in enumerate(series.values) if value is None] == [5, 10]


def test_the_series_ends_with_its_last_figure_that_counts() -> None:
    found = past((*figures(VALUES), figure(24, 99.0, "provisional")))
    assert found.series is not None
    assert found.series.starts[-1] == month(23)
    assert found.last is not None
    assert found.last.label == "December 2025"


def test_a_month_that_no_version_tells_of_is_a_gap_too() -> None:
    made = figures(VALUES)
    series = past((*made[:8], *made[9:])).series
    assert series is not None
    assert series.values[8] is None


def test_a_measure_whose_source_was_lost_ends_in_a_sentence() -> None:
    found = past(figures([*VALUES[:12], *[None] * 12]), gaps=(Gap(month(12), month(23), "the times are not handed on."),))
    assert found.series is None
    assert found.why is not None
    assert (found.why.code, found.why.words) == (
        "lost", "Not projected: the newest figure is that of December 2024; the times are not handed on.")


def test_a_measure_whose_figures_end_while_others_go_on_is_lost() -> None:
    assert past(figures(VALUES[:21])).why is not None
    assert past(figures(VALUES[:22])).why is None


def test_late_months_are_told() -> None:
    assert past(figures(VALUES[:22])).notes == ("The newest figure is that of October 2025: later months are late or "
                                                "provisional.",)


@pytest.mark.parametrize(("made", "code", "words"), [
    (tuple(figure(place, 1.0, "provisional") for place in range(5)), "no-figures",
     "Not projected: every figure so far is provisional."),
    (figures([None, None]), "no-figures", "Not projected: there is no figure."),
])
def test_without_a_figure_that_counts_there_is_a_sentence(made: tuple[object, ...], code: str, words: str) -> None:
    why = past(made).why
    assert why is not None
    assert (why.code, why.words) == (code, words)


def test_a_measure_over_a_dimension_has_no_single_series() -> None:
    why = past_of(Known(measure("contacts-by-channel"), figures(VALUES), date(2026, 2, 1), None)).why
    assert why is not None
    assert (why.code, why.words) == (
        "not-one-series", "Not projected: the measure has a series for each channel and none for the whole.")


@pytest.mark.parametrize(("name", "values", "scale"), [
    ("101-answered-within-30s", [70.0, 100.0], SHARE), ("101-offered", [3.0], COUNT),
    ("101-mean-wait-queue-clock", [3.0], DURATION), ("specials-hours-used", [112.0], RATIO),
    ("contacts-per-handler-hour", [5.5], RATIO), ("establishment-gap", [3.0], NUMBER), ("handler-occupancy", [66.0], SHARE),
    ("unresourced-beyond-grade-time", [5.0], SHARE), ("joiners", [2.0], RATIO), ("101-offered", [-1.0], NUMBER),
])
def test_the_scale_says_which_values_are_possible(name: str, values: list[float], scale: str) -> None:
    assert scale_of(measure(name), values) == scale


def step(at: date, day: date) -> Decision:
    """An accepted step."""
    return Decision(1, "", day, "Head of performance", "A new system", Step(measure().id, at))


def test_an_accepted_step_is_known_from_the_day_on_which_it_was_accepted() -> None:
    accepted = step(month(12), date(2025, 6, 3))
    found = past(figures(VALUES), steps=(accepted,)).series
    assert found is not None
    assert [(each.at, each.known_from, each.reason) for each in found.restarts] == [
        (month(12), date(2025, 6, 3), "A new system")]
    before = past(figures(VALUES), steps=(accepted,), day=date(2025, 6, 2)).series
    assert before is not None
    assert before.restarts == ()


def test_another_version_of_the_definition_starts_the_level_afresh() -> None:
    other = measure()
    log = (*other.keeper.change_log, {"version": 2, "date": "2025-03-01", "change": "counts hang-ups too"})
    newer = replace(other, version=2, keeper=replace(other.keeper, change_log=log))
    made = tuple(replace(each, version=1 if place < 14 else 2) for place, each in enumerate(figures(VALUES)))
    found = past_of(Known(newer, made, date(2026, 2, 1), date(2025, 12, 31))).series
    assert found is not None
    assert [(each.at, each.known_from) for each in found.restarts] == [(date(2025, 3, 1), date(2025, 3, 1))]


def test_a_version_that_will_hold_later_is_told() -> None:
    other = measure()
    log = (*other.keeper.change_log, {"version": 2, "date": "2026-04-01", "change": "counts hang-ups too"})
    newer = replace(other, version=2, keeper=replace(other.keeper, change_log=log))
    assert past_of(Known(newer, figures(VALUES), date(2026, 2, 1), date(2025, 12, 31))).notes == (
        "From 1 April 2026 another version of the definition holds; what is projected is the one before.",)


def test_the_newest_month_of_all_counts() -> None:
    assert newest_of([figures(VALUES[:3]), figures([*VALUES[:6], None]), ()]) == date(2024, 6, 30)
    assert newest_of([]) is None


def test_months_are_counted_over_the_year() -> None:
    assert months_between(date(2025, 11, 1), date(2026, 2, 1)) == (
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
