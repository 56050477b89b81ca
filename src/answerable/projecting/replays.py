"""The early warnings of the last two years held against what came: how long before a miss they were given, and how many were
false."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from answerable.periods import period_label
from answerable.projecting.early_warnings import WITHIN, Look, Warned, goals_of, newest_look, replayed, warned
from answerable.projecting.projected import Projected
from answerable.projecting.running import Projections

DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Missed:
    """A run of months that missed what they were held to. first: first day of the first; months: how many; warning: the one
    that stood when it began, None without; begun: whether it was going on already when the replay begins; stood: the warning
    was there before the run of missed months before this one, and tells of this one nothing new."""

    first: date
    months: int
    warning: Warned | None
    begun: bool
    stood: bool = False

    @property
    def weeks(self) -> float | None:
        """Weeks from the warning to the end of the first month missed, when the miss was a fact; None where none was given for
        it."""
        if self.warning is None or self.stood or self.begun:
            return None
        year, month = divmod(12 * self.first.year + self.first.month, 12)
        return (date(year, month + 1, 1) - self.warning.raised_on).days / DAYS_A_WEEK


@dataclass(frozen=True)
class Replay:
    """A measure replayed. months: with a figure and something to meet, after the first look; stood_missed, stood_met: of those
    before which a warning stood, how many missed and met it; quiet_missed, quiet_met: the same without a warning; false: the
    warnings after which nothing was missed while they stood, nor in the months that they looked at; open: those of which that
    is not known yet."""

    measure: str
    unit: str
    months: int
    warnings: tuple[Warned, ...]
    missed: tuple[Missed, ...]
    stood_missed: int
    stood_met: int
    quiet_missed: int
    quiet_met: int
    false: tuple[Warned, ...]
    open: tuple[Warned, ...]

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {"measure": self.measure, "months": self.months,
                "warnings": [each.as_json(self.unit) | {"cleared_on": each.cleared_on.isoformat() if each.cleared_on else None,
                                                        "false": each in self.false, "open": each in self.open}
                             for each in self.warnings],
                "missed": [{"from": each.first.isoformat(), "label": period_label("month", each.first, each.first),
                            "months": each.months, "begun_before": each.begun,
                            "warned_on": each.warning.raised_on.isoformat() if each.warning else None,
                            "stood": each.stood, "weeks": each.weeks}
                           for each in self.missed],
                "stood": {"missed": self.stood_missed, "met": self.stood_met},
                "quiet": {"missed": self.quiet_missed, "met": self.quiet_met}}


def replays(made: Projections, measures: Iterable[str]) -> list[Replay]:
    """Each measure that is held to a target replayed: every month's end of the last two years, with what was known then."""
    wanted = [item for name in measures if (item := made.by_id.get(name)) and item.runs]
    looks = replayed(made, wanted)
    return [replay_of(item, [*looks[item.measure.id][:-1], newest_look(item)], outcomes(made, item)) for item in wanted]


def outcomes(made: Projections, item: Projected) -> dict[date, bool]:
    """First day of a month → whether it met what it was held to, of the months that have a figure and were held to anything."""
    series = item.past.series
    assert series is not None, "only what is projected is replayed"
    goals = goals_of(made, item)(series.starts)
    return {start: goal.amount.met(value) for start, value, goal in zip(series.starts, series.values, goals, strict=True)
            if value is not None and goal is not None}


def replay_of(item: Projected, looks: Sequence[Look], met: Mapping[date, bool]) -> Replay:
    """One measure's looks held against what came. met: by the first day of each month."""
    found = warned(looks)
    since = looks[0].on
    came = {start: is_met for start, is_met in sorted(met.items()) if start >= since}
    stood = {start: _standing(found, start) is not None for start in came}
    false = [each for each in found if not any(not came[start] for start in _looked_at(each, came))]
    still = [each for each in false if each.cleared_on is None or len(_looked_at(each, came)) < WITHIN]
    return Replay(item.measure.id, item.measure.unit, len(came), tuple(found), tuple(_missed(found, met, since)),
                  sum(stood[start] and not came[start] for start in came), sum(stood[start] and came[start] for start in came),
                  sum(not stood[start] and not came[start] for start in came),
                  sum(not stood[start] and came[start] for start in came),
                  tuple(each for each in false if each not in still), tuple(still))


def _standing(warnings: Iterable[Warned], day: date) -> Warned | None:
    return next((each for each in warnings if each.stood_on(day)), None)


def _looked_at(warning: Warned, came: Iterable[date]) -> list[date]:
    """The months in which the warning stood, and the first ones that it looked at."""
    until = warning.raised_on + timedelta(days=31 * WITHIN)
    return [start for start in came if start >= warning.raised_on
            and (start < until or warning.cleared_on is None or start < warning.cleared_on)]


def _missed(warnings: Sequence[Warned], met: Mapping[date, bool], since: date) -> Iterable[Missed]:
    """The runs of missed months that end after the replay begins."""
    run: list[date] = []
    before: Warned | None = None
    for start, is_met in [*sorted(met.items()), (date.max, True)]:
        if not is_met:
            run.append(start)
        elif run:
            if run[-1] >= since:
                warning = _standing(warnings, run[0])
                yield Missed(run[0], len(run), warning, run[0] < since, warning is not None and warning == before)
                before = warning
            run = []
