"""Loading counts per interval and wait band: rows checked against their own totals, days that stand under a wrong
date noticed, and the counts laid out one line a band."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from answerable.clocks import HALF_HOUR_MS, Zone, day_and_slot, half_hours_of_day
from answerable.periods import day_label, to_date
from answerable.records import contract
from answerable.records.bands import Band, Group
from answerable.records.dayorder import misplaced_blocks
from answerable.records.faults import Tally
from answerable.records.localtime import to_instants
from answerable.records.mapping import NONE, Mapper, Raw
from answerable.records.placing import Settings
from answerable.records.readers import Reading
from answerable.records.series import Combination, SeriesBook
from answerable.records.sources import Source
from answerable.records.staging import reject

Counts = tuple[tuple[str, int], ...]
# So few rows are not a day under a wrong date.
FEW_HOURS = 3


@dataclass(frozen=True)
class Interval:
    """One row of the file: its number, the instant its interval starts, local day and half-hour, and its counts
    by column."""

    row: int
    start_ms: int
    day: int
    slot: int
    repeated: int
    counts: Counts


@dataclass
class Intervals:
    """The rows of a bands file that can be placed, those that were there twice, and what was noticed."""

    kept: list[Interval]
    read: int
    duplicate: int
    warnings: list[str]


def read_intervals(reading: Reading, mapper: Mapper, settings: Settings, tally: Tally) -> Intervals:
    """Every interval of a file, each once. What cannot be placed or contradicts itself goes to quarantine."""
    rows: list[Interval] = []
    read = 0
    for chunk in reading.chunks:
        reject(chunk.rejected, tally)
        raw = mapper.apply(chunk.table, chunk.rows)
        read += len(chunk.rejected) + len(raw.rows)
        rows += _placed(raw, mapper, settings, tally)
    kept, duplicate, warnings = _in_place(rows, tally)
    warnings += incomplete_days(kept, settings.local, settings.source.interval_minutes)
    for group in mapper.groups:
        for band in group.bands:
            settings.book.code(combination_of(group, band))
    return Intervals(kept, read, duplicate, warnings)


def _distinct(rows: list[Interval]) -> list[Interval]:
    """The rows in file order, of those that are alike only the first."""
    first: dict[tuple[int, Counts], Interval] = {}
    for item in rows:
        first.setdefault((item.start_ms, item.counts), item)
    return list(first.values())


def _placed(raw: Raw, mapper: Mapper, settings: Settings, tally: Tally) -> list[Interval]:
    start = raw.times["interval_start"]
    instants, placing = to_instants(raw.times, "interval_start", settings.zone, False)
    counts = {name: _whole(values) for name, values in raw.counts.items()}
    # Read an hour later, an interval that never was would stand in the way of the one that was.
    reasons = {("interval-that-never-was", "interval_start"): placing.never_was}
    reasons |= _reasons(raw.failed_checks, start.given, start.ms, instants["interval_start"], counts, mapper)
    _first_only(reasons)
    for (code, column), flags in reasons.items():
        tally.quarantine(code, column, raw.rows[flags].tolist())
    bad = np.logical_or.reduce([*reasons.values(), np.zeros(len(raw.rows), dtype=bool)])
    local, repeated = settings.local.to_local(instants["interval_start"])
    day, slot = day_and_slot(local)
    return [Interval(int(raw.rows[at]), int(instants["interval_start"][at]), int(day[at]), int(slot[at]),
                     int(repeated[at]), tuple((name, int(values[at])) for name, values in counts.items()))
            for at in np.flatnonzero(~bad)]


def _whole(values: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Whole numbers of a text column; NONE where it is not one. "12.0" is 12; "12.5" is not a count."""
    whole = pc.match_substring_regex(values, r"^[0-9]{1,12}(\.0*)?$")
    digits = pc.if_else(pc.fill_null(whole, False), pc.replace_substring_regex(values, r"\..*$", ""), None)
    numbers: npt.NDArray[np.int64] = pc.fill_null(pc.cast(digits, pa.int64()), NONE).to_numpy()
    return numbers


def _reasons(failed: dict[str, npt.NDArray[np.bool_]], given: npt.NDArray[np.bool_], ms: npt.NDArray[np.int64],
             starts: npt.NDArray[np.int64], counts: dict[str, npt.NDArray[np.int64]],
             mapper: Mapper) -> dict[tuple[str, str], npt.NDArray[np.bool_]]:
    """Why rows cannot be taken."""
    reasons = {("no-time", "interval_start"): ~given, ("time-not-understood", "interval_start"): ms == NONE,
               ("interval-off-the-half-hour", "interval_start"): (ms != NONE) & (starts % HALF_HOUR_MS != 0)}
    reasons |= {("check-failed", name): flags for name, flags in failed.items()}
    for group in mapper.groups:
        parts = np.array([counts[band.count] for band in group.bands])
        reasons["counts-not-whole", group.label] = (parts == NONE).any(axis=0)
        if group.total is not None:
            total = counts[group.total]
            reasons["counts-do-not-add-up", group.total] = (total == NONE) | (parts.sum(axis=0) != total)
    return reasons


def _first_only(reasons: dict[tuple[str, str], npt.NDArray[np.bool_]]) -> None:
    """Leave each row under its first reason only."""
    seen = np.zeros_like(next(iter(reasons.values())))
    for flags in reasons.values():
        flags &= ~seen
        seen |= flags


def _in_place(rows: list[Interval], tally: Tally) -> tuple[list[Interval], int, list[str]]:
    """(the rows left when days under a wrong date, rows that are there already, and intervals that contradict one another
    are taken out; how many were there already; warnings)."""
    apart, warnings = _under_a_wrong_date(rows, tally)
    there = [item for item in rows if item.row not in apart]
    rest = _distinct(there)
    twice = {start for start, count in Counter(item.start_ms for item in rest).items() if count > 1}
    clashing = [item for item in rest if item.start_ms in twice]
    tally.quarantine("interval-twice", "interval_start", [item.row for item in clashing])
    if clashing:
        warnings.append(f"{len(clashing)} rows stand for {len(twice)} intervals that are in the file twice with "
                        "different counts, and nothing tells which are right: all were set apart.")
    return [item for item in rest if item.start_ms not in twice], len(there) - len(rest), warnings


def _under_a_wrong_date(rows: list[Interval], tally: Tally) -> tuple[set[int], list[str]]:
    """(numbers of the rows of days that do not fit their place, told to `tally`; warnings)."""
    blocks = _blocks(_distinct(rows))
    days = [block[0].day for block in blocks]
    apart: set[int] = set()
    warnings = []
    for at in (at for at in misplaced_blocks(days) if not _only_late(days, at)):
        first, last = blocks[at][0], blocks[at][-1]
        # With its rows that are alike some of the day's whose label it bears: those two are not one.
        block = [item for item in rows if first.row <= item.row <= last.row and item.day == first.day]
        tally.quarantine("interval-twice" if days.count(first.day) > 1 else "day-out-of-place", "interval_start",
                         [item.row for item in block])
        apart.update(item.row for item in block)
        warnings.append(_wrong_day(block, _missing_beside(blocks, at)))
    return apart, warnings


def incomplete_days(kept: list[Interval], local: Zone, minutes: int) -> list[str]:
    """What is to be said of days with fewer intervals than the day has, the first and last day of the file aside.

    A day on which the clocks go back has 25 hours: a source that gives 24 rows has put two hours into one.
    """
    counts = Counter(item.day for item in kept)
    short: list[int] = []
    warnings = []
    for day in sorted(counts):
        hours = half_hours_of_day(local, day)
        twice = 30 * sum(again for _, again in hours) // minutes
        lacking = 30 * len(hours) // minutes - counts[day]
        if twice and lacking == twice:
            warnings.append(f"{day_label(to_date(day))}: an hour comes twice on this day, and the file has it once; "
                            "that row may hold both.")
        elif lacking > 0 and day not in (min(counts), max(counts)):
            short.append(day)
    if short:
        named = ", ".join(f"{day_label(to_date(day))} ({counts[day]} intervals)" for day in short[:6])
        warnings.append(f"days with intervals missing: {named}{' and more' if len(short) > 6 else ''}.")
    return warnings


def _blocks(rows: list[Interval]) -> list[list[Interval]]:
    """The rows in file order, cut where the day changes or an interval of the day comes again."""
    blocks: list[list[Interval]] = []
    starts: set[int] = set()
    for item in rows:
        # Hours of a day in the wrong order are still that day's.
        if not blocks or blocks[-1][-1].day != item.day or item.start_ms in starts:
            blocks.append([])
            starts = set()
        blocks[-1].append(item)
        starts.add(item.start_ms)
    return _joined(blocks)


def _joined(blocks: list[list[Interval]]) -> list[list[Interval]]:
    """Neighbours of one day made one again where only an hour or two of it come twice: those contradict one another, the
    day does not."""
    joined: list[list[Interval]] = []
    for block in blocks:
        if joined and joined[-1][0].day == block[0].day:
            twice = {item.start_ms for item in joined[-1]} & {item.start_ms for item in block}
            shorter = min(len(joined[-1]), len(block))
            if len(twice) < shorter / 2 or shorter <= FEW_HOURS:
                joined[-1] = joined[-1] + block
                continue
        joined.append(block)
    return joined


def _only_late(days: list[int], at: int) -> bool:
    """Whether a day out of order is the very one that the other days lack, and lacks nowhere else: its rows came late or
    early, under their own date."""
    others = days[:at] + days[at + 1:]
    fits = days[at] not in others and {days[at] - 1, days[at] + 1} <= set(others)
    return fits and (at in (0, len(days) - 1) or abs(days[at + 1] - days[at - 1]) <= 1)


def _missing_beside(blocks: list[list[Interval]], at: int) -> int | None:
    """The day that the block's place in the file suggests, if no other rows have it."""
    days = {block[0].day for block in blocks}
    before = blocks[at - 1][0].day + 1 if at else None
    after = blocks[at + 1][0].day - 1 if at + 1 < len(blocks) else None
    return next((day for day in (before, after) if day is not None and day not in days), None)


def _wrong_day(block: list[Interval], likely: int | None) -> str:
    label = day_label(to_date(block[0].day))
    guess = f" They are probably those of {day_label(to_date(likely))}, which is missing." if likely is not None else ""
    return (f"{len(block)} rows (from row {block[0].row}) are labelled {label} but do not fit there, and were set "
            f"apart.{guess} Correct the date in the file and load it again.")


def bands_table(intervals: list[Interval], groups: Sequence[Group], source: Source, batch: str,
                book: SeriesBook) -> pa.Table:
    """One line a band of each interval (contract.BANDS_SCHEMA). batch: the file's mark; book: where series get their
    codes."""
    lines: list[tuple[object, ...]] = []
    for group in groups:
        for band in group.bands:
            code = book.code(combination_of(group, band))
            clock = contract.CLOCK_BITS[group.clock] if band.from_ms is not None else contract.CONTACTS_CODE
            lines += [(f"{source.system}|{item.start_ms}", batch, item.row, item.start_ms, item.day, item.slot,
                       item.repeated, source.interval_minutes, code, clock, band.from_ms or 0, band.to_ms or 0,
                       dict(item.counts)[band.count]) for item in intervals]
    columns = list(zip(*lines, strict=True)) or [()] * len(contract.BANDS_SCHEMA)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, contract.BANDS_SCHEMA, strict=True)],
                    schema=contract.BANDS_SCHEMA)


def combination_of(group: Group, band: Band) -> Combination:
    """The series that a band's contacts belong to."""
    fixed = {"channel": "phone", "origin": "public", **group.where}
    queued = int(band.from_ms is not None and group.clock == "queue")
    words = {**fixed, "outcome": band.outcome}
    return (*(words.get(name) for name in contract.DIMENSIONS), queued)
