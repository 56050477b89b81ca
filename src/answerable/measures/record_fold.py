"""The fold of every table but the contacts: canonical records → cells, in the same plain ANSI SQL (measures.fold).

Of these tables every time is kept to the millisecond (`from_ms` = `to_ms`): they have few enough records.
"""

from __future__ import annotations

from answerable.records.contract import CONTACTS_CODE
from answerable.records.table import Table


def record_cells(table: Table, records: str, keys: str = "local_day", names: str = "day") -> str:
    """SQL: every cell of the canonical records of a table, in the long form of measures.fold.CELL_COLUMNS.

    records: a table expression; keys: what to group by beside series and time, comma-separated, under these names.
    """
    chosen = ", ".join(f"{key.strip()} AS {name.strip()}" for key, name in zip(keys.split(","), names.split(","), strict=True))
    size = "SUM(weight)" if table.weight else "COUNT(*)"
    parts = [f"SELECT {chosen}, series, {CONTACTS_CODE} AS clock, 0 AS from_ms, NULL AS to_ms, {size} AS n, NULL AS ms_sum "
             f"FROM {records} GROUP BY {keys}, series"]
    for name, code in table.clock_codes.items():
        value = f"{name}_ms"
        if name in table.exact_clocks:
            parts.append(f"SELECT {chosen}, series, {code} AS clock, {value} AS from_ms, {value} AS to_ms, COUNT(*) AS n, "
                         f"SUM({value}) AS ms_sum FROM {records} WHERE {value} IS NOT NULL GROUP BY {keys}, series, {value}")
        else:
            parts.append(f"SELECT {chosen}, series, {code} AS clock, 0 AS from_ms, NULL AS to_ms, COUNT({value}) AS n, "
                         f"SUM({value}) AS ms_sum FROM {records} WHERE {value} IS NOT NULL GROUP BY {keys}, series")
    return " UNION ALL ".join(parts)
