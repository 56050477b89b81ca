"""The register of what is missing: which measures are wanted, what broke them, who mends them and by when.

A workspace keeps it in `register/*.yaml`, an entry a file. What the data say of it is worked out elsewhere (missing).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from answerable.content import Stamp, raise_faults, stamp, yaml_files
from answerable.errors import did_you_mean
from answerable.judgement.reading import Fields
from answerable.periods import day_label, to_day
from answerable.records.store import ClosedFeeds
from answerable.records.tables import TABLES, family_of
from answerable.words import _

FOLDER = "register"
KEYS = ("wanted", "title", "why", "asked_by", "asked_where", "measures", "feeds", "source", "owner", "by", "gaps", "breaks")
GAP_KEYS = ("from", "to", "reason", "owner", "mend_by", "status")
BREAK_KEYS = ("at", "reason")
# open: somebody is to mend it; mended: it was; accepted: it stays as it is; closed: what it came from ended on purpose.
OPEN, MENDED, ACCEPTED, CLOSED = STATUSES = ("open", "mended", "accepted", "closed")

FeedKey = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class GapEntry:
    """A stretch without figures. starts, ends: first and last day without (None: still); reason: what broke it, as a clause;
    owner: who mends it; mend_by: until when, None where nobody has said."""

    starts: date
    ends: date | None
    reason: str
    owner: str
    mend_by: date | None
    status: str

    def overlaps(self, first: date, last: date) -> bool:
        """Whether it has a day between two days."""
        return self.starts <= last and (self.ends is None or first <= self.ends)

    def overdue(self, today: date) -> bool:
        """Whether it should have been mended by now."""
        return self.status == OPEN and self.mend_by is not None and self.mend_by < today

    @property
    def words(self) -> str:
        """Since when, why, and who mends it by when, as a clause."""
        since = _("not available since {day}").format(day=day_label(self.starts)) if self.ends is None else \
            _("not available from {first} to {last}").format(first=day_label(self.starts), last=day_label(self.ends))
        return f"{since}: {self.reason}" + (f". {self.promise}" if self.promise else "")

    @property
    def promise(self) -> str:
        """Who is to mend it by when, as a sentence without its full stop; "" where nobody is to."""
        if self.status != OPEN:
            return {ACCEPTED: _("It is not going to be mended"), CLOSED: _("It ended on purpose")}.get(self.status, "")
        if self.mend_by is None:
            return _("{owner} is to mend it; nobody has said by when").format(owner=self.owner)
        return _("{owner} is to mend it by {day}").format(owner=self.owner, day=day_label(self.mend_by))

    def as_json(self) -> dict[str, Any]:
        """The gap as a release holds it."""
        return {"from": self.starts.isoformat(), "to": self.ends.isoformat() if self.ends else None, "reason": self.reason,
                "owner": self.owner, "mend_by": self.mend_by.isoformat() if self.mend_by else None, "status": self.status,
                "words": self.words}


@dataclass(frozen=True)
class SeriesBreak:
    """A day from which figures should not be compared with those before, and why."""

    at: date
    reason: str


@dataclass(frozen=True)
class Entry:
    """What is wanted. measures: ids of ours; feeds: (family of tables, key) that it comes from; with neither, there is no
    definition of it yet; owner, by: who is to make one, until when."""

    id: str
    title: str
    why: str
    asked_by: str
    asked_where: str
    measures: tuple[str, ...]
    feeds: tuple[FeedKey, ...]
    source: str
    owner: str
    by: date | None
    gaps: tuple[GapEntry, ...]
    breaks: tuple[SeriesBreak, ...]

    @property
    def undefined(self) -> bool:
        """Whether it is wanted and nobody has defined it."""
        return not self.measures and not self.feeds

    def about(self, measure: str, feeds: Iterable[FeedKey]) -> bool:
        """Whether it is about a measure that comes from these feeds: it names the measure or, naming none, a feed of it."""
        return measure in self.measures if self.measures else bool(set(self.feeds) & set(feeds))


def read_entry(path: Path, measures: Collection[str] | None = None) -> Entry:
    """The entry in one YAML file. measures: the ids that there are (None: not checked). Raises DefinitionError with every
    fault of the file."""
    fields = Fields(path, "register entry", KEYS)
    named = _names(fields, measures)
    feeds = tuple(key for place, part in enumerate(_list(fields, "feeds"), 1)
                  if (key := _feed(fields, part, f"feed {place}")) is not None)
    without = not named and not feeds
    entry = Entry(
        fields.name("wanted"), fields.text("title", default="" if named else None),
        fields.text("why", default=None if without else ""), fields.text("asked_by", default=None if without else ""),
        fields.text("asked_where", default=""), named, feeds, fields.text("source", default=""),
        fields.text("owner", default=""), fields.day("by", optional=True),
        tuple(_gap(fields, part, f"gap {place}") for place, part in enumerate(_list(fields, "gaps"), 1)),
        tuple(_break(fields, part, f"break {place}") for place, part in enumerate(_list(fields, "breaks"), 1)))
    if any(gap.status == CLOSED for gap in entry.gaps) and not feeds:
        fields.faults.append("a gap is closed but 'feeds' is missing. Name the feeds that ended on purpose.")
    raise_faults(fields.faults, what=f"the register entry '{path.stem}'", path=path)
    return entry


def _list(fields: Fields, key: str) -> list[Any]:
    value = fields.content.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        fields.faults.append(f"{key} is '{value}'. Write a list, each part beginning with a dash.")
        return []
    return value


def _names(fields: Fields, known: Collection[str] | None) -> tuple[str, ...]:
    names = [str(name) for name in _list(fields, "measures")]
    for name in names:
        if known is not None and name not in known:
            fields.faults.append(f"measures: there is no measure '{name}'. {did_you_mean(name, known)}".rstrip())
    return tuple(names)


def _feed(fields: Fields, part: Any, where: str) -> FeedKey | None:
    content = part if isinstance(part, Mapping) else {}
    table = str(content.get("table", "contacts"))
    if table not in TABLES:
        fields.faults.append(f"{where}: there is no table '{table}'. {did_you_mean(table, TABLES)}".rstrip())
        return None
    inner = Fields(fields.path, "feed", ("table", *TABLES[table].feed), content={key: str(value) for key, value
                                                                             in content.items()}, inside=where)
    key = tuple(inner.text(name) for name in TABLES[table].feed)
    fields.faults += inner.faults
    return family_of(table), key


def _gap(fields: Fields, part: Any, where: str) -> GapEntry:
    inner = Fields(fields.path, "gap", GAP_KEYS, content=part if isinstance(part, Mapping) else {}, inside=where)
    starts, ends = inner.day("from"), inner.day("to", optional=True)
    status = inner.choice("status", STATUSES) if "status" in inner.content else OPEN
    if starts and ends and ends < starts:
        inner.faults.append(f"{where}: to is '{ends}', before from '{starts}'.")
    if status == MENDED and ends is None:
        inner.faults.append(f"{where}: status is 'mended' but 'to' is missing. Write the last day without figures.")
    gap = GapEntry(starts or date.min, ends, inner.text("reason").rstrip("."),
                   inner.text("owner", default=None if status == OPEN else ""), inner.day("mend_by", optional=True), status)
    fields.faults += inner.faults
    return gap


def _break(fields: Fields, part: Any, where: str) -> SeriesBreak:
    inner = Fields(fields.path, "break", BREAK_KEYS, content=part if isinstance(part, Mapping) else {}, inside=where)
    found = SeriesBreak(inner.day("at") or date.min, inner.text("reason").rstrip("."))
    fields.faults += inner.faults
    return found


def read_register(folder: Path, measures: Collection[str] | None = None) -> tuple[Entry, ...]:
    """Every entry of a register's folder, by name. Raises as read_entry does."""
    return _read(_stamped(folder), None if measures is None else tuple(measures))


def _stamped(folder: Path) -> tuple[tuple[Path, Stamp], ...]:
    return tuple((path, stamp(path)) for path in yaml_files(folder))


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[Path, Stamp], ...], measures: tuple[str, ...] | None) -> tuple[Entry, ...]:
    """The entries, kept: a release asks for the register with every measure."""
    return tuple(read_entry(path, measures) for path, _written in files)


def closed_feeds(folder: Path) -> ClosedFeeds:
    """Feeds that ended on purpose → the last day that they were to bring, and why. Raises as read_entry does."""
    return dict(_closed(_stamped(folder)))


@lru_cache(maxsize=8)
def _closed(files: tuple[tuple[Path, Stamp], ...]) -> tuple[tuple[FeedKey, tuple[int, str]], ...]:
    entries = [read_entry(path) for path, _written in files]
    return tuple((feed, (to_day(gap.starts) - 1, gap.reason)) for entry in entries for gap in entry.gaps
                 if gap.status == CLOSED for feed in entry.feeds)
