"""How numbers and lists read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.errors import InputError
from answerable.words import UNITS, _, format_count, format_value, join_words, mark, speaking, use_language


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (65.4, "65.4%"),
        (65.0, "65.0%"),
        (65.25, "65.3%"),
        (0, "0%"),
        (100, "100%"),
        (-3.21, "−3.2%"),
        (-0.0, "0%"),
    ],
)
def test_a_percentage_has_one_decimal_except_none_and_all(value: float, text: str) -> None:
    assert format_value(value, "percent") == text


@pytest.mark.parametrize(("value", "text"), [(99.96, "99.96%"), (0.01, "0.01%"), (99.9996, "99.9996%")])
def test_nearly_all_never_reads_as_all_and_nearly_none_never_as_none(value: float, text: str) -> None:
    assert format_value(value, "percent") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 seconds"),
        (0.01, "0.01 seconds"),
        (1, "1 second"),
        (8.4, "8.4 seconds"),
        (12, "12 seconds"),
        (16.1, "16.1 seconds"),
        (59.94, "59.9 seconds"),
        (59.96, "1 minute"),
        (60, "1 minute"),
        (61, "1 minute 1 second"),
        (98, "1 minute 38 seconds"),
        (98.4, "1 minute 38 seconds"),
        (119.6, "2 minutes"),
        (3599.7, "1 hour"),
        (3660, "1 hour 1 minute"),
        (7500, "2 hours 5 minutes"),
        (172_799, "2 days"),
        (18 * 86_400 + 7200, "18 days 2 hours"),
        (-98, "−1 minute 38 seconds"),
    ],
)
def test_seconds_read_as_people_say_them(value: float, text: str) -> None:
    assert format_value(value, "seconds") == text


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("contacts", 23291, "23,291"),
        ("count", 23291.0, "23,291"),
        ("count", 12.34, "12.3"),
        ("ratio", 1.2, "1.20"),
    ],
)
def test_counts_and_ratios(unit: str, value: float, text: str) -> None:
    assert format_value(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "apart_from", "text"),
    [
        (79.96, "percent", 80, "79.96%"),
        (80.04, "percent", 80, "80.04%"),
        (79.9, "percent", 80, "79.9%"),
        (80, "percent", 80, "80.0%"),
        (10.04, "seconds", 10, "10.04 seconds"),
        (120.2, "seconds", 120, "120.2 seconds"),
        (121, "seconds", 120, "2 minutes 1 second"),
        (1.204, "ratio", 1.2, "1.204"),
        (12.04, "count", 12, "12.04"),
    ],
)
def test_a_figure_is_never_rounded_onto_the_target_it_missed(
    value: float, unit: str, apart_from: float, text: str
) -> None:
    assert format_value(value, unit, apart_from=apart_from) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (80, "percent", "80%"),
        (92.5, "percent", "92.5%"),
        (10, "seconds", "10 seconds"),
        (1.2, "ratio", "1.2"),
    ],
)
def test_a_target_is_written_as_short_as_it_was_set(value: float, unit: str, text: str) -> None:
    assert format_value(value, unit, shortest=True) == text


@given(st.integers(0, 10_000_000))
def test_a_count_with_commas_is_still_that_count(number: int) -> None:
    assert int(format_count(number).replace(",", "")) == number


@given(st.integers(0, 3599))
def test_minutes_and_seconds_add_up_to_the_seconds_given(seconds: int) -> None:
    parts = re.findall(r"(\d+) (minute|second)", format_value(seconds, "seconds"))
    assert sum(int(number) * {"minute": 60, "second": 1}[unit] for number, unit in parts) == seconds


def test_no_figure_is_said_so_in_every_unit() -> None:
    assert {format_value(None, unit) for unit in UNITS} == {"no figure"}


def test_an_unknown_unit_names_the_nearest_and_all() -> None:
    with pytest.raises(InputError, match=r"unknown unit 'percnt'.*Did you mean 'percent'.*seconds, contacts"):
        format_value(1, "percnt")


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_sentence_does(words: list[str], text: str) -> None:
    assert join_words(words) == text


def test_the_language_can_be_chosen_and_english_is_what_is_left() -> None:
    use_language("de", "cy")
    try:
        assert format_value(98, "seconds") == "1 munud 38 eiliad"
        use_language("de")
        assert format_value(98, "seconds") == "1 minute 38 seconds"
    finally:
        use_language()


def test_a_language_can_be_spoken_for_a_while() -> None:
    with speaking("cy"):
        assert format_value(120, "seconds") == "2 funud"
        assert join_words(["llinell", "sianel", "awr"]) == "llinell, sianel ac awr"
        assert _("a text that nobody has translated") == "a text that nobody has translated"
    assert format_value(120, "seconds") == "2 minutes"


def test_a_marked_text_is_left_as_it_is() -> None:
    assert mark("below its usual range") == "below its usual range"
