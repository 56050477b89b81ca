"""Figures of the program held against the plain reading, row by row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from plain import Answer, Contact, Definition, Plain, Question, occupancy

from answerable.content import shipped
from answerable.measures.asking import ask as figures_of
from answerable.measures.asking import question as parsed_question
from answerable.measures.catalogue import read_measures
from answerable.measures.definition import Measure
from answerable.workspace import Workspace

Row = dict[str, Any]
# Formulas, comparisons and conditions that the shipped measures happen not to use.
OWN = Path(__file__).parent / "measures"


@cache
def definitions() -> dict[str, Definition]:
    """Every measure of contacts of the catalogue and of OWN, as its YAML file says it."""
    files = {path.stem: path for folder in (shipped("measures"), OWN) for path in folder.glob("*.yaml")}
    read = {name: yaml.safe_load(path.read_text(encoding="utf-8")) for name, path in sorted(files.items())}
    return {name: content for name, content in read.items()
            if content.get("table", "contacts") == "contacts" and content["kind"] != "repeat"}


def compare(workspace: Workspace, contacts: Sequence[Contact], name: str, question: Question) -> int:
    """Hold every figure of a measure against the plain reading; returns how many figures there were."""
    rows = ask(workspace, name, question)
    if definitions()[name]["kind"] == "occupancy":
        _compare_occupancy(rows, contacts, question)
    else:
        _compare_rows(rows, Answer(definitions()[name], contacts, question))
    return len(rows)


def ask(workspace: Workspace, name: str, question: Question) -> list[Row]:
    """The program's figures, as Workspace.figure_rows gives them, with how many are untimed."""
    asked = parsed_question([question.period, *question.dimensions], dict(question.where),
                            question.start and question.start.isoformat(), question.end and question.end.isoformat())
    figures = figures_of(workspace.store, workspace.head(), parsed()[name], asked, workspace.settings.time_zone)
    return [figure.as_json() | {"untimed": figure.untimed} for figure in figures]


@cache
def parsed() -> dict[str, Measure]:
    """The same, as the program reads them."""
    return read_measures(OWN)


def _key(row: Row, answer: Answer) -> tuple[str, tuple[str | None, ...]]:
    start = "all" if answer.question.period == "all" else row["period_start"]
    return start, tuple(row[name] for name in answer.dimensions)


def _compare_rows(rows: Sequence[Row], answer: Answer) -> None:
    seen = {_key(row, answer): row for row in rows}
    assert len(seen) == len(rows), "a period and group stands twice"
    for key, row in seen.items():
        if _goes_on_beyond(row, answer):
            continue
        came = answer.came_at_all(*key)
        assert _nothing_came(row) == (not came), row
        check(row, answer.figure(*key) if came else None)
    missing = {key for key in answer.groups if key not in seen and answer.figure(*key).value is not None}
    assert not missing, f"no figure for {sorted(missing, key=str)}"


def _goes_on_beyond(row: Row, answer: Answer) -> bool:
    """Whether a window ends after the month in which the line's records end: soundness/test_feeds_that_stop holds those."""
    return answer.question.period.startswith("rolling") and row["period_end"][:7] > str(answer.last_day)[:7]


def _nothing_came(row: Row) -> bool:
    """Whether the figure says that there are no records; of a line that stopped, that it is not available since then."""
    return row["status"] == "no-data" or (row["status"] == "not-available" and row["note"].startswith("not available since "))


def check(row: Row, plain: Plain | None) -> None:
    """One figure. plain: None where nothing came, so that there is no value."""
    if plain is None:
        assert (row["value"], row["numerator"]) == (None, None), row
        return
    assert _same(row["value"], plain.value), (row, plain)
    assert row["denominator"] == plain.denominator, (row, plain)
    if plain.value is not None:
        assert row["numerator"] == plain.numerator, (row, plain)
        assert row["untimed"] == plain.untimed, (row, plain)
    assert (row["status"] == "not-available") == plain.lost, (row, plain)


def _same(value: float | None, plain: float | None) -> bool:
    if value is None or plain is None:
        return value is plain
    return math.isclose(value, plain, rel_tol=0, abs_tol=1e-9)


def _compare_occupancy(rows: Sequence[Row], contacts: Sequence[Contact], question: Question) -> None:
    expected = occupancy(definitions()["handler-occupancy"], contacts, question)
    starts = {"all" if question.period == "all" else row["period_start"]: row for row in rows}
    assert len(starts) == len(rows)
    assert set(expected) <= set(starts)
    for start, row in starts.items():
        check(row, expected.get(start))


def new_workspace(folder: Path, files: Sequence[Path]) -> Workspace:
    """A workspace with these files of the source generic_csv."""
    workspace = Workspace.create(folder / "force")
    workspace.load_many([("generic_csv", path) for path in files])
    return workspace
