"""The clauses of the sentence, and which templates a measure may give."""

from __future__ import annotations

from datetime import date

import pytest

from answerable.errors import DefinitionError, InputError
from answerable.judgement.sentence import (
    Gap,
    check_template,
    direction_sentence,
    figure_clause,
    judged_sentence,
    no_figure_sentence,
    provisional_sentence,
)
from answerable.judgement.series import Point

SHARE = "{value} of {denominator} 101 calls were answered within 30 seconds in {period}"
MEAN = "The mean wait was {value} over {denominator} answered calls in {period}"


def figure(value: float | None, status: str = "final", denominator: float | None = 23291) -> Point:
    """The figure of September 2026."""
    return Point(date(2026, 9, 1), "September 2026", value, status, 15232, denominator)


@pytest.mark.parametrize(
    ("template", "value", "unit", "text"),
    [
        (
            SHARE,
            65.4,
            "percent",
            "65.4% of 23,291 101 calls were answered within 30 seconds in September 2026",
        ),
        (
            MEAN,
            98,
            "seconds",
            "The mean wait was 1 minute 38 seconds over 23,291 answered calls in September 2026",
        ),
        (
            "{value} calls were offered in {period}",
            23291,
            "contacts",
            "23,291 calls were offered in September 2026",
        ),
        (
            "{numerator} of {denominator}, {value}, in {period}",
            65.4,
            "percent",
            "15,232 of 23,291, 65.4%, in September 2026",
        ),
    ],
)
def test_a_template_serves_shares_means_and_counts(template: str, value: float, unit: str, text: str) -> None:
    assert figure_clause(template, figure(value), unit) == text


def test_a_provisional_figure_says_so_far() -> None:
    assert figure_clause(SHARE, figure(65.4), "percent", so_far=True).endswith("in September 2026 so far")


def test_a_figure_beside_its_target_keeps_the_decimals_that_tell_them_apart() -> None:
    assert figure_clause("{value} in {period}", figure(79.96), "percent", apart_from=80).startswith("79.96%")


def test_a_count_that_the_template_needs_and_the_figure_lacks_is_an_error() -> None:
    with pytest.raises(InputError, match=r"September 2026 has no denominator.*Leave {denominator} out"):
        figure_clause(SHARE, figure(65.4, denominator=None), "percent")


def test_the_clauses_follow_the_figure_and_the_direction_ends_the_sentence() -> None:
    assert judged_sentence("It was 5 in May", ["one thing", "another"], "lower") == (
        "It was 5 in May: one thing, another. Lower is better."
    )


def test_a_neutral_measure_says_that_no_direction_is_better() -> None:
    assert direction_sentence("neutral") == "Higher is neither better nor worse."


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("no-data", "There is no figure for September 2026: no records have come for it."),
        ("not-available", "There is no figure for September 2026: it is not available."),
    ],
)
def test_a_month_without_a_figure_says_why(status: str, text: str) -> None:
    assert no_figure_sentence(figure(None, status)) == text


def test_the_words_of_a_declared_gap_are_used_for_the_months_it_covers() -> None:
    gap = Gap(date(2026, 8, 1), date(2026, 10, 1), "Not available: the telephone system changed.")
    assert no_figure_sentence(figure(None, "not-available"), [gap]) == (
        "There is no figure for September 2026: Not available: the telephone system changed."
    )
    elsewhere = Gap(date(2025, 8, 1), date(2025, 10, 1), "another time")
    assert "another time" not in no_figure_sentence(figure(None, "not-available"), [elsewhere])


def test_without_any_month_there_is_no_figure_yet() -> None:
    assert no_figure_sentence(None) == "There is no figure yet."


def test_the_newest_provisional_figure_is_named_with_its_value() -> None:
    assert provisional_sentence(figure(70.1, "provisional"), "percent") == (
        "September 2026 is provisional: 70.1% so far."
    )


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{valu} in {period}", r"unknown placeholder '{valu}'.*Did you mean 'value'"),
        ("{value:.1f} in {period}", r"unknown placeholder '{value:.1f}'"),
        ("{} in {period}", r"unknown placeholder '{}'"),
        ("{value", r"does not parse.*Write each placeholder as {name}"),
        ("{value} in all", r"lacks {period}\. Add {period}"),
        ("in {period}", r"lacks {value}\. Add {value}"),
    ],
)
def test_a_faulty_template_is_refused_with_the_place_and_the_remedy(template: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=f"measure 'x': .*{message}"):
        check_template(template, where="measure 'x'")
