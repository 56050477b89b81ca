"""Every notebook of the documentation runs, and shows what it did when it was committed."""

from __future__ import annotations

import copy
import sys
from pathlib import Path

import nbformat
import pytest
from pages import DOCS

sys.path.insert(0, str(DOCS))
from run_notebooks import NOTEBOOKS, run

FILES = sorted(NOTEBOOKS.glob("*.ipynb"))


def shown(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """What each cell shows, as text: printed lines, and tables in their plain form."""
    return [[output["text"] if output["output_type"] == "stream" else output["data"].get("text/plain", "")
             for output in cell.get("outputs", []) if output.get("name") != "stderr"] for cell in notebook.cells]


def test_there_are_notebooks() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_notebook_shows_what_the_program_gives(path: Path) -> None:
    committed = nbformat.read(path, as_version=4)
    assert shown(run(copy.deepcopy(committed))) == shown(committed)
