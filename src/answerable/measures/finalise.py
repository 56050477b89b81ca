"""The finaliser: numerator, denominator and value out of cells, in one place, dividing once.

Every function takes cells of the measure's population with the group each falls in, and gives arrays by group.
Counts are exact: whole numbers below 2⁵³ in float64.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from answerable.measures.blocks import Cells
from answerable.measures.definition import Measure
from answerable.records.contract import CONTACTS_CODE, NO_UPPER_END_MS
from answerable.records.tables import TABLES, clock_codes

Values = npt.NDArray[np.float64]
Groups = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Less than this share of the contacts having a usable time means that the clock was lost, not that a few are missing.
LEAST_TIMED_SHARE = 0.9
NO_LIMIT = -1
HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Grouped:
    """Cells of a measure's population. group: which of `groups` groups each cell is in; answered, abandoned,
    counted: by cell, what its series is; limit_ms, limit_code: by cell, how long its records may take (NO_LIMIT: not said)
    and the code of the clock on which."""

    cells: Cells
    group: Groups
    groups: int
    answered: Flags
    abandoned: Flags
    counted: Flags
    limit_ms: Groups | None = None
    limit_code: Groups | None = None

    def total(self, keep: Flags, weights: npt.NDArray[np.int64] | None = None) -> Values:
        """Sum of n (or other weights) by group over the cells kept."""
        values = self.cells.n if weights is None else weights
        return np.bincount(self.group[keep], weights=values[keep], minlength=self.groups).astype(np.float64)

    def contacts(self, keep: Flags | None = None) -> Values:
        """Contacts by group."""
        is_count = self.cells.clock == CONTACTS_CODE
        return self.total(is_count if keep is None else is_count & keep)

    def on(self, measure: Measure) -> Flags:
        """Cells of the measure's clock, longer than its least wait."""
        codes = clock_codes(measure.table, measure.clock) if measure.clock else (CONTACTS_CODE,)
        flags: Flags = np.logical_or.reduce([self.cells.clock == code for code in codes])
        if measure.longer_than_ms is not None:
            flags = flags & (self.cells.from_ms > measure.longer_than_ms)
        return flags


@dataclass(frozen=True)
class Result:
    """By group: value (NaN: none), numerator and denominator (NaN: it has none), untimed contacts left out, contacts
    that should have a time, and least and greatest value possible where bands leave it open (NaN: not open)."""

    value: Values
    numerator: Values
    denominator: Values
    untimed: Values
    eligible: Values
    least: Values
    most: Values


def _nothing(grouped: Grouped) -> Values:
    return np.full(grouped.groups, np.nan)


def _zero(grouped: Grouped) -> Values:
    return np.zeros(grouped.groups)


def _divide(numerator: Values, denominator: Values, times: float = 1.0) -> Values:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, times * numerator / denominator, np.nan)


def _certain(grouped: Grouped, value: Values, numerator: Values, denominator: Values, untimed: Values | None = None,
             eligible: Values | None = None) -> Result:
    none = _nothing(grouped)
    zero = _zero(grouped)
    return Result(value, numerator, denominator, zero if untimed is None else untimed,
                  zero if eligible is None else eligible, none, none)


def count(measure: Measure, grouped: Grouped) -> Result:
    """Contacts."""
    contacts = grouped.contacts()
    return _certain(grouped, contacts, contacts, _nothing(grouped))


def share(measure: Measure, grouped: Grouped) -> Result:
    """Percent of the population that the measure counts; with a clock, of those that waited longer than its least."""
    if measure.clock is None:
        part, whole = grouped.contacts(grouped.counted), grouped.contacts()
    else:
        on = grouped.on(measure)
        part, whole = grouped.total(on & grouped.counted), grouped.total(on)
    return _certain(grouped, _divide(part, whole, 100), part, whole)


def service_level(measure: Measure, grouped: Grouped) -> Result:
    """Percent answered within the threshold, by one of the five formulas (definition.FORMULAS)."""
    assert measure.threshold is not None
    assert measure.formula is not None
    waits = _split(grouped, measure, measure.threshold.last_ms)
    formula = measure.formula
    uses_abandoned_waits = "abandoned-within" in formula or "early" in formula or "short" in formula
    untimed = grouped.contacts(grouped.answered) - waits.answered
    eligible = grouped.contacts(grouped.answered)
    abandoned = grouped.contacts(grouped.abandoned)
    if uses_abandoned_waits:
        untimed, eligible = untimed + abandoned - waits.abandoned, eligible + abandoned
        abandoned = waits.abandoned
    numerator, may_count, may_leave = waits.answered_within, waits.answered_open, _zero(grouped)
    if formula == "answered-or-abandoned-within-of-offered":
        numerator, may_count = numerator + waits.abandoned_within, may_count + waits.abandoned_open
    elif formula == "answered-within-or-short-abandoned-of-offered":
        short = _split(grouped, measure, measure.short_abandon_ms - 1)
        numerator, may_count = numerator + short.abandoned_within, may_count + short.abandoned_open
    elif formula == "answered-within-of-offered-without-early-abandoned":
        may_leave = waits.abandoned_open
    denominator = {"answered-within-of-answered": waits.answered,
                   "answered-within-of-offered-without-early-abandoned":
                       waits.answered + abandoned - waits.abandoned_within}.get(formula, waits.answered + abandoned)
    least, most = _divide(numerator, denominator, 100), _divide(numerator + may_count, denominator - may_leave, 100)
    return _between(may_count + may_leave > 0, least, most, numerator, denominator, untimed, eligible)


def _between(is_open: Flags, least: Values, most: Values, numerator: Values, denominator: Values, untimed: Values,
             eligible: Values) -> Result:
    """A result that, where bands leave it open, has no value but the least and the most that it can be."""
    return Result(np.where(is_open, np.nan, least), np.where(is_open, np.nan, numerator), denominator, untimed, eligible,
                  np.where(is_open, least, np.nan), np.where(is_open, most, np.nan))


@dataclass(frozen=True)
class _Waits:
    """By group: timed answered and abandoned contacts, those within a limit, and those in bands that hold the limit."""

    answered: Values
    abandoned: Values
    answered_within: Values
    abandoned_within: Values
    answered_open: Values
    abandoned_open: Values


def _split(grouped: Grouped, measure: Measure, last_ms: int) -> _Waits:
    on = grouped.on(measure)
    # A cell off the whole second stands for all waits up to the next: none of them is a limit in whole seconds.
    within = on & (grouped.cells.to_ms - _slack(grouped.cells) <= last_ms)
    straddling = on & ~within & (grouped.cells.from_ms <= last_ms)
    return _Waits(grouped.total(on & grouped.answered), grouped.total(on & grouped.abandoned),
                  grouped.total(within & grouped.answered), grouped.total(within & grouped.abandoned),
                  grouped.total(straddling & grouped.answered), grouped.total(straddling & grouped.abandoned))


def _slack(cells: Cells) -> npt.NDArray[np.int64]:
    """How far a cell's upper end lies above its lower one only because all waits inside a second share a cell."""
    inside = (cells.to_ms - cells.from_ms <= 998) & (cells.to_ms > cells.from_ms) & (cells.timed > 0)
    return np.where(inside, cells.to_ms - cells.from_ms, 0)


def abandonment(measure: Measure, grouped: Grouped) -> Result:
    """Percent of offered contacts that were abandoned; hang-ups before the short-abandon limit count on neither side."""
    offered, abandoned = grouped.contacts(), grouped.contacts(grouped.abandoned)
    if not measure.short_abandon_ms:
        return _certain(grouped, _divide(abandoned, offered, 100), abandoned, offered)
    waits = _split(grouped, measure, measure.short_abandon_ms - 1)
    untimed = abandoned - waits.abandoned
    late = waits.abandoned - waits.abandoned_within
    whole = offered - waits.abandoned_within - untimed
    may_be_late = waits.abandoned_open
    least = _divide(late - may_be_late, whole - may_be_late, 100)
    return _between(may_be_late > 0, least, _divide(late, whole, 100), late, whole, untimed, abandoned)


def mean(measure: Measure, grouped: Grouped) -> Result:
    """Mean in seconds over the contacts whose time is known."""
    on = grouped.on(measure)
    seconds, size = grouped.total(on, grouped.cells.ms_sum) / 1000, grouped.total(on)
    # A band tells that its contacts have a wait, not how long it was.
    banded = size - grouped.total(on, grouped.cells.timed)
    value = np.where(banded > 0, np.nan, _divide(seconds, size))
    eligible = _zero(grouped) if measure.longer_than_ms is not None else _eligible(measure, grouped)
    untimed = np.maximum(eligible - size, 0) if measure.longer_than_ms is None else _zero(grouped)
    return _certain(grouped, value, seconds, size, untimed, eligible)


def _eligible(measure: Measure, grouped: Grouped) -> Values:
    """Records of the population that ought to have a time on the clock: of contacts those answered or abandoned."""
    if measure.table != "contacts":
        return grouped.contacts()
    return grouped.contacts(grouped.answered | grouped.abandoned)


def within(measure: Measure, grouped: Grouped) -> Result:
    """Percent of the population whose time is within its limit. Records that have a limit and no time are left out and
    counted as untimed, or, where the measure says so, late."""
    assert grouped.limit_ms is not None
    assert grouped.limit_code is not None
    limited = grouped.limit_ms != NO_LIMIT
    size = grouped.contacts(limited)
    on = limited & (grouped.cells.clock == grouped.limit_code)
    timed, in_time = grouped.total(on), grouped.total(on & (grouped.cells.from_ms <= grouped.limit_ms))
    if measure.missing == "late":
        return _certain(grouped, _divide(in_time, size, 100), in_time, size)
    return _certain(grouped, _divide(in_time, timed, 100), in_time, timed, size - timed, size)


def bunching(measure: Measure, grouped: Grouped) -> Result:
    """Of what happened within a window on either side of the limit, the percent that happened before it. Where nobody looks
    at the limit, about as much happens before as after it: 50%."""
    assert grouped.limit_ms is not None
    assert grouped.limit_code is not None
    on = (grouped.limit_ms != NO_LIMIT) & (grouped.cells.clock == grouped.limit_code)
    distance = grouped.cells.from_ms - grouped.limit_ms
    before = grouped.total(on & (distance <= 0) & (distance > -measure.window_ms))
    after = grouped.total(on & (distance > 0) & (distance <= measure.window_ms))
    return _certain(grouped, _divide(before, before + after, 100), before, before + after)


def total(measure: Measure, grouped: Grouped) -> Result:
    """A clock added up, in hours, or an amount in its unit."""
    assert measure.amount is not None
    on = grouped.cells.clock == clock_codes(measure.table, measure.amount)[0]
    value = grouped.total(on, grouped.cells.ms_sum) / amount_scale(measure.table, measure.amount)
    return _certain(grouped, np.where(grouped.total(on) > 0, value, np.nan), value, _nothing(grouped))


def amount_scale(table: str, amount: str) -> int:
    """By what the kept whole numbers of a clock or an amount are divided: milliseconds of an hour, or thousandths."""
    return 1000 if amount in TABLES[table].amounts else HOUR_MS


def percentile(measure: Measure, grouped: Grouped) -> Result:
    """Nearest-rank percentile in whole seconds: the least wait (cut to the second) that at least p% do not exceed."""
    assert measure.percentile is not None
    on = grouped.on(measure)
    size = grouped.total(on)
    low, high = _ranked(grouped, on, measure.percentile, size)
    if measure.method == "midpoint":
        return _midpoint(measure, grouped, on, size, low)
    return _ranked_result(measure, grouped, size, low, high)


def _midpoint(measure: Measure, grouped: Grouped, on: Flags, size: Values, low: Values) -> Result:
    """The customary median: the middle time, or half-way between the two middle ones, in seconds to the millisecond. Only
    of tables whose times are kept to the millisecond."""
    upper, _high = _ranked(grouped, on, measure.percentile or 50, size, half_up=True)
    untimed = np.maximum(_eligible(measure, grouped) - size, 0)
    return _certain(grouped, (low + upper) / 2000, _nothing(grouped), size, untimed, _eligible(measure, grouped))


def longest(measure: Measure, grouped: Grouped) -> Result:
    """The longest wait in whole seconds."""
    on = grouped.on(measure)
    low, high = _ranked(grouped, on & (grouped.cells.n > 0), 100, grouped.total(on))
    return _ranked_result(measure, grouped, grouped.total(on), low, high)


def _ranked_result(measure: Measure, grouped: Grouped, size: Values, low: Values, high: Values) -> Result:
    open_ = high - low > 998
    seconds = np.floor(low / 1000)
    eligible = _zero(grouped) if measure.longer_than_ms is not None else _eligible(measure, grouped)
    untimed = np.maximum(eligible - size, 0) if measure.longer_than_ms is None else _zero(grouped)
    most = np.where(high >= NO_UPPER_END_MS, np.inf, np.floor(high / 1000))
    return Result(np.where(open_, np.nan, seconds), _nothing(grouped), size, untimed, eligible,
                  np.where(open_, seconds, np.nan), np.where(open_, most, np.nan))


def _ranked(grouped: Grouped, keep: Flags, percent: int, size: Values, *, half_up: bool = False) -> tuple[Values, Values]:
    """(from_ms, to_ms) of the cell that holds the ranked wait of each group; NaN where a group is empty. half_up: where p%
    falls just between two waits, the upper one."""
    cells, group = grouped.cells, grouped.group
    order = np.lexsort((cells.to_ms[keep], cells.from_ms[keep], group[keep]))
    group_, n = group[keep][order], cells.n[keep][order]
    low, high = cells.from_ms[keep][order], cells.to_ms[keep][order]
    running = np.cumsum(n)
    sizes = size.astype(np.int64)
    before = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    # The rank in whole numbers: ceil(p·N / 100) without a fraction that could be off by one.
    rank = before + np.maximum((percent * sizes + 99) // 100, 1)
    if half_up:
        rank += (percent * sizes % 100 == 0) & (sizes > 0)
    place = np.searchsorted(running, rank, side="left")
    found = sizes > 0
    place = np.minimum(place, max(len(n) - 1, 0))
    lows = np.where(found, low[place].astype(float), np.nan) if len(n) else _nothing(grouped)
    highs = np.where(found, high[place].astype(float), np.nan) if len(n) else _nothing(grouped)
    assert not len(n) or bool((group_[place[found]] == np.flatnonzero(found)).all())
    return lows, highs


# What these tell does not depend on the order of waits between two limits.
NEED_NO_HISTOGRAM = frozenset({"count", "share", "service_level", "abandonment", "mean", "longest", "composition"})


def limits_of(measure: Measure) -> tuple[int, ...] | None:
    """The waits (ms) of which the measure's finaliser asks which side a cell is on; None where it needs every cell."""
    if measure.kind not in NEED_NO_HISTOGRAM:
        return None
    threshold = measure.threshold.last_ms if measure.threshold else None
    short = measure.short_abandon_ms - 1 if measure.short_abandon_ms else None
    return tuple(limit for limit in (threshold, short, measure.longer_than_ms) if limit is not None)


FINALISERS: dict[str, Callable[[Measure, Grouped], Result]] = {
    "count": count, "share": share, "service_level": service_level, "abandonment": abandonment, "mean": mean,
    "percentile": percentile, "longest": longest, "within": within, "bunching": bunching, "total": total}
