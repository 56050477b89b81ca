"""How long each record of a measure may take: by a word of its own, or by the grade scheme in force on its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from answerable.errors import DefinitionError
from answerable.measures.blocks import Cells
from answerable.measures.conditions import labels_of
from answerable.measures.definition import Measure
from answerable.measures.finalise import NO_LIMIT
from answerable.measures.grades import CLOCKS, FOLDER, Scheme, overlapping, read_schemes
from answerable.records.series import Combination
from answerable.records.tables import clock_codes

# Kinds of measure that hold a time against a limit, record by record.
LIMITED = ("within", "bunching", "backlog")
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LimitTable:
    """Limits of the series of a table. starts: the first local days of spans in each of which nothing changes; limits,
    codes: for each span and series, the limit in ms (NO_LIMIT: none) and the code of the clock it is on; known: whether there
    is a scheme at all, where a scheme tells them."""

    starts: Numbers
    limits: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int64]
    known: bool = True

    @property
    def dated(self) -> bool:
        """Whether a limit depends on the day."""
        return len(self.starts) > 1

    def of(self, series: Numbers, days: Numbers) -> tuple[Numbers, Numbers]:
        """(limit in ms, code of its clock) of records of these series and local days."""
        span = np.maximum(np.searchsorted(self.starts, days, side="right") - 1, 0)
        return self.limits[span, series], self.codes[span, series]


def limit_table(measure: Measure, book: tuple[Combination, ...], folder: Path) -> LimitTable | None:
    """The limits of a measure; None where it has none. folder: of the workspace. Raises DefinitionError for a faulty scheme."""
    if measure.kind not in LIMITED:
        return None
    code = clock_codes(measure.table, measure.clock)[0] if measure.clock else 0
    size = max(len(book), 1)
    if measure.threshold is not None:
        last = np.full((1, size), measure.threshold.last_ms, dtype=np.int64)
        return LimitTable(np.zeros(1, dtype=np.int64), last, np.full((1, size), code, dtype=np.int64))
    if measure.limits is None:
        return None
    if measure.limits.limits_ms:
        told = dict(measure.limits.limits_ms)
        has, known = labels_of(book, measure.table, (measure.limits.by,))
        limits = np.array([told.get(str(word), NO_LIMIT) for word, in known] or [NO_LIMIT])[has] if book \
            else np.array([NO_LIMIT])
        return LimitTable(np.zeros(1, dtype=np.int64), limits[None, :], np.full((1, size), code, dtype=np.int64))
    schemes = read_schemes(folder / FOLDER)
    for one, other in overlapping(schemes):
        raise DefinitionError(f"the grade schemes '{one.name}' and '{other.name}' are in force on the same days for the same "
                              "agency: which of them an incident is held against is not told.",
                              where=str(folder / FOLDER), remedy="Give one of them a 'to', or each an 'agency'.")
    if not schemes:
        return LimitTable(np.zeros(1, dtype=np.int64), np.full((1, size), NO_LIMIT), np.full((1, size), code), known=False)
    return _by_scheme(measure, book, schemes, measure.limits.by, code)


def _by_scheme(measure: Measure, book: tuple[Combination, ...], schemes: Sequence[Scheme], by: str, code: int) -> LimitTable:
    ends = [scheme.last + 1 for scheme in schemes if scheme.last is not None]
    starts = np.array(sorted({0, *(scheme.first for scheme in schemes), *ends}), dtype=np.int64)
    limits = np.full((len(starts), max(len(book), 1)), NO_LIMIT, dtype=np.int64)
    codes = np.full_like(limits, code)
    # Thousands of series have a handful of grades, areas and agencies between them.
    has, known = labels_of(book, measure.table, (by, "area", "agency"))
    for place, start in enumerate(starts.tolist()):
        for scheme in (scheme for scheme in reversed(schemes) if scheme.in_force(start)):
            clock = clock_codes(measure.table, scheme.clock)[0] if measure.clock in CLOCKS else code
            for label, (name, area, agency) in enumerate(known):
                grade = scheme.grades.get(str(name))
                limit = grade.limit_ms(area) if grade is not None else None
                if limit is not None and scheme.agency in (None, agency):
                    own = np.flatnonzero(has == label)
                    limits[place, own], codes[place, own] = limit, clock
    return LimitTable(starts, limits, codes)


def codes_of(table: LimitTable | None) -> list[int]:
    """The codes of the clocks that limits are on."""
    return [] if table is None else [int(code) for code in np.unique(table.codes)]


def of_cells(table: LimitTable | None, cells: Cells) -> tuple[Numbers | None, Numbers | None]:
    """(limit, code) of each cell by day; nothing without limits."""
    return (None, None) if table is None else table.of(cells.series, cells.day)
