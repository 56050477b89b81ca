"""The months of a measure, each by the version of its definition that held then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from answerable.measures.asking import Question, ask
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.versions import in_force_from
from answerable.records.store import Manifest, Store


def monthly(store: Store, head: Manifest, measure: Measure, kept: Mapping[int, Measure], time_zone: str) -> list[Figure]:
    """A measure's months, each worked out by the version that held on its first day; by the next one where that
    version's text is not kept. A version of another unit, or over another dimension, is another series: its months are
    left out. kept: every version of it that is kept, by number."""
    asked = {number: ask(store, head, version, Question("month"), time_zone) for number, version in kept.items()}
    months = sorted({figure.period_start for figures in asked.values() for figure in figures})
    return [figure for start in months for number in [_holding(measure, kept, date.fromisoformat(start))]
            if (kept[number].unit, kept[number].dimensions) == (measure.unit, measure.dimensions)
            for figure in _of_month(asked, number, start)]


def _holding(measure: Measure, kept: Iterable[int], day: date) -> int:
    """The number of the version that held on a day, of those kept."""
    begun = [number for number in kept if (in_force_from(measure, number) or date.min) <= day]
    return max(begun, default=min(kept))


def _of_month(asked: Mapping[int, Sequence[Figure]], number: int, start: str) -> list[Figure]:
    """A version's figures of a month. Where only other versions tell of it, one without a value: a gap, not a month
    that was never there."""
    found = [figure for figure in asked[number] if figure.period_start == start]
    others = [figure for figures in asked.values() for figure in figures if figure.period_start == start]
    return found or [replace(others[0], version=number, value=None, numerator=None, denominator=None, coverage=0.0,
                             status="no-data", untimed=0, note="no records of this period")]
