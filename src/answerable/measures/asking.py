"""Asking for figures: a question out of words, and who answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from answerable.errors import InputError, did_you_mean
from answerable.measures import backlog, levels, lost_clocks, occupancy, ratios, repeats
from answerable.measures.answering import (
    ANY_DIMENSION,
    Answer,
    Question,
    cells_of,
    check_dimensions,
    chosen_series,
    clocks_of,
)
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.finalise import limits_of
from answerable.measures.grouping import keys_of
from answerable.measures.limits import codes_of, limit_table
from answerable.measures.presence import presence_of
from answerable.periods import PERIODS, check_period, to_day
from answerable.records.store import Manifest, Store
from answerable.records.tables import family_of

__all__ = ["Question", "ask", "question"]

# Kinds that ask how many waited how long, and not in which series.
OVER_SERIES = ("percentile", "longest")
# Kinds whose figures are not one sum of cells after another.
OTHERWISE: dict[str, Callable[..., list[Figure]]] = {
    "backlog": backlog.figures, "level": levels.figures, "ratio": ratios.figures, "repeat": repeats.figures}


def question(by: str | Sequence[str], where: Mapping[str, str] | None, start: str | None, end: str | None) -> Question:
    """A question out of words. Raises InputError for an unknown period, dimension or date."""
    words = [word for part in ([by] if isinstance(by, str) else by) for word in part.split(",")]
    periods = [word for word in words if word in PERIODS]
    dimensions = [word for word in words if word not in PERIODS]
    for word in dimensions:
        if word not in ANY_DIMENSION:
            known = (*PERIODS, *ANY_DIMENSION)
            raise InputError(f"'{word}' is neither a kind of period nor a dimension.",
                             remedy=did_you_mean(word, known) or f"Use one of: {', '.join(known)}.")
    if len(periods) > 1:
        raise InputError(f"{len(periods)} kinds of period are asked for: {', '.join(periods)}.", remedy="Ask for one.")
    conditions = dict(where or {})
    for name in conditions:
        if name not in ANY_DIMENSION:
            raise InputError(f"'{name}' is not a dimension.", remedy=did_you_mean(name, ANY_DIMENSION)
                             or f"Use one of: {', '.join(ANY_DIMENSION)}.")
    return Question(check_period(periods[0]) if periods else "all", tuple(dict.fromkeys(dimensions)),
                    tuple(sorted(conditions.items())), _day(start), _day(end))


def _day(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return to_day(date.fromisoformat(text))
    except ValueError as error:
        raise InputError(f"'{text}' is not a date.", remedy="Write it as 2026-09-01.") from error


def ask(store: Store, head: Manifest, measure: Measure, asked: Question, time_zone: str) -> list[Figure]:
    """The figures of a measure, in order of period and group; those of a rolling window carry the last month's beside them.

    Raises InputError for what it cannot be asked.
    """
    found = _ask(store, head, measure, asked, time_zone)
    if measure.has_interval and measure.records.several:
        several = replace(asked, dimensions=tuple(dict.fromkeys((*asked.dimensions, measure.records.several))))
        found = _sized(found, _ask(store, head, measure, several, time_zone))
    if not asked.period.startswith("rolling"):
        return found
    months = {(figure.period_end, tuple(figure.dimensions.items())): figure
              for figure in _ask(store, head, measure, replace(asked, period="month"), time_zone)}
    return [replace(figure, latest=months.get((figure.period_end, tuple(figure.dimensions.items())))) for figure in found]


def _sized(figures: Sequence[Figure], by_question: Sequence[Figure]) -> list[Figure]:
    """The figures with how many different people they are of at least: as many as answered the question that most answered.
    Two answers of one person are not two people, and may well go together."""
    names = frozenset(figures[0].dimensions) if figures else frozenset()
    sizes: dict[tuple[str, frozenset[tuple[str, str | None]]], float] = {}
    for part in by_question:
        key = part.period_start, frozenset(item for item in part.dimensions.items() if item[0] in names)
        sizes[key] = max(sizes.get(key, 0), part.denominator or 0)
    return [replace(figure, sample_size=sizes.get((figure.period_start, frozenset(figure.dimensions.items()))))
            for figure in figures]


def _ask(store: Store, head: Manifest, measure: Measure, asked: Question, time_zone: str) -> list[Figure]:
    book = store.combinations(head, family_of(measure.table))
    check_dimensions(measure, asked)
    dimensions = tuple(dict.fromkeys((*asked.dimensions, *measure.dimensions)))
    if measure.kind in OTHERWISE:
        return OTHERWISE[measure.kind](store, head, measure, asked, dimensions, time_zone)
    if measure.kind == "occupancy":
        return occupancy.figures(store, head, measure, asked.period, dimensions, asked.where, asked.first, asked.last,
                                 time_zone)
    presence = presence_of(store, head, measure, book, dict(asked.where))
    if presence is None:
        return []
    limits = limit_table(measure, book, store.folder)
    if limits is not None and limits.dated and asked.period == "hour-of-week":
        raise InputError(f"'{measure.id}' is held against a grade scheme, which has its dates: it cannot be asked by "
                         "hour-of-week.", remedy="Ask by half-hour, by day or longer.")
    clocks = sorted({*clocks_of(measure), *codes_of(limits)})
    chosen = chosen_series(measure, book, asked.where)
    cells = cells_of(store, head, measure.table, asked, chosen, clocks, by_day=limits is not None and limits.dated,
                     limits=limits_of(measure), over_series=measure.kind in OVER_SERIES and not dimensions)
    keys = keys_of(asked.period, cells, presence, asked.first, asked.last, time_zone)
    answer = Answer(measure, book, dimensions, keys, asked.period, limits)
    presences = [presence_of(store, head, measure, book, dict(asked.where) | answer.feed_of(label)) or presence
                 for label in answer.labels]
    answer.presences = [found.within(asked.first, asked.last) for found in presences]
    answer.lost = lost_clocks.lost_times(store, head, measure, book, dict(asked.where), dimensions, answer.labels)
    return answer.figures()
