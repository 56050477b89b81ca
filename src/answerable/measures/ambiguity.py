"""What can be misread in a definition: words that say something else than what is counted, and keepers that do not keep.

Such a definition computes; but people would read its figure as another one. `answerable measures check` refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from answerable.errors import AnswerableError
from answerable.measures.definition import Measure
from answerable.measures.meaning import meaning
from answerable.words import format_value, join_words

# A review further off than this is none.
MOST_YEARS_TO_REVIEW = 2
_SECONDS = {"second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "hour": 3600, "h": 3600, "day": 86400}
_TIME = re.compile(r"(?<![\w.])([0-9]+) ?(second|sec|s|minute|min|hour|h|day)s?(?![a-z])", re.IGNORECASE)
_TIME_IN_ID = re.compile(r"(?:^|-)([0-9]+)(s|min|h|day)s?(?=-|$)")
_CLOCK = re.compile(r"\b(caller|force|queue)[’']s clock", re.IGNORECASE)
_CLOCK_IN_ID = re.compile(r"-(caller|force|queue)-clock")
_STRICT = re.compile(r"\b(?:under|less than|below|fewer than|in less than)\s+[0-9]", re.IGNORECASE)
_LOOSE = re.compile(r"\b(?:within|at most|no longer than|no more than|up to)\s+[0-9]", re.IGNORECASE)
_PERCENTILE = re.compile(r"\b([0-9]{1,2})(?:st|nd|rd|th) percentile\b", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:mean|average)\b", re.IGNORECASE)
_MEDIAN = re.compile(r"\bmedian\b", re.IGNORECASE)
_LINE = re.compile(r"(?<![\w.])(999|101)(?![\w.])")
# What a time given in each unit counts in seconds, by the end of its key's name.
_UNIT_ENDS = {"_ms": 0.001, "_seconds": 1.0, "_minutes": 60.0, "_hours": 3600.0, "_days": 86400.0}


def ambiguities(measure: Measure, today: date) -> list[str]:
    """Every way in which a definition can be misread, with its remedy. today: the day by which a review is too far off."""
    return [fault for check in CHECKS for fault in check(measure)] + list(_review(measure, today))


def _said(measure: Measure) -> dict[str, str]:
    return {"title": measure.title, "sentence": measure.sentence}


def _limits(measure: Measure) -> set[float]:
    """Every length of time, in seconds, that the definition's meaning names."""
    return set(_times(meaning(measure)))


def _times(content: Any, name: str = "") -> Iterator[float]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _times(value, key)
    elif isinstance(content, (int, float)):
        yield from (content * size for end, size in _UNIT_ENDS.items() if name.endswith(end))


def times_named(measure: Measure) -> Iterator[str]:
    """A title, sentence or name that names another length of time than the definition."""
    limits = _limits(measure)
    named = [(where, match[0], int(match[1]) * _SECONDS[match[2].lower()])
             for where, text in _said(measure).items() for match in _TIME.finditer(text)]
    named += [("measure", match[0].strip("-"), int(match[1]) * _SECONDS[match[2]])
              for match in _TIME_IN_ID.finditer(measure.id)]
    for where, words, seconds in named:
        if not any(abs(seconds - limit) < 0.001 for limit in limits):
            known = join_words([format_value(limit, "seconds") for limit in sorted(limits)]) or "no length of time"
            yield f"'{where}' names '{words}', but the definition names {known}: make them say the same."


def clock_named(measure: Measure) -> Iterator[str]:
    """A title, sentence or name that names another clock than the definition's."""
    found = [(where, match[1].lower()) for where, text in _said(measure).items() for match in _CLOCK.finditer(text)]
    found += [("measure", match[1]) for match in _CLOCK_IN_ID.finditer(measure.id)]
    for where, clock in found:
        if clock != measure.clock:
            yield f"'{where}' names the {clock}'s clock, but 'clock' is '{measure.clock or 'not given'}': make them the same."


def strictness(measure: Measure) -> Iterator[str]:
    """'Within 10 seconds' takes a wait of just 10 seconds in, 'under 10 seconds' does not."""
    if measure.threshold is None:
        return
    words = _STRICT if measure.threshold.comparison == "<=" else _LOOSE
    for where, text in _said(measure).items():
        for match in words.finditer(text):
            yield (f"'{where}' says '{match[0][:-1].strip()}', but 'comparison' is '{measure.threshold.comparison}': "
                   "'within' goes with <=, 'under' with <.")


def middle_named(measure: Measure) -> Iterator[str]:
    """A mean called a median, or the other way round; another percentile than the definition's."""
    for where, text in _said(measure).items():
        for match in _PERCENTILE.finditer(text):
            if int(match[1]) != measure.percentile:
                yield f"'{where}' names the {match[0]}, but 'percentile' is {measure.percentile or 'not given'}."
        if _MEDIAN.search(text) and measure.percentile != 50:
            yield f"'{where}' says 'median', which is the 50th percentile; 'percentile' is {measure.percentile or 'not given'}."
        if (average := _AVERAGE.search(text)) and measure.kind in ("percentile", "longest"):
            yield f"'{where}' says '{average[0]}', but 'kind' is '{measure.kind}'."


def line_named(measure: Measure) -> Iterator[str]:
    """A line that is named but not asked for. 999 and 101 are lines of contacts."""
    if measure.table != "contacts":
        return
    for where, text in _said(measure).items():
        for line in dict.fromkeys(_LINE.findall(text)):
            if f"'{line}'" not in measure.population.text:
                yield f"'{where}' names the line {line}, which 'population' does not: add \"line = '{line}'\", or reword it."


def keepers(measure: Measure) -> Iterator[str]:
    """Whoever checks a definition is somebody else than who wrote it."""
    checked = (measure.keeper.checked_by or "").strip()
    if checked and checked.casefold() == measure.keeper.author.strip().casefold():
        yield (f"'checked_by' and 'author' are both '{measure.keeper.author}': let somebody else check it, or leave "
               "'checked_by' out until then.")


CHECKS: tuple[Callable[[Measure], Iterable[str]], ...] = (times_named, clock_named, strictness, middle_named, line_named,
                                                          keepers)


def _review(measure: Measure, today: date) -> Iterator[str]:
    due = measure.keeper.review_due
    if due.toordinal() > today.toordinal() + 366 * MOST_YEARS_TO_REVIEW:
        yield f"'review_due' is {due}, more than {MOST_YEARS_TO_REVIEW} years away: choose one within them."


def overdue(measure: Measure, today: date) -> bool:
    """Whether a definition should have been reviewed before this day."""
    return measure.keeper.review_due < today


def checked(read: Callable[[], Measure], today: date) -> list[str]:
    """The faults of a definition that is yet to be read: those that it does not parse for, or else its ambiguities."""
    try:
        return ambiguities(read(), today)
    except AnswerableError as error:
        return list(getattr(error, "faults", ()) or [error.line()])
