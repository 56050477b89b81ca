"""The four cases of the minutes: ratings that their own figures contradict can no longer be given.

A panel saw a 101 service fall from 86% to 65% with an unchanged rating, a static 26% shown green, attendance worse than the
national baseline shown green, and e-mail at 71% against 98% shown green.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.decisions.effects import step_starts
from answerable.decisions.kinds import Decision, Step
from answerable.decisions.standing import Standing
from answerable.judgement import Aim, Amount, Beside, Child, Judgement, Point, Said, Subject, Target, judge, rating_rule
from answerable.judgement.ratings import AGAINST, FAVOURABLE, NEUTRAL, UNFAVOURABLE, Rating
from answerable.measures.figure import Figure

RULE = rating_rule()
SEASON = [0.0, 1.2, -0.8, 0.4, -1.1, 0.9, -0.3, 0.7, -0.6, 1.0, -1.2, -0.2]
CONCERN = Child("abandoned", "Calls abandoned", Rating("worsening", "Worsening", ("signal",), UNFAVOURABLE),
                "above its usual range")
FINE = Child("offered", "Calls offered", Rating("steady", "Steady", ("signal",), NEUTRAL), "within its usual range")


def subject(direction: str = "higher") -> Subject:
    return Subject("x", "X", "percent", direction, "{value} in {period}")


def target(value: float, comparison: str) -> Target:
    return Target("t", 1, "x", Amount(value, comparison), "Westshire", "local", "Plan", date(2015, 1, 1), None, "")


def months(values: list[float], size: int = 5000, untimed: int = 0) -> list[Point]:
    starts = [date(2020 + place // 12, place % 12 + 1, 1) for place in range(len(values))]
    return [Point(start, f"{start:%B %Y}", value, "final", None, size, 1.0, untimed=untimed)
            for start, value in zip(starts, values, strict=True)]


def around(level: float, years: int = 1) -> list[float]:
    return [level + wobble for _year in range(years) for wobble in SEASON]


def judged(values: list[float], direction: str = "higher", held: Target | None = None, **options: object) -> Judgement:
    return judge(subject(direction), months(values), target=held, rule=RULE, **options)  # type: ignore[arg-type]


# ---- a fall from 86% to 65% ----


@pytest.mark.parametrize("limit", [None, 80.0, 60.0])
@pytest.mark.parametrize("way", [[86.0 - fall for fall in (3, 6, 9, 12, 15, 18, 21)], [65.0], [65.0] * 3, [65.0] * 12])
def test_a_fall_changes_the_rating_whether_it_comes_at_once_or_slowly(way: list[float], limit: float | None) -> None:
    held = target(limit, ">=") if limit else None
    before, after = judged(around(86, 2), held=held), judged([*around(86, 2), *way], held=held)
    assert before.rating.code != after.rating.code
    assert after.rating.stands == UNFAVOURABLE
    assert "worse" in after.sentence


def test_a_step_that_somebody_accepted_does_not_make_the_fall_unseen_for_a_year() -> None:
    values = [*around(86, 2), *around(65)]
    figures = [Figure("x", 1, f"{point.period_start}", f"{point.period_start.replace(day=28)}", point.label, point.value,
                      "percent", None, 5000, 1.0, "final") for point in months(values)]
    accepted = Decision(1, "2023-02-01T00:00:00Z", date(2023, 2, 1), "A. Person", "the new system", Step("x", date(2022, 1, 1)))
    fallen = judged(values, phase_starts=step_starts(Standing(steps=(accepted,)), figures))
    assert len(fallen.chart.phases) == 2
    assert fallen.signal is not None
    assert fallen.signal.code == "common-cause"
    assert (fallen.rating.code, fallen.rating.stands) == ("worsening", UNFAVOURABLE)
    assert "worse than a year before in 12 of its last 12 figures" in fallen.sentence


# ---- a static 26% that was meant to fall ----


@pytest.mark.parametrize("limit", [25.9, 25.0, 22.0, 15.0])
@pytest.mark.parametrize("years", [1, 2, 3])
def test_a_share_that_was_meant_to_fall_and_stays_is_never_favourable(limit: float, years: int) -> None:
    static = judged(around(26, years), "lower", target(limit, "<="))
    assert static.rating.stands != FAVOURABLE


def test_a_share_far_above_where_it_was_meant_to_fall_is_said_not_to_move() -> None:
    static = judged([*around(26, 3), 26.1], "lower", target(15, "<="))
    assert (static.rating.code, static.rating.stands) == ("static", UNFAVOURABLE)
    assert static.sentence == (
        "26.1% in January 2023: within its usual range, above the 15% local target, no movement towards its target that could "
        "be told from chance. Lower is better.")


def test_a_target_at_the_level_of_the_start_is_not_met_reliably_by_standing_still() -> None:
    lucky = judged([*around(26, 2), 25.9], "lower", target(26, "<"))
    assert (lucky.rating.code, lucky.rating.stands) == ("meets-target", NEUTRAL)


@given(st.lists(st.floats(15, 40), min_size=12, max_size=12), st.integers(2, 4), st.sampled_from(["higher", "lower"]),
       st.integers(0, 16), st.sampled_from([None, "better", "level"]), st.sampled_from([None, "better", "usual"]))
@settings(max_examples=150, deadline=None)
def test_without_any_number_a_year_like_the_one_before_is_never_favourable_where_it_was_meant_to_move(
        pattern: list[float], years: int, direction: str, began: int, published: str | None, among: str | None) -> None:
    """Ahead of others or not: what was meant to move for eight months or more, and did not, is said not to move."""
    aim = Aim("rise" if direction == "higher" else "fall", date(2020 + began // 12, began % 12 + 1, 1))
    beside = Beside(benchmark=Said(published, "…") if published else None, peers=Said(among, "…") if among else None)
    found = judged(pattern * years, direction, replace(target(1, ">="), asks=aim), beside=beside)
    assert found.facts.target == found.facts.assurance == "none"
    if found.facts.signal == "common-cause" and 12 * years - began >= 8:
        assert (found.rating.code, found.rating.stands) == ("static", UNFAVOURABLE)
        assert "no movement can be told from chance" in found.sentence
    # What the chart's own rules call a change is one, wherever it comes from.
    elif found.facts.signal == "special-cause-concern":
        assert found.rating.stands == UNFAVOURABLE


# ---- worse than the national baseline; 71% against 98% ----


@pytest.mark.parametrize("held", [None, target(60, ">="), target(90, ">=")])
@pytest.mark.parametrize("values", [around(71, 2), [*around(60), *around(71)], [*around(71, 2), 85.0]])
def test_what_is_worse_than_its_benchmark_is_never_favourable_and_says_so(values: list[float], held: Target | None) -> None:
    behind = judged(values, held=held, beside=Beside(benchmark=Said("worse", "worse than the national 98%")))
    assert behind.rating.stands != FAVOURABLE
    assert "worse than the national 98%" in behind.sentence
    assert "benchmark-worse" in [reason.code for reason in behind.reasons]


def test_a_parts_concern_shows_in_the_whole() -> None:
    whole = judged(around(90, 2), held=target(60, ">="), beside=Beside(children=(FINE, CONCERN)))
    assert (whole.rating.code, whole.rating.stands) == ("parts-of-concern", UNFAVOURABLE)
    assert "of concern among its parts: Calls abandoned is worsening" in whole.sentence
    assert judged(around(90, 2), held=target(60, ">="), beside=Beside(children=(FINE,))).rating.stands == FAVOURABLE


# ---- few cases ----


def test_where_each_person_gave_several_answers_the_people_are_counted() -> None:
    answers = [replace(point, sample_size=point.denominator / 6) for point in months(around(90, 2), size=120)]  # type: ignore[operator]
    assert judge(subject(), answers, target=None, rule=RULE).facts.sample == "small"
    assert judge(subject(), months(around(90, 2), size=120), target=None, rule=RULE).facts.sample == "enough"


def test_an_average_over_days_is_no_sample_of_cases() -> None:
    waiting = Subject("x", "X", "count", "lower", "{value} waited in {period}")
    assert judge(waiting, months(around(5, 2), size=28), target=None, rule=RULE).facts.sample == "unknown"


# ---- the page that shows the four ----


def test_the_four_cases_print_what_their_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "four-cases.md").read_text("utf-8")
    example = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert example
    exec(example[1], {})
    printed = capsys.readouterr().out
    assert printed.splitlines() == re.findall(r"^# (.*)$", example[1], re.MULTILINE)
    assert "favourable)" in printed
    assert "(favourable)" not in printed


def test_mail_held_to_ninety_eight_per_cent_does_not_move_towards_it() -> None:
    both = judged(around(71, 2), held=target(98, ">="),
                  beside=Beside(benchmark=Said("worse", "28.0 percentage points worse than the baseline of 98%")))
    assert both.rating.words == "Not moving towards its target"
    assert "below the 98% local target" in both.sentence
    assert "worse than the baseline of 98%" in both.sentence


# ---- in general: the rating and the sentence never contradict the facts, or one another ----


series = st.lists(st.floats(0, 100).map(lambda value: round(value, 1)), min_size=1, max_size=40)
besides = st.builds(
    Beside, benchmark=st.sampled_from([None, *(Said(code, f"{code} by benchmark") for code in ("better", "level", "worse"))]),
    peers=st.sampled_from([None, *(Said(code, f"{code} by peers") for code in ("better", "usual", "worse"))]),
    children=st.sampled_from([(), (FINE,), (CONCERN,), (FINE, CONCERN)]))


@settings(max_examples=200, deadline=None)
@given(values=series, beside=besides, limit=st.sampled_from([None, 20.0, 50.0, 80.0]),
       direction=st.sampled_from(["higher", "lower"]), size=st.sampled_from([5, 29, 30, 5000]),
       untimed=st.sampled_from([0, 1, 900]), steady=st.booleans())
def test_no_rating_contradicts_its_facts_and_no_sentence_its_rating(
        values: list[float], beside: Beside, limit: float | None, direction: str, size: int, untimed: int,
        steady: bool) -> None:
    if steady:
        values = [55 + value / 20 for value in values]
    held = target(limit, ">=" if direction == "higher" else "<=") if limit else None
    found = judge(subject(direction), months(values, size, untimed), target=held, rule=RULE, beside=beside)
    against = {fact: getattr(found.facts, fact) in values for fact, values in AGAINST.items()}
    if any(against.values()):
        assert found.rating.stands != FAVOURABLE
    # What the sentence says is what the facts say.
    said = found.sentence
    assert ("worse by benchmark" in said) == against["benchmark"]
    assert ("worse by peers" in said) == against["peers"]
    assert ("of concern among its parts" in said) == against["children"]
    assert ("a change for the worse" in said) == against["signal"]
    assert ("worse than a year before" in said) == (found.facts.trend == "worsening")
    assert ("where 30 are the least that is rated" in said) == against["sample"] == (size < 30)
    assert ("is lost or not sure" in said) == against["coverage"]
    # A favourable sentence has nothing in it that speaks against the force.
    if found.rating.stands == FAVOURABLE:
        assert not re.search(r"worse|concern|no movement|lost or not sure", said.replace("neither better nor worse", ""))
    # What decided the rating stands in the sentence.
    for fact in found.rating.decided_by:
        if fact in ("trend", "benchmark", "peers", "children"):
            assert found.told[fact].words in said
    assert found.reasons
