"""Columns of text made from numbers, fast: values have one width, so a column is one block of bytes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.hours import DAY_MS, Hours, Ints, to_date

Block = npt.NDArray[np.uint8]       # one row of ASCII signs a value
Mask = npt.NDArray[np.bool_]

CHUNK = 4                           # digits looked up at once

_HEX = np.frombuffer(bytes(range(256)).hex().encode(), np.uint8).reshape(256, 2)


def digits(values: Ints, width: int) -> Block:
    """Whole numbers below 10 ** width with leading zeros."""
    if width <= CHUNK:
        return _number_table(width)[values]
    head, tail = np.divmod(values, 10 ** CHUNK)
    return np.concatenate([digits(head, width - CHUNK), _number_table(CHUNK)[tail]], axis=1)


@cache
def _number_table(width: int) -> Block:
    text = "".join(f"{number:0{width}d}" for number in range(10 ** width))
    return np.frombuffer(text.encode(), np.uint8).reshape(-1, width)


def constant(text: str, count: int) -> Block:
    """The same ASCII text in each row."""
    return np.tile(np.frombuffer(text.encode(), np.uint8), (count, 1))


def hexadecimal(values: npt.NDArray[np.uint64]) -> Block:
    """Sixteen hexadecimal digits a value."""
    parts = values.astype(">u8").view(np.uint8).reshape(-1, 8)
    return _HEX[parts].reshape(-1, 16)


def column(blocks: Sequence[Block], empty: Mask | None = None) -> pa.Array:
    """A text column of blocks set side by side; null where `empty`."""
    signs = np.ascontiguousarray(np.concatenate(blocks, axis=1))
    count, width = signs.shape
    offsets = np.arange(0, (count + 1) * width, width, dtype=np.int32)
    present = None if empty is None else _bits(~empty)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(signs), present)


def _bits(flags: Mask) -> pa.Buffer:
    # Arrow arrays are put together from buffers here: `pa.array` would import pandas, 0.3 s in each process.
    return pa.py_buffer(np.packbits(flags, bitorder="little"))


def words(codes: Ints, known: Sequence[str]) -> pa.Array:
    """The word of each code; null for NONE."""
    return _strings(known).take(numbers(codes, codes == NONE))


def _strings(known: Sequence[str]) -> pa.Array:
    encoded = [word.encode() for word in known]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))


def overwritten(values: pa.Array, where: Mask, word: str) -> pa.Array:
    """The text column with this word in the rows `where`."""
    rows = np.where(where, len(values), np.arange(len(values)))
    return pa.concat_arrays([values, _strings([word])]).take(numbers(rows))


def numbers(values: Ints, empty: Mask | None = None) -> pa.Array:
    """Whole numbers, null where `empty`."""
    values = np.ascontiguousarray(values, dtype=np.int64)
    present = None if empty is None else _bits(~empty)
    return pa.Array.from_buffers(pa.int64(), len(values), [present, pa.py_buffer(values)])


def clock_times(instants_ms: Ints, hours: Hours) -> pa.Array:
    """Local times as 31/10/2026 01:30:05, without zone; null for NONE."""
    empty = instants_ms == NONE
    local = hours.local_ms(np.where(empty, hours.month_starts_ms, instants_ms))
    return column([days(local, "%d/%m/%Y "), _time_of_day(local)], empty)


def utc_times(instants_ms: Ints) -> pa.Array:
    """Instants as 2026-10-31T01:30:05.123Z; null for NONE."""
    empty = instants_ms == NONE
    filled = _filled(instants_ms, empty)
    count = len(filled)
    thousandths = np.concatenate([constant(".", count), digits(filled % 1000, 4)[:, 1:]], axis=1)
    return column([days(filled, "%Y-%m-%dT"), _time_of_day(filled), thousandths, constant("Z", count)],
    empty)


def utc_minutes(instants_ms: Ints) -> pa.Array:
    """Instants as 2026-10-31 01:30, on the clock of UTC; null for NONE."""
    empty = instants_ms == NONE
    filled = _filled(instants_ms, empty)
    return column([days(filled, "%Y-%m-%d "), _time_of_day(filled)[:, :5]], empty)


def offset_times(instants_ms: Ints, hours: Hours) -> pa.Array:
    """Local times with their offset, as 2026-07-31T01:30:05+01:00; null for NONE."""
    empty = instants_ms == NONE
    filled = np.where(empty, hours.month_starts_ms, instants_ms)
    local = hours.local_ms(filled)
    offset, count = (local - filled) // 60_000, len(filled)
    zone = [constant("+", count), digits(offset // 60, 2), constant(":", count), digits(offset % 60, 2)]
    return column([days(local, "%Y-%m-%dT"), _time_of_day(local), *zone], empty)


def _filled(instants_ms: Ints, empty: Mask) -> Ints:
    # Any present value will do: it is hidden again, and keeps the table of days short.
    usual = instants_ms[~empty][0] if not empty.all() else 0
    return np.where(empty, usual, instants_ms)


def days(clock_ms: Ints, form: str) -> Block:
    """The date of each time in this form of `strftime`, which gives each the same number of signs."""
    if not len(clock_ms):
        return np.zeros((0, len(to_date(0).strftime(form))), np.uint8)
    day = clock_ms // DAY_MS
    first, last = int(day.min()), int(day.max())
    table = "".join(to_date(number).strftime(form) for number in range(first, last + 1)).encode()
    return np.frombuffer(table, np.uint8).reshape(last - first + 1, -1)[day - first]


def _time_of_day(clock_ms: Ints) -> Block:
    return _clock_table()[clock_ms % DAY_MS // 1000]


@cache
def _clock_table() -> Block:
    seconds = np.arange(DAY_MS // 1000)
    colon = constant(":", len(seconds))
    parts = [digits(seconds // 3600, 2), colon, digits(seconds // 60 % 60, 2), colon, digits(seconds % 60, 2)]
    return np.concatenate(parts, axis=1)
