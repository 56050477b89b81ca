"""What the log of events tells of each incident, added to the incident's own row: its life.

The incident's own times win; an event fills in what its row lacks. The last regrade gives the final grade, the first grading
the initial one. An event before the creation of its incident is not believed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from answerable.engines import own_connection, quoted
from answerable.records.incident_tables import INCIDENTS
from answerable.records.series import Combination, SeriesBook
from answerable.records.store import FileRef, Manifest, Store

EVENTS, LIVES, AGAIN = "incident_events", "lives", "again"
AGAIN_SCHEMA = pa.schema([("series", pa.int32()), ("start_ms", pa.int64()), ("end_ms", pa.int64())])
# Clock of the incident from its creation → the event that ends it, and whether its first or last time counts.
TIMES = {"assignment": ("assigned", "first"), "attendance": ("arrived", "first"), "resolution": ("resolved", "first"),
         "closure": ("closed", "last"), "assessment": ("risk_assessed", "first"), "regrading": ("regraded", "last")}
ALL_TIMES = TIMES | {"graded": ("graded", "first"), "en_route": ("en_route", "first")}
# Clock between two of these → (its end, its beginning).
BETWEEN = {"attendance_from_assignment": ("attendance", "assignment"), "attendance_from_grading": ("attendance", "graded"),
           "setting_out": ("en_route", "assignment")}
# Word of the incident, the event whose value gives it, and whether the first or the last of them; a later line wins.
WORDS = (("first_grade", "graded", "first"), ("grade", "graded", "first"), ("grade", "regraded", "last"),
         ("risk", "risk_assessed", "last"), ("risk", "risk_reassessed", "last"))
FLAGS = {"assigned": "assigned", "attended": "arrived", "closed": "closed", "reopened": "reopened",
         "assessed": "risk_assessed", "reassessed": "risk_reassessed"}


def touched_months(store: Store, head: Manifest, manifest: Manifest) -> set[str]:
    """Months of incidents whose lives may differ between two states: their own rows changed, or events that name them."""
    before, after = head.parts("incidents", "records"), manifest.parts("incidents", "records")
    touched = {month for month, ref in after.items() if before.get(month) != ref}
    old, new = head.parts(EVENTS, "records"), manifest.parts(EVENTS, "records")
    files = [store.path(ref) for month in {*old, *new} if old.get(month) != new.get(month)
             for ref in (old.get(month), new.get(month)) if ref is not None]
    if files:
        with own_connection() as connection:
            connection.execute(f"CREATE TEMP TABLE named AS SELECT DISTINCT incident FROM read_parquet({_list(files)})")
            for month in set(after) - touched:
                row = connection.execute(f"SELECT COUNT(*) FROM read_parquet({quoted(store.path(after[month]))}) "
                                         "WHERE number IN (SELECT incident FROM named)").fetchone()
                touched |= {month} if row and row[0] else set()
    return touched


def _list(files: Iterable[str]) -> str:
    return f"[{', '.join(quoted(name) for name in files)}]"


def live(store: Store, manifest: Manifest, month: str, book: SeriesBook) -> dict[str, FileRef]:
    """The parts `lives` (canonical incidents with what the events tell) and `again` (later stretches without a unit) of a
    month of incidents; nothing where no event is of one of them."""
    records = manifest.parts("incidents", "records")[month]
    files = [store.path(ref) for ref in manifest.parts(EVENTS, "records").values()]
    if not files:
        return {}
    with own_connection() as connection:
        _begin(connection, store.path(records), files, store.combinations(manifest, EVENTS))
        if not _count(connection):
            return {}
        lives = _lived(connection, book)
        again = _again(connection, lives)
    return {LIVES: store.keep(f"data/{LIVES}", month, _writer(lives)),
            AGAIN: store.keep(f"data/{AGAIN}", month, _writer(again))}


def _writer(table: pa.Table) -> Callable[[Path], int]:
    def write(path: Path) -> int:
        pq.write_table(table, path, compression="zstd", version="2.6")
        return int(table.num_rows)

    return write


def _begin(connection: duckdb.DuckDBPyConnection, records: str, files: Sequence[str], book: Sequence[Combination]) -> None:
    """The tables `incidents` and `events` (of these incidents, from their creation on) of a month."""
    words = pa.table({"series": pa.array(range(len(book)), pa.int32()),
                      "event": pa.array([combination[0] for combination in book], pa.string())})
    connection.register("words", words)
    connection.execute(f"CREATE TEMP TABLE incidents AS SELECT * FROM read_parquet({quoted(records)})")
    connection.execute(
        "CREATE TEMP TABLE events AS SELECT told.incident, words.event, told.at_ms, told.value, told.unit, told.row "
        f"FROM read_parquet({_list(files)}) AS told JOIN words ON told.series = words.series "
        "JOIN (SELECT number, MIN(at_ms) AS created_ms FROM incidents GROUP BY number) AS created "
        "ON told.incident = created.number AND told.at_ms >= created.created_ms")


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("SELECT COUNT(*) FROM events").fetchone()
    return int(row[0]) if row else 0


def _lived(connection: duckdb.DuckDBPyConnection, book: SeriesBook) -> pa.Table:
    """The canonical incidents with what the events tell."""
    choose = {"first": ("MIN(at_ms)", "arg_min(value, at_ms)"), "last": ("MAX(at_ms)", "arg_max(value, at_ms)")}
    told = [f"{choose[which][0]} FILTER (event = '{event}') AS {clock}_at" for clock, (event, which) in ALL_TIMES.items()]
    told += [f"{choose[which][1]} FILTER (event = '{event}') AS word_{number}"
             for number, (_word, event, which) in enumerate(WORDS)]
    told += [f"COUNT(*) FILTER (event = '{event}') > 0 AS is_{flag}" for flag, event in FLAGS.items()]
    times = {clock: f"COALESCE({clock}_ms, {clock}_at - at_ms)" for clock in TIMES}
    times["resolution"] = f"COALESCE(resolution_ms, resolution_at - at_ms, {times['closure']})"
    for clock, (end, begin) in BETWEEN.items():
        start = times.get(begin, f"{begin}_at - at_ms")
        ended = times.get(end, f"{end}_at - at_ms")
        times[clock] = f"COALESCE({clock}_ms, CASE WHEN {ended} >= {start} THEN {ended} - ({start}) END)"
    replaced = ", ".join(f"{sql} AS {clock}_ms" for clock, sql in times.items())
    words = ", ".join([*(f"word_{number}" for number in range(len(WORDS))), *(f"is_{flag}" for flag in FLAGS)])
    # Ties in time are told apart by their place in the file, so that the same events always tell the same.
    lives = connection.execute(
        f"SELECT incidents.* REPLACE ({replaced}), {words} FROM incidents LEFT JOIN "
        f"(SELECT incident, {', '.join(told)} FROM (SELECT * FROM events ORDER BY at_ms, row) AS in_order GROUP BY incident) "
        "AS told ON incidents.number = told.incident ORDER BY at_ms, record_id").to_arrow_table()
    series = pa.array(_recoded(lives, book), pa.int32())
    place = lives.schema.get_field_index("series")
    return lives.set_column(place, "series", series).select(INCIDENTS.schema.names).cast(INCIDENTS.schema)


def _recoded(lives: pa.Table, book: SeriesBook) -> list[int]:
    """The series codes of incidents under the words and flags that the events tell; without events they keep their own."""
    told = [f"word_{number}" for number in range(len(WORDS))] + [f"is_{flag}" for flag in FLAGS]
    codes: dict[tuple[object, ...], int] = {}
    found: list[int] = lives["series"].to_pylist()
    named = np.flatnonzero(pc.is_valid(lives[f"is_{next(iter(FLAGS))}"]).to_numpy())
    rows = lives.select(["series", *told]).take(pa.array(named))
    for place, row in zip(named.tolist(), zip(*(column.to_pylist() for column in rows.columns), strict=True), strict=True):
        if row not in codes:
            own = dict(zip(INCIDENTS.series_columns, book.combinations[row[0]], strict=True))
            codes[row] = book.code(_combination(own, row[1:1 + len(WORDS)], row[1 + len(WORDS):]))
        found[place] = codes[row]
    return found


def _combination(own: dict[str, str | int | None], words: Sequence[str | None], flags: Sequence[bool | None]) -> Combination:
    for (name, _event, _which), word in zip(WORDS, words, strict=True):
        own[name] = word if word is not None else own[name]
    for name, flag in zip(FLAGS, flags, strict=True):
        # An incident of which there is a log, but not this event, is known not to have had it.
        own[name] = own[name] if flag is None else int(bool(own[name]) or flag)
    regraded = own["first_grade"] != own["grade"]
    own["regraded"] = own["regraded"] if flags[0] is None and not regraded else int(bool(own["regraded"]) or regraded)
    return tuple(own[name] for name in INCIDENTS.series_columns)


def _again(connection: duckdb.DuckDBPyConnection, lives: pa.Table) -> pa.Table:
    """The stretches in which an incident that once had a unit had none any more, up to the next assignment, its resolution
    or its close; without an end while it is open."""
    rows = connection.execute(
        "SELECT incident, event, at_ms, unit FROM events WHERE incident IN "
        "(SELECT incident FROM events WHERE event = 'unassigned') ORDER BY incident, at_ms, row").fetchall()
    series = dict(zip(lives["number"].to_pylist(), lives["series"].to_pylist(), strict=True))
    stretches = [(series[incident], start, end) for incident, own in itertools.groupby(rows, key=lambda row: row[0])
                 for start, end in without_unit((event, at_ms, unit) for _incident, event, at_ms, unit in own)]
    columns = list(zip(*stretches, strict=True)) or [(), (), ()]
    return pa.table([pa.array(values, field.type) for values, field in zip(columns, AGAIN_SCHEMA, strict=True)],
                    schema=AGAIN_SCHEMA)


def without_unit(events: Iterable[tuple[str, int, str | None]]) -> list[tuple[int, int | None]]:
    """(start, end) in ms of each stretch without a unit after the first assignment. events: (event, instant in ms, unit), in
    order of time; an unassignment that names no unit takes away all."""
    units: set[str | None] = set()
    since: int | None = None
    found: list[tuple[int, int | None]] = []
    for event, at_ms, unit in events:
        if event == "assigned":
            units.add(unit)
        elif event == "unassigned":
            units = units - {unit} if isinstance(unit, str) else set()
            since = int(at_ms) if not units and since is None else since
        if since is not None and event in ("assigned", "resolved", "closed"):
            found += [(since, int(at_ms))] if at_ms > since else []
            since = None
        if event in ("resolved", "closed"):
            units = set()
    return found + ([(since, None)] if since is not None else [])

