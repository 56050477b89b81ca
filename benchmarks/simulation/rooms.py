"""The rooms that all sides simulate: the two-class queue with abandonment, and a week with everything a telephone room has."""

from __future__ import annotations

from math import exp

import numpy as np

from answerable.simulation.room import Duration, Line, Pool, Redial, Room, Service

A_DAY = 48


def two_classes(days: int) -> Room:
    """999 (1,000 a day) before 101 (1,800), 360 seconds each, patience 90 and 300, 11 handlers; all exponential."""
    def line(name: str, a_day: float, patience: float, priority: int) -> Line:
        return Line(name, (a_day / A_DAY,) * (days * A_DAY), Service(
            Duration("exponential", 360), ("room",), patience=Duration("exponential", patience), priority=priority,
            within=10 if priority == 0 else 30))
    return Room("two classes", (line("999", 1000, 90, 0), line("101", 1800, 300, 1)), (Pool("room", (11,) * days * A_DAY),),
                days * A_DAY)


def full_week(weeks: int) -> Room:
    """The same lines with log-normal talk, wrap, redials, a reserve, and arrivals and handlers that change each half-hour."""
    swell = [0.35 + 0.65 * exp(-((slot - 34) / 11) ** 2) + 0.25 * exp(-((slot - 18) / 6) ** 2) for slot in range(A_DAY)]
    mean = sum(swell) / A_DAY
    days = 7 * weeks

    def line(name: str, a_day: float, talk: float, wrap: float, patience: float, priority: int) -> Line:
        return Line(name, tuple(a_day / A_DAY * now / mean for now in swell) * days, Service(
            Duration("log_normal", talk, talk * 0.8), ("room",), wrap=Duration("exponential", wrap),
            patience=Duration("exponential", patience), priority=priority, reserve=priority,
            within=10 if priority == 0 else 30),
            redial=Redial(0.5, Duration("exponential", 60 if priority == 0 else 600), 4))
    load = [now / mean * (1000 * 300 + 1800 * 420) / 86400 for now in swell]
    staff = tuple(int(np.ceil(now + 0.6 * now**0.5)) for now in load)
    return Room("full week", (line("999", 1000, 240, 60, 90, 0), line("101", 1800, 330, 90, 300, 1)),
                (Pool("room", staff * days),), days * A_DAY)
