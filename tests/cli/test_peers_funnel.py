"""`answerable peers funnel`: any file of organisations, and a workspace's measure."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run
from answerable.records.synthetic import NEIGHBOURS_FOLDER
from small_force import SmallForce, call

# The published check, as an analyst would have it in a file.
EIGHT = "organisation,numerator,denominator\n" + "".join(
    f"Force {place},{size * per_cent // 100},{size}\n" for place, (size, per_cent) in enumerate(
        [(12000, 93), (9000, 92), (15000, 76), (8000, 90), (20000, 88), (7000, 94), (11000, 79), (10000, 91)], 1))


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["peers", "funnel", *words]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["peers", "funnel", *words]) == 2
    return capsys.readouterr().err


@pytest.fixture
def eight(tmp_path: Path) -> str:
    path = tmp_path / "eight.csv"
    path.write_text(EIGHT, encoding="utf-8")
    return str(path)


def test_any_file_gives_a_funnel(eight: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "--file", eight, "--own", "Force 3")
    assert "Force 3 has 76.0% for eight.csv: within the limits among 8 organisations, which have 87.0% together." in said
    assert "beyond limits of chance alone there are 8." in said
    assert "centre 87.0%, φ 318, τ² 0.008016" in said
    assert "method funnel-arcsine-winsorised-additive-1" in said


def test_scripts_get_every_number(eight: str, capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(printed(capsys, "--file", eight, "--format", "json"))
    assert (round(content["centre"], 3), content["adjusted"], content["beyond"]) == (86.967, True, 0)
    assert {point["name"]: round(point["z"], 2) for point in content["points"]} == {
        "Force 1": 1.13, "Force 2": .92, "Force 3": -1.59, "Force 4": .53, "Force 5": .17, "Force 6": 1.36, "Force 7": -1.19,
        "Force 8": .72}
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "--file", eight, "--format", "csv"))))
    assert [row["name"] for row in rows] == [f"Force {number}" for number in range(1, 9)]
    assert all(row["rank_low"] and row["rank_high"] for row in rows)


def test_unadjusted_limits_are_asked_for_by_name(eight: str, capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(printed(capsys, "--file", eight, "--unadjusted", "--format", "json"))
    assert (content["adjusted"], content["tau2"], content["beyond"]) == (False, 0, 8)


def test_other_columns_other_rows_and_several_rows_of_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split(",") for line in EIGHT.splitlines()[1:]]
    halves = [f"{half},{name},{int(top) // 2},{int(below) // 2}" for name, top, below in lines for half in (1, 2)]
    path = tmp_path / "data.csv.gz"
    path.write_bytes(gzip.compress("\n".join(["half,code,lost,offered", *halves, "3,Force 9,1,2"]).encode()))
    named = ["--column", "organisation=code", "--column", "numerator=lost", "--column", "denominator=offered"]
    whole = json.loads(printed(capsys, "--file", str(path), *named, "--format", "json"))
    assert [point["denominator"] for point in whole["points"]][:2] == [12000, 9000]
    one = json.loads(printed(capsys, "--file", str(path), *named, "--where", "half=1", "--format", "json"))
    assert (len(one["points"]), one["points"][0]["denominator"]) == (8, 6000)


def test_means_take_a_value_and_its_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "means.csv"
    path.write_text("organisation,value,standard_error\n" + "".join(f"F{n},{10 + n},{0.5}\n" for n in range(6))
                    + "F6,12,\nF7,12,.5\nF7,13,.5\nF8,abc,.5\n", encoding="utf-8")
    content = json.loads(printed(capsys, "--file", str(path), "--kind", "mean", "--better", "lower", "--format", "json"))
    points = {point["name"]: point for point in content["points"]}
    assert (content["counted"], points["F0"]["rank"], points["F0"]["denominator"]) == (6, 1, 4.0)
    assert points["F6"]["left_out"] == "no standard error is known"
    assert points["F7"]["left_out"] == "its mean stands in 2 rows, which cannot be added up"
    assert points["F8"]["left_out"] == "row 11: 'abc' is no number"


@pytest.mark.parametrize(("words", "said"), [
    (["--kind", "shar"], "there is no funnel of kind 'shar'. Did you mean 'share'"),
    (["--own", "Force 9"], "has no organisation 'Force 9'."),
    (["--column", "numerator=numerato"], "has no column 'numerato'. Did you mean 'numerator'"),
    (["--where", "numerator=0"], "has no such row."),
    (["somewhere"], "--file stands for the workspace and the measure."),
])
def test_what_is_not_there_is_refused_with_a_remedy(eight: str, capsys: pytest.CaptureFixture[str], words: list[str],
                                                    said: str) -> None:
    assert said in refused(capsys, *words, "--file", eight)


@pytest.fixture
def westshire(force: SmallForce) -> Path:
    """A small force that goes by the name of the made-up one, with its peers and a quarter of calls."""
    folder = force.workspace.folder
    shutil.copytree(NEIGHBOURS_FOLDER, folder, dirs_exist_ok=True)
    toml = folder / "answerable.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('name = "force"', 'name = "Westshire Police"'), encoding="utf-8")
    force.load(call(f"{month}-{day}-{n}", f"2026-{month:02}-{day:02} 09:00:{n:02}", line="999",
                    operator=f"2026-{month:02}-{day:02} 09:00:{n:02}", answered=f"2026-{month:02}-{day:02} 09:00:{n + late:02}")
               for month in range(6, 11) for day in range(1, 31) for n, late in enumerate([2, 2, 2, 2, 20]))
    return folder


def test_a_workspaces_measure_stands_among_its_groups(westshire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (str(westshire), "999-answered-within-10s")
    found: list[dict[str, Any]] = json.loads(printed(capsys, *words, "--format", "json"))
    assert [(item["group"]["id"], item["period_label"], bool(item["limits"])) for item in found] == [
        ("neighbours", "July to September 2026", False), ("shires", "July to September 2026", True)]
    own = found[1]["points"][0]
    assert (own["name"], own["own"], own["numerator"], own["denominator"]) == ("Westshire Police", True, 360, 450)
    assert found[1]["points"][1]["left_out"] == "no denominator is known"
    said = printed(capsys, *words, "--group", "shires", "--period", "2026-07-01/2026-09-30")
    assert said.startswith("July to September 2026 among 'Forces of the shires'")
    assert "Eastshire" in printed(capsys, *words, "--group", "all", "--format", "csv")


@pytest.mark.parametrize(("words", "said"), [
    (["999-answered-within-10s", "--period", "2026-09"], "nothing was published for September 2026. There are figures for"),
    (["999-answered-within-10s", "--period", "autumn"], "'autumn' is no period."),
    (["999-answered-within-10s", "--group", "shire"], "there is no peer group 'shire'. Did you mean 'shires'"),
    (["101-offered"], "'101-offered' is neither a share, a ratio of counts nor a mean"),
    (["101-mean-wait-queue-clock"], "fewer than two peers published a figure that is like"),
    ([], "funnel needs a workspace and a measure, or --file."),
])
def test_what_cannot_be_asked_of_a_workspace(westshire: Path, capsys: pytest.CaptureFixture[str], words: list[str],
                                             said: str) -> None:
    assert said in refused(capsys, str(westshire), *words)


def test_csv_goes_with_the_funnel_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["peers", "list", "--format", "csv"]) == 2
    assert "goes with `peers funnel`" in capsys.readouterr().err
