"""`answerable forecast WORKSPACE`: sentences first, tables for people, plain rows for scripts; kept once in the ledger."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from tests.rooms import by_hand, calls_of, room_with
from tests.small_force import SmallForce

from answerable.cli import run

FIRST, LAST = date(2026, 3, 2), date(2026, 4, 26)
CALLS = (*calls_of(FIRST, LAST), *calls_of(FIRST, date(2026, 3, 25), seed=8, line="desk"))


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    return room_with(tmp_path_factory.mktemp("room"), CALLS)


def forecast(force: SmallForce, *words: str) -> int:
    return run(["forecast", str(force.workspace.folder), "--quiet", *words])


def test_a_line_is_told_in_sentences_and_by_the_day(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    assert forecast(force, "--line", "101", "--days", "7") == 0
    out = capsys.readouterr().out
    assert "101 calls are expected from 27 April 2026 to 3 May 2026" in out.splitlines()[0]
    assert "The busiest half-hour is" in out
    assert "earlier times it missed by" in out
    days = [line.split()[0] for line in out.splitlines() if line.startswith("2026-")]
    assert days == [f"2026-04-{day}" for day in (27, 28, 29, 30)] + ["2026-05-01", "2026-05-02", "2026-05-03"]


def test_scripts_get_every_half_hour_and_the_ledger_keeps_it_once(force: SmallForce, tmp_path: Path,
                                                                 capsys: pytest.CaptureFixture[str]) -> None:
    kept = force.workspace.folder / "forecasts"
    for name in ("out.csv", "out.json", "out.xlsx"):
        assert forecast(force, "--line", "101", "--days", "2", "--by", "hour", "--output", str(tmp_path / name)) == 0
    assert capsys.readouterr().out == ""
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))
    assert len(rows) == 48
    assert rows[9]["start"] == "2026-04-27T09:00+01:00"
    assert rows[9]["minutes"] == "60"
    levels = [float(rows[9][name]) for name in ("low90", "low50", "median", "high50", "high90")]
    assert levels == sorted(levels)
    whole = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert whole["origin"] == "2026-04-26"
    assert [part["mean"] for part in whole["parts"]] == [float(row["mean"]) for row in rows]
    assert sum(part["mean"] for part in whole["parts"][:24]) == pytest.approx(whole["days"][0]["mean"], abs=0.05)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert (book.sheetnames, book["parts"].max_row) == (["days", "parts"], 49)
    # Three times the same forecast of the same records: one entry, besides those of the other tests.
    entries = [json.loads(path.read_text(encoding="utf-8")) for path in kept.glob("0*.json")]
    assert [entry["demand"]["series"] for entry in entries if entry["demand"]["interval_minutes"] == 60] == ["line 101"]


def test_without_a_line_all_lines_are_told_and_one_that_ended_says_so(force: SmallForce,
                                                                     capsys: pytest.CaptureFixture[str]) -> None:
    assert forecast(force, "--by", "day") == 0
    said = capsys.readouterr()
    assert "101 calls" in said.out
    assert "answerable: line desk: No desk calls have come since 26 March 2026." in said.err
    assert forecast(force, "--line", "desk") == 2


def test_the_rest_of_a_day_is_revised_from_records_or_from_a_file(force: SmallForce, tmp_path: Path,
                                                                 capsys: pytest.CaptureFixture[str]) -> None:
    day = date(2026, 4, 22)
    counts = by_hand(CALLS, day)[:24]
    assert forecast(force, "--line", "101", "--now", "2026-04-22 12:00") == 0
    out = capsys.readouterr().out
    assert out.startswith(f"By 12:00 on 22 April 2026, {sum(counts)} 101 calls have come, where ")
    assert next(line.split()[0] for line in out.splitlines() if line.startswith("2026-")) == "2026-04-22T12:00+01:00"
    seen = tmp_path / "seen.csv"
    seen.write_text("start,count\n" + "".join(f"2026-04-22 {slot // 2:02d}:{slot % 2 * 30:02d},{count}\n"
                                              for slot, count in enumerate(counts)), encoding="utf-8")
    assert forecast(force, "--line", "101", "--seen", str(seen)) == 0
    assert capsys.readouterr().out == out
    assert not [path for path in (force.workspace.folder / "forecasts").glob("0*.json")
                if "2026-04-22" in json.loads(path.read_text(encoding="utf-8")).get("demand", {}).get("days", [{}])[0].values()]


def test_the_past_is_forecast_from_earlier_days(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    assert forecast(force, "--line", "101", "--by", "day", "--days", "7", "--backtest", "--origins", "2") == 0
    out = capsys.readouterr().out
    assert out.startswith("From 2 earlier days, 101 calls were forecast by the day with an error of ")
    assert [line.split()[0] for line in out.splitlines() if line.startswith("2026-")] == ["2026-04-12", "2026-04-19"]


def test_weather_is_used_where_it_tells_every_day_ahead(force: SmallForce, tmp_path: Path,
                                                        capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "weather.csv"
    days = [FIRST + timedelta(days=place) for place in range((LAST - FIRST).days + 8)]
    for told, said in ((days, "The weather of past days was taken as it was, not as it was forecast"),
                       (days[:-1], "Left out, as it does not tell every day ahead: weather rain mm.")):
        path.write_text("day,rain mm\n" + "".join(f"{day},{day.day % 5}\n" for day in told), encoding="utf-8")
        assert forecast(force, "--line", "101", "--by", "day", "--days", "7", "--weather", str(path)) == 0
        assert said in capsys.readouterr().out


@pytest.mark.parametrize(("words", "said"), [
    (["--line", "110"], "there is no line '110' in the records. Did you mean '101'?"),
    (["--days", "60"], "60 days are asked for. Ask for 1 to 42."),
    (["--now", "noon", "--line", "101"], "'noon' is not a time."),
    (["--now", "2026-04-22T12:00+01:00"], "has an offset. Write the time of the local clock"),
    (["--now", "2026-04-22 12:00", "--days", "3"], "--days is given with --now or --seen"),
    (["--now", "2026-04-22 12:00", "--by", "day"], "--by day is given with --now"),
    (["--where", "line=101"], "--where is about a file, and"),
    (["--line", "101", "--now", "2026-08-22 12:00"], "The records of 101 calls end on 26 April 2026: too long before"),
    (["--output", "out.pdf"], "names no kind of file that is written"),
    (["--weather", "none.csv"], "the weather cannot be read"),
])
def test_what_cannot_be_is_refused_with_a_remedy(force: SmallForce, words: list[str], said: str,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    assert forecast(force, *words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("text", "said"), [
    ("start,count\n2026-04-22 08:15,3\n", "line 2: 2026-04-22 08:15 is not where a part of 30 minutes begins"),
    ("start,count\n2026-04-22 08:00,3\n2026-04-22 08:00,4\n", "line 3: 2026-04-22 08:00 stands twice"),
    ("start,count\n2026-04-22 08:00,few\n", "line 2: 'few' is not a count"),
    ("start,count\n2026-04-22 08:00,3\n2026-04-23 08:00,4\n", "the counts are of 2 days"),
    ("time,n\n08:00,3\n", "the counts need the columns 'start' and 'count'"),
])
def test_counts_that_are_none_are_refused_with_their_line(force: SmallForce, text: str, said: str, tmp_path: Path,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "seen.csv").write_text(text, encoding="utf-8")
    assert forecast(force, "--line", "101", "--seen", str(tmp_path / "seen.csv")) == 2
    assert said in capsys.readouterr().err
