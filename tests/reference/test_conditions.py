"""Conditions of definitions: whether a series fulfils one is what SQLite, with SQL's unknown, says of it."""

from __future__ import annotations

import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.measures.definition import holds
from answerable.records.contract import SERIES_COLUMNS
from answerable.records.expressions import parse
from answerable.records.series import Combination

VALUES: dict[str, tuple[str | None, ...]] = {
    "line": ("101", "999"), "channel": ("phone", "chat"), "queue": (None, "north", "it's"), "place": (None, "east"),
    "origin": ("public", "internal"), "outcome": ("answered", "abandoned"),
    "team": (None, "response")}


def quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


@st.composite
def comparison(draw: st.DrawFn) -> str:
    """A comparison of a dimension with words, or with nothing."""
    name = draw(st.sampled_from(list(VALUES)))
    words = [quoted(word) for word in VALUES[name] if word is not None]
    word = draw(st.sampled_from(words))
    return draw(st.sampled_from((f"{name} = {word}", f"{name} <> {word}", f"{name} IN ({', '.join(words)})",
                                 f"{name} NOT IN ({word})", f"{name} IS NULL", f"{name} IS NOT NULL", "queued = 1",
                                 "queued <> 0", "true", "false", f"{word} = {name}")))


conditions = st.recursive(comparison(), lambda inner: st.one_of(
    st.builds("({} AND {})".format, inner, inner), st.builds("({} OR {})".format, inner, inner),
    st.builds("NOT ({})".format, inner), st.builds("{} OR {} AND {}".format, inner, inner, inner)), max_leaves=6)
combinations = st.tuples(*(st.sampled_from(values) for values in VALUES.values()), st.integers(0, 1))
engine = sqlite3.connect(":memory:")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(condition=conditions, combination=combinations)
def test_a_condition_holds_where_sql_says_so(condition: str, combination: Combination) -> None:
    names = ", ".join(f"? AS {name}" for name in SERIES_COLUMNS)
    row = engine.execute(f"SELECT COUNT(*) FROM (SELECT {names}) WHERE {condition}", combination).fetchone()
    assert holds(parse(condition), combination) == bool(row[0])
