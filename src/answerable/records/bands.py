"""Groups of a bands source: which columns hold the counts of which wait band, for which line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from answerable.content import unknown_keys
from answerable.records import contract

GROUP_KEYS = ("where", "clock", "bands", "counts", "total")


@dataclass(frozen=True)
class Band:
    """A column of counts: contacts with this outcome, and the waits they had.

    from_ms, to_ms: least and greatest wait in ms, both included; None where the contacts are counted without
    a wait.
    """

    outcome: str
    count: str
    from_ms: int | None = None
    to_ms: int | None = None


@dataclass(frozen=True)
class Group:
    """The bands of one line. where: its fixed dimensions; total: the column that must equal their sum."""

    where: Mapping[str, str]
    clock: str
    bands: tuple[Band, ...]
    total: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's columns that this group needs."""
        return tuple(band.count for band in self.bands) + ((self.total,) if self.total else ())

    @property
    def label(self) -> str:
        """The group in words, for messages."""
        return ", ".join(f"{key} {value}" for key, value in self.where.items())


def parse_groups(content: list[Any], faults: list[str]) -> tuple[Group, ...]:
    """The groups of a bands source; what is wrong with them is added to `faults`."""
    if not content:
        faults.append("'groups' is missing: a bands source names the columns of its counts.")
    return tuple(_group(entry, number, faults) for number, entry in enumerate(content, 1))


def _group(entry: Any, number: int, faults: list[str]) -> Group:
    inside = f"groups: {number}"
    entry = entry if isinstance(entry, dict) else {}
    faults += unknown_keys(entry, GROUP_KEYS, inside=inside)
    where = {str(key): str(value) for key, value in (entry.get("where") or {}).items()}
    known = tuple(name for name in contract.DIMENSIONS if name != "outcome")
    faults += unknown_keys(where, known, inside=f"{inside}: where")
    if "line" not in where:
        faults.append(f"{inside}: where: 'line' is missing.")
    faults += [f"{inside}: where: '{value}' is no {name}; use one of {', '.join(contract.VOCABULARIES[name])}."
               for name, value in where.items()
               if name in contract.VOCABULARIES and value not in contract.VOCABULARIES[name]]
    if entry.get("clock", "force") not in contract.WAIT_CLOCKS:
        faults.append(f"{inside}: clock '{entry.get('clock')}' is not one of {', '.join(contract.WAIT_CLOCKS)}.")
    bands = [_band(band, True, inside, faults) for band in entry.get("bands", [])]
    bands += [_band(band, False, inside, faults) for band in entry.get("counts", [])]
    total = entry.get("total")
    return Group(where, str(entry.get("clock", "force")), tuple(bands), None if total is None else str(total))


def _band(entry: Any, timed: bool, inside: str, faults: list[str]) -> Band:
    entry = entry if isinstance(entry, dict) else {}
    known = ("outcome", "count", "over", "to") if timed else ("outcome", "count")
    faults += unknown_keys(entry, known, inside=f"{inside}: {'bands' if timed else 'counts'}")
    if entry.get("outcome") not in contract.OUTCOMES or "count" not in entry:
        faults.append(f"{inside}: each band needs a 'count' column and an 'outcome' of "
                      f"{', '.join(contract.OUTCOMES)}.")
    outcome, count = str(entry.get("outcome")), str(entry.get("count"))
    if not timed:
        return Band(outcome, count)
    over = round(float(entry.get("over", 0)) * 1000)
    to_ms = round(float(entry["to"]) * 1000) if entry.get("to") is not None else contract.NO_UPPER_END_MS
    if to_ms <= over:
        faults.append(f"{inside}: the band '{count}' ends at {to_ms} ms, before it begins.")
    # "over 10 s" begins at the next millisecond; the first band includes no wait at all.
    return Band(outcome, count, over + 1 if over else 0, to_ms)
