"""The command line as scripts and people meet it: help, stable JSON, errors in one line."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from in_process import answerable

VERBS = ("init", "load", "withdraw", "figures", "judge", "release", "serve", "measures", "sources", "targets", "plans",
         "benchmarks", "peers", "doctor", "demo")
CALLS = """call_id,line,outcome,presented_at,queued_at,answered_at,ended_at,handler
1,101,answered,2026-09-01 09:00:00,2026-09-01 09:00:20,2026-09-01 09:00:40,2026-09-01 09:03:00,Ann Example
2,101,abandoned,2026-09-01 09:05:00,2026-09-01 09:05:20,,,
3,999,answered,2026-09-02 10:00:00,2026-09-02 10:00:00,2026-09-02 10:00:05,2026-09-02 10:02:00,Bob Example
4,101,answered,2026-09-02 11:00:00,2026-09-02 11:00:20,2026-09-02 10:58:00,2026-09-02 11:03:00,Ann Example
5,101,whatever,2026-09-02 12:00:00,,,,
"""


def process(*words: str, limit: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """The command run as a process of its own."""
    return subprocess.run([sys.executable, "-m", "answerable", *words], capture_output=True, text=True, check=False,
                          preexec_fn=limit)


def refused(*words: str, limit: Callable[[], None] | None = None) -> str:
    """The one line on stderr of a command that must be refused; with a limit, in a process of its own."""
    done = process(*words, limit=limit) if limit else answerable(*words)
    assert done.returncode == 2, done.stdout + done.stderr
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """A workspace with five calls, and what loading them said."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "calls.csv").write_text(CALLS, encoding="utf-8")
    workspace = str(folder / "ws")
    assert process("init", workspace).returncode == 0
    done = process("load", workspace, "generic_csv", str(folder / "calls.csv"), "--format", "json", "--quiet")
    assert done.returncode == 0, done.stderr
    return workspace, json.loads(done.stdout)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = answerable(verb, "--help")
    assert done.returncode == 0
    assert f"Example:\n  answerable {verb}" in done.stdout


def test_help_waits_for_no_heavy_library() -> None:
    code = ("import sys; from answerable.cli.arguments import build_parser; build_parser(); "
            "print(sorted({'duckdb', 'pandas', 'numpy', 'pyarrow', 'django', 'sqlglot'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_load_prints_for_scripts(loaded: tuple[str, dict[str, Any]]) -> None:
    said = loaded[1]
    assert (said["read"], said["accepted"], said["quarantined"], said["duplicate"]) == (5, 4, 1, 0)
    assert {"read", "accepted", "quarantined", "duplicate", "faults", "warnings"} <= set(said)
    assert all({"fault", "column", "records", "example"} <= set(fault) for fault in said["faults"])
    assert {(fault["fault"], fault["column"]) for fault in said["faults"]} == {
        ("before-its-predecessor", "answered_at"), ("outcome-unknown", "outcome")}


def test_what_figures_prints_for_scripts(loaded: tuple[str, dict[str, Any]]) -> None:
    done = process("figures", loaded[0], "101-answered-within-30s", "--by", "month", "--by", "origin", "--format", "json")
    (row,) = json.loads(done.stdout)
    assert list(row) == ["measure", "version", "period_start", "period_end", "value", "unit", "numerator", "denominator",
                         "coverage", "status", "note", "origin"]
    # One of two answered calls has no usable time: too many to leave out, so there is no figure, and it says why.
    assert (row["value"], row["denominator"], row["status"], row["origin"]) == (None, None, "not-available", "public")
    assert row["note"] == "the source gives no usable time on the queue's clock for 1 of 2 contacts"


def test_an_impossible_time_costs_the_clock_and_not_the_call(loaded: tuple[str, dict[str, Any]]) -> None:
    (row,) = json.loads(answerable("figures", loaded[0], "101-offered", "--format", "json").stdout)
    assert row["value"] == 3


@pytest.mark.parametrize("form", ["table", "csv"])
def test_figures_print_as_a_table_and_as_csv(loaded: tuple[str, dict[str, Any]], form: str) -> None:
    printed = answerable("figures", loaded[0], "101-offered", "--format", form).stdout
    assert "101-offered" in printed
    assert "2026-09-01" in printed


def test_parquet_goes_to_a_file(loaded: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    assert "--output" in refused("figures", loaded[0], "101-offered", "--format", "parquet")
    done = answerable("figures", loaded[0], "101-offered", "--format", "parquet", "--output", str(tmp_path / "f.parquet"))
    assert done.returncode == 0
    assert pq.read_table(tmp_path / "f.parquet")["value"].to_pylist() == [3]


def test_doctor_lists_findings_for_scripts(loaded: tuple[str, dict[str, Any]]) -> None:
    findings = json.loads(answerable("doctor", loaded[0], "--format", "json").stdout)
    assert all(list(finding) == ["kind", "what", "where", "remedy"] for finding in findings)
    assert {"fault", "quarantine", "release"} <= {finding["kind"] for finding in findings}


def test_the_same_figures_as_a_data_frame(loaded: tuple[str, dict[str, Any]]) -> None:
    from answerable import Workspace

    frame = Workspace(loaded[0]).figures("101-offered", by="month")
    assert list(frame["value"]) == [3]
    assert {"measure", "version", "period_start", "period_end", "unit", "status"} <= set(frame.columns)


def test_no_name_of_a_handler_is_kept_anywhere(loaded: tuple[str, dict[str, Any]]) -> None:
    assert process("release", loaded[0], "--quiet").returncode == 0
    held = [path for path in Path(loaded[0]).rglob("*") if path.is_file() and b"Example" in path.read_bytes()]
    assert held == []


def test_an_error_of_the_command_itself_is_one_line_too(loaded: tuple[str, dict[str, Any]]) -> None:
    done = process("figures", loaded[0], "101-ofered")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Did you mean '101-offered'" in done.stderr


@pytest.mark.parametrize(("words", "says"), [
    (("figures", "{ws}", "101-ofered"), "Did you mean '101-offered'"),
    (("load", "{ws}", "generic_cvs", "x.csv"), "Did you mean 'generic_csv'"),
    (("figures", "{ws}", "101-offered", "--by", "mnth"), "Did you mean 'month'"),
    (("figures", "{ws}", "101-offered", "--where", "line"), "--where line=101"),
    (("figures", "{ws}", "101-offered", "--where", "lne=101"), "Did you mean 'line'"),
    (("figures", "{ws}", "101-offered", "--from", "1/9/2026"), "2026-09-01"),
    (("figures", "{ws}-none", "101-offered"), "is not a workspace"),
    (("load", "{ws}", "generic_csv", "no-such.csv"), "there is no file"),
    (("init", "{ws}"), "is a workspace already"),
    (("measures", "show", "101-ofered"), "Did you mean '101-offered'"),
    (("withdraw", "{ws}", "call.csv"), "Did you mean 'calls.csv'"),
])
def test_errors_are_one_line_that_says_what_to_do(loaded: tuple[str, dict[str, Any]], words: tuple[str, ...],
                                                  says: str) -> None:
    assert says in refused(*(word.replace("{ws}", loaded[0]) for word in words))


def test_a_file_that_is_not_what_the_mapping_says(loaded: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    said = refused("load", loaded[0], "generic_csv", str(tmp_path / "other.csv"), "--quiet")
    assert "'call_id'" in said
    assert "Nothing was loaded" in said


def test_a_file_whose_times_are_written_otherwise(loaded: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text("call_id,line,outcome,presented_at\n1,101,answered,the first of May\n" * 2,
                                        encoding="utf-8")
    said = refused("load", loaded[0], "generic_csv", str(tmp_path / "times.csv"), "--quiet")
    assert "presented_at" in said
    assert "row 2" in said


def test_a_port_in_use(loaded: tuple[str, dict[str, Any]]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "port" in refused("serve", loaded[0], "--port", str(taken.getsockname()[1]))


def test_a_full_disk_changes_nothing(loaded: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    rows = [f"{n},101,answered,2026-10-01 09:{n // 60 % 60:02d}:{n % 60:02d},,2026-10-01 10:00:00,,"
            for n in range(3000)]
    (tmp_path / "more.csv").write_text(CALLS.splitlines()[0] + "\n" + "\n".join(rows), encoding="utf-8")

    def little_room() -> None:
        # No file may grow beyond this: writing fails as it does on a full disk.
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    before = answerable("figures", loaded[0], "101-offered", "--format", "json").stdout
    said = refused("load", loaded[0], "generic_csv", str(tmp_path / "more.csv"), "--quiet", limit=little_room)
    assert "disk" in said or "room" in said
    assert answerable("figures", loaded[0], "101-offered", "--format", "json").stdout == before
