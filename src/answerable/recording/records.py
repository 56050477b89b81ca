"""Simulated contacts as records: the file that the source `simulated_contacts` reads.

Instants are cut to the millisecond, and a wait is rounded up to one: a wait is at most 30.000 seconds in the file where it is
at most 30 seconds in the simulator, however many digits that has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from answerable.errors import InputError
from answerable.recording.dates import midnight_ms
from answerable.simulation.contacts import Contacts
from answerable.simulation.kernel.world import LEFT_IN_MESSAGE, NONE, WAS_ABANDONED, WAS_ANSWERED, WAS_CONTAINED, WAS_REFUSED
from answerable.simulation.laying_out import queues_of
from answerable.simulation.room import Line, Room

SOURCE = "simulated_contacts"
OUTCOMES = {WAS_ANSWERED: "answered", WAS_ABANDONED: "abandoned", LEFT_IN_MESSAGE: "abandoned", WAS_CONTAINED: "contained",
            WAS_REFUSED: "forwarded"}
# A word in the name of a line → its channel, the first that fits; what else a line's work tells; else the telephone.
_CHANNELS = {"chat": "chat", "mail": "email", "form": "web_form", "social": "social_media", "counter": "counter"}
_COLUMNS = ("presented_at", "message_ended_at", "queued_at", "left_queue_at", "answered_at", "abandoned_at", "ended_at",
            "wrap_up_ended_at")
_NEVER = -1

Ints = npt.NDArray[np.int64]


def channel_of(line: Line) -> str:
    """The channel of a line: by its name, else chat where a handler takes several at once, else the telephone."""
    named = next((channel for word, channel in _CHANNELS.items() if word in line.name.casefold()), None)
    return named or ("chat" if line.service.at_once > 1 else "phone")


def write_records(path: Path, room: Room, repetitions: Sequence[Contacts], days: Sequence[date], time_zone: str) -> int:
    """Write the contacts of repetitions as CSV; gives how many. days: on which each repetition begins, in a time zone.

    Raises InputError where the file cannot be written.
    """
    tables = [table_of(room, contacts, day, time_zone, f"{number}-") for number, (contacts, day)
              in enumerate(zip(repetitions, days, strict=True), 1)]
    whole = pa.concat_tables(tables)
    try:
        csv.write_csv(whole, path, csv.WriteOptions(quoting_style="needed"))
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}.", where=str(path),
                         remedy="Name a file in a folder that you may write to.") from error
    return len(whole)


def table_of(room: Room, contacts: Contacts, day: date, time_zone: str, prefix: str = "") -> pa.Table:
    """The records of a repetition that begins on a day. prefix: goes before every number of a contact and a caller."""
    rows, begins = contacts.rows, midnight_ms(day, time_zone)
    times = _times_ms(room, contacts, begins)
    first = _first_of(contacts.caller)
    queues = queues_of(room)
    columns = {
        "contact_id": _numbers(prefix, np.arange(len(rows))), "caller": _numbers(f"caller {prefix}", contacts.caller),
        "attempt": pa.array(rows["attempt"]), "first_contact_id": _numbers(prefix, first),
        **{name: _as_text(values) for name, values in times.items()},
        "outcome": _words(rows["outcome"], OUTCOMES.__getitem__),
        "channel": _words(rows["queue"], lambda queue: channel_of(room.lines[queues[queue].line])),
        "line": _words(rows["queue"], lambda queue: contacts.queues[queue]),
        "queue": _words(rows["queue"], lambda queue: contacts.queues[queue]),
        "handler": _handlers(room, contacts)}
    return pa.table(columns)


def _times_ms(room: Room, contacts: Contacts, begins: int) -> dict[str, Ints]:
    """Column → instants in ms, _NEVER where there is none."""
    rows, outcome, queues = contacts.rows, contacts.rows["outcome"], queues_of(room)
    cut = {name: _cut(rows[name], begins) for name in ("arrived", "queued", "talked", "free", "left")}
    answered, gave_up = outcome == WAS_ANSWERED, outcome == WAS_ABANDONED
    ends = np.where(answered, rows["answered"], rows["left"])
    waited = cut["queued"] + np.ceil(np.nan_to_num((ends - rows["queued"]) * 1000)).astype(np.int64)
    at_its_end = np.isin(rows["queue"], [place for place, queue in enumerate(queues) if queue.service.interruptible])
    # The reply of work that may be broken off is sent when it is done.
    reply = np.where(at_its_end, cut["free"], waited)
    ended = np.maximum(reply, cut["talked"])
    message = np.isin(rows["queue"], [place for place, queue in enumerate(queues)
                                      if room.lines[queue.line].message and not _follows(room, place)])
    came = answered | gave_up
    return dict(zip(_COLUMNS, (
        cut["arrived"], np.where(came & message, cut["queued"], _NEVER), np.where(came, cut["queued"], _NEVER),
        np.where(answered, reply, np.where(gave_up, waited, _NEVER)), np.where(answered, reply, _NEVER),
        np.select([gave_up, outcome == LEFT_IN_MESSAGE], [waited, cut["left"]], _NEVER),
        np.where(answered, ended, _NEVER), np.where(answered, np.maximum(ended, cut["free"]), _NEVER)), strict=True))


def _follows(room: Room, queue: int) -> bool:
    """Whether contacts come to a queue from the switchboard before it."""
    return queue < len(room.lines) and room.lines[queue].switchboard is not None


def _cut(seconds: npt.NDArray[np.float64], begins: int) -> Ints:
    found: Ints = begins + np.floor(np.nan_to_num(seconds) * 1000).astype(np.int64)
    return found


def _first_of(caller: Ints) -> Ints:
    """By row, the row of the first attempt of its caller."""
    first = np.full(int(caller.max(initial=-1)) + 1, len(caller), dtype=np.int64)
    np.minimum.at(first, caller, np.arange(len(caller)))
    found: Ints = first[caller]
    return found


def _as_text(instants_ms: Ints) -> pa.Array:
    moments = pa.array(instants_ms, mask=instants_ms == _NEVER).cast(pa.timestamp("ms"))
    return pc.strftime(moments, format="%Y-%m-%dT%H:%M:%SZ")


def _numbers(prefix: str, numbers: Ints) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pa.array(numbers + 1).cast(pa.string()), "")


def _words(codes: npt.NDArray[np.int32], word: Callable[[int], str]) -> pa.Array:
    different, places = np.unique(codes, return_inverse=True)
    words = [word(int(code)) for code in different]
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), words).cast(pa.string())


def _handlers(room: Room, contacts: Contacts) -> pa.Array:
    pools = pa.array([pool.name for pool in room.pools])
    nobody = contacts.handler == NONE
    return pc.binary_join_element_wise(pools.take(pa.array(contacts.rows["pool"], mask=nobody)),
                                       pa.array(contacts.handler, mask=nobody).cast(pa.string()), " ")
