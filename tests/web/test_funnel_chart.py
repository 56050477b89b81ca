"""The funnel as drawn: scale, limits, marks and names."""

from __future__ import annotations

import math
from typing import Any

import pytest
from drawn_text import clashes, outside, words
from example_charts import funnel_of
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.charts import funnel_svg, palette
from answerable.charts.funnel import can_be_drawn, denominator_ticks, funnel, scale_for
from answerable.charts.labels import Box, place_labels

MANY = [int(900 * 1.13 ** place) for place in range(43)]
EVEN = [400 + 37 * place for place in range(20)]


def marks(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The marks of the forces, by name."""
    return {mark["force"]: mark for mark in funnel(content, width="wide").figures[0]["data"]["values"]}


def test_each_position_has_a_shape_of_its_own_and_the_own_force_is_a_star() -> None:
    found = marks(funnel_of(MANY))
    assert found["Westshire"]["shape"] == palette.STAR
    assert found["Fenland"]["shape"] == palette.OUTSIDE_998.shape == "cross"
    assert found["Cliffshire"]["shape"] == palette.OUTSIDE_95.shape == "square"
    assert found["Northshire"]["shape"] == "circle"


def test_one_that_cannot_be_compared_is_hollow_and_the_key_says_so() -> None:
    found = marks(funnel_of(MANY))
    assert found["Mid Downs"]["fill"] == palette.PAPER
    assert found["Northshire"]["fill"] != palette.PAPER
    assert "Hollow: not compared" in words(funnel(funnel_of(MANY), width="wide"))


def test_the_two_pairs_of_limits_differ_in_their_dashes_and_are_named() -> None:
    picture = funnel(funnel_of(MANY), width="wide")
    dashes = [tuple(corner["dash"]) for corner in picture.drawing.paths if corner["at"] == 0]
    assert dashes == [palette.LIMIT_DASH, palette.NEAR_DASH, palette.NEAR_DASH, palette.LIMIT_DASH]
    assert "95% limits 99.8% limits" in words(picture)
    assert "Middle of the group: 70.0%" in words(picture)


def test_those_outside_and_the_own_force_carry_their_names_and_no_other_does() -> None:
    drawn = words(funnel(funnel_of(MANY), width="wide"))
    assert all(name in drawn for name in ("Westshire", "Fenland", "Cliffshire", "Greater Harbour"))
    assert "Northshire" not in drawn


def test_a_limit_never_leaves_what_is_possible() -> None:
    content = funnel_of([20, 30, 40, 60, 90, 100, 120], centre=97.0)
    picture = funnel(content, width="wide")
    assert all(0 <= corner["y"] <= picture.height for corner in picture.drawing.paths)


@pytest.mark.parametrize(("smallest", "largest", "scale"), [(400, 1100, "linear"), (200, 4000, "sqrt"), (900, 150000, "log")])
def test_wide_spans_of_cases_are_bent(smallest: float, largest: float, scale: str) -> None:
    assert scale_for(smallest, largest) == scale


def test_the_place_of_a_mark_is_that_of_the_scale_in_its_name() -> None:
    picture = funnel(funnel_of(MANY), width="wide")
    assert "logarithmic scale" in words(picture)
    across = picture.figures[0]["layer"][0]["encoding"]["x"]["scale"]
    first, last = across["domain"]
    assert across["type"] == "log"
    tick = next(item for item in picture.drawing.texts if item["text"] == "10,000")
    expected = (math.log(10000) - math.log(first)) / (math.log(last) - math.log(first)) * picture.width
    assert tick["x"] == pytest.approx(expected, abs=0.01)


def test_the_axis_of_a_funnel_of_means_says_what_it_goes_by() -> None:
    content = funnel_of(EVEN) | {"kind": "mean", "denominator_words": "precision"}
    assert "Precision" in words(funnel(content, width="wide"))
    assert "Number of cases" in words(funnel(funnel_of(EVEN), width="wide"))


def test_ticks_of_cases_are_round() -> None:
    assert denominator_ticks(850, 12000, "log") == [1000, 2000, 5000, 10000]
    assert denominator_ticks(0.03, 0.4, "log") == pytest.approx([0.05, 0.1, 0.2])


def test_without_a_centre_there_is_no_funnel() -> None:
    content = funnel_of(MANY) | {"centre": None, "limits": []}
    assert not can_be_drawn(content)
    with pytest.raises(ValueError, match="a funnel needs"):
        funnel(content, width="wide")


def test_forces_without_value_or_cases_are_passed_over() -> None:
    content = funnel_of(EVEN)
    content["points"][0]["value"] = None
    content["points"][1]["denominator"] = None
    assert len(marks(content)) == len(EVEN) - 2


@given(st.lists(st.tuples(st.integers(50, 300000), st.floats(-8, 8)), min_size=6, max_size=43),
       st.sampled_from(["wide", "narrow"]))
@settings(max_examples=60, deadline=None)
def test_names_never_cover_one_another_and_none_is_lost(forces: list[tuple[int, float]], width: Any) -> None:
    content = funnel_of([size for size, _z in forces], shifts={place: z for place, (_size, z) in enumerate(forces)})
    picture = funnel(content, width=width)
    assert clashes(picture) == outside(picture) == []
    drawn = words(picture)
    for point in content["points"]:
        if point["own"] or point["outside"]:
            assert point["name"] in drawn


@given(st.lists(st.tuples(st.text("abc mW", min_size=1, max_size=20), st.floats(0, 700), st.floats(0, 300)), max_size=30))
@settings(max_examples=40, deadline=None)
def test_a_label_covers_neither_mark_nor_label(wanted: list[tuple[str, float, float]]) -> None:
    marked = [Box(x - 5, y - 5, x + 5, y + 5) for _name, x, y in wanted]
    placed = [label for label in place_labels(wanted, marked, [], Box(0, 0, 700, 300), 14) if label]
    for place, label in enumerate(placed):
        assert label.box.within(Box(0, 0, 700, 300))
        assert not any(label.box.touches(mark) for mark in marked)
        assert not any(label.box.touches(other.box) for other in placed[:place])


def test_the_svg_fits_a_strict_policy() -> None:
    svg = funnel_svg(funnel_of(MANY), width="narrow")
    assert 'width="340"' in svg
    assert "style=" not in svg
    assert "NaN" not in svg
