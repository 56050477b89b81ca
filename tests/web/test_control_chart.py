"""The control chart as drawn: what stands where, and that it can be read."""

from __future__ import annotations

from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from example_release import (
    HOSTILE,
    example_measures,
    gap_and_break,
    improved,
    ordinary,
    special_cause,
    volume,
)

from answerable.charts import control_chart_spec, control_chart_svg, palette
from answerable.charts.control import control_chart
from answerable.charts.layout import text_width

WIDTHS = {"wide": 760, "narrow": 340}
DRAWN = [measure for measure in example_measures() if measure["chart"]["points"]]
SVG = "{http://www.w3.org/2000/svg}"

each_chart = pytest.mark.parametrize("measure", DRAWN, ids=lambda measure: str(measure["id"]))
each_width = pytest.mark.parametrize("width", WIDTHS)


def drawn_texts(measure: dict[str, Any], width: str) -> list[str]:
    """Every line of text of a chart."""
    return [item["text"] for item in control_chart(measure, width=width).drawing.texts]


def words(measure: dict[str, Any], width: str) -> str:
    """All text of a chart in the order it is drawn."""
    return " ".join(drawn_texts(measure, width))


def figure_marks(measure: dict[str, Any]) -> list[dict[str, Any]]:
    """The marks of the figures, by period."""
    marks: list[dict[str, Any]] = control_chart(measure, width="wide").figures[0]["data"]["values"]
    return marks


def boxes(measure: dict[str, Any], width: str) -> list[tuple[str, float, float, float, float]]:
    """Each line of text with its left, right, top and bottom, from the chart's corner."""
    chart, found = control_chart(measure, width=width), []
    for item in chart.drawing.texts:
        wide = text_width(item["text"], chart.plot.size)
        start = item["x"] - {"left": 0, "center": wide / 2, "right": wide}[item["align"]]
        left, middle = start + chart.padding["left"], item["y"] + chart.padding["top"]
        found.append(
            (item["text"], left, left + wide, middle - chart.plot.size / 2, middle + chart.plot.size / 2)
        )
    return found


@each_chart
@each_width
def test_no_text_covers_another_and_none_leaves_the_chart(measure: dict[str, Any], width: str) -> None:
    found = boxes(measure, width)
    for (one, left, right, top, bottom), (other, left2, right2, top2, bottom2) in combinations(found, 2):
        assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top, (one, other)
    height = float(ElementTree.fromstring(control_chart_svg(measure, width=width)).attrib["height"])
    outside = [box for box in found if box[1] < 0 or box[2] > WIDTHS[width] or box[3] < 0 or box[4] > height]
    assert not outside


@each_chart
@each_width
def test_the_svg_fits_a_strict_policy_and_its_width(measure: dict[str, Any], width: str) -> None:
    root = ElementTree.fromstring(control_chart_svg(measure, width=width))
    assert root.attrib["width"] == str(WIDTHS[width])
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name in ("style", "id") or name.startswith("on")}
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "g", "path", "line", "text", "rect"}


@each_width
def test_the_text_written_is_that_of_the_specification(width: str) -> None:
    measure = ordinary()
    root = ElementTree.fromstring(control_chart_svg(measure, width=width))
    written = [element.text for element in root.iter(f"{SVG}text")]
    specified = control_chart_spec(measure, width=width)["layer"][-1]["data"]["values"]
    assert written == [item["text"] for item in specified] == drawn_texts(measure, width)


@each_chart
def test_every_part_of_a_specification_is_hidden_from_screen_readers(measure: dict[str, Any]) -> None:
    spec = control_chart_spec(measure, width="wide")
    marks = [layer["mark"] for outer in spec["layer"] for layer in outer.get("layer", [outer])]
    assert [mark["aria"] for mark in marks] == [False] * len(marks)
    assert "url" not in str(spec["layer"])


def test_hostile_text_stays_text() -> None:
    measure = next(measure for measure in DRAWN if measure["title"] == HOSTILE)
    svg = control_chart_svg(measure, width="wide")
    assert "<script" not in svg
    assert "".join(ElementTree.fromstring(svg).itertext()).count("alert") == 3


def test_lines_are_labelled_in_words_beside_the_plot_or_in_the_key() -> None:
    wide, narrow = words(ordinary(), "wide"), words(ordinary(), "narrow")
    for text in (wide, narrow):
        assert "Target: 80% or more" in text
        assert "Average 65.8%" in text
    assert "Upper limit 70.6%" in wide
    assert "Lower limit 61.0%" in wide
    assert "Usual range 61.0% to 70.6%" in narrow


def test_the_key_explains_what_is_drawn_and_nothing_else() -> None:
    assert "Signal of concern" in words(special_cause(), "narrow")
    assert "Signal of concern" not in words(improved(), "narrow")
    assert "Signal of improvement" in words(improved(), "narrow")
    assert "Signal of change" in words(volume(), "wide")
    assert "Provisional" in words(ordinary(), "wide")
    assert "Provisional" not in words(volume(), "wide")


def test_special_causes_differ_in_shape_and_not_only_in_colour() -> None:
    shapes = [
        figure_marks(measure)[-2]["shape"] for measure in (ordinary(), special_cause(), improved(), volume())
    ]
    assert shapes == ["circle", "triangle-up", "diamond", "square"]


def test_lines_of_whole_things_are_labelled_with_whole_numbers() -> None:
    texts = drawn_texts(volume(), "wide")
    assert {"Upper limit 33,317", "Average 30,917", "Lower limit 28,517"} <= set(texts)


def test_whose_target_it_is_stands_in_the_key_and_not_beside_the_line() -> None:
    texts = drawn_texts(ordinary(), "wide")
    assert "Target: 80% or more" in texts
    assert "Target: 80% or more (local aspiration of Westshire, not a national standard)" in texts


def test_a_provisional_figure_is_hollow() -> None:
    *finals, provisional = figure_marks(ordinary())
    assert provisional["fill"] == palette.PAPER
    assert {mark["fill"] for mark in finals} == {palette.USUAL.colour}


def test_a_gap_is_hatched_named_and_crossed_by_no_line() -> None:
    measure = gap_and_break()
    chart = control_chart(measure, width="wide")
    assert len(figure_marks(measure)) == 36 - 7
    assert len({mark["run"] for mark in figure_marks(measure)}) == 2
    ground = chart.drawing.grounds[0]
    assert ground["x"] == chart.plot.x(18)
    assert ground["x2"] == chart.plot.x(25)
    assert "May 2025 – November 2025: Not available: the new telephone system" in words(measure, "wide")


def test_a_gap_without_a_reason_is_still_named() -> None:
    measure = gap_and_break()
    measure["chart"]["gaps"] = []
    assert "May 2025 – November 2025: No figure" in words(measure, "wide")


def test_a_break_stands_between_two_months_with_its_words() -> None:
    measure = volume()
    measure["chart"]["breaks"] = [{"at": "2024-11-01", "words": "New telephone system"}]
    chart = control_chart(measure, width="wide")
    dotted = [rule for rule in chart.drawing.rules if rule["dash"] == list(palette.BREAK_DASH)]
    assert [rule["x"] for rule in dotted] == [chart.plot.x(12)]
    assert len({mark["run"] for mark in figure_marks(measure)}) == 2
    assert "November 2024: New telephone system" in words(measure, "wide")


def test_two_breaks_at_one_place_share_a_note() -> None:
    measure = volume()
    measure["chart"]["breaks"] = [
        {"at": "2024-11-01", "words": "One"},
        {"at": "2024-10-15", "words": "Other"},
    ]
    assert "November 2024: One; Other" in words(measure, "wide")


def test_a_limit_beyond_what_is_possible_is_not_drawn() -> None:
    measure = improved()
    measure["chart"]["phases"][0]["upper"] = 103.0
    chart = control_chart(measure, width="wide")
    assert chart.plot.high == 100
    assert "Upper limit" not in words(measure, "wide")
    assert "to 100%" in words(measure, "narrow")


def test_each_phase_has_lines_of_its_own() -> None:
    measure = gap_and_break()
    measure["chart"]["phases"] = [
        {"from": "2023-11-01", "to": "2025-04-01", "mean": 12.0, "lower": 8.0, "upper": 16.0, "points": 18},
        {"from": "2025-12-01", "to": "2026-10-01", "mean": 11.0, "lower": 9.0, "upper": 13.0, "points": 11}]
    chart = control_chart(measure, width="wide")
    dashed = [rule for rule in chart.drawing.rules if rule["dash"] == list(palette.LIMIT_DASH)][:4]
    assert {(rule["x"], rule["x2"]) for rule in dashed} == {
        (0, chart.plot.x(18)), (chart.plot.x(25), chart.plot.width)}
    assert "Average 11.0%" in words(measure, "wide")
    assert "Average 12.0%" not in words(measure, "wide")


def test_a_series_without_any_value_is_one_gap() -> None:
    measure = volume()
    for point in measure["chart"]["points"]:
        point |= {"value": None, "status": "no-data"}
    measure["chart"]["phases"] = []
    assert "November 2023 – October 2026: No figure" in words(measure, "narrow")
    assert control_chart_svg(measure, width="narrow").startswith("<svg")


def test_a_measure_without_points_is_refused_by_name() -> None:
    measure = volume()
    measure["chart"]["points"] = []
    with pytest.raises(ValueError, match="101-offered"):
        control_chart_svg(measure, width="wide")


def test_the_converter_is_given_no_text_to_measure_and_few_layers() -> None:
    # What makes a chart cost 25 milliseconds and not 75: docs/reference/site.md, "Charts".
    spec = control_chart(gap_and_break(), width="wide").spec(with_text=False)
    marks = [layer["mark"]["type"] for outer in spec["layer"] for layer in outer.get("layer", [outer])]
    assert marks == ["rect", "rule", "point", "line", "point"]
    assert "axis" not in str(spec).replace("'axis': None", "")
