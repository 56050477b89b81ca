"""What a definition means, apart from how it is worded: a digest of it, and what differs between two versions."""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from sqlglot import exp

from answerable.measures.definition import FORMULAS, Measure, Threshold
from answerable.measures.explain import CLOCK_WORDS, condition_words, sql, threshold_words
from answerable.records.expressions import Expression, parse
from answerable.words import _, format_value, join_words, mark

# How a measure is called, kept, placed and said (with an interval or without). Everything else is its meaning: a field added
# later counts as such.
WORDING = frozenset({"id", "version", "title", "group", "parent", "sentence", "keeper", "noun", "sampled", "digest", "text"})

FIELD_WORDS = {
    "kind": mark("Kind"), "table": mark("Records"), "population": mark("Out of"), "unit": mark("Unit"),
    "counted": mark("What is counted"), "direction": mark("Which way is better"), "clock": mark("Clock"),
    "threshold": mark("Threshold"), "formula": mark("Formula"),
    "short_abandon_ms": mark("Hang-ups left out before"), "percentile": mark("Percentile"),
    "method": mark("How a percentile is taken"), "missing": mark("A record without a time"),
    "limits": mark("How long is in time"),
    "above": mark("Above the line"), "below": mark("Below the line"), "clock_times": mark("At these times"),
    "older_than_ms": mark("Only those older than"), "window_ms": mark("How near to the limit"),
    "within_days": mark("Days within which a contact is a repeat"), "longer_than_ms": mark("Only waits of more than"),
    "dimension": mark("Parts of the whole by"), "title": mark("Title")}


@dataclass(frozen=True)
class Difference:
    """One part of a definition that differs between two versions, in words; "" where a version does not have it."""

    what: str
    before: str
    after: str


def meaning(measure: Measure) -> dict[str, Any]:
    """The parts of a definition that make its meaning, as plain values. A part at its default is left out, so that a
    part which a later version of the program knows changes no digest. The order of AND, OR and IN makes no meaning."""
    return {field.name: _plain(value) for field in fields(Measure) if field.name not in WORDING
            for value in [getattr(measure, field.name)]
            if field.default is dataclasses.MISSING or value != field.default}


def population_meaning(measure: Measure) -> tuple[str, str]:
    """Table and population of a measure, as its meaning has them: equal where two measures are about the same records."""
    return measure.table, _canonical_text(measure.population.text)


def meaning_digest(measure: Measure) -> str:
    """SHA-256 (hex) of the meaning."""
    return hashlib.sha256(json.dumps(meaning(measure), sort_keys=True, default=str).encode()).hexdigest()


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of the parts that two meanings (as `meaning` gives them) do not share."""
    return [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]


def _plain(value: Any) -> Any:
    if isinstance(value, Expression):
        return _canonical_text(value.text)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


@lru_cache(maxsize=4096)
def _canonical_text(condition: str) -> str:
    return _canonical(parse(condition).tree)


def _canonical(node: Any) -> str:
    """A condition written so that two which say the same in another order or with other brackets are equal."""
    if isinstance(node, exp.Paren):
        return _canonical(node.this)
    if isinstance(node, (exp.And, exp.Or)):
        return f"{node.key}({', '.join(sorted(_canonical(part) for part in node.flatten()))})"
    if isinstance(node, exp.Not):
        return f"not({_canonical(node.this)})"
    if isinstance(node, exp.In):
        return f"in({_canonical(node.this)}: {', '.join(sorted({_canonical(item) for item in node.expressions}))})"
    if isinstance(node, exp.Literal):
        return repr(node.this) if node.is_string else str(node.this)
    if isinstance(node, exp.Column):
        return str(node.name)
    if isinstance(node, exp.Binary):
        return f"{node.key}({_canonical(node.this)}, {_canonical(node.expression)})"
    return str(node.sql(dialect="duckdb")).lower()


def differences(before: Measure, after: Measure) -> list[Difference]:
    """What two versions of a measure do not share, part by part, in words."""
    names = changed_fields(meaning(before), meaning(after)) + (["title"] if before.title != after.title else [])
    return [Difference(_(FIELD_WORDS.get(name, _named(name).capitalize())), _said(before, name), _said(after, name))
            for name in names]


def _said(measure: Measure, name: str) -> str:
    value = getattr(measure, name)
    # Nothing given. A least wait of 0 is something: those who did not wait at all are left out.
    if value is None or value == () or (value == 0 and name != "longer_than_ms"):
        return ""
    if isinstance(value, Threshold):
        return threshold_words(measure)
    if name == "clock_times":
        return join_words([f"{minute // 60:02}:{minute % 60:02}" for minute in value])
    if name == "formula":
        return _("{part}, out of {whole}").format(part=FORMULAS[value][0], whole=FORMULAS[value][1])
    return _(CLOCK_WORDS.get(value, str(value))) if name == "clock" else _value_words(name, value)


def _value_words(name: str, value: Any) -> str:
    if isinstance(value, Expression):
        return condition_words(value) if value.text != "true" else _("every record")
    if dataclasses.is_dataclass(value):
        held = [(field.name, getattr(value, field.name)) for field in fields(value)]
        return "; ".join(f"{_named(part)}: {_value_words(part, content)}" for part, content in held
                         if content not in (None, "", ()))
    if isinstance(value, (list, tuple)):
        return ", ".join(_value_words(name, item) for item in value)
    if name.endswith("_ms") and isinstance(value, (int, float)):
        return format_value(value / 1000, "seconds")
    return str(value).replace("_", " ")


def _named(part: str) -> str:
    return part.removesuffix("_ms").replace("_", " ")


def sql_changes(before: Measure, after: Measure) -> list[tuple[str, str]]:
    """The SQL of two versions line by line: (" ", line) in both, ("-", line) in the earlier one, ("+", line) in the
    later one only."""
    lines = difflib.ndiff(sql(before).splitlines(), sql(after).splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] in " -+"]
