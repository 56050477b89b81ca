"""The heat map of the hours of a week as drawn."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_text import clashes, outside, words
from example_charts import week_of

from answerable.charts import heat_map_svg, palette
from answerable.charts.heat import can_be_drawn, heat_map


def squares(by_hour: dict[str, Any], width: Any = "wide") -> list[dict[str, Any]]:
    """The squares of the hours, without those of the key."""
    picture = heat_map(by_hour, unit="percent", width=width)
    return [mark for mark in picture.drawing.marks if 0 <= mark["y"] < picture.height and mark["x"] >= 0]


def test_the_higher_the_figure_the_larger_and_the_darker_the_square() -> None:
    drawn = squares(week_of(few=False))
    values = [value for row in week_of(few=False)["rows"] for value in row["numbers"] if value is not None]
    ordered = [mark for _value, mark in sorted(zip(values, drawn, strict=True), key=lambda pair: pair[0])]
    sizes = [mark["size"] for mark in ordered]
    shades = [palette.SEQUENCE.index(mark["fill"]) for mark in ordered]
    assert sizes == sorted(sizes)
    assert shades == sorted(shades)
    assert (shades[0], shades[-1]) == (0, len(palette.SEQUENCE) - 1)


def test_each_shade_is_darker_than_the_one_before() -> None:
    lights = [palette.luminance(colour) for colour in palette.SEQUENCE]
    assert lights == sorted(lights, reverse=True)


def test_an_hour_with_too_few_cases_is_hollow_and_does_not_stretch_the_scale() -> None:
    by_hour = week_of()
    by_hour["rows"][0]["numbers"][3] = 1.0
    hollow = [mark for mark in squares(by_hour) if mark["fill"] == palette.PAPER]
    assert len(hollow) == 14
    assert "Hollow: fewer than 30 cases" in words(heat_map(by_hour, unit="percent", width="wide"))
    assert "52.4%" in words(heat_map(by_hour, unit="percent", width="wide"))


def test_an_hour_without_a_figure_is_a_short_line_and_never_a_square() -> None:
    assert len(squares(week_of())) == 7 * 24 - 1
    assert "No figure" in words(heat_map(week_of(), unit="percent", width="wide"))


def test_hours_run_across_on_a_wide_page_and_down_on_a_phone() -> None:
    wide, narrow = (squares(week_of(few=False), width) for width in ("wide", "narrow"))
    assert len({mark["x"] for mark in wide}) == 24
    assert len({mark["x"] for mark in narrow}) == 7


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("unit", ["percent", "seconds", "contacts"])
def test_no_text_covers_another_and_none_leaves_the_map(unit: str, width: Any) -> None:
    picture = heat_map(week_of(unit=unit), unit=unit, width=width)
    assert clashes(picture) == outside(picture) == []


def test_hours_that_are_all_alike_are_drawn() -> None:
    by_hour = week_of()
    for row in by_hour["rows"]:
        row["numbers"] = [5.0] * 24
    assert heat_map_svg(by_hour, unit="seconds", width="wide").startswith("<svg")


def test_the_hours_of_an_old_release_hold_no_values_and_are_not_drawn() -> None:
    old = week_of()
    for row in old["rows"]:
        del row["numbers"], row["cases"]
    assert not can_be_drawn(old)
    assert not can_be_drawn(None)
    with pytest.raises(ValueError, match="hold no values"):
        heat_map(old, unit="percent", width="wide")
