"""The simulator against a second one, in a room with everything switched on."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy.stats import chi2
from twin import Twin

from answerable.simulation.kernel.world import COUNTED
from answerable.simulation.room import Duration, Line, Message, Pool, Redial, Refusal, Room, Service, Switchboard
from answerable.simulation.simulating import simulate

HOURS = 8
SLOTS = 2 * HOURS
SWELL = [0.4, 0.5, 0.7, 1.0, 1.2, 1.4, 1.4, 1.3, 1.2, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4]


def everything() -> Room:
    """Five lines, three pools: a message and a switchboard before 101, redials, chats that slow one another and are closed
    or refused, e-mail that gives way to 999, a reserve, overlapping skills, and handlers who come and go."""
    def arrivals(a_slot: float) -> tuple[float, ...]:
        return tuple(a_slot * swell for swell in SWELL)
    exponential = Duration("exponential", 60.0)
    lines = (
        Line("999", arrivals(14), Service(Duration("log_normal", 240, 200), ("call", "all"), wrap=exponential, within=10,
                                          patience=Duration("exponential", 90), interrupts=True),
             redial=Redial(0.6, Duration("exponential", 30), 4)),
        Line("101", arrivals(30), Service(Duration("log_normal", 330, 300), ("call", "all"), wrap=Duration("constant", 40),
                                          patience=Duration("weibull", 300, 250), priority=1, reserve=1, short=10),
             message=Message(45, 0.06, 0.04), redial=Redial(0.4, Duration("exponential", 400), 3),
             switchboard=Switchboard(Service(Duration("quantiles", quantiles=(5, 20, 30, 90)), ("board",),
                                             patience=Duration("exponential", 120), within=15), 0.8)),
        Line("crime", arrivals(5), Service(Duration("weibull", 500, 300), ("all",), patience=Duration("constant", 900),
                                           priority=1)),
        Line("chat", arrivals(9), Service(Duration("log_normal", 600, 400), ("all",), wrap=exponential, priority=2, at_once=3,
                                          slowdown=0.4, patience=Duration("exponential", 200), within=60,
                                          reserves=(("all", 1),)),
             refusal=Refusal(when_waiting=3, to="101", share=0.6, after=Duration("exponential", 120)),
             open=(False,) * 2 + (True,) * 12 + (False,) * 2),
        Line("e-mail", arrivals(4), Service(Duration("exponential", 480), ("all",), priority=3, reserve=2, interruptible=True)))
    pools = (Pool("call", (5, 5, 6, 8, 9, 9, 9, 9, 8, 8, 7, 6, 6, 5, 5, 5)),
             Pool("all", (6, 6, 7, 9, 10, 10, 9, 9, 9, 8, 8, 8, 7, 6, 6, 6)),
             Pool("board", (1, 1, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1)))
    return Room("everything", lines, pools, SLOTS)


@pytest.mark.slow
def test_both_count_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Every count and sum of every queue that occurs, over days of each: the differences in standard errors."""
    room, days = everything(), 220
    first = simulate(room, 8 * days)
    twins = [Twin(room, seed).run() for seed in range(days)]
    runs = [twin.counted for twin in twins]
    lines, worst, compared, squares = list[str](), 0.0, 0, 0.0
    for queue in first.queues:
        for what in COUNTED:
            own, other = first.counted(queue, what), np.array([float(run[queue][what]) for run in runs])
            error = sqrt(own.var(ddof=1) / len(own) + other.var(ddof=1) / len(other))
            if error == 0:
                assert own.mean() == other.mean(), (queue, what)
                continue
            z = (own.mean() - other.mean()) / error
            compared, squares, worst = compared + 1, squares + z * z, max(worst, abs(z))
            lines.append(f"{queue:16} {what:16} {own.mean():12.3f} {other.mean():12.3f} z {z:6.2f}")
    for place, pool in enumerate(room.pools):
        busy = np.array([twin.busy[pool.name] for twin in twins])
        z = (first.busy[place].sum() - busy.mean()) / (busy.std(ddof=1) / sqrt(len(busy)))
        compared, squares, worst = compared + 1, squares + z * z, max(worst, abs(z))
        lines.append(f"{pool.name:16} busy seconds     {first.busy[place].sum():12.1f} {busy.mean():12.1f} z {z:6.2f}")
    told = "\n".join(["", *lines, f"{compared} comparisons, sum of squares {squares:.1f}"])
    with capsys.disabled():
        print(told)
    assert compared > 60
    assert worst <= 4.2, told           # 70 correlated comparisons: chance alone goes beyond once in five hundred runs
    assert squares < chi2.ppf(0.9999, compared) * 1.5, told
