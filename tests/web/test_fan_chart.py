"""The fan chart as drawn: every position worked out a second time, from the release alone, and that it can be read."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from drawn_text import clashes, outside, words
from example_projections import past_forecast, projection
from example_release import HOSTILE, gap_and_break, judged_by_nobody, ordinary, special_cause, volume
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.charts import fan_svg, palette
from answerable.charts.axes import Chart
from answerable.charts.fan import can_be_drawn, fan_chart
from answerable.charts.fan_series import MOST_PAST, latest, one_act_each
from answerable.charts.interactive import live_fan
from answerable.charts.svg import drawn

Json = dict[str, Any]
SVG = "{http://www.w3.org/2000/svg}"
SHARE = {"value": 80.0, "direction": ">=", "text": "80% or more (local aspiration)", "by": "2027-01-31"}
each_width = pytest.mark.parametrize("width", ["wide", "narrow"])


def share(**more: Any) -> Json:
    """A share projected six months from September 2026, as October is provisional; one forecast of before by people."""
    measure = ordinary()
    return measure | {"projection": projection(measure, target=SHARE, **more),
                      "past_forecasts": [past_forecast(1, "2026-03-01", [70.0, 71.0, 72.0], by="People", kind="human"),
                                         past_forecast(2, "2026-06-01", [66.0, 66.5])]}


def month_number(day: str) -> int:
    """Months since the year 0: how far apart two months are, without any slots."""
    return int(day[:4]) * 12 + int(day[5:7])


def place(chart: Chart, first: str, day: str, value: float) -> tuple[float, float]:
    """Where the middle of a month and a value lie: by the share of the axes, the second obvious way."""
    plot = chart.plot
    across = (month_number(day) - month_number(first) + 0.5) / plot.slots
    up = (value - plot.low) / (plot.high - plot.low)
    return across * plot.width, plot.height - up * plot.height


def lines(chart: Chart) -> list[list[tuple[float, float]]]:
    """The lines of many corners, in the order they are drawn."""
    found: dict[int, list[tuple[float, float]]] = {}
    for corner in chart.drawing.paths:
        found.setdefault(corner["path"], []).append((corner["x"], corner["y"]))
    return list(found.values())


def rules(chart: Chart, colour: str) -> list[Json]:
    """The straight lines of a colour in the plot, without those that lead to labels and those of the key."""
    return [rule for rule in chart.drawing.rules if rule["colour"] == colour and rule["x"] <= chart.plot.width
            and rule["y"] <= chart.plot.height]


@each_width
@pytest.mark.parametrize("months", [1, 3, 12])
def test_every_line_of_the_fan_lies_where_its_months_and_values_do(width: Any, months: int) -> None:
    measure = share(months=months)
    chart, first = fan_chart(measure, width=width), "2024-10-01"
    assert chart.plot.slots == 24 + months
    final = next(figure for figure in measure["figures"] if figure["period_start"] == "2026-09-01")
    keys = ("high90", "low90", "high50", "low50", "median")
    expected = [[place(chart, first, "2026-09-01", final["value"]),
                 *(place(chart, first, step["period_start"], step[key]) for step in measure["projection"]["steps"])]
                for key in keys]
    for line, corners in zip(lines(chart), expected, strict=True):
        assert line == [pytest.approx(corner, abs=0.01) for corner in corners]


@each_width
def test_the_figures_lie_where_they_do_and_a_provisional_one_is_hollow(width: Any) -> None:
    measure = share()
    chart = fan_chart(measure, width=width)
    marks, points = chart.figures[0]["data"]["values"], measure["chart"]["points"][-25:]
    assert [mark["value"] for mark in marks] == [point["value"] for point in points]
    assert [mark["slot"] for mark in marks] == [number + 0.5 for number in range(25)]
    assert [mark["fill"] == palette.PAPER for mark in marks] == [False] * 24 + [True]
    assert chart.figures[0]["layer"][0]["encoding"]["y"]["scale"]["domain"] == [chart.plot.low, chart.plot.high]


def test_bands_are_told_apart_by_their_edges_and_named_at_their_ends() -> None:
    chart = fan_chart(share(), width="wide")
    dashes = [tuple(corner["dash"]) for corner in chart.drawing.paths if corner["at"] == 0]
    assert dashes == [palette.FAN_DASH] * 2 + [palette.SOLID] * 3
    steps = share()["projection"]["steps"]
    for name, key in (("90% to ", "high90"), ("50% to ", "high50"), ("Median ", "median"), ("50% from ", "low50"),
                      ("90% from ", "low90")):
        assert f"{name}{steps[-1][key]:.1f}".rstrip("0").rstrip(".") in words(chart.picture)
    said = words(fan_chart(share(), width="narrow").picture)
    assert "50% range: as likely inside as outside; in March 2027" in said


def test_a_band_lies_between_its_edges() -> None:
    chart = fan_chart(share(), width="wide")
    edges = lines(chart)
    for band, (upper, lower) in enumerate(((edges[0], edges[1]), (edges[2], edges[3]))):
        corners = [corner for corner in chart.drawing.bands if corner["band"] == band]
        assert [(corner["x"], corner["y"], corner["y2"]) for corner in corners] == [
            (x, y, y2) for (x, y), (_x, y2) in zip(upper, lower, strict=True)]


def test_the_axis_never_leaves_what_a_share_can_be() -> None:
    chart = fan_chart(share(spread=60.0), width="wide")
    assert (chart.plot.low, chart.plot.high) == (0.0, 100.0)
    assert all(0 <= corner["y"] <= chart.plot.height for corner in chart.drawing.paths)


def test_a_count_and_a_duration_never_go_below_nothing_and_have_the_words_of_their_unit() -> None:
    counts, waits = volume(), special_cause()
    count = fan_chart(counts | {"projection": projection(counts, spread=40000.0)}, width="wide")
    wait = fan_chart(waits | {"projection": projection(waits, spread=9.0)}, width="wide")
    assert count.plot.low == wait.plot.low == 0
    assert "90% from 0" in words(count.picture)
    assert "seconds" in words(wait.picture)


def test_the_target_is_a_line_with_its_words_and_its_month_is_marked() -> None:
    chart = fan_chart(share(), width="wide")
    rule = rules(chart, palette.TARGET)[0]
    assert (rule["x"], rule["y"]) == pytest.approx((0, chart.plot.y(80.0)))
    diamond = next(mark for mark in chart.drawing.marks if mark["shape"] == "diamond")
    assert (diamond["x"], diamond["y"]) == pytest.approx(place(chart, "2024-10-01", "2027-01-01", 80.0), abs=0.01)
    assert "Target: 80% or more" in words(chart.picture)
    assert "When it is to be met" in words(chart.picture)


def test_a_target_that_changes_ahead_steps_with_its_months_and_one_that_ends_is_not_drawn_on() -> None:
    measure = share(months=4)
    for step, target in zip(measure["projection"]["steps"], (80.0, 85.0, 85.0, None), strict=True):
        step["target"] = target
    chart = fan_chart(measure, width="wide")
    found = [(rule["x"], rule["x2"], rule["y"]) for rule in rules(chart, palette.TARGET)]
    slot = chart.plot.width / chart.plot.slots
    assert found[:2] == [pytest.approx(each, abs=0.02) for each in ((0, 25 * slot, chart.plot.y(80.0)),
                                                                    (25 * slot, 27 * slot, chart.plot.y(85.0)))]
    without = share(months=4)
    without["target"], without["projection"]["target"] = None, None
    assert not rules(fan_chart(without, width="wide"), palette.TARGET)


def test_an_early_warning_stands_at_the_day_it_could_first_be_known() -> None:
    warned = share(warning={"raised_on": "2026-05-01", "words": "The target is at risk since 1 May 2026."})
    chart = fan_chart(warned, width="wide")
    sign = next(mark for mark in chart.drawing.marks if mark["y"] < -20)
    april, _y = place(chart, "2024-10-01", "2026-04-01", 0)
    assert sign["x"] == pytest.approx(april + chart.plot.width / chart.plot.slots / 2, abs=0.02)
    assert "Early warning since 1 May 2026" in words(chart.picture)
    long_ago = share(warning={"raised_on": "2020-05-01", "words": ""})
    assert "Early warning" not in words(fan_chart(long_ago, width="wide").picture)


def test_a_fan_does_not_open_from_a_figure_that_does_not_compare_or_is_missing() -> None:
    broken, missing = share(), share()
    broken["chart"]["breaks"] = [{"at": "2026-10-01", "words": "New telephone system"}]
    missing["chart"]["points"][-2] |= {"value": None, "status": "no-data"}
    for measure in (broken, missing):
        assert [len(line) for line in lines(fan_chart(measure, width="wide"))] == [6] * 5


def test_a_single_month_that_opens_from_nothing_is_still_seen() -> None:
    measure = share(months=1)
    measure["chart"]["points"][-2] |= {"value": None, "status": "no-data"}
    assert all(line[1][0] - line[0][0] > 5 for line in lines(fan_chart(measure, width="narrow")))


def test_gaps_are_hatched_and_breaks_end_the_line() -> None:
    measure = gap_and_break()
    chart = fan_chart(measure | {"projection": projection(measure)}, width="wide")
    # Slot 0 is November 2024, twelve months after the figures begin: the gap was their months 18 to 24.
    ground = chart.drawing.grounds[0]
    assert (ground["x"], ground["x2"]) == (chart.plot.x(6), chart.plot.x(13))
    assert len({mark["run"] for mark in chart.figures[0]["data"]["values"]}) == 2
    assert "No figure" in words(chart.picture)


def test_past_forecasts_are_hidden_until_switched_on_and_differ_by_who_made_them() -> None:
    measure = share()
    chart = fan_chart(measure, width="wide")
    root = ElementTree.fromstring(fan_svg(measure, width="wide"))
    group = next(each for each in root.iter(f"{SVG}g") if each.attrib.get("class") == "app-switched")
    assert group.attrib["display"] == "none"
    paths = [each.attrib for each in group]
    assert [path["stroke-dasharray"] for path in paths] == ["1,0", "2,2"]
    corners = [tuple(map(float, corner.split(","))) for corner in paths[0]["d"].removeprefix("M").split("L")]
    assert corners == [pytest.approx(place(chart, "2024-10-01", step["period_start"], step["median"]), abs=0.02)
                       for step in measure["past_forecasts"][0]["steps"]]


def test_a_forecast_made_when_the_outcome_was_known_is_not_drawn() -> None:
    measure = share()
    measure["past_forecasts"][0]["afterwards"] = True
    chart = fan_chart(measure, width="wide")
    assert {corner["path"] for corner in chart.drawing.switched} == {0}


def test_months_that_one_person_wrote_down_on_one_day_are_one_line_and_a_second_thought_is_another() -> None:
    measure = share()
    first, second, third = (past_forecast(entry, "2026-03-01", [70.0 + entry], by="People", kind="human")
                            for entry in (1, 2, 3))
    second["steps"][0] |= {"period_start": "2026-05-01", "label": "May 2026"}
    measure["past_forecasts"] = [first, second, third]
    acts = one_act_each(measure["past_forecasts"])
    assert [[step["median"] for step in act["steps"]] for act in acts] == [[71.0, 72.0], [73.0]]
    assert len(first["steps"]) == 1
    other = past_forecast(4, "2026-03-01", [74.0], by="Others", kind="human")
    assert len(one_act_each([first, second, other, third | {"made_at": "2026-04-02T09:00:00Z"}])) == 3


@pytest.mark.parametrize(("people", "models", "shown"), [(36, 6, (18, 6)), (6, 36, (6, 18)), (40, 40, (12, 12)), (3, 4, (3, 4)),
                                                         (0, 40, (0, 24))])
def test_people_who_speak_often_do_not_push_out_what_a_model_said(people: int, models: int, shown: tuple[int, int]) -> None:
    kinds = ["model"] * models + ["human"] * people
    places = latest(kinds)
    assert len(places) <= MOST_PAST
    assert tuple(sum(kinds[place] == kind for place in places) for kind in ("human", "model")) == shown
    # Of each kind they are the latest.
    assert places == [*range(models - shown[1], models), *range(models + people - shown[0], models + people)]


def test_without_past_forecasts_nothing_can_be_switched() -> None:
    assert "app-switched" not in fan_svg(share() | {"past_forecasts": []}, width="narrow")
    assert "app-switched" not in fan_svg({key: value for key, value in share().items() if key != "past_forecasts"},
                                         width="narrow")


def test_a_measure_without_a_projection_has_no_fan() -> None:
    for measure in (judged_by_nobody(), judged_by_nobody() | {"projection": None}):
        assert not can_be_drawn(measure)
        with pytest.raises(ValueError, match="no projection to draw"):
            fan_chart(measure, width="wide")


def test_the_svg_fits_a_strict_policy_and_hostile_words_stay_words() -> None:
    measure = share()
    measure["projection"]["target"] = SHARE | {"text": HOSTILE}
    svg = fan_svg(measure, width="narrow")
    assert 'width="340"' in svg
    assert "style=" not in svg
    assert "NaN" not in svg
    assert "<script" not in svg


@given(st.integers(1, 18), st.floats(0.1, 30), st.floats(-3, 3), st.floats(0, 100), st.integers(0, 40),
       st.sampled_from(["wide", "narrow"]))
@settings(max_examples=25, deadline=None)
def test_no_text_ever_covers_another_or_leaves_the_picture(months: int, spread: float, drift: float, target: float, due: int,
                                                           width: Any) -> None:
    by = str(date(2025 + due // 12, due % 12 + 1, 28))
    measure = share(months=months, spread=spread, drift=drift, warning={"raised_on": by, "words": ""})
    measure["projection"]["target"] = SHARE | {"value": target, "by": by}
    picture = fan_chart(measure, width=width).picture
    assert clashes(picture) == outside(picture) == []


def live() -> Json:
    """What the browser gets for a share."""
    chart = fan_chart(share(), width="wide")
    return live_fan(share(), chart, drawn(chart.picture).vega)


def test_a_month_is_read_with_what_is_expected_of_it() -> None:
    points = live()["points"]
    assert len(points) == 24 + 6
    assert points[23]["title"] == "September 2026"
    assert points[23]["lines"] == ["64.9%"]
    october = share()["projection"]["steps"][0]
    assert points[24]["lines"] == ["67.5%, provisional", f"Expected {october['text']}",
                                   f"As likely as not {october['text50']}", f"Nine times in ten {october['text90']}",
                                   "Chance that the target is met: very unlikely (2%)"]
    assert points[29]["title"] == "March 2027"


def test_what_can_be_switched_has_one_name_in_the_picture_and_in_the_live_chart() -> None:
    vega = live()["vega"]
    group = next(mark for mark in vega["marks"] if mark.get("name") == "app-switched")
    assert group["marks"][0]["type"] == "line"
    switched = next(data for data in vega["data"] if data["name"] == "switched")["values"]
    assert {corner["path"] for corner in switched} == {0, 1}
    assert '"url"' not in json.dumps(vega)
