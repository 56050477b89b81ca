"""The contacts of a line about a time: to find the call that somebody tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from answerable.records.contract import DIMENSIONS
from answerable.records.store import Manifest, Store

_COLUMNS = ["record_id", "presented_ms", "series", "caller_ms", "force_ms", "queue_ms"]
MOST = 200


@dataclass(frozen=True)
class CallNear:
    """A contact. record_id: as in its table; presented_at: UTC; outcome: as the contract has it; waited_ms: until it was
    answered or given up, on the longest clock that is known, None where none is."""

    record_id: str
    presented_at: datetime
    outcome: str
    waited_ms: int | None


def calls_near(store: Store, manifest: Manifest, line: str, at: datetime, minutes: int = 15) -> list[CallNear]:
    """The contacts of a line that were presented at most so many minutes before or after an instant, by time; at most MOST.

    line: as in the records ("" for every line); at: an aware time. Raises OSError where a file cannot be read.
    """
    dimensions = store.combinations(manifest)
    place, outcome = DIMENSIONS.index("line"), DIMENSIONS.index("outcome")
    codes = [code for code, each in enumerate(dimensions) if not line or each[place] == line]
    first, last = at - timedelta(minutes=minutes), at + timedelta(minutes=minutes)
    low, high = _ms(first), _ms(last)
    found: list[CallNear] = []
    for month, ref in manifest.parts("contacts", "records").items():
        # A month's file holds its local days: an hour of either neighbour is near enough.
        if not _month(first - timedelta(hours=14)) <= month <= _month(last + timedelta(hours=14)):
            continue
        rows = pq.read_table(store.path(ref), columns=_COLUMNS, filters=(
            (pc.field("presented_ms") >= low) & (pc.field("presented_ms") <= high)
            & pc.field("series").isin(pa.array(codes, pa.int32())))).to_pylist()
        found += [CallNear(row["record_id"], datetime.fromtimestamp(row["presented_ms"] / 1000, UTC),
                           str(dimensions[row["series"]][outcome]), _waited(row)) for row in rows]
    return sorted(found, key=lambda each: (each.presented_at, each.record_id))[:MOST]


def _waited(row: dict[str, int | None]) -> int | None:
    return max((row[key] for key in ("caller_ms", "force_ms", "queue_ms") if row[key] is not None), default=None)  # type: ignore[type-var]


def _ms(when: datetime) -> int:
    return int(when.timestamp() * 1000)


def _month(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m")
