"""Conditions of definitions: whether a series fulfils one is what SQLite, with SQL's unknown, says of it."""

from __future__ import annotations

import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.measures.conditions import holding, may_hold
from answerable.measures.definition import holds
from answerable.records.contract import SERIES_COLUMNS
from answerable.records.expressions import parse
from answerable.records.series import Combination, Combinations

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


@settings(max_examples=200, deadline=None, derandomize=True)
@given(condition=conditions, book=st.lists(combinations, max_size=12))
def test_all_series_of_a_book_are_decided_as_each_by_itself(condition: str, book: list[Combination]) -> None:
    text = parse(condition).text
    assert holding(text, Combinations(book), "contacts").tolist() == [holds(parse(condition), each) for each in book]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(condition=conditions, book=st.lists(combinations, min_size=1, max_size=12))
def test_whatever_a_flag_is_means_for_any_of_its_values(condition: str, book: list[Combination]) -> None:
    expected = [any(holds(parse(condition), (*each[:-1], flag)) for flag in (0, 1)) for each in book]
    assert may_hold(parse(condition).text, Combinations(book), "contacts", ("queued",)).tolist() == expected
