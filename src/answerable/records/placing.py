"""What every table's rows go through on the way to the canonical form: rows that cannot be placed are set apart,
impossible times are voided, words and people become codes (docs/reference/tables.md)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from answerable.clocks import Zone
from answerable.records.faults import Tally
from answerable.records.localtime import Placing
from answerable.records.mapping import NONE, Raw
from answerable.records.series import SeriesBook
from answerable.records.sources import Source
from answerable.records.table import Table

Instants = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


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


def placeable(raw: Raw, table: Table, tally: Tally) -> Raw:
    """The rows that can be placed; the others go to quarantine, each under its first reason."""
    keep = np.ones(len(raw.rows), dtype=bool)

    def set_apart(bad: Flags, code: str, column: str, values: pa.ChunkedArray | None = None) -> None:
        now = bad & keep
        if now.any():
            held = _but_persons(values.filter(pa.array(now)), raw, table) if values is not None else ()
            tally.quarantine(code, column, raw.rows[now].tolist(), held)
            keep[now] = False

    anchor = raw.times[table.anchor]
    set_apart(~pc.is_valid(raw.record_id).to_numpy(), "identity-missing", "identity")
    set_apart(~anchor.given, "no-time", table.anchor)
    set_apart(anchor.ms == NONE, "time-not-understood", table.anchor, anchor.text)
    for name in (*table.required, *table.defaults):
        if name in raw.texts and name not in table.vocabularies:
            set_apart(~pc.is_valid(raw.texts[name]).to_numpy(), f"{name}-missing", name)
    for name, vocabulary in table.vocabularies.items():
        if name in table.required or name in table.defaults:
            values = raw.texts[name]
            set_apart(~pc.is_in(values, value_set=pa.array(vocabulary)).to_numpy(), f"{name}-unknown", name, values)
    if table.weight in raw.amounts:
        # A row that does not say for how many it stands is one; of one that says so in an unreadable way nothing is known.
        given, stands_for = pc.is_valid(raw.texts[table.weight]).to_numpy(), pc.fill_null(raw.amounts[table.weight], -1)
        wrong = given & ((stands_for.to_numpy() < 0) | (stands_for.to_numpy() % 1000 != 0))
        set_apart(wrong, "counts-not-whole", table.weight, raw.texts[table.weight])
    for name, failed in raw.failed_checks.items():
        set_apart(failed, "check-failed", name)
    return raw if keep.all() else filtered(raw, keep)


def _but_persons(values: pa.ChunkedArray, raw: Raw, table: Table) -> list[str]:
    """The values without those that are a person's name on some row: fields may have changed places."""
    names = [pc.unique(raw.texts[name]) for name in table.persons if name in raw.texts]
    known = pa.concat_arrays(names) if names else pa.array([], pa.string())
    held: list[str] = values.filter(pc.invert(pc.is_in(values, value_set=known))).to_pylist()
    return held


def filtered(raw: Raw, keep: Flags) -> Raw:
    """The rows that are kept. Its checks are done with then."""
    mask = pa.array(keep)
    for time in raw.times.values():
        time.ms, time.zoned, time.given = time.ms[keep], time.zoned[keep], time.given[keep]
        time.text, time.plus = time.text.filter(mask), None if time.plus is None else time.plus[keep]
    texts, counts, amounts = ({name: values.filter(mask) for name, values in columns.items()}
                              for columns in (raw.texts, raw.counts, raw.amounts))
    return Raw(raw.rows[keep], raw.record_id.filter(mask), raw.times, texts, {}, raw.left_out, counts, amounts)


def report_times(raw: Raw, placing: Placing, anchor: str, tally: Tally) -> None:
    """Tell of times that the clock change made doubtful and of those that are none."""
    for code, flags in (("hour-that-never-was", placing.never_was), ("hour-that-comes-twice", placing.undecided)):
        report(tally, code, anchor, flags, raw)
    for name, time in raw.times.items():
        report(tally, "not-a-time", name, time.given & (time.ms == NONE), raw)


def report(tally: Tally, code: str, column: str, flags: Flags, raw: Raw) -> None:
    """Count a fault of the rows flagged, with the first of them as its example."""
    if flags.any():
        first = int(np.argmax(flags))
        tally.fault(code, column, int(flags.sum()), f"row {raw.rows[first]}")


def first_given(recorded: Mapping[str, Instants], names: tuple[str, ...]) -> Instants:
    """The first of some times that each record has; NONE where it has none of them. At least one column must be there."""
    found = np.full(len(next(iter(recorded.values()))), NONE)
    for name in names:
        if name in recorded:
            found = np.where(found == NONE, recorded[name], found)
    return found


def void(values: Instants, bad: Flags, name: str, raw: Raw, tally: Tally, steps: Instants) -> None:
    """Take the times flagged as not given, and count the fault. steps: by how many ms each lies on the wrong side."""
    if bad.any():
        first = int(np.argmax(bad))
        tally.fault("before-its-predecessor", name, int(bad.sum()),
                    f"row {raw.rows[first]}: {abs(int(steps[first])) / 1000:g} seconds before the time that "
                    "comes before it")
        values[bad] = NONE


def equals(column: pa.ChunkedArray, word: str) -> Flags:
    """Where a column has that word."""
    flags: Flags = pc.fill_null(pc.equal(column, word), False).to_numpy()
    return flags


def stretch(start: Instants | None, end: Instants | None) -> Instants:
    """Milliseconds from start to end; a step back within the tolerance counts as 0; NONE where either is missing."""
    if start is None or end is None:
        some = start if start is not None else end
        return np.full(0 if some is None else len(some), NONE)
    return np.where((start == NONE) | (end == NONE), NONE, np.maximum(end - start, 0))


def typed(values: object, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    """A column of the canonical row in its type."""
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values.cast(kind)
    return pa.array(values, kind)


def pseudonyms(people: pa.ChunkedArray, key: bytes) -> pa.Array:
    """A number for each person, made with the workspace's secret key (HMAC-SHA-256, 63 bits); null stays null."""
    encoded = pc.dictionary_encode(people.combine_chunks() if people.num_chunks else people)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0)
    codes = [int.from_bytes(hmac.digest(key, str(word).encode(), "sha256")[:8], "big") >> 1
             for word in encoded.dictionary.to_pylist()]
    return pc.take(pa.array(codes, pa.int64()), encoded.indices)
