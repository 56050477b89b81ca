"""From a mapped row to the canonical one: what cannot be placed is set apart, impossible times are voided, and
every duration becomes whole milliseconds on its clock (docs/reference/contacts.md)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from answerable.clocks import DAY_MS, day_and_slot
from answerable.records import contract
from answerable.records.faults import Tally
from answerable.records.localtime import to_instants
from answerable.records.mapping import NONE, Raw
from answerable.records.placing import (
    Flags,
    Instants,
    Settings,
    equals,
    first_given,
    placeable,
    pseudonyms,
    report,
    report_times,
    stretch,
    typed,
    void,
)
from answerable.records.sources import Source
from answerable.records.tables import CONTACTS

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


def canonical_contacts(raw: Raw, settings: Settings, tally: Tally) -> pa.Table:
    """Rows of the contacts table (contract.CONTACTS_SCHEMA). Faults and quarantined rows are told to `tally`."""
    raw = placeable(raw, CONTACTS, tally)
    instants, placing = to_instants(raw.times, "presented_at", settings.zone, settings.source.rolls_past_midnight,
                                     CONTACTS.earlier)
    report_times(raw, placing, CONTACTS.anchor, tally)
    words = _words(raw, settings.source)
    _void_impossible(instants, words["channel"], raw, settings.source.tolerance_ms, tally)
    ends = _end_of_wait(instants, words["outcome"])
    queued, columns = _clocks(instants, ends, words, settings.source, raw)
    _report_untimed(words["outcome"], raw, tally)
    return _table(raw, instants["presented_at"], words, queued, columns, settings)


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
        before = first_given(recorded, earlier if name != "answered_at" else _before_answer(recorded, earlier))
        bad = (recorded[name] != NONE) & (before - recorded[name] > tolerance_ms)
        void(instants[name], bad, name, raw, tally, recorded[name] - before)
    if "operator_connected_at" in instants:
        connected = recorded["operator_connected_at"]
        bad = (connected != NONE) & (connected - recorded["presented_at"] > tolerance_ms)
        void(instants["operator_connected_at"], bad, "operator_connected_at", raw, tally,
              recorded["presented_at"] - connected)
    _void_too_late(instants, channel, raw, tally)


def _before_answer(recorded: Mapping[str, Instants], earlier: tuple[str, ...]) -> tuple[str, ...]:
    # Where a system records the leaving of the queue, that ends the wait in it, and the answer may be noted by
    # another clock: it is then held against the beginning of the contact only.
    return ("presented_at",) if "left_queue_at" in recorded else earlier


def _void_too_late(instants: dict[str, Instants], channel: pa.ChunkedArray, raw: Raw, tally: Tally) -> None:
    live = pc.is_in(channel, value_set=pa.array(contract.LIVE_CHANNELS)).to_numpy()
    latest = instants["presented_at"] + contract.LONGEST_LIVE_CONTACT_DAYS * DAY_MS
    for name, values in instants.items():
        bad = live & (values != NONE) & (values > latest)
        report(tally, "too-late", name, bad, raw)
        values[bad] = NONE


def _end_of_wait(instants: Mapping[str, Instants], outcome: pa.ChunkedArray) -> Instants:
    """When the wait ended: the answer of an answered contact, the hang-up of an abandoned one."""
    ends = np.full(len(instants["presented_at"]), NONE)
    for word, name in (("answered", "answered_at"), ("abandoned", "abandoned_at")):
        if name in instants:
            ends = np.where(equals(outcome, word), instants[name], ends)
    return ends


def _clocks(instants: Mapping[str, Instants], ends: Instants, words: Mapping[str, pa.ChunkedArray],
            source: Source, raw: Raw) -> tuple[Flags, dict[str, Instants]]:
    """(which contacts queued, milliseconds by column); NONE where a clock cannot be told."""
    presented = instants["presented_at"]
    queue_start, queued = _queue_start(instants, ends, source, raw)
    queue_end = _or(instants.get("left_queue_at"), ends)
    queue = stretch(queue_start, queue_end)
    went_straight = ~queued & equals(words["outcome"], "answered") & (ends != NONE)
    columns = {
        "caller_ms": stretch(_caller_start(instants, words["line"], source), ends),
        "force_ms": stretch(presented, ends),
        "queue_ms": np.where(went_straight, 0, np.where(queued, queue, NONE)),
        "message_ms": stretch(presented, instants.get("message_ended_at")),
        "talk_ms": stretch(instants.get("answered_at"), instants.get("ended_at")),
        "wrap_ms": stretch(instants.get("ended_at"), instants.get("wrap_up_ended_at")),
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


def _report_untimed(outcome: pa.ChunkedArray, raw: Raw, tally: Tally) -> None:
    # A time of answer that was given but not understood or voided is a fault of its own already.
    if "answered_at" in raw.times:
        missing = equals(outcome, "answered") & ~raw.times["answered_at"].given
        report(tally, "answered-without-time", "answered_at", missing, raw)


def _table(raw: Raw, presented: Instants, words: Mapping[str, pa.ChunkedArray], queued: Flags,
           clocks: Mapping[str, Instants], settings: Settings) -> pa.Table:
    local, repeated = settings.local.to_local(presented)
    day, slot = day_and_slot(local)
    count = len(presented)
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        "record_id": raw.record_id, "batch": pa.array([settings.batch] * count, pa.string()), "row": raw.rows,
        "presented_ms": presented, "local_day": day, "slot": slot, "repeated": repeated.astype(np.int8),
        "series": settings.book.codes([words[name] for name in contract.DIMENSIONS], [queued], count),
        "handler": pseudonyms(words["handler"], settings.key), "caller": pseudonyms(words["caller"], settings.key),
        "reason": words["reason"], "incident": words["incident"]}
    for name in ("caller_ms", "force_ms", "queue_ms", "message_ms", "talk_ms", "wrap_ms"):
        values = clocks[name] if len(clocks[name]) == count else np.full(count, NONE)
        columns[name] = pa.array(values, pa.int64(), mask=values == NONE)
    return pa.table([typed(columns[name.name], name.type) for name in contract.CONTACTS_SCHEMA],
                    schema=contract.CONTACTS_SCHEMA)
