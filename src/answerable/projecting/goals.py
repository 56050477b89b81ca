"""What a measure is held to in the months ahead: the target that will be in force in each, or one that somebody asks about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from answerable.errors import InputError
from answerable.forecasting.series import COUNT, DURATION, RATIO, SHARE
from answerable.judgement.aims import Amount
from answerable.judgement.series import HIGHER, LOWER
from answerable.judgement.targets import Target, target_for
from answerable.measures.definition import Measure
from answerable.words import format_value


@dataclass(frozen=True)
class Goal:
    """A value to be met. words: as a page shows it; starts, ends: first and last day on which it is to be met (ends: None
    while there is no end); asked: somebody asks for the odds, and nobody has set it; warn_below: odds from 0 to 1 under which
    a warning is given, None where none is."""

    amount: Amount
    words: str
    starts: date
    ends: date | None
    asked: bool = False
    warn_below: float | None = None


def goals_ahead(targets: Iterable[Target], measure: Measure, starts: Sequence[date], force: str | None,
                warn_below: float) -> tuple[Goal | None, ...]:
    """The goal of each month ahead, None where no target that names a value is in force. starts: the first days of the
    months; force: the id of the force; warn_below: in per cent, where a target says nothing else."""
    known = [target for target in targets if target.measure == measure.id]
    return tuple(None if target is None or target.amount is None else
                 Goal(target.amount, target.words(measure.unit), target.starts, target.ends, False,
                      (warn_below if target.warn_below is None else target.warn_below) / 100)
                 for start in starts for target in [target_for(known, measure.id, start, force)])


def asked_goal(measure: Measure, value: float, ends: date | None, better: str | None = None) -> Goal:
    """A goal that somebody asks about. value: in the measure's unit; ends: the last day by which it is to be met, None where
    no day is named; better: "higher" or "lower", for a measure that calls neither the better."""
    direction = measure.direction if measure.direction in (HIGHER, LOWER) else better or HIGHER
    amount = Amount(value, ">=" if direction == HIGHER else "<=")
    return Goal(amount, amount.words(measure.unit), date.min, ends, True)


def check_possible(measure: Measure, value: float, scale: str) -> None:
    """Raise InputError for a value that a measure of that scale cannot have."""
    if scale == SHARE and not 0 <= value <= 100:
        raise InputError(f"'{measure.id}' is a share: it is never {format_value(value, measure.unit, shortest=True)}.",
                         where="--target", remedy="Write a percentage from 0 to 100, such as --target 80.")
    if scale in (COUNT, DURATION, RATIO) and value < 0:
        raise InputError(f"'{measure.id}' is never below 0: {value:g} cannot be met.", where="--target",
                         remedy="Write a number of 0 or more.")
