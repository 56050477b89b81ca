"""How people's days are made of shifts: single shifts, tours of a week, teams on a cycle of days."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from math import inf

from answerable.staffing.shifts.laid_out import DailyShift, LaidOut, Week, put_daily_shift, starts_of
from answerable.staffing.shifts.pattern import REST, Rotation, ShiftType, Tour, Tours

_DAY = 1440


def lay_out_singles(laid: LaidOut) -> None:
    """Shifts each for itself: what they are paid for is the cost."""
    for own in laid.pattern.shifts:
        for start in starts_of(own, laid.need, laid.pattern):
            for day in own.days:
                put_daily_shift(laid, DailyShift(own, day, start), whole=True, stage=1,
                                cost=laid.cost_of_people(0, own.paid_minutes))


def lay_out_tours(laid: LaidOut, tours: Tours) -> None:
    """People by week. Where starts may vary, a week is a band of starts, and how many of a band's people begin at each of its
    starts is chosen day by day: whoever begins when, the rest between two of its shifts is kept."""
    links: dict[tuple[str, int, int], int] = {}
    for kind in dict.fromkeys(kind.shift for kind in tours.kinds):
        own = laid.pattern.shift(kind)
        for start in starts_of(own, laid.need, laid.pattern):
            for day in own.days:
                links[kind, day, start] = laid.builder.row(0.0, 0.0)
                put_daily_shift(laid, DailyShift(own, day, start), whole=False, entries=[(links[kind, day, start], -1.0)])
    for kind_of_week in tours.kinds:
        own = laid.pattern.shift(kind_of_week.shift)
        weeks = list(weeks_of(kind_of_week, own, tours.off_together))
        for start in starts_of(own, laid.need, laid.pattern):
            days = _put_band(laid, tours, own, start, links)
            for week in weeks:
                number = laid.builder.variable(
                    laid.cost_of_people(1, len(week) * own.paid_minutes),
                    [*((days[day], 1.0) for day in week), *laid.head_entries(1)], stage=1)
                laid.weeks.append((Week(own.name, week, start, start + tours.starts_vary), number))


def weeks_of(kind: Tour, shift: ShiftType, together: int) -> Iterator[tuple[int, ...]]:
    """Every choice of weekdays of a tour with at least so many days off one after the other; Sunday is followed by Monday."""
    for days in combinations(shift.days, kind.days):
        off = [day not in days for day in range(7)]
        if together == 0 or any(all(off[(day + more) % 7] for more in range(together)) for day in range(7)):
            yield days


def _put_band(laid: LaidOut, tours: Tours, own: ShiftType, start: int,
              links: dict[tuple[str, int, int], int]) -> dict[int, int]:
    """The rows, by weekday, in which people of a week that begins at a start are counted."""
    if not tours.starts_vary:
        return {day: links[own.name, day, start] for day in own.days}
    rows = {}
    members = [time for time in starts_of(own, laid.need, laid.pattern) if (time - start) % _DAY <= tours.starts_vary]
    for day in own.days:
        rows[day] = laid.builder.row(0.0, 0.0)
        for time in members:
            on = day if time >= start else (day + 1) % 7
            if (own.name, on, time) in links:
                laid.builder.variable(0.0, [(rows[day], -1.0), (links[own.name, on, time], 1.0)], stage=2)
    return rows


def lay_out_rotation(laid: LaidOut, rotation: Rotation) -> None:
    """Teams of one size, and for each shift of the cycle the start at which they begin it; how many of a team at each start
    where they may be staggered."""
    names = [name for name in dict.fromkeys(rotation.cycle) if name != REST]
    paid = sum(laid.pattern.shift(name).paid_minutes for name in rotation.cycle if name != REST) * 7 / len(rotation.cycle)
    sizes = {name: laid.builder.row(0.0, 0.0) for name in names}
    laid.team = laid.builder.variable(
        laid.cost_of_people(rotation.teams, rotation.teams * paid),
        [*((row, -1.0) for row in sizes.values()), *laid.head_entries(rotation.teams)], stage=1)
    too_near = {} if rotation.staggered else _starts_too_near(laid, rotation)
    for name in names:
        _put_starts(laid, rotation, name, sizes[name], too_near, 1 + names.index(name))


def _put_starts(laid: LaidOut, rotation: Rotation, name: str, size: int, too_near: dict[tuple[str, int], list[int]],
                number: int) -> None:
    """The people of a team at each start of a shift; one start for all of them unless they may be staggered."""
    own, teams = laid.pattern.shift(name), rotation.teams_on(name)
    assert teams is not None        # the pattern's reader holds that
    most, one = 2.0 * max(laid.need.people, default=0) + 2, laid.builder.row(1.0, 1.0) if not rotation.staggered else -1
    for start in starts_of(own, laid.need, laid.pattern):
        entries = [(size, 1.0)]
        for day in range(7):
            if teams[day]:
                entries.append((laid.builder.row(0.0, 0.0), float(teams[day])))
                put_daily_shift(laid, DailyShift(own, day, start), whole=False, entries=[(entries[-1][0], -1.0)])
        if not rotation.staggered:
            entries.append((laid.builder.row(-inf, 0.0), 1.0))
            laid.builder.variable(0.0, [(one, 1.0), (entries[-1][0], -most), *((row, 1.0) for row in too_near[name, start])],
                                  most=1.0, choice=number)
        laid.builder.variable(0.0, entries, stage=1)


def _starts_too_near(laid: LaidOut, rotation: Rotation) -> dict[tuple[str, int], list[int]]:
    """For each shift and start the rows of which it may be the only one chosen: a start, and those of the following day's shift
    that come too soon after it."""
    rows: dict[tuple[str, int], list[int]] = {}
    starts = {name: starts_of(laid.pattern.shift(name), laid.need, laid.pattern) for name in rotation.cycle if name != REST}
    for name, own in starts.items():
        rows.update({(name, start): [] for start in own})
    pairs = dict.fromkeys(pairwise((*rotation.cycle, rotation.cycle[0])))
    for one, following in pairs:
        if REST in (one, following) or one == following:
            continue
        for start in starts[one]:
            ends = start + laid.pattern.shift(one).minutes
            near = [other for other in starts[following] if _DAY + other - ends < laid.pattern.rest]
            if near:
                row = laid.builder.row(-inf, 1.0)
                rows[one, start].append(row)
                for other in near:
                    rows[following, other].append(row)
    return rows
