"""How sure a mean is: the standard error of a measure's mean over some days, from the cells that the mean is made of."""

from __future__ import annotations

import math

import numpy as np

from answerable.measures.answering import Question, cells_of, chosen_series, clocks_of
from answerable.measures.definition import Measure
from answerable.records.store import Manifest, Store
from answerable.records.tables import clock_codes, family_of


def standard_error(store: Store, head: Manifest, measure: Measure, first: int, last: int) -> float | None:
    """The standard error, in seconds, of a mean over whole months.

    first, last: local days (since 1970), both included. s ÷ √n with s the standard deviation of the single times, each taken
    at the mean of its cell (times of one second of the wait share one) and as independent of the others. None where there are
    fewer than two, or where counts by band hide them.
    """
    assert measure.kind == "mean"
    assert measure.clock is not None
    book = store.combinations(head, family_of(measure.table))
    cells = cells_of(store, head, measure.table, Question("all", first=first, last=last), chosen_series(measure, book, ()),
                     sorted(clocks_of(measure)))
    on = np.isin(cells.clock, clock_codes(measure.table, measure.clock)) & (cells.n > 0)
    if measure.longer_than_ms is not None:
        on &= cells.from_ms > measure.longer_than_ms
    number, sums = cells.n[on].astype(np.float64), cells.ms_sum[on] / 1000
    total = number.sum()
    if total < 2 or bool((cells.timed[on] < cells.n[on]).any()):
        return None
    # Around the mean, not as a difference of two sums of squares: that would lose the digits that matter.
    variance = (number * (sums / number - sums.sum() / total) ** 2).sum() / (total - 1)
    return math.sqrt(variance / total)
