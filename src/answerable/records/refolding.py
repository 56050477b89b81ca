"""Putting changed records into a manifest, together with everything that is made of them."""

from __future__ import annotations

from collections.abc import Callable

from answerable.records.series import SeriesBook
from answerable.records.store import FileRef, Manifest, Store

Fold = Callable[[Store, str, dict[str, FileRef], SeriesBook], dict[str, dict[str, FileRef]]]


def refold(store: Store, head: Manifest, manifest: Manifest, changed: dict[str, dict[str, FileRef]], fold: Fold,
           book_of: Callable[[str], SeriesBook]) -> None:
    """Put the new files of months (table → month → records) into `manifest` and fold them again.

    Months that are left empty must be gone from `manifest` already. Incidents are folded with what their events tell, so a
    change of events folds the months of the incidents they name as well. book_of: the series book of a table, which may grow.
    """
    for table, records in changed.items():
        months = manifest.tables.setdefault(table, {})
        months.update({month: {"records": ref} for month, ref in records.items()})
    to_fold = {table: dict(records) for table, records in changed.items()}
    lives = _lives(store, head, manifest, book_of)
    for month, parts in lives.items():
        manifest.tables["incidents"][month] = {"records": manifest.tables["incidents"][month]["records"], **parts}
        told = parts.get("lives", manifest.tables["incidents"][month]["records"])
        to_fold.setdefault("incidents", {})[month] = told
    for table, records in to_fold.items():
        for month, parts in fold(store, table, records, book_of(table)).items():
            manifest.tables[table][month].update(parts)


def _lives(store: Store, head: Manifest, manifest: Manifest,
           book_of: Callable[[str], SeriesBook]) -> dict[str, dict[str, FileRef]]:
    """Month of incidents → its parts `lives` and `again`, of every month that may have changed."""
    if not (manifest.parts("incident_events", "records") or head.parts("incident_events", "records")):
        return {}
    from answerable.records.living import EVENTS, live, touched_months

    if EVENTS in manifest.tables:
        manifest.series[EVENTS] = store.keep_series(book_of(EVENTS), EVENTS)
    return {month: live(store, manifest, month, book_of("incidents"))
            for month in sorted(touched_months(store, head, manifest))}
