"""The made-up force: the same bytes each time, an honest room, the story, and a truth that adds up."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from answerable.errors import InputError
from answerable.records.sources import read_source
from answerable.records.synthetic import SOURCES, SOURCES_FOLDER, make_force, staffing
from answerable.records.synthetic.contacts import ABANDONED, ANSWERED, CALLBACK, LINES, NONE, Contacts
from answerable.records.synthetic.digital import simulate_chat, simulate_inbox
from answerable.records.synthetic.hours import bank_holidays, hours_of_month
from answerable.records.synthetic.phone import simulate_phone, simulate_room
from answerable.records.synthetic.plan import MonthPlan, plan_months
from answerable.records.synthetic.truth import clocks_ms

SMALL = 0.05


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("force")
    make_force(folder, months=36, scale=SMALL, processes=1)
    return folder


@pytest.fixture(scope="module")
def truth(force: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((force / "truth.json").read_text())
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def plan_of(month: str) -> MonthPlan:
    return next(plan for plan in plan_months("2026-10", 36) if plan.name == month)


@cache
def calls_of(month: str) -> Contacts:
    """A month of calls at full scale."""
    return simulate_phone(plan_of(month), 1.0, np.random.default_rng(int(month.replace("-", ""))))


def wait_seconds(contacts: Contacts, line: str, clock: str = "queue") -> np.ndarray[Any, Any]:
    which = (contacts.line == LINES.index(line)) & (contacts.outcome == ANSWERED)
    seconds: np.ndarray[Any, Any] = clocks_ms(contacts)[clock][which] / 1000
    return seconds


def share_abandoned(contacts: Contacts, line: str) -> float:
    on_line = contacts.line == LINES.index(line)
    return float((contacts.outcome[on_line] == ABANDONED).mean())


# The same run every time


def test_the_same_seed_gives_the_same_bytes_however_many_processes_make_them(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    first = make_force(one, months=3, scale=0.02, processes=1)
    second = make_force(two, months=3, scale=0.02, processes=2)
    assert files_of(one) == files_of(two)
    assert [(source, path.name) for source, path in first] == [(source, path.name) for source, path in second]


def test_another_seed_gives_other_contacts(tmp_path: Path) -> None:
    make_force(tmp_path / "a", months=1, scale=0.02, seed=1)
    make_force(tmp_path / "b", months=1, scale=0.02, seed=2)
    a, b = files_of(tmp_path / "a"), files_of(tmp_path / "b")
    assert a.keys() == b.keys()
    # Posts follow from the plan alone.
    assert all(a[name] != b[name] for name in a.keys() - {"establishment-2026.csv"})


def test_fewer_months_are_the_last_of_more(force: Path, tmp_path: Path) -> None:
    make_force(tmp_path, months=2, scale=SMALL, processes=1)
    longer = files_of(force)
    shorter = {name: data for name, data in files_of(tmp_path).items() if name != "truth.json"}
    monthly = {name for name in shorter if "2026-" in name}
    assert sorted(monthly) == ["conversations-2026-09.csv", "conversations-2026-10.csv", "inbox-2026-09.csv",
                               "inbox-2026-10.csv", "incidents-2026-09.tsv", "incidents-2026-10.tsv"]
    assert all(longer[name] == shorter[name] for name in monthly)
    for name in shorter.keys() - monthly:
        header, rows = shorter[name].split(b"\n", 1)
        assert longer[name].startswith(header), name
        assert longer[name].endswith(rows), name


def test_progress_ends_at_one_and_names_the_months(tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    make_force(tmp_path, months=2, scale=0.02, progress=lambda *said: heard.append(said), processes=1)
    assert heard == [("2026-09", 0.5), ("2026-10", 1.0)]


@pytest.mark.parametrize("asked", [{"months": 0}, {"scale": 0}, {"last_month": "2026-13"},
                                   {"last_month": "May"}])
def test_what_cannot_be_made_is_refused_with_a_remedy(tmp_path: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        make_force(tmp_path, **asked)
    assert refused.value.remedy


# An honest room


def overlaps(handler: np.ndarray[Any, Any], begins: np.ndarray[Any, Any], ends: np.ndarray[Any, Any]) -> int:
    """How often a handler begins a contact before the last one of the same handler has ended."""
    order = np.lexsort((begins, handler))
    handler, begins, ends = handler[order], begins[order], ends[order]
    return int(((handler[1:] == handler[:-1]) & (begins[1:] < ends[:-1])).sum())


def test_no_handler_ever_has_two_calls_at_once_not_even_where_months_meet() -> None:
    months = [calls_of(month) for month in ("2025-06", "2025-07")]
    answered = [calls.answered != NONE for calls in months]
    handler, begins, ends = (
        np.concatenate([getattr(calls, name)[which] for calls, which in zip(months, answered, strict=True)])
        for name in ("handler", "answered", "wrap_ended"))
    assert len(handler) > 80_000
    assert overlaps(handler, begins, ends) == 0


def test_whoever_takes_a_call_is_on_duty_then() -> None:
    plan = plan_of("2025-07")
    calls, roster = simulate_room(plan, 1.0, np.random.default_rng(3))
    crews = staffing.crews(roster.present, roster.hours, staffing.team_size(1.0))
    taken = np.flatnonzero((calls.answered != NONE) & (calls.answered < roster.hours.month_ends_ms))
    # The handler's telephone rings for up to four seconds, and may do so over the half-hour's end.
    slots = roster.hours.index(calls.answered[taken]), roster.hours.index(calls.answered[taken] - 4000)
    on_duty = [handler in crews[now] or handler in crews[before]
               for handler, now, before in zip(calls.handler[taken].tolist(), *(slot.tolist() for slot in slots), strict=True)]
    assert len(on_duty) > 35_000
    assert all(on_duty)


def test_who_asks_to_be_rung_back_does_so_two_minutes_into_the_queue() -> None:
    calls, before = calls_of("2026-09"), calls_of("2025-03")
    rung_back = calls.outcome == CALLBACK
    assert set(((calls.left - calls.queued)[rung_back]).tolist()) <= {120_000, 120_001, 119_999}
    assert 0.002 < rung_back[calls.line == LINES.index("101")].mean() < 0.03
    assert not (before.outcome == CALLBACK).any()


def test_a_chat_handler_has_up_to_three_chats_at_once() -> None:
    chats = simulate_chat(plan_of("2025-03"), 1.0, np.random.default_rng(1))
    taken = chats.answered != NONE
    handlers = chats.handler[taken].tolist()
    moments = [(time, change, handler) for times, change in ((chats.answered, 1), (chats.wrap_ended, -1))
               for time, handler in zip(times[taken].tolist(), handlers, strict=True)]
    at_once, most = Counter[int](), 0
    for _, change, handler in sorted(moments):
        at_once[handler] += change
        most = max(most, at_once[handler])
    assert most == 3


def test_999_waits_less_than_101() -> None:
    calls = calls_of("2025-03")
    assert wait_seconds(calls, "999").mean() < wait_seconds(calls, "101").mean() / 2
    assert (wait_seconds(calls, "999") <= 10).mean() > 0.85


def test_the_operator_connects_two_to_seven_seconds_before_the_force_is_rung() -> None:
    calls = calls_of("2025-03")
    operated = calls.operator != NONE
    assert (calls.line[operated] == LINES.index("999")).all()
    before = (calls.presented - calls.operator)[operated] / 1000
    assert before.min() >= 2
    assert before.max() <= 7


def test_emails_are_first_answered_in_office_hours() -> None:
    """08:00 to 18:00; what is in hand at six is finished."""
    items = simulate_inbox(plan_of("2024-05"), 0.3, np.random.default_rng(1))
    hours = hours_of_month(2024, 5, 0)
    answered = items.answered[(items.answered != NONE) & (items.answered < hours.month_ends_ms)]
    slots = hours.slot[hours.index(answered)]
    assert set(slots.tolist()) <= set(range(16, 40))
    assert (slots >= 36).mean() < 0.02


def test_every_message_is_dealt_with_in_the_order_in_which_it_came() -> None:
    items = simulate_inbox(plan_of("2025-07"), 1.0, np.random.default_rng(1))
    done = np.maximum(items.answered, items.left)
    assert (done >= items.presented).all()
    # Somebody may be overtaken by those whose work is shorter, but by no more than a long piece of work takes.
    assert (np.maximum.accumulate(done) - done).max() < 3 * 3_600_000


# The story


def test_in_the_summer_of_2025_101_collapses_and_recovers() -> None:
    within = {month: float((wait_seconds(calls_of(month), "101") <= 30).mean())
              for month in ("2025-03", "2025-07", "2026-09")}
    assert within["2025-03"] > 0.78
    assert 0.45 < within["2025-07"] < 0.68
    assert within["2026-09"] > 0.8
    assert share_abandoned(calls_of("2025-07"), "101") > 2 * share_abandoned(calls_of("2025-03"), "101")


def test_the_longer_message_lengthens_the_callers_wait_and_not_the_queues() -> None:
    for month, message in (("2025-03", 20), ("2026-09", 45)):
        calls = calls_of(month)
        assert np.mean(wait_seconds(calls, "101", "force") - wait_seconds(calls, "101")) == message


def test_live_chat_opens_shortens_its_day_and_closes(force: Path) -> None:
    months = [path.stem.removeprefix("chats-") for path in sorted(force.glob("chats-*.csv"))]
    assert (months[0], months[-1], len(months)) == ("2024-11", "2026-03", 17)
    for month, closes in (("2025-10", 22), ("2025-11", 17)):
        rows = read_rows(force / f"chats-{month}.csv")
        assert closes - 3 <= max(datetime.fromisoformat(row["requested"]).hour for row in rows) < closes


def test_from_march_2026_nothing_tells_when_the_operator_connected(truth: dict[str, Any]) -> None:
    for month, known in (("2026-02", True), ("2026-03", False)):
        waits = truth["months"][month]["999"]["loaded"]["answered_waits"]
        assert (waits["caller"] is not None) == known
        assert waits["force"] is not None


def test_months_keep_their_distance_from_the_last_one() -> None:
    by_default, earlier = plan_months("2026-10", 36), plan_months("2024-03", 36)
    assert [plan.vacancy for plan in by_default] == [plan.vacancy for plan in earlier]
    assert [plan.new_system for plan in by_default] == [plan.new_system for plan in earlier]


# The files and the truth


def read_rows(path: Path) -> list[dict[str, str]]:
    old = path.name.startswith(("telephone", "command"))
    with path.open(encoding="cp1252" if old else "utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";" if old else "\t" if path.suffix == ".tsv" else ","))


def test_every_mapping_is_valid_and_finds_its_columns(force: Path) -> None:
    headers = {"westshire-telephone-old": "telephone-2024-01.csv", "westshire-inbox": "inbox-2024-01.csv",
               "westshire-telephone-new": "conversations-2026-10.csv",
               "westshire-live-chat": "chats-2025-01.csv", "westshire-command-old": "command-log-2024-01.csv",
               "westshire-command-new": "incidents-2026-10.tsv"}
    assert set(SOURCES) == set(headers)
    for source, name in headers.items():
        mapping = read_source(SOURCES_FOLDER / f"{source}.yaml")
        assert mapping.named_columns() <= set(read_rows(force / name)[0])


def test_places_are_the_same_words_in_both_systems(force: Path) -> None:
    old = {row["District"] for row in read_rows(force / "telephone-2024-01.csv")}
    new = {row["division"] for row in read_rows(force / "conversations-2026-10.csv")}
    assert "Rhôs Valley" in old
    assert old == new


def test_the_old_system_gives_local_times_and_the_new_one_utc(force: Path) -> None:
    first = {name: min(row[column] for row in read_rows(force / name))
             for name, column in (("telephone-2025-08.csv", "Presented"), ("conversations-2026-08.csv",
                                                                           "conversationStart"))}
    assert first["telephone-2025-08.csv"].startswith("01/08/2025 ")
    assert first["conversations-2026-08.csv"].startswith("2026-07-31T23:")


@pytest.mark.parametrize("month", ["2024-11", "2025-02", "2025-07"])
def test_an_old_file_read_by_hand_gives_the_counts_of_the_truth(force: Path, truth: dict[str, Any],
                                                                month: str) -> None:
    rows = {row["Call Ref"]: row for row in read_rows(force / f"telephone-{month}.csv")
            if row["Log"] is not None and row["Result"] in ("ANS", "ABN", "CBK", "IVR", "FWD", "PHA")}
    calls = [row for row in rows.values() if row["Line"] == "101" and row["Presented"][3:5] == month[5:]]
    told = truth["months"][month]["101"]["loaded"]
    results = Counter(row["Result"] for row in calls)
    assert (results["ANS"], results["ABN"]) == (told["answered"], told["abandoned"])
    assert len(calls) == told["contacts"]
    waits = [old_seconds(row["Answered"]) - old_seconds(row["Queued"]) for row in calls if row["Answered"]]
    known = [wait for wait in waits if wait >= 0]
    within = told["answered_waits"]["queue"]["within_seconds"]
    assert [sum(wait <= limit for wait in known) for limit in (10, 30, 120)] == \
        [within["10"], within["30"], within["120"]]


def old_seconds(text: str) -> float:
    return datetime.strptime(text, "%d/%m/%Y %H:%M:%S").replace(tzinfo=UTC).timestamp()


def test_a_new_file_read_by_hand_gives_the_counts_of_the_truth(force: Path, truth: dict[str, Any]) -> None:
    rows = {row["conversationId"]: row for row in read_rows(force / "conversations-2026-10.csv")
            if row["incidentRef"] is not None and row["disposition"] != "XR7"}
    calls = [row for row in rows.values() if row["lineName"] == "Emergency 999"]
    told = truth["months"]["2026-10"]["999"]["loaded"]
    assert len(calls) == told["contacts"]
    waits = [(datetime.fromisoformat(row["agentConnected"])
              - datetime.fromisoformat(row["conversationStart"])).total_seconds()
             for row in calls if row["agentConnected"]]
    known = [wait for wait in waits if wait >= 0]
    assert len(known) == told["answered_waits"]["force"]["count"]
    assert sum(wait <= 10 for wait in known) == told["answered_waits"]["force"]["within_seconds"]["10"]


def test_outcomes_add_up_to_contacts(truth: dict[str, Any]) -> None:
    for lines in truth["months"].values():
        for kinds in lines.values():
            for counts in kinds.values():
                outcomes = [counts[name] for name in ("answered", "abandoned", "callback", "contained",
                                                      "forwarded", "phantom")]
                assert sum(outcomes) == counts["contacts"] == counts["offered"] + counts["phantom"]


def test_rows_read_are_accepted_quarantined_or_duplicate(force: Path, truth: dict[str, Any]) -> None:
    for name, counts in truth["files"].items():
        assert counts["read"] == (force / name).read_bytes().count(b"\n") - 1
        rest = sum(counts["quarantined"].values()) + counts["duplicate"]
        assert counts["read"] == counts["accepted"] + rest


def test_what_a_loading_accepts_is_the_sum_of_its_lines(truth: dict[str, Any]) -> None:
    for month, lines in truth["months"].items():
        accepted = sum(counts["accepted"] for name, counts in truth["files"].items() if month in name)
        assert accepted == sum(kinds["loaded"]["contacts"] for kinds in lines.values())


def test_every_kind_of_dirt_is_there_and_rare(truth: dict[str, Any]) -> None:
    files = truth["files"].values()
    found = Counter[str]()
    for counts in files:
        found.update({**counts["quarantined"], **counts["voided"], "duplicate": counts["duplicate"]})
    assert all(found[kind] > 0 for kind in ("short_row", "unknown_outcome", "answered_at", "abandoned_at",
                                            "duplicate"))
    assert sum(found.values()) < 0.004 * sum(counts["read"] for counts in files)


def test_one_month_lacks_a_day_and_some_files_repeat_hours_of_the_month_before(force: Path,
                                                                              truth: dict[str, Any]) -> None:
    days = {row["Presented"][:10] for row in read_rows(force / "telephone-2025-02.csv")}
    assert len(days) == 27
    assert "11/02/2025" not in days
    assert truth["files"]["telephone-2025-02.csv"]["lost_with_the_missing_day"] > 0
    repeated = [name for name, counts in truth["files"].items() if counts["repeated_from_month_before"]]
    assert repeated == ["telephone-2024-08.csv", "telephone-2025-12.csv", "conversations-2026-07.csv"]


# The calendar


def test_the_hour_that_comes_twice_is_lived_twice_and_the_other_never() -> None:
    october, march = hours_of_month(2025, 10, 0), hours_of_month(2026, 3, 0)
    assert (len(october.slot), len(march.slot)) == (31 * 48 + 2, 31 * 48 - 2)
    last = october.slot[october.day == (date(2025, 10, 26) - date(1970, 1, 1)).days].tolist()
    assert last[:8] == [0, 1, 2, 3, 2, 3, 4, 5]


def test_bank_holidays_of_known_years() -> None:
    assert sorted(bank_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25),
        date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28)]
    assert {date(2021, 12, 27), date(2021, 12, 28)} <= bank_holidays(2021)
    assert {date(2022, 12, 26), date(2022, 12, 27)} <= bank_holidays(2022)
    assert date(2023, 1, 2) in bank_holidays(2023)
