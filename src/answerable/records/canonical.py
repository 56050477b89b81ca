"""From a mapped row to the canonical one: what cannot be placed is set apart, impossible times are voided, and
every duration becomes whole milliseconds on its clock (docs/reference/contacts.md)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from answerable.clocks import DAY_MS, Zone, day_and_slot
from answerable.records import contract
from answerable.records.faults import Tally
from answerable.records.localtime import Placing, to_instants
from answerable.records.mapping import NONE, Raw
from answerable.records.series import SeriesBook
from answerable.records.sources import Source

Instants = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Each time and the one before it in the course of a contact, nearest first: the first of them that the record has
# is the one it is held against. One step back is one fault, laid to the time at which it shows.
PREDECESSORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("message_ended_at", ("presented_at",)),
    ("queued_at", ("message_ended_at", "presented_at")),
    ("left_queue_at", ("queued_at", "message_ended_at", "presented_at")),
    ("answered_at", ("queued_at", "presented_at")),
    ("abandoned_at", ("presented_at",)),
    ("ended_at", ("answered_at", "presented_at")),
    ("wrap_up_ended_at", ("ended_at", "answered_at", "presented_at")),
)


@dataclass(frozen=True)
class Settings:
    """What turning rows into canonical ones needs beside the rows. key: the workspace's secret for pseudonyms;
    batch: the file's mark; zone: in which times without a zone are written; local: whose days figures use."""

    source: Source
    zone: Zone
    local: Zone
    key: bytes
    batch: str
    book: SeriesBook


def canonical_contacts(raw: Raw, settings: Settings, tally: Tally) -> pa.Table:
    """Rows of the contacts table (contract.CONTACTS_SCHEMA). Faults and quarantined rows are told to `tally`."""
    raw = _placeable(raw, tally)
    instants, placing = to_instants(raw.times, "presented_at", settings.zone, settings.source.rolls_past_midnight)
    _report_times(raw, placing, tally)
    words = _words(raw, settings.source)
    _void_impossible(instants, words["channel"], raw, settings.source.tolerance_ms, tally)
    ends = _end_of_wait(instants, words["outcome"])
    queued, columns = _clocks(instants, ends, words, settings.source, raw)
    _report_untimed(words["outcome"], raw, tally)
    return _table(raw, instants["presented_at"], words, queued, columns, settings)


def _placeable(raw: Raw, tally: Tally) -> Raw:
    """The rows that can be placed; the others go to quarantine, each under its first reason."""
    keep = np.ones(len(raw.rows), dtype=bool)

    def set_apart(bad: Flags, code: str, column: str, values: pa.ChunkedArray | None = None) -> None:
        now = bad & keep
        if now.any():
            held = _but_handlers(values.filter(pa.array(now)), raw) if values is not None else ()
            tally.quarantine(code, column, raw.rows[now].tolist(), held)
            keep[now] = False

    presented = raw.times["presented_at"]
    set_apart(~pc.is_valid(raw.record_id).to_numpy(), "identity-missing", "identity")
    set_apart(~presented.given, "no-time", "presented_at")
    set_apart(presented.ms == NONE, "time-not-understood", "presented_at", presented.text)
    set_apart(~pc.is_valid(raw.texts["line"]).to_numpy(), "line-missing", "line")
    for name, vocabulary in contract.VOCABULARIES.items():
        values = raw.texts[name]
        known = pc.is_in(values, value_set=pa.array(vocabulary)).to_numpy()
        set_apart(~known, f"{name}-unknown", name, values)
    for name, failed in raw.failed_checks.items():
        set_apart(failed, "check-failed", name)
    return raw if keep.all() else _filtered(raw, keep)


def _but_handlers(values: pa.ChunkedArray, raw: Raw) -> list[str]:
    """The values without those that are a handler's name on some row: fields may have changed places."""
    handlers = pc.unique(raw.texts["handler"]) if "handler" in raw.texts else pa.array([], pa.string())
    held: list[str] = values.filter(pc.invert(pc.is_in(values, value_set=handlers))).to_pylist()
    return held


def _filtered(raw: Raw, keep: Flags) -> Raw:
    mask = pa.array(keep)
    for time in raw.times.values():
        time.ms, time.zoned, time.given = time.ms[keep], time.zoned[keep], time.given[keep]
        time.text, time.plus = time.text.filter(mask), None if time.plus is None else time.plus[keep]
    return Raw(raw.rows[keep], raw.record_id.filter(mask), raw.times,
               {name: values.filter(mask) for name, values in raw.texts.items()}, {}, raw.left_out,
               {name: values.filter(mask) for name, values in raw.counts.items()})


def _report_times(raw: Raw, placing: Placing, tally: Tally) -> None:
    for code, flags in (("hour-that-never-was", placing.never_was), ("hour-that-comes-twice", placing.undecided)):
        _report(tally, code, "presented_at", flags, raw)
    for name, time in raw.times.items():
        _report(tally, "not-a-time", name, time.given & (time.ms == NONE), raw)


def _report(tally: Tally, code: str, column: str, flags: Flags, raw: Raw) -> None:
    if flags.any():
        first = int(np.argmax(flags))
        tally.fault(code, column, int(flags.sum()), f"row {raw.rows[first]}")


def _words(raw: Raw, source: Source) -> dict[str, pa.ChunkedArray]:
    """Every dimension and text column, empty where the source has none."""
    nothing = pa.chunked_array([pa.nulls(len(raw.rows), pa.string())])
    return {name: raw.texts.get(name, nothing) for name in (*contract.DIMENSIONS, *contract.TEXTS)}


def _void_impossible(instants: dict[str, Instants], channel: pa.ChunkedArray, raw: Raw, tolerance_ms: int,
                     tally: Tally) -> None:
    """Void each time that lies before its predecessor as recorded, or later than a contact can last."""
    recorded = {name: values.copy() for name, values in instants.items()}
    for name, earlier in PREDECESSORS:
        if name not in instants:
            continue
        before = _first_given(recorded, earlier if name != "answered_at" else _before_answer(recorded, earlier))
        bad = (recorded[name] != NONE) & (before - recorded[name] > tolerance_ms)
        _void(instants[name], bad, name, raw, tally, recorded[name] - before)
    if "operator_connected_at" in instants:
        connected = recorded["operator_connected_at"]
        bad = (connected != NONE) & (connected - recorded["presented_at"] > tolerance_ms)
        _void(instants["operator_connected_at"], bad, "operator_connected_at", raw, tally,
              recorded["presented_at"] - connected)
    _void_too_late(instants, channel, raw, tally)


def _before_answer(recorded: Mapping[str, Instants], earlier: tuple[str, ...]) -> tuple[str, ...]:
    # Where a system records the leaving of the queue, that ends the wait in it, and the answer may be noted by
    # another clock: it is then held against the beginning of the contact only.
    return ("presented_at",) if "left_queue_at" in recorded else earlier


def _first_given(recorded: Mapping[str, Instants], names: tuple[str, ...]) -> Instants:
    found = np.full(len(recorded["presented_at"]), NONE)
    for name in names:
        if name in recorded:
            found = np.where(found == NONE, recorded[name], found)
    return found


def _void(values: Instants, bad: Flags, name: str, raw: Raw, tally: Tally, steps: Instants) -> None:
    if bad.any():
        first = int(np.argmax(bad))
        tally.fault("before-its-predecessor", name, int(bad.sum()),
                    f"row {raw.rows[first]}: {abs(int(steps[first])) / 1000:g} seconds before the time that "
                    "comes before it")
        values[bad] = NONE


def _void_too_late(instants: dict[str, Instants], channel: pa.ChunkedArray, raw: Raw, tally: Tally) -> None:
    live = pc.is_in(channel, value_set=pa.array(contract.LIVE_CHANNELS)).to_numpy()
    latest = instants["presented_at"] + contract.LONGEST_LIVE_CONTACT_DAYS * DAY_MS
    for name, values in instants.items():
        bad = live & (values != NONE) & (values > latest)
        _report(tally, "too-late", name, bad, raw)
        values[bad] = NONE


def _end_of_wait(instants: Mapping[str, Instants], outcome: pa.ChunkedArray) -> Instants:
    """When the wait ended: the answer of an answered contact, the hang-up of an abandoned one."""
    ends = np.full(len(instants["presented_at"]), NONE)
    for word, name in (("answered", "answered_at"), ("abandoned", "abandoned_at")):
        if name in instants:
            ends = np.where(_equals(outcome, word), instants[name], ends)
    return ends


def _equals(column: pa.ChunkedArray, word: str) -> Flags:
    flags: Flags = pc.fill_null(pc.equal(column, word), False).to_numpy()
    return flags


def _clocks(instants: Mapping[str, Instants], ends: Instants, words: Mapping[str, pa.ChunkedArray],
            source: Source, raw: Raw) -> tuple[Flags, dict[str, Instants]]:
    """(which contacts queued, milliseconds by column); NONE where a clock cannot be told."""
    presented = instants["presented_at"]
    queue_start, queued = _queue_start(instants, ends, source, raw)
    queue_end = _or(instants.get("left_queue_at"), ends)
    queue = _stretch(queue_start, queue_end)
    went_straight = ~queued & _equals(words["outcome"], "answered") & (ends != NONE)
    columns = {
        "caller_ms": _stretch(_caller_start(instants, words["line"], source), ends),
        "force_ms": _stretch(presented, ends),
        "queue_ms": np.where(went_straight, 0, np.where(queued, queue, NONE)),
        "message_ms": _stretch(presented, instants.get("message_ended_at")),
        "talk_ms": _stretch(instants.get("answered_at"), instants.get("ended_at")),
        "wrap_ms": _stretch(instants.get("ended_at"), instants.get("wrap_up_ended_at")),
    }
    return queued, columns


def _caller_start(instants: Mapping[str, Instants], line: pa.ChunkedArray, source: Source) -> Instants:
    by_operator = pc.fill_null(pc.is_in(line, value_set=pa.array(contract.OPERATOR_LINES)), False).to_numpy()
    connected = instants.get("operator_connected_at", np.full(len(instants["presented_at"]), NONE))
    return np.where((connected == NONE) & ~by_operator, instants["presented_at"], connected)


def _queue_start(instants: Mapping[str, Instants], ends: Instants, source: Source,
                 raw: Raw) -> tuple[Instants, Flags]:
    """(when the wait in the queue began, whether there was one)."""
    if "queued_at" in source.columns and "queued_at" in instants:
        # A time of joining that is impossible still says that the contact joined: how long it waited is not known.
        return instants["queued_at"], raw.times["queued_at"].given
    start = _or(instants.get("message_ended_at"), instants["presented_at"])
    reached = (ends == NONE) | (ends >= start)
    return start, reached & (start != NONE)


def _or(values: Instants | None, otherwise: Instants) -> Instants:
    return otherwise if values is None else np.where(values == NONE, otherwise, values)


def _stretch(start: Instants | None, end: Instants | None) -> Instants:
    """Milliseconds from start to end; a step back within the tolerance counts as 0; NONE where either is missing."""
    if start is None or end is None:
        some = start if start is not None else end
        return np.full(0 if some is None else len(some), NONE)
    return np.where((start == NONE) | (end == NONE), NONE, np.maximum(end - start, 0))


def _report_untimed(outcome: pa.ChunkedArray, raw: Raw, tally: Tally) -> None:
    # A time of answer that was given but not understood or voided is a fault of its own already.
    if "answered_at" in raw.times:
        missing = _equals(outcome, "answered") & ~raw.times["answered_at"].given
        _report(tally, "answered-without-time", "answered_at", missing, raw)


def _table(raw: Raw, presented: Instants, words: Mapping[str, pa.ChunkedArray], queued: Flags,
           clocks: Mapping[str, Instants], settings: Settings) -> pa.Table:
    local, repeated = settings.local.to_local(presented)
    day, slot = day_and_slot(local)
    count = len(presented)
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        "record_id": raw.record_id, "batch": pa.array([settings.batch] * count, pa.string()), "row": raw.rows,
        "presented_ms": presented, "local_day": day, "slot": slot, "repeated": repeated.astype(np.int8),
        "series": settings.book.codes([words[name] for name in contract.DIMENSIONS], queued),
        "handler": pseudonyms(words["handler"], settings.key),
        "reason": words["reason"], "incident": words["incident"]}
    for name in ("caller_ms", "force_ms", "queue_ms", "message_ms", "talk_ms", "wrap_ms"):
        values = clocks[name] if len(clocks[name]) == count else np.full(count, NONE)
        columns[name] = pa.array(values, pa.int64(), mask=values == NONE)
    return pa.table([_typed(columns[name.name], name.type) for name in contract.CONTACTS_SCHEMA],
                    schema=contract.CONTACTS_SCHEMA)


def _typed(values: object, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values.cast(kind)
    return pa.array(values, kind)


def pseudonyms(handlers: pa.ChunkedArray, key: bytes) -> pa.Array:
    """A number for each handler, made with the workspace's secret key (HMAC-SHA-256, 63 bits); null stays null."""
    encoded = pc.dictionary_encode(handlers.combine_chunks() if handlers.num_chunks else handlers)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0)
    codes = [int.from_bytes(hmac.new(key, str(word).encode(), hashlib.sha256).digest()[:8], "big") >> 1
             for word in encoded.dictionary.to_pylist()]
    return pc.take(pa.array(codes, pa.int64()), encoded.indices)
