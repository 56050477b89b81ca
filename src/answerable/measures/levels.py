"""Levels: amounts that stand at a date, such as posts and people in post. A period has the level of its last statement."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
    `of` where the measure says so."""
    book = store.combinations(head, family_of(measure.table))
    presence = presence_of(store, head, measure, book, dict(asked.where))
    if presence is None:
        return []
    amounts = [name for name in (measure.amount, measure.minus, measure.of) if name is not None]
    codes = {name: clock_codes(measure.table, name)[0] for name in amounts}
    series = chosen_series(measure, book, asked.where)
    cells = cells_of(store, head, measure.table, asked, series, [CONTACTS_CODE, *codes.values()], by_day=True)
    keys = keys_of(asked.period, cells, presence, asked.first, asked.last, time_zone)
    answer = Answer(measure, book, dimensions, keys, asked.period)
    answer.presences = [presence.within(asked.first, asked.last)] * len(answer.labels)
    last = _at_last_statement(keys)
    group = keys.group * len(answer.labels) + answer.place_of_series[keys.cells.series]
    size = len(keys.starts) * len(answer.labels)

    def level(name: str | None) -> Values:
        if name is None:
            return np.zeros(size)
        keep = last & (keys.cells.clock == codes[name])
        added = np.bincount(group[keep], weights=keys.cells.ms_sum[keep], minlength=size)
        return added.astype(np.float64) / amount_scale(measure.table, name)

    told = np.bincount(group[last], minlength=size) > 0
    value, whole = level(measure.amount) - level(measure.minus), level(measure.of)
    none, zero = np.full(size, np.nan), np.zeros(size)
    if measure.of is None:
        return answer.figures(Result(np.where(told, value, np.nan), value, none, zero, zero, none, none))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(told & (whole > 0), 100 * value / whole, np.nan)
    return answer.figures(Result(share, value, whole, zero, zero, none, none))


def _at_last_statement(keys: Keys) -> npt.NDArray[np.bool_]:
    """Which cells are of the last day of their period on which the population has any."""
    newest = np.full(len(keys.starts) + 1, np.iinfo(np.int64).min)
    np.maximum.at(newest, keys.group, keys.cells.day)
    flags: npt.NDArray[np.bool_] = keys.cells.day == newest[keys.group]
    return flags
