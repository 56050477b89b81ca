"""The small line beside a measure's name."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from answerable.charts import trend_line_svg
from answerable.charts.trend import HEIGHT, MOST_POINTS, WIDTH


def lines(*values: float | None) -> list[list[tuple[float, float]]]:
    """The stretches of a trend line as lists of places."""
    root = ElementTree.fromstring(trend_line_svg([{"value": value} for value in values]))
    return [[(float(pair.split(",")[0]), float(pair.split(",")[1])) for pair in line.attrib["points"].split()]
            for line in root.iter("polyline")]


def test_a_higher_figure_stands_higher() -> None:
    (low, high), = lines(1, 2)
    assert low[1] > high[1]
    assert low[0] < high[0]


def test_a_gap_stays_a_gap() -> None:
    first, second = lines(1, 2, None, 3, 4)
    assert second[0][0] - first[-1][0] > first[1][0] - first[0][0]


def test_a_figure_between_two_gaps_is_still_there() -> None:
    assert [len(set(line)) for line in lines(1, None, 2, None, 3)] == [1, 1, 1]


def test_only_the_last_two_years_are_drawn_and_the_latest_stands_at_the_right() -> None:
    (line,) = lines(*range(100))
    assert len(line) == MOST_POINTS
    assert line[-1] == lines(1, 2)[0][-1]


def test_the_line_stays_in_its_frame() -> None:
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for line in lines(-5, 1e9, 3) for x, y in line)


def test_a_flat_line_is_drawn() -> None:
    assert len(lines(7, 7)[0]) == 2


@pytest.mark.parametrize("values", [[], [1.0], [None, None, 3.0]])
def test_less_than_two_figures_make_no_line(values: list[float | None]) -> None:
    assert trend_line_svg([{"value": value} for value in values]) == ""


def test_it_is_an_ornament_without_a_style() -> None:
    svg = trend_line_svg([{"value": 1}, {"value": 2}])
    assert 'aria-hidden="true"' in svg
    assert "style=" not in svg
