"""Funnels of England's accident and emergency departments: what docs/explanation/peers.md says of them holds."""

from __future__ import annotations

import csv
import gzip
import os
from functools import cache
from pathlib import Path

import pytest

from answerable.comparing.peer_files import peers_in_file
from answerable.judgement.funnel_forms import SHARE
from answerable.judgement.funnels import Funnel, funnel

DATA = os.environ.get("ANSWERABLE_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="the real files are not here: set ANSWERABLE_DATA to their folder")

FILE = Path(DATA or "") / "nhsrdatasets" / "ae_attendances.csv.gz"
COLUMNS = {"organisation": "org_code", "numerator": "breaches", "denominator": "attendances"}


@cache
def month(start: str) -> Funnel:
    """The major departments of a month."""
    return funnel(peers_in_file(FILE, SHARE, columns=COLUMNS, where={"type": "1", "period": start}), SHARE, direction="lower")


def year(first: int, folder: Path) -> Funnel:
    """The same of a financial year, a department's months added up."""
    path = folder / "year.csv"
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as given, path.open("w", encoding="utf-8", newline="") as made:
        reader = csv.DictReader(given)
        writer = csv.DictWriter(made, list(reader.fieldnames or []))
        writer.writeheader()
        writer.writerows(row for row in reader
                         if row["type"] == "1" and f"{first}-04-01" <= row["period"] <= f"{first + 1}-03-01")
    return funnel(peers_in_file(path, SHARE, columns=COLUMNS), SHARE, direction="lower")


def told(found: Funnel) -> tuple[object, ...]:
    """The row of the page's table."""
    near = sum(item.outside in ("above-95", "below-95") for item in found.counted)
    return (len(found.counted), round(100 * (found.centre or 0), 1), round(found.phi or 0), round(found.tau2, 4),
            found.beyond(plain=True), found.beyond(), near)


@pytest.mark.parametrize(("start", "row"), [
    ("2019-03-01", (134, 20.5, 490, 0.0121, 123, 0, 18)), ("2016-04-01", (138, 15.0, 277, 0.0079, 118, 0, 10))])
def test_a_month_of_departments(start: str, row: tuple[object, ...]) -> None:
    assert told(month(start)) == row


@pytest.mark.parametrize(("first", "row"), [
    (2018, (137, 18.5, 3829, 0.0084, 130, 0, 20)), (2016, (139, 16.3, 2983, 0.0068, 128, 2, 14))])
def test_a_year_of_departments(first: int, row: tuple[object, ...], tmp_path: Path) -> None:
    assert told(year(first, tmp_path)) == row


def test_most_ranks_of_a_month_could_be_almost_any() -> None:
    widths = sorted(item.rank_high - item.rank_low + 1 for item in month("2019-03-01").counted
                    if item.rank_low is not None and item.rank_high is not None)
    assert widths[len(widths) // 2] == 100
    found = {item.peer.id: item for item in month("2019-03-01").counted}["RRK"]
    assert (found.rank, found.rank_low, found.rank_high) == (122, 51, 133)
