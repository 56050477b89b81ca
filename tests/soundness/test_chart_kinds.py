"""What must hold for every kind of control chart, and against slow second implementations; never weaken a test here."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.errors import InputError
from answerable.judgement import judge, rating_rule
from answerable.judgement.charts import ControlChart, control_chart
from answerable.judgement.plans import Baseline, ChartPlan
from answerable.judgement.rules import OFFICIAL_2023, R_0_2_2
from answerable.judgement.series import PhaseStart, Point
from answerable.judgement.verdict import Subject
from answerable.judging import points_of
from answerable.measures.figure import Figure
from answerable.periods import spans, to_date, to_day

KINDS = pytest.mark.parametrize("kind", ["xmr", "p", "p-prime", "u", "u-prime", "g", "t"])
COUNTED = pytest.mark.parametrize("kind", ["p", "p-prime", "u", "u-prime"])
SWAPPED = {"improvement": "concern", "concern": "improvement", None: None}

# (numerator, denominator) a month: small and large months, none and all of it.
# A share of a number rather than a number up to another, which is drawn four times as slowly.
counts = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda pair: (pair[0] * pair[1] // 400, pair[1])),
                  min_size=12, max_size=30)


def month(number: int) -> date:
    return date(2020 + number // 12, number % 12 + 1, 1)


def points(kind: str, pairs: Sequence[tuple[int, int] | None]) -> list[Point]:
    """A series that any kind can judge: its value is the share, the rate, or for rare events the numerator."""
    found = []
    for place, pair in enumerate(pairs):
        if pair is None:
            found.append(Point(month(place), f"month {place}", None, "no-data"))
            continue
        value = float(pair[0]) if kind in ("g", "t") else (100 if kind in ("xmr", "p", "p-prime") else 1) * pair[0] / pair[1]
        found.append(Point(month(place), f"month {place}", value, "final", *pair))
    return found


def chart(kind: str, pairs: Sequence[tuple[int, int] | None], direction: str = "higher", **plan: object) -> ControlChart:
    return control_chart(points(kind, pairs), direction=direction, plan=ChartPlan("test-1", kind=kind, **plan))


def causes(judged: ControlChart) -> list[str | None]:
    return [point.special_cause for point in judged.points]


# ---- slow second implementations ----


def slow_lines(kind: str, pairs: Sequence[tuple[int, int] | None], screened: bool) -> list[tuple[float, float, float]] | None:
    """(centre, lower, upper) at every judged month, worked out in the plainest way."""
    judged = [pair for pair in pairs if pair is not None]
    centre = Fraction(sum(n for n, _ in judged), sum(d for _, d in judged))
    variance = centre * (1 - centre) if kind.startswith("p") else centre
    sigma_z = 1.0
    if kind.endswith("prime"):
        scores: list[float | None] = []
        for pair in pairs:
            sigma = math.sqrt(variance / pair[1]) if pair else 0.0
            scores.append(None if pair is None else float(Fraction(*pair) - centre) / sigma if sigma else 0.0)
        ranges = [abs(b - a) for a, b in pairwise(scores) if a is not None and b is not None]
        if not ranges:
            return None
        average = sum(ranges) / len(ranges)
        if screened and average:
            kept = [size for size in ranges if size < 3.267 * average]
            average = sum(kept) / len(kept)
        sigma_z = average / 1.128
    scale = 100 if kind.startswith("p") else 1
    widths = [3 * sigma_z * math.sqrt(variance / d) for _, d in judged]
    return [(scale * float(centre), scale * (float(centre) - width), scale * (float(centre) + width)) for width in widths]


@COUNTED
@pytest.mark.parametrize("rules", [R_0_2_2, OFFICIAL_2023], ids=lambda rules: rules.id)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_lines_agree_with_their_slow_reading(kind: str, rules: object, data: st.DataObject) -> None:
    pairs: list[tuple[int, int] | None] = list(data.draw(counts))
    for gap in data.draw(st.sets(st.integers(0, len(pairs) - 1), max_size=4)):
        pairs[gap] = None
    judged = chart(kind, pairs, rule_set=rules, minimum_points=2)
    expected = slow_lines(kind, pairs, screened=rules is R_0_2_2)
    found = [point.lines for point in judged.points if point.point.value is not None]
    if expected is None:
        assert found == [None] * len(found)
    else:
        lines = [(each.centre, each.lower, each.upper) for each in found if each]
        assert len(lines) == len(expected)
        for ours, theirs in zip(lines, expected, strict=True):
            assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-7)


@COUNTED
@settings(max_examples=60, deadline=None)
@given(pairs=counts)
def test_a_point_is_beyond_its_own_lines_and_no_other_s(kind: str, pairs: list[tuple[int, int]]) -> None:
    for point in chart(kind, pairs).points:
        assert point.lines is not None
        value, slack = point.point.value or 0.0, 1e-9 * max(abs(point.lines.upper), abs(point.lines.lower), 1)
        if abs(value - point.lines.upper) > slack and abs(value - point.lines.lower) > slack:
            assert ("beyond-limits" in point.rules) == (not point.lines.lower < value < point.lines.upper)


def slow_quantile(average: Fraction, share: Fraction) -> int:
    """The least k with P(X ≤ k) ≥ share, adding up the chances of 0, 1, 2, … one by one in whole numbers."""
    # The chance of an event is a/(a + b), so that P(X = k) is a·bᵏ/(a + b)ᵏ⁺¹; what is left after k is bᵏ⁺¹/(a + b)ᵏ⁺¹.
    a, b, k = average.denominator, average.numerator, 0
    left, whole = b, a + b
    while (whole - left) * share.denominator < share.numerator * whole:
        left, whole, k = left * b, whole * (a + b), k + 1
    return k


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.integers(0, 25), min_size=12, max_size=25))
def test_the_lines_of_a_g_chart_agree_with_the_distribution_added_up(values: list[int]) -> None:
    lines = chart("g", [(value, 1) for value in values]).phases[0].limits
    average = Fraction(sum(values), len(values))
    assert lines is not None
    shares = [Fraction(share) for share in ("0.5", "0.00135", "0.99865", "0.02275", "0.97725")]
    assert [lines.centre, lines.lower, lines.upper, lines.near_lower, lines.near_upper] == [
        slow_quantile(average, share) for share in shares]


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.integers(0, 400), min_size=12, max_size=30))
def test_a_t_chart_finds_what_a_chart_of_the_transformed_times_finds(values: list[int]) -> None:
    transformed = [Point(month(i), f"month {i}", value ** (1 / 3.6), "final") for i, value in enumerate(values)]
    plain = control_chart(transformed, direction="higher", plan=ChartPlan("test-1"))
    times = chart("t", [(value, 1) for value in values])
    limits = plain.phases[0].limits
    assert limits is not None
    lines = (limits.centre, limits.lower, limits.upper, limits.near_lower, limits.near_upper)
    # A value that lies on a line but for rounding may come to lie on either side of it when both are raised to a power.
    if not any(math.isclose(value ** (1 / 3.6), line, rel_tol=1e-9) for value in values for line in lines):
        assert [point.rules for point in times.points] == [point.rules for point in plain.points]


# ---- what must hold for every series ----


@KINDS
@settings(max_examples=40, deadline=None)
@given(pairs=counts, seed=st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(kind: str, pairs: list[tuple[int, int]], seed: int) -> None:
    rows = points(kind, pairs)
    shuffled = random.Random(seed).sample(rows, len(rows))
    plan = ChartPlan("test-1", kind=kind)
    assert control_chart(shuffled, direction="higher", plan=plan) == control_chart(rows, direction="higher", plan=plan)


@KINDS
@settings(max_examples=40, deadline=None)
@given(pairs=counts)
def test_turning_the_direction_round_swaps_improvement_and_concern(kind: str, pairs: list[tuple[int, int]]) -> None:
    assert [SWAPPED[cause] for cause in causes(chart(kind, pairs))] == causes(chart(kind, pairs, "lower"))


@KINDS
@settings(max_examples=40, deadline=None)
@given(pairs=counts, later=counts)
def test_with_a_fixed_baseline_an_untouched_past_never_changes(kind: str, pairs: list[tuple[int, int]],
                                                              later: list[tuple[int, int]]) -> None:
    fixed = Baseline(points=12)
    before, after = chart(kind, pairs, baseline=fixed), chart(kind, [*pairs, *later], baseline=fixed)
    assert [point.lines for point in after.points[:len(pairs)]] == [point.lines for point in before.points]
    for old, new in zip(before.points, after.points, strict=False):
        # A new month may complete a run that older months are part of; nothing found is ever taken back.
        assert set(old.rules) <= set(new.rules)


@KINDS
@settings(max_examples=40, deadline=None)
@given(pairs=counts, gap=st.integers(1, 5))
def test_months_without_data_change_nothing_before_them(kind: str, pairs: list[tuple[int, int]], gap: int) -> None:
    assert chart(kind, [*pairs, *[None] * gap]).points[:len(pairs)] == chart(kind, pairs).points


@KINDS
@settings(max_examples=40, deadline=None)
@given(pairs=counts, place=st.integers(0, 11))
def test_a_gap_is_no_signal(kind: str, pairs: list[tuple[int, int]], place: int) -> None:
    broken = chart(kind, [*pairs[:place], None, *pairs[place:]], baseline=Baseline(points=12))
    assert (broken.points[place].special_cause, broken.points[place].rules) == (None, ())
    # No rule but the first, which looks at one point alone, can find more with the gap than without.
    whole = chart(kind, pairs, baseline=Baseline(points=12))
    if kind not in ("p-prime", "u-prime", "xmr", "t"):
        others = [point for number, point in enumerate(broken.points) if number != place]
        assert all(set(point.rules) <= set(same.rules) for point, same in zip(others, whole.points, strict=True))


@COUNTED
@settings(max_examples=40, deadline=None)
@given(pairs=counts, times=st.sampled_from([4, 9, 100]))
def test_more_of_the_same_narrows_the_lines_and_laney_s_stay(kind: str, pairs: list[tuple[int, int]], times: int) -> None:
    # As many times the calls with the same shares: the distribution promises √times less variation, Laney's finds as much.
    few, many = (chart(kind, [(n * factor, d * factor) for n, d in pairs]).points[-1].lines for factor in (1, times))
    assert few is not None
    assert many is not None
    factor = 1 if kind.endswith("prime") else math.sqrt(times)
    assert many.centre == pytest.approx(few.centre)
    assert (few.upper - few.centre) == pytest.approx(factor * (many.upper - many.centre), rel=1e-6, abs=1e-9)


@KINDS
def test_assurance_holds_by_the_lines_of_the_newest_phase_at_its_last_point(kind: str) -> None:
    before, after = [(60, 100), (62, 100)] * 6, [(90, 100), (92, 100)] * 6
    scale = {"u": 0.01, "u-prime": 0.01}.get(kind, 1)
    judged = control_chart(points(kind, [*before, *after]), direction="higher", plan=ChartPlan("test-1", kind=kind),
                           target=75 * scale, phase_starts=[PhaseStart(month(12), "more staff")])
    last = judged.phases[-1].limits
    assert last is not None
    assert last == judged.points[-1].lines
    expected = "consistent-pass" if last.lower > 75 * scale else "inconsistent"
    assert judged.assurance == expected
    if kind in ("xmr", "p", "p-prime", "t"):
        assert expected == "consistent-pass"


def test_assurance_of_varying_lines_is_that_of_the_newest_month_not_of_an_average_one() -> None:
    # The same share from many calls and, at the end, from few: the last usual range is wide and holds the target.
    pairs = [(7_000, 10_000), (7_010, 10_000)] * 8
    wide, narrow = (control_chart(points("p", [*pairs, last]), direction="higher", plan=ChartPlan("x-1", kind="p"), target=75)
                    for last in ((28, 40), (7_005, 10_000)))
    assert (wide.assurance, narrow.assurance) == ("inconsistent", "consistent-fail")


# ---- never on rolling windows ----


def rolling(kind: str, length: int) -> list[Figure]:
    """Figures of a kind of period, as the measures give them."""
    windows = spans(kind, to_day(date(2020, 1, 1)), to_day(date(2023, 12, 31)))[:length]
    return [Figure("x", 1, to_date(window.start).isoformat(), to_date(window.end).isoformat(), window.label, 60.0 + i % 3,
                   "percent", 60.0, 100.0, 1.0, "final") for i, window in enumerate(windows)]


@pytest.mark.parametrize("kind", ["rolling-3-months", "rolling-12-months"])
def test_rolling_windows_are_refused_with_the_reason(kind: str) -> None:
    windows = points_of(rolling(kind, 24))
    subject = Subject("x", "x", "percent", "higher", "{value} in {period}")
    with pytest.raises(InputError, match=r"share days, so what is usual cannot be told.*never rolling windows"):
        control_chart(windows, direction="higher")
    with pytest.raises(InputError, match="share days"):
        judge(subject, windows[::-1], target=None, rule=rating_rule())


@pytest.mark.parametrize("kind", ["day", "week", "month", "quarter", "financial-year"])
def test_periods_side_by_side_are_judged(kind: str) -> None:
    assert control_chart(points_of(rolling(kind, 14)), direction="higher").points


def test_a_month_that_is_not_among_the_rows_breaks_a_run_like_one_without_a_figure() -> None:
    rows = [Point(month(i), f"month {i}", value, "final", period_end=month(i + 1) - timedelta(days=1))
            for i, value in enumerate([10.0, 20] * 6 + [16.0, 17, 16, 17, 16, 17, 16, 17])]
    whole = control_chart(rows, direction="higher")
    without = control_chart([row for i, row in enumerate(rows) if i != 15], direction="higher")
    assert "seven-on-one-side" in whole.points[-1].rules
    assert {rule for point in without.points for rule in point.rules} == set()
