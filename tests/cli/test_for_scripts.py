"""What scripts and notebooks rely on: the keys of what is printed, where errors go, and that asking for help costs nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run
from answerable.records.sources import read_source
from small_force import SmallForce, call, table

LOAD_KEYS = ["source", "file", "sha256", "read", "accepted", "quarantined", "duplicate", "replaced", "withdrawn", "left_out",
             "faults", "warnings", "manifest", "first_day", "last_day"]
FAULT_KEYS = ["fault", "column", "records", "example", "kept", "words"]
FIGURE_KEYS = ["measure", "version", "period_start", "period_end", "value", "unit", "numerator", "denominator", "coverage",
               "status", "note"]
VERBS = ("init", "load", "withdraw", "figures", "judge", "release", "serve", "measures", "sources", "doctor", "store", "demo")
ALL_HELP = """
import contextlib, io, sys
from answerable.cli import run
for words in ([], *([verb] for verb in sys.argv[1:])):
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()) as printed:
        run([*words, "--help"])
    assert not words or f"Example:\\n  answerable {words[0]}" in printed.getvalue(), words
print(sorted({"duckdb", "pandas", "numpy", "pyarrow", "django", "sqlglot", "yaml", "openpyxl"} & set(sys.modules)))
"""


def rows(count: int = 30) -> list[dict[str, object]]:
    """Calls of three days on two lines, one with an impossible time and one that nobody understands."""
    made = [call(number, f"2026-03-{1 + number % 3:02} 10:{number:02}:00", line="999" if number % 2 else "101",
                 answered=f"2026-03-{1 + number % 3:02} 10:{number:02}:09") for number in range(count)]
    made[4]["answered"], made[5]["outcome"] = "2026-03-01 09:00:00", "lost"
    return made


@pytest.fixture
def folder(force: SmallForce) -> str:
    """A workspace with those calls."""
    force.load(rows())
    return str(force.workspace.folder)


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """What a command prints on stdout as JSON, nothing else being there."""
    assert run([*words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line of a refusal; stdout stays empty."""
    assert run(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def test_no_help_waits_for_a_library() -> None:
    done = subprocess.run([sys.executable, "-c", ALL_HELP, *VERBS], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_load_prints_these_keys_in_this_order(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    path = force.file("calls.csv", table(rows()))
    said = printed(capsys, "load", str(force.workspace.folder), "calls", str(path), "--quiet")
    assert list(said) == LOAD_KEYS
    assert [list(fault) for fault in said["faults"]] == [FAULT_KEYS] * 2
    assert [(fault["fault"], fault["column"], fault["records"], fault["kept"]) for fault in said["faults"]] == [
        ("before-its-predecessor", "answered_at", 1, True), ("outcome-unknown", "outcome", 1, False)]
    assert said["faults"][0]["example"].startswith("row 6")


def test_several_files_print_their_sums_and_each_by_itself(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(force.file("a.csv", table(rows()[:12]))), str(force.file("b.csv", table(rows()[10:])))]
    said = printed(capsys, "load", str(force.workspace.folder), "calls", *files, "--quiet")
    assert (said["read"], said["accepted"], said["quarantined"], said["duplicate"]) == (32, 29, 1, 2)
    assert [list(each) for each in said["files"]] == [LOAD_KEYS] * 2
    assert [each["read"] for each in said["files"]] == [12, 20]


def test_the_progress_of_a_load_goes_to_stderr(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    path = force.file("calls.csv", table(rows()))
    assert run(["load", str(force.workspace.folder), "calls", str(path), "--format", "json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["read"] == 30
    assert "30 read" in said.err


@pytest.mark.parametrize("dimensions", [[], ["line"], ["line", "origin", "outcome"]])
def test_figures_prints_these_keys_and_one_for_each_dimension(folder: str, capsys: pytest.CaptureFixture[str],
                                                              dimensions: list[str]) -> None:
    said = printed(capsys, "figures", folder, "contacts-recorded", "--by", ",".join(["day", *dimensions]))
    assert {tuple(row) for row in said} == {(*FIGURE_KEYS, *dimensions)}
    assert sum(row["value"] for row in said) == 29
    again = printed(capsys, "figures", folder, "contacts-recorded", "--by", ",".join(["day", *dimensions]))
    assert again == said


def test_doctor_prints_these_keys(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "doctor", folder)
    assert {tuple(finding) for finding in said} == {("kind", "what", "where", "remedy")}
    assert {"fault", "quarantine"} <= {finding["kind"] for finding in said}


def test_from_python_the_same_figures_are_a_data_frame(force: SmallForce, folder: str) -> None:
    frame = force.workspace.figures("contacts-recorded", by=["day", "line"], where={"line": "101"})
    assert list(frame.columns) == [*FIGURE_KEYS, "line"]
    assert frame["value"].sum() == 15
    assert frame["value"].dtype.kind in "if"
    assert list(frame["period_start"]) == sorted(frame["period_start"])
    bounded = force.workspace.figures("contacts-recorded", by="day", start="2026-03-02", end="2026-03-02")
    assert list(bounded["value"]) == [10]


@pytest.mark.parametrize(("words", "says"), [
    (["figures", "{}", "101-ofered"], "Did you mean '101-offered'"),
    (["figures", "{}", "101-offered", "--where", "101"], "Write --where line=101"),
    (["figures", "{}", "101-offered", "--where", "lin=101"], "Did you mean 'line'"),
    (["figures", "{}", "101-offered", "--from", "2026-02-30"], "'2026-02-30' is not a date"),
    (["figures", "{}", "101-offered", "--by", "month", "--by", "week"], "Ask for one"),
    (["figures", "{}", "101-offered", "--output", "{}/none/figures.csv"], "No such file or directory"),
    (["load", "{}", "cals", "{}/answerable.toml"], "Did you mean 'calls'"),
    (["load", "{}", "calls", "{}"], "there is no file"),
    (["load", "{}", "technion_anonymous_bank", "{}/../files/calls.csv"], "'vru_entry' are missing"),
    (["load", "{}", "calls", "{}/answerable.toml"], "does not tell the file's format"),
    (["figures", "{}/sources", "101-offered"], "is not a workspace"),
    (["sources", "new", "{}/none.csv"], "there is no file"),
    (["sources", "show", "technion"], "Did you mean 'technion_anonymous_bank'"),
    (["init", "{}/new", "--time-zone", "Europe/Lundon"], "Did you mean 'Europe/London'"),
    (["serve", "{}", "--port", "70000"], "1 to 65535")])
def test_what_is_wrong_is_told_in_one_line_on_stderr(folder: str, capsys: pytest.CaptureFixture[str], words: list[str],
                                                     says: str) -> None:
    assert says in refused(capsys, *(word.format(folder) for word in words))


@pytest.mark.parametrize("harm", ["gone", "rubbish"])
def test_damaged_cells_are_told_and_doctor_names_them(folder: str, capsys: pytest.CaptureFixture[str], harm: str) -> None:
    for path in (Path(folder) / "cells").rglob("*.parquet"):
        path.unlink() if harm == "gone" else path.write_bytes(b"rubbish")
    assert "answerable doctor" in refused(capsys, "figures", folder, "101-offered")
    damaged = [finding for finding in printed(capsys, "doctor", folder) if finding["kind"] == "damaged"]
    assert damaged
    assert all(finding["where"].startswith("cells/") for finding in damaged)


def test_a_faulty_definition_is_told_whole_and_doctor_goes_on(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    (Path(folder) / "measures" / "own.yaml").write_text("measure: own\nkind: shar\n", encoding="utf-8")
    assert "'kind' is 'shar'" in refused(capsys, "figures", folder, "own")
    assert "definition" in {finding["kind"] for finding in printed(capsys, "doctor", folder)}


def test_a_damaged_manifest_is_told_by_name(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    next((Path(folder) / "log").glob("*.json")).write_text("{", encoding="utf-8")
    assert "log/00000001.json" in refused(capsys, "figures", folder, "101-offered")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_a_folder_without_rights_is_told(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    (Path(folder) / "log").chmod(0)
    try:
        assert "rights" in refused(capsys, "figures", folder, "101-offered")
    finally:
        (Path(folder) / "log").chmod(0o700)


def test_a_proposed_source_is_one(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    path = force.file("september.csv", table(rows()))
    assert run(["sources", "new", str(path)]) == 0
    saved = force.workspace.folder / "sources" / "september.yaml"
    saved.write_text(capsys.readouterr().out, encoding="utf-8")
    assert read_source(saved).columns["presented_at"].value.text == "presented"
    assert force.workspace.load("september", path).accepted == 30


def test_whoever_reads_the_output_may_stop_reading(folder: str) -> None:
    command = f"{sys.executable} -m answerable figures {folder} contacts-recorded --by half-hour --format csv | head -n 1"
    shell = shutil.which("bash") or "sh"
    done = subprocess.run([shell, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("measure,version")
    assert done.stderr == ""
