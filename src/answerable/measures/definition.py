"""What a measure is: parsed from YAML once, checked, frozen. Any change of meaning is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlglot import exp

from answerable.measures.parts import Limits, Part
from answerable.records.expressions import Expression, parse
from answerable.records.series import Combination
from answerable.records.table import Table
from answerable.records.tables import TABLES

KINDS = ("count", "share", "service_level", "abandonment", "mean", "percentile", "longest", "composition",
         "occupancy", "within", "total", "ratio", "level", "backlog", "bunching", "repeat")
UNITS = {"count": "contacts", "share": "percent", "service_level": "percent", "abandonment": "percent",
         "mean": "seconds", "percentile": "seconds", "longest": "seconds", "composition": "percent",
         "occupancy": "percent", "within": "percent", "bunching": "percent", "repeat": "percent"}
# Kinds whose figure is a share of records, each of which counts or does not.
SHARES = ("share", "service_level", "abandonment", "composition", "within", "repeat")
# A ratio says which it is.
RATIO_UNITS = ("percent", "ratio")
METHODS = ("nearest-rank", "midpoint")
DIRECTIONS = ("higher", "lower", "neutral")
# How a threshold is held against a wait: in milliseconds as recorded, or cut to whole seconds first. 10.9 s is
# within "≤ 10 s" only when cut. The unit is part of the definition.
RESOLUTIONS = ("milliseconds", "whole-seconds")
COMPARISONS = ("<=", "<")

# The five service-level formulas in use (Genesys Cloud and ICMI documentation; domain notes §1.2), as
# (what counts, out of what).
FORMULAS = {
    "answered-or-abandoned-within-of-offered": ("answered or abandoned within the threshold", "answered and abandoned"),
    "answered-within-of-answered": ("answered within the threshold", "answered"),
    "answered-within-of-offered": ("answered within the threshold", "answered and abandoned"),
    "answered-within-of-offered-without-early-abandoned":
        ("answered within the threshold", "answered, and abandoned after the threshold"),
    "answered-within-or-short-abandoned-of-offered":
        ("answered within the threshold, or abandoned within the short-abandon limit", "answered and abandoned"),
}


@dataclass(frozen=True)
class Threshold:
    """A limit on a wait. limit_ms: whole seconds in ms; comparison: <= or <; resolution: see RESOLUTIONS."""

    limit_ms: int
    comparison: str = "<="
    resolution: str = "milliseconds"

    @property
    def last_ms(self) -> int:
        """The longest wait in ms that is still within."""
        if self.comparison == "<":
            return self.limit_ms - 1
        return self.limit_ms + (999 if self.resolution == "whole-seconds" else 0)


@dataclass(frozen=True)
class Keeper:
    """Who keeps a definition, and why it is there."""

    why_it_matters: str
    caveats: tuple[str, ...]
    author: str
    checked_by: str | None
    review_due: date
    change_log: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Measure:
    """A measure.

    population: condition over the dimensions that says which records it is about; counted: for a share, the condition of
    its numerator; clock: what is timed; longer_than_ms: only waits of more than this; short_abandon_ms: hang-ups before this
    do not count; parent: the measure of the same group that this one is a part or another view of; method: of a percentile,
    see METHODS; missing: whether a record without a time is left out or counts as late; limits: how long is in time; above,
    below: the two sides of a ratio; amount, minus, of: the amounts of a level; statistic, clock_times (minutes of the local
    day), older_than_ms: of a backlog; window_ms: how far from the limit bunching is looked for; within_days: how soon a
    contact about the same incident is a repeat; sampled: whether the records are some of many more (None: as the table says).
    """

    id: str
    version: int
    title: str
    group: str
    table: str
    kind: str
    population: Expression
    unit: str
    direction: str
    sentence: str
    keeper: Keeper
    counted: Expression | None = None
    clock: str | None = None
    threshold: Threshold | None = None
    formula: str | None = None
    short_abandon_ms: int = 0
    percentile: int | None = None
    longer_than_ms: int | None = None
    dimension: str | None = None
    noun: str = "contacts"
    parent: str | None = None
    method: str = "nearest-rank"
    missing: str = "left-out"
    limits: Limits | None = None
    above: Part | None = None
    below: Part | None = None
    amount: str | None = None
    minus: str | None = None
    of: str | None = None
    statistic: str | None = None
    clock_times: tuple[int, ...] = ()
    older_than_ms: int | None = None
    window_ms: int = 0
    within_days: int = 0
    sampled: bool | None = None
    digest: str = ""
    text: str = field(default="", repr=False, compare=False)

    @property
    def records(self) -> Table:
        """The table of records that the measure is about."""
        return TABLES[self.table]

    @property
    def has_interval(self) -> bool:
        """Whether its figures are shares of a sample or a survey, which chance has a part in."""
        return self.kind in SHARES and (self.records.drawn if self.sampled is None else self.sampled)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Dimensions without which the measure has no value: the one that a composition is over, and those across which the
        table's records must never be added up, unless the population chooses one of their words."""
        own = (self.dimension,) if self.dimension else ()
        sides = [(TABLES[part.table], part.population) for part in (self.above, self.below) if part is not None]
        return tuple(dict.fromkeys((*own, *(name for table, population in sides or [(self.records, self.population)]
                                            for name in table.never_pooled if not _chooses_one(population.tree, name)))))


def _chooses_one(node: exp.Expression, name: str) -> bool:
    """Whether a condition lets one word of a dimension through and no other: `survey = 'victims'`, by itself or with AND."""
    if isinstance(node, exp.Paren):
        return _chooses_one(node.this, name)
    if isinstance(node, exp.And):
        return _chooses_one(node.this, name) or _chooses_one(node.expression, name)
    column = isinstance(node, (exp.EQ, exp.In)) and isinstance(node.this, exp.Column) and node.this.name == name
    return column and (isinstance(node, exp.EQ) or len(node.expressions) == 1)


def holds(condition: Expression, combination: Combination, table: str = "contacts") -> bool:
    """Whether a condition over the dimensions is true of a series of a table (SQL's three-valued logic: unknown is not
    true)."""
    return holds_text(condition.text, combination, table)


# A catalogue asks the same few conditions of the same few hundred series over and over.
@lru_cache(maxsize=200_000)
def holds_text(text: str, combination: Combination, table: str = "contacts") -> bool:
    """The same for a condition that was checked before, by its text."""
    return _value(condition_tree(text), dict(zip(TABLES[table].series_columns, combination, strict=True))) is True


@lru_cache(maxsize=1000)
def condition_tree(text: str) -> exp.Expression:
    """The tree of a condition that was checked before, by its text."""
    return parse(text).tree


def _value(node: exp.Expression, values: Mapping[str, Any]) -> Any:
    """The value of a checked expression for one series: only what CONDITION_NODES allows can stand in it."""
    if isinstance(node, exp.Paren):
        return _value(node.this, values)
    if isinstance(node, exp.Column):
        return values[node.name]
    if isinstance(node, exp.Literal):
        return node.this if node.is_string else int(node.this)
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if isinstance(node, exp.Not):
        inner = _value(node.this, values)
        return None if inner is None else not inner
    if isinstance(node, (exp.And, exp.Or)):
        return _joined(node, values)
    return _compared(node, values)


def _joined(node: exp.And | exp.Or, values: Mapping[str, Any]) -> bool | None:
    sides = [_value(node.this, values), _value(node.expression, values)]
    decisive = isinstance(node, exp.Or)
    if decisive in sides:
        return decisive
    return None if None in sides else not decisive


def _compared(node: exp.Expression, values: Mapping[str, Any]) -> bool | None:
    left = _value(node.this, values)
    if isinstance(node, exp.Is):
        return left is None
    if left is None:
        return None
    if isinstance(node, exp.In):
        return any(left == _value(item, values) for item in node.expressions)
    right = _value(node.expression, values)
    if right is None:
        return None
    return bool(left == right) if isinstance(node, exp.EQ) else bool(left != right)


CONDITION_NODES = (exp.Paren, exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Not, exp.And, exp.Or, exp.EQ,
                   exp.NEQ, exp.In, exp.Is, exp.Null)
