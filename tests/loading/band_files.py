"""Made-up files in the shape of the control room's hourly counts: headers as that system writes them, numbers our own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from answerable.records.preparing import LoadReport
from small_force import SmallForce, table

SOURCE = "decc_psap_phone"
BANDS = ("10", "15", "20", "40", "60", "120", "121", "AB")
LINES = ("911", "ADM")
Rows = list[dict[str, object]]


def hour(moment: datetime, number: int) -> dict[str, object]:
    """The row of one hour. number: makes its counts, so that no two hours are alike."""
    row: dict[str, object] = {"DateTime": f"{moment:%m/%d/%Y} {moment.hour}:00", "Hour": moment.hour}
    for line in LINES:
        counts = [(number * 7 + place * 3 + len(line)) % 5 for place in range(len(BANDS))]
        counts[0] += number % 50
        row |= {f"{line}_{band}": count for band, count in zip(BANDS, counts, strict=True)}
        row |= {f"{line}_T": sum(counts), f"{line}_PCT_10": round(counts[0] / max(sum(counts), 1), 4)}
    return row


def days(first: str, count: int, seed: int = 0) -> Rows:
    """Every hour of some days on the wall: a clock change needs a row more or less."""
    start = datetime.fromisoformat(first)
    return [hour(start + timedelta(hours=at), at + seed) for at in range(24 * count)]


def of_day(rows: Rows, day: str) -> slice:
    """Where the rows of a day ("09/05/2025") stand."""
    places = [place for place, row in enumerate(rows) if str(row["DateTime"]).startswith(day)]
    return slice(places[0], places[-1] + 1)


def relabel(rows: Rows, day: str, label: str) -> None:
    """Write another date on the rows of a day."""
    for row in rows[of_day(rows, day)]:
        row["DateTime"] = str(row["DateTime"]).replace(day, label)


def total(rows: Iterable[dict[str, object]], line: str = "") -> int:
    """All contacts of some rows."""
    return sum(int(str(row[f"{name}_T"])) for row in rows for name in LINES if name.startswith(line))


def load(force: SmallForce, rows: Rows, name: str = "phone.csv") -> LoadReport:
    """Load them as a CSV file."""
    return force.load(table(rows), name, SOURCE)
