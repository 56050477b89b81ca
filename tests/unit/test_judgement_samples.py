"""What a sample tells of the whole: intervals held to published values, to slow sums, and to what they promise."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.errors import InputError
from answerable.judgement.samples import EXACT, WILSON, Interval, Sample, interval, lower_bound, upper_bound
from answerable.judgement.tails import binomial_tails, hypergeometric_tails

# Newcombe, Statistics in Medicine 17, 1998, 857-872, table I: four samples with methods 3 (score) and 5 (exact).
NEWCOMBE = [(81, 263, (0.2553, 0.3662), (0.2527, 0.3676)), (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
            (0, 20, (0.0, 0.1611), (0.0, 0.1684)), (1, 29, (0.0061, 0.1718), (0.0009, 0.1776))]


@pytest.mark.parametrize(("count", "size", "wilson", "exact"), NEWCOMBE)
def test_the_intervals_that_newcombe_printed(count: int, size: int, wilson: tuple[float, float],
                                             exact: tuple[float, float]) -> None:
    assert ends(interval(Sample(count, size))) == pytest.approx(wilson, abs=5e-5)
    assert ends(interval(Sample(count, size), method=EXACT)) == pytest.approx(exact, abs=5e-5)


def test_ten_of_ten_is_at_least_seventy_two_per_cent() -> None:
    """By hand: Wilson's lower end is n / (n + z²), the exact one the n-th root of a fortieth, one-sided of a twentieth."""
    ten = Sample(10, 10)
    assert interval(ten).low == pytest.approx(10 / (10 + 1.959963984540054 ** 2))
    assert interval(ten, method=EXACT).low == pytest.approx(0.025 ** 0.1)
    assert lower_bound(ten, method=EXACT) == pytest.approx(0.05 ** 0.1)
    assert interval(ten).said_of(1.0) == "at least 72% with 95% confidence"
    assert interval(ten).words == "72% to 100% with 95% confidence"


def test_none_of_ten_mirrors_ten_of_ten() -> None:
    assert interval(Sample(0, 10)).said_of(0.0) == "at most 28% with 95% confidence"
    assert upper_bound(Sample(0, 10), method=EXACT) == pytest.approx(1 - 0.05 ** 0.1)


def test_five_of_ten_in_the_exact_tables() -> None:
    """Documenta Geigy, Scientific Tables, 7th edition, 1970, exact limits of a share: 18.71 to 81.29 per cent."""
    assert ends(interval(Sample(5, 10), method=EXACT)) == pytest.approx((0.1871, 0.8129), abs=5e-5)


def test_words_are_rounded_outwards_and_keep_a_decimal_where_the_interval_is_narrow() -> None:
    assert interval(Sample(46, 60)).words == "64% to 86% with 95% confidence"  # 64.56… to 85.56…
    assert interval(Sample(15232, 23291)).words == "64.7% to 66.1% with 95% confidence"
    assert interval(Sample(46, 60), level=0.9).words.endswith("with 90% confidence")
    assert Interval(0.2, 0.3).words == "20% to 30% with 95% confidence"


def test_a_full_count_has_no_interval() -> None:
    assert interval(Sample(46, 60, population=60)) is None
    assert lower_bound(Sample(46, 60, population=60)) == upper_bound(Sample(46, 60, population=60)) == 46 / 60


def test_a_known_population_narrows_the_interval_and_bounds_it_by_what_was_seen() -> None:
    """Half of a population looked at leaves the other half open, and nothing more."""
    finite, endless = interval(Sample(10, 10, population=20)), interval(Sample(10, 10))
    assert finite.low > endless.low
    assert finite.method == "wilson-finite"
    assert interval(Sample(0, 19, population=20)).high <= 1 / 20
    assert interval(Sample(10, 10, population=20), method=EXACT).low >= 10 / 20


@pytest.mark.parametrize(("count", "size", "population", "words"), [
    (11, 10, None, "11 of 10 cannot be"), (0, 0, None, "a sample of 0"), (-1, 10, None, "-1 of 10"),
    (5, 10, 9, "10 were looked at, but the population is 9")])
def test_samples_that_cannot_be_are_refused(count: int, size: int, population: int | None, words: str) -> None:
    with pytest.raises(InputError, match=words):
        Sample(count, size, population)


def test_a_level_or_method_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="no level"):
        interval(Sample(1, 2), level=95)
    with pytest.raises(InputError, match="no method"):
        interval(Sample(1, 2), method="wald")


# --- the slow second implementations -------------------------------------------------------------------------------


@given(st.integers(1, 40), st.data())
def test_binomial_tails_are_the_sums_of_their_terms(size: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, size))
    share = Fraction(data.draw(st.integers(0, 100)), 100)
    terms = [comb(size, at) * share ** at * (1 - share) ** (size - at) for at in range(size + 1)]
    tails = binomial_tails(count, size, float(share))
    assert tails.at_most == pytest.approx(float(sum(terms[:count + 1])), abs=1e-12)
    assert tails.at_least == pytest.approx(float(sum(terms[count:])), abs=1e-12)


@given(st.integers(1, 40), st.data())
def test_hypergeometric_tails_are_the_sums_of_their_terms(population: int, data: st.DataObject) -> None:
    size, marked = data.draw(st.integers(1, population)), data.draw(st.integers(0, population))
    count = data.draw(st.integers(0, size))
    terms = drawn(size, marked, population)
    tails = hypergeometric_tails(count, size, marked, population)
    assert tails.at_most == pytest.approx(float(sum(terms[:count + 1])), abs=1e-12)
    assert tails.at_least == pytest.approx(float(sum(terms[count:])), abs=1e-12)


@settings(max_examples=40)
@given(st.integers(2, 30), st.data())
def test_the_exact_finite_interval_holds_what_no_test_rules_out(population: int, data: st.DataObject) -> None:
    """By trying every possible number of marked ones, in fractions."""
    size = data.draw(st.integers(1, population - 1))
    count = data.draw(st.integers(0, size))
    kept = [marked for marked in range(population + 1) for terms in [drawn(size, marked, population)]
            if min(sum(terms[:count + 1]), sum(terms[count:])) > Fraction(1, 40)]
    found = interval(Sample(count, size, population), method=EXACT)
    assert ends(found) == pytest.approx((min(kept) / population, max(kept) / population))


@given(st.integers(1, 60), st.data())
def test_the_ends_of_the_exact_interval_put_a_fortieth_beyond_the_sample(size: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, size))
    low, high = ends(interval(Sample(count, size), method=EXACT))
    if count > 0:
        assert binomial_tails(count, size, low).at_least == pytest.approx(0.025, abs=1e-10)
    if count < size:
        assert binomial_tails(count, size, high).at_most == pytest.approx(0.025, abs=1e-10)


@given(st.integers(1, 300), st.data())
def test_the_ends_of_wilsons_interval_are_z_standard_errors_from_the_share_found(size: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, size))
    for end in ends(interval(Sample(count, size))):
        if 0 < end < 1:
            assert abs(count / size - end) == pytest.approx(1.959963984540054 * (end * (1 - end) / size) ** 0.5, rel=1e-6)


@given(st.integers(1, 200), st.data(), st.sampled_from([WILSON, EXACT]))
def test_the_interval_holds_the_share_found_and_swaps_with_it(size: int, data: st.DataObject, method: str) -> None:
    count = data.draw(st.integers(0, size))
    population = data.draw(st.one_of(st.none(), st.integers(size + 1, 3 * size)))
    found = interval(Sample(count, size, population), method=method)
    other = interval(Sample(size - count, size, population), method=method)
    # Of a known population only whole numbers are possible, so an end may lie up to one of them beyond the share.
    slack = 1 / population if population else 1e-12
    assert 0 <= found.low <= count / size + slack
    assert count / size - slack <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-9)


# --- coverage: how often the interval holds the truth, by adding up every possible sample --------------------------


@pytest.mark.parametrize("size", [5, 10, 25, 60])
def test_the_exact_interval_covers_at_least_as_often_as_it_says(size: int) -> None:
    found = [interval(Sample(count, size), method=EXACT) for count in range(size + 1)]
    assert min(coverage(found, size, step / 500) for step in range(1, 500)) >= 0.95


@pytest.mark.parametrize("size", [10, 25, 60])
def test_wilsons_interval_covers_about_as_often_as_it_says(size: int) -> None:
    """On average over all shares 95 %, which is why Brown, Cai and DasGupta (Statistical Science 16, 2001, 101-133) recommend
    it; near 0 and 1 it may fall to 84 % (their §4.1.2: to 0.838 at a share of 0.1765 / n)."""
    found = [interval(Sample(count, size)) for count in range(size + 1)]
    each = [coverage(found, size, step / 500) for step in range(1, 500)]
    assert sum(each) / len(each) == pytest.approx(0.955, abs=0.006)
    assert min(each) > 0.83
    assert coverage(found, size, found[1].low - 1e-9) == pytest.approx(0.838, abs=0.005)


@pytest.mark.parametrize(("size", "population"), [(10, 30), (20, 48), (60, 480)])
def test_finite_intervals_cover_as_often_as_those_without_a_population(size: int, population: int) -> None:
    for method, least, average in ((EXACT, 0.95, 0.95), (WILSON, 0.82, 0.935)):
        found = [interval(Sample(count, size, population), method=method) for count in range(size + 1)]
        each = [sum(float(chance) for count, chance in enumerate(drawn(size, marked, population))
                    if found[count].low - 1e-9 <= marked / population <= found[count].high + 1e-9)
                for marked in range(population + 1)]
        assert min(each) >= least
        assert sum(each) / len(each) >= average


def coverage(found: list[Interval], size: int, share: float) -> float:
    """How probable it is that the interval of a sample holds the share of the whole."""
    return sum(comb(size, count) * share ** count * (1 - share) ** (size - count)
               for count, around in enumerate(found) if around.low <= share <= around.high)


def drawn(size: int, marked: int, population: int) -> list[Fraction]:
    """The probability of each number of marked ones in a draw, exactly."""
    whole = comb(population, size)
    return [Fraction(comb(marked, at) * comb(population - marked, size - at), whole) for at in range(size + 1)]


def ends(found: Interval) -> tuple[float, float]:
    return found.low, found.high
