"""`answerable sources new FILE`: what a look at a file tells, and what it says it cannot tell."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from answerable.records.proposing import propose
from answerable.records.sources import Source, read_source
from small_force import SmallForce, table

Rows = list[dict[str, object]]


def calls(count: int = 60, day_first: bool = True) -> Rows:
    """Calls as a contact-centre system exports them, over as many days as there are tens."""
    made: Rows = []
    for number in range(count):
        date = 1 + number // 3 % 28
        day = f"{date:02}/09/2026" if day_first else f"09/{date:02}/2026"
        lost = number % 5 == 4
        made.append({"Call ID": f"c{number}", "Call Start Time": f"{day} 10:{number % 60:02}:00",
                     "DDI": "999" if number % 4 else "101",
                     "Skill Group": f"desk {number % 3}", "Agent Name": "" if lost else f"Ada Lovelace {number % 7}",
                     "Wait Time": number % 40, "Talk Time": "" if lost else 100 + number, "ACW": "" if lost else 30,
                     "Call Result": "ABN" if lost else "ANS", "Caller Number": f"0770090{number:04}", "District": "North"})
    return made


def saved(text: str, folder: Path) -> Source:
    """The proposal read back as a source of its own name."""
    name = next(line for line in text.splitlines() if line.startswith("source: ")).removeprefix("source: ")
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return read_source(path)


def proposed(force: SmallForce, rows: Rows, name: str = "september.csv") -> tuple[str, Source]:
    """(the proposal for a file of these rows, as a source of the workspace)."""
    text = propose(force.file(name, table(rows)))
    return text, saved(text, force.workspace.folder / "sources")


def test_a_plain_export_is_placed_and_loads_at_once(force: SmallForce) -> None:
    text, source = proposed(force, calls())
    mapped = {name: column.value.text for name, column in source.columns.items()}
    assert mapped["presented_at"] == '"Call Start Time"'
    assert (mapped["line"], mapped["queue"], mapped["handler"], mapped["place"]) == ("DDI", '"Skill Group"', '"Agent Name"',
                                                                                     "District")
    assert [part.text for part in source.identity] == ['"Call ID"']
    assert source.time_formats == ("%d/%m/%Y %H:%M:%S",)
    assert "Caller Number" in (source.known_columns or ())
    report = force.workspace.load("september", force.files / "september.csv")
    assert (report.accepted, report.faults, report.warnings) == (60, [], [])
    assert "delimiter: \",\"" in text
    assert force.value("talk-time-mean") == sum(100 + number for number in range(60) if number % 5 != 4) / 48
    assert force.value("abandonment") == 20


@pytest.mark.parametrize(("day_first", "form"), [(True, "%d/%m/%Y %H:%M:%S"), (False, "%m/%d/%Y %H:%M:%S")])
def test_a_day_above_twelve_tells_day_and_month_apart(force: SmallForce, day_first: bool, form: str) -> None:
    _, source = proposed(force, calls(60, day_first))
    assert source.time_formats == (form,)


@pytest.mark.parametrize(("day_first", "form"), [(True, "%d/%m/%Y %H:%M:%S"), (False, "%m/%d/%Y %H:%M:%S")])
def test_in_a_short_file_the_part_that_moves_on_is_the_day(force: SmallForce, day_first: bool, form: str) -> None:
    text, source = proposed(force, calls(30, day_first))
    assert source.time_formats == (form,)
    assert "no value tells" not in text


def test_where_nothing_tells_day_from_month_it_says_so(force: SmallForce) -> None:
    rows = [row | {"Call Start Time": f"0{1 + number % 9}/0{1 + number // 7}/2026 10:00:{number:02}"}
            for number, row in enumerate(calls(60))]
    text, source = proposed(force, rows)
    assert source.time_formats == ("%d/%m/%Y %H:%M:%S",)
    assert "no value tells whether the day or the month stands first" in text


WRITTEN = [("{seconds}", "seconds"), ("0:{minutes:02}:{rest:02}", "h:mm:ss"), ("{minutes:02}:{rest:02}", "mm:ss")]


def length(written: str, seconds: int) -> str:
    """A length of time as a system writes it."""
    return written.format(seconds=seconds, minutes=seconds // 60, rest=seconds % 60)


@pytest.mark.parametrize(("written", "form"), WRITTEN)
def test_lengths_of_time_are_told_by_how_they_are_written(force: SmallForce, written: str, form: str) -> None:
    rows = [{name: value for name, value in row.items() if name not in ("Talk Time", "ACW")}
            | {"Wait Time": length(written, number)} for number, row in enumerate(calls(120))]
    _, source = proposed(force, rows)
    assert source.duration_format == form
    force.workspace.load("september", force.files / "september.csv")
    assert [record["force_ms"] // 1000 for record in sorted(force.records(), key=lambda record: int(record["row"]))] == list(
        range(120))


@pytest.mark.parametrize("written", [written for written, _ in WRITTEN])
def test_lengths_that_follow_one_another_are_added_up(force: SmallForce, written: str) -> None:
    rows = [row | {"Wait Time": length(written, number), "Talk Time": row["Talk Time"] and length(written, 2 * number),
                   "ACW": row["ACW"] and length(written, 30)} for number, row in enumerate(calls(120))]
    proposed(force, rows)
    report = force.workspace.load("september", force.files / "september.csv")
    assert report.faults == []
    assert force.value("talk-time-mean") == sum(2 * number for number in range(120) if number % 5 != 4) / 96
    assert {record["wrap_ms"] for record in force.records()} == {30_000, None}


def test_a_date_and_clock_times_are_put_together_and_roll_past_midnight(force: SmallForce) -> None:
    rows = [{"Ref": number, "Date": f"{1 + number:02}.09.2026", "Time Offered": "23:59:50", "Time Answered": "00:00:10",
             "Time Cleared": "00:05:10", "Outcome": "Answered", "Line": "101"} for number in range(28)]
    text, source = proposed(force, rows)
    assert source.rolls_past_midnight
    assert set(source.columns["answered_at"].value.columns) == {"Date", "Time Answered"}
    report = force.workspace.load("september", force.files / "september.csv")
    assert (report.accepted, report.faults) == (28, [])
    assert force.value("talk-time-mean") == 300
    assert "half a day or more before" in text


def test_words_that_are_not_known_are_shown_only_where_they_are_many(force: SmallForce) -> None:
    rows = calls(60)
    for number, row in enumerate(rows[:20]):
        row["Call Result"] = "OVFL-2" if number < 12 else "Grace Hopper"
    text, source = proposed(force, rows)
    assert "'OVFL-2' (12 rows)" in text
    assert "1 rarer" in text
    assert "Hopper" not in text
    assert "WHEN 'ABN' THEN 'abandoned'" in source.columns["outcome"].value.text


def test_no_value_of_a_person_is_in_the_proposal(force: SmallForce) -> None:
    text, source = proposed(force, calls(200))
    assert "Lovelace" not in text
    assert "0770090" not in text
    assert not {"Caller Number", "Agent Name"} & {column for part in source.identity for column in part.columns}


def test_without_a_number_the_records_are_told_apart_by_more_columns(force: SmallForce) -> None:
    rows = [{name: value for name, value in row.items() if name != "Call ID"} for row in calls()]
    text, source = proposed(force, rows)
    assert "Call Start Time" in {column for part in source.identity for column in part.columns}
    assert "no two rows are alike in all of these" in text


def test_both_directions_keep_only_what_comes_in(force: SmallForce) -> None:
    rows = [row | {"Direction": "OUT" if number % 3 == 0 else "IN"} for number, row in enumerate(calls())]
    _, source = proposed(force, rows)
    assert source.keep is not None
    report = force.workspace.load("september", force.files / "september.csv")
    assert (report.read, report.left_out) == (40, 20)


def test_what_is_not_there_is_said_and_nothing_can_be_loaded_by_it(force: SmallForce) -> None:
    text, _ = proposed(force, [{"a": number, "b": "x"} for number in range(12)])
    assert "NOT FOUND: which column says when the contact reached the force?" in text
    assert 'known_columns: ["b"]' in text


def test_counts_by_interval_are_told_from_contacts(force: SmallForce) -> None:
    rows = [{"DateTime": f"2026-09-01 {hour:02}:00", **{f"999_{band}": hour * band for band in (10, 20, 40, 60, 120, 121)}}
            for hour in range(24)]
    text, _ = proposed(force, rows)
    assert "contact_bands" in text


def test_a_workbook_is_looked_at_like_a_text(force: SmallForce) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(list(calls()[0]))
    for row in calls():
        page.append(list(row.values()))
    book.save(force.files / "september.xlsx")
    source = saved(propose(force.files / "september.xlsx"), force.workspace.folder / "sources")
    assert source.file.format == "xlsx"
    assert force.workspace.load("september", force.files / "september.xlsx").accepted == 60


def test_fields_of_nested_records_get_a_path(force: SmallForce) -> None:
    records = [{"id": f"r{number}", "started": f"2026-09-{1 + number % 28:02}T10:00:00Z", "line": "101",
                "agent": {"connected": f"2026-09-{1 + number % 28:02}T10:00:09Z", "user": f"u{number % 4}"},
                "outcome": "answered"} for number in range(56)]
    path = force.file("september.jsonl", "\n".join(json.dumps(record) for record in records))
    source = saved(propose(path), force.workspace.folder / "sources")
    assert source.fields["agent_connected"].path == "agent.connected"
    assert force.workspace.load("september", path).accepted == 56
    assert {record["force_ms"] for record in force.records()} == {9000}


@pytest.mark.parametrize(("encoding", "delimiter", "told"), [("cp1252", ";", "cp1252"), ("utf-16", "\t", "utf-16"),
                                                             ("utf-8-sig", "|", "utf-8-sig")])
def test_encoding_and_delimiter_are_told(force: SmallForce, encoding: str, delimiter: str, told: str) -> None:
    rows = [row | {"District": "Caf\u00e9 \u20ac"} for row in calls()]
    path = force.file("september.csv", table(rows).replace(",", delimiter).encode(encoding))
    text = propose(path)
    saved(text, force.workspace.folder / "sources")
    assert told in text.lower()
    assert force.workspace.load("september", path).accepted == 60
    assert {row["place"] for row in force.figures("contacts-recorded", "all,place")} == {"Caf\u00e9 \u20ac"}


@pytest.mark.parametrize("name", ["calls-2026-09.csv", "calls 2026 (final).csv", "\u00fcbersicht.v2.csv"])
def test_the_name_of_the_source_is_one_that_a_file_can_have(force: SmallForce, name: str) -> None:
    _, source = proposed(force, calls(), name)
    assert source.name
    assert " " not in source.name


def test_an_empty_table_is_proposed_for_by_its_header_alone(force: SmallForce) -> None:
    path = force.file("september.csv", table(calls()).splitlines()[0] + "\n")
    source = saved(propose(path), force.workspace.folder / "sources")
    assert source.columns["line"].value.text == "'101'"
