"""Imports point down. The layers, from the top: each room may import those below it and none beside or above."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "answerable"

# Rooms of one line know nothing of one another.
LAYERS: list[set[str]] = [
    {"__main__"},
    {"cli"},
    {"web"},
    {"releases", "doctor", "documents"},
    {"missing", "contradicting", "projecting"},
    {"judging", "recording"},
    {"charts", "comparing", "workspace", "what_if"},
    {"decisions", "register", "sampling", "ledger", "response_clocks", "staffing", "fitting"},
    {"judgement", "measures", "forecasting", "chain"},
    {"records"},
    {"simulation"},
    {"engines", "content", "clocks", "periods", "words"},
    {"errors", "catalogue"},
]
HEAVY = {"django": {"web"}, "granian": {"web"}, "vl_convert": {"charts"}, "pandas": {"workspace"},
         "duckdb": {"engines", "records", "measures"}, "openpyxl": {"records"}, "xlsxwriter": {"web"},
         "allauth": {"web"}, "ninja": {"web"}, "simple_history": {"web"}, "icalendar": {"web"}, "typst": {"web"},
         "docx": {"web", "documents"}, "pdfplumber": {"documents"},
         "lightgbm": {"forecasting"}, "scipy": {"forecasting", "simulation", "fitting", "staffing"}, "numba": {"simulation"},
         "highspy": {"staffing"}, "ortools": {"staffing"},
         "pyspark": {"engines"}, "grpc": {"engines"}}


def room(module: str) -> str:
    """The room of a module's dotted name."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def level(name: str) -> int:
    """How high a room stands; the top is 0."""
    return next(place for place, rooms in enumerate(LAYERS) if name in rooms)


@cache   # two tests ask it of each file
def imports(path: Path) -> set[str]:
    """Every module that a file imports, inside functions too; not what is imported for types only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body = []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names
                                      if node.module == "answerable"}
    return found


FILES = [path for path in sorted(SOURCE.rglob("*.py")) if path != SOURCE / "__init__.py"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    own = room("answerable." + ".".join(path.relative_to(SOURCE).with_suffix("").parts))
    for module in imports(path):
        if module.startswith("answerable.") and room(module) not in (own, "__version__"):
            assert level(room(module)) > level(own), f"{path.name}: {own} must not import {module}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_heavy_libraries_stay_in_their_rooms(path: Path) -> None:
    own = room("answerable." + ".".join(path.relative_to(SOURCE).with_suffix("").parts))
    for module in imports(path):
        allowed = HEAVY.get(module.split(".")[0])
        assert allowed is None or own in allowed, f"{own} must not import {module}"


def test_every_room_has_a_layer() -> None:
    rooms = {path.stem if path.is_file() else path.name for path in SOURCE.iterdir()
             if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}
    assert rooms == set().union(*LAYERS)
