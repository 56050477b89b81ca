"""Covers of a week: the best of small instances by trying everything, every cover counted again minute by minute."""

from __future__ import annotations

import time

import pytest
import slow_covers
from hypothesis import given, settings
from hypothesis import strategies as draw

from answerable.errors import InputError
from answerable.simulation.room import Weekday
from answerable.staffing.shifts.cover import Cover
from answerable.staffing.shifts.finding import cover_of, find_cover
from answerable.staffing.shifts.highs import solve
from answerable.staffing.shifts.laid_out import Ask
from answerable.staffing.shifts.laying_out import lay_out
from answerable.staffing.shifts.need import Need
from answerable.staffing.shifts.pattern import REST, Break, Pattern, Rotation, ShiftType, Tour, Tours
from answerable.staffing.shifts.weeks import weeks_of

ONE_DAY = (2,)


def pattern(weeks: Tours | Rotation | None, *shifts: ShiftType, rest: int = 0) -> Pattern:
    """A pattern of these shifts."""
    return Pattern("tried", "tried", shifts, weeks, rest)


def covered(own: Pattern, need: Need, ask: Ask | None = None) -> Cover:
    """A cover, found here and now: what a process of its own would hand back."""
    laid = lay_out(own, need, ask or Ask())
    return cover_of(laid, solve(lambda _better: None, laid.programme, 10.0), finished=True, seconds=0.0)


def check(cover: Cover) -> None:
    """What holds of every cover, counted by the slow way."""
    short, beyond = slow_covers.short_and_beyond(cover)
    assert list(cover.shortage) == pytest.approx(short)
    assert list(cover.surplus) == pytest.approx(beyond)
    assert slow_covers.breaks_are_whole(cover)
    assert cover.bound <= cover.cost + 1e-6
    if not cover.ask.share and cover.ask.people is None:
        assert not cover.shortage.any()


def test_one_person_round_the_clock_needs_five() -> None:
    """168 hours at 40 a person are 4.2 people, the bound; five can do it only where starts may differ from day to day."""
    day = ShiftType("eight", (0, 480, 960), 480)
    need = Need("always one", (1,) * 21, slot_minutes=480)
    same, free = (covered(pattern(Tours((Tour("eight", 5),), starts_vary=vary), day), need) for vary in (0, 960))
    for cover in (same, free):
        check(cover)
        assert cover.bound == pytest.approx(4.2)
    assert (same.people, free.people) == (6, 5)


@settings(max_examples=12, deadline=None)
@given(draw.lists(draw.integers(0, 2), min_size=7, max_size=7), draw.sampled_from(list(Weekday)))
def test_tours_are_the_best_that_trying_everything_finds(mornings: list[int], begins: Weekday) -> None:
    need = Need("tried", tuple(number for morning in mornings for number in (morning, 0)), 720, begins)
    half, tour = ShiftType("half", (0,), 720), Tour("half", 5)
    cover = covered(pattern(Tours((tour,)), half), need)
    check(cover)
    weeks = [tuple(need.slot(weekday, 0) for weekday in days) for days in weeks_of(tour, half, 2)]
    assert len(weeks) == 7
    assert cover.people == slow_covers.fewest_by_trying(need, weeks, 2)


@settings(max_examples=12, deadline=None)
@given(draw.lists(draw.integers(0, 1), min_size=8, max_size=8))
def test_breaks_chosen_apart_are_as_good_as_every_shift_with_every_break(people: list[int]) -> None:
    """Shifts of twelve hours in slots of four, with a break of one slot anywhere: twelve columns, all choices of them tried."""
    shift = ShiftType("long", (0, 240, 480, 720), 720, (Break(240, 0, 480, paid=True),), ONE_DAY)
    need = Need("tried", (*(0,) * 12, *people, *(0,) * 22), 240)
    explicit = [tuple(need.slot(2, start + 240 * part) for part in range(3) if part != gone)
                for start in shift.starts for gone in range(3)]
    best = slow_covers.fewest_by_trying(need, explicit, 1)
    if best is None:
        with pytest.raises(InputError, match="cannot cover Thu"):
            find_cover(pattern(None, shift), need, seconds=10)
    else:
        cover = covered(pattern(None, shift), need)
        check(cover)
        assert cover.paid_hours == pytest.approx(12 * best)


@settings(max_examples=10, deadline=None)
@given(draw.lists(draw.integers(0, 9), min_size=42, max_size=42), draw.booleans())
def test_a_rotation_is_the_best_of_all_its_starts(people: list[int], staggered: bool) -> None:
    """Four teams, twelve hours by day and by night, six starts between them: each pair of starts is tried."""
    day, night = ShiftType("day", (240, 480, 720), 720), ShiftType("night", (960, 1200, 0), 720)
    need = Need("tried", tuple(people), 240, Weekday.SUNDAY)
    cycle = ("day", "day", "night", "night", REST, REST, REST, REST)
    own = pattern(Rotation(cycle, 4, staggered), day, night)
    sizes = []
    for one in day.starts:
        for other in night.starts:
            there = [sum((slot * 240 - start) % 1440 < 720 for start in (one, other)) for slot in range(6)]
            if all(there[place % 6] or not number for place, number in enumerate(people)):
                sizes.append(max(-(-number // max(there[place % 6], 1)) for place, number in enumerate(people)))
    cover = covered(own, need)
    check(cover)
    assert cover.people is not None
    assert cover.people <= 4 * min(sizes) if staggered else cover.people == 4 * min(sizes)
    assert cover.proven or cover.people == 0


def test_a_week_is_a_ring() -> None:
    """What begins on Sunday night is there on Monday morning, whichever weekday the week begins on."""
    night = ShiftType("night", (1320,), 600)
    for begins in Weekday:
        need = Need("nights", (0,) * 336, 30, begins)
        wanted = [0] * 336
        for minutes in range(1320, 1320 + 600, 30):
            wanted[need.slot(6, minutes)] = 3
        assert wanted[need.slot(0, 450)] == 3
        cover = covered(pattern(None, night), Need("nights", tuple(wanted), 30, begins))
        check(cover)
        assert [(own.shift.weekday, own.people) for own in cover.rostered] == [(6, 3)]
        assert cover.surplus.sum() == 0


def test_a_headcount_gets_the_least_shortage_and_says_where() -> None:
    day = ShiftType("eight", (0, 480, 960), 480)
    need = Need("always one", (1,) * 21, slot_minutes=480)
    own = pattern(Tours((Tour("eight", 5),), starts_vary=960), day)
    cover = covered(own, need, Ask(people=4))
    check(cover)
    assert cover.people == 4
    assert cover.shortage.sum() == 1          # four people work twenty of the twenty-one shifts
    assert cover.shortage[cover.worst] == 1
    assert covered(own, need, Ask(share=0.05)).people == 4


def test_a_share_that_may_be_short_is_kept() -> None:
    need = Need("uneven", tuple((7, 3, 9) * 7), slot_minutes=480)
    own = pattern(Tours((Tour("eight", 5), Tour("long", 4))), ShiftType("eight", (0, 480, 960), 480),
                  ShiftType("long", (0, 480), 960))
    found = [covered(own, need, Ask(share=share)) for share in (0.0, 0.05, 0.2)]
    for cover in found:
        check(cover)
        assert cover.short_share <= cover.ask.share + 1e-9
    assert found[0].cost >= found[1].cost >= found[2].cost


def test_breaks_of_part_of_a_slot_take_part_of_it() -> None:
    """Forty-five minutes take a half-hour and half of the next: so that two stay, four go first and two half an hour later."""
    shift = ShiftType("early", (360,), 480, (Break(45, 180, 210),), ONE_DAY)
    need = Need("morning", tuple(2 if 12 <= slot - 96 < 28 else 0 for slot in range(336)), 30)
    cover = covered(pattern(None, shift), need)
    check(cover)
    assert sum(own.people for own in cover.rostered) == 6
    assert list((cover.on_duty - cover.at_desks)[114:117]) == [4, 4, 1]


def test_hours_that_no_shift_covers_are_named() -> None:
    early = ShiftType("early", (360,), 480)
    need = Need("always", (1,) * 336, 30)
    with pytest.raises(InputError, match=r"cannot cover Mon 14:00 to Tue 06:00, .* and 3 more spans"):
        find_cover(pattern(None, early), need, seconds=10)


def test_a_break_that_leaves_nobody_is_named() -> None:
    """All start at once and have their only break at once: then nobody is there, however many there are."""
    early = ShiftType("early", (360,), 480, (Break(30, 240, 240),), ONE_DAY)
    need = Need("morning", tuple(1 if 12 <= slot - 96 < 28 else 0 for slot in range(336)), 30)
    with pytest.raises(InputError, match="cannot cover Wed 10:00 to Wed 10:30, where up to 1"):
        find_cover(pattern(None, early), need, seconds=10)


def test_nobody_is_needed_where_nothing_is() -> None:
    own = pattern(Tours((Tour("eight", 5),)), ShiftType("eight", (480,), 480))
    cover = covered(own, Need("empty", (0,) * 336, 30))
    assert (cover.people, cover.paid_hours, cover.gap, cover.short_share) == (0, 0, 0, 0)


def test_the_wall_clock_is_kept_by_a_hostile_need() -> None:
    """Far more starts and needs than can be solved in the time: what is known by then is told, in time."""
    breaks = (Break(30, 120, 300), Break(30, 360, 420))
    shifts = tuple(ShiftType(f"{hours} hours", tuple(range(0, 1440, 30)), hours * 60, breaks)
                   for hours in (8, 9, 10, 11))
    need = Need("hostile", tuple(50 + 37 * slot * slot % 101 for slot in range(336)), 30)
    began = time.monotonic()
    laid_out = lay_out(pattern(None, *shifts), need, Ask()).programme
    took = time.monotonic() - began
    with pytest.raises(InputError, match="no cover by 'tried' was found in 1 seconds"):
        find_cover(pattern(None, *shifts), need, seconds=1)
    assert len(laid_out.cost) > 10_000
    assert time.monotonic() - began < 4 * took + 2       # laying it out, which is before the clock runs, takes most of it
