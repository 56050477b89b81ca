"""The same records again: the same file, a corrected one, a moved window, another file, another version of the mapping."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import pytest

from answerable.doctor import examine
from small_force import CALLS, SmallForce, adds_up, call, faults


def calls(numbers: range, day: str = "2026-03-01", second: int = 0) -> list[dict[str, object]]:
    """One answered call a minute from ten o'clock, numbered; answered after five seconds and a bit."""
    return [call(number, f"{day} 10:{number:02}:00", answered=f"{day} 10:{number:02}:{5 + second:02}") for number in numbers]


def waits(force: SmallForce) -> dict[str, int]:
    """Record number → seconds waited."""
    return {record["record_id"].split("|")[1]: record["force_ms"] // 1000 for record in force.records()}


def test_the_same_file_twice_changes_nothing(force: SmallForce) -> None:
    force.load(calls(range(5)))
    head = force.workspace.head().sha256
    again = force.load(calls(range(5)))
    assert (again.read, again.accepted, again.duplicate) == (5, 0, 5)
    assert force.workspace.head().sha256 == head


def test_the_same_file_under_another_name_changes_nothing(force: SmallForce) -> None:
    force.load(calls(range(5)), "a.csv")
    again = force.load(calls(range(5)), "b.csv")
    assert (again.accepted, again.duplicate, force.value()) == (0, 5, 5)


def test_the_same_record_in_two_files_is_one_contact(force: SmallForce) -> None:
    force.load(calls(range(5)), "a.csv")
    report = force.load(calls(range(3, 8)), "b.csv")
    assert (report.read, report.accepted, report.duplicate) == (5, 3, 2)
    assert force.value() == 8


def test_the_same_record_twice_in_one_file_is_one_contact(force: SmallForce) -> None:
    report = force.load([*calls(range(3)), *calls(range(2)), *calls(range(2, 3), second=4)])
    assert (report.read, report.accepted, report.duplicate) == (6, 3, 3)
    assert faults(report) == {("same-record-different-content", "record_id"): 1}
    assert waits(force) == {"0": 5, "1": 5, "2": 9}


def test_rows_without_a_number_are_not_taken_for_one_record(force: SmallForce) -> None:
    report = force.load([call("", "2026-03-01 10:00:00"), call("", "2026-03-01 10:05:00"), *calls(range(8))])
    assert faults(report)["identity-missing", "identity"] == 2
    assert adds_up(report)
    assert force.value() == 8


def test_equal_numbers_of_two_systems_are_two_contacts(force: SmallForce) -> None:
    force.source("chats", CALLS.replace("source: calls", "source: chats"))
    force.source("old_calls", CALLS.replace("source: calls", "source: old_calls\nsystem: calls"))
    force.load(calls(range(5)), "a.csv")
    force.load([row | {"agent": "x"} for row in calls(range(5))], "b.csv", "chats")
    assert force.value() == 10
    replaced = force.load([row | {"agent": "y"} for row in calls(range(5))], "c.csv", "old_calls")
    assert (replaced.replaced, force.value()) == (5, 10)


def test_a_corrected_file_replaces_its_rows_and_takes_out_those_it_lacks(force: SmallForce) -> None:
    force.load(calls(range(10)))
    corrected = [*calls(range(8)), *calls(range(8, 9), second=2), *calls(range(20, 22))]
    report = force.load(corrected)
    assert (report.accepted, report.replaced, report.duplicate, report.withdrawn) == (3, 1, 8, 1)
    assert waits(force) == {**{str(number): 5 for number in (*range(8), 20, 21)}, "8": 7}
    assert adds_up(report)


def test_a_row_with_a_corrected_date_moves_to_its_month(force: SmallForce) -> None:
    force.load(calls(range(10)))
    report = force.load([*calls(range(9)), *calls(range(9, 10), "2026-04-01")])
    assert force.by_day() == {"2026-03-01": 9, "2026-04-01": 1}
    assert report.withdrawn + report.replaced == 1


def test_a_file_whose_every_date_was_wrong_leaves_its_old_month_empty(force: SmallForce) -> None:
    force.load(calls(range(5), "2026-02-01"), "other.csv")
    force.load(calls(range(5, 10), "2025-03-01"))
    assert force.value() == 10
    force.load(calls(range(5, 10), "2026-03-01"))
    force.workspace.withdraw("other.csv")
    assert force.by_day() == {"2026-03-01": 5}


def test_a_rolling_export_keeps_the_days_that_left_its_window(force: SmallForce) -> None:
    days = [f"2026-03-{day:02}" for day in range(1, 9)]
    made = {day: [row | {"id": f"{day}/{row['id']}"} for row in calls(range(4), day)] for day in days}
    force.load(list(itertools.chain(*(made[day] for day in days[:5]))), "window.csv")
    second = list(itertools.chain(*(made[day] for day in days[2:7])))[1:]
    report = force.load(second, "window.csv")
    assert force.by_day() == {**dict.fromkeys(days[:7], 4), days[2]: 3}
    assert report.withdrawn == 1


def test_another_file_that_happens_to_have_the_name_stays_beside_it_and_says_so(force: SmallForce) -> None:
    force.load(calls(range(5)), "export.csv")
    report = force.load(calls(range(10, 15), "2026-05-01"), "export.csv")
    assert force.value() == 10
    assert any("another file of this name" in warning for warning in report.warnings)


def test_a_file_without_records_takes_nothing_out(force: SmallForce) -> None:
    force.load(calls(range(5)))
    report = force.load("id,presented,line,outcome\n")
    assert (report.read, report.withdrawn, force.value()) == (0, 0, 5)
    assert any("no records" in warning for warning in report.warnings)


def test_withdrawing_brings_the_state_back(force: SmallForce) -> None:
    force.load(calls(range(5)), "a.csv")
    before, figures = force.records(), force.figures("101-mean-wait-caller-clock", "day")
    force.load([*calls(range(10, 15)), *calls(range(20, 25), "2026-06-01")], "b.csv")
    assert force.workspace.withdraw("b.csv") == 10
    assert force.records() == before
    assert force.figures("101-mean-wait-caller-clock", "day") == figures
    assert force.load([*calls(range(10, 15)), *calls(range(20, 25), "2026-06-01")], "b.csv").accepted == 10


def test_withdrawing_everything_leaves_nothing(force: SmallForce) -> None:
    force.load(calls(range(5)))
    force.workspace.withdraw("calls.csv")
    assert (force.records(), force.figures()) == ([], [])


@pytest.mark.parametrize("identity", ["[id]", "[id, presented]"])
def test_a_new_version_of_the_mapping_reads_the_same_file_again(force: SmallForce, identity: str) -> None:
    rows = [row | {"street": "999"} for row in calls(range(5))]
    force.load(rows)
    changed = CALLS.replace("version: 1", "version: 2").replace("line: line", "line: street").replace("[id]", identity)
    force.source("calls", changed)
    report = force.load(rows)
    assert report.accepted == 5
    assert (force.value(line="101"), force.value(line="999"), force.value()) == (0, 5, 5)
    assert force.load(rows).accepted == 0


def test_a_new_version_of_a_definition_gives_new_figures_of_the_same_records(force: SmallForce) -> None:
    force.load(calls(range(5)))
    folder = force.workspace.folder / "measures"
    shipped = force.workspace.measure("101-answered-within-30s").text
    assert force.figures("101-answered-within-30s", "all")[0]["value"] == 100
    stricter = shipped.replace("seconds: 30", "seconds: 3").replace("version: 1", "version: 2", 1)
    stricter = stricter.rstrip() + "\n  - {version: 2, date: 2026-11-23, change: Three seconds.}\n"
    (folder / "101-answered-within-30s.yaml").write_text(stricter, encoding="utf-8")
    row, = force.figures("101-answered-within-30s", "all")
    assert (row["value"], row["version"]) == (0, 2)


def test_the_order_in_which_files_are_loaded_does_not_matter(tmp_path: Path) -> None:
    files = {"a.csv": calls(range(6)), "b.csv": calls(range(4, 9)), "c.csv": calls(range(20, 25), "2026-02-28"),
             "d.csv": [*calls(range(30, 33), "2026-04-02"), *calls(range(8, 10))]}
    seen = []
    for place, order in enumerate([("a.csv", "b.csv", "c.csv", "d.csv"), ("d.csv", "c.csv", "b.csv", "a.csv"),
                                   ("b.csv", "d.csv", "a.csv", "c.csv")]):
        force = SmallForce(tmp_path / str(place))
        for name in order:
            assert adds_up(force.load(files[name], name))
        seen.append((waits(force), force.figures("101-median-wait-caller-clock", "day"), force.by_day()))
    assert seen[0] == seen[1] == seen[2]
    assert sum(seen[0][2].values()) == 18


def test_late_days_are_added_where_they_belong(force: SmallForce) -> None:
    force.load(calls(range(5), "2026-03-03"), "c.csv")
    force.load(calls(range(5, 9), "2026-03-01"), "a.csv")
    force.load(calls(range(9, 12), "2026-03-02"), "b.csv")
    assert force.by_day() == {"2026-03-01": 4, "2026-03-02": 3, "2026-03-03": 5}


def test_two_writers_at_once_both_commit_and_nothing_is_lost(force: SmallForce) -> None:
    writers = [threading.Thread(target=force.load, args=(calls(range(8 * at, 8 * at + 8)), f"{at}.csv")) for at in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    head = force.workspace.head()
    assert sorted(batch["file"] for batch in head.batches) == ["0.csv", "1.csv", "2.csv", "3.csv"]
    assert [batch["manifest"] for batch in head.batches] == [1, 2, 3, 4]
    assert force.value() == 32
    assert sorted(int(number) for number in waits(force)) == list(range(32))


def test_withdrawing_a_file_that_shares_records_says_which_file_to_load_again(force: SmallForce) -> None:
    """Rows that another file had too were kept once; whichever of the two goes, loading the other again brings them back."""
    first, second = calls(range(5)), calls(range(3, 8))
    force.load(first, "a.csv")
    force.load(second, "b.csv")
    force.workspace.withdraw("a.csv")
    finding = next(finding for finding in examine(force.workspace) if finding["kind"] == "load-again")
    assert finding["where"] == "b.csv"
    force.load(second, "b.csv")
    assert sorted(waits(force)) == ["3", "4", "5", "6", "7"]
    assert "load-again" not in {finding["kind"] for finding in examine(force.workspace)}


def test_what_a_withdrawn_file_had_replaced_can_be_brought_back(force: SmallForce) -> None:
    force.load(calls(range(5)), "a.csv")
    force.load(calls(range(3, 8), second=9), "b.csv")
    force.workspace.withdraw("b.csv")
    assert [finding["where"] for finding in examine(force.workspace) if finding["kind"] == "load-again"] == ["a.csv"]
    force.load(calls(range(5)), "a.csv")
    assert waits(force) == dict.fromkeys(["0", "1", "2", "3", "4"], 5)


def test_withdrawing_a_file_that_shares_nothing_asks_for_nothing(force: SmallForce) -> None:
    force.load(calls(range(5)), "a.csv")
    force.load(calls(range(10, 15)), "b.csv")
    force.workspace.withdraw("b.csv")
    assert "load-again" not in {finding["kind"] for finding in examine(force.workspace)}


def test_a_record_whose_date_another_file_corrects_leaves_its_old_month(force: SmallForce) -> None:
    force.load(calls(range(10)), "march.csv")
    report = force.load([*calls(range(9, 10), "2026-04-01"), *calls(range(20, 25), "2026-04-02")], "april.csv")
    assert force.by_day() == {"2026-03-01": 9, "2026-04-01": 1, "2026-04-02": 5}
    assert (report.accepted, report.replaced) == (6, 1)


def test_the_only_record_of_a_month_may_move_away(force: SmallForce) -> None:
    force.load(calls(range(1), "2052-03-01"), "a.csv")
    force.load([*calls(range(1), "2026-03-01"), *calls(range(5, 9), "2026-03-01")], "b.csv")
    assert force.by_day() == {"2026-03-01": 5}
    assert list(force.workspace.head().parts("contacts", "records")) == ["2026-03"]


def test_numbers_that_begin_again_each_month_are_other_contacts_and_it_says_so(force: SmallForce) -> None:
    force.load(calls(range(10), "2026-03-01"), "march.csv")
    report = force.load(calls(range(10), "2026-04-01"), "april.csv")
    assert force.by_day() == {"2026-03-01": 10, "2026-04-01": 10}
    assert any("does the system count anew each month?" in warning for warning in report.warnings)
