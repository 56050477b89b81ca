"""What the log of events tells of each incident, added to the incident's own row: its life.

The incident's own times win; an event fills in what its row lacks. The last regrade gives the final grade, the first grading
the initial one. An event before the creation of its incident is not believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from answerable.engines import connect, quoted
from answerable.records.incident_tables import INCIDENTS
from answerable.records.series import Combination, SeriesBook
from answerable.records.store import FileRef, Manifest, Store

EVENTS, LIVES, AGAIN = "incident_events", "lives", "again"
AGAIN_SCHEMA = pa.schema([("series", pa.int32()), ("start_ms", pa.int64()), ("end_ms", pa.int64())])
# Clock of the incident from its creation → the event that ends it, and whether its first or last time counts.
TIMES = {"assignment": ("assigned", "first"), "attendance": ("arrived", "first"), "resolution": ("resolved", "first"),
         "closure": ("closed", "last"), "assessment": ("risk_assessed", "first"), "regrading": ("regraded", "last")}
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
        with connect(threads=1) as connection:
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
    events = _events(store, records, files, store.combinations(manifest, EVENTS)) if files else None
    if events is None or events.empty:
        return {}
    incidents = pq.read_table(store.path(records)).to_pandas(types_mapper=_nullable)
    lives = _lived(incidents, events, book)
    again = _again(lives, events)
    table = pa.Table.from_pandas(lives[INCIDENTS.schema.names], schema=INCIDENTS.schema, preserve_index=False)
    return {LIVES: store.keep(f"data/{LIVES}", month, _writer(table)),
            AGAIN: store.keep(f"data/{AGAIN}", month, _writer(again))}


def _nullable(kind: pa.DataType) -> object:
    return pd.Int64Dtype() if pa.types.is_integer(kind) else None


def _writer(table: pa.Table) -> Callable[[Path], int]:
    def write(path: Path) -> int:
        pq.write_table(table, path, compression="zstd", version="2.6")
        return int(table.num_rows)

    return write


def _events(store: Store, records: FileRef, files: Sequence[str], book: Sequence[Combination]) -> pd.DataFrame:
    """incident, event, at_ms, value, unit of the events of a month's incidents, in order of time."""
    words = pa.table({"series": pa.array(range(len(book)), pa.int32()),
                      "event": pa.array([combination[0] for combination in book], pa.string())})
    with connect(threads=1) as connection:
        connection.register("words", words)
        return connection.execute(
            f"SELECT incident, event, at_ms, value, unit FROM read_parquet({_list(files)}) AS events "
            "JOIN words ON events.series = words.series WHERE incident IN (SELECT number FROM "
            f"read_parquet({quoted(store.path(records))})) ORDER BY incident, at_ms, row").df()


def _lived(incidents: pd.DataFrame, events: pd.DataFrame, book: SeriesBook) -> pd.DataFrame:
    created = incidents.drop_duplicates("number").set_index("number")["at_ms"]
    known = events[events["at_ms"] >= events["incident"].map(created).fillna(0)]
    firsts, lasts = (known.groupby(["incident", "event"])[["at_ms", "value"]].agg(which).unstack("event")
                     for which in ("first", "last"))
    lives = incidents.copy()

    def told(what: str, event: str, which: str) -> pd.Series:
        table = firsts if which == "first" else lasts
        found = table[what, event] if (what, event) in table else pd.Series(dtype="object")
        return lives["number"].map(found)

    for clock, (event, which) in TIMES.items():
        lives[f"{clock}_ms"] = lives[f"{clock}_ms"].fillna(_after(told("at_ms", event, which), lives["at_ms"]))
    graded = _after(told("at_ms", "graded", "first"), lives["at_ms"])
    _fill(lives, "attendance_from_assignment_ms", lives["attendance_ms"] - lives["assignment_ms"])
    _fill(lives, "attendance_from_grading_ms", lives["attendance_ms"] - graded)
    _fill(lives, "setting_out_ms", _after(told("at_ms", "en_route", "first"), lives["at_ms"]) - lives["assignment_ms"])
    _fill(lives, "resolution_ms", lives["closure_ms"])
    named = {word: ~told("at_ms", event, "first").isna() for word, event in FLAGS.items()}
    words = {"first_grade": told("value", "graded", "first"), "grade": told("value", "regraded", "last"),
             "risk": told("value", "risk_reassessed", "last").fillna(told("value", "risk_assessed", "first"))}
    words["grade"] = words["grade"].fillna(words["first_grade"])
    lives["series"] = _recoded(lives["series"], book, words, named)
    return lives


def _after(instants: pd.Series, created: pd.Series) -> pd.Series:
    return (pd.to_numeric(instants).astype("Int64") - created).astype("Int64")


def _fill(lives: pd.DataFrame, name: str, values: pd.Series) -> None:
    lives[name] = lives[name].fillna(values.where(values >= 0))


def _recoded(series: pd.Series, book: SeriesBook, words: Mapping[str, pd.Series],
             flags: Mapping[str, pd.Series]) -> npt.NDArray[np.int64]:
    """The series codes of rows under the words and flags that the events tell."""
    columns = INCIDENTS.series_columns
    told = pd.DataFrame({"series": series.astype("int64"), **{name: values.astype("object") for name, values in words.items()},
                         **flags})
    codes: dict[tuple[object, ...], int] = {}
    found = []
    for row in told.itertuples(index=False, name=None):
        if row not in codes:
            codes[row] = book.code(_combination(dict(zip(columns, book.combinations[row[0]], strict=True)),
                                                dict(zip(told.columns[1:], row[1:], strict=True))))
        found.append(codes[row])
    return np.array(found, dtype=np.int64)


def _combination(own: dict[str, str | int | None], told: Mapping[str, object]) -> Combination:
    for name, value in told.items():
        if name in FLAGS:
            own[name] = int(bool(own[name]) or bool(value))
        elif value is not None and value == value:    # a missing word is a float that is not equal to itself
            own[name] = str(value)
    own["regraded"] = int(bool(own["regraded"]) or own["first_grade"] != own["grade"])
    return tuple(own[name] for name in INCIDENTS.series_columns)


def _again(lives: pd.DataFrame, events: pd.DataFrame) -> pa.Table:
    """The stretches in which an incident that once had a unit had none any more, up to the next assignment, its resolution
    or its close; without an end while it is open."""
    stretches: list[tuple[int, int, int | None]] = []
    left = set(events.loc[events["event"] == "unassigned", "incident"])
    series = lives.drop_duplicates("number").set_index("number")["series"]
    for incident, own in events[events["incident"].isin(left)].groupby("incident"):
        stretches += [(int(series[incident]), start, end) for start, end in without_unit(
            list(own[["event", "at_ms", "unit"]].itertuples(index=False, name=None)))]
    names = list(zip(*stretches, strict=True)) or [(), (), ()]
    return pa.table([pa.array(values, field.type) for values, field in zip(names, AGAIN_SCHEMA, strict=True)],
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

