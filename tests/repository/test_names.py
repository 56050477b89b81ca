"""What keeps a test from being run: a second file of one name, since they are imported by bare
names, or a folder that `make test` does not name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
MAKEFILE = TESTS.parent / "Makefile"


def test_no_two_test_files_have_one_name() -> None:
    names = Counter(path.name for path in TESTS.rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_make_test_runs_every_folder_of_tests() -> None:
    folders = {path.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py")}
    named = next(line for line in MAKEFILE.read_text(encoding="utf-8").splitlines() if line.startswith("TESTS :="))
    assert folders == set(named.rstrip(")").split("tests/,")[1].split())
