"""A week of 336 half-hours covered with shifts: how near to the bound, how soon, and what a fixed pattern costs in people.

The need is made up: 29,612 half-hours of work, at most 165 people at once and at least 43. Each search has a wall of --seconds
(default 30; goal: a gap of at most 1% for covers by shifts and tours).
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

import numpy as np

from answerable.staffing.shifts.cover import Cover
from answerable.staffing.shifts.finding import find_cover
from answerable.staffing.shifts.laid_out import Ask
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.pattern import Break, Pattern, Rotation, ShiftType, Tour, Tours
from benchmarks import measuring

WORK, PEAK, LEAST, GOAL = 29_612, 165, 43, 0.01


def made_up_need() -> Need:
    """Two humps a day, busier evenings at the week's end; bent so that the sum, the peak and the least are as said."""
    slots = np.arange(48)

    def hump(at: float, wide: float) -> np.ndarray:
        return np.exp(-((slots - at) / wide) ** 2)
    day = hump(31, 9) + 0.55 * hump(20, 5) + 0.25 * hump(42, 4)
    week = np.concatenate([busy * day + 0.25 * late * hump(2, 5) for busy, late in zip(
        (1, 0.95, 0.93, 0.95, 1.08, 1, 0.84), (0.1, 0.1, 0.1, 0.2, 0.9, 1, 0.4), strict=True)])
    level = (week - week.min()) / np.ptp(week)
    low, high = 0.1, 5.0
    for _ in range(60):
        power = (low + high) / 2
        low, high = (power, high) if np.rint(LEAST + (PEAK - LEAST) * level**power).sum() > WORK else (low, power)
    people = np.rint(LEAST + (PEAK - LEAST) * level**low).astype(int)
    off = WORK - int(people.sum())
    middle = np.argsort(np.abs(level - 0.5))[:abs(off)]
    people[middle] += np.sign(off)
    return Need("made-up room", tuple(map(int, people)))


HALF, HOUR = tuple(range(0, 1440, 30)), tuple(range(0, 1440, 60))
MEAL = (Break(60, 180, 330),)


def _singles(name: str, starts: tuple[int, ...]) -> Pattern:
    return Pattern(name, name, tuple(ShiftType(f"{hours} hours", starts, hours * 60, MEAL) for hours in (8, 9, 10, 12)))


def _tours(name: str, *breaks: tuple[Break, ...], vary: int = 0) -> Pattern:
    eight, ten = breaks or ((), ())
    return Pattern(name, name, (ShiftType("eight", HALF, 480, eight), ShiftType("ten", HALF, 600, ten)),
                   Tours((Tour("eight", 5), Tour("ten", 4)), 2, vary))


def _rotation(name: str) -> Pattern:
    early, late, night = (ShiftType(shift, tuple(range(first, last + 1, 30)), 600) for shift, first, last in (
        ("early", 300, 540), ("late", 720, 1020), ("night", 1200, 1380)))
    cycle = ("early", "early", "late", "late", "night", "night", "", "", "", "")
    return Pattern(name, name, (early, late, night), Rotation(cycle, 5))


def asked() -> list[tuple[Pattern, Ask]]:
    """What is covered."""
    rest = ((Break(30, 180, 300),), (Break(30, 120, 240), Break(30, 360, 450)))
    rotation = _rotation("2-2-2-4, ten hours")
    free = _tours("tours, 5 x 8 and 4 x 10")
    return [(_singles("shifts, hourly starts", HOUR), Ask()), (_singles("shifts, half-hour starts", HALF), Ask()),
            (free, Ask()), (_tours("tours with breaks", *rest), Ask()), (_tours("tours, starts vary 2 h", vary=120), Ask()),
            (free, Ask(share=0.01)), (free, Ask(people=365)),
            (rotation, Ask()), (rotation, Ask(share=0.01)), (rotation, Ask(people=500))]


def main(options: Namespace) -> bool:
    """Print a line for each; whether the goal was reached where it is set."""
    need, reached = made_up_need(), True
    print(f"{len(need.people)} half-hours, {need.work:,} half-hours of work, from {min(need.people)} to {max(need.people)}\n"
          f"{measuring.machine()}\n", flush=True)
    for pattern, ask in asked():
        if options.only in pattern.name:
            cover = find_cover(pattern, need, ask, seconds=options.seconds)
            _tell(cover)
            reached &= isinstance(pattern.weeks, Rotation) or ask.people is not None or cover.gap <= GOAL
    print(f"goal: a gap of at most {GOAL:.0%} for shifts and tours: {'reached' if reached else 'NOT REACHED'}")
    print(measuring.load())
    return reached


def _tell(cover: Cover) -> None:
    ask = cover.ask
    what = f"{ask.people} people" if ask.people else f"{ask.share:.0%} short" if ask.share else "nobody short"
    people = "" if cover.people is None else f"{cover.people} people"
    print(f"{cover.pattern.name:30} {what:13} bound {cover.bound:10,.2f}  found {cover.cost:10,.2f}  gap {cover.gap:7.2%}  "
          f"{people:10}  short {cover.short_share:6.2%} {cover.seconds:4.1f} s{' proven' if cover.proven else ''}", flush=True)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--only", default="", help="only patterns whose name holds this")
    raise SystemExit(0 if main(parser.parse_args()) else 1)
