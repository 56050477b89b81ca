"""Conditions over the dimensions, decided for all series of a book at once: whole columns, with SQL's unknown."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlglot import exp

from answerable.measures.definition import condition_tree
from answerable.records.series import Combination
from answerable.records.tables import TABLES

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
# A column: the code of each series' word, and the code of each word.
Column = tuple[Codes, Mapping[Any, int]]
# True, and unknown, for each series.
Truth = tuple[Flags, Flags]


@lru_cache(maxsize=64)
def _columns(book: tuple[Combination, ...], table: str) -> dict[str, Column]:
    names = TABLES[table].series_columns
    found: dict[str, Column] = {}
    for name, words in zip(names, zip(*book, strict=True), strict=True) if book else ():
        codes: dict[Any, int] = {}
        found[name] = np.array([codes.setdefault(word, len(codes)) for word in words], dtype=np.int64), codes
    return found


@lru_cache(maxsize=1024)
def holding(text: str, book: tuple[Combination, ...], table: str) -> Flags:
    """Of each series of a table's book, whether a checked condition (its text) is true of it. Do not change the array."""
    return _true(text, book, _columns(book, table))


@lru_cache(maxsize=256)
def may_hold(text: str, book: tuple[Combination, ...], table: str, flags: tuple[str, ...]) -> Flags:
    """The same, whatever these flags are: whether the condition is true of a series for any of their values."""
    columns, found = _columns(book, table), np.zeros(len(book), dtype=bool)
    for values in itertools.product((0, 1), repeat=len(flags)):
        fixed = {name: (np.zeros(len(book), dtype=np.int64), {value: 0}) for name, value in zip(flags, values, strict=True)}
        found |= _true(text, book, columns | fixed)
    return found


def _true(text: str, book: tuple[Combination, ...], columns: Mapping[str, Column]) -> Flags:
    if not book:
        return np.zeros(0, dtype=bool)
    return _truth(condition_tree(text), columns, len(book))[0]


def labels_of(book: tuple[Combination, ...], table: str,
              dimensions: Collection[str]) -> tuple[Codes, list[tuple[str | None, ...]]]:
    """(of each series, which combination of the dimensions' words it has; those combinations, in no order)."""
    columns = [_columns(book, table)[name] for name in dimensions] if book else []
    packed = np.zeros(len(book), dtype=np.int64)
    for codes, words in columns:
        packed = np.unique(packed * len(words) + codes, return_inverse=True)[1]
    _distinct, first = np.unique(packed, return_index=True)
    listed = [list(words) for _codes, words in columns]
    labels: list[tuple[str | None, ...]] = [
        tuple(None if (word := words[int(codes[row])]) is None else str(word)
              for (codes, _words), words in zip(columns, listed, strict=True)) for row in first.tolist()]
    return packed, labels


def equal_to(book: tuple[Combination, ...], table: str, name: str, value: str) -> Flags:
    """Of each series, whether a dimension or flag has this word."""
    codes, words = _columns(book, table)[name] if book else (np.zeros(0, dtype=np.int64), {})
    return np.isin(codes, [code for word, code in words.items() if word is not None and str(word) == value])


def _truth(node: exp.Expression, columns: Mapping[str, Column], size: int) -> Truth:
    if isinstance(node, exp.Paren):
        return _truth(node.this, columns, size)
    if isinstance(node, exp.Boolean):
        return np.full(size, bool(node.this)), np.zeros(size, dtype=bool)
    if isinstance(node, exp.Not):
        true, unknown = _truth(node.this, columns, size)
        return ~true & ~unknown, unknown
    if isinstance(node, (exp.And, exp.Or)):
        return _joined(node, columns, size)
    return _compared(node, columns)


def _joined(node: exp.And | exp.Or, columns: Mapping[str, Column], size: int) -> Truth:
    (one, maybe), (other, perhaps) = (_truth(side, columns, size) for side in (node.this, node.expression))
    if isinstance(node, exp.Or):
        true = one | other
        return true, ~true & (maybe | perhaps)
    false = (~one & ~maybe) | (~other & ~perhaps)
    true = one & other
    return true, ~true & ~false


def _compared(node: exp.Expression, columns: Mapping[str, Column]) -> Truth:
    literals = node.expressions if isinstance(node, exp.In) else [node.expression]
    subject = node.this
    if not isinstance(subject, exp.Column):
        # A word held against a dimension, the other way round.
        subject, literals = literals[0], [subject]
    codes, words = columns[subject.name]
    unknown = codes == words.get(None, -1)
    if isinstance(node, exp.Is):
        return unknown, np.zeros(len(codes), dtype=bool)
    values = [literal.this if literal.is_string else int(literal.this) for literal in literals]
    among = np.isin(codes, [words[value] for value in values if value in words])
    true = among if isinstance(node, (exp.EQ, exp.In)) else ~among
    return true & ~unknown, unknown

