"""The intervals of figures that come from samples and surveys, and who answered them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlglot import exp

from answerable.judgement.samples import Interval, interval_of_share
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.records.expressions import parse
from answerable.records.survey_tables import SURVEY_ANSWERS

# Who answered is told by this dimension; the others of a survey say who was asked, and how.
OUTCOME = "outcome"
OF_THE_ASKED = frozenset({"survey", "cohort", "method", "place"})


def interval_of(measure: Measure, figure: Figure) -> Interval | None:
    """The interval of a figure; None where it counts all that there are, or has no value."""
    size = figure.sample_size or figure.denominator
    if not measure.has_interval or figure.value is None or not size:
        return None
    return interval_of_share(figure.value / 100, size)


def interval_json(measure: Measure, figure: Figure) -> dict[str, Any]:
    """The key "interval" of a released figure: there (null where it has no value) for samples and surveys only."""
    found = interval_of(measure, figure)
    return {"interval": found.as_json() if found else None} if measure.has_interval else {}


def interval_columns(measure: Measure, figure: Figure) -> dict[str, float | None]:
    """The same as two columns in per cent."""
    told = interval_json(measure, figure).get("interval") or {}
    return {f"interval_{end}": told.get(end) for end in ("low", "high")} if measure.has_interval else {}


def response_of(measure: Measure) -> Measure | None:
    """The measure of how many of those asked answered, for a measure of a survey; None where it cannot be told: of other
    tables, and where the population chooses by what only an answer tells."""
    if measure.table != SURVEY_ANSWERS.name or not measure.has_interval:
        return None
    kept = [part for part in _parts(measure.population.tree) if _columns(part) != {OUTCOME}]
    if any(not _columns(part) <= OF_THE_ASKED for part in kept):
        return None
    population = " AND ".join(f"({part.sql()})" for part in kept) or "true"
    return replace(measure, kind="share", population=parse(population), counted=parse(f"{OUTCOME} = 'answered'"),
                   dimension=None, sampled=False)


def _parts(node: Any) -> list[exp.Expression]:
    """The conditions that AND joins."""
    if isinstance(node, exp.Paren):
        return _parts(node.this)
    return [*_parts(node.this), *_parts(node.expression)] if isinstance(node, exp.And) else [node]


def _columns(node: exp.Expression) -> set[str]:
    return {column.name for column in node.find_all(exp.Column)}
