"""Cells in memory: whole columns of numbers, read from the store once and kept as long as the state is the same."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from answerable.engines import connect, quoted, reader
from answerable.measures.blocks import Blocks, Cells, Numbers
from answerable.measures.fold import CELL_COLUMNS, CELLS_OF
from answerable.records.contract import CONTACTS_CODE, DURATION_CODES
from answerable.records.store import Manifest, Store
from answerable.records.tables import TABLES, tables_of_family


def empty_cells() -> Cells:
    """No cells, at any grain."""
    return Cells(*(np.empty(0, dtype=np.int64) for _column in range(10)))


def _from_arrow(table: pa.Table) -> Cells:
    """Cells out of the engine's columns: the upper end of a plain wait, and which waits are known, follow from them."""
    def numbers(name: str) -> Numbers:
        values: Numbers = table[name].to_numpy().astype(np.int64, copy=False)
        return values

    lower, n = numbers("from_ms"), numbers("n")
    upper, sums = pc.fill_null(table["to_ms"], -1).to_numpy(), table["ms_sum"]
    known = pc.is_valid(sums).to_numpy()
    more = (numbers("slot"), numbers("repeated")) if "slot" in table.column_names else (None, None)
    # A wait on a whole second stands for itself, one off it for all waits up to the next second.
    return Cells(numbers("day"), numbers("series"), numbers("clock"), lower,
                 np.where(upper >= 0, upper, np.where(lower % 1000 == 0, lower, lower + 998)), n, np.where(known, n, 0),
                 pc.fill_null(sums, 0).to_numpy().astype(np.int64, copy=False), *more)


_kept: dict[tuple[str, str, str], Blocks] = {}


def month_cells(store: Store, head: Manifest, family: str = "contacts") -> Blocks:
    """Every cell by month of a family of tables. Kept for the newest state asked for."""
    key = (str(store.folder), f"months {family}", head.sha256)
    if key not in _kept:
        for other in [other for other in _kept if other[1].startswith("months") and other[::2] != key[::2]]:
            del _kept[other]
        _kept[key] = Blocks(_read(store, head, family, "months", ""))
    return _kept[key]


def day_cells(store: Store, head: Manifest, family: str, series: Iterable[int], clocks: Iterable[int],
              first: int | None, last: int | None) -> Cells:
    """Cells by day of these series and clocks, between two local days (None: no bound)."""
    return _read(store, head, family, "days", _condition(series, clocks, first, last, "day"))


def _condition(series: Iterable[int], clocks: Iterable[int], first: int | None, last: int | None, day: str) -> str:
    parts = [f"series IN ({', '.join(str(code) for code in series) or '-1'})",
             f"clock IN ({', '.join(str(code) for code in clocks) or '-1'})"]
    parts += [f"{day} >= {first}"] if first is not None else []
    parts += [f"{day} <= {last}"] if last is not None else []
    return "WHERE " + " AND ".join(parts)


def _read(store: Store, head: Manifest, family: str, part: str, condition: str) -> Cells:
    files = [store.path(ref) for table in tables_of_family(family) for ref in head.parts(table, part).values()]
    if not files:
        return _from_arrow(pa.table({name: pa.array([], pa.int64()) for name in CELL_COLUMNS}))
    listed = ", ".join(quoted(name) for name in files)
    query = f"SELECT {', '.join(CELL_COLUMNS)} FROM read_parquet([{listed}]) {condition}"
    return _from_arrow(reader().execute(query).to_arrow_table())


def half_hour_cells(store: Store, head: Manifest, family: str, series: Iterable[int], clocks: Iterable[int],
                    first: int | None, last: int | None, keys: str = "local_day, slot, repeated") -> Cells:
    """Cells by half-hour, folded from the records by the same text: at this grain a cell holds little more than one
    contact, so they are not kept. keys: what stands for day, slot and repeated."""
    codes = list(series)
    parts = []
    for table in tables_of_family(family):
        files = ", ".join(quoted(store.path(ref)) for ref in head.told(table).values())
        if not files:
            continue
        days = _condition(codes, (), first, last, "local_day").replace(" AND clock IN (-1)", "")
        records = f"(SELECT * FROM read_parquet([{files}]) {days}) AS records"
        folded = CELLS_OF[table](records, keys, "day, slot, repeated")
        parts.append(f"SELECT {', '.join(CELL_COLUMNS)}, slot, repeated FROM ({folded}) AS folded")
    columns = (*CELL_COLUMNS, "slot", "repeated")
    if not parts:
        return _from_arrow(pa.table({name: pa.array([], pa.int64()) for name in columns}))
    wanted = ", ".join(f"CAST({name} AS BIGINT) AS {name}" for name in columns)
    clock_list = ", ".join(str(code) for code in clocks)
    query = f"SELECT {wanted} FROM ({' UNION ALL '.join(parts)}) AS cells WHERE clock IN ({clock_list})"
    return _from_arrow(reader().execute(query).to_arrow_table())


ALL_CODES = (CONTACTS_CODE, *range(1, 8), *DURATION_CODES.values())
# Monday is 0: 1970-01-01 was a Thursday. Even slots are the hours.
HOURS_OF_THE_WEEK = "(local_day + 3) % 7, slot - slot % 2, repeated * 0"


def hour_of_week_cells(store: Store, head: Manifest, family: str, first: int | None, last: int | None) -> Blocks:
    """Cells by weekday (in the column day, Monday 0) and hour, of all series and clocks; kept for the span last asked
    for, since a release asks for every measure in turn."""
    key = (str(store.folder), f"hours {family} {first} {last}", head.sha256)
    if key not in _kept:
        for other in [other for other in _kept if other[1].startswith(f"hours {family} ") or other[::2] != key[::2]]:
            del _kept[other]
        series = range(len(store.combinations(head, family)))
        codes = (*ALL_CODES, *(code for table in tables_of_family(family) for code in TABLES[table].clock_codes.values()))
        _kept[key] = Blocks(half_hour_cells(store, head, family, series, codes, first, last, HOURS_OF_THE_WEEK))
    return _kept[key]


def coarsest_interval(store: Store, head: Manifest, series: Iterable[int]) -> int:
    """Minutes of the longest interval of the sources that only give counts, among these series; 0 without such."""
    files = ", ".join(quoted(store.path(ref)) for ref in head.parts("contact_bands", "records").values())
    if not files:
        return 0
    codes = ", ".join(str(code) for code in series) or "-1"
    row = connect(threads=1).execute(
        f"SELECT MAX(minutes) FROM read_parquet([{files}]) WHERE series IN ({codes})").fetchone()
    return int(row[0] or 0) if row else 0
