"""The contradiction check: each kind with a case that fires and one just short of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from answerable.judgement.beside import Said
from answerable.judgement.charts import control_chart
from answerable.judgement.contradictions import TITLES, contradictions
from answerable.judgement.evidence import Bar, Earlier, Evidence
from answerable.judgement.series import Point
from answerable.judgement.stated import Stated, vocabulary

WORDS = vocabulary()
STEADY = [80.0, 82.0, 79.0, 81.0, 80.0, 78.0, 81.0, 83.0, 79.0, 80.0, 82.0, 81.0]


def month(place: int, value: float | None, counts: tuple[int, int] | None = None, status: str = "final") -> Point:
    """The figure of a month, counted from January 2019."""
    numerator, denominator = counts or (None, None)
    return Point(date(2019 + place // 12, place % 12 + 1, 1), f"month {place + 1}", value, status, numerator, denominator)


def stated(text: str, place: int = 0) -> Stated:
    """A rating of a month."""
    start = date(2019 + place // 12, place % 12 + 1, 1)
    return Stated("101", "101 calls answered", text, WORDS.meaning(text), start, start.replace(day=28), f"month {place + 1}",
                  "Report, page 3")


def printed(value: float | None, counts: tuple[int, int] | None = None, **more: Any) -> Evidence:
    """Evidence of one figure out of a text."""
    return Evidence("percent", "higher", month(12, value, counts), **{"printed": True, **more})


def charted(values: list[float], **more: Any) -> Evidence:
    """Evidence of a series; the last figure is the one rated."""
    points = [month(place, value) for place, value in enumerate(values)]
    chart = control_chart(points, direction=more.get("direction", "higher"), unit="percent")
    return replace(Evidence("percent", "higher", points[-1], chart=chart, start=points[0]), **more)


def said(rating: str, evidence: Evidence) -> dict[str, bool]:
    """Code → whether it is certain, of what contradicts a rating."""
    return {item.code: item.certain for item in contradictions(stated(rating, 12), evidence)}


def before(value: float, rating: str = "green", counts: tuple[int, int] | None = None) -> Earlier:
    """The statement of the month before."""
    return Earlier(stated(rating, 11), month(11, value, counts))


MISSED = "favourable-but-target-missed"


@pytest.mark.parametrize(("rating", "value", "target", "codes"), [
    ("green", 71, 98, {MISSED: True}),
    ("green", 98, 98, {}),
    # 97 may stand for 97.4, which is still less than 98; for 97.5 the printed target says nothing.
    ("green", 97, 97.5, {}),
    ("green", 97, 97.6, {MISSED: True}),
    ("amber", 71, 98, {}),
    ("red", 71, 98, {}),
    ("not rated", 71, 98, {}),
    ("red", 99, 98, {"unfavourable-though-evidence-favourable": True}),
    ("red", 98, 98, {}),
    ("amber", 99, 98, {}),
])
def test_a_rating_against_its_target(rating: str, value: float, target: float, codes: dict[str, bool]) -> None:
    assert said(rating, printed(value, bars=(Bar("target", target),))) == codes


def test_the_sentence_holds_the_figures() -> None:
    (found,) = contradictions(stated("Green", 12), printed(71, bars=(Bar("target", 98),)))
    assert found.words == "Stated as Green for month 13: 71% misses the target of 98%."
    assert found.figures == {"value": 71.0, "target": 98}
    assert found.as_json()["source"] == "Report, page 3"


def test_lower_may_be_better() -> None:
    late = Evidence("percent", "lower", month(12, 12.0), printed=True, bars=(Bar("target", 5),))
    assert said("green", late) == {MISSED: True}
    assert said("green", replace(late, point=month(12, 5.0))) == {}
    assert said("red", replace(late, point=month(12, 2.0))) == {"unfavourable-though-evidence-favourable": True}


@pytest.mark.parametrize("direction", [None, "neutral"])
def test_where_neither_direction_is_better_nothing_is_worse(direction: str | None) -> None:
    bars = (Bar("target", 98), Bar("baseline", 90), Bar("benchmark", 95))
    assert said("green", replace(printed(71, bars=bars), direction=direction)) == {}


@pytest.mark.parametrize("kind", ["baseline", "benchmark"])
@pytest.mark.parametrize(("value", "counts", "certain"), [
    # 71% against 85%: angles 0.1718 apart, of which 3 × 0.05 is the room of a steady service.
    (71, (7100, 10000), True),
    # On so few, counting adds: 3 × √(1/(4 × 300) + 0.05²) = 0.1732.
    (71, (213, 300), False),
    (71, None, False),
    (80, (8000, 10000), False),
])
def test_worse_than_a_bar_is_certain_beyond_chance_only(kind: str, value: float, counts: Any, certain: bool) -> None:
    evidence = printed(value, counts, bars=(Bar(kind, 85, "national figure"),))
    assert said("green", evidence) == {f"favourable-but-worse-than-{kind}": certain}


def test_what_would_settle_it_is_said() -> None:
    (found,) = contradictions(stated("green", 12), printed(71, bars=(Bar("baseline", 85, "national baseline"),)))
    assert found.words == ("Stated as green for month 13: 71% is worse than the national baseline of 85%, which would be more "
                           "than chance explains if it rests on 335 cases or more; how many is not told.")
    assert said("green", printed(71, (237, 334), bars=found_bars())) == {"favourable-but-worse-than-baseline": False}
    assert said("green", printed(71, (238, 335), bars=found_bars())) == {"favourable-but-worse-than-baseline": True}


def found_bars() -> tuple[Bar, ...]:
    """The bar of the sentence above."""
    return (Bar("baseline", 85, "national baseline"),)


def test_no_worse_than_a_bar_by_rounding_is_nothing() -> None:
    assert said("green", printed(85, bars=(Bar("baseline", 85.4),))) == {}
    assert said("green", printed(84, bars=(Bar("baseline", 84.6),))) == {"favourable-but-worse-than-baseline": False}


@pytest.mark.parametrize(("bar", "codes"), [
    (80.0, {"favourable-but-worse-than-baseline": True}),
    (75.5, {}),
])
def test_a_series_is_held_against_a_bar_by_its_average(bar: float, codes: dict[str, bool]) -> None:
    values = [75.0, 77.0, 74.0, 76.0, 75.0, 73.0, 76.0, 78.0, 74.0, 75.0, 77.0, 75.6]
    evidence = charted(values, bars=(Bar("baseline", bar),))
    assert {code: certain for code, certain in said("green", evidence).items() if "baseline" in code} == codes


def test_a_bar_within_the_usual_variation_is_not_certain() -> None:
    evidence = charted([*STEADY[:-1], 79.0], bars=(Bar("benchmark", 81.0),))
    assert said("green", evidence) == {"favourable-but-worse-than-benchmark": False}


@pytest.mark.parametrize(("last", "codes"), [
    (65.0, {"favourable-after-special-cause-concern": True}),
    (75.5, {}),
])
def test_green_out_of_the_usual_range(last: float, codes: dict[str, bool]) -> None:
    assert said("green", charted([*STEADY, last])) == codes
    assert said("amber", charted([*STEADY, last])) == {}


@pytest.mark.parametrize("rating", ["green", "amber"])
def test_an_unchanged_rating_after_a_fall_out_of_the_usual_range(rating: str) -> None:
    fallen = charted([*STEADY, 65.0], earlier=Earlier(stated(rating, 11), month(11, 81.0)))
    assert said(rating, fallen) == {"unchanged-after-fall": True}
    usual = charted([*STEADY, 79.0], earlier=Earlier(stated(rating, 11), month(11, 81.0)))
    assert said(rating, usual) == {}
    assert said("red", replace(fallen, earlier=Earlier(stated("red", 11), month(11, 81.0)))) == {}


def test_a_rating_that_changed_is_not_unchanged() -> None:
    evidence = printed(65, (650, 1000), earlier=before(86, "green", (860, 1000)))
    assert said("amber", evidence) == {}
    assert said("green", evidence) == {"unchanged-after-fall": True}


@pytest.mark.parametrize(("counts", "certain"), [((261, 261), True), ((260, 260), None), (None, False)])
def test_a_fall_of_two_points_is_certain_from_so_many_cases(counts: tuple[int, int] | None, certain: bool | None) -> None:
    then = None if counts is None else (round(0.86 * counts[0]), counts[0])
    now = None if counts is None else (round(0.65 * counts[1]), counts[1])
    evidence = printed(65, now, earlier=before(86, "green", then))
    assert said("green", evidence) == ({} if certain is None else {"unchanged-after-fall": certain})


def test_a_fall_of_unknown_weight_says_what_would_settle_it() -> None:
    (found,) = contradictions(stated("green", 12), printed(65, earlier=before(86)))
    assert found.words == ("Stated as green for month 13: it is rated as it was for month 12, and went from 86% to 65%, "
                           "which would be more than chance explains if each figure rests on 261 cases or more; how many is "
                           "not told.")


def test_a_fall_that_every_steady_service_shows_is_not_asked_about() -> None:
    assert said("green", printed(69, earlier=before(86))) == {}
    assert said("green", printed(68, earlier=before(86))) == {"unchanged-after-fall": False}
    assert said("green", printed(4, earlier=before(5))) == {}


@pytest.mark.parametrize(("now", "codes"), [(119.0, {}), (120.0, {"unchanged-after-fall": False})])
def test_a_number_that_grew_by_a_fifth_is_asked_about(now: float, codes: dict[str, bool]) -> None:
    evidence = Evidence("count", "lower", month(12, now), printed=True, earlier=Earlier(stated("green", 11), month(11, 100.0)))
    assert said("green", evidence) == codes


STATIC = "favourable-on-static-measure-meant-to-move"


@pytest.mark.parametrize(("value", "then", "counts", "codes"), [
    (26, 26, None, {STATIC: True}),
    (27, 26, None, {STATIC: True}),
    (24, 26, None, {STATIC: False}),
    (14, 26, (1400, 10000), {}),
    (15, 26, (1500, 10000), {STATIC: False}),
])
def test_green_though_it_was_meant_to_fall(value: float, then: float, counts: Any, codes: dict[str, bool]) -> None:
    first = month(0, then, (round(then * 100), 10000) if counts else None)
    evidence = Evidence("percent", "lower", month(12, value, counts), printed=True, meant_to="fall", start=first)
    assert said("green", evidence) == codes
    assert said("amber", evidence) == {}


def test_a_baseline_is_where_a_measure_was_to_move_from() -> None:
    evidence = Evidence("percent", "lower", month(12, 26.0), printed=True, meant_to="fall", bars=(Bar("baseline", 26),))
    (found,) = contradictions(stated("green", 12), evidence)
    assert found.words == "Stated as green for month 13: it was meant to fall, and did not: 26%, after 26% as the baseline."


def test_a_series_that_was_meant_to_fall() -> None:
    flat = [26.0, 25.0, 27.0, 26.5, 25.5, 26.0, 26.2, 25.4, 26.8, 26.3, 25.7, 26.1]
    assert said("green", charted(flat, direction="lower", meant_to="fall")) == {STATIC: True}
    lower = [value - (1.5 if place > 5 else 0) for place, value in enumerate(flat)]
    assert said("green", charted(lower, direction="lower", meant_to="fall")) == {}
    little = [value - (0.4 if place > 5 else 0) for place, value in enumerate(flat)]
    assert said("green", charted(little, direction="lower", meant_to="fall")) == {STATIC: False}


def test_a_change_claimed_from_two_points_is_named_with_its_size() -> None:
    october = stated("reduced", 12)
    evidence = Evidence("count", "lower", month(12, 113.0), printed=True, earlier=Earlier(stated("", 3), month(3, 247.0)))
    (found,) = contradictions(october, evidence)
    assert (found.code, found.certain) == ("change-not-shown", False)
    assert found.words == ("Stated as reduced for month 13: 113, after 247 for month 4 (−54%); two figures do not tell a "
                           "change from ordinary variation.")


def test_a_change_claimed_against_the_figures_is_certain() -> None:
    worse = Evidence("count", "lower", month(12, 250.0), printed=True, earlier=Earlier(stated("", 3), month(3, 247.0)))
    assert said("improved", worse) == {"change-not-shown": True}
    assert said("worsening", worse) == {"change-not-shown": False}
    assert said("improving", charted([*STEADY, 95.0])) == {}


@pytest.mark.parametrize("against", [
    {"bars": (Bar("target", 98), Bar("benchmark", 99.8))}, {"earlier": before(99.8, "red")},
    {"facts": (Said("peers-worse", "Below its peers"),)},
    {"meant_to": "rise", "start": month(0, 99.5)},
])
def test_red_is_contradicted_only_where_nothing_speaks_against_the_figure(against: dict[str, Any]) -> None:
    evidence = printed(99.5, **{"bars": (Bar("target", 98),), **against})
    assert "unfavourable-though-evidence-favourable" not in said("red", evidence)


@pytest.mark.parametrize(("fact", "code"), [
    ("benchmark-worse", "favourable-but-worse-than-benchmark"), ("peers-worse", "favourable-but-worse-than-peers"),
    ("trend-worsening", "favourable-though-worsening"), ("children-concern", "favourable-though-parts-of-concern"),
    ("coverage-low", "rated-on-nothing"), ("times-lost", "rated-on-nothing"),
])
def test_what_a_rating_rule_is_told_speaks_against_a_favourable_rating(fact: str, code: str) -> None:
    evidence = printed(86, facts=(Said("signal", "Within its usual range"), Said(fact, "Below its peers")))
    (found,) = contradictions(stated("green", 12), evidence)
    assert (found.code, found.certain) == (code, True)
    assert found.words.endswith(("elow its peers.",))


@pytest.mark.parametrize("fact", ["benchmark-better", "peers-usual", "trend-static", "children-none-of-concern"])
def test_what_speaks_for_it_does_not(fact: str) -> None:
    assert said("green", printed(86, facts=(Said(fact, "…"),))) == {}


NOTHING = {"rated-on-nothing": True}


@pytest.mark.parametrize(("rating", "codes"), [("green", NOTHING), ("amber", NOTHING), ("red", NOTHING), ("not rated", {})])
def test_a_rating_without_a_figure(rating: str, codes: dict[str, bool]) -> None:
    assert said(rating, printed(None)) == codes
    assert said(rating, Evidence("percent", "higher", None, latest=month(3, 61.0))) == codes


def test_ten_of_ten_is_not_a_hundred_per_cent() -> None:
    (found,) = contradictions(stated("green", 12), printed(100, (10, 10)))
    assert found.words == ("Stated as green for month 13: it rests on 10 of 10: at least 72% with 95% confidence.")


@pytest.mark.parametrize(("counts", "target", "codes"), [
    ((10, 10), 95, NOTHING),
    # At least 72% with 95% confidence: enough to meet 70.
    ((10, 10), 70, {}),
    ((2, 10), 98, {MISSED: True}),
    ((29, 29), 95, {}),
    ((15, 29), None, NOTHING),
    ((15, 30), None, {"rated-on-nothing": False}),
    ((46, 92), None, {"rated-on-nothing": False}),
    ((48, 96), None, {}),
])
def test_a_small_sample_carries_a_rating_only_clear_of_its_target(counts: tuple[int, int], target: float | None,
                                                                 codes: dict[str, bool]) -> None:
    bars = () if target is None else (Bar("target", target),)
    assert said("green", printed(100 * counts[0] / counts[1], counts, printed=False, bars=bars)) == codes


def test_a_provisional_figure_speaks_against_nobody() -> None:
    evidence = Evidence("percent", "higher", month(12, 71.0, status="provisional"), bars=(Bar("target", 98),))
    assert said("green", evidence) == {}


def test_every_kind_has_a_title() -> None:
    assert all(TITLES.values())
    assert len(TITLES) == 13
