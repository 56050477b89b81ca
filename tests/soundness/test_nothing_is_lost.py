"""Whatever a file holds, every row of it is accepted, quarantined or a duplicate, and the store holds what was accepted."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.errors import InputError
from small_force import SmallForce, adds_up

COLUMNS = ("id", "presented", "answered", "abandoned", "ended", "line", "outcome", "agent")
TIMES = st.sampled_from(["2026-03-01 10:00:00", "2026-03-01 10:00:30", "2026-03-02 23:59:59", "2026-03-29 01:30:00",
                         "2026-10-25 01:30:00", "2025-12-31 23:59:59", "", "NULL", "soon", "31/12/2026", "9999-12-31",
                         "2026-03-01T10:00:00+01:00", "=1+1", "\u00a0"])
ROW = st.fixed_dictionaries({
    "id": st.sampled_from(["1", "2", "3", "4", "5", "6", "7", "", " 8 "]), "presented": TIMES, "answered": TIMES,
    "abandoned": TIMES, "ended": TIMES,
    "line": st.sampled_from(["101", "999", "", "NULL", "O'Neill\"s"]),
    "outcome": st.sampled_from(["answered", "abandoned", "callback", "Answered", "", "phantom", "0"]),
    "agent": st.sampled_from(["Zo\u00eb", "a,b", 'say "x"', "", "line\nbreak", "\U0001f600"])})
MISFIT = st.lists(st.sampled_from(["1", "x", "", "2026-03-01 10:00:00", '"', "101"]), max_size=12)
LINES = st.lists(st.one_of(ROW, ROW, ROW, MISFIT), min_size=1, max_size=12)


def written(lines: list[dict[str, str] | list[str]], ending: str) -> tuple[str, int]:
    """(CSV text, how many rows of it hold anything): whole rows quoted as they must be, others as they come."""
    out, filled = io.StringIO(), 0
    writer = csv.writer(out, lineterminator=ending)
    writer.writerow(COLUMNS)
    for line in lines:
        fields = list(line.values()) if isinstance(line, dict) else [field.replace('"', "'") for field in line]
        filled += any(field.strip(" ") for field in fields)
        writer.writerow(fields)
    return out.getvalue(), filled


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=LINES, ending=st.sampled_from(["\n", "\r\n"]), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_accepted_quarantined_and_duplicate_make_up_what_was_read(lines: list[dict[str, str] | list[str]], ending: str,
                                                                  encoding: str) -> None:
    text, filled = written(lines, ending)
    with tempfile.TemporaryDirectory() as folder:
        force = SmallForce(Path(folder))
        try:
            report = force.load(text.encode(encoding))
        except InputError:
            assert force.workspace.head().number == 0
            return
        assert report.read == filled
        assert adds_up(report)
        assert len(force.records()) == report.accepted == (force.value() or 0)
        set_apart = sum(fault["records"] for fault in report.faults if not fault["kept"])
        assert set_apart == report.quarantined


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=st.lists(ROW, min_size=3, max_size=8), second=st.lists(ROW, min_size=3, max_size=8))
def test_a_second_file_adds_up_beside_the_first(first: list[dict[str, str]], second: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        force = SmallForce(Path(folder))
        for name, rows in (("a.csv", first), ("b.csv", second), ("a.csv", second)):
            before = len(force.records())
            try:
                report = force.load(written(list(rows), "\n")[0], name)
            except InputError:
                assert len(force.records()) == before
                continue
            assert adds_up(report)
            held = len(force.records())
            assert held == before + report.accepted - report.replaced - report.withdrawn == (force.value() or 0)
