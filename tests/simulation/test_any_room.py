"""Whatever the room: contacts are neither lost nor made, handlers do no more than they can, and a seed says all."""

from __future__ import annotations

from dataclasses import replace
from math import pi, sin

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.simulation.kernel.world import COUNTED
from answerable.simulation.room import (
    NEVER,
    Duration,
    Line,
    Message,
    Outage,
    Pool,
    Redial,
    Refusal,
    Room,
    Service,
    Switchboard,
)
from answerable.simulation.simulating import simulate

SLOTS = 6
seconds = st.one_of(st.integers(1, 900).map(lambda mean: Duration("exponential", float(mean))),
                    st.tuples(st.integers(1, 900), st.integers(1, 900)).map(
                        lambda both: Duration("log_normal", *map(float, both))),
                    st.integers(0, 900).map(lambda value: Duration("constant", float(value))),
                    st.lists(st.integers(0, 900), min_size=2, max_size=5).map(
                        lambda values: Duration("quantiles", quantiles=tuple(map(float, sorted(values))))))


@st.composite
def services(draw: st.DrawFn, plain: bool = False) -> Service:
    """Any way to serve a queue by one or both of two pools."""
    kind = "plain" if plain else draw(st.sampled_from(["plain", "chat", "task"]))
    return Service(
        draw(seconds), draw(st.sampled_from([("a",), ("b",), ("a", "b"), ("b", "a")])), wrap=draw(seconds),
        patience=draw(st.one_of(st.just(NEVER), seconds)), priority=draw(st.integers(0, 2)), reserve=draw(st.integers(0, 2)),
        reserves=draw(st.sampled_from([(), (("a", 3),), (("b", 0),)])),
        at_once=draw(st.integers(2, 4)) if kind == "chat" else 1, slowdown=draw(st.sampled_from([0.0, 0.4])),
        interrupts=draw(st.booleans()), interruptible=kind == "task")


@st.composite
def lines(draw: st.DrawFn, name: str) -> Line:
    """A line with any of what a line may have."""
    share = st.floats(0, 1)
    return Line(
        name, tuple(draw(st.lists(st.floats(0, 40), min_size=SLOTS, max_size=SLOTS))), draw(services()),
        message=draw(st.one_of(st.none(), st.builds(Message, st.floats(0, 90), st.floats(0, 0.5), st.floats(0, 0.5)))),
        switchboard=draw(st.one_of(st.none(), st.builds(Switchboard, services(plain=True), share))),
        redial=draw(st.one_of(st.none(), st.builds(Redial, share, seconds, st.integers(1, 4)))),
        refusal=draw(st.one_of(st.none(), st.builds(
            Refusal, st.one_of(st.none(), st.integers(0, 2)), st.one_of(st.none(), st.integers(0, 5)), st.just("101"), share,
            seconds))),
        open=tuple(draw(st.lists(st.booleans(), min_size=SLOTS, max_size=SLOTS))))


rooms = st.builds(
    Room, st.just("any"), st.tuples(lines("999"), lines("101"), lines("chat")),
    st.tuples(*(st.builds(Pool, st.just(name), st.lists(st.integers(0, 12), min_size=SLOTS, max_size=SLOTS).map(tuple),
                          absent=st.sampled_from([0.0, 0.2]), away=st.sampled_from([0.0, 0.15])) for name in "ab")),
    st.just(SLOTS), busyness=st.sampled_from([0.0, 0.1]), warm_up=st.integers(0, 3),
    outages=st.sampled_from([(), (Outage(1, 3, 0.5),), (Outage(0, SLOTS, 1.0, ("a",)),)]))

several = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@several
@given(rooms)
def test_who_is_offered_is_answered_or_gives_up_or_is_still_there(room: Room) -> None:
    result = simulate(replace(room, warm_up=0), 2, threads=1)
    assert not result.stopped
    for place in range(len(result.queues)):
        count = dict(zip(COUNTED, result.totals[:, place].T, strict=True))
        assert (count["offered"] >= count["answered"] + count["abandoned"]).all()
        assert (count["first_attempts"] <= count["offered"]).all()
        assert (count["within"] <= count["answered"]).all()
        assert (count["short_abandoned"] <= count["abandoned"]).all()
        assert (count["waited"] <= count["offered"]).all()
        assert (result.totals >= 0).all()
        if place < len(room.lines) and room.lines[place].service.patience.shape != "never" and (
                room.lines[place].service.patience.shape == "constant"):
            assert np.allclose(count["offered"], count["answered"] + count["abandoned"])


@several
@given(rooms)
def test_handlers_do_no_more_than_the_time_they_have(room: Room) -> None:
    """Time at work in a slot is at most what those on duty have, and what those have who finish from the slot before."""
    result = simulate(replace(room, warm_up=0), 1, threads=1)
    most = np.maximum.accumulate(np.array([pool.staff for pool in room.pools]), axis=1) * room.slot_seconds
    assert (result.busy <= most + 1e-6).all()


@several
@given(rooms, st.integers(0, 3))
def test_a_seed_says_all_whatever_the_number_of_threads(room: Room, seed: int) -> None:
    one, two = (simulate(room, 3, seed, threads=threads) for threads in (1, 2))
    assert np.array_equal(one.totals, two.totals)
    assert np.array_equal(one.busy, two.busy)


@pytest.mark.parametrize("extra", [1, 3])
def test_a_busier_monday_leaves_tuesday_as_it_was(extra: int) -> None:
    """The contacts of other days are the same to the last digit where nobody waits from one day into the next."""
    service = Service(Duration("log_normal", 300, 250), ("a",), patience=Duration("exponential", 90))
    quiet = Room("quiet", (Line("101", (20.0,) * 40 + (0.0,) * 8 + (20.0,) * 48, service),), (Pool("a", (4,) * 96),), 96)
    busy = replace(quiet, lines=(replace(quiet.lines[0], arrivals=(20.0 * extra,) * 40 + (0.0,) * 8 + (20.0,) * 48),))
    first, second = (simulate(room, 5).by_slot[0, 48:] for room in (quiet, busy))
    assert np.array_equal(first, second)
    assert first[:, COUNTED.index("offered")].sum() > 700


def test_one_more_handler_is_told_from_chance_by_the_same_callers() -> None:
    """The spread of the difference is fifty times narrower than with other callers on each side."""
    service = Service(Duration("exponential", 360), ("a",), patience=Duration("exponential", 300), within=30)
    arrivals = tuple(40 + 15 * sin(slot / 48 * 2 * pi) for slot in range(48))
    room = Room("room", (Line("101", arrivals, service),), (Pool("a", (10,) * 48),), 48)
    more = replace(room, pools=(Pool("a", tuple(11 if slot == 34 else 10 for slot in range(48))),))
    before, after, others = simulate(room, 400), simulate(more, 400), simulate(more, 400, seed=2)

    def variance(other: object) -> float:
        counted = other.counted("101", "abandoned") - before.counted("101", "abandoned")  # type: ignore[attr-defined]
        return float(counted.var(ddof=1))
    assert variance(others) / variance(after) >= 50
