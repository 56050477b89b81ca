"""Files, groups and periods without anything in them: a gap is a gap, never a zero, and never a stack trace."""

from __future__ import annotations

import gzip

import pytest

from answerable.errors import InputError
from small_force import SmallForce, call, faults

HEADER = "id,presented,line,outcome,answered\n"


@pytest.mark.parametrize(("name", "content"), [("empty.csv", b""), ("blank.csv", b"\n\n"),
                                               ("empty.csv.gz", gzip.compress(b"", mtime=0))])
def test_a_file_without_even_a_header_is_refused(force: SmallForce, name: str, content: bytes) -> None:
    with pytest.raises(InputError, match="no header"):
        force.load(content, name)
    assert force.workspace.head().number == 0


@pytest.mark.parametrize("content", [HEADER, HEADER.rstrip("\n"), HEADER + "\n\n,,,,\n"])
def test_a_header_alone_is_a_file_without_records(force: SmallForce, content: str) -> None:
    report = force.load(content)
    assert (report.read, report.accepted) == (0, 0)
    assert report.warnings[-1] == "the file holds no records."
    assert force.figures() == []
    assert force.workspace.figures("101-offered").empty


def test_a_source_may_keep_none_of_the_rows(force: SmallForce) -> None:
    force.source("calls", (force.workspace.folder / "sources" / "calls.yaml").read_text() + "keep: \"line = '999'\"\n")
    report = force.load([call(1, "2026-03-01 10:00:00")])
    assert (report.read, report.left_out) == (0, 1)
    assert report.warnings[-1] == "the file holds no records that the source keeps."


def test_a_line_without_contacts_has_no_figures(force: SmallForce) -> None:
    force.load([call(1, "2026-03-01 10:00:00")])
    assert force.figures("999-offered", "month") == []
    assert force.figures("101-offered", "month", line="no such line") == []


def test_a_day_without_records_between_others_is_a_gap_and_not_a_zero(force: SmallForce) -> None:
    force.load([call(f"{day}/{number}", f"2026-03-{day:02} 10:00:00") for day in (1, 2, 4) for number in range(3)])
    rows = {row["period_start"]: row for row in force.figures("101-offered", "day")}
    assert (rows["2026-03-03"]["value"], rows["2026-03-03"]["status"]) == (None, "no-data")
    assert rows["2026-03-04"]["value"] == 3


def test_where_nobody_was_answered_there_is_no_talk_and_a_share_of_none(force: SmallForce) -> None:
    force.load([call(1, "2026-03-01 10:00:00", outcome="abandoned", abandoned="2026-03-01 10:00:09")])
    assert force.figures("talk-time-mean", "all") == []
    row, = force.figures("101-answered-within-30s", "all")
    assert (row["value"], row["numerator"], row["denominator"]) == (0, 0, 1)


def test_a_file_of_quarantined_rows_alone_is_not_what_the_source_says(force: SmallForce) -> None:
    with pytest.raises(InputError, match=r"not one of its 2 rows can be taken.*nothing was loaded"):
        force.load([call(1, "2026-03-01 10:00:00", outcome="lost"), call(2, "2026-03-01 10:00:00", outcome="lost")])
    assert force.workspace.head().number == 0


def test_blank_lines_and_trailing_separators_are_no_records(force: SmallForce) -> None:
    report = force.load("\r\n".join([HEADER.strip() + ",,", "1,2026-03-01 10:00:00,101,answered,2026-03-01 10:00:05,,", "",
                                     ",,,,,,", "2,2026-03-01 10:01:00,101,answered,2026-03-01 10:01:05,,", "", ""]))
    assert (report.read, report.accepted) == (2, 2)
    assert faults(report) == {}
