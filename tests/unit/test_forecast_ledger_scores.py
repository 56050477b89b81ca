"""What the ledger's scores say of a forecaster, against slow and plain second ways of working it out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import NormalDist, fmean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from answerable.judgement.aims import Amount
from answerable.judgement.samples import interval_of_share
from answerable.ledger.entries import HUMAN, OUTCOME, Entry, Forecast, Method, Outcome
from answerable.ledger.forecasters import Forecaster, calibration, forecasters
from answerable.ledger.scoring import Scored, score
from answerable.ledger.uncertainty import blocks, mean_of, ratio_of, share_of
from ledgers import month

NINETY = ((0.05, -8.0), (0.5, 0.0), (0.95, 8.0))


def forecast(point: float, place: int = 0, *, measure: str = "m", better: str = "higher", unit: str = "percent",
             ahead: int = 1, quantiles: Sequence[tuple[float, float]] = (), odds: float | None = None,
             target: float | None = None, floor: float | None = None) -> Forecast:
    """A forecast of one month, made when the month before the one `ahead` before it had ended."""
    start, end = month(place)
    return Forecast(measure, 1, unit, better, start, end, f"month {place}", ahead, month(place - ahead)[1], Method("theta", 1),
                    point, tuple((level, point + value) for level, value in quantiles),
                    None if target is None else Amount(target, ">="), odds, None, floor)


def ledger(*pairs: tuple[Forecast, float], by: str = "A") -> tuple[Entry, ...]:
    """Entries of forecasts, then one of their outcomes."""
    blank = Entry(0, "2026-09-01T09:00:00+00:00", date(2026, 9, 1), "", HUMAN, by, "0", 1, "", 1)
    made = [replace(blank, number=number, forecasts=(each,)) for number, (each, _outcome) in enumerate(pairs, 1)]
    come = {(each.measure, each.period_start): Outcome(each.measure, 1, each.period_start, each.period_end, outcome)
            for each, outcome in pairs}
    return (*made, replace(blank, number=len(made) + 1, kind=OUTCOME, by="answerable", manifest=2,
                           outcomes=tuple(come.values())))


def overall(entries: Sequence[Entry], measure: str | None = None) -> Forecaster:
    """The row of everything, or of one measure."""
    found, = [each for each in forecasters(score(entries)) if each.measure == measure and each.method is not None]
    return found


# ---- one forecast ----


def plain_wis(quantiles: Sequence[tuple[float, float]], outcome: float) -> float:
    """By intervals, as Bracher and others (2021) write it: the median, and each interval by its width and its misses."""
    values = dict(quantiles)
    below = sorted(level for level in values if level < 0.5)
    total = 0.5 * abs(outcome - values[0.5])
    for level in below:
        low, high, alpha = values[level], values[1 - level], 2 * level
        score_of = (high - low) + 2 / alpha * max(low - outcome, 0) + 2 / alpha * max(outcome - high, 0)
        total += alpha / 2 * score_of
    return total / (len(below) + 0.5)


@settings(max_examples=40)
@given(st.lists(st.floats(0.1, 20), min_size=1, max_size=4), st.floats(0, 100), st.floats(0, 100))
def test_the_score_of_a_distribution_is_that_of_its_intervals(widths: list[float], point: float, outcome: float) -> None:
    levels = [0.25, 0.125, 0.0625, 0.03125][:len(widths)]
    reach = [math.fsum(widths[:place]) for place in range(1, len(widths) + 1)]
    quantiles = [(0.5, 0.0), *((level, -far) for level, far in zip(levels, reach, strict=True)),
                 *((1 - level, far) for level, far in zip(levels, reach, strict=True))]
    said = forecast(point, quantiles=sorted(quantiles))
    marks = score(ledger((said, outcome)))[0].newest
    assert marks is not None
    assert marks.wis == pytest.approx(plain_wis(said.quantiles, outcome))
    assert (marks.error, marks.inside90) == (outcome - point, None)


def test_a_point_alone_is_scored_by_its_error_and_claims_no_interval() -> None:
    marks = score(ledger((forecast(70.0, floor=60.0), 74.5)))[0].newest
    assert marks is not None
    assert (marks.error, marks.wis, marks.floor) == (4.5, 4.5, 14.5)
    assert (marks.inside50, marks.inside90, marks.brier) == (None, None, None)


@pytest.mark.parametrize(("outcome", "met", "brier"), [(80.0, True, 0.36), (79.99, False, 0.16)])
def test_odds_are_scored_by_whether_the_target_was_met(outcome: float, met: bool, brier: float) -> None:
    marks = score(ledger((forecast(78.0, odds=0.4, target=80.0), outcome)))[0].newest
    assert marks is not None
    assert (marks.met, marks.brier) == (met, pytest.approx(brier))


def test_the_ends_of_an_interval_are_inside_it() -> None:
    ends = [score(ledger((forecast(70.0, quantiles=NINETY), outcome)))[0].newest for outcome in (61.9, 62.0, 78.0, 78.1)]
    assert [marks.inside90 for marks in ends if marks] == [False, True, True, False]


# ---- means of errors that hang together ----


def test_a_mean_of_independent_values_has_students_interval() -> None:
    values = [3.0, 9.0, 5.5, 7.0, 6.0]
    found = mean_of(values, range(5), range(5))
    reach = student.ppf(0.95, 4) * stdev(values) / math.sqrt(5)
    assert found is not None
    assert found.low is not None
    assert (found.value, found.low) == (pytest.approx(fmean(values)), pytest.approx(fmean(values) - reach))


def plain_interval(values: Sequence[float], way: Sequence[int]) -> float:
    """How far it reaches, by the sums of the clusters written out."""
    names, mean = sorted(set(way)), fmean(values)
    sums = [sum(value - mean for value, own in zip(values, way, strict=True) if own == name) for name in names]
    return float(student.ppf(0.95, len(names) - 1)) * math.sqrt(
        len(names) / (len(names) - 1) * sum(each ** 2 for each in sums)) / len(values)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(-20, 20), st.integers(0, 3), st.integers(0, 3)), min_size=4, max_size=12).filter(
    lambda rows: len({row[1] for row in rows}) > 1 and len({row[2] for row in rows}) > 1))
def test_the_way_of_clustering_that_reaches_further_counts(rows: list[tuple[float, int, int]]) -> None:
    values, first, second = (list(column) for column in zip(*rows, strict=True))
    found = mean_of(values, first, second)
    assert found is not None
    assert found.low is not None
    furthest = max(plain_interval(values, way) for way in (first, second))
    assert found.value - found.low == pytest.approx(furthest, abs=1e-9)


def test_twelve_months_forecast_at_one_time_are_one_and_have_no_interval() -> None:
    row = overall(ledger(*((forecast(70.0, place, ahead=place + 1), 76.0) for place in range(12))))
    assert row.bias is not None
    assert (row.bias.value, row.bias.low) == (6.0, None)
    assert row.words == "12 forecasts: too few, or made too close together, to tell a bias."


def test_blocks_are_as_long_as_the_furthest_look() -> None:
    assert blocks([5, 6, 7, 8, 12], 3) == [0, 0, 0, 1, 2]


def test_a_ratio_is_that_of_the_sums() -> None:
    found = ratio_of([1.0, 2.0, 3.0], [2.0, 2.0, 4.0], range(3))
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    # The jackknife, another way to the same: close, not equal.
    without = [ratio_of(*([each for at, each in enumerate(side) if at != out] for side in ([1.0, 2.0, 3.0], [2.0, 2.0, 4.0])))
               for out in range(3)]
    spread = math.sqrt(2 / 3 * sum((each.value - 0.75) ** 2 for each in without if each))
    assert found.value == 0.75
    assert found.high - found.low == pytest.approx(2 * student.ppf(0.95, 2) * spread, rel=0.35)
    assert ratio_of([1.0], [0.0]) is None


def test_independent_hits_have_wilsons_interval_and_clustered_ones_a_wider_one() -> None:
    hits = [True] * 15 + [False] * 5
    alone, clustered = share_of(hits, range(20)), share_of(hits, [place // 5 for place in range(20)])
    wilson = interval_of_share(0.75, 20, level=0.9)
    assert alone is not None
    assert clustered is not None
    assert alone.low
    assert clustered.low
    assert (alone.low, alone.high) == (pytest.approx(wilson.low), pytest.approx(wilson.high))
    assert clustered.low < alone.low
    whole = share_of([True] * 20, [place // 5 for place in range(20)])
    assert whole is not None
    assert whole.low == pytest.approx(interval_of_share(1.0, 4, level=0.9).low)


# ---- what is said of a forecaster ----


def of(errors: Sequence[float], better: str = "higher", unit: str = "percent") -> Forecaster:
    return overall(ledger(*((forecast(50.0, place, better=better, unit=unit), 50.0 + error)
                            for place, error in enumerate(errors))))


@pytest.mark.parametrize(("errors", "better", "words"), [
    ([6, 4, 8, 5, 7], "higher", "6 points cautious on average over 5 forecasts (between 4.5 and 7.5 points)."),
    ([6, 4, 8, 5, 7], "lower", "6 points too hopeful on average over 5 forecasts (between 4.5 and 7.5 points)."),
    ([-6, -4, -8, -5, -7], "lower", "6 points cautious on average over 5 forecasts (between 4.5 and 7.5 points)."),
    ([6, 4, 8, 5, 7], "neutral", "6 points too low on average over 5 forecasts (between 4.5 and 7.5 points)."),
    ([6, -4, 8, -5, -7], "higher",
     "No bias can be told over 5 forecasts (between 7 points too hopeful and 6.2 points cautious)."),
    ([6], "higher", "1 forecast: too few, or made too close together, to tell a bias.")])
def test_the_bias_is_said_in_a_sentence(errors: list[float], better: str, words: str) -> None:
    assert of(errors, better).words == words


def test_a_bias_in_seconds_is_said_in_seconds() -> None:
    assert of([6, 4, 8, 5, 7], "lower", "seconds").words == (
        "6 seconds too hopeful on average over 5 forecasts (between 4.5 seconds and 7.5 seconds).")


def test_forecasts_of_one_month_by_several_looks_are_said_to_be_of_fewer_periods() -> None:
    pairs = [(forecast(50.0, place, ahead=ahead), 56.0 + place % 2) for place in range(12) for ahead in (1, 2)]
    row = overall(ledger(*pairs))
    assert (row.n, row.periods, row.side) == (24, 12, "cautious")
    assert "over 24 forecasts of 12 periods" in row.words


def test_errors_in_different_units_are_never_averaged_and_skill_does_not_depend_on_the_unit() -> None:
    def both(scale: float) -> Forecaster:
        shares = [(forecast(50.0, place, floor=40.0), 52.0 + place) for place in range(4)]
        counts = [(forecast(50.0 * scale, place, measure="n", unit="contacts", floor=60.0 * scale), (53.0 - place) * scale)
                  for place in range(4)]
        return overall(ledger(*shares, *counts))

    small, large = both(1.0), both(1000.0)
    assert (small.unit, small.bias, small.mae, small.wis) == (None, None, None, None)
    assert small.words == "The errors of measures in different units are not averaged: see each measure."
    assert small.skill is not None
    assert large.skill is not None
    assert small.skill.value == pytest.approx(large.skill.value)
    # By hand: each measure's errors over the mean error of its floor, then all together.
    shares, counts = [2, 3, 4, 5], [3, 2, 1, 0]
    floors = [fmean([12, 13, 14, 15]), fmean([7, 8, 9, 10])]
    assert small.skill.value == pytest.approx(1 - (sum(shares) / floors[0] + sum(counts) / floors[1]) / 8)


def test_skill_is_1_for_no_error_0_for_the_floors_and_below_for_worse() -> None:
    for point, skill in ((60.0, 1.0), (50.0, 0.0), (40.0, -1.0)):
        row = overall(ledger(*((forecast(point, place, floor=50.0), 60.0) for place in range(3))))
        assert row.skill is not None
        assert row.skill.value == pytest.approx(skill)


def test_odds_are_gathered_by_the_bounds_of_their_words() -> None:
    said = [0.05, 0.2, 0.3, 0.5, 0.95, 1.0]
    pairs = [(forecast(70.0, place, odds=odds, target=80.0), 85.0 if odds > 0.25 else 75.0) for place, odds in enumerate(said)]
    rows = calibration(score(ledger(*pairs)))
    assert [(row.n, row.share_met.value if row.share_met else None) for row in rows] == [
        (1, 0.0), (2, 0.5), (1, 1.0), (0, None), (2, 1.0)]
    assert all(before.ends == after.starts for before, after in pairwise(rows))


@pytest.mark.parametrize(("count", "told"), [(9, False), (10, True)])
def test_a_share_of_fewer_than_ten_odds_has_no_interval(count: int, told: bool) -> None:
    pairs = [(forecast(70.0, place, odds=0.5, target=80.0), 85.0 if place % 2 else 75.0) for place in range(count)]
    share = next(row.share_met for row in calibration(score(ledger(*pairs))) if row.n)
    assert share is not None
    assert (share.low is not None) is told


@settings(max_examples=25)
@given(st.data())
def test_every_figure_of_a_forecaster_is_what_adding_up_by_hand_gives(data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 3), st.floats(20, 80), st.floats(0, 1)),
                              min_size=1, max_size=12))
    outcomes = {place: data.draw(st.floats(20, 80)) for place in sorted({row[0] for row in rows})}
    pairs = [(forecast(point, place, ahead=ahead, quantiles=NINETY, odds=odds, target=50.0, floor=45.0), outcomes[place])
             for place, ahead, point, odds in rows]
    found, scored = overall(ledger(*pairs)), score(ledger(*pairs))
    errors = [outcome - each.point for each, outcome in pairs]
    assert found.bias is not None
    assert found.cover90 is not None
    assert found.brier is not None
    assert found.bias.value == pytest.approx(fmean(errors), abs=1e-9)
    assert found.mae == pytest.approx(fmean(map(abs, errors)))
    assert found.wis == pytest.approx(fmean(plain_wis(each.quantiles, outcome) for each, outcome in pairs))
    assert found.cover90.value == fmean(each.point - 8 <= outcome <= each.point + 8 for each, outcome in pairs)
    assert found.brier.value == pytest.approx(fmean(((each.odds or 0.0) - (outcome >= 50)) ** 2 for each, outcome in pairs))
    floors = sum(abs(outcome - 45) for _each, outcome in pairs)
    assert found.skill is None if floors == 0 else \
        found.skill is not None and found.skill.value == pytest.approx(1 - sum(map(abs, errors)) / floors)
    assert [each.status for each in scored] == ["scored"] * len(pairs)


def test_wilsons_interval_is_at_the_level_that_is_said() -> None:
    found = share_of([True, False] * 50, range(100))
    z = NormalDist().inv_cdf(0.95)
    assert found is not None
    assert found.high == pytest.approx(
        (0.5 + z * z / 200 + z * math.sqrt(0.25 / 100 + z * z / 40000)) / (1 + z * z / 100))


def waiting(entries: Sequence[Entry]) -> list[Scored]:
    return [each for each in score(entries) if each.status != "scored"]


def test_what_has_no_outcome_yet_waits_and_is_counted() -> None:
    entries = ledger((forecast(50.0), 51.0), (forecast(50.0, 1), 52.0))
    entries = (*entries[:2], replace(entries[2], outcomes=entries[2].outcomes[:1]))
    assert [each.status for each in waiting(entries)] == ["waiting"]
    assert (overall(entries).n, overall(entries).waiting, overall(entries).cannot) == (1, 1, 0)


# ---- odds of meeting a target by a month ----


@pytest.mark.parametrize(("outcomes", "known"), [
    ([70.0, 85.0, 70.0], [False, True, True]), ([70.0, 70.0, 70.0], [False, False, False]), ([85.0], [True, True, True]),
    ([70.0], [False, None, None]), ([], [None, None, None])])
def test_odds_by_a_month_are_known_when_one_has_met_it_or_all_have_missed_it(outcomes: list[float],
                                                                              known: list[bool | None]) -> None:
    said = tuple(replace(forecast(75.0, place, ahead=place + 1, target=80.0), odds=0.3, odds_by=0.6) for place in range(3))
    entries = ledger(*zip(said, outcomes, strict=False))
    whole = (replace(entries[0], number=1, forecasts=said), replace(entries[-1], number=2))
    expected = [None if met is None else pytest.approx((0.6 - met) ** 2) for met in known]
    assert [each.brier_by for each in score(whole if outcomes else whole[:1])] == expected


def test_odds_by_a_month_begin_anew_where_the_target_changes() -> None:
    targets = (80.0, 60.0)
    said = tuple(replace(forecast(70.0, place, ahead=place + 1, target=target), odds_by=0.5)
                 for place, target in enumerate(targets))
    entries = ledger((said[0], 85.0), (said[1], 55.0))
    scored = score((replace(entries[0], forecasts=said), replace(entries[-1], number=2)))
    assert [each.newest.met for each in scored if each.newest] == [True, False]
    assert [each.brier_by for each in scored] == [0.25, 0.25]
    row = overall((replace(entries[0], forecasts=said), replace(entries[-1], number=2)))
    assert row.brier_by is not None
    assert row.brier_by.count == 2


def test_the_interval_of_a_brier_score_ends_where_a_brier_score_must() -> None:
    # Right for five months and wholly wrong in the sixth: the plain interval would begin below 0.
    said = [(forecast(70.0, place, odds=0.9, target=60.0), 50.0 if place == 5 else 70.0) for place in range(6)]
    scores = [0.81 if outcome < 60 else 0.01 for _each, outcome in said]
    plain = mean_of(scores, range(6))
    assert plain is not None
    assert plain.low is not None
    assert plain.low < 0
    found = overall(ledger(*said)).brier
    assert found is not None
    assert (found.value, found.low, found.high) == (pytest.approx(plain.value), 0.0, pytest.approx(plain.high))
