"""Call records as other months of such a source hold them: glued fields, wrong dates, columns gone, added or moved, broken
packing. What can be known is loaded right; the rest is set apart and named; a file that is another is refused whole."""

from __future__ import annotations

import gzip

import pytest
from call_files import AT, HEADER, TALK, WAIT, call, load, month, outcomes, text

from answerable.errors import InputError
from small_force import SmallForce, adds_up, faults

WHOLE = {"abandoned": 280, "answered": 840}


def without(rows: list[int]) -> dict[str, int]:
    """The outcomes of the month without some of its rows."""
    lost = sum(row % 4 == 0 for row in rows)
    return {"abandoned": WHOLE["abandoned"] - lost, "answered": WHOLE["answered"] - len(rows) + lost}


def test_an_undamaged_month_is_loaded_whole(force: SmallForce) -> None:
    report = load(force, text(month()))
    assert (report.faults, report.warnings, outcomes(force)) == ([], [], WHOLE)
    assert force.value("queue-wait-mean") == WAIT
    assert force.value("talk-time-mean") == TALK


@pytest.mark.parametrize("padded", [True, False], ids=["last field empty", "one field short"])
@pytest.mark.parametrize("left", HEADER[:-1])
def test_two_fields_glued_together_give_no_wrong_record(force: SmallForce, left: str, padded: bool) -> None:
    rows, broken, at = month(), list(range(0, 63, 7)), AT[left]
    for number in broken:
        row = rows[number]
        rows[number] = [*row[:at], row[at] + row[at + 1], *row[at + 2:], *([""] if padded else [])]
    report = load(force, text(rows))
    assert adds_up(report)
    if padded and left in ("ser_start", "ser_exit", "ser_time"):
        # Everything that tells what became of the call stands before: it is kept, and talked for an unknown time.
        assert outcomes(force) == WHOLE
    else:
        assert (report.quarantined, outcomes(force)) == (len(broken), without(broken))
    assert force.value("queue-wait-mean") == WAIT
    assert force.value("talk-time-mean") == TALK


def test_a_trailing_column_that_is_missing_leaves_the_handler_empty_and_says_so(force: SmallForce) -> None:
    report = load(force, text([row[:-1] for row in month()], HEADER[:-1]))
    assert outcomes(force) == WHOLE
    assert any("server" in warning and "handler" in warning for warning in report.warnings)


def test_rows_all_one_field_short_of_the_header_are_refused(force: SmallForce) -> None:
    with pytest.raises(InputError, match="more or fewer fields than the header"):
        load(force, text([row[:-1] for row in month()]))
    assert force.workspace.head().number == 0


def test_columns_that_were_added_are_named(force: SmallForce) -> None:
    report = load(force, text([[*row, "x", "y"] for row in month()], [*HEADER, "skill", "site"]))
    assert outcomes(force) == WHOLE
    assert any("skill, site" in warning or "site, skill" in warning for warning in report.warnings)


def test_columns_in_another_order_are_found_by_name(force: SmallForce) -> None:
    report = load(force, text([row[::-1] for row in month()], HEADER[::-1]))
    assert (report.faults, outcomes(force)) == ([], WHOLE)


@pytest.mark.parametrize("column", ["date", "outcome", "call_id", "vru_entry"])
def test_without_a_column_that_is_needed_the_file_is_refused_and_the_column_named(force: SmallForce, column: str) -> None:
    at = AT[column]
    with pytest.raises(InputError, match=f"'{column}'.*Nothing was loaded"):
        load(force, text([row[:at] + row[at + 1:] for row in month()], [name for name in HEADER if name != column]))


def test_a_day_under_the_next_days_date_is_told(force: SmallForce) -> None:
    rows = [[*row[:5], "990311", *row[6:]] if row[5] == "990310" else row for row in month()]
    report = load(force, text(rows))
    assert outcomes(force) == WHOLE
    assert any("11 March 1999 has about twice" in warning and "10 March 1999 has none" in warning
               for warning in report.warnings)


def test_a_day_under_a_date_of_another_year_is_told(force: SmallForce) -> None:
    rows = [[*row[:5], "980310", *row[6:]] if row[5] == "990310" else row for row in month()]
    report = load(force, text(rows))
    assert outcomes(force) == WHOLE
    assert any("no records on 10 March 1999" in warning for warning in report.warnings)
    assert any("10 March 1998 stands far from all other days" in warning for warning in report.warnings)
    row = next(row for row in force.figures("contacts-recorded", "month") if row["period_start"] == "1999-03-01")
    assert row["value"] == 1080


def test_a_day_under_a_date_that_cannot_be_is_set_apart(force: SmallForce) -> None:
    rows = [[*row[:5], "690310", *row[6:]] if row[5] == "990310" else row for row in month()]
    report = load(force, text(rows))
    assert faults(report) == {("time-not-understood", "presented_at"): 40}
    assert any("no records on 10 March 1999" in warning for warning in report.warnings)


def test_the_header_again_between_the_rows_is_no_call(force: SmallForce) -> None:
    rows = month()
    report = load(force, text([*rows[:500], list(HEADER), *rows[500:]]))
    assert faults(report) == {("header-again", ""): 1}
    assert outcomes(force) == WHOLE


def test_words_for_outcomes_that_nobody_knows_are_set_apart_and_named_where_many(force: SmallForce) -> None:
    rows = month()
    for number in range(12):
        rows[number][AT["outcome"]] = "OVERFLOW"
    rows[20][AT["outcome"]] = "SHLOMO"
    report = load(force, text(rows))
    assert faults(report) == {("outcome-unknown", "outcome"): 13}
    assert outcomes(force) == without([*range(12), 20])
    example = report.faults[0]["example"]
    assert "'OVERFLOW' in 12 rows" in example
    assert "SHLOMO" not in example


@pytest.mark.parametrize("cut", [20, 2000, -5], ids=["at the start", "in the middle", "at the end"])
def test_a_packed_file_that_was_cut_is_refused(force: SmallForce, cut: int) -> None:
    packed = gzip.compress(text(month()).encode(), mtime=0)
    with pytest.raises(InputError, match="the packed file is damaged"):
        load(force, packed[:cut], "march1999.tsv.gz")
    assert force.workspace.head().number == 0


@pytest.mark.parametrize("place", [20, 700, 2500, -6], ids=["head", "early", "late", "check sum"])
def test_a_packed_file_with_wrong_bytes_is_refused(force: SmallForce, place: int) -> None:
    packed = bytearray(gzip.compress(text(month()).encode(), mtime=0))
    packed[place] ^= 0x5A
    with pytest.raises(InputError, match="damaged"):
        load(force, bytes(packed), "march1999.tsv.gz")
    assert force.workspace.head().number == 0


@pytest.mark.parametrize("name", ["march1999.tsv.gz", "march1999.tsv"])
def test_packing_is_told_by_the_bytes_and_not_by_the_name(force: SmallForce, name: str) -> None:
    load(force, gzip.compress(text(month()).encode(), mtime=0), name)
    assert outcomes(force) == WHOLE


def test_letters_of_windows_are_read_and_said(force: SmallForce) -> None:
    rows = month()
    rows[5][AT["server"]] = "J\u00fcrgen \u2013 \u017d"
    report = load(force, text(rows).encode("cp1252"))
    assert outcomes(force) == WHOLE
    assert any("Windows-1252" in warning for warning in report.warnings)


def test_windows_line_ends_blank_lines_and_a_missing_last_one(force: SmallForce) -> None:
    lines = text(month()).splitlines()
    mixed = "\r\n".join([*lines[:300], "", "\t" * 16, *lines[300:]])
    report = load(force, mixed)
    assert (report.read, report.faults, outcomes(force)) == (1120, [], WHOLE)


def test_a_quotation_mark_in_a_name_draws_no_other_row_in(force: SmallForce) -> None:
    rows = month()
    rows[7][AT["server"]] = 'SHA"UL'
    rows[9][AT["server"]] = '"'
    report = load(force, text(rows))
    assert (report.faults, outcomes(force)) == ([], WHOLE)


def test_the_rows_of_two_months_in_one_file_go_to_their_months(force: SmallForce) -> None:
    rows = [call(number, f"99{2 + number % 2:02}{1 + number // 2 % 28:02}") for number in range(224)]
    load(force, text(rows))
    months = {row["period_start"]: row["value"] for row in force.figures("contacts-recorded", "month")}
    assert months == {"1999-02-01": 112, "1999-03-01": 112}


def test_a_file_of_another_source_is_refused_with_the_columns_it_lacks(force: SmallForce) -> None:
    with pytest.raises(InputError, match=r"the columns 'call_id', 'date', 'outcome', 'vru\+line', 'vru_entry' are missing"):
        load(force, "a\tb\n1\t2\n")


def test_a_file_without_its_header_is_refused(force: SmallForce) -> None:
    with pytest.raises(InputError, match="has no header"):
        load(force, text(month()).split("\n", 1)[1])
