"""What comes of a plan of people, in sentences and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from answerable.forecasting.odds import odds_in_words, percent_of
from answerable.staffing.strength.people import Strength, as_written
from answerable.staffing.strength.plan import Plan
from answerable.staffing.strength.structural import StructuralProjection, chance, hits
from answerable.staffing.targets import Target
from answerable.words import format_things

LOW, HIGH = 0.05, 0.95
SURE = 0.8
Row = dict[str, Any]


def full(plan: Plan, strength: Strength) -> np.ndarray:
    """The chance, by month, that on its last day there are as many in post as there are posts."""
    return chance(strength.at_end >= np.array(plan.establishment)[:, None])


def strength_in_words(plan: Plan, strength: Strength, sure: float = SURE, month: int = -1) -> Iterator[str]:
    """How many there will be, and when the establishment is reached. sure: the chance of which the first month is told; month:
    that which is told of by itself, −1 for the last."""
    last = month % plan.months
    low, high = np.quantile(strength.at_end[last], [LOW, HIGH])
    begin = plan.in_post + sum(cohort.people for cohort in plan.cohorts if cohort.starts < 0)
    yield (f"{plan.name}: {begin} people in post for {plan.establishment[0]:g} posts when {plan.label(0)} begins. At the end "
           f"of {plan.label(last)} there are {np.median(strength.at_end[last]):.0f} for {plan.establishment[last]:g} "
           f"(90 in 100: {low:.0f} to {high:.0f}); in that month they do the work of "
           f"{np.median(strength.working[last]):.0f} experienced people.")
    yield _reached(plan, full(plan, strength), sure)
    planned = sum(cohort.people for cohort in plan.cohorts if cohort.starts >= 0)
    if planned:
        joined, failed, left = (float(part[:last + 1].sum(axis=0).mean())
                                for part in (strength.joined, strength.failed, strength.left))
        yield (f"Of {format_things(planned, 'joiner', 'joiners')} still to come, {joined:.1f} come by then and {failed:.1f} of "
               f"all in training do not pass, on average; {left:.1f} people leave.")


def _reached(plan: Plan, chances: np.ndarray, sure: float) -> str:
    best = int(chances.argmax())
    first = _first(chances, sure)
    if first is None:
        return (f"The establishment is not reached with a chance of {sure:.0%} in any month; the chance is greatest at the end "
                f"of {plan.label(best)}: {odds_in_words(float(chances[best]))}.")
    return (f"The establishment is reached with a chance of at least {sure:.0%} first at the end of {plan.label(first)}: "
            f"{odds_in_words(float(chances[first]))}.")


def _first(chances: np.ndarray, sure: float) -> int | None:
    """The first month with such a chance."""
    found = np.flatnonzero(chances >= sure)
    return int(found[0]) if len(found) else None


def strength_rows(plan: Plan, strength: Strength) -> Iterator[Row]:
    """A row a month: means, with the middle 90% of draws where a number is told with its ends."""
    written, reached = as_written(plan), full(plan, strength)
    for month in range(plan.months):
        yield {"month": f"{plan.month(month)[0]:%Y-%m}", "establishment": plan.establishment[month],
               **_spread("strength", strength.in_post[month]), "in_training": _mean(strength.in_training[month]),
               **_spread("working", strength.working[month]), "joined": _mean(strength.joined[month]),
               "left": _mean(strength.left[month]), "not_passed": _mean(strength.failed[month]),
               "strength_as_written": round(float(written.in_post[month, 0]), 1), "full": round(float(reached[month]), 3)}


def _mean(numbers: np.ndarray) -> float:
    return round(float(numbers.mean()), 1)


def _spread(name: str, numbers: np.ndarray, digits: int = 1) -> Row:
    low, middle, high = np.quantile(numbers, [LOW, 0.5, HIGH])
    return {name: round(float(middle), digits), f"{name}_low": round(float(low), digits),
            f"{name}_high": round(float(high), digits)}


def figures_in_words(made: StructuralProjection, sure: float = SURE, month: int = -1) -> Iterator[str]:
    """A sentence for each target, then what they rest on. sure, month: as in `strength_in_words`."""
    for place, target in enumerate(made.targets):
        met, last = made.met(place), month % made.plan.months
        low, middle, high = np.quantile(made.figures[place][last], [LOW, 0.5, HIGH])
        yield (f"{target}: in {made.plan.label(last)} it is {odds_in_words(float(met[last]))} to be met; the figure is "
               f"{_figure(target, middle)} (90 in 100: {_figure(target, low)} to {_figure(target, high)}). "
               f"{_when(made.plan, met, sure)}")
    yield _efficiency(made)
    for emulator in made.emulators:
        yield (f"{emulator.target.line}, {emulator.target.measure.replace('_', ' ')}: the simulator was asked at "
               f"{emulator.points} points; between them the curve drawn through them differs from it by "
               f"{_difference(emulator.target, emulator.error[0])} (at most "
               f"{_difference(emulator.target, emulator.error[1])}), with other callers.")
    if made.emulators[0].stopped:
        yield (f"At {format_things(made.emulators[0].stopped, 'point', 'points')} more contacts waited than the simulator "
               "holds: with so few people the room is past help, and the figures there say only that.")
    if made.beyond > 0.01:
        yield (f"{made.beyond:.0%} of the draws have fewer or more people, or callers, than the simulator was asked about: "
               "they are told as at its edge.")
    if made.pooled < 1:
        yield (f"Few past months say who was there, so {made.pooled:.0%} of the draws are of the plan and "
               f"{1 - made.pooled:.0%} of the figures' own past carried on.")


def _when(plan: Plan, met: np.ndarray, sure: float) -> str:
    first, best = _first(met, sure), int(met.argmax())
    if first is None:
        greatest = f"greatest in {plan.label(best)} ({percent_of(float(met[best]))})"
        return f"The chance is below {sure:.0%} in every month, {greatest}."
    after = np.flatnonzero(met[first:] < sure)
    words = f"The chance is at least {sure:.0%} first in {plan.label(first)} ({percent_of(float(met[first]))})"
    return f"{words}, and below it again in {plan.label(first + int(after[0]))}." if len(after) else f"{words} and stays so."


def _figure(target: Target, value: float) -> str:
    return f"{value:.0f} s" if target.measure == "mean_wait" else f"{value:.1%}"


def _difference(target: Target, value: float) -> str:
    return f"{abs(value):.1f} s" if target.measure == "mean_wait" else f"{100 * abs(value):.1f} percentage points"


def _efficiency(made: StructuralProjection) -> str:
    known = made.conditions
    low, middle, high = np.expm1(np.quantile(known.efficiency, [LOW, 0.5, HIGH]))
    if not known.told_by:
        return (f"No past months were given: the room is taken to do with its people what the simulator says, give or take "
                f"{made.plan.efficiency:.0%}.")
    wider = "" if known.widened < 1.05 else (f" The past months scatter {known.widened:.1f} times as much as the plan says: "
                                             "everything is as much wider.")
    return (f"By the last {format_things(known.told_by, 'month', 'months')} the room does what the simulator says of "
            f"{abs(middle):.1%} {'more' if middle >= 0 else 'fewer'} people (90 in 100: {low:+.1%} to {high:+.1%}).{wider}")


def figure_rows(made: StructuralProjection) -> Iterator[Row]:
    """A row for each target and month."""
    for place, target in enumerate(made.targets):
        met = made.met(place)
        digits = 1 if target.measure == "mean_wait" else 4
        for month in range(made.plan.months):
            yield {"target": str(target), "month": f"{made.plan.month(month)[0]:%Y-%m}",
                   **_spread("staff_ratio", made.ratio[month], 3), **_spread("figure", made.figures[place][month], digits),
                   "met": round(float(met[month]), 3)}


def difference_in_words(made: StructuralProjection, other: StructuralProjection, month: int = -1) -> Iterator[str]:
    """The second plan against the first, both with the same chances: in the month that differs most, and in one month (−1: the
    last)."""
    yield f"{other.plan.name} against {made.plan.name}, with the same chances in both:"
    for place, target in enumerate(made.targets):
        before, after = made.met(place), other.met(place)
        most, last = int(np.abs(after - before).argmax()), month % made.plan.months
        for month in dict.fromkeys((most, last)):
            yield _change(made, other, place, month, f"{target}, {made.plan.label(month)}")


def _change(made: StructuralProjection, other: StructuralProjection, place: int, month: int, words: str) -> str:
    target = made.targets[place]
    first, second = made.figures[place][month], other.figures[place][month]
    low, middle, high = np.quantile(second - first, [LOW, 0.5, HIGH])
    before, after = (float(one.met(place)[month]) for one in (made, other))
    moved = hits(target, second).astype(float) - hits(target, first)
    error = float(moved.std()) / len(moved) ** 0.5
    verb = "stays at" if abs(after - before) < 2 * error or percent_of(before) == percent_of(after) else (
        f"{'rises' if after > before else 'falls'} from {percent_of(before)} to")
    return (f"{words}: the chance {verb} {percent_of(after)}; the figure moves by {_signed(target, middle)} "
            f"(90 in 100: {_signed(target, low)} to {_signed(target, high)}).")


def _signed(target: Target, value: float) -> str:
    return f"{value:+.1f} s" if target.measure == "mean_wait" else f"{100 * value:+.1f} percentage points"


def difference_rows(made: StructuralProjection, other: StructuralProjection) -> Iterator[Row]:
    """A row for each target and month: the chances of both plans, and the difference of the figures."""
    for place, target in enumerate(made.targets):
        before, after = made.met(place), other.met(place)
        digits = 1 if target.measure == "mean_wait" else 4
        for month in range(made.plan.months):
            yield {"target": str(target), "month": f"{made.plan.month(month)[0]:%Y-%m}", "met": round(float(before[month]), 3),
                   "met_against": round(float(after[month]), 3),
                   **_spread("difference", other.figures[place][month] - made.figures[place][month], digits)}


def shown(rows: Iterable[Row]) -> list[Row]:
    """Rows as a table shows them: shares in per cent, ends in one column with their number."""
    return [_shown(row) for row in rows]


def _shown(row: Row) -> Row:
    told: Row = {}
    share = "mean_wait" not in row.get("target", "")
    for key, value in row.items():
        if key.endswith(("_low", "_high")):
            continue
        text = {"met": percent_of, "met_against": percent_of, "full": percent_of}.get(key)
        ends = (row.get(f"{key}_low"), row.get(f"{key}_high"))
        form = ("{:.1%}" if share else "{:.0f} s") if key in ("figure", "difference") else "{:g}"
        told[key.replace("_", " ")] = text(value) if text else value if ends[0] is None else (
            f"{form.format(value)} ({form.format(ends[0])} to {form.format(ends[1])})")
    return told
