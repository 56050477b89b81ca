"""Small rooms: half of the functions under 10 lines, nine in ten under 30, none over 60; no file over 500."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = [path for folder in ("src", "tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))
         if not {"node_modules", "migrations"} & set(path.parts)]   # migrations are written by Django


@cache   # two tests ask it of each file
def functions(path: Path) -> list[tuple[str, int]]:
    """(name with file, lines) of each function, counted from its def to its end."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
            for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def test_no_function_is_over_60_lines() -> None:
    assert [item for path in FILES for item in functions(path) if item[1] > 60] == []


def test_functions_are_short() -> None:
    lengths = sorted(length for path in FILES if "src" in path.parts for _, length in functions(path))
    assert lengths[len(lengths) // 2] < 10
    assert lengths[len(lengths) * 9 // 10] < 30


def test_no_file_is_over_500_lines() -> None:
    assert [str(path.relative_to(ROOT)) for path in FILES
            if len(path.read_text(encoding="utf-8").splitlines()) > 500] == []
