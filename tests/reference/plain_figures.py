"""Figures of incidents, people and surveys out of records understood (plain_records), one record after another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from plain import Question, period_keys
from plain_records import DAY_MS, LONDON, READINGS, Item, holds, limit_by_scheme

Definition = Mapping[str, Any]
Label = tuple[str | None, ...]
Key = tuple[str, Label]
Schemes = Sequence[Mapping[str, Any]]
HOUR_MS = 3_600_000
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Plain:
    """A figure: numerator and denominator (None: it has none), value, and how many were left out for want of a time."""

    numerator: float | None
    denominator: float | None
    value: float | None
    untimed: int = 0


def month_of(day: date) -> int:
    """Years × 12 + month − 1, as plain.period_keys counts them."""
    return day.year * 12 + day.month - 1


def feeds_of(population: str, items: Sequence[Item], names: Sequence[str]) -> set[tuple[Any, ...]]:
    """The feeds that hold records of a population."""
    return {tuple(item.words[name] for name in names) for item in items if holds(population, item)}


class Presence:
    """The days on which the feeds of a population have records, inside what is asked for."""

    def __init__(self, table: str, population: str, items: Sequence[Item], question: Question,
                 own: Mapping[str, Any] | None = None) -> None:
        names, wanted = READINGS[table].feed, {**dict(question.where), **(own or {})}
        feeds = feeds_of(population, items, names)
        feeds = {feed for feed in feeds if all(wanted.get(name, value) == value
                                               for name, value in zip(names, feed, strict=True))}
        every = {item.day for item in items if tuple(item.words[name] for name in names) in feeds}
        self.days = {day for day in every if question.inside(day)}
        self._came: set[str] | None = None
        self.first = max(filter(None, [question.start, min(every)])) if every else None
        self.last = min(filter(None, [question.end, max(every)])) if every else None

    @property
    def months(self) -> tuple[int, int]:
        """First and last month, for rolling windows."""
        assert self.first is not None
        assert self.last is not None
        return month_of(self.first), month_of(self.last)

    def came(self, period: str, start: str) -> bool:
        """Whether any record came in the period; for a half-hour, on its day; for an hour of the week, at all."""
        kind = {"half-hour": "day", "hour-of-week": "all"}.get(period, period)
        start = {"half-hour": start[:10], "hour-of-week": "all"}.get(period, start)
        if self._came is None:
            self._came = {key for day in self.days for key in period_keys(kind, datetime.combine(day, time(12)), self.months)}
        return start in self._came


def label_of(item: Item, dimensions: Iterable[str]) -> Label:
    """The values of some dimensions, as figures carry them."""
    return tuple(None if item.words[name] is None else str(item.words[name]) for name in dimensions)


def asked_of(item: Item, question: Question) -> bool:
    """Whether a record meets the conditions of a question."""
    return question.inside(item.day) and all(str(item.words[name]) == value for name, value in question.where)


def grouped(definition: Definition, items: Sequence[Item], question: Question,
            dimensions: Sequence[str]) -> dict[Key, list[Item]]:
    """Period start and dimension values → the records of the population."""
    presence = Presence(definition["table"], definition["population"], items, question)
    groups: dict[Key, list[Item]] = {}
    for item in items:
        if holds(definition["population"], item) and asked_of(item, question):
            for start in period_keys(question.period, item.local, presence.months):
                groups.setdefault((start, label_of(item, dimensions)), []).append(item)
    return groups


def size(items: Iterable[Item]) -> int:
    """How many records, each for as many as it stands."""
    return sum(item.weight for item in items)


def percent(part: float, whole: float) -> float | None:
    """part of whole, in percent; None of nothing."""
    return 100 * part / whole if whole else None


# Kinds that are one sum after another ---------------------------------------------------------------------------

def count(_definition: Definition, items: Sequence[Item], _schemes: Schemes) -> Plain:
    """How many."""
    return Plain(size(items), None, size(items))


def share(definition: Definition, items: Sequence[Item], _schemes: Schemes) -> Plain:
    """How many of them are counted."""
    part = size(item for item in items if holds(definition["counted"], item))
    return Plain(part, size(items), percent(part, size(items)))


def limit_of(definition: Definition, item: Item, schemes: Schemes) -> tuple[int, str] | None:
    """(milliseconds that a record may take, on which clock); None: no limit."""
    clock = definition.get("clock", "")
    if "threshold" in definition:
        assert definition["threshold"]["comparison"] == "<="
        return 1000 * definition["threshold"]["seconds"], clock
    limits = definition["limits"]
    if limits == "grade_scheme" or set(limits) == {"by"}:
        found = limit_by_scheme(schemes, item, "grade" if limits == "grade_scheme" else limits["by"])
        # The scheme says from when the time to attend runs; a closing or a regrade runs on its own clock.
        return found if found is None or clock == "attendance" else (found[0], clock)
    days = limits["working_days"].get(item.words[limits["by"]])
    return None if days is None else (days * DAY_MS, clock)


def within(definition: Definition, items: Sequence[Item], schemes: Schemes) -> Plain:
    """Those within their limit of those that have one; without a time left out and counted, or late."""
    limited = [(item, limit) for item in items if (limit := limit_of(definition, item, schemes)) is not None]
    timed = [(ms, limit) for item, (limit, clock) in limited if (ms := item.ms.get(clock)) is not None]
    good = sum(ms <= limit for ms, limit in timed)
    if definition.get("missing") == "late":
        return Plain(good, len(limited), percent(good, len(limited)))
    return Plain(good, len(timed), percent(good, len(timed)), len(limited) - len(timed))


def bunching(definition: Definition, items: Sequence[Item], schemes: Schemes) -> Plain:
    """Of those within a window round their limit, the ones not beyond it."""
    window = 1000 * definition["window_seconds"]
    limited = [(item, limit) for item in items if (limit := limit_of(definition, item, schemes)) is not None]
    off = [ms - limit for item, (limit, clock) in limited if (ms := item.ms.get(clock)) is not None]
    before, after = sum(-window < ms <= 0 for ms in off), sum(0 < ms <= window for ms in off)
    return Plain(before, before + after, percent(before, before + after))


def _known(definition: Definition, items: Sequence[Item]) -> list[int]:
    return sorted(ms for item in items if (ms := item.ms.get(definition["clock"])) is not None)


def mean(definition: Definition, items: Sequence[Item], _schemes: Schemes) -> Plain:
    """Seconds in all over those with a time."""
    known = _known(definition, items)
    total = sum(known) / 1000
    return Plain(total, len(known), total / len(known) if known else None, len(items) - len(known))


def percentile(definition: Definition, items: Sequence[Item], _schemes: Schemes) -> Plain:
    """The middle, half-way between the two middle ones of an even number; or nearest rank, cut to whole seconds."""
    known, part = _known(definition, items), definition["percentile"]
    value: float | None = None
    if known and definition.get("method") == "midpoint":
        assert part == 50
        value = (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2000
    elif known:
        value = next(ms for place, ms in enumerate(known, 1) if 100 * place >= part * len(known)) // 1000
    return Plain(None, len(known), value, len(items) - len(known))


def total(definition: Definition, items: Sequence[Item], _schemes: Schemes) -> Plain:
    """A clock in hours, or an amount, added up."""
    found = amounts(items, definition["amount"])
    return Plain(sum(found), None, sum(found) if found else None)


def amounts(items: Iterable[Item], amount: str) -> list[float]:
    """The values of an amount, or of a clock in hours, of those that have one."""
    values = [item.amount[amount] if amount in item.amount else
              None if item.ms.get(amount) is None else item.ms[amount] / HOUR_MS for item in items]  # type: ignore[operator]
    return [value for value in values if value is not None]


SUMS: dict[str, Callable[[Definition, Sequence[Item], Schemes], Plain]] = {
    "count": count, "share": share, "within": within, "bunching": bunching, "mean": mean, "percentile": percentile,
    "total": total}


# Levels, ratios, repeats ----------------------------------------------------------------------------------------

def levels(definition: Definition, items: Sequence[Item], question: Question, dimensions: Sequence[str]) -> dict[Key, Plain]:
    """The level of the last day of each period on which the population has any statement."""
    everybody = Question(question.period, start=question.start, end=question.end)
    found: dict[Key, Plain] = {}
    for (start, _), all_ in grouped(definition, items, everybody, ()).items():
        newest = [item for item in all_ if item.day == max(other.day for other in all_)]
        groups: dict[Label, list[Item]] = {}
        for item in newest:
            if asked_of(item, question):
                groups.setdefault(label_of(item, dimensions), []).append(item)
        for label, own in groups.items():
            found[start, label] = _level(definition, own)
    return found


def _level(definition: Definition, items: Sequence[Item]) -> Plain:
    named = [definition[key] for key in ("amount", "minus", "of") if key in definition]
    if any(item.amount[name] is None for item in items for name in named):
        return Plain(None, None, None)
    sums = {key: sum(item.amount[definition[key]] or 0 for item in items) if key in definition else 0
            for key in ("amount", "minus", "of")}
    value = sums["amount"] - sums["minus"]
    return Plain(value, sums["of"], percent(value, sums["of"])) if "of" in definition else Plain(value, None, value)


@dataclass(frozen=True)
class Ratio:
    """A ratio's two sides by period and label, and the presence of each."""

    sums: Mapping[Key, tuple[float, float]]
    presences: tuple[Presence, Presence]

    def figure(self, definition: Definition, key: Key) -> Plain:
        """Numerator over denominator; None where there is no denominator."""
        above, below = self.sums.get(key, (0.0, 0.0))
        times = 100 if definition["unit"] == "percent" else 1
        return Plain(above, below, times * above / below if below else None)


def ratio(definition: Definition, tables: Mapping[str, Sequence[Item]], question: Question, dimensions: Sequence[str],
          other: Callable[[Mapping[str, Any], Question], tuple[list[Item], Presence]]) -> Ratio | None:
    """Both sides on the days from which and up to which both have records. other: reads a side of another table."""
    sides = []
    for key in ("numerator", "denominator"):
        part = definition[key]
        population = part.get("population", "true")
        if part["table"] in READINGS:
            presence = Presence(part["table"], population, tables[part["table"]], question)
            sides.append(([item for item in tables[part["table"]] if holds(population, item)], presence))
        else:
            sides.append(other(part, question))
    if any(presence.first is None for _, presence in sides):
        return None
    common = Question(question.period, question.dimensions, question.where, max(side[1].first for side in sides),
                      min(side[1].last for side in sides))
    sums: dict[Key, tuple[float, float]] = {}
    for place, (key, (items, _)) in enumerate(zip(("numerator", "denominator"), sides, strict=True)):
        for at, value in _side(definition[key], items, common, dimensions):
            before = sums.get(at, (0.0, 0.0))
            sums[at] = (before[0] + value, before[1]) if place == 0 else (before[0], before[1] + value)
    for _, presence in sides:
        presence.days = {day for day in presence.days if common.inside(day)}
        presence.first, presence.last = common.start, common.end
    return Ratio(sums, (sides[0][1], sides[1][1]))


def _side(part: Mapping[str, Any], items: Sequence[Item], common: Question,
          dimensions: Sequence[str]) -> list[tuple[Key, float]]:
    """(period and label, what it adds) of every record, or of every half-hour that a record touches."""
    found: list[tuple[Key, float]] = []
    assert common.start is not None
    assert common.end is not None
    months, amount = (month_of(common.start), month_of(common.end)), part.get("amount", "records")
    for item in items:
        if not all(str(item.words[name]) == value for name, value in common.where):
            continue
        label = label_of(item, dimensions)
        if common.period in ("half-hour", "hour-of-week") and amount in item.stretch:
            pieces = half_hours(*item.stretch[amount])
        else:
            value = float(item.weight) if amount == "records" else sum(amounts([item], amount))
            pieces = [(item.local, value)]
        found += [((start, label), value) for moment, value in pieces if common.inside(moment.date())
                  for start in period_keys(common.period, moment, months)]
    return found


def half_hours(start: datetime, end: datetime) -> list[tuple[datetime, float]]:
    """(local start of a half-hour, hours of it) that a stretch of time touches."""
    begin = start.replace(minute=start.minute // 30 * 30, second=0, microsecond=0)
    found = []
    while begin < end:
        hours = (min(end, begin + HALF_HOUR) - max(start, begin)) / timedelta(hours=1)
        if hours > 0:
            found.append((begin.astimezone(LONDON), hours))
        begin += HALF_HOUR
    return found


def repeats(contacts: Sequence[tuple[datetime, str, str | None]], within_days: int) -> set[str]:
    """The numbers of the contacts (instant, number, incident) that are about an incident that somebody was in touch about
    at most so many days before."""
    found, before = set(), dict[str, datetime]()
    for at, number, incident in sorted(contacts):
        if incident is not None:
            if incident in before and at - before[incident] <= timedelta(days=within_days):
                found.add(number)
            before[incident] = at
    return found


def days_between(first: date, last: date) -> Collection[date]:
    """Every day from one to another, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
