"""What is odd about a load that only shows beside what was held before: a feed that stopped, a day under a wrong date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from answerable.engines import connect, quoted
from answerable.periods import day_label, to_date
from answerable.records.expecting import DOUBLED_DAY, LEAST_TO_MISS, expected_records
from answerable.records.preparing import LoadReport
from answerable.records.quality import UNEVEN, Feed, feeds
from answerable.records.store import Manifest, Store
from answerable.records.tables import TABLES, family_of
from answerable.words import format_count

# Only days so near to one another are likely to have been mistaken for one another.
NEAR_DAYS = 7
# At least this share of the records that a lost day should have brought stand together where its place is.
LEAST_OF_A_DAY = 0.5


def load_warnings(store: Store, head: Manifest, reports: Sequence[LoadReport]) -> list[str]:
    """Sentences on what the files just loaded lack or have in the wrong place. head: the state with them."""
    known = feeds(store, head)
    found = _lost_feeds(store, head, reports, known)
    for report in reports:
        table = _table_of(head, report)
        if table in TABLES and table != "contact_bands":
            found += _misplaced(store, head, report, table, [feed for feed in known if feed.family == family_of(table)])
    return found


def _table_of(head: Manifest, report: LoadReport) -> str:
    return next((str(batch["table"]) for batch in reversed(head.batches) if batch["sha256"] == report.sha256), "")


def _lost_feeds(store: Store, head: Manifest, reports: Sequence[LoadReport], known: Iterable[Feed]) -> list[str]:
    """Feeds that earlier files of the same source had, and of which nothing came in the days of the new ones."""
    days = sorted({day for report in reports for day in report.days})
    sources = {report.source for report in reports}
    had = {(family_of(batch["table"]), tuple(feed)) for batch in head.batches
           if batch["source"] in sources and not batch.get("withdrawn_by") for feed in batch.get("feeds", [])}
    closed, found = store.closed_feeds(), []
    for feed in known:
        name = (feed.family, feed.key)
        if name not in had or name in closed or feed.family in UNEVEN or not len(feed.days) or feed.first >= days[0]:
            continue
        span = np.arange(days[0], days[-1] + 1)
        expected = float(expected_records(feed.days, feed.counts, span).sum())
        if expected >= LEAST_TO_MISS and not np.isin(span, feed.days).any():
            found.append(f"{feed.label}: no records from {_day(days[0])} to {_day(days[-1])}, where about "
                         f"{format_count(round(expected))} were to be expected: perhaps the feed was lost. If it was closed, "
                         "say so in the register.")
    return found


def _misplaced(store: Store, head: Manifest, report: LoadReport, table: str, known: Iterable[Feed]) -> list[str]:
    """Rows of a file in order of time that stand where a missing day should be, but under the date of a doubled one."""
    found = []
    for feed in known:
        if not len(feed.days):
            continue
        book = feed.book()
        for day in book.of(DOUBLED_DAY):
            for gap in (gap for gap in feed.missing() if abs(gap - day) <= NEAR_DAYS and day in report.days):
                rows = _rows_in_the_place_of(store, head, report, table, gap, day)
                if rows and rows[2] >= LEAST_OF_A_DAY * book.expected[gap - book.first]:
                    found.append(f"{report.file}: rows {rows[0]:,} to {rows[1]:,} say {_day(day)} but stand between those of "
                                 f"{_day(gap - 1)} and {_day(gap + 1)}: their day is most likely {_day(gap)}, which is missing "
                                 f"({feed.label}).")
    return found


def _rows_in_the_place_of(store: Store, head: Manifest, report: LoadReport, table: str, gap: int,
                          day: int) -> tuple[int, int, int] | None:
    """(first row, last row, how many) of the file's records of `day` that stand after all of the day before `gap` and before
    all of the day after it; None where there are none."""
    files = ", ".join(quoted(store.path(ref)) for ref in head.parts(table, "records").values())
    row = connect(threads=1).execute(
        f"WITH file AS (SELECT row, local_day FROM read_parquet([{files}]) WHERE batch = ? AND local_day BETWEEN ? AND ?), "
        "place AS (SELECT (SELECT MAX(row) FROM file WHERE local_day = ?) AS after_row, "
        "(SELECT MIN(row) FROM file WHERE local_day = ?) AS before_row) "
        "SELECT MIN(row), MAX(row), COUNT(*) FROM file, place WHERE local_day = ? AND row > after_row AND row < before_row",
        [report.sha256[:16], min(gap - 1, day), max(gap + 1, day), gap - 1, gap + 1, day]).fetchone()
    return (int(row[0]), int(row[1]), int(row[2])) if row and row[2] else None


def _day(day: int) -> str:
    return day_label(to_date(day))
