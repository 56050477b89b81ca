"""Levels: amounts that stand at a date, such as posts and people in post. A period has the level of its last statement."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from answerable.errors import InputError
from answerable.measures.answering import Answer, Question, cells_of, chosen_series
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.finalise import Result, amount_scale
from answerable.measures.grouping import Keys, keys_of
from answerable.measures.presence import presence_of
from answerable.records.contract import CONTACTS_CODE
from answerable.records.store import Manifest, Store
from answerable.records.tables import clock_codes, family_of

Values = npt.NDArray[np.float64]


def figures(store: Store, head: Manifest, measure: Measure, asked: Question, dimensions: tuple[str, ...],
            time_zone: str) -> list[Figure]:
    """The level at the last day of each period that has a statement of the population: amount, less `minus`, as a share of
    `of` where the measure says so. A group that the last statement does not name, or of which it leaves an amount open, has
    no value. Raises InputError for half-hours and hours of the week: a level stands at a date."""
    if asked.period in ("half-hour", "hour-of-week"):
        raise InputError(f"'{measure.id}' stands at a date: it cannot be asked by {asked.period}.",
                         remedy="Ask by day, month or longer.")
    book = store.combinations(head, family_of(measure.table))
    presence = presence_of(store, head, measure, book, dict(asked.where))
    if presence is None:
        return []
    amounts = [name for name in (measure.amount, measure.minus, measure.of) if name is not None]
    codes = {name: clock_codes(measure.table, name)[0] for name in amounts}
    # Which statement is the last one does not depend on whom a question is about: nobody's older one stands in for it.
    series = chosen_series(measure, book, ())
    cells = cells_of(store, head, measure.table, asked, series, [CONTACTS_CODE, *codes.values()], by_day=True)
    keys = keys_of(asked.period, cells, presence, asked.first, asked.last, time_zone)
    wanted = np.isin(keys.cells.series, chosen_series(measure, book, asked.where))
    last = _at_last_statement(keys)[wanted]
    keys = replace(keys, cells=keys.cells.where(wanted), group=keys.group[wanted])
    answer = Answer(measure, book, dimensions, keys, asked.period)
    answer.presences = [presence.within(asked.first, asked.last)] * len(answer.labels)
    group = keys.group * len(answer.labels) + answer.place_of_series[keys.cells.series]
    size = len(keys.starts) * len(answer.labels)

    def level(name: str | None) -> Values:
        if name is None:
            return np.zeros(size)
        keep = last & (keys.cells.clock == codes[name])
        added = np.bincount(group[keep], weights=keys.cells.ms_sum[keep], minlength=size)
        return added.astype(np.float64) / amount_scale(measure.table, name)

    def stated(code: int) -> Values:
        keep = last & (keys.cells.clock == code)
        return np.bincount(group[keep], weights=keys.cells.n[keep], minlength=size).astype(np.float64)

    rows = stated(CONTACTS_CODE)
    told = (rows > 0) & np.logical_and.reduce([stated(code) == rows for code in codes.values()])
    value = np.where(told, level(measure.amount) - level(measure.minus), np.nan)
    whole = np.where(told, level(measure.of), np.nan)
    none, zero = np.full(size, np.nan), np.zeros(size)
    if measure.of is None:
        return answer.figures(Result(value, value, none, zero, zero, none, none))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(whole > 0, 100 * value / whole, np.nan)
    return answer.figures(Result(share, value, whole, zero, zero, none, none))


def _at_last_statement(keys: Keys) -> npt.NDArray[np.bool_]:
    """Which cells are of the last day of their period on which the population has any."""
    newest = np.full(len(keys.starts) + 1, np.iinfo(np.int64).min)
    np.maximum.at(newest, keys.group, keys.cells.day)
    flags: npt.NDArray[np.bool_] = keys.cells.day == newest[keys.group]
    return flags
