"""`answerable forecast` and `answerable project` of a file: any dates and counts, without a workspace."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from answerable.cli import run

Write = Callable[..., str]
WEEK = np.array([100, 90, 85, 88, 110, 140, 120])


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(text: str, name: str = "calls.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def days(number: int = 120, seed: int = 3) -> str:
    counts = np.random.default_rng(seed).poisson(np.resize(WEEK, number))
    return "day,calls\n" + "".join(f"{date(2021, 3, 1) + timedelta(days=at)},{count}\n" for at, count in enumerate(counts))


def months(number: int = 60, seed: int = 3) -> str:
    draw = np.random.default_rng(seed)
    counts = draw.poisson([1000 + 200 * np.sin(at * np.pi / 6) for at in range(number)])
    return "month,calls\n" + "".join(f"{2015 + at // 12}-{at % 12 + 1:02d},{count}\n" for at, count in enumerate(counts))


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run([*words, "--quiet"]) == 0
    return capsys.readouterr().out


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed(capsys, *words, "--format", "csv"))))


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run([*words, "--quiet"]) == 2
    out, said = capsys.readouterr()
    assert out == ""
    return said


def test_days_are_told_in_words_and_as_a_table(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "forecast", written(days()), "--days", "7")
    assert said.startswith("calls.csv: by the day from 1 March 2021 to 28 June 2021.\n"
                           "Taken: the dates from day and the counts from calls.\n")
    assert "29 June 2021 to 5 July 2021: about " in said
    assert "most on Saturday 3 July 2021" in said
    assert len([line for line in said.splitlines() if line.startswith(("Mon ", "Tue ", "Sat "))]) == 3


def test_both_verbs_and_both_ways_of_saying_how_far_are_one_door(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(days())
    told = [rows(capsys, *words) for words in (("forecast", file, "--days", "5"), ("forecast", file, "--ahead", "5"),
                                               ("project", file, "--days", "5"), ("project", file, "--ahead", "5"))]
    assert told[0] == told[1] == told[2] == told[3]
    assert [row["start"] for row in told[0]] == [f"2021-{6 + at // 2:02d}-{day:02d}" for at, day in
                                                 ((0, 29), (0, 30), (2, 1), (2, 2), (2, 3))]
    assert all(float(row["low90"]) <= float(row["low50"]) <= float(row["high50"]) <= float(row["high90"]) for row in told[0])


def test_months_have_the_odds_of_a_target(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "project", written(months()), "--target", "1100", "--by", "2020-04")
    assert "To be at least 1,100: " in said
    assert "in April 2020, " in said
    assert "at some time by then." in said
    found = rows(capsys, "project", written(months()), "--target", "1100")
    assert [row["start"] for row in found] == [f"2020-{month:02d}-01" for month in range(1, 13)]
    assert float(found[3]["met"]) > 0.5 > float(found[9]["met"])
    assert [float(row["met_by"]) for row in found] == sorted(float(row["met_by"]) for row in found)
    lower = rows(capsys, "project", written(months()), "--target", "1100", "--better", "lower")
    both = [float(up["met"]) + float(down["met"]) for up, down in zip(found, lower, strict=True)]
    # A number of calls that is just the target meets it both ways, and each of the odds is told to a hundredth.
    assert all(0.99 - 1e-9 <= each <= 1.03 for each in both), both


def test_a_target_date_that_is_past_is_refused(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--by '2019-12' is past: the figures reach December 2019" in refused(
        capsys, "project", written(months()), "--target", "5", "--by", "2019-12")


def test_the_past_is_tried_beside_the_floors(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "forecast", written(days(150)), "--days", "7", "--backtest", "--origins", "6",
                               "--format", "json"))
    scores = {score["who"]: score for score in found["series"][0]["scores"]}
    assert list(scores) == ["this forecast", "seasonal naive", "four-week mean"]
    assert found["series"][0]["origins"] == 6
    assert scores["this forecast"]["forecasts"] == 42
    # By hand: each of the six weeks is forecast by the one before it.
    counts = [int(line.split(",")[1]) for line in days(150).splitlines()[1:]]
    errors = [counts[at] - counts[at - 7] for at in range(150 - 42, 150)]
    assert scores["seasonal naive"]["mae"] == pytest.approx(np.mean(np.abs(errors)))
    assert scores["seasonal naive"]["rmse"] == pytest.approx(np.sqrt(np.mean(np.square(errors))))
    assert scores["seasonal naive"]["wape"] == pytest.approx(np.sum(np.abs(errors)) / sum(counts[-42:]))


def test_rows_of_the_past_give_the_same_scores(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("project", written(months()), "--ahead", "3", "--backtest", "--origins", "8")
    told = json.loads(printed(capsys, *words, "--format", "json"))["series"][0]
    scores = {score["who"]: score for score in told["scores"]}
    found = rows(capsys, *words, "--quantiles")
    for who in ("this forecast", "last figure", "seasonal naive", "mean of the last twelve"):
        errors = [float(row[who]) - float(row["came"]) for row in found]
        assert scores[who]["mae"] == pytest.approx(np.mean(np.abs(errors)), rel=1e-4)
    inside = [float(row["q0.05"]) < float(row["came"]) < float(row["q0.95"]) for row in found]
    assert scores["this forecast"]["cover90"] == pytest.approx(np.mean(inside), abs=1e-9)
    levels = [name for name in found[0] if name.startswith("q")]
    gaps = np.array([[float(row["came"]) - float(row[name]) for name in levels] for row in found])
    shares = np.array([float(name[1:]) for name in levels])
    losses = 2 * np.maximum(shares * gaps, (shares - 1) * gaps)
    assert scores["this forecast"]["wis"] == pytest.approx(np.mean(losses), rel=1e-3)


def test_somebody_else_s_forecast_is_scored_on_the_same_days(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    counts = [int(line.split(",")[1]) for line in days().splitlines()[1:]]
    theirs = "date,forecast\n" + "".join(f"{date(2021, 6, 19) + timedelta(days=at)},{counts[110 + at] + 4}\n"
                                         for at in range(5))
    file, other = written(days()), written(theirs, "theirs.csv")
    found = rows(capsys, "forecast", file, "--as-of", "2021-06-18", "--days", "8", "--against", other)
    assert [float(row["came"]) for row in found] == counts[110:118]
    assert [float(row["theirs.csv"]) for row in found[:5]] == [count + 4 for count in counts[110:115]]
    assert found[5]["theirs.csv"] == ""
    said = printed(capsys, "forecast", file, "--as-of", "2021-06-18", "--days", "8", "--against", other)
    assert "Of what is known by now, 5 figures: the forecast erred by" in said
    assert "--against needs something that came" in refused(capsys, "forecast", file, "--against", other)


def test_series_are_told_apart_and_together(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    north, south = months(seed=1), months(seed=2)
    text = "place,month,calls\n" + "".join(f"{place},{line}\n" for place, part in (("North", north), ("South", south))
                                          for line in part.splitlines()[1:])
    found = rows(capsys, "project", written(text), "--facet", "place", "--ahead", "2")
    assert [row["series"] for row in found] == ["North", "North", "South", "South"]
    said = printed(capsys, "project", written(text), "--facet", "place", "--ahead", "2", "--backtest", "--origins", "6")
    assert "All 2 series together." in said
    assert "North." in said
    assert "South." in said


def test_a_workbook_in_and_a_workbook_out(written: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    for line in months().splitlines():
        month, count = line.split(",")
        book.active.append([month, count if count == "calls" else int(count)])  # type: ignore[union-attr]
    book.save(tmp_path / "months.xlsx")
    words = ["--ahead", "4", "--output", str(tmp_path / "out.xlsx"), "--quiet"]
    assert run(["project", str(tmp_path / "months.xlsx"), *words]) == 0
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    told = list(page.iter_rows(values_only=True))
    assert told[0][:3] == ("start", "end", "median")
    assert told[1][:2] == ("2020-01-01", "2020-01-31")
    assert len(told) == 5
    plain = rows(capsys, "project", written(months()), "--ahead", "4")
    assert [row[2] for row in told[1:]] == [float(row["median"]) for row in plain]


@pytest.mark.parametrize(("text", "words"), [
    ("day,calls\n" + "".join(f"{date(2021, 3, 1) + timedelta(days=at)},{at + 4}\n" for at in range(9)), "9 days are known; a"),
    ("day,calls\n" + "".join(f"{date(2021, 3, 1) + timedelta(days=at)},7\n" for at in range(90)), "Every count is 7"),
    ("month,calls\n2021-01,3\n2021-02,5\n2021-03,4\n2021-04,6\n", "figures of at least 12 months; there are 4"),
    ("month,calls\n" + "".join(f"{2015 + at // 12}-{at % 12 + 1:02d},5\n" for at in range(40)), "all the same")])
def test_what_cannot_be_forecast_ends_in_a_sentence(written: Write, capsys: pytest.CaptureFixture[str], text: str,
                                                    words: str) -> None:
    assert run(["project", written(text), "--quiet"]) == 2
    assert words in " ".join(capsys.readouterr().out.split())


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no file 'nowhere.csv'" in refused(capsys, "forecast", "nowhere.csv")
    assert "--where 'type' has no equals sign" in refused(capsys, "forecast", "nowhere.csv", "--where", "type")


def test_the_same_file_gives_the_same_answer_twice(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    file: Any = written(days(60))
    assert rows(capsys, "forecast", file, "--quantiles") == rows(capsys, "forecast", file, "--quantiles")
