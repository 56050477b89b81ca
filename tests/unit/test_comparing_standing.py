"""Where a figure stands against published ones: what may count, what is left out and why, and on which side ours lies."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.comparing.benchmarks import Benchmark, Likeness
from answerable.comparing.organisations import read_organisations
from answerable.comparing.showing import Others
from answerable.comparing.standing import Standing, spread_of, standing, statistic_of, why_not
from answerable.judgement.samples import interval_of_share
from answerable.measures.catalogue import read_measures
from answerable.measures.figure import Figure

MEASURES = read_measures()
SHARE = MEASURES["email-answered-within-24h"]
ABANDONED = MEASURES["101-abandonment"]
NATIONAL = Benchmark(
    "national-email", "ours", 98.0, "percent", "exact", "share", "E-mails answered within 24 hours", "England and Wales", "",
    date(2026, 9, 1), date(2026, 9, 30), "Home Office", "national", "primary", "A table.", "", "Made up for a test.",
    (Likeness(SHARE.id, "none"),))


def figure(value: float, measure: str = SHARE.id, size: float | None = 5000, **changes: object) -> Figure:
    made = Figure(measure, 1, "2026-09-01", "2026-09-30", "September 2026", value, "percent", None, size, 1.0, "final")
    return replace(made, **changes)  # type: ignore[arg-type]


def among(*benchmarks: Benchmark, disputed: tuple[str, ...] = ()) -> Others:
    return Others(None, benchmarks, read_organisations(), (), (),
                  {(SHARE.id, name): ("another",) for name in disputed})


def stands(value: float, *benchmarks: Benchmark, year: Figure | None = None, disputed: tuple[str, ...] = (),
           **changes: object) -> Standing:
    return standing(SHARE, figure(value, **changes), lambda: year, among(*benchmarks, disputed=disputed))  # type: ignore[arg-type]


def test_seventy_one_per_cent_is_worse_than_the_national_ninety_eight() -> None:
    found = stands(71.0, NATIONAL)
    assert found.position is not None
    assert (found.position.code, found.position.words) == (
        "worse", "27.0 percentage points worse than the national 98% for September 2026")
    assert found.not_comparable == ()


def test_better_and_level_are_told_the_same_way() -> None:
    assert stands(71.0, replace(NATIONAL, value=60.0)).position.words.startswith("11.0 percentage points better")  # type: ignore[union-attr]
    level = stands(71.2, replace(NATIONAL, value=71.0)).position
    assert level is not None
    assert (level.code, level.words) == ("level", "level with the national 71% for September 2026")


def test_where_lower_is_better_the_sides_are_the_other_way_round_and_the_rest_is_turned() -> None:
    answered = replace(NATIONAL, value=97.0, alike=(Likeness(ABANDONED.id, "none", "rest"),))
    found = standing(ABANDONED, figure(9.0, ABANDONED.id), lambda: None, among(answered))
    assert found.position is not None
    assert found.position.words == "6.0 percentage points worse than the national 3% for September 2026"


def test_without_a_better_direction_or_a_value_nothing_stands_anywhere() -> None:
    neutral = replace(NATIONAL, alike=(Likeness("internal-share", "none"),))
    assert standing(MEASURES["internal-share"], figure(9.0), lambda: None, among(neutral)) == Standing()
    assert standing(SHARE, replace(figure(71.0), value=None), lambda: None, among(NATIONAL)) == Standing()


# ---- what chance and rounding leave open ----


def test_what_was_published_without_decimals_may_be_half_a_point_more_or_less() -> None:
    assert [stands(value, NATIONAL, size=None).position.code  # type: ignore[union-attr]
            for value in (97.4, 97.5, 98.5, 98.51)] == ["worse", "level", "level", "better"]
    exact = replace(NATIONAL, value=97.96)
    assert stands(97.9, exact, size=None).position.code == "worse"  # type: ignore[union-attr]


def test_a_small_share_is_level_with_what_its_interval_holds() -> None:
    # 27 of 30 is 90%, and Wilson's interval reaches from 74% to 97%.
    of_thirty = [stands(90.0, replace(NATIONAL, value=value), size=30).position.code for value in (73.0, 75.0, 96.0, 98.0)]  # type: ignore[union-attr]
    assert of_thirty == ["better", "level", "level", "worse"]
    # Where each gave several answers, the people count.
    assert stands(90.0, replace(NATIONAL, value=96.0), size=90, sample_size=30).position.code == "level"  # type: ignore[union-attr]


@given(st.floats(0, 100), st.integers(1, 10**6), st.integers(0, 1000).map(lambda tenths: tenths / 10))
def test_a_side_is_told_only_where_interval_and_rounding_leave_no_doubt(value: float, size: int, theirs: float) -> None:
    found = stands(value, replace(NATIONAL, value=theirs), size=size).position
    assert found is not None
    interval = interval_of_share(value / 100, size)
    half = 0.5 if theirs == int(theirs) else 0.05
    low, high = min(100 * interval.low, value), max(100 * interval.high, value)
    expected = "better" if low > theirs + half + 1e-6 else "worse" if high < theirs - half - 1e-6 else "level"
    assert found.code == expected or math.isclose(low, theirs + half, abs_tol=1e-6) or math.isclose(
        high, theirs - half, abs_tol=1e-6)


@pytest.mark.parametrize(("reading", "value", "code"), [
    ("at-least", 90.0, "worse"), ("at-least", 99.9, None), ("at-most", 99.9, "better"), ("at-most", 90.0, None),
    ("about", 89.0, "level"), ("about", 87.0, "worse")])
def test_or_more_or_less_and_about_leave_open_what_they_leave_open(reading: str, value: float, code: str | None) -> None:
    found = stands(value, replace(NATIONAL, reading=reading))
    assert (found.position.code if found.position else None) == code
    if code is None:
        assert "it leaves open on which side ours stands" in found.not_comparable[0].words


def test_ninety_seven_or_more_answered_is_three_or_less_not_answered() -> None:
    alike = Likeness(ABANDONED.id, "none", "rest")
    answered = replace(NATIONAL, value=97.0, reading="at-least", alike=(alike,))
    assert spread_of(answered, alike) == (-math.inf, 3.5)


# ---- what may count ----


@pytest.mark.parametrize(("changes", "reason"), [
    ({"status": "local", "about": "Five districts"}, "neither national, set by law nor of the inspectorate"),
    ({"status": "reported"}, "neither national, set by law nor of the inspectorate"),
    ({"confidence": "weak", "baseline": True, "status": "reported"}, "its source is weak"),
    ({"alike": (Likeness(SHARE.id, "differ"),)}, "The clocks differ"),
    ({"alike": (Likeness(SHARE.id, "unknown"),)}, "Which clock was used is not known"),
    ({"unit": "seconds"}, "another kind of number"),
    ({"statistic": "limit"}, "another kind of number (limit) than ours (share)"),
    ({"starts": date(2026, 10, 1), "ends": date(2026, 10, 31)}, "it is about a later time"),
    ({"starts": date(2024, 8, 1), "ends": date(2024, 8, 29)}, "more than two years before"),
])
def test_what_does_not_compare_is_named_with_the_reason(changes: dict[str, object], reason: str) -> None:
    found = stands(71.0, replace(NATIONAL, **changes))  # type: ignore[arg-type]
    assert found.position is None
    (said,) = found.not_comparable
    assert said.code == "national-email"
    assert reason in said.words


def test_a_value_that_others_dispute_does_not_count() -> None:
    found = stands(71.0, NATIONAL, disputed=("national-email",))
    assert found.position is None
    assert "others published another value of the same" in found.not_comparable[0].words


def test_a_single_force_is_no_benchmark_and_is_left_to_the_peers() -> None:
    assert stands(71.0, replace(NATIONAL, about="Kent Police")) == Standing()


def test_a_declared_baseline_counts_however_old_and_whosever_it_is() -> None:
    own = replace(NATIONAL, about="Kent Police", status="local", baseline=True, starts=date(2019, 4, 1),
                  ends=date(2019, 4, 30))
    found = stands(71.0, own)
    assert found.position is not None
    assert found.position.words == "27.0 percentage points worse than the baseline of 98% for April 2019"


def test_a_standard_without_an_end_is_held_against_every_month() -> None:
    found = stands(71.0, replace(NATIONAL, status="statutory", starts=date(2010, 1, 1), ends=date.max))
    assert found.position is not None
    assert found.position.words == "27.0 percentage points worse than the 98% set by law from 1 January 2010"


# ---- a year against a year ----


YEARLY = replace(NATIONAL, starts=date(2025, 4, 1), ends=date(2026, 3, 31))


def test_a_year_is_held_against_a_year_so_that_a_season_is_no_gap() -> None:
    year = figure(98.1, latest=figure(71.0))
    found = stands(71.0, YEARLY, year=year)
    assert found.position is not None
    assert found.position.words == "over the year 98.1%, level with the national 98% for April 2025 to March 2026"


def test_without_a_year_of_ours_a_year_does_not_compare() -> None:
    found = stands(71.0, YEARLY)
    assert found.position is None
    assert "there is no figure of the last twelve months" in found.not_comparable[0].words


# ---- several ----


def test_the_latest_of_one_owner_takes_the_place_of_its_earlier_ones() -> None:
    older = replace(NATIONAL, id="older", value=60.0, starts=date(2026, 3, 1), ends=date(2026, 3, 31))
    assert stands(71.0, older, NATIONAL).position.code == "worse"  # type: ignore[union-attr]
    assert stands(71.0, replace(older, value=98.0), replace(NATIONAL, value=60.0)).position.code == "better"  # type: ignore[union-attr]


def test_worse_than_any_is_worse_whichever_comes_first() -> None:
    law = replace(NATIONAL, id="law", status="statutory", owner="Parliament", value=60.0)
    for order in ((law, NATIONAL), (NATIONAL, law)):
        found = stands(71.0, *order).position
        assert found is not None
        assert found.words.endswith("worse than the national 98% for September 2026")


def test_every_measure_of_the_catalogue_says_what_kind_of_number_it_is_or_that_none_compares() -> None:
    kinds = {name: statistic_of(measure) for name, measure in MEASURES.items()}
    assert (kinds["101-median-wait-queue-clock"], kinds["999-90th-percentile-time-to-answer"]) == ("median", "")
    assert (kinds["101-mean-wait-queue-clock"], kinds["101-longest-wait"], kinds["101-offered"]) == ("mean", "longest", "")
    assert kinds["unresourced-average"] == "number"


def test_no_shipped_benchmark_counts_by_mistake() -> None:
    """What is shipped is old, on another clock, or of one force: none of it may rate a figure of autumn 2026."""
    from answerable.comparing.benchmarks import read_benchmarks
    counted = {(item.id, alike.measure) for item in read_benchmarks() for alike in item.alike
               if not why_not(item, alike, MEASURES[alike.measure], figure(1.0), disputed=False)}
    assert counted == set()
