"""Small multiples as drawn: the same months, one scale where it tells anything."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_text import clashes, outside, words
from example_charts import with_season, with_varying_limits
from example_release import gap_and_break, improved, judged_by_nobody, ordinary, special_cause, volume

from answerable.charts import palette, small_multiples_svg
from answerable.charts.multiples import small_multiples

ALL = [ordinary(), special_cause(), improved(), gap_and_break(), volume(), judged_by_nobody(), with_season(),
       with_varying_limits()]


def levels(measures: list[dict[str, Any]]) -> list[float]:
    """The heights of the grid lines of each panel's first row."""
    picture = small_multiples(measures, width="wide")
    return [rule["y"] for rule in picture.drawing.rules if rule["colour"] == palette.GRID]


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("number", [1, 2, 5, 8])
def test_no_text_covers_another_and_none_leaves_the_picture(number: int, width: Any) -> None:
    picture = small_multiples(ALL[:number], width=width)
    assert clashes(picture) == outside(picture) == []
    svg = small_multiples_svg(ALL[:number], width=width)
    assert f'width="{760 if width == "wide" else 340}"' in svg
    assert "NaN" not in svg


def test_each_panel_has_its_title_and_its_latest_figure() -> None:
    drawn = words(small_multiples(ALL, width="narrow"))
    for measure in ALL:
        assert measure["title"].split()[0] in drawn
        assert measure["headline"]["text"] in drawn


def test_measures_of_one_unit_share_a_scale_where_that_flattens_none() -> None:
    alike = [ordinary(), with_season()]
    assert len(set(levels(alike))) == len(levels(alike)) / 2
    assert "All on one scale" in words(small_multiples(alike, width="wide"))


def test_a_measure_that_one_scale_would_flatten_gets_one_of_its_own_and_the_picture_says_so() -> None:
    flat = improved()
    for point in flat["chart"]["points"]:
        point["value"] = 98.0 + point["value"] / 100
    flat["chart"]["phases"], flat["target"] = [], None
    low = ordinary()
    low["chart"]["points"][0]["value"] = 1.0
    assert "Scales differ" in words(small_multiples([flat, low], width="wide"))


def test_all_panels_have_the_same_months() -> None:
    late = judged_by_nobody()       # its last four months only
    picture = small_multiples([ordinary(), late], width="narrow")
    assert [item["text"] for item in picture.drawing.texts].count("Nov 2023") == 2
    runs = [[corner["x"] for corner in picture.drawing.paths if corner["path"] == path] for path in (0, 1)]
    assert runs[0][-4:] == pytest.approx(runs[1], abs=8)      # the axes' labels may differ by a few pixels


def test_a_phone_has_one_column_and_a_wide_page_three() -> None:
    titles = [item["x"] for item in small_multiples(ALL, width="wide").drawing.texts if item["weight"] == 600]
    assert len(set(titles)) == 3
    titles = [item["x"] for item in small_multiples(ALL, width="narrow").drawing.texts if item["weight"] == 600]
    assert len(set(titles)) == 1


def test_every_axis_has_at_least_two_numbers() -> None:
    for measure in ALL:
        assert len(levels([measure])) >= 2, measure["id"]


def test_the_key_explains_only_what_is_drawn() -> None:
    drawn = words(small_multiples([ordinary()], width="wide"))
    assert "Signal of" not in drawn
    assert "Signal of concern" in words(small_multiples([ordinary(), special_cause()], width="wide"))


def test_without_points_there_is_nothing_to_draw() -> None:
    empty = volume()
    empty["chart"]["points"] = []
    with pytest.raises(ValueError, match="points to draw"):
        small_multiples([empty], width="wide")
