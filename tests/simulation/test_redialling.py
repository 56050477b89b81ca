"""Who gave up and tries again: against a simulated room, worlds with new matters of the same callers, and a plain counting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from answerable.simulation.contacts import contacts_of
from answerable.simulation.estimating.redialling import (
    FEWEST,
    MOST_A_DAY,
    WINDOW,
    Attempts,
    Redialling,
    beyond_background,
    enough,
    first_attempts,
    following,
    most_attempts,
    redialling,
)
from answerable.simulation.kernel.world import WAS_ABANDONED, WAS_ANSWERED
from answerable.simulation.room import Duration, Line, Pool, Redial, Room, Service

DAYS = 14


@pytest.fixture(scope="module")
def simulated() -> tuple[Attempts, np.ndarray]:
    """Two weeks of a room in which most give up and half of those try again, after ten minutes on average, four times at most:
    (what came, which attempt each is)."""
    service = Service(Duration("exponential", 300.0), ("all",), patience=Duration("exponential", 90.0))
    line = Line("101", (20.0,) * 48 * DAYS, service, redial=Redial(0.5, Duration("exponential", 600.0), 4))
    contacts = contacts_of(Room("known", (line,), (Pool("all", (2,) * 48 * DAYS),), 48 * DAYS), 2)
    rows = contacts.rows
    gave_up = rows["outcome"] == WAS_ABANDONED
    return Attempts(contacts.caller + 1, rows["arrived"], np.where(gave_up, rows["left"], rows["talked"]), gave_up,
                    rows["outcome"] == WAS_ANSWERED, DAYS), rows["attempt"]


def estimated(attempts: Attempts) -> Redialling:
    """The estimate, which there must be."""
    found = redialling(attempts)
    assert found is not None
    return found


def test_a_simulated_room_gives_back_its_redials(simulated: tuple[Attempts, np.ndarray]) -> None:
    found = estimated(simulated[0])
    assert 0.5 in found.share
    assert 600.0 in found.delay.mean
    assert (found.attempts.low, found.attempts.value, found.attempts.high) == (4, 4, 4)
    assert found.share.high - found.share.low < 0.03
    assert found.background == 0
    redial = found.redial
    assert redial is not None
    assert (redial.share, redial.attempts) == (pytest.approx(0.5, abs=0.01), 4)
    assert redial.after == Duration("exponential", pytest.approx(600, rel=0.03))


def test_first_attempts_are_told_from_others_one_by_one(simulated: tuple[Attempts, np.ndarray]) -> None:
    attempts, number = simulated
    first = first_attempts(attempts, estimated(attempts))
    # Those that come within the first hours may follow somebody who gave up before the days began.
    late = attempts.came > WINDOW
    assert (first[late] == (number[late] == 1)).all()


def test_of_a_part_whose_caller_is_known_the_others_are_told_in_number(simulated: tuple[Attempts, np.ndarray]) -> None:
    """Half of the callers withhold their number: as many redials as before, though nobody can say which."""
    attempts, number = simulated
    known = attempts.caller % 2 == 0
    half = replace(attempts, caller=np.where(known, attempts.caller, 0))
    found = estimated(half)
    assert 0.5 in found.share
    assert found.known == pytest.approx(0.5, abs=0.03)
    first = first_attempts(half, found)
    assert first.sum() == pytest.approx((number == 1).sum(), rel=0.01)
    by_day = (np.bincount((attempts.came // 86400).astype(int), weights=which)[:DAYS] for which in (first, number == 1))
    assert np.allclose(*by_day, rtol=0.1)


def world(seed: int, share: float = 0.3, matters: float = 0.5) -> Attempts:
    """A month of a line on which a fifth give up at once, of whom `share` try again after 20 minutes on average, and on which
    callers have new matters all the time: `matters` a day each, answered or not."""
    chance, days = np.random.default_rng(seed), 28
    caller, came, gave_up = [], [], []
    for one in range(250):
        for begins in chance.random(chance.poisson(matters * days)) * days * 86400:
            at = float(begins)
            while True:
                given_up = chance.random() < 0.2
                caller.append(one + 1)
                came.append(at)
                gave_up.append(given_up)
                if not given_up or chance.random() >= share:
                    break
                at += chance.exponential(1200.0)
    flags = np.array(gave_up)
    kept = np.array(came) < days * 86400
    return Attempts(np.array(caller)[kept], np.array(came)[kept], np.array(came)[kept], flags[kept], ~flags[kept], days)


def test_new_matters_are_no_redials() -> None:
    """Callers come again within the window for new matters in one case of thirteen; the share who redial is found all the same,
    in its interval as often as it should be, and where nobody redials, nobody does."""
    found = [estimated(world(seed)) for seed in range(30)]
    assert np.mean([one.background for one in found]) == pytest.approx(1 - np.exp(-0.5 / 6), abs=0.02)
    assert np.mean([one.share.value for one in found]) == pytest.approx(0.3, abs=0.012)
    assert sum(0.3 in one.share for one in found) >= 26
    # Where somebody waits longest, hardly anything tells a redial from a new matter: the delay comes out a little long.
    assert np.mean([one.delay.mean.value for one in found]) == pytest.approx(1250, rel=0.06)
    nobody = [estimated(world(seed, share=0.0)) for seed in range(10)]
    assert np.mean([one.share.value for one in nobody]) < 0.02
    assert sum(one.share.low == 0 for one in nobody) >= 8


def test_first_attempts_among_new_matters_are_right_in_number() -> None:
    attempts = world(3, matters=2.0)
    redials = attempts.gave_up.sum() * 0.3
    first = first_attempts(attempts, estimated(attempts))
    assert (~first).sum() == pytest.approx(redials, rel=0.12)


def plainly(attempts: Attempts) -> tuple[int, int, int, int]:
    """(gave up, of these came again, answered, of these came again), caller by caller, of those watched for a whole window."""
    counted = [0, 0, 0, 0]
    end = attempts.days * 86400
    for place in range(len(attempts.caller)):
        if attempts.caller[place] == 0 or attempts.ended[place] + WINDOW > end:
            continue
        later = [attempts.came[other] for other in range(len(attempts.caller))
                 if attempts.caller[other] == attempts.caller[place] and attempts.came[other] > attempts.came[place]]
        again = bool(later) and min(later) - attempts.ended[place] <= WINDOW
        if attempts.gave_up[place]:
            counted[0], counted[1] = counted[0] + 1, counted[1] + again
        elif attempts.answered[place]:
            counted[2], counted[3] = counted[2] + 1, counted[3] + again
    return counted[0], counted[1], counted[2], counted[3]


@pytest.mark.parametrize("seed", range(6))
def test_who_came_again_is_counted_as_a_plain_reading_counts_it(seed: int) -> None:
    """Generated contacts: callers unknown, contacts that are neither answered nor given up, ends after the next came."""
    chance, count = np.random.default_rng(seed), 500
    came = chance.random(count) * 3 * 86400
    kind = chance.integers(0, 3, count)
    attempts = Attempts(chance.integers(0, 60, count), came, came + chance.exponential(2000.0, count), kind == 0, kind == 1, 3)
    gave_up, again, answered, back = plainly(attempts)
    after, delay = following(attempts)
    tried, served = (which & attempts.known & attempts.watched for which in (attempts.gave_up, attempts.answered))
    assert (tried.sum(), (after[tried] >= 0).sum()) == (gave_up, again)
    assert (served.sum(), (after[served] >= 0).sum()) == (answered, back)
    assert ((delay[after >= 0] >= 0) & (delay[after >= 0] <= WINDOW)).all()
    by_day = [np.array([float(number)]) for number in (again, gave_up, back, answered)]
    expected = (again / gave_up - back / answered) / (1 - back / answered)
    assert beyond_background(*by_day).value == pytest.approx(max(expected, 0.0))


def test_who_gave_up_just_before_the_end_says_nothing() -> None:
    """Nobody could be seen to try again: counted among those who did not, they would make the share too low."""
    early = np.arange(100) * 600.0
    late = 86400 - 60.0 - np.arange(300)
    came = np.concatenate([early, early + 300.0, late])
    caller = np.concatenate([np.arange(1, 101), np.arange(1, 101), np.arange(1001, 1301)])
    gave_up = np.concatenate([np.ones(100), np.zeros(100), np.ones(300)]).astype(bool)
    found = estimated(Attempts(caller, came, came, gave_up, ~gave_up, 1))
    assert (found.hang_ups, found.share.value) == (100, 1.0)
    assert found.share.low < 0.97


def test_a_limit_of_attempts_shows_where_many_reach_it() -> None:
    seen = most_attempts(np.array([1000, 300, 90, 27]), np.array([300, 90, 27, 0]), 0.0)
    assert (seen.low, seen.value, seen.high) == (4, 4, 4)
    # A twentieth come again anyhow, on the last attempt too: some are taken for a fifth and a sixth.
    seen = most_attempts(np.array([1000, 330, 110, 40, 2, 1]), np.array([330, 110, 40, 2, 1, 0]), 0.05)
    assert seen.value == 4
    # Two who gave up on their fourth attempt and did not come again say little.
    seen = most_attempts(np.array([100, 20, 8, 2]), np.array([20, 8, 2, 0]), 0.0)
    assert seen.value == 4
    assert np.isnan(seen.high)


def test_a_machine_that_redials_without_end_gives_a_room_that_can_be_read() -> None:
    """One number tries 300 times in a day, and never gets through: a room has at most 100 attempts."""
    came = np.concatenate([np.arange(300) * 120.0, np.arange(100) * 600.0])
    caller = np.concatenate([np.full(300, 1), np.arange(2, 102)])
    found = estimated(Attempts(caller, came, came, np.ones(400, dtype=bool), np.zeros(400, dtype=bool), 40))
    assert found.redial is not None
    assert found.redial.attempts == 100


def test_too_few_known_callers_give_no_estimate() -> None:
    came = np.arange(400) * 60.0
    gave_up = np.ones(400, dtype=bool)
    few = np.where(np.arange(400) < FEWEST - 1, np.arange(400) + 1, 0)
    part = np.where(np.arange(400) < 99, np.arange(400) + 1, 0)
    some = np.where(np.arange(400) < 100, np.arange(400) + 1, 0)
    told = [Attempts(caller, came, came, gave_up, ~gave_up, 2) for caller in (few, part, some)]
    assert [enough(attempts) for attempts in told] == [False, False, True]
    assert redialling(told[0]) is None
    found = redialling(told[2])
    assert found is not None
    assert found.redial is None
    assert (found.share.value, found.share.high) == (0.0, pytest.approx(1 - 0.025**0.01))


def test_a_number_that_many_share_is_no_caller() -> None:
    """A switchboard's number, or one that says "withheld": it always comes again."""
    many = int(MOST_A_DAY * 2) + 1
    caller = np.concatenate([np.full(many, 7), np.arange(100, 200)])
    came = np.linspace(0, 80_000, len(caller))
    attempts = Attempts(caller, came, came, np.ones(len(caller), dtype=bool), np.zeros(len(caller), dtype=bool), 2)
    assert not attempts.known[:many].any()
    assert attempts.known[many:].all()
    assert (following(attempts)[0] < 0).all()
