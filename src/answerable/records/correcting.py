"""Whether a file is a corrected version of one loaded before, and which of the earlier records it takes out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from answerable.engines import connect, quoted
from answerable.periods import to_date, to_day
from answerable.records.merging import Correction
from answerable.records.preparing import Prepared
from answerable.records.store import FileRef, Manifest, Store

# A file of a name loaded before is a corrected version of it when it has at least this share of its records again.
SHARE_OF_A_CORRECTION = 0.5


def earlier_loads(head: Manifest, item: Prepared) -> list[dict[str, Any]]:
    """Earlier loads by this source of a file of this name, or of this very file, that still stand."""
    return [batch for batch in head.batches if batch["source"] == item.report.source and not batch.get("withdrawn_by")
            and (batch["file"] == item.report.file or batch["sha256"] == item.report.sha256)]


def correction_of(store: Store, head: Manifest, held: dict[str, FileRef], item: Prepared) -> Correction:
    """What the file corrects: nothing, the whole of an earlier file of its name, or its own days of a rolling export."""
    earlier = earlier_loads(head, item)
    if not earlier or not item.report.days or item.staged is None:
        return Correction()
    otherwise = [batch for batch in earlier
                 if batch["sha256"] == item.report.sha256 and batch["mapping"] != item.source.digest]
    if otherwise:
        # This very file by another version of the mapping: its records may have had other numbers and other days.
        first, last = _span(otherwise, item.report.days)
        return Correction(tuple(earlier), first, last)
    months = {month for batch in earlier for month in batch["months"]}
    again, total = _overlap(store, {month: held[month] for month in months & set(held)}, item, earlier)
    if not total:
        return Correction()
    if again < SHARE_OF_A_CORRECTION * total:
        item.report.warn(f"another file of this name was loaded before; {again:,} of its {total:,} records are in this "
                         "one, so it was not taken for a corrected version and its records stay. `answerable withdraw` "
                         "takes them out.")
        return Correction()
    days = item.report.days
    # A file that has every record of the earlier one again is that file corrected, whatever days they now have.
    if again < total and _moved_window(earlier, to_date(min(days)).isoformat(), to_date(max(days)).isoformat()):
        return Correction(tuple(earlier), min(days), max(days))
    return Correction(tuple(earlier))


def _span(loads: list[dict[str, Any]], days: Collection[int]) -> tuple[int, int]:
    """First and last local day of some loads and some more days."""
    told = [to_day(date.fromisoformat(load[key])) for load in loads for key in ("first_day", "last_day") if load[key]]
    return min(*days, *told), max(*days, *told)


def _moved_window(earlier: list[dict[str, Any]], first_day: str, last_day: str) -> bool:
    """Whether this is the next window of a rolling export, whose older days must stay."""
    first = min(batch["first_day"] or first_day for batch in earlier)
    last = max(batch["last_day"] or last_day for batch in earlier)
    return first_day > first and last_day > last


def _overlap(store: Store, held: dict[str, FileRef], item: Prepared, earlier: list[dict[str, Any]]) -> tuple[int, int]:
    """(records of the earlier loads that the file has again, records of the earlier loads)."""
    assert item.staged is not None
    marks = ", ".join(quoted(batch["batch"]) for batch in earlier)
    # Looked for in the whole file: a corrected date can have moved a record to another month.
    staged = ", ".join(quoted(str(path)) for path in item.staged.files.values())
    fresh = f"read_parquet([{staged}])" if staged else "(SELECT '' AS record_id)"
    again = total = 0
    with connect(threads=1) as connection:
        for ref in held.values():
            own = f"(SELECT record_id FROM read_parquet({quoted(store.path(ref))}) WHERE batch IN ({marks}))"
            row = connection.execute(f"SELECT COUNT(*), COUNT(*) FILTER (record_id IN (SELECT record_id FROM {fresh})) "
                                     f"FROM {own}").fetchone()
            total, again = total + int(row[0] if row else 0), again + int(row[1] if row else 0)
    return again, total
