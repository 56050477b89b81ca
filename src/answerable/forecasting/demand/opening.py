"""Opening hours, closed days and lost stretches, found from the counts themselves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from answerable.forecasting.demand.types import Flags, Floats, Whole

# Opening hours are those of the last weeks; a slot that never had a call is closed only where that many calls would have been
# expected in it otherwise, so that a quiet line is not taken for a closed one (chance of none at 12: 6 in a million).
RECENT_WEEKS, EXPECTED = 8, 12.0
# A stretch without a call in which that many were expected is a lost feed and not a quiet time. Days differ, so more is asked
# for than of chance alone.
LOST = 25.0
# A day with less than this share of its weekday's usual total, of days long enough to tell, is lost or closed.
PARTIAL = 0.15
# A day recurs after a year by its date, or by its weekday of the month.
YEARS_APART = (364, 365, 366, 371)


def open_week(rates: Floats, weekdays: Whole) -> Flags:
    """(7 × slots): which slots of the week are open. Closed are slots without a row or a call in the recent weeks, where the
    rest of the week would have led one to expect calls."""
    recent = slice(max(0, len(rates) - 7 * RECENT_WEEKS), None)
    rates, weekdays = rates[recent], weekdays[recent]
    known, filled = ~np.isnan(rates), np.nan_to_num(rates)
    days = np.array([known[weekdays == day].sum(axis=0) for day in range(7)])
    calls = np.array([filled[weekdays == day].sum(axis=0) for day in range(7)])
    seen = np.bincount(weekdays, minlength=7)[:, None] > 0
    if not calls.sum():
        return np.ones_like(calls, dtype=bool)
    absent = (days == 0) & seen & (np.bincount(weekdays, minlength=7)[:, None] > 1)
    whole_day = calls.sum(axis=1, keepdims=True) == 0
    whole_slot = calls.sum(axis=0, keepdims=True) == 0
    each_day = calls.sum() / max(1, (~whole_day).sum())
    each_slot = calls.sum() / max(1, (~whole_slot).sum())
    product = calls.sum(axis=1, keepdims=True) * calls.sum(axis=0, keepdims=True) / calls.sum()
    silent = (calls == 0) & ((whole_day & (each_day >= EXPECTED)) | (whole_slot & (each_slot >= EXPECTED))
                             | (product >= EXPECTED))
    return np.asarray(~(absent | silent))


def lost_stretches(rates: Floats, weekdays: Whole, opened: Flags, special: Flags) -> Flags:
    """(days × slots): what is to be left out of learning: stretches without a call where many were expected, and days far
    below their weekday's usual (closed, or a feed that came in part). Special days are not judged so."""
    usual = usual_rates(rates, weekdays)
    lost = np.zeros(rates.shape, dtype=bool)
    flat, expected = np.nan_to_num(rates, nan=1.0).ravel(), np.nan_to_num(usual).ravel()
    silent = (flat == 0) & opened[weekdays].ravel()
    edges = np.flatnonzero(np.diff(np.concatenate(([0], silent.astype(int), [0]))))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if expected[start:end].sum() >= LOST:
            lost.ravel()[start:end] = True
    totals, wanted = np.nansum(rates, axis=1), np.nansum(np.where(np.isnan(rates), 0, usual), axis=1)
    partial = (totals < PARTIAL * wanted) & (wanted >= LOST) & ~special & ~_recurs((totals < wanted / 2) & (totals > 0))
    return np.asarray(lost | partial[:, None])


def _recurs(low: Flags) -> Flags:
    """(days): low days that were low a year before or after too, by date or by weekday: Christmas is no lost feed."""
    again = np.zeros(len(low), dtype=bool)
    for apart in YEARS_APART:
        again[apart:] |= low[:-apart] if apart < len(low) else False
        again[:-apart] |= low[apart:] if apart < len(low) else False
    return np.asarray(low & again)


def usual_rates(rates: Floats, weekdays: Whole, reach: int = 4) -> Floats:
    """(days × slots): the median of the same slot on the same weekday, up to `reach` weeks before and after; the day itself
    is among them. nan where there is none."""
    usual = np.full(rates.shape, np.nan)
    for day in range(7):
        rows = rates[weekdays == day]
        if not len(rows):
            continue
        padded = np.pad(rows, ((reach, reach), (0, 0)), constant_values=np.nan)
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0)
        usual[weekdays == day] = _median(windows)
    return usual


def _median(windows: Floats) -> Floats:
    """The median along the last axis without nan, and nan where there is nothing; nanmedian warns of such and is slow."""
    ordered = np.sort(windows, axis=-1)
    number = (~np.isnan(ordered)).sum(axis=-1)
    low, high = np.maximum(number - 1, 0) // 2, number // 2
    pick = [np.take_along_axis(ordered, np.minimum(place, ordered.shape[-1] - 1)[..., None], axis=-1)[..., 0]
            for place in (low, high)]
    return np.where(number > 0, (pick[0] + pick[1]) / 2, np.nan)


def closed_flags(known: Mapping[str, Floats], rates: Floats, opened: Flags, ahead: int) -> Flags:
    """(ahead): those marked by a calendar column on whose earlier days the line was closed though its weekday is open:
    on two of them at least, and on three in four."""
    totals, usually = np.nansum(rates, axis=1), opened.any(axis=1)
    days = len(rates)
    shut = np.zeros(ahead, dtype=bool)
    for column in known.values():
        before = (np.nan_to_num(column[:days]) != 0) & usually
        closed = before & (totals == 0)
        if closed.sum() >= 2 and closed.sum() >= 0.75 * before.sum():
            shut |= np.nan_to_num(column[days:days + ahead]) != 0
    return shut
