"""Where a promise stands: by the figure of its period once that is final, by the odds before, and when neither can be told."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest

from answerable.forecasting.projection import LEVELS
from answerable.judgement.aims import Amount
from answerable.web.register.promises_course import (
    AT_RISK,
    CANNOT,
    EARLY,
    KEPT,
    MISSED,
    ON_COURSE,
    Course,
    Facts,
    course,
    period_of,
)
from answerable.web.register.promises_odds import FIVE, Spread, odds_of, spread_of, together

TODAY = date(2026, 11, 20)
Json = dict[str, Any]


def month(number: int) -> tuple[date, date]:
    """First and last day of a month, counted from January 2026 on (0)."""
    year, rest = 2026 + number // 12, number % 12 + 1
    return date(year, rest, 1), date(year, rest, monthrange(year, rest)[1])


def row(number: int, value: float | None, status: str = "final", **more: Any) -> Json:
    """A figure: a share of 1,000."""
    first, last = month(number)
    share = {"numerator": None if value is None else 10 * value, "denominator": 1000}
    return {"version": 1, "period_start": str(first), "period_end": str(last), "value": value, "status": status, "note": "",
            **share, **more}


def measure(rows: list[Json], steps: list[Json] | None = None, **more: Any) -> Json:
    """A measure as released."""
    projection = {"levels": list(LEVELS), "steps": steps, "target": None} if steps else None
    return {"id": "m", "unit": "percent", "version": 1, "figures": rows, "versions": [
        {"version": 1, "digest": "a", "in_force_from": None}], "projection": projection, "no_projection": None, **more}


def step(number: int, low: float, high: float, **more: Any) -> Json:
    """What is expected of a month: every value between two is as likely as any other."""
    first, last = month(number)
    values = [low + level * (high - low) for level in LEVELS]
    five = {name: low + level * (high - low) for level, name in FIVE}
    return {"period_start": str(first), "period_end": str(last), "label": f"{first:%B %Y}", "quantiles": values, **five,
            "target": None, "met": None, **more}


def promised(threshold: float = 80.0, comparison: str = ">=", due: date = date(2026, 12, 31), **more: Any) -> Facts:
    return Facts("m", comparison, threshold, due, **more)


TEN = [row(number, 75.0) for number in range(10)]   # January to October 2026


@pytest.mark.parametrize(("value", "comparison", "state"), [
    (80.0, ">=", KEPT), (80.0, ">", MISSED), (80.0, "<=", KEPT), (80.0, "<", MISSED), (79.999, ">=", MISSED),
    (80.001, "<=", MISSED)])
def test_exactly_at_the_value(value: float, comparison: str, state: str) -> None:
    found = course(promised(comparison=comparison, due=date(2026, 10, 9)), measure([*TEN[:9], row(9, value)]), TODAY)
    assert (found.state, found.settled, found.value) == (state, True, value)


def test_a_figure_is_never_rounded_onto_what_was_promised() -> None:
    found = course(promised(due=date(2026, 10, 1)), measure([row(9, 79.96)]), TODAY)
    assert found.reason == "79.96% in October 2026; promised was 80% or more."


def test_by_december_means_the_figure_of_december() -> None:
    rows = [*TEN, row(10, 95.0), row(11, 79.0)]
    assert course(promised(due=date(2026, 12, 2)), measure(rows), date(2027, 1, 9)).state == MISSED


@pytest.mark.parametrize(("low", "high", "state", "odds"), [
    (70, 90, ON_COURSE, 0.5), (60, 85, AT_RISK, 0.2), (79, 84, ON_COURSE, 0.8), (10, 20, AT_RISK, 0.005),
    (90, 99, ON_COURSE, 0.995)])
def test_before_its_month_the_odds_tell(low: float, high: float, state: str, odds: float) -> None:
    found = course(promised(), measure(TEN, [step(10, low, high), step(11, low, high)]), TODAY)
    assert found.state == state
    assert found.odds == pytest.approx(odds)
    assert not found.settled


@pytest.mark.parametrize(("before", "state"), [("", ON_COURSE), (ON_COURSE, ON_COURSE), (AT_RISK, AT_RISK)])
def test_at_risk_is_over_only_from_ten_points_above(before: str, state: str) -> None:
    """As early warnings do: odds near one half would otherwise come and go."""
    ahead = measure(TEN, [step(10, 70, 90), step(11, 69, 89.9)])
    assert course(promised(threshold=78.5), ahead, TODAY, before).state == state
    assert course(promised(threshold=76), ahead, TODAY, before).state == ON_COURSE


def test_odds_that_the_release_tells_of_this_very_target_are_taken_as_they_are() -> None:
    ahead = measure(TEN, [step(10, 70, 90), step(11, 70, 90, target=80.0, met=0.41)])
    ahead["projection"]["target"] = {"value": 80.0, "comparison": ">="}
    assert course(promised(), ahead, TODAY).odds == 0.41
    assert course(promised(comparison=">"), ahead, TODAY).odds == pytest.approx(0.5)


def test_a_release_with_five_levels_says_so() -> None:
    ahead = measure(TEN, [step(10, 70, 90), step(11, 70, 90)])
    for each in ahead["projection"]["steps"]:
        del each["quantiles"]
    found = course(promised(threshold=82.0), ahead, TODAY)
    assert found.odds == pytest.approx(0.4)
    assert "five levels" in found.reason


def test_what_lies_beyond_the_projection_is_too_early() -> None:
    found = course(promised(due=date(2027, 6, 30)), measure(TEN, [step(10, 70, 90)]), TODAY)
    assert (found.state, found.odds) == (EARLY, None)
    assert "reaches to November 2026" in found.reason


def test_a_provisional_figure_settles_nothing() -> None:
    found = course(promised(due=date(2026, 10, 31)), measure([*TEN[:9], row(9, 91.0, "provisional")]), TODAY)
    assert (found.state, found.value, found.settled) == (EARLY, 91.0, False)
    assert "provisional" in found.reason


def test_a_period_that_is_over_without_its_figure_waits() -> None:
    found = course(promised(due=date(2026, 11, 30)), measure(TEN), date(2026, 12, 5))
    assert (found.state, found.reason) == (EARLY, "The figure of November 2026 has not come yet.")


def test_a_lost_measure_cannot_tell() -> None:
    lost = measure(TEN, no_projection={"code": "lost", "words": "Not projected: the newest figure is that of October 2026."})
    found = course(promised(), lost, TODAY)
    assert (found.state, found.settled) == (CANNOT, False)
    assert "newest figure" in found.reason


@pytest.mark.parametrize(("rows", "due", "says"), [
    ([*TEN[:8], row(8, None, "not-available", note="The system was replaced."), TEN[9]], date(2026, 9, 3),
     "The system was replaced."),
    ([*TEN[:8], TEN[9]], date(2026, 9, 3), "no figure for September 2026"),
    (TEN, date(2025, 3, 1), "no figure for March 2025")])
def test_a_period_without_a_figure_cannot_be_told(rows: list[Json], due: date, says: str) -> None:
    found = course(promised(due=due), measure(rows), TODAY)
    assert found.state == CANNOT
    assert says in found.reason


def test_a_measure_that_means_something_else_now_cannot_tell() -> None:
    changed = measure([*TEN[:9], row(9, 91.0, version=2)], version=2, versions=[
        {"version": 1, "digest": "a", "in_force_from": None}, {"version": 2, "digest": "b", "in_force_from": "2026-10-01"}])
    assert course(promised(due=date(2026, 10, 31), version=1), changed, TODAY).state == CANNOT
    assert course(promised(due=date(2026, 12, 31), version=1), changed, TODAY).state == CANNOT
    assert course(promised(due=date(2026, 10, 31), version=2), changed, TODAY).state == KEPT
    assert course(promised(due=date(2026, 9, 30), version=1), changed, TODAY).state == MISSED
    changed["versions"][1]["digest"] = "a"
    assert course(promised(due=date(2026, 10, 31), version=1), changed, TODAY).state == KEPT


@pytest.mark.parametrize("absent", [None, {"figures": []}])
def test_without_figures_nothing_can_be_told(absent: Json | None) -> None:
    assert course(promised(), absent, TODAY).state == CANNOT


# Longer periods.

@pytest.mark.parametrize("due", [date(2026, 1, 1) + timedelta(days=17 * number) for number in range(45)])
def test_periods_are_those_of_the_calendar_day_by_day(due: date) -> None:
    """Held against a walk, day by day, to where the period begins and ends."""
    begins = {"month": lambda day: day.day == 1, "quarter": lambda day: day.day == 1 and day.month in (1, 4, 7, 10),
              "financial-year": lambda day: day.day == 1 and day.month == 4}
    for kind, is_first in begins.items():
        first = last = due
        while not is_first(first):
            first -= timedelta(days=1)
        while not is_first(last + timedelta(days=1)):
            last += timedelta(days=1)
        assert period_of(kind, due) == (first, last)
    first, last = period_of("rolling-3-months", due)
    assert last == period_of("month", due)[1]
    assert 89 <= (last - first).days + 1 <= 92


def test_a_quarter_is_told_by_all_its_cases_together() -> None:
    """Not by the mean of three percentages: a busy month counts for more."""
    rows = [row(6, 90.0, numerator=90, denominator=100), row(7, 50.0, numerator=500, denominator=1000),
            row(8, 90.0, numerator=90, denominator=100)]
    found = course(promised(threshold=60.0, due=date(2026, 8, 15), period="quarter"), measure(rows), TODAY)
    assert found.value == pytest.approx(100 * 680 / 1200)
    assert found.state == MISSED


def test_a_year_of_counts_is_their_sum() -> None:
    rows = [row(number, 100.0, numerator=100.0, denominator=None) for number in range(3, 15)]
    found = course(promised(threshold=1200, comparison="<=", due=date(2027, 3, 31), period="financial-year"),
                   measure(rows, unit="count"), date(2027, 5, 1))
    assert (found.state, found.value) == (KEPT, 1200)


def test_a_quarter_of_medians_cannot_be_told() -> None:
    rows = [row(number, 30.0, numerator=None) for number in range(6, 9)]
    found = course(promised(due=date(2026, 9, 30), period="quarter"), measure(rows, unit="seconds"), TODAY)
    assert found.state == CANNOT
    assert "does not follow" in found.reason


def test_one_missing_month_leaves_the_quarter_untold() -> None:
    rows = [row(6, 90.0), row(7, None, "no-data"), row(8, 90.0)]
    assert "August 2026" in course(promised(due=date(2026, 9, 30), period="quarter"), measure(rows), TODAY).reason


def test_a_quarter_half_known_takes_what_is_known_and_what_is_expected() -> None:
    ahead = measure(TEN, [step(10, 70, 90), step(11, 70, 90)])
    found = course(promised(threshold=78.0, period="rolling-3-months"), ahead, TODAY)
    # A third is known (75), the rest lies evenly between 70 and 90: together between 71.67 and 85.
    assert found.odds == pytest.approx((85 - 78) / (85 - 215 / 3), abs=1e-6)


# The odds, held against a second way: many draws from the distribution that the levels describe.

@pytest.mark.parametrize("seed", range(6))
def test_odds_agree_with_draws_from_the_same_distribution(seed: int) -> None:
    chance = random.Random(seed)
    values = tuple(sorted(round(chance.uniform(0, 100), chance.choice((0, 3))) for _level in LEVELS))
    spread = Spread(LEVELS, values)
    drawn = [spread.at(LEVELS[0] + (LEVELS[-1] - LEVELS[0]) * (place + 0.5) / 4_000) for place in range(4_000)]
    for threshold in (*values[3:-3:5], 0.5 * (values[8] + values[9])):
        for comparison in (">=", ">", "<=", "<"):
            amount = Amount(threshold, comparison)
            inside = sum(amount.met(value) for value in drawn) / len(drawn)
            outside = LEVELS[0] if amount.met(values[0]) else 1 - LEVELS[-1] if amount.met(values[-1]) else 0
            assert odds_of(spread, amount) == pytest.approx(inside * (LEVELS[-1] - LEVELS[0]) + outside, abs=2e-3)


def test_odds_fall_as_more_is_promised() -> None:
    spread = spread_of(step(10, 40, 60), {"levels": list(LEVELS)}, Amount(1, ">="))
    odds = [odds_of(spread, Amount(value, ">=")) for value in range(30, 70)]
    assert odds == sorted(odds, reverse=True)
    assert all(0 < each < 1 for each in odds)


def test_a_share_that_reaches_100_tells_at_least_from_more_than() -> None:
    """Where many levels are 100% itself, "at least 100%" is likely and "more than 100%" is not."""
    spread = Spread((0.1, 0.5, 0.9), (90.0, 100.0, 100.0))
    assert odds_of(spread, Amount(100.0, ">=")) == pytest.approx(0.5)
    assert odds_of(spread, Amount(100.0, ">")) == pytest.approx(0.05)


@pytest.mark.parametrize("seed", range(6))
def test_months_that_move_together_are_drawn_together(seed: int) -> None:
    chance = random.Random(seed)
    parts = [Spread(LEVELS, tuple(sorted(chance.uniform(0, 50) for _level in LEVELS))) for _month in range(3)]
    whole = together(parts, add=True, usual=1.0)
    for level in (0.05, 0.4, 0.99):
        assert whole.at(level) == pytest.approx(sum(part.at(level) for part in parts))


# Soundness: whatever comes in, what is told holds together.

@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_promised_the_answer_holds_together(seed: int) -> None:
    chance = random.Random(seed)
    values = [round(chance.uniform(0, 100), 1) if chance.random() > .05 else None for _month in range(chance.randint(1, 10))]
    rows = [row(number, value, "no-data" if value is None else "final") for number, value in enumerate(values)]
    if rows[-1]["value"] is not None and chance.random() < .3:
        rows[-1]["status"] = "provisional"
    last = len(rows) - 1
    ahead = measure(rows, [step(last + 1 + each, 40, 95) for each in range(chance.randint(0, 6))] or None)
    facts = promised(chance.choice([50.0, 80.0, 100.0]), chance.choice([">=", ">", "<=", "<"]),
                     date(2026, 1, 1) + timedelta(days=chance.randint(0, 600)),
                     period=chance.choice(["month", "quarter", "financial-year", "rolling-3-months"]))
    found = course(facts, ahead, TODAY, chance.choice(["", AT_RISK]))
    check(found, facts, rows)


def check(found: Course, facts: Facts, rows: list[Json]) -> None:
    """What holds of every course; the outcome by a second way, month by month and case by case."""
    assert found.reason
    assert found.settled == (found.state in (KEPT, MISSED))
    assert (found.odds is not None) == (found.state in (ON_COURSE, AT_RISK))
    if found.odds is not None:
        assert 0 < found.odds < 1
        assert found.state == AT_RISK or found.odds >= 0.5
    start, end = period_of(facts.period, facts.due)
    inside = [each for each in rows if str(start) <= each["period_start"] <= str(end)]
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if len(inside) == months and all(each["status"] == "final" for each in inside):
        value = 100 * sum(each["numerator"] for each in inside) / sum(each["denominator"] for each in inside)
        assert found.state == (KEPT if Amount(facts.threshold, facts.comparison).met(value) else MISSED)
    else:
        assert not found.settled
