"""The backlog by replay: what happened, event by event in order of time, and a list of who waits that is walked through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from plain import Question, period_keys
from plain_figures import Key, Label, Plain, Presence, Schemes, asked_of, days_between, label_of, limit_of, percent
from plain_records import LONDON, MILLISECOND, Item, holds

Definition = Mapping[str, Any]
HOURS = 3_600_000
AGE_BANDS: dict[str, tuple[timedelta, timedelta]] = {
    "under 15 minutes": (timedelta(0), timedelta(minutes=15)),
    "15 to 60 minutes": (timedelta(minutes=15), timedelta(hours=1)), "1 to 4 hours": (timedelta(hours=1), timedelta(hours=4)),
    "4 to 24 hours": (timedelta(hours=4), timedelta(hours=24)), "1 to 3 days": (timedelta(hours=24), timedelta(days=3)),
    "3 days and more": (timedelta(days=3), timedelta(days=9999))}


@dataclass(frozen=True)
class Wait:
    """An incident that waits for a unit from `born` until `over` (None: still). late_from: when its grade's time is over."""

    born: datetime
    over: datetime | None
    words: Item
    late_from: datetime | None


def waits(items: Sequence[Item], definition: Definition, schemes: Schemes) -> tuple[list[Wait], list[Item]]:
    """(the incidents of the population that wait, those of which it cannot be told until when)."""
    found, unknown = [], []
    for item in items:
        if not holds(definition["population"], item):
            continue
        after = {name: item.at + MILLISECOND * ms for name, ms in item.ms.items() if ms is not None}
        closing = after.get("resolution")
        assigned = after.get("assignment")
        had_unit, closed = item.words["assigned"] or item.words["attended"], item.words["closed"]
        if assigned is None and (had_unit or (closed and closing is None)):
            if closing is None or closing > item.at:
                unknown.append(item)
            continue
        over = min(filter(None, (assigned, closing)), default=None)
        limit = limit_of({"limits": definition["limits"]}, item, schemes) if "limits" in definition else None
        late_from = None if limit is None else item.at + MILLISECOND * limit[0]
        if over is None or over > item.at:
            found.append(Wait(item.at, over, item, late_from))
    return found, unknown


@dataclass
class Sums:
    """What was added up for a period and label: milliseconds waited, of these beyond the grade's time, numbers seen at clock
    times; oldest: the age at the end of the last stretch of the period."""

    waited: int = 0
    beyond: int = 0
    seen: int = 0
    oldest: timedelta | None = None


@dataclass
class Replayed:
    """The sums by period and label; by period alone, its length in ms, how many clock times it has, and that it was told."""

    sums: dict[Key, Sums] = field(default_factory=dict)
    length: dict[str, int] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    untimed: dict[Key, int] = field(default_factory=dict)

    def figure(self, definition: Definition, key: Key) -> Plain:
        """The figure of a period and label."""
        sums, length = self.sums.get(key, Sums()), self.length.get(key[0], 0)
        # Of every age band the same: at what age the unit came is what is not known.
        whose = key[0], tuple(word for word in key[1] if word not in AGE_BANDS)
        untimed, statistic = self.untimed.get(whose, 0), definition["statistic"]
        if statistic == "oldest":
            return Plain(None, None, (sums.oldest or timedelta(0)) / timedelta(seconds=1) if length else None, untimed)
        if statistic == "at-clock-times":
            times = self.times.get(key[0], 0)
            return Plain(sums.seen, times, sums.seen / times if times else None, untimed)
        if statistic == "beyond-grade-time":
            return Plain(sums.beyond / HOURS, sums.waited / HOURS, percent(sums.beyond, sums.waited), untimed)
        return Plain(sums.waited / HOURS, length / HOURS, sums.waited / length if length else None, untimed)


class Replay:
    """Walks through the events once and adds up for every period and label."""

    def __init__(self, definition: Definition, items: Sequence[Item], question: Question, dimensions: Sequence[str],
                 schemes: Schemes) -> None:
        self.definition, self.question, self.dimensions = definition, question, tuple(dimensions)
        self.presence = Presence("incidents", definition["population"], items, question)
        self.result = Replayed()
        where = Question(question.period, (), tuple(pair for pair in question.where if pair[0] != "age_band"))
        self.band = dict(question.where).get("age_band")
        every, unknown = waits(items, definition, schemes)
        self.waits = [wait for wait in every if asked_of(wait.words, where)]
        self.newest = max(item.at for item in items)
        self._walk()
        for item in unknown:
            if asked_of(item, where):
                self._count_untimed(item)

    def _edges(self) -> tuple[list[datetime], list[datetime]]:
        """(instants at which a period may end, instants of the clock times)."""
        assert self.presence.first is not None
        assert self.presence.last is not None
        days = days_between(self.presence.first, self.presence.last)
        edges = [_midnight(day) for day in [*days, days[-1] + timedelta(days=1)]]
        if self.question.period in ("half-hour", "hour-of-week"):
            first, last = edges[0], edges[-1]
            edges = [first + timedelta(minutes=30) * number for number in range((last - first) // timedelta(minutes=30) + 1)]
        clock = [datetime.combine(day, time.fromisoformat(text), LONDON).astimezone(UTC)
                 for day in days for text in self.definition.get("at", ())]
        return [min(edge, self.newest) for edge in edges], clock

    def _walk(self) -> None:
        edges, clock = self._edges()
        events: dict[datetime, list[tuple[str, Wait]]] = {edge: [] for edge in (*edges, *clock)}
        for wait in self.waits:
            events.setdefault(wait.born, []).append(("created", wait))
            if wait.over is not None:
                events.setdefault(wait.over, []).append(("over", wait))
            for _, most in AGE_BANDS.values():
                events.setdefault(wait.born + most, [])
            for moment in (wait.born + timedelta(seconds=self.definition.get("older_than_seconds", 0)), wait.late_from):
                if moment is not None:
                    events.setdefault(moment, [])
        waiting: dict[int, Wait] = {}
        ends, statistic_needs_ends = set(edges), self.definition["statistic"] == "oldest"
        before = None
        for moment in sorted(events):
            if before is not None and edges[0] <= before < edges[-1]:
                self._pass(waiting, before, moment)
                if statistic_needs_ends and moment in ends:
                    self._end(waiting, before, moment)
            for kind, wait in events[moment]:
                if kind == "created":
                    waiting[id(wait)] = wait
            for kind, wait in events[moment]:
                if kind == "over":
                    waiting.pop(id(wait))
            if moment in clock and edges[0] <= moment < edges[-1]:
                self._look(waiting, moment)
            before = moment

    def _starts(self, moment: datetime) -> list[str]:
        return period_keys(self.question.period, moment.astimezone(LONDON), self.presence.months)

    def _labels(self, wait: Wait, age: timedelta) -> Label | None:
        """The label of one that waits at that age; None where it is of another age than is asked for."""
        band = next(name for name, (least, most) in AGE_BANDS.items() if least <= age < most)
        if self.band not in (None, band):
            return None
        rest = iter(label_of(wait.words, [name for name in self.dimensions if name != "age_band"]))
        return tuple(band if name == "age_band" else next(rest) for name in self.dimensions)

    def _of(self, start: str, wait: Wait, age: timedelta) -> Sums | None:
        label = self._labels(wait, age)
        return None if label is None else self.result.sums.setdefault((start, label), Sums())

    def _pass(self, waiting: Mapping[int, Wait], before: datetime, moment: datetime) -> None:
        """Time goes by: nothing changes between two events, so the ages at the first tell for all of it."""
        passed = (moment - before) // MILLISECOND
        statistic, older = self.definition["statistic"], timedelta(seconds=self.definition.get("older_than_seconds", 0))
        for start in self._starts(before):
            self.result.length[start] = self.result.length.get(start, 0) + passed
            for wait in waiting.values():
                if statistic == "older-than" and before - wait.born < older:
                    continue
                if statistic == "beyond-grade-time" and wait.late_from is None:
                    continue
                sums = self._of(start, wait, before - wait.born)
                if sums is not None:
                    sums.waited += passed
                    sums.beyond += passed if wait.late_from is not None and before >= wait.late_from else 0

    def _end(self, waiting: Mapping[int, Wait], before: datetime, moment: datetime) -> None:
        """A stretch of a period ends: the oldest that waited until then, of each label."""
        for start in self._starts(before):
            for key, sums in self.result.sums.items():
                sums.oldest = None if key[0] == start else sums.oldest
            for wait in waiting.values():
                sums_ = self._of(start, wait, before - wait.born)
                if sums_ is not None:
                    sums_.oldest = max(moment - wait.born, sums_.oldest or timedelta(0))

    def _look(self, waiting: Mapping[int, Wait], moment: datetime) -> None:
        for start in self._starts(moment):
            self.result.times[start] = self.result.times.get(start, 0) + 1
            for wait in waiting.values():
                sums = self._of(start, wait, moment - wait.born)
                if sums is not None:
                    sums.seen += 1

    def _count_untimed(self, item: Item) -> None:
        if item.at < self.newest and self.question.inside(item.day):
            for start in self._starts(item.at):
                key = start, label_of(item, [name for name in self.dimensions if name != "age_band"])
                self.result.untimed[key] = self.result.untimed.get(key, 0) + 1


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON).astimezone(UTC)
