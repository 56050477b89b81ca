"""The core works where only requirements-core.txt is installed; what needs the rest says so in one line."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from pages import ROOT, with_the_tutorials_file

CORE = (ROOT / "requirements-core.txt").read_text(encoding="utf-8")
WHOLE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
# The names under which the site's distributions are imported.
SITE = ("django", "csp", "whitenoise", "granian", "vl_convert", "xlsxwriter")
FORECASTING = ("lightgbm", "scipy")
WITHOUT_THE_REST = """
import sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(",")))
from answerable.cli import run
sys.exit(run(sys.argv[2:]))
"""


def requirements(lines: list[str]) -> dict[str, str]:
    split = [re.fullmatch(r"([\w-]+)(?:\[[\w,]+\])?(.*)", line.split("#")[0].strip()) for line in lines]
    return {match[1]: match[2] for match in split if match}


def answerable(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", WITHOUT_THE_REST, ",".join(SITE + FORECASTING), *words], cwd=folder,
                          env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""}, capture_output=True, text=True)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = with_the_tutorials_file(tmp_path_factory.mktemp("core"))
    assert answerable(folder, "init", "my-force").returncode == 0
    done = answerable(folder, "load", "my-force", "generic_csv", "docs/tutorial/calls-2026-09.csv")
    assert done.returncode == 0, done.stderr
    return folder


def test_the_core_is_a_part_of_the_whole_with_the_same_bounds() -> None:
    core, whole = requirements(CORE.splitlines()), requirements(WHOLE)
    assert core
    assert core.items() <= whole.items()
    assert {name.lower() for name in whole.keys() - core.keys()} == {
        "django", "django-csp", "whitenoise", "granian", "vl-convert-python", "xlsxwriter", "lightgbm", "scipy",
        "django-allauth", "django-simple-history", "django-ninja", "dj-database-url", "argon2-cffi", "icalendar", "typst",
        "cryptography", "python-docx", "pdfplumber", "numba", "highspy", "ortools"}


def test_the_core_gives_figures_and_judgements(loaded: Path) -> None:
    done = answerable(loaded, "judge", "my-force", "101-answered-within-30s")
    assert done.returncode == 0, done.stderr
    assert "58.3% of 12 101 calls" in done.stdout


def test_the_core_keeps_and_verifies_forecasts(loaded: Path) -> None:
    done = answerable(loaded, "forecasts", "verify", "my-force")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", ["release my-force", "serve my-force", "project my-force 101-answered-within-30s",
                                   "forecast days.csv --days 3"])
def test_what_needs_more_than_the_core_says_so_in_one_line(words: str, loaded: Path) -> None:
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(90))
    (loaded / "days.csv").write_text("day,calls\n" + "".join(f"{day},{100 + day.weekday()}\n" for day in days), "utf-8")
    done = answerable(loaded, *words.split())
    assert done.returncode == 2
    assert "not installed" in done.stderr
    assert "`pip install .`" in done.stderr
    assert "Traceback" not in done.stderr
