"""The contacts of a workspace as arrays: what a room is fitted to, and what a simulated one is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from answerable.clocks import SLOTS_A_DAY, zone
from answerable.errors import InputError, did_you_mean
from answerable.periods import to_date
from answerable.records.older_files import table_of
from answerable.records.series import Combination
from answerable.records.store import Manifest, Store
from answerable.records.tables import TABLES
from answerable.words import format_things, join_words

TABLE = "contacts"
# What became of a contact. ELSEWHERE: rung back later, or sent on from the queue; neither answered nor given up.
ANSWERED, GAVE_UP, LEFT_MESSAGE, CONTAINED, ELSEWHERE = range(5)
_PLACES = ("presented_ms", "local_day", "slot", "series")
_CLOCKS = ("force_ms", "queue_ms", "message_ms", "talk_ms", "wrap_ms")
_PEOPLE = ("handler", "caller")


@dataclass(frozen=True)
class Contacts:
    """Contacts of some lines over some days, a place in every array each.

    lines: names; line: which, by its place. first, last: local days since 1970-01-01. day: from 0 at the first; slot: half-hour
    of the day. outcome: as above. came: seconds of wall clock from the first day's midnight. wait: seconds in the queue, NaN
    where it did not queue or no time is known. before: seconds before the queue. message, talk, wrap: seconds, NaN where not
    recorded. handler: a pseudonym, 0 where none is recorded. caller: a number for each caller among these contacts, which is no
    pseudonym; 0 where it is not known. notes: what a reader has to know.
    """

    lines: tuple[str, ...]
    first: int
    last: int
    line: np.ndarray
    day: np.ndarray
    slot: np.ndarray
    outcome: np.ndarray
    came: np.ndarray
    wait: np.ndarray
    before: np.ndarray
    message: np.ndarray
    talk: np.ndarray
    wrap: np.ndarray
    handler: np.ndarray
    caller: np.ndarray
    chat: tuple[bool, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def days(self) -> int:
        """How many days they cover."""
        return self.last - self.first + 1

    @property
    def weekdays(self) -> np.ndarray:
        """Of each day, Monday 0."""
        return (np.arange(self.first, self.last + 1) + 3) % 7

    @property
    def offered(self) -> np.ndarray:
        """Whether each came to the queue, and was answered or gave up in it."""
        return np.asarray((self.outcome == ANSWERED) | (self.outcome == GAVE_UP))

    def counts(self, line: int, which: np.ndarray | None = None) -> np.ndarray:
        """Contacts of a line (those of `which`) by day and half-hour."""
        own = (self.line == line) if which is None else (self.line == line) & which
        found = np.zeros((self.days, SLOTS_A_DAY))
        np.add.at(found, (self.day[own], self.slot[own]), 1)
        return found

    def between(self, first: int, last: int) -> Contacts:
        """Those of some of the days, numbered from the first of them."""
        own = (self.day + self.first >= first) & (self.day + self.first <= last)
        shift = first - self.first
        return Contacts(
            self.lines, first, last, self.line[own], self.day[own] - shift, self.slot[own], self.outcome[own],
            self.came[own] - shift * 86400.0, self.wait[own], self.before[own], self.message[own], self.talk[own],
            self.wrap[own], self.handler[own], self.caller[own], self.chat, self.notes)


def days_of(store: Store, head: Manifest) -> tuple[int, int]:
    """The first and the last local day with a contact. Raises InputError where none came."""
    ends = [(pc.min(days).as_py(), pc.max(days).as_py()) for ref in head.parts(TABLE, "records").values()
            if len(days := pq.read_table(store.path(ref), columns=["local_day"])["local_day"])]
    if not ends:
        raise InputError("no contact has been loaded.", remedy="Load one file of calls or chats first.")
    return min(first for first, _ in ends), max(last for _, last in ends)


def contacts_of(store: Store, head: Manifest, time_zone: str, first: int, last: int, wanted: Sequence[str] = ()) -> Contacts:
    """The contacts that were presented from one local day to another, on the lines wanted (all that can be fitted where none
    is named). Signals without a caller (phantom) are left out. Raises InputError for a line of which nothing came."""
    book = store.combinations(head, TABLE)
    months = {str(to_date(day))[:7] for day in (first, last)}
    wanted_days = [("local_day", ">=", first), ("local_day", "<=", last)]
    tables = [table_of(store.path(ref), TABLES[TABLE].schema, (*_PLACES, *_CLOCKS, *_PEOPLE), wanted_days)
              for month, ref in head.parts(TABLE, "records").items() if min(months) <= month <= max(months)]
    if not tables or not (table := pa.concat_tables(tables)).num_rows:
        raise InputError(f"no contact came from {to_date(first)} to {to_date(last)}.",
                         remedy="Name other days with --from and --to.")
    columns = {name: table[name].to_numpy(zero_copy_only=False) for name in (*_PLACES, *_CLOCKS)}
    handler, caller = (pc.fill_null(table[name], 0).to_numpy() for name in _PEOPLE)
    return _placed(columns, handler, caller, _Book(book), time_zone, (first, last), wanted)


class _Book:
    """What each series says of its contacts."""

    def __init__(self, book: Sequence[Combination]) -> None:
        rows = [dict(zip(TABLES[TABLE].series_columns, one, strict=True)) for one in book]
        self.line = np.array([str(row["line"]) for row in rows])
        self.channel = np.array([str(row["channel"]) for row in rows])
        self.outcome = np.array([str(row["outcome"]) for row in rows])


def _placed(columns: dict[str, np.ndarray], handler: np.ndarray, caller: np.ndarray, book: _Book, time_zone: str,
            days: tuple[int, int], wanted: Sequence[str]) -> Contacts:
    line, outcome = book.line[columns["series"]], book.outcome[columns["series"]]
    chosen, notes = _chosen(line, columns["talk_ms"], wanted)
    kept = np.isin(line, chosen) & (outcome != "phantom")
    seconds = {name: columns[name][kept].astype(float) / 1000 for name in _CLOCKS}
    wait, line = seconds["queue_ms"], line[kept]
    local, _second_pass = zone(time_zone).to_local(columns["presented_ms"][kept].astype(np.int64))
    coded = _outcomes(outcome[kept], wait)
    notes += _gone_elsewhere(coded)
    return Contacts(
        lines=chosen, first=days[0], last=days[1], line=np.searchsorted(np.array(chosen), line),
        day=columns["local_day"][kept].astype(np.int64) - days[0], slot=columns["slot"][kept].astype(np.int64), outcome=coded,
        came=local / 1000 - days[0] * 86400.0, wait=wait, before=np.nan_to_num(np.maximum(seconds["force_ms"] - wait, 0.0)),
        message=seconds["message_ms"], talk=seconds["talk_ms"], wrap=seconds["wrap_ms"], handler=handler[kept],
        caller=_numbered(caller[kept]),
        chat=tuple("chat" in set(book.channel[book.line == name]) for name in chosen), notes=notes)


def _numbered(pseudonyms: np.ndarray) -> np.ndarray:
    """A number for each, from 1; 0 stays 0. Who is who is not needed any further, only who is the same."""
    different, place = np.unique(pseudonyms, return_inverse=True)
    return np.asarray(place + (0 if len(different) and different[0] == 0 else 1))


def _chosen(line: np.ndarray, talk: np.ndarray, wanted: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines to be fitted, in order, and what is said of those that cannot be."""
    known = tuple(np.unique(line).tolist())
    for name in wanted:
        if name not in known:
            raise InputError(f"there is no line '{name}' in the records of these days.",
                             remedy=did_you_mean(name, known) or f"There are: {', '.join(known)}.")
    able = tuple(name for name in known if np.isfinite(talk[line == name].astype(float)).any())
    unable = [name for name in wanted or known if name not in able]
    if (wanted and unable) or not able:
        raise InputError(f"no record says how long a contact of {join_words(unable)} took to handle: it cannot be fitted.",
                         remedy="Leave the line out, or load records with the times of answer and end.")
    said = (f"{join_words(unable)}: left out, since no record says how long a contact took to handle.",) if unable else ()
    return tuple(sorted(wanted)) if wanted else able, said


def _outcomes(outcome: np.ndarray, wait: np.ndarray) -> np.ndarray:
    queued = np.isfinite(wait)
    coded = np.full(len(outcome), ELSEWHERE)
    coded[outcome == "answered"] = ANSWERED
    coded[(outcome == "abandoned") & queued] = GAVE_UP
    coded[(outcome == "abandoned") & ~queued] = LEFT_MESSAGE
    coded[(outcome == "contained") | ((outcome == "forwarded") & ~queued)] = CONTAINED
    return coded


def _gone_elsewhere(coded: np.ndarray) -> tuple[str, ...]:
    gone = int((coded == ELSEWHERE).sum())
    return (f"{format_things(gone, 'contact', 'contacts')} to be rung back or sent on from the queue: neither answered nor "
            "given up, so left out.",) if gone else ()
