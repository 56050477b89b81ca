"""What the workspace knows against a decision: measures that are not there, days outside the figures, spans too long."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from answerable.decisions.kinds import Decision, End, Event, Override, Stage, Step
from answerable.decisions.standing import event_key, pause_over, standing, taken_back
from answerable.errors import did_you_mean
from answerable.judgement.ratings import RatingRule
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.periods import day_label

DEFAULT_OVERRIDE_MONTHS = 6


@dataclass(frozen=True)
class Known:
    """What a decision is held against. rule: by which measures are rated; override_months: how long an override may last at
    most; figures: the monthly figures of a measure."""

    measures: Mapping[str, Measure]
    rule: RatingRule
    override_months: int
    figures: Callable[[Measure], Sequence[Figure]]


def faults_now(decision: Decision, earlier: Sequence[Decision], known: Known) -> list[str]:
    """What must be put right before a decision is recorded, each with its remedy. earlier: those recorded so far."""
    return [*_measure_faults(decision, known), *_own_faults(decision, earlier, known)]


def faults_later(decision: Decision, known: Known) -> list[str]:
    """What no longer fits in a decision that stands: its measure is gone, its day lies outside the figures, its rating is no
    longer one of the rule."""
    found = list(_measure_faults(decision, known))
    if not found and isinstance(decision.what, Step):
        found += _outside(decision.what, known)
    if not found and isinstance(decision.what, Override):
        found += _rating_faults(decision.what, known)
    return found


def _measure_faults(decision: Decision, known: Known) -> Iterator[str]:
    for key in ("measure", "family"):
        name = str(getattr(decision.what, key, ""))
        if name and name not in known.measures:
            yield f"{key}: there is no measure '{name}'. {did_you_mean(name, known.measures)}".rstrip()


def _own_faults(decision: Decision, earlier: Sequence[Decision], known: Known) -> Iterator[str]:
    what = decision.what
    if isinstance(what, Step) and what.measure in known.measures:
        yield from _outside(what, known)
        yield from _twice(what, decision, earlier)
    elif isinstance(what, Override) and what.measure in known.measures:
        yield from _rating_faults(what, known)
        yield from _too_long(what, decision, known)
        if known.measures[what.measure].dimensions:
            yield f"'{what.measure}' has no single figure, and so no rating that could be overridden."
        before = standing(earlier, what.measure, decision.day).override
        if before is not None:
            yield f"decision {before.number} overrides this rating already. Take it back first: `answerable decide … end`."
    elif isinstance(what, End):
        yield from _end_faults(what, decision, earlier)


def _outside(step: Step, known: Known) -> Iterator[str]:
    """A fault where no figure stands on one side of a step's day."""
    figures = [figure for figure in known.figures(known.measures[step.measure]) if figure.value is not None]
    if not figures:
        yield f"'{step.measure}' has no figures by month. A step is a change of monthly figures."
        return
    first, last = date.fromisoformat(figures[0].period_start), date.fromisoformat(figures[-1].period_end)
    if not first < step.at <= last:
        yield (f"at is '{step.at}', outside the figures, which go from {day_label(first)} to {day_label(last)}. Write the "
               "first day of the new, after the first of these days.")


def _twice(step: Step, decision: Decision, earlier: Sequence[Decision]) -> Iterator[str]:
    stands = standing(earlier, step.measure, decision.day)
    for each in (*stands.steps, *stands.refused):
        if isinstance(each.what, Step) and each.what.at == step.at:
            yield f"decision {each.number} is about this day already. Take it back first: `answerable decide … end`."


def _rating_faults(override: Override, known: Known) -> Iterator[str]:
    codes = [named.code for named in known.rule.ratings]
    if override.rating not in codes:
        hint = did_you_mean(override.rating, codes)
        yield f"rating is '{override.rating}', which the rule {known.rule.id} does not have. {hint} Known: {', '.join(codes)}."


def _too_long(override: Override, decision: Decision, known: Known) -> Iterator[str]:
    latest = months_later(decision.day, known.override_months)
    if override.expires > latest:
        yield (f"expires is '{override.expires}'; an override lasts {known.override_months} months at most, here until "
               f"{latest} (`override_months` in answerable.toml).")


def _end_faults(end: End, decision: Decision, earlier: Sequence[Decision]) -> Iterator[str]:
    found = next((each for each in earlier if each.number == end.ends), None)
    if found is None:
        yield f"there is no decision {end.ends}. `answerable decisions WORKSPACE` lists them."
    elif isinstance(found.what, End):
        yield f"decision {end.ends} takes back another one itself. Decide that one anew instead."
    elif taken_back(found, earlier):
        yield f"decision {end.ends} is taken back already."
    elif over(found, earlier, decision.day):
        yield f"decision {end.ends} is over already: {found.what.words}."


def over(decision: Decision, every: Sequence[Decision], day: date) -> bool:
    """Whether an override or a pause has ended by itself by that day."""
    what = decision.what
    events = [each for each in every if isinstance(each.what, Event) and not taken_back(each, every)]
    return (isinstance(what, Override) and day > what.expires) or pause_over(decision, events, day)


def waiting_for(event: Event, every: Sequence[Decision], day: date) -> list[Decision]:
    """The pauses that this event ends."""
    events = [each for each in every if isinstance(each.what, Event) and not taken_back(each, every)]
    return [each for each in every if isinstance(each.what, Stage) and each.what.until
            and event_key(each.what.until) == event_key(event.event)
            and not taken_back(each, every) and not pause_over(each, events, day)]


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
