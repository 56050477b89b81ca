"""From a mapped row of any table but the contacts to the canonical one (docs/reference/tables.md)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from answerable.clocks import day_and_slot
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
from answerable.records.table import Clock, Flag, Table

Words = Mapping[str, pa.ChunkedArray]


def canonical_records(table: Table, raw: Raw, settings: Settings, tally: Tally) -> pa.Table:
    """Canonical rows of a table (table.schema). Faults and quarantined rows are told to `tally`."""
    raw = placeable(raw, table, tally)
    source = settings.source
    instants, placing = to_instants(raw.times, table.anchor, settings.zone, source.rolls_past_midnight, table.earlier,
                                    table.soon)
    report_times(raw, placing, table.anchor, tally)
    _void_impossible(table, instants, raw, source.tolerance_ms, tally)
    words = _words(table, raw, tally)
    flags = [_flag(flag, raw, words) for flag in table.flags]
    derived = table.derived(instants) if table.derived else {}
    numbers = {clock.name: derived[clock.name] if clock.name in derived else _clock(clock, instants, source.tolerance_ms)
               for clock in table.clocks}
    numbers |= {name: _amount(name, raw, tally) for name in table.amounts}
    numbers |= {name: instants.get(name, np.full(len(raw.rows), NONE)) for name in table.kept}
    return _table(table, raw, instants[table.anchor], words, flags, numbers, settings)


def _void_impossible(table: Table, instants: dict[str, Instants], raw: Raw, tolerance_ms: int, tally: Tally) -> None:
    recorded = {name: values.copy() for name, values in instants.items()}
    for name, earlier in table.orders:
        if name in instants:
            before = first_given(recorded, earlier)
            bad = (recorded[name] != NONE) & (before != NONE) & (before - recorded[name] > tolerance_ms)
            void(instants[name], bad, name, raw, tally, recorded[name] - before)
    for name in table.earlier:
        # A duty may well begin after its planned start; only what must come first is held against the anchor.
        if name in instants and name not in _LATER_ALLOWED:
            bad = (recorded[name] != NONE) & (recorded[name] - recorded[table.anchor] > tolerance_ms)
            void(instants[name], bad, name, raw, tally, recorded[table.anchor] - recorded[name])


_LATER_ALLOWED = ("actual_start_at",)


def _words(table: Table, raw: Raw, tally: Tally) -> dict[str, pa.ChunkedArray]:
    """Every dimension and text. A word that an optional column may not have is taken as not given, and counted."""
    nothing = pa.chunked_array([pa.nulls(len(raw.rows), pa.string())])
    words: dict[str, pa.ChunkedArray] = {}
    for column in table.columns:
        if column.kind not in ("word", "text", "person"):
            continue
        values = raw.texts.get(column.name, words.get(column.same_as or "", nothing))
        if column.same_as and column.name in raw.texts:
            values = pc.coalesce(values, words[column.same_as])
        if column.words and column.name not in table.required and column.name not in table.defaults:
            unknown = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, value_set=pa.array(column.words))))
            report(tally, "word-unknown", column.name, unknown.to_numpy(), raw)
            values = pc.if_else(unknown, pa.scalar(None, pa.string()), values)
        words[column.name] = values
    return words


def _flag(flag: Flag, raw: Raw, words: Words) -> Flags | None:
    """Whether the flag holds of each row; None where the source does not have the column that would tell."""
    if flag.differs is not None:
        if any(name not in raw.texts for name in flag.differs):
            return None
        one, other = (words[name] for name in flag.differs)
        flags: Flags = pc.fill_null(pc.not_equal(one, other), False).to_numpy()
        return flags
    # A time that is given but impossible still says that the thing happened; so does a word, where the time is lost.
    happened = raw.times[flag.given].given if flag.given in raw.times else None
    if flag.says is None or flag.says[0] not in raw.texts:
        return happened
    said = equals(words[flag.says[0]], flag.says[1])
    return said if happened is None else happened | said


def _clock(clock: Clock, instants: Mapping[str, Instants], tolerance_ms: int) -> Instants:
    """Milliseconds on a clock. Where its end lies before its start by more than the tolerance there is none: which of the two
    is wrong is not known, and 0 would be a time that nobody took."""
    if not clock.start:
        return np.full(len(next(iter(instants.values()))), NONE)
    start, end = first_given(instants, clock.start), first_given(instants, clock.end)
    backwards = (start != NONE) & (end != NONE) & (start - end > tolerance_ms)
    return np.where(backwards, NONE, stretch(start, end))


def _amount(name: str, raw: Raw, tally: Tally) -> Instants:
    if name not in raw.amounts:
        return np.full(len(raw.rows), NONE)
    values: Instants = pc.fill_null(raw.amounts[name], NONE).to_numpy()
    report(tally, "not-a-number", name, pc.is_valid(raw.texts[name]).to_numpy() & (values == NONE), raw)
    return values


def _table(table: Table, raw: Raw, at: Instants, words: Words, flags: list[Flags | None], numbers: Mapping[str, Instants],
           settings: Settings) -> pa.Table:
    local, repeated = settings.local.to_local(at)
    day, slot = day_and_slot(local)
    count = len(at)
    columns: dict[str, object] = {
        "record_id": raw.record_id, "batch": pa.array([settings.batch] * count, pa.string()), "row": raw.rows,
        table.instant: at, "local_day": day, "slot": slot, "repeated": repeated.astype(np.int8),
        "series": settings.book.codes([words[name] for name in table.dimensions], flags, count)}
    columns |= {name: pseudonyms(words[name], settings.key) for name in table.persons}
    columns |= {name: words[name] for name in table.texts}
    for name, values in numbers.items():
        if name == table.weight:
            columns["weight"] = np.where(values == NONE, 1, values // 1000)
        else:
            columns[f"{name}_ms"] = pa.array(values, pa.int64(), mask=values == NONE)
    return pa.table([typed(columns[part.name], part.type) for part in table.schema], schema=table.schema)
