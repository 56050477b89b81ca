"""The small SQL vocabulary in which analysts write mappings and conditions: parsed, checked, then written out.

Nothing is executed that did not pass: an expression is a tree of the kinds listed here, over known columns.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from answerable.errors import did_you_mean

ALLOWED = (
    exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Neg,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between,
    exp.Like, exp.ILike, exp.Case, exp.If, exp.DPipe, exp.Concat, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod,
    exp.Coalesce, exp.Nullif, exp.Upper, exp.Lower, exp.Trim, exp.Replace, exp.Substring, exp.Left, exp.Right,
    exp.Length, exp.SplitPart, exp.Greatest, exp.Least, exp.Abs, exp.Round, exp.Pad,
    exp.Cast, exp.TryCast, exp.DataType,
)
ALLOWED_TYPES = {exp.DataType.Type.INT, exp.DataType.Type.BIGINT, exp.DataType.Type.DOUBLE,
                 exp.DataType.Type.VARCHAR, exp.DataType.Type.TEXT}


class ExpressionFault(ValueError):
    """Why an expression is refused, in one sentence."""


@dataclass(frozen=True)
class Expression:
    """A checked expression. text: as written; columns: the columns it reads, as written."""

    text: str
    tree: exp.Expression
    columns: tuple[str, ...]

    def sql(self) -> str:
        """The text the engine runs. A cast that fails on a row gives nothing there, never an error."""
        return self.tree.sql(dialect="duckdb")


def parse(text: str) -> Expression:
    """An expression parsed and checked against the vocabulary. Raises ExpressionFault with the reason.

    Kept by its text: the same conditions are asked for again and again. So nobody may change a tree in place.
    """
    return _parsed(str(text))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Expression:
    tree = _single_expression(text)
    for node in tree.walk():
        _check(node, text)
    tree = tree.transform(_forgiving_cast)
    columns = tuple(dict.fromkeys(column.name for column in tree.find_all(exp.Column)))
    return Expression(text, tree, columns)


def _single_expression(text: str) -> exp.Expression:
    try:
        select = sqlglot.parse_one(f"SELECT {text}", dialect="duckdb")
    except SqlglotError as error:
        reason = str(error).splitlines()[0].split(". Line")[0]
        raise ExpressionFault(f"'{text}' is not an expression: {reason}. A column name with spaces or signs, "
                              "or one that is a word of SQL, stands in double quotes.") from error
    parts = [name for name, value in select.args.items() if value and name != "expressions"]
    if not isinstance(select, exp.Select) or parts or len(select.expressions) != 1:
        raise ExpressionFault(f"'{text}' must be one expression and nothing more.")
    expression: exp.Expression = select.expressions[0]
    return expression


def _check(node: Any, text: str) -> None:
    if not isinstance(node, ALLOWED):
        name = node.name if isinstance(node, exp.Anonymous) else node.key
        raise ExpressionFault(f"'{text}' uses {name.upper()}, which is not in the vocabulary of mappings "
                              "(docs/reference/sources.md lists it).")
    if isinstance(node, exp.Column) and node.table:
        raise ExpressionFault(f"'{text}': write the column '{node.name}' without a table, "
                              "in double quotes if its name holds a point.")
    if isinstance(node, exp.DataType) and node.this not in ALLOWED_TYPES:
        raise ExpressionFault(f"'{text}' casts to {node.sql()}; casts go to INTEGER, DOUBLE or VARCHAR.")


def _forgiving_cast(node: exp.Expression) -> exp.Expression:
    if type(node) is exp.Cast:
        return exp.TryCast(this=node.this, to=node.args["to"])
    return node


def unknown_columns(expression: Expression, known: Collection[str]) -> list[str]:
    """One fault for each column the expression reads that is not known, with the nearest names."""
    return [f"'{expression.text}' reads the column '{name}', which is not there. {did_you_mean(name, known)}".strip()
            for name in expression.columns if name not in known]
