"""Whose public holidays a series keeps is told by the days that depart from their weekdays, and by nothing after an origin."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from answerable.cli import run
from answerable.forecasting.calendars import public_holidays
from answerable.forecasting.whose_holidays import departures, whose_holidays


def year(country: str, number: int = 365, share: float = 0.7, seed: int = 4) -> tuple[list[date], np.ndarray]:
    days = [date(2022, 3, 7) + timedelta(days=at) for at in range(number)]
    off = public_holidays(country, (2022, 2023)) if country else frozenset()
    usual = np.resize([400, 390, 395, 400, 450, 480, 380], number) * np.where([day in off for day in days], share, 1.0)
    return days, np.random.default_rng(seed).poisson(usual).astype(float)


@pytest.mark.parametrize(("kept", "found"), [("England", "England"), ("US", "US"), ("CA", "CA"), ("", "England")])
@pytest.mark.parametrize("share", [0.7, 1.3])
def test_the_country_whose_holidays_stand_out_is_taken(kept: str, found: str, share: float) -> None:
    assert whose_holidays(*year(kept, share=share)) == found


def test_of_a_month_nothing_can_be_told() -> None:
    days, totals = year("US")
    assert whose_holidays(days[:27], totals[:27]) == "England"


def test_days_that_are_not_known_tell_nothing() -> None:
    days, totals = year("US")
    assert whose_holidays(days, np.full(len(days), np.nan)) == "England"
    off = public_holidays("US", (2022, 2023))
    assert whose_holidays(days, np.where([day in off for day in days], np.nan, totals)) == "England"


def test_departures_against_a_plain_loop() -> None:
    totals = year("US", 80)[1]
    totals[[5, 40]] = np.nan
    left = []
    for at in range(80):
        near = [totals[other] for other in range(at % 7, 80, 7) if abs(other - at) <= 28 and not np.isnan(totals[other])]
        left.append(np.log((totals[at] + 0.5) / (np.median(near) + 0.5)))
    deviation = 1.4826 * np.nanmedian(np.abs(left))
    np.testing.assert_allclose(departures(totals), np.minimum(np.abs(left) / deviation, 4.0), equal_nan=True)


def test_a_forecast_says_whose_holidays_it_took(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days, totals = year("US")
    path = tmp_path / "calls.csv"
    path.write_text("day,calls\n" + "".join(f"{day},{count:.0f}\n" for day, count in zip(days, totals, strict=True)),
                    encoding="utf-8")
    assert run(["forecast", str(path), "--days", "7", "--quiet"]) == 0
    assert "The public holidays of US stand out" in capsys.readouterr().out
    assert run(["forecast", str(path), "--days", "7", "--quiet", "--country", "none"]) == 0
    assert "public holidays" not in capsys.readouterr().out


def test_no_origin_of_a_backtest_is_told_by_holidays_after_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two files that are alike up to the second of two origins; after it one departs from its weekdays."""
    days, totals = year("", 112)
    changed = np.where([day >= date(2022, 6, 13) for day in days], totals * 0.5, totals).round()
    told = []
    for counts in (totals, changed):
        path = tmp_path / "calls.csv"
        path.write_text("day,calls\n" + "".join(f"{day},{count:.0f}\n" for day, count in zip(days, counts, strict=True)),
                        encoding="utf-8")
        assert run(["forecast", str(path), "--days", "7", "--backtest", "--origins", "3", "--keep-last", "--format", "csv",
                    "--quiet"]) == 0
        told.append([{**row, "came": ""} for row in csv.DictReader(io.StringIO(capsys.readouterr().out))
                     if row["origin"] < "2022-06-13"])
    assert told[0]
    assert told[0] == told[1]
