"""Control charts whose lines step from month to month, and those of a series without its season."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_text import clashes, outside, words
from example_charts import with_season, with_varying_limits
from example_release import ordinary

from answerable.charts import control_chart_svg, palette
from answerable.charts.axes import Chart
from answerable.charts.control import control_chart


def steps(chart: Chart, colour: str = palette.LIMIT) -> list[list[tuple[float, float]]]:
    """The corners of each stepping line of a colour."""
    numbers = sorted({corner["path"] for corner in chart.drawing.paths if corner["colour"] == colour})
    return [[(corner["x"], corner["y"]) for corner in chart.drawing.paths if corner["path"] == number]
            for number in numbers]


def figures(measure: dict[str, Any]) -> list[dict[str, Any]]:
    """The marks of the figures, by period."""
    marks: list[dict[str, Any]] = control_chart(measure, width="wide").figures[0]["data"]["values"]
    return marks


def test_limits_that_differ_from_month_to_month_are_level_over_each_month() -> None:
    measure = with_varying_limits()
    chart = control_chart(measure, width="wide")
    lower = steps(chart)[0]
    assert len(lower) == 2 * 36
    for month, point in enumerate(measure["chart"]["points"]):
        y = chart.plot.y(point["lower"])
        assert lower[2 * month:2 * month + 2] == [(chart.plot.x(month), y), (chart.plot.x(month + 1), y)]


def test_a_stepping_limit_at_the_edge_of_what_is_possible_is_left_out_for_that_month_alone() -> None:
    chart = control_chart(with_varying_limits(), width="wide")
    before, after = steps(chart)[1:]
    assert (before[-1][0], after[0][0]) == (chart.plot.x(20), chart.plot.x(21))


def test_a_month_without_lines_breaks_them() -> None:
    measure = with_varying_limits()
    measure["chart"]["points"][5] |= {"centre": None, "lower": None, "upper": None}
    chart = control_chart(measure, width="wide")
    assert [(line[0][0], line[-1][0]) for line in steps(chart, palette.MEAN)] == [
        (0, chart.plot.x(5)), (chart.plot.x(6), chart.plot.width)]


def test_a_phase_that_does_not_vary_has_level_lines_whatever_its_points_say() -> None:
    measure = with_varying_limits()
    measure["chart"]["phases"][0]["varying"] = False
    assert control_chart(measure, width="wide").drawing.paths == []


def test_the_key_says_that_limits_follow_the_number_of_cases() -> None:
    assert "wider for a month with fewer cases" in words(control_chart(with_varying_limits(), width="wide").picture)
    assert "in the last month, wider" in words(control_chart(with_varying_limits(), width="narrow").picture)
    assert "fewer cases" not in words(control_chart(ordinary(), width="wide").picture)


def test_every_stepping_limit_lies_on_the_axis() -> None:
    chart = control_chart(with_varying_limits(), width="wide")
    assert all(0 <= corner["y"] <= chart.plot.height for corner in chart.drawing.paths)


def test_the_marks_stand_on_the_series_that_was_judged_and_the_figures_as_they_came_are_a_line() -> None:
    measure = with_season()
    for mark, point in zip(figures(measure), measure["chart"]["points"], strict=True):
        assert (mark["value"], mark["came"]) == (point["adjusted"], point["value"])
    layers = control_chart(measure, width="wide").figures[0]["layer"]
    assert [(layer["mark"]["type"], layer["encoding"]["y"]["field"]) for layer in layers] == [
        ("line", "came"), ("line", "value"), ("point", "value")]


def test_both_series_are_named_in_the_key() -> None:
    said = words(control_chart(with_season(), width="narrow").picture)
    assert "Figure for the month" in said
    assert "The same, seasonally adjusted" in said
    assert "adjusted" not in words(control_chart(ordinary(), width="narrow").picture)


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("measure", [with_season(), with_varying_limits()], ids=["season", "varying"])
def test_no_text_covers_another_and_none_leaves_the_chart(measure: dict[str, Any], width: Any) -> None:
    picture = control_chart(measure, width=width).picture
    assert clashes(picture) == outside(picture) == []
    assert control_chart_svg(measure, width=width).count("<svg") == 1


def test_a_release_from_before_there_were_lines_by_month_is_drawn_as_it_was() -> None:
    old = with_varying_limits()
    for point in old["chart"]["points"]:
        for key in ("centre", "lower", "upper", "adjusted"):
            del point[key]
    del old["chart"]["phases"][0]["varying"]
    assert control_chart(old, width="wide").drawing.paths == []


def test_a_plan_may_choose_to_show_limits_beyond_what_is_possible() -> None:
    measure = with_varying_limits()
    measure["chart"]["points"][20]["upper"] = 108.0
    within = control_chart(measure, width="wide").plot
    measure["chart"]["plan"] = {"id": "own-1", "words": "", "reason": "", "within_possible": False}
    beyond = control_chart(measure, width="wide")
    assert within.high == 100
    assert beyond.plot.high > 108
    assert len(steps(beyond)) == 2


def test_a_proposed_step_is_a_hollow_number_with_its_words_and_breaks_nothing() -> None:
    measure = ordinary() | {"proposed_steps": [{"at": "2025-05-01", "label": "May 2025"}]}
    chart = control_chart(measure, width="wide")
    assert "May 2025: A step is proposed here; nobody has accepted it yet" in words(chart.picture)
    circle = next(mark for mark in chart.drawing.marks if mark["y"] == -14)
    assert (circle["fill"], circle["x"]) == (palette.PAPER, chart.plot.x(18))
    assert {mark["run"] for mark in figures(measure)} == {0}
    assert clashes(chart.picture) == outside(chart.picture) == []
