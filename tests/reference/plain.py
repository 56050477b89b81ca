"""The slow, obvious second reading of contacts and measures: one record after another, in plain Python.

Written from docs/reference/contacts.md and the measures' YAML files. It shares no code with the program: instants and
wall clocks come from datetime and zoneinfo, conditions are asked of SQLite. A record is a dict with the columns of the
contract; its times are aware datetimes (any zone) in whole milliseconds, or None.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

Record = Mapping[str, Any]
Definition = Mapping[str, Any]

LONDON = ZoneInfo("Europe/London")
MILLISECOND = timedelta(milliseconds=1)
HALF_HOUR = timedelta(minutes=30)
TIMES = ("presented_at", "operator_connected_at", "message_ended_at", "queued_at", "left_queue_at", "answered_at",
         "abandoned_at", "ended_at", "wrap_up_ended_at")
DIMENSIONS = ("line", "channel", "queue", "place", "origin", "outcome", "team")
OPTIONAL = TIMES[1:]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = {"month": 1, "quarter": 3, "financial-year": 12, "rolling-3-months": 3, "rolling-12-months": 12}


@dataclass(frozen=True)
class Contact:
    """A record understood. local: presented, on the clock of Europe/London (fold 1: an hour's second pass); queued:
    whether it joined a queue; ms: clock or stretch → whole milliseconds, None where not known; answered: the instant a
    person answered, None where not known or impossible."""

    local: datetime
    words: Mapping[str, str | None]
    queued: bool
    ms: Mapping[str, int | None]
    handler: str | None
    answered: datetime | None

    @property
    def day(self) -> date:
        """The local day."""
        return self.local.date()


def contact(record: Record, columns: Collection[str] = OPTIONAL) -> Contact:
    """A record understood. columns: the times that its file has a column for, beside presented_at."""
    given = {name: record[name].astimezone(UTC) for name in ("presented_at", *columns) if record.get(name) is not None}
    impossible = _impossible(given, str(record["channel"]), columns)
    times = {name: time for name, time in given.items() if name not in impossible}
    outcome = record["outcome"]
    end = times.get({"answered": "answered_at", "abandoned": "abandoned_at"}.get(str(outcome), ""))
    queued, in_queue = _in_queue(times, end, str(outcome), columns, "queued_at" in impossible)
    presented = times["presented_at"]
    # Only 999 has an operator; on other lines the caller's clock starts with the contact, as the force's does.
    connected = times.get("operator_connected_at") if record["line"] == "999" else presented
    stretches = {
        "caller": _between(connected, end), "force": _between(presented, end), "queue": in_queue,
        "message": _between(presented, times.get("message_ended_at")),
        "talk": _between(times.get("answered_at"), times.get("ended_at")),
        "wrap": _between(times.get("ended_at"), times.get("wrap_up_ended_at"))}
    words = {name: record.get(name) for name in DIMENSIONS}
    return Contact(presented.astimezone(LONDON), words, queued, stretches, record.get("handler"),
                   end if outcome == "answered" else None)


def _between(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None:
        return None
    return max((end - start) // MILLISECOND, 0)


def _impossible(given: Mapping[str, datetime], channel: str, columns: Collection[str]) -> set[str]:
    """The times that lie before the one before them, or more than seven days after a live contact began."""
    course = {
        "message_ended_at": ["presented_at"], "queued_at": ["message_ended_at", "presented_at"],
        "left_queue_at": ["queued_at", "message_ended_at", "presented_at"],
        "answered_at": ["presented_at"] if "left_queue_at" in columns else ["queued_at", "presented_at"],
        "abandoned_at": ["presented_at"], "ended_at": ["answered_at", "presented_at"],
        "wrap_up_ended_at": ["ended_at", "answered_at", "presented_at"]}
    found = set()
    for name, earlier in course.items():
        if name in given and given[name] < next(given[before] for before in earlier if before in given):
            found.add(name)
    presented = given["presented_at"]
    if "operator_connected_at" in given and given["operator_connected_at"] > presented:
        found.add("operator_connected_at")
    if channel in ("phone", "chat", "counter"):
        found |= {name for name, time in given.items() if time > presented + timedelta(days=7)}
    return found


def _in_queue(times: Mapping[str, datetime], end: datetime | None, outcome: str, columns: Collection[str],
              broken: bool) -> tuple[bool, int | None]:
    """(whether the contact joined a queue, milliseconds in it). broken: its time of joining was impossible."""
    left = times.get("left_queue_at", end)
    if "queued_at" in columns:
        # A contact whose time of joining is impossible did join: how long it waited is not known.
        queued, start = "queued_at" in times or broken, times.get("queued_at")
    else:
        start = times.get("message_ended_at", times["presented_at"])
        queued = end is None or end >= start
    if queued:
        return True, _between(start, left)
    return False, 0 if outcome == "answered" and end is not None else None


# Conditions -----------------------------------------------------------------------------------------------------

_sqlite = sqlite3.connect(":memory:")


@lru_cache(maxsize=100_000)
def _is_true(condition: str, values: tuple[Any, ...]) -> bool:
    names = ", ".join(f"? AS {name}" for name in (*DIMENSIONS, "queued"))
    row = _sqlite.execute(f"SELECT COUNT(*) FROM (SELECT {names}) WHERE {condition}", values).fetchone()
    return bool(row[0])


def holds(condition: str, item: Contact) -> bool:
    """Whether a condition of a definition is true of a contact."""
    return _is_true(condition, (*(item.words[name] for name in DIMENSIONS), int(item.queued)))


# Periods --------------------------------------------------------------------------------------------------------

def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}-01"


def period_keys(kind: str, moment: datetime, months: tuple[int, int]) -> list[str]:
    """The starts of the periods that a local moment falls in, as figures name them: one, or every rolling window.

    months: first and last month (years × 12 + month − 1) with records; a rolling window that would begin before the
    first, or end after the last, does not exist.
    """
    day = moment.date()
    month = _month(day)
    if kind.startswith("rolling"):
        length = MONTHS[kind]
        return [_first_of(start) for start in range(month - length + 1, month + 1)
                if months[0] <= start and start + length - 1 <= months[1]]
    starts = {
        "half-hour": f"{day}T{moment.hour:02d}:{moment.minute // 30 * 30:02d}" + " (second time)" * moment.fold,
        "hour-of-week": f"{WEEKDAYS[day.weekday()]} {moment.hour:02d}:00",
        "day": day.isoformat(), "week": (day - timedelta(days=day.weekday())).isoformat(), "month": _first_of(month),
        "quarter": _first_of(month - month % 3), "financial-year": _first_of(month - (month - 3) % 12), "all": "all"}
    return [starts[kind]]


# Measures -------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Plain:
    """A figure. numerator, denominator: None where the measure has none; value: in the measure's unit; untimed: contacts
    left out for want of a time; lost: so many of them that there is no value."""

    numerator: float | None
    denominator: float | None
    value: float | None
    untimed: int = 0
    lost: bool = False


def _timed(definition: Definition, needing: Sequence[Contact], numerator: float | None, denominator: float,
           value: float | None) -> Plain:
    """A figure for which these contacts need a time on the clock; more than one in ten without one: no value."""
    known = sum(item.ms[definition["clock"]] is not None for item in needing)
    lost = 10 * known < 9 * len(needing)
    return Plain(numerator, None if lost else denominator, None if lost else value, len(needing) - known, lost)


def _percent(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None


def count(definition: Definition, items: Sequence[Contact]) -> Plain:
    """How many."""
    return Plain(len(items), None, len(items))


def share(definition: Definition, items: Sequence[Contact]) -> Plain:
    """Of those who waited longer than so much (or of all), how many are counted."""
    whole = _longer(definition, items) if "clock" in definition else items
    part = [item for item in whole if holds(definition["counted"], item)]
    return Plain(len(part), len(whole), _percent(len(part), len(whole)))


def _longer(definition: Definition, items: Sequence[Contact]) -> list[Contact]:
    """Those whose time on the clock is known and, where the definition asks for it, longer than so many seconds."""
    known = [item for item in items if item.ms[definition["clock"]] is not None]
    least = definition.get("longer_than_seconds")
    return known if least is None else [item for item in known if _wait(definition, item) > 1000 * least]


def _wait(definition: Definition, item: Contact) -> int:
    ms = item.ms[definition["clock"]]
    assert ms is not None
    return ms


def _within(definition: Definition, item: Contact) -> bool:
    threshold = definition["threshold"]
    ms = _wait(definition, item)
    if threshold.get("resolution") == "whole-seconds":
        wait, limit = ms // 1000, threshold["seconds"]
    else:
        wait, limit = ms, 1000 * threshold["seconds"]
    return wait < limit if threshold.get("comparison") == "<" else wait <= limit


def service_level(definition: Definition, items: Sequence[Contact]) -> Plain:
    """The five formulas. Contacts whose time the formula needs and which have none are left out."""
    clock, formula = definition["clock"], definition["formula"]
    answered = [item for item in items if item.words["outcome"] == "answered"]
    abandoned = [item for item in items if item.words["outcome"] == "abandoned"]
    known = [item for item in answered if item.ms[clock] is not None]
    gone = [item for item in abandoned if item.ms[clock] is not None]
    in_time = sum(_within(definition, item) for item in known)
    gone_in_time = sum(_within(definition, item) for item in gone)
    gone_soon = sum(_wait(definition, item) < 1000 * definition.get("short_abandon_seconds", 0) for item in gone)
    part, whole, needing = {
        "answered-within-of-answered": (in_time, len(known), answered),
        "answered-within-of-offered": (in_time, len(known) + len(abandoned), answered),
        "answered-or-abandoned-within-of-offered":
            (in_time + gone_in_time, len(known) + len(gone), answered + abandoned),
        "answered-within-of-offered-without-early-abandoned":
            (in_time, len(known) + len(gone) - gone_in_time, answered + abandoned),
        "answered-within-or-short-abandoned-of-offered":
            (in_time + gone_soon, len(known) + len(gone), answered + abandoned)}[formula]
    return _timed(definition, needing, part, whole, _percent(part, whole))


def abandonment(definition: Definition, items: Sequence[Contact]) -> Plain:
    """Hang-ups of all offered; those before the short-abandon limit count on neither side."""
    abandoned = [item for item in items if item.words["outcome"] == "abandoned"]
    if not definition.get("short_abandon_seconds"):
        return Plain(len(abandoned), len(items), _percent(len(abandoned), len(items)))
    limit = 1000 * definition["short_abandon_seconds"]
    late = [item for item in _longer(definition, abandoned) if _wait(definition, item) >= limit]
    whole = len(items) - len(abandoned) + len(late)
    return _timed(definition, abandoned, len(late), whole, _percent(len(late), whole))


def _of_waits(definition: Definition, items: Sequence[Contact], numerator: float | None, size: int,
              value: float | None) -> Plain:
    """A figure over known times. Without a least wait, every contact answered or abandoned ought to have a time."""
    if "longer_than_seconds" in definition:
        return Plain(numerator, size, value)
    needing = [item for item in items if item.words["outcome"] in ("answered", "abandoned")]
    return _timed(definition, needing, numerator, size, value)


def mean(definition: Definition, items: Sequence[Contact]) -> Plain:
    """Seconds in all over contacts."""
    waits = [_wait(definition, item) for item in _longer(definition, items)]
    return _of_waits(definition, items, sum(waits) / 1000, len(waits), sum(waits) / 1000 / len(waits) if waits else None)


def percentile(definition: Definition, items: Sequence[Contact]) -> Plain:
    """Nearest rank among the waits cut to whole seconds: the least that p in a hundred do not exceed."""
    waits = sorted(_wait(definition, item) // 1000 for item in _longer(definition, items))
    percent = definition.get("percentile", 100)
    value = next((wait for place, wait in enumerate(waits, 1) if 100 * place >= percent * len(waits)), None)
    return _of_waits(definition, items, None, len(waits), value)


# The longest wait is the 100th percentile: the definition of one names no percentile.
longest = percentile
KINDS = {"count": count, "share": share, "service_level": service_level, "abandonment": abandonment, "mean": mean,
         "percentile": percentile, "longest": longest}
Label = tuple[str | None, ...]


@dataclass(frozen=True)
class Question:
    """What is asked: a kind of period, dimensions, values they must have, first and last local day (None: no bound)."""

    period: str
    dimensions: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    start: date | None = None
    end: date | None = None

    def inside(self, day: date) -> bool:
        """Whether a local day is asked for."""
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)


class Answer:
    """Every figure of a measure, worked out when asked for by period start and dimension values."""

    def __init__(self, definition: Definition, contacts: Iterable[Contact], question: Question) -> None:
        self.definition, self.question = definition, question
        self.all = list(contacts)
        self.dimensions = tuple(dict.fromkeys((*question.dimensions, *filter(None, [definition.get("dimension")]))))
        about = [item for item in self.all if holds(definition["population"], item)]
        days = self._feed_days(about, dict(question.where))
        # Periods run from the first to the last day that came, inside what is asked for.
        self.first_day = max(filter(None, [question.start, min(days)])) if days else None
        self.last_day = min(filter(None, [question.end, max(days)])) if days else None
        self.about = about
        self.groups: dict[tuple[str, Label], list[Contact]] = {}
        self.wholes: dict[tuple[str, Label], int] = {}
        self.came: dict[Label, set[str]] = {}
        for item in about:
            if question.inside(item.day) and all(item.words[name] == value for name, value in question.where):
                for start in self._starts(item.local):
                    self.groups.setdefault((start, self._label(item)), []).append(item)
        for (start, label), items in self.groups.items():
            whole = start, self._beside(label)
            self.wholes[whole] = self.wholes.get(whole, 0) + len(items)

    def _feed_days(self, about: Iterable[Contact], where: Mapping[str, str | None]) -> set[date]:
        """The days on which any feed (line and channel) that the measure is about has a record of whatever outcome."""
        feeds = {(item.words["line"], item.words["channel"]) for item in about
                 if where.get("line", item.words["line"]) == item.words["line"]
                 and where.get("channel", item.words["channel"]) == item.words["channel"]}
        return {item.day for item in self.all if (item.words["line"], item.words["channel"]) in feeds}

    def _starts(self, moment: datetime) -> list[str]:
        assert self.first_day is not None
        assert self.last_day is not None
        return period_keys(self.question.period, moment, (_month(self.first_day), _month(self.last_day)))

    def _label(self, item: Contact) -> Label:
        return tuple(item.words[name] for name in self.dimensions)

    def figure(self, start: str, label: Label) -> Plain:
        """The figure of a period and dimension values, with or without contacts in it."""
        if self.definition["kind"] == "composition":
            return self._composition(start, label)
        return KINDS[self.definition["kind"]](self.definition, self.groups.get((start, label), []))

    def _beside(self, label: Label) -> Label:
        """The values of all dimensions but the one that a composition is over."""
        over = self.definition.get("dimension")
        return tuple(value for name, value in zip(self.dimensions, label, strict=True) if name != over)

    def _composition(self, start: str, label: Label) -> Plain:
        part, whole = len(self.groups.get((start, label), [])), self.wholes.get((start, self._beside(label)), 0)
        return Plain(part, whole, _percent(part, whole))

    def came_at_all(self, start: str, label: Label) -> bool:
        """Whether any record of the feeds of this line and channel came in the period; for a half-hour, on its day."""
        if self.question.period == "half-hour":
            start = start[:10]
        if self.question.period == "hour-of-week":
            start = "all"
        feed = tuple(value if name in ("line", "channel") else None
                     for name, value in zip(self.dimensions, label, strict=True))
        if feed not in self.came:
            self.came[feed] = self._periods_that_came(feed)
        return start in self.came[feed]

    def _periods_that_came(self, feed: Label) -> set[str]:
        assert self.first_day is not None
        assert self.last_day is not None
        own = {name: value for name, value in zip(self.dimensions, feed, strict=True) if value is not None}
        kind = {"half-hour": "day", "hour-of-week": "all"}.get(self.question.period, self.question.period)
        months = _month(self.first_day), _month(self.last_day)
        days = filter(self.question.inside, self._feed_days(self.about, dict(self.question.where) | own))
        return {start for day in days for start in period_keys(kind, datetime(day.year, day.month, day.day, 12), months)}


# Occupancy ------------------------------------------------------------------------------------------------------

def handled(contacts: Iterable[Contact]) -> dict[tuple[datetime, str], int]:
    """(start of a half-hour, handler) → milliseconds spent on telephone calls; nothing beyond 48 half-hours a call."""
    found: dict[tuple[datetime, str], int] = {}
    for item in contacts:
        length = (item.ms["talk"] or 0) + (item.ms["wrap"] or 0)
        if item.words["channel"] != "phone" or item.handler is None or item.answered is None or not length:
            continue
        begin, end = item.answered, item.answered + length * MILLISECOND
        half_hour = begin.replace(minute=begin.minute // 30 * 30, second=0, microsecond=0)
        for _ in range(48):
            spent = (min(end, half_hour + HALF_HOUR) - max(begin, half_hour)) // MILLISECOND
            if spent > 0:
                found[half_hour, item.handler] = found.get((half_hour, item.handler), 0) + spent
            half_hour += HALF_HOUR
    return found


def occupancy(definition: Definition, contacts: Sequence[Contact], question: Question) -> dict[str, Plain]:
    """Period start → occupancy: time handled out of the half-hours of the handlers active in them, on the days from the
    first to the last on which calls came."""
    about = Answer(definition, contacts, question)
    pieces = [(start.astimezone(LONDON), ms) for (start, _), ms in handled(contacts).items()]
    if about.first_day is None or about.last_day is None:
        return {}
    sums: dict[str, tuple[int, int]] = {}
    for moment, ms in pieces:
        if about.first_day <= moment.date() <= about.last_day:
            for key in period_keys(question.period, moment, (_month(about.first_day), _month(about.last_day))):
                before = sums.get(key, (0, 0))
                sums[key] = (before[0] + ms, before[1] + 1800)
    return {key: Plain(ms / 1000, seconds, ms / 10 / seconds) for key, (ms, seconds) in sums.items()}
