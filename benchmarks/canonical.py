"""A workspace whose canonical records are made straight, without raw files and loading: for sizes at which loading first
would take hours. The contacts are drawn as benchmarks.contacts draws them, a few days at a time, so memory is bounded.

Times on the wall become instants; the days of the clock changes have their contacts as any other.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from answerable.clocks import day_and_slot, zone
from answerable.measures.folding import fold_months
from answerable.periods import first_day_of_month
from answerable.records.contract import CONTACTS_SCHEMA, DIMENSIONS
from answerable.records.preparing import LoadReport
from answerable.records.series import SeriesBook
from answerable.records.staging import month_name
from answerable.records.store import FileRef
from answerable.workspace import Workspace
from benchmarks.contacts import DAY_MS, Contacts, made_contacts
from benchmarks.material import SEED, handlers_on_duty

Ints = npt.NDArray[np.int64]
CHUNK_ROWS = 400_000
SMALL = ("batch", "local_day", "slot", "repeated", "series", "handler", "reason", "incident", "caller")
DIFFERENCES = tuple(name for name in CONTACTS_SCHEMA.names if name not in (*SMALL, "record_id"))


def made_force(folder: Path, first_day: int, days: int, rows: int) -> Workspace:
    """A new workspace with `rows` contacts on `days` local days from `first_day` on, folded and committed, as if each
    day had come in a file of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    workspace = Workspace.create(folder, name="Benchmark", made_up=True)
    book, manifest = SeriesBook(), workspace.head()
    records = {month: _kept(workspace, month, list(span), days, rows, book) for month, span in _months(first_day, days)}
    manifest.number, manifest.series = 1, {"contacts": workspace.store.keep_series(book)}
    folded = fold_months(workspace.store, "contacts", records, book)
    manifest.tables = {"contacts": {month: {"records": records[month], **folded[month]} for month in records}}
    manifest.batches = [_entry(day, rows // days) for day in range(first_day, first_day + days)]
    workspace.store.commit(manifest)
    return workspace


def _months(first_day: int, days: int) -> Iterator[tuple[str, range]]:
    """Each month with those of its days that there are."""
    day, end = first_day, first_day + days
    while day < end:
        month = int(np.datetime64(month_name(day), "M").astype(np.int64))
        later = min(int(first_day_of_month(month + 1)), end)
        yield month_name(day), range(day, later)
        day = later


def _kept(workspace: Workspace, month: str, span: list[int], days: int, rows: int, book: SeriesBook) -> FileRef:
    """The month's record file. Its days are drawn some at a time, each chunk with a seed of its own."""
    a_day = rows // days
    at_once = max(1, CHUNK_ROWS // max(a_day, 1))

    def write(path: Path) -> int:
        with pq.ParquetWriter(path, CONTACTS_SCHEMA, compression="zstd", use_dictionary=list(SMALL),
                              column_encoding=dict.fromkeys(DIFFERENCES, "DELTA_BINARY_PACKED")
                              | {"record_id": "DELTA_LENGTH_BYTE_ARRAY"}) as writer:
            for start in range(0, len(span), at_once):
                chunk = span[start:start + at_once]
                writer.write_table(canonical(chunk[0], len(chunk), a_day, handlers_on_duty(a_day * 1096), book))
        return a_day * len(span)

    return workspace.store.keep("data/contacts", month, write)


def canonical(first_day: int, days: int, a_day: int, on_duty: int, book: SeriesBook) -> pa.Table:
    """Canonical contacts of a few days; new series are added to the book."""
    random = np.random.default_rng([SEED, first_day])
    contacts = made_contacts(random, first_day * DAY_MS, (first_day + days) * DAY_MS, a_day * days, on_duty)
    times = contacts.times
    wall, count = times["presented_at"], len(times["presented_at"])
    day, slot = day_and_slot(wall)
    columns: dict[str, Any] = {
        "record_id": pc.binary_join_element_wise(str(first_day), pc.cast(pa.array(np.arange(count)), pa.string()), "-"),
        "batch": _batches(day.astype(np.int64)), "row": np.arange(2, count + 2),
        "presented_ms": zone("Europe/London").to_utc(wall), "local_day": day, "slot": slot,
        "repeated": np.zeros(count, dtype=np.int8), "series": _series(contacts, book),
        "handler": _handlers(contacts), "reason": _words(contacts, "reason"), "incident": pa.nulls(count, pa.string()),
        "caller": pa.nulls(count, pa.int64())}
    columns |= {name: pa.array(ms, mask=ms < 0) for name, ms in _stretches(contacts).items()}
    return pa.table([pa.array(columns[field.name]).cast(field.type) for field in CONTACTS_SCHEMA], schema=CONTACTS_SCHEMA)


def _stretches(contacts: Contacts) -> dict[str, Ints]:
    """Milliseconds by column, as loading tells them from the same times; negative where there are none."""
    times = contacts.times
    doors, lines = contacts.words["line"]
    outcome, outcomes = contacts.words["outcome"]
    answered = outcome == outcomes.index("answered")
    end = np.where(answered, times["answered_at"],
                   np.where(outcome == outcomes.index("abandoned"), times["abandoned_at"], -1))
    caller = np.where(doors == lines.index("999"), times["operator_connected_at"], times["presented_at"])
    straight = answered & (times["queued_at"] < 0)
    return {"caller_ms": _between(caller, end), "force_ms": _between(times["presented_at"], end),
            "queue_ms": np.where(straight, 0, _between(times["queued_at"], end)),
            "message_ms": _between(times["presented_at"], times["message_ended_at"]),
            "talk_ms": _between(times["answered_at"], times["ended_at"]),
            "wrap_ms": _between(times["ended_at"], times["wrap_up_ended_at"])}


def _between(start: Ints, end: Ints) -> Ints:
    return np.where((start < 0) | (end < 0), -1, end - start)


def _words(contacts: Contacts, name: str) -> pa.Array:
    if name not in contacts.words:
        return pa.nulls(len(contacts.times["presented_at"]), pa.string())
    codes, words = contacts.words[name]
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=codes < 0), words)


def _series(contacts: Contacts, book: SeriesBook) -> npt.NDArray[np.int32]:
    return book.codes([_words(contacts, name) for name in DIMENSIONS], [contacts.times["queued_at"] >= 0],
                      len(contacts.times["queued_at"]))


def _handlers(contacts: Contacts) -> pa.Array:
    """A number of 63 bits for each handler, as pseudonyms are."""
    codes, words = contacts.words["handler"]
    numbers = np.random.default_rng(SEED).integers(0, 2**63 - 1, len(words))
    return pa.array(numbers[np.maximum(codes, 0)], mask=codes < 0)


def _batches(day: Ints) -> pa.Array:
    first = int(day.min(initial=0))
    marks = [batch_of(number) for number in range(first, int(day.max(initial=0)) + 1)]
    return pa.DictionaryArray.from_arrays(pa.array((day - first).astype(np.int32)), marks)


def batch_of(day: int) -> str:
    """The mark of the load of a day's file."""
    return f"{day:016d}"


def _entry(day: int, rows: int) -> dict[str, Any]:
    """A day's load as the manifest remembers it."""
    report = LoadReport("generic_csv", f"contacts-{np.datetime64(day, 'D')}.csv", f"{day:064d}", rows, rows,
                        days={day: rows}, manifest=1)
    return report.as_json() | {
        "title": "made", "table": "contacts", "mapping": "0" * 64, "mapping_version": 1,
        "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"), "time_zone": "Europe/London",
        "batch": batch_of(day), "months": [month_name(day)], "feeds": [],
        "cut_off": f"{np.datetime64(day, 'D')}T23:59:59+00:00"}
