"""A cover in sentences and rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from answerable.simulation.by_slot import DAYS
from answerable.staffing.shifts.cover import Cover
from answerable.staffing.shifts.pattern import Rotation


def clock(minutes: int) -> str:
    """A time of day: "07:30"."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def in_words(cover: Cover) -> Iterator[str]:
    """What is needed, how sure that is, and where it is short."""
    yield f"{_needed(cover)} {_how_sure(cover)}"
    yield _where_short(cover)
    if cover.hours_a_week is not None:
        yield (f"{cover.paid_hours:,.0f} hours are paid for in the week, {cover.hours_a_week:.1f} a person; "
               f"{cover.surplus.sum():,.0f} half-hours are beyond the need.")
    else:
        yield f"{cover.surplus.sum():,.0f} half-hours are beyond the need."
    if isinstance(cover.pattern.weeks, Rotation):
        yield _starts(cover)


def _needed(cover: Cover) -> str:
    name, need = cover.pattern.title, cover.need.name
    if cover.ask.people is not None:
        return (f"{cover.people} people on {name} leave {cover.short_share:.1%} of the need of {need} short "
                f"({cover.shortage.sum():,.0f} of {cover.need.work:,} half-hours).")
    bound = "with nobody short at any time" if not cover.ask.share else f"with at most {cover.ask.share:.1%} of the need short"
    if cover.people is None:
        return f"{need} needs {cover.paid_hours:,.0f} paid hours a week of {name}, {bound}."
    return f"{need} needs {cover.people:,} people on {name}, {bound}."


def _how_sure(cover: Cover) -> str:
    if cover.ask.people is not None:
        what, bound = "half-hours short, surplus weighed in", f"{cover.bound:,.1f}"
    elif cover.people is None or cover.ask.fewest == "hours":
        what, bound = "hours", f"{cover.bound:,.1f}"
    else:
        what, bound = "people", f"{cover.bound:,.1f}"
    least = f"No cover needs fewer than {bound} {what} (the linear programme's bound): the gap is {cover.gap:.2%}."
    if cover.ask.people is not None:
        least = f"No cover leaves less than {bound} {what} (the linear programme's bound); found: {cover.cost:,.1f}."
    return f"{least} Nothing better exists: proven." if cover.proven else least


def _where_short(cover: Cover) -> str:
    short = int((cover.shortage > 0).sum())
    if not short:
        return "No half-hour is short."
    worst = cover.worst
    return (f"{short} of {len(cover.need.people)} half-hours are short; the worst is {cover.need.moment(worst)}, by "
            f"{cover.shortage[worst]:.3g} of {cover.need.people[worst]}.")


def _starts(cover: Cover) -> str:
    told = [f"{name} {', '.join(clock(start) for start, _ in times)}" for name, times in cover.starts().items()]
    return f"Starts: {'; '.join(told)}. {cover.teams} teams of {(cover.people or 0) // (cover.teams or 1)}."


def by_slot(cover: Cover) -> list[dict[str, Any]]:
    """A row for each slot: need, on duty, on a break, at desks, short, beyond the need."""
    return [{"pattern": cover.pattern.name, "slot": slot, "from": cover.need.moment(slot), "need": need,
             "on_duty": _neat(cover.on_duty[slot]), "on_break": _neat(cover.on_duty[slot] - cover.at_desks[slot]),
             "at_desks": _neat(cover.at_desks[slot]), "short": _neat(cover.shortage[slot]),
             "surplus": _neat(cover.surplus[slot])} for slot, need in enumerate(cover.need.people)]


def _neat(number: float) -> float | int:
    """Whole numbers as such, others to two digits."""
    rounded = round(float(number), 2)
    return int(rounded) if rounded == int(rounded) else rounded


def duties_needed(cover: Cover) -> list[dict[str, Any]]:
    """A row for each shift of each weekday as a roster's need has it (docs/reference/rosters.md): weekday, shift, starts, ends,
    break_minutes (of all its breaks), people. A shift that starts at several times is several shifts there."""
    found: dict[tuple[int, int, str], dict[str, Any]] = {}
    for own in cover.rostered:
        kind, start = own.shift.type, own.shift.start
        row = found.setdefault((own.shift.weekday, start, kind.name), {
            "weekday": DAYS[own.shift.weekday], "shift": f"{kind.name} {clock(start)}", "starts": clock(start),
            "ends": clock((start + kind.minutes) % (24 * 60)),
            "break_minutes": sum(each.minutes for each in kind.breaks), "people": 0})
        row["people"] += own.people
    return [found[key] for key in sorted(found)]


def summary(cover: Cover) -> dict[str, Any]:
    """What a pattern comes to, in one row."""
    worst = cover.worst if cover.shortage.any() else None
    return {"pattern": cover.pattern.name, "people": cover.people, "hours": round(cover.paid_hours, 1),
            "hours_a_person": None if cover.hours_a_week is None else round(cover.hours_a_week, 2),
            "bound": round(cover.bound, 2), "gap": round(cover.gap, 4), "proven": cover.proven,
            "short_half_hours": _neat(cover.shortage.sum()), "short_share": round(cover.short_share, 4),
            "surplus_half_hours": _neat(cover.surplus.sum()),
            "worst": None if worst is None else cover.need.moment(worst),
            "worst_short": None if worst is None else _neat(cover.shortage[worst]), "seconds": round(cover.seconds, 1)}
