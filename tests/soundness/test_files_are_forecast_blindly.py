"""A forecast of a file as of a day, or from an origin of its backtest, sees no row after it."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from answerable.cli import run

TELL_TALE = 10


def days(number: int, changed_from: int) -> str:
    """Counts of days; from a day on ten times as many."""
    counts = np.random.default_rng(5).poisson(np.resize([40, 42, 45, 44, 50, 70, 65], number))
    counts[changed_from:] *= TELL_TALE
    return "day,calls\n" + "".join(f"{date(2022, 2, 7) + timedelta(days=at)},{count}\n" for at, count in enumerate(counts))


def hours(number: int, changed_from: int) -> str:
    """Events one by one; from a day on ten times as many."""
    draw, rows = np.random.default_rng(5), ["received"]
    for at in range(number * 24):
        rate = (2.0 if at % 24 < 8 else 6.0) * (TELL_TALE if at >= changed_from * 24 else 1)
        start = datetime(2022, 2, 7) + timedelta(hours=at)
        rows += [f"{start + timedelta(seconds=int(second)):%d/%m/%Y %H:%M:%S}"
                 for second in draw.integers(1, 3600, draw.poisson(rate))]
    return "\n".join(rows) + "\n"


def months(number: int, changed_from: int) -> str:
    counts = np.random.default_rng(5).poisson(np.resize(np.arange(40, 52), number))
    counts[changed_from:] *= TELL_TALE
    return "month,calls\n" + "".join(f"{2014 + at // 12}-{at % 12 + 1:02d},{count}\n" for at, count in enumerate(counts))


@pytest.mark.parametrize(("made", "as_of", "columns"), [
    (days, "2022-04-07", ["mean", "low90", "high90"]), (hours, "2022-04-07", ["mean", "low90", "high90"]),
    (months, "2018-12", ["median", "low90", "high90"])])
def test_as_of_a_day_nothing_after_it_is_seen(made: object, as_of: str, columns: list[str], tmp_path: Path,
                                              capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for changed_from in (60, 10_000):
        path = tmp_path / f"{changed_from}.csv"
        path.write_text(made(67, changed_from), encoding="utf-8")  # type: ignore[operator]
        assert run(["forecast", str(path), "--as-of", as_of, "--days", "60" if made is months else "7", "--format", "csv",
                    "--zone", "UTC", "--quiet"]) == 0
        found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        told.append([[row[column] for column in columns] for row in found])
        assert float(found[0]["came"]) >= 0
    assert told[0] == told[1]


@pytest.mark.parametrize(("made", "changed_from"), [(days, 64), (months, 64)])
def test_no_origin_of_a_backtest_sees_what_came_after_it(made: object, changed_from: int, tmp_path: Path,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for change in (changed_from, 10_000):
        path = tmp_path / f"{change}.csv"
        path.write_text(made(67, change), encoding="utf-8")  # type: ignore[operator]
        assert run(["project", str(path), "--backtest", "--origins", "5", "--ahead", "3", "--step", "1", "--format", "csv",
                    "--quiet"]) == 0
        told.append(list(csv.DictReader(io.StringIO(capsys.readouterr().out))))
    last_seen = {days: date(2022, 2, 7) + timedelta(days=changed_from - 1), months: date(2019, 4, 30)}[made]  # type: ignore[index]
    early = [[{key: value for key, value in row.items() if key != "came"} for row in rows
              if row["origin"] <= last_seen.isoformat()] for rows in told]
    assert early[0]
    assert early[0] == early[1]
