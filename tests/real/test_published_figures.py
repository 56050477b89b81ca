"""The real list of published figures, imported as a user would: what is taken, held and refused."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from answerable.cli import run as run_command

LIST = "uk_police_published_call_handling/published_figures.csv"
MEAN, LONGEST = "mean_answer_time_as_printed", "longest_answer_time_as_printed"


@pytest.fixture
def imported(real_data: Path, tmp_path: Path) -> Any:
    """Imports the list into a new workspace with the given --read-as texts."""
    folder = tmp_path / "ws"
    answerable("init", str(folder))

    def run(*decided: str, replace: str = "--replace") -> tuple[dict[str, Any], Path]:
        words = [word for text in decided for word in ("--read-as", text)]
        said = answerable("benchmarks", "import", str(folder), str(real_data / LIST), *words, replace, "--format", "json")
        return json.loads(said), folder

    return run


def answerable(*words: str) -> str:
    """What the command prints, run here: the start of a process for each would take most of the time."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run_command(words) == 0
    return out.getvalue()


def test_every_figure_of_the_list_is_accounted_for(imported: Any) -> None:
    said, _folder = imported()
    assert (said["read"], said["taken"], said["to_decide"], said["refused"]) == (74, 50, 7, 17)
    assert sum("names no days" in row["words"] for row in said["rows"]) == 7
    assert sum("the mapping has no metric" in row["words"] for row in said["rows"]) == 10


def test_the_times_of_one_force_wait_for_a_decision_with_the_right_proposal(imported: Any) -> None:
    said, _folder = imported()
    held = [row for row in said["rows"] if row["outcome"] == "to decide"]
    assert {row["about"] for row in held} == {"northumbria"}
    assert [f"{MEAN}=mm:ss" in row["words"] for row in held if row["metric"] == MEAN] == [True] * 6
    assert [f"{LONGEST}=h:mm:ss" in row["words"] for row in held if row["metric"] == LONGEST] == [True]


def test_decided_as_proposed_the_means_are_those_of_the_readme(imported: Any) -> None:
    said, folder = imported(f"{MEAN}=mm:ss", f"{LONGEST}=h:mm:ss")
    assert (said["taken"], said["to_decide"]) == (57, 0)
    (path,) = (folder / "benchmarks").glob("*.yaml")
    figures = yaml.safe_load(path.read_text(encoding="utf-8"))["figures"]
    means = {(figure["line"], str(figure["from"])[:4]): figure["value"] for figure in figures
             if figure["about"] == "northumbria" and figure["statistic"] == "mean"}
    assert means == {("999", "2020"): 8, ("999", "2021"): 29, ("999", "2022"): 15,
                     ("101", "2020"): 49, ("101", "2021"): 348, ("101", "2022"): 212}
    subprocess.run([sys.executable, "-m", "answerable", "benchmarks", "check", "--workspace", str(folder)],
                   stdout=subprocess.DEVNULL, check=True)


@pytest.mark.parametrize("reading", ["mm:ss", "h:mm:ss"])
def test_one_reading_for_all_is_never_taken_where_the_mean_would_exceed_the_longest(imported: Any, reading: str) -> None:
    said, _folder = imported(reading)
    assert said["to_decide"] == {"mm:ss": 4, "h:mm:ss": 7}[reading]


def test_removing_the_file_withdraws_the_figures(imported: Any) -> None:
    said, folder = imported()
    before = answerable("benchmarks", "list", "--workspace", str(folder), "--format", "json")
    Path(said["written"]).unlink()
    after = answerable("benchmarks", "list", "--workspace", str(folder), "--format", "json")
    assert len(json.loads(before)) - len(json.loads(after)) == 50
