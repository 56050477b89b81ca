"""Records whose time was corrected so far that they now stand in another month: the old row must go, or the contact would
count twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from answerable.engines import own_connection, quoted
from answerable.records.preparing import Prepared
from answerable.records.sources import Source
from answerable.records.store import FileRef, Store
from answerable.records.tables import TABLES

# Where more than this share of a file's records stand in other months too, it is the numbers that begin again.
MOST_THAT_MOVE = 0.5


def moved_records(store: Store, held: Mapping[str, FileRef], item: Prepared) -> dict[str, list[str]]:
    """Month → numbers of records that it holds and that the file has in other months only.

    Nothing where the time is part of a record's number, and nothing but a warning where so many stand in two months that
    the system most likely begins to count anew.
    """
    if item.staged is None or not item.staged.files or not held or _numbered_by_time(item.source):
        return {}
    moved = _elsewhere({month: store.path(ref) for month, ref in held.items()}, item.staged.files)
    count, rows = sum(map(len, moved.values())), sum(item.staged.days.values())
    if count > MOST_THAT_MOVE * rows:
        item.report.warn(f"{count:,} of the file's {rows:,} record numbers stand in other months too. They were taken for "
                         "other contacts: does the system count anew each month? Then add the time to the source's identity.")
        return {}
    return moved


def _numbered_by_time(source: Source) -> bool:
    numbered = {column for part in source.identity for column in part.columns}
    return set(source.columns[TABLES[source.table].anchor].columns) <= numbered


def _elsewhere(held: Mapping[str, str], fresh: Mapping[str, Path]) -> dict[str, list[str]]:
    with own_connection() as connection:
        connection.execute(f"CREATE TEMP TABLE fresh AS {_numbers({month: str(path) for month, path in fresh.items()})}")
        return dict(connection.execute(
            f"SELECT held.month, list(held.record_id) FROM ({_numbers(held)}) AS held "
            "SEMI JOIN fresh ON held.record_id = fresh.record_id "
            "ANTI JOIN fresh AS here ON held.record_id = here.record_id AND held.month = here.month "
            "GROUP BY held.month").fetchall())


def _numbers(files: Mapping[str, str]) -> str:
    return " UNION ALL ".join(f"SELECT record_id, {quoted(month)} AS month FROM read_parquet({quoted(path)})"
                              for month, path in files.items())
