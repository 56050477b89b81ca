"""Published files given to `answerable chart` as they come."""

from __future__ import annotations

import csv
import io
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from answerable.cli import run

DATA = os.environ.get("ANSWERABLE_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="the real files are not here: set ANSWERABLE_DATA to their folder")
AMBULANCE = Path(DATA or "") / "nhs_999_calls_abandoned_2011_2017" / "england_999_ambulance_calls_abandoned_monthly.csv"
EMERGENCY = Path(DATA or "") / "nhsrdatasets" / "ae_attendances.csv.gz"


def rows(capsys: pytest.CaptureFixture[str], file: Path, words: str) -> list[dict[str, str]]:
    assert run(["chart", str(file), *words.split(), "--format", "csv"]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def outside(found: list[dict[str, str]]) -> list[str]:
    return [row["period"] for row in found if "beyond-limits" in row["rules"].split(";")]


def test_ambulances_by_single_values_and_by_laney(capsys: pytest.CaptureFixture[str]) -> None:
    four = ["August 2012", "December 2012", "July 2014", "December 2016"]
    single = rows(capsys, AMBULANCE, "--date month --value pct_abandoned --better lower")
    assert (len(single), outside(single)) == (78, four)
    laney = rows(capsys, AMBULANCE, "--date month --value pct_abandoned --denominator calls_received_thousand --kind p-prime "
                                    "--better lower")
    assert outside(laney) == [*four[:3], "December 2014", four[3]]


def test_one_trust_as_the_nhs_package_draws_it(capsys: pytest.CaptureFixture[str]) -> None:
    # nhs-r-community/NHSRplotthedots, commit 0c096d8, tests/testthat/_snaps/integration_tests/
    # ae_rl4_by_type_performance.svg: the colours of 36 points. It shows those within four hours; here are the others, so that
    # lower is better.
    found = rows(capsys, EMERGENCY, "--date period --numerator breaches --denominator attendances --where org_code=RL4 "
                                    "--where type=1 --better lower")
    letters = {"improvement": "H", "concern": "L", "none": "c"}
    assert "".join(letters[row["special_cause"]] for row in found) == "cccccccccccHHHHHHHHcLLLLcccccccccccc"


def test_every_organisation_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.process_time()
    found = rows(capsys, EMERGENCY, "--date period --value attendances --facet org_code --add-up --better lower")
    # Two processor seconds on an ordinary machine; ten would mean that something grows with the number of series.
    assert time.process_time() - began < 10
    assert (len({row["facet"] for row in found}), max(Counter(row["facet"] for row in found).values())) == (274, 36)
    england = rows(capsys, EMERGENCY, "--date period --value attendances --add-up")
    assert sum(float(row["value"]) for row in found) == sum(float(row["value"]) for row in england)
