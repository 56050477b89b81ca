"""What a release tells of a measure beside its months: the latest figure by each dimension, weekday by
hour, and the times that a grade scheme gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from answerable.charts.heat import FEWEST_CASES
from answerable.measures.answering import AGE_BAND
from answerable.measures.asking import Question
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.grades import Scheme
from answerable.periods import WEEKDAYS, day_label, to_date, to_day
from answerable.records.incident_tables import INCIDENTS
from answerable.records.tables import TABLES
from answerable.sampling import response_of
from answerable.words import format_value

WEEKLY_SHAPE_DAYS = 364
# A table of more rows than this is no answer for a page; the downloads of figures and `answerable figures` give it.
MOST_ROWS = 40
# Kinds whose figure of an hour of the week says nothing, and tables whose records have no time of day that matters.
WITHOUT_HOURS = ("longest", "level", "bunching", "total")
WITH_HOURS = ("contacts", "incidents", "duties")
Asking = Callable[[Measure, Question], list[Figure]]
Shown = Callable[[Figure], dict[str, Any]]


def dimensions_to_publish(measure: Measure) -> tuple[str, ...]:
    """The dimensions by which the latest figure of a measure is published."""
    if measure.kind == "occupancy":
        return ()
    if measure.dimensions:
        return measure.dimensions
    if measure.above and measure.below:
        both = TABLES[measure.above.table].published
        return tuple(name for name in both if name in TABLES[measure.below.table].published)
    age = (AGE_BAND,) if measure.kind == "backlog" and measure.statistic in ("average", "at-clock-times") else ()
    return (*measure.records.published, *age)


def breakdowns(measure: Measure, headline: Figure | None, ask: Asking, shown: Shown) -> list[dict[str, Any]]:
    """The headline's figure by each dimension of which there is more than one value; by one that the measure is always told by
    also where there is only one, as nothing else shows its figure. ask: gives the figures of a question; shown: a figure as the
    release holds it."""
    if headline is None:
        return []
    first, last = (to_day(date.fromisoformat(day)) for day in (headline.period_start, headline.period_end))
    found = []
    for dimension in dimensions_to_publish(measure):
        rows = [figure for figure in ask(measure, Question("month", (dimension,), first=first, last=last))
                if figure.denominator != 0 and figure.dimensions[dimension] is not None]
        fewest = 1 if dimension in measure.dimensions else 2
        if fewest <= len(rows) <= MOST_ROWS:
            found.append({"dimension": dimension, "period_label": headline.label,
                          "rows": [shown(figure) | {"label": figure.dimensions[dimension]} for figure in rows]})
    return found


def response_rates(measure: Measure, headline: Figure | None, ask: Asking, shown: Shown) -> list[dict[str, Any]]:
    """How many of those asked answered, for a measure of a survey and the headline's period: one row a survey where there are
    several; empty where it is no survey, or cannot be told."""
    answering = response_of(measure)
    if headline is None or answering is None:
        return []
    first, last = (to_day(date.fromisoformat(day)) for day in (headline.period_start, headline.period_end))
    found = ask(answering, Question("month", first=first, last=last))
    return [shown(figure) | {"label": ", ".join(value for value in figure.dimensions.values() if value)}
            for figure in found if figure.value is not None]


def by_hour(measure: Measure, year_end: str, ask: Asking) -> dict[str, Any] | None:
    """Weekday by hour over the year that ends on `year_end` (ISO); None where the records of that year do not tell it."""
    tables = {measure.table} | ({measure.above.table, measure.below.table} if measure.above and measure.below else set())
    dated = measure.limits is not None and not measure.limits.limits_ms and measure.kind != "backlog"
    if measure.dimensions or dated or measure.kind in WITHOUT_HOURS or not tables <= set(WITH_HOURS):
        return None
    end = date.fromisoformat(year_end)
    start = end - timedelta(days=WEEKLY_SHAPE_DAYS - 1)
    figures = ask(measure, Question("hour-of-week", first=to_day(start), last=to_day(end)))
    texts = [format_value(figure.value, figure.unit) if figure.value is not None else None for figure in figures]
    if len(texts) != 7 * 24 or not any(texts):
        return None
    return {"period_label": f"{day_label(start)} to {day_label(end)}", "fewest_cases": FEWEST_CASES,
            "rows": [{"label": WEEKDAYS[day], "values": texts[24 * day:24 * day + 24],
                      "numbers": [figure.value for figure in figures[24 * day:24 * day + 24]],
                      "cases": [figure.denominator for figure in figures[24 * day:24 * day + 24]]} for day in range(7)]}


def grade_times(measure: Measure, schemes: Sequence[Scheme]) -> list[dict[str, Any]]:
    """The times that the grade schemes of a force give, for a measure that is held against them: one row a grade that has
    one, the newest scheme first. Frozen into the release, so that a scheme that is changed later changes no published page."""
    if measure.limits is None or measure.limits.limits_ms:
        return []
    return [{"scheme": scheme.title, "grade": grade.name, "title": grade.title, "area": area or None,
             "text": format_value(ms / 1000, "seconds"), "seconds": ms / 1000, "clock": scheme.clock,
             "clock_words": next(clock.about for clock in INCIDENTS.clocks if clock.name == scheme.clock),
             "agency": scheme.agency, "from": to_date(scheme.first).isoformat(),
             "to": None if scheme.last is None else to_date(scheme.last).isoformat(),
             "status": scheme.status, "source": scheme.source}
            for scheme in sorted(schemes, key=lambda scheme: -scheme.first) for grade in scheme.grades.values()
            for area, ms in sorted(grade.limits_ms.items(), reverse=True)]
