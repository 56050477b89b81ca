"""A contradiction never comes from chance: steady services, honestly rated, are left alone; nothing raises."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.contradicting import evidence_now
from answerable.judgement import Aim, Amount, Beside, PhaseStart, Said, Target, judge, rating_rule
from answerable.judgement.charts import control_chart
from answerable.judgement.contradictions import contradictions
from answerable.judgement.evidence import Bar, Earlier, Evidence
from answerable.judgement.series import DIRECTIONS, STATUSES, Point
from answerable.judgement.stated import Meaning, Stated, own_standing, vocabulary
from answerable.judgement.verdict import Subject

WORDS = vocabulary()
RULE = rating_rule()
SERIES = 400
TEXTS = ["green", "amber", "red", "not rated", "improving", "worsening", ""]


def months(values: list[Any], counts: int | None = None, status: str = "final") -> list[Point]:
    """A series of months from January 2019."""
    return [Point(date(2019 + place // 12, place % 12 + 1, 1), f"month {place + 1}", value, status,
                  None if counts is None or value is None else value * counts / 100, counts)
            for place, value in enumerate(values)]


def stated(text: str, point: Point) -> Stated:
    """A rating of the month of a point."""
    return Stated("x", "X", text, WORDS.meaning(text), point.period_start, point.period_start, point.label)


def steady(luck: random.Random, length: int, mean: float = 80.0, spread: float = 3.0) -> list[float]:
    """A service that does not change."""
    return [luck.gauss(mean, spread) for _month in range(length)]


def evidence_of(points: list[Point], **more: Any) -> Evidence:
    """Evidence of a whole series; its last month is the one that is rated."""
    chart = control_chart(points, direction=more.pop("direction", "higher"), unit="percent")
    return Evidence("percent", "higher", points[-1], chart=chart, start=points[0], **more)


def certain(rating: str, evidence: Evidence) -> list[str]:
    """The codes of what contradicts a rating beyond chance."""
    assert evidence.point is not None
    return [item.code for item in contradictions(stated(rating, evidence.point), evidence) if item.certain]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.booleans(), st.sampled_from([None, 40.0, 80.0, 97.0]), st.floats(-0.8, 0.8),
       st.floats(-25, 18), st.sampled_from(["higher", "lower"]), st.sampled_from([20, 60, 2000]),
       st.sampled_from([None, "worse", "level", "better"]), st.sampled_from([None, "worse", "usual", "better"]))
def test_our_own_rating_of_any_series_is_never_contradicted(seed: int, held: bool, aim: float | None, slope: float, jump: float,
                                                           direction: str, counts: int, published: str | None,
                                                           among: str | None) -> None:
    luck = random.Random(seed)
    values = [min(max(70 + slope * month + (jump if month > 24 else 0) + luck.gauss(0, 3), 0), 100)
              for month in range(luck.randint(1, 30))]
    points = months(values, counts=counts)
    comparison = ">=" if direction == "higher" else "<="
    asks = Amount(aim, comparison) if aim is not None else Aim("rise" if direction == "higher" else "fall", date(2020, 6, 1))
    target = Target("t", 1, "x", asks, "Us", "local", "", date(2019, 1, 1), None, "") if held else None
    beside = Beside(benchmark=Said(published, "…") if published else None, peers=Said(among, "…") if among else None)
    judged = judge(Subject("x", "X", "percent", direction, "{value} in {period}"), points, target=target, rule=RULE,
                   beside=beside)
    meaning = Meaning(own_standing(judged.rating.code, judged.rating.stands))
    rating = Stated("x", "X", judged.rating.words, meaning, points[-1].period_start, points[-1].period_start, "now")
    assert [item.code for item in contradictions(rating, evidence_now(judged))] == []


def test_a_bar_at_the_true_level_is_hardly_ever_called_worse() -> None:
    luck, codes = random.Random(11), []
    for _series in range(SERIES):
        codes += certain("green", evidence_of(months(steady(luck, 24)), bars=(Bar("benchmark", 80.0),)))
    assert codes.count("favourable-but-worse-than-benchmark") <= 2


def test_nor_where_each_month_resembles_the_one_before() -> None:
    luck, worse = random.Random(12), 0
    for _series in range(SERIES):
        values, value = [], 0.0
        for _month in range(24):
            value = 0.5 * value + luck.gauss(0, 2.5)
            values.append(80 + value)
        worse += "favourable-but-worse-than-benchmark" in certain(
            "green", evidence_of(months(values), bars=(Bar("benchmark", 80.0),)))
    assert worse <= 6


def test_an_unchanged_rating_of_a_steady_series_is_contradicted_as_rarely_as_the_chart_cries_wolf() -> None:
    luck, unchanged = random.Random(13), 0
    for _series in range(SERIES):
        points = months(steady(luck, 24))
        before = Earlier(stated("green", points[-2]), points[-2])
        unchanged += "unchanged-after-fall" in certain("green", evidence_of(points, earlier=before))
    assert unchanged <= 4


def test_two_months_of_a_steady_service_are_never_a_fall() -> None:
    luck = random.Random(14)
    for _pair in range(SERIES):
        then, now = months(steady(luck, 2, spread=3.0), counts=20_000)
        evidence = Evidence("percent", "higher", now, earlier=Earlier(stated("green", then), then))
        assert certain("green", evidence) == []


def test_a_measure_that_falls_as_it_was_meant_to_is_left_alone() -> None:
    luck = random.Random(15)
    for _series in range(SERIES // 4):
        values = [30.0 - 0.5 * month + luck.gauss(0, 1) for month in range(24)]
        points = months(values)
        chart = control_chart(points, direction="lower", unit="percent")
        evidence = Evidence("percent", "lower", points[-1], chart=chart, start=points[0], meant_to="fall")
        assert contradictions(stated("green", points[-1]), evidence) == ()


@pytest.mark.parametrize(("fall", "least"), [(10.0, 0.3), (20.0, 0.95)])
def test_a_real_fall_is_found(fall: float, least: float) -> None:
    luck, found = random.Random(16), 0
    for _series in range(100):
        points = months([*steady(luck, 24), luck.gauss(80 - fall, 3.0)])
        before = Earlier(stated("green", points[-2]), points[-2])
        found += "unchanged-after-fall" in certain("green", evidence_of(points, earlier=before))
    assert found >= 100 * least


VALUES = st.one_of(st.none(), st.floats(-1e6, 1e6), st.sampled_from([0.0, 50.0, 100.0]))
BARS = st.lists(st.builds(Bar, st.sampled_from(["target", "baseline", "benchmark"]), st.floats(-1e3, 1e3),
                          st.sampled_from(["", "national baseline"]), st.booleans()), max_size=3)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.lists(st.tuples(VALUES, st.sampled_from(STATUSES)), min_size=1, max_size=30), BARS)
def test_it_never_raises(data: st.DataObject, series: list[tuple[float | None, str]], bars: list[Bar]) -> None:
    counts = data.draw(st.sampled_from([None, 0, 1, 10, 5000]))
    points = [Point(point.period_start, point.label, value, status, point.numerator, counts)
              for point, (value, status) in zip(months([value for value, _status in series], counts), series, strict=True)]
    direction = data.draw(st.sampled_from([None, *DIRECTIONS]))
    starts = [PhaseStart(points[data.draw(st.integers(0, len(points) - 1))].period_start, "a break")]
    charted = direction is not None and data.draw(st.booleans())
    chart = control_chart(points, direction=direction, unit="percent", phase_starts=starts) if charted else None
    at = data.draw(st.sampled_from(points))
    evidence = Evidence(
        data.draw(st.sampled_from(["percent", "seconds", "count"])), direction, data.draw(st.sampled_from([points[-1], None])),
        printed=data.draw(st.booleans()), chart=chart, bars=tuple(bars),
        meant_to=data.draw(st.sampled_from([None, "rise", "fall"])), start=data.draw(st.sampled_from([None, points[0]])),
        earlier=data.draw(st.sampled_from([None, Earlier(stated(data.draw(st.sampled_from(TEXTS)), at), at)])))
    for item in contradictions(stated(data.draw(st.sampled_from(TEXTS)), points[-1]), evidence):
        assert item.words.endswith(".")
        assert item.as_json()["code"]
