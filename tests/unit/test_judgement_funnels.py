"""Funnel plots: published numbers, a slow second implementation, and the ends of what can be."""

from __future__ import annotations

import itertools
import math
import random
import statistics
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.errors import InputError
from answerable.judgement.funnel_forms import FORMS, MEAN, RATIO, SHARE, STANDARDISED, STANDARDISED_ROOT, Form, Peer, form_named
from answerable.judgement.funnels import FAR, LEAST_FORCES, NEAR, Funnel, funnel
from answerable.judgement.ranks import rank_intervals

DENOMINATORS = [12000, 9000, 15000, 8000, 20000, 7000, 11000, 10000]
SHARES = [.93, .92, .76, .90, .88, .94, .79, .91]
EIGHT = [Peer(f"{place}", f"Force {place}", share * size, size)
         for place, (size, share) in enumerate(zip(DENOMINATORS, SHARES, strict=True))]

counts = st.lists(st.tuples(st.integers(1, 40_000), st.floats(0, 1)), min_size=LEAST_FORCES, max_size=30)


def peers_of(drawn: list[tuple[int, float]]) -> list[Peer]:
    """Forces with whole counts."""
    return [Peer(f"{place:02}", f"Force {place}", round(share * size), size) for place, (size, share) in enumerate(drawn)]


def scores(found: Funnel) -> list[float]:
    """The adjusted distances of those that count."""
    return [item.z for item in found.counted if item.z is not None]


# ---- golden numbers ----


def test_the_published_check_to_its_last_digit() -> None:
    found = funnel(EIGHT, SHARE)
    assert found.centre is not None
    assert round(found.centre, 5) == 0.86967
    assert found.phi is not None
    assert round(found.phi, 1) == 318.0
    assert round(found.tau2, 7) == 0.0080157
    assert [round(z, 2) for z in scores(found)] == [1.13, .92, -1.59, .53, .17, 1.36, -1.19, .72]
    assert all(item.plain_z is not None and abs(item.plain_z) > FAR for item in found.counted)
    assert (found.beyond(plain=True), found.beyond()) == (8, 0)


def test_without_adjustment_every_one_of_the_eight_is_outside() -> None:
    found = funnel(EIGHT, SHARE, adjust=False)
    assert (found.adjusted, found.beyond()) == (False, 8)


# ---- a second implementation, written to be read and not to be fast ----


def slow(peers: list[Peer], form: Form) -> tuple[float, float, list[float]]:
    """φ, τ² and z as a pupil would work them out from the page, one form after the other."""
    n, d = [peer.numerator or 0.0 for peer in peers], [peer.denominator or 0.0 for peer in peers]
    pairs = list(zip(n, d, strict=True))
    if form is SHARE:
        y, s = [math.asin(math.sqrt(a / b)) for a, b in pairs], [1 / (2 * math.sqrt(b)) for b in d]
        middle = math.asin(math.sqrt(sum(n) / sum(d)))
    elif form is RATIO:
        y = [math.log((a + .5) / (b + .5)) for a, b in pairs]
        s = [math.sqrt(a / (a + .5) ** 2 + b / (b + .5) ** 2) for a, b in pairs]
        middle = math.log(sum(n) / sum(d))
    elif form is STANDARDISED:
        y, s, middle = [math.log(a / b) for a, b in pairs], [1 / math.sqrt(b) for b in d], 0.0
    elif form is STANDARDISED_ROOT:
        y, s, middle = [math.sqrt(a / b) for a, b in pairs], [1 / (2 * math.sqrt(b)) for b in d], 1.0
    else:
        y, s = [peer.value or 0.0 for peer in peers], [peer.standard_error or 0.0 for peer in peers]
        middle = sum(a / b ** 2 for a, b in zip(y, s, strict=True)) / sum(1 / b ** 2 for b in s)
    z = [(a - middle) / b for a, b in zip(y, s, strict=True)]
    if form is STANDARDISED:
        ranks = [statistics.mean(place for place, value in enumerate(sorted(z), 1) if value == own) for own in z]
        kept = [place for place, rank in enumerate(ranks) if 1 <= rank * 10 / (len(z) + 1) < 9]
        drawn = [z[place] for place in kept]
    else:
        deciles = statistics.quantiles(z, n=10, method="inclusive")
        drawn, kept = [max(deciles[0], min(deciles[-1], value)) for value in z], list(range(len(z)))
    k, w = len(drawn), [1 / s[place] ** 2 for place in kept]
    phi = sum(value ** 2 for value in drawn) / k if k else 0.0
    tau2 = 0.0
    if k > 1 and k * phi >= k - 1:
        tau2 = max(0.0, (k * phi - (k - 1)) / (sum(w) - sum(a * a for a in w) / sum(w)))
    return phi, tau2, [(a - middle) / math.sqrt(b * b + tau2) for a, b in zip(y, s, strict=True)]


def hold_equal(peers: list[Peer], form: Form) -> None:
    found, (phi, tau2, z) = funnel(peers, form), slow(peers, form)
    assert found.phi == pytest.approx(phi, rel=1e-9, abs=1e-9)
    assert found.tau2 == pytest.approx(tau2, rel=1e-6, abs=1e-9)
    assert scores(found) == pytest.approx(z, rel=1e-5, abs=1e-6)


@settings(max_examples=150, deadline=None)
@given(counts)
def test_shares_equal_the_slow_way(drawn: list[tuple[int, float]]) -> None:
    hold_equal(peers_of(drawn), SHARE)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 900), st.integers(1, 900)), min_size=LEAST_FORCES, max_size=30),
       st.sampled_from([RATIO, STANDARDISED, STANDARDISED_ROOT]))
def test_ratios_equal_the_slow_way(drawn: list[tuple[int, int]], form: Form) -> None:
    hold_equal([Peer(f"{place:02}", "x", top, below) for place, (top, below) in enumerate(drawn)], form)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(-50, 500), st.floats(0.1, 20)), min_size=LEAST_FORCES, max_size=30))
def test_means_equal_the_slow_way(drawn: list[tuple[float, float]]) -> None:
    hold_equal([Peer(f"{place:02}", "x", value=value, standard_error=error) for place, (value, error) in enumerate(drawn)],
               MEAN)


# ---- what must hold of every funnel ----


@settings(max_examples=80, deadline=None)
@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_the_forces_does_not_matter(drawn: list[tuple[int, float]], dice: random.Random) -> None:
    peers = peers_of(drawn)
    shuffled = list(peers)
    dice.shuffle(shuffled)
    assert funnel(peers, SHARE) == funnel(shuffled, SHARE)


@settings(max_examples=80, deadline=None)
@given(counts)
def test_a_force_is_outside_exactly_when_its_value_is_beyond_the_limits_at_its_size(drawn: list[tuple[int, float]]) -> None:
    from answerable.judgement.funnels import limits_at

    found = funnel(peers_of(drawn), SHARE)
    assert found.centre is not None
    for item in found.counted:
        level, z = item.peer.level, item.z
        assert level is not None
        assert z is not None
        lines = limits_at(item.peer.denominator or 0, SHARE, math.asin(math.sqrt(found.centre)), found.tau2)
        if not item.small and abs(abs(z) - NEAR) > 1e-6 and abs(abs(z) - FAR) > 1e-6:
            assert (item.outside in ("above-95", "above-998")) == (level > lines.upper_near)
            assert (item.outside in ("below-95", "below-998")) == (level < lines.lower_near)
            assert (item.outside == "above-998") == (level > lines.upper_far)
            assert (item.outside == "below-998") == (level < lines.lower_far)


@settings(max_examples=60, deadline=None)
@given(counts)
def test_limits_of_a_share_stay_between_none_and_all_and_narrow_with_size(drawn: list[tuple[int, float]]) -> None:
    lines = funnel(peers_of(drawn), SHARE).limits
    assert all(0 <= line.lower_far <= line.lower_near <= line.upper_near <= line.upper_far <= 1 for line in lines)
    for smaller, larger in itertools.pairwise(lines):
        assert smaller.size < larger.size
        assert smaller.upper_far >= larger.upper_far - 1e-12
        assert smaller.lower_far <= larger.lower_far + 1e-12


@settings(max_examples=60, deadline=None)
@given(counts)
def test_turning_the_question_round_turns_the_funnel_round(drawn: list[tuple[int, float]]) -> None:
    peers = peers_of(drawn)
    lost = [replace(peer, numerator=(peer.denominator or 0) - (peer.numerator or 0)) for peer in peers]
    answered, turned = funnel(peers, SHARE), funnel(lost, SHARE, direction="lower")
    assert scores(turned) == pytest.approx([-z for z in scores(answered)], abs=1e-6)
    assert [item.rank for item in turned.counted] == [item.rank for item in answered.counted]


def test_a_stretched_scale_stretches_the_funnel_of_means() -> None:
    peers = [Peer(f"{place}", "x", value=value, standard_error=2.0) for place, value in enumerate([3, 9, 4, 1, 12, 7, 30])]
    in_minutes = [replace(peer, value=(peer.value or 0) / 60, standard_error=2 / 60) for peer in peers]
    assert scores(funnel(in_minutes, MEAN)) == pytest.approx(scores(funnel(peers, MEAN)))


# ---- the ends of what can be ----


def test_all_and_none_answered_are_placed() -> None:
    peers = [*EIGHT, Peer("all", "All", 50, 50), Peer("none", "None", 0, 50)]
    found = {item.peer.id: item for item in funnel(peers, SHARE).placed}
    assert (found["all"].peer.level, found["all"].outside, found["none"].outside) == (1.0, "above-998", "below-998")


def test_where_nobody_counted_anything_nobody_is_outside() -> None:
    found = funnel([replace(peer, numerator=0) for peer in EIGHT], SHARE)
    assert (found.centre, found.phi, found.tau2, found.beyond()) == (0, 0, 0, 0)
    assert {(item.small, item.rank) for item in found.counted} == {(True, None)}


def test_a_ratio_of_which_nothing_was_counted_has_no_scale() -> None:
    found = funnel([replace(peer, numerator=0) for peer in EIGHT], RATIO)
    assert (found.centre, found.limits, scores(found)) == (0.0, (), [])


def test_one_call_of_one_lost_is_no_finding() -> None:
    tiny = next(item for item in funnel([*EIGHT, Peer("tiny", "Tiny", 0, 1)], SHARE).placed if item.peer.id == "tiny")
    assert (tiny.counts, tiny.small, tiny.outside, tiny.rank) == (True, True, None, None)
    assert tiny.z is not None
    assert tiny.z < -NEAR


@pytest.mark.parametrize(("size", "small"), [(38, True), (39, False)])
def test_five_must_be_expected_on_either_side(size: int, small: bool) -> None:
    found = funnel([*EIGHT, Peer("x", "X", size, size)], SHARE)
    assert next(item for item in found.placed if item.peer.id == "x").small == small


@pytest.mark.parametrize(("peer", "form", "reason"), [
    (Peer("x", "X", value=0.9), SHARE, "no denominator is known"),
    (Peer("x", "X", denominator=90), SHARE, "no numerator is known"),
    (Peer("x", "X", 0, 0), SHARE, "the denominator is 0"),
    (Peer("x", "X", -1, 10), SHARE, "the numerator is below 0"),
    (Peer("x", "X", 11, 10), SHARE, "the numerator is above the denominator"),
    (Peer("x", "X", 0, 10), STANDARDISED, "the numerator is 0, which has no logarithm"),
    (Peer("x", "X", 3, 10), MEAN, "no value is known"),
    (Peer("x", "X", value=3), MEAN, "no standard error is known"),
    (Peer("x", "X", value=3, standard_error=0), MEAN, "the standard error is not above 0"),
])
def test_what_cannot_be_placed_is_listed_with_its_reason_and_moves_nothing(peer: Peer, form: Form, reason: str) -> None:
    others = [replace(one, value=one.level, standard_error=0.01) if form is MEAN else one for one in EIGHT]
    found = funnel([*others, peer], form)
    shown = next(item for item in found.placed if item.peer.id == "x")
    assert (shown.peer.left_out, shown.z, shown.outside, shown.rank) == (reason, None, None, None)
    assert [item for item in found.placed if item.peer.id != "x"] == list(funnel(others, form).placed)


def test_what_somebody_left_out_is_shown_and_counts_for_nothing() -> None:
    odd = Peer("x", "X", 10, 20_000, left_out="the clocks differ")
    assert (funnel([*EIGHT, odd], SHARE).centre, len(funnel([*EIGHT, odd], SHARE).placed)) == (funnel(EIGHT, SHARE).centre, 9)


def test_a_funnel_of_five_is_none() -> None:
    found = funnel(EIGHT[:5], SHARE)
    assert (found.centre, found.limits, [item.rank for item in found.placed]) == (None, (), [None] * 5)
    assert funnel(EIGHT[:6], SHARE).limits


@pytest.mark.parametrize(("forces", "most"), [(5, 2.83), (6, 3.73)])
def test_why_six_of_five_none_can_lie_beyond_the_far_limits(forces: int, most: float) -> None:
    """All alike but one that is as far off as can be: how far beyond can it lie?"""
    import answerable.judgement.funnels as room

    plain = [1e6] * (forces - 1) + [-1e6 * (forces - 1)]
    _phi, tau2 = room.between(plain, [1.0] * forces)
    assert round(max(abs(z) for z in plain) / math.sqrt(1 + tau2), 2) == most
    assert (most > FAR) == (forces >= LEAST_FORCES)


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    assert form_named("share") is SHARE
    with pytest.raises(InputError, match="shar"):
        form_named("shar")
    assert len({form.method for form in FORMS.values()}) == len(FORMS)


# ---- ranks ----


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0.05, 2)), min_size=2, max_size=12))
def test_rank_intervals_equal_those_of_a_simulation(drawn: list[tuple[float, float]]) -> None:
    dice, times = random.Random(7), 4000
    levels, spreads = [level for level, _ in drawn], [spread for _, spread in drawn]
    ranks: list[list[int]] = [[] for _ in drawn]
    for _ in range(times):
        once = [dice.gauss(level, spread) for level, spread in drawn]
        for place, own in enumerate(once):
            ranks[place].append(1 + sum(other < own for other in once))
    for place, (rank, low, high) in enumerate(rank_intervals(levels, spreads)):
        # What was found is always inside; otherwise the share of draws outside each end is 2.5%, as near as draws tell.
        for end, outside in ((low, sum(one < low for one in ranks[place])), (high, sum(one > high for one in ranks[place]))):
            assert outside / times <= 0.025 + 0.012 or end == rank
        assert low == rank or sum(one <= low for one in ranks[place]) / times >= 0.025 - 0.012
        assert high == rank or sum(one >= high for one in ranks[place]) / times >= 0.025 - 0.012


def test_forces_that_cannot_be_told_apart_may_have_any_rank_and_those_far_apart_only_one() -> None:
    assert rank_intervals([0.0] * 5, [1.0] * 5) == [(1, 1, 5)] * 5
    assert rank_intervals([0.0, 100.0, 200.0], [1.0] * 3) == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]


def test_a_rank_without_a_spread_is_refused() -> None:
    with pytest.raises(InputError, match="above 0"):
        rank_intervals([1.0, 2.0], [1.0, 0.0])


def test_the_best_is_first_whichever_way_is_better() -> None:
    higher, lower = funnel(EIGHT, SHARE), funnel(EIGHT, SHARE, direction="lower")
    assert [item.rank for item in higher.counted] == [2, 3, 8, 5, 6, 1, 7, 4]
    assert [item.rank for item in lower.counted] == [7, 6, 1, 4, 3, 8, 2, 5]
    # Within the limits the figures hold no order: every interval is wide.
    assert all(item.rank_high - item.rank_low >= 3 for item in higher.counted if item.rank_high and item.rank_low)
