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
from published_rules import by_hand

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


@pytest.mark.parametrize(("made_from", "series", "points"), [
    ("--value attendances", 428, 12765), ("--value breaches", 428, 12765),
    ("--numerator breaches --denominator attendances", 428, 12765)])
def test_every_point_of_every_department_is_as_the_published_rules_have_it(
        made_from: str, series: int, points: int, capsys: pytest.CaptureFixture[str]) -> None:
    # Missing months are passed over, as the package does.
    found = rows(capsys, EMERGENCY, f"--date period {made_from} --facet org_code --facet type --every point")
    by_facet: dict[str, list[dict[str, str]]] = {}
    for row in found:
        by_facet.setdefault(row["facet"], []).append(row)
    assert (len(by_facet), len(found)) == (series, points)
    for listed in by_facet.values():
        judged = [row for row in listed if row["mean"]]
        assert judged == listed or len(listed) == 1
        for row, (mean, lower, upper, rule) in zip(judged, by_hand([float(row["value"]) for row in judged]) if judged else [],
                                                   strict=True):
            assert [float(row[line]) for line in ("mean", "lower", "upper")] == pytest.approx([mean, lower, upper], abs=1e-8)
            assert row["rules"].partition(";")[0] == (rule or "")
