"""Ratios: what is counted or added up in one table of records, over what is in another, for the same period and group."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from answerable.errors import InputError
from answerable.measures.answering import Answer, Question, cells_of, chosen_series
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.finalise import Result, amount_scale
from answerable.measures.grouping import Keys, keys_of
from answerable.measures.parts import RECORDS, Part
from answerable.measures.presence import Presence, presence_of
from answerable.measures.staffed import SPANS, staffed_cells
from answerable.records.contract import CONTACTS_CODE
from answerable.records.store import Manifest, Store
from answerable.records.tables import TABLES, clock_codes, family_of

Values = npt.NDArray[np.float64]
Label = tuple[str | None, ...]


@dataclass(frozen=True)
class _Side:
    """One side of a ratio: its sums by period and label."""

    keys: Keys
    presence: Presence
    labels: list[Label]
    sums: Values

    def of(self, label: Label) -> Values:
        """The sums of a label by period; 0 where it has no records."""
        return self.sums[:, self.labels.index(label)] if label in self.labels else np.zeros(len(self.keys.starts))


def figures(store: Store, head: Manifest, measure: Measure, asked: Question, dimensions: tuple[str, ...],
            time_zone: str) -> list[Figure]:
    """The figures of a ratio. Raises InputError for a dimension that one of its two tables does not have."""
    parts = [part for part in (measure.above, measure.below) if part is not None]
    for part in parts:
        _check(measure, part, dimensions, asked)
    known = [presence for part in parts if (presence := _presence(store, head, measure, part, asked)) is not None]
    if len(known) < len(parts):
        return []
    # Both sides are told of the days that both could have: what came of one only would be held against nothing.
    bounds = [[presence.first for presence in known], [presence.last for presence in known]]
    first, last = max(bounds[0]), min(bounds[1])
    common = replace(asked, first=first if asked.first is None else max(first, asked.first),
                     last=last if asked.last is None else min(last, asked.last))
    if common.first is None or common.last is None or common.first > common.last:
        return []
    sides = [_side(store, head, measure, part, common, dimensions, time_zone) for part in parts]
    return _figures(measure, asked, dimensions, sides[0], sides[1])


def _check(measure: Measure, part: Part, dimensions: tuple[str, ...], asked: Question) -> None:
    for name in (*dimensions, *(name for name, _value in asked.where)):
        if name not in TABLES[part.table].series_columns:
            raise InputError(f"'{measure.id}' cannot be asked by or for '{name}': {TABLES[part.table].title.lower()} do not "
                             "have it.", remedy="Ask by what both of its tables have.")


def _as_measure(measure: Measure, part: Part) -> Measure:
    return replace(measure, table=part.table, population=part.population, dimension=None)


def _presence(store: Store, head: Manifest, measure: Measure, part: Part, asked: Question) -> Presence | None:
    book = store.combinations(head, family_of(part.table))
    return presence_of(store, head, _as_measure(measure, part), book, dict(asked.where))


def _side(store: Store, head: Manifest, measure: Measure, part: Part, asked: Question, dimensions: tuple[str, ...],
          time_zone: str) -> _Side:
    book, own = store.combinations(head, family_of(part.table)), _as_measure(measure, part)
    presence = _presence(store, head, measure, part, asked)
    assert presence is not None
    series = chosen_series(own, book, asked.where)
    code = CONTACTS_CODE if part.amount == RECORDS else clock_codes(part.table, part.amount)[0]
    if part.amount in SPANS.get(part.table, {}) and asked.period in ("half-hour", "hour-of-week"):
        cells = staffed_cells(store, head, part.table, asked, series, code, time_zone)
    else:
        cells = cells_of(store, head, part.table, asked, series, [code])
    keys = keys_of(asked.period, cells, presence, asked.first, asked.last, time_zone)
    answer = Answer(own, book, dimensions, keys, asked.period)
    size = len(keys.starts) * max(len(answer.labels), 1)
    group = keys.group * len(answer.labels) + answer.place_of_series[keys.cells.series]
    weights = keys.cells.n if part.amount == RECORDS else keys.cells.ms_sum / amount_scale(part.table, part.amount)
    sums = np.bincount(group, weights=weights, minlength=size).reshape(len(keys.starts), max(len(answer.labels), 1))
    return _Side(keys, presence.within(asked.first, asked.last), answer.labels, sums.astype(np.float64))


def _figures(measure: Measure, asked: Question, dimensions: tuple[str, ...], above: _Side, below: _Side) -> list[Figure]:
    labels = sorted({*above.labels, *below.labels}, key=lambda label: tuple(str(word) for word in label))
    if not labels or not above.keys.starts:
        return []
    assert above.keys.starts == below.keys.starts, "the two sides of a ratio have other periods"
    numerator = np.stack([above.of(label) for label in labels], axis=1).ravel()
    denominator = np.stack([below.of(label) for label in labels], axis=1).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(denominator > 0, (100 if measure.unit == "percent" else 1) * numerator / denominator, np.nan)
    none, zero = np.full(len(value), np.nan), np.zeros(len(value))
    answer = Answer(measure, (), dimensions, above.keys, asked.period, labels=labels)
    result = Result(value, numerator, denominator, zero, zero, none, none)
    told = []
    for side in (above, below):
        answer.presences = [side.presence] * len(labels)
        told.append(answer.figures(result))
    # A side of which nothing came is no 0: the figure is worth what came of the side of which less came.
    return [_lesser(one, other) for one, other in zip(*told, strict=True)]


def _lesser(one: Figure, other: Figure) -> Figure:
    """Of a figure told by what came of either side, the one of which less came; a provisional one before a final one."""
    return min(one, other, key=lambda figure: (figure.coverage or 0, figure.status != "provisional"))
