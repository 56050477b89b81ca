"""Runs the notebooks of docs/notebooks and writes what came of them into them.

`python docs/run_notebooks.py` runs all of them, `python docs/run_notebooks.py NAME ...` some. A test runs them too, and
compares: what a notebook shows is what the program gives.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent / "notebooks"
LONGEST_CELL_SECONDS = 300


def main(names: list[str]) -> None:
    """Run the notebooks of these names, all where there are none, and write them."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if not names or path.stem in names:
            print(path.name, flush=True)
            nbformat.write(run(nbformat.read(path, as_version=4)), path)


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with every cell run from the first to the last, in a process of its own. Raises CellExecutionError with
    the cell and its fault."""
    done = NotebookClient(notebook, timeout=LONGEST_CELL_SECONDS, record_timing=False,
                          resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    done.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                     "language_info": {"name": "python"}}
    return done


if __name__ == "__main__":
    main(sys.argv[1:])
