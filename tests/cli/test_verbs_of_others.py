"""The verbs about others, as scripts and people meet them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from answerable.cli import run
from answerable.comparing.checking import check_benchmarks, check_everything
from answerable.comparing.showing import others_of
from answerable.doctor import examine
from answerable.judging import assess, judgement_json
from answerable.records.synthetic import NEIGHBOURS_FOLDER
from small_force import SmallForce, call

BENCHMARK = """benchmarks: northshire
version: 1
figures:
  - {id: northshire-lost, value: 12, unit: percent, statistic: share, quantity: 101 calls lost, about: northshire,
     line: "101", from: 2026-04-01, to: 2026-06-30, owner: Northshire Police, status: local, confidence: primary,
     source: Made up., address: "https://northshire.example", comparability: Made up., comparable_to: {MEASURE: {clocks: none}}}
"""
OWN = "organisations: ours\nversion: 1\nforces:\n  northshire: {name: Northshire Police}\n"
PEERS = """peers: ours
version: 1
title: Ours
owner: Us
basis: Made up.
source: Made up.
members: [{force: Kent, from: 2020-01-01}, {force: northshire, from: 2020-01-01}]
"""


@pytest.fixture
def folder(force: SmallForce) -> Path:
    """A workspace with a figure of Northshire."""
    (force.workspace.folder / "organisations.yaml").write_text(OWN, encoding="utf-8")
    write(force.workspace.folder, "101-abandonment")
    return force.workspace.folder


def write(folder: Path, measure: str) -> None:
    """Northshire's figure, said to be like a measure."""
    (folder / "benchmarks" / "northshire.yaml").write_text(BENCHMARK.replace("MEASURE", measure), encoding="utf-8")


def test_list_and_show_take_the_workspaces_own_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["benchmarks", "list", "--workspace", str(folder), "--format", "json"]) == 0
    listed = {row["benchmark"]: row for row in json.loads(capsys.readouterr().out)}
    assert (listed["northshire-lost"]["value"], listed["northshire-lost"]["status"]) == ("12%", "local")
    assert run(["benchmarks", "show", "northshire-lost", "--workspace", str(folder)]) == 0
    assert "Source: Made up. https://northshire.example" in capsys.readouterr().out


def test_an_unknown_figure_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["benchmarks", "show", "kent-101-answered-2024"]) == 2
    assert "Did you mean 'kent-101-answered-2024-25'" in capsys.readouterr().err


@pytest.mark.parametrize(("measure", "said"), [
    ("101-abandonmet", "northshire-lost: there is no measure '101-abandonmet'. Did you mean '101-abandonment'"),
    ("101-offered", "northshire-lost: its unit is percent, that of 101-offered is contacts. They cannot be compared."),
])
def test_check_finds_what_a_figure_cannot_be_like(folder: Path, capsys: pytest.CaptureFixture[str], measure: str,
                                                  said: str) -> None:
    write(folder, measure)
    assert run(["benchmarks", "check", "--workspace", str(folder)]) == 2
    assert said in capsys.readouterr().out


def test_a_limit_may_be_like_a_share_and_a_count_like_any_count(folder: Path) -> None:
    path = folder / "benchmarks" / "northshire.yaml"
    for old, new, measure in (("unit: percent, statistic: share", "unit: working-days, statistic: limit", "101-abandonment"),
                              ("unit: percent, statistic: share", "unit: count, statistic: number", "101-offered")):
        write(folder, measure)
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        assert check_benchmarks(folder).faults == ()


def test_the_made_up_forces_neighbours_are_without_fault(force: SmallForce) -> None:
    shutil.copytree(NEIGHBOURS_FOLDER, force.workspace.folder, dirs_exist_ok=True)
    assert check_everything(force.workspace.folder) == []
    others = others_of(force.workspace.folder, "Westshire Police")
    shown = others.as_json(force.workspace.measure("101-answered-within-30s"))["benchmarks"]
    assert {(item["about"], item["clocks"], *item["peer_groups"]) for item in shown} == {
        ("Northshire Police", "same", "neighbours", "shires"), ("Eastshire Constabulary", "differ", "neighbours", "shires")}


def test_who_left_a_peer_group_is_no_peer_afterwards(force: SmallForce) -> None:
    shutil.copytree(NEIGHBOURS_FOLDER, force.workspace.folder, dirs_exist_ok=True)
    others = others_of(force.workspace.folder, "Westshire Police")
    shown = others.as_json(force.workspace.measure("999-answered-within-10s"))["benchmarks"]
    peers = {item["id"]: item["peer_groups"] for item in shown}
    assert (peers["northshire-999-within-10s"], peers["southshire-999-within-10s"]) == (["neighbours", "shires"], [])


def test_check_of_what_is_shipped_finds_no_fault_but_one_disagreement(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["benchmarks", "check", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["faults"], len(said["to_look_at"])) == ([], 1)
    assert run(["targets", "check"]) == 0
    assert run(["peers", "check"]) == 0


@pytest.mark.parametrize(("old", "new", "said"), [
    ("measure: 101-answered-within-30s", "measure: 101-answerd-within-30s", "there is no measure '101-answerd-within-30s'."),
    ('">="', '"<="', "comparison '<=' is met by lower values"),
    ("from:", "applies_to: northsire\nfrom:", "applies_to 'northsire' is no police force. Did you mean 'northshire'"),
])
def test_check_finds_what_is_wrong_with_a_target(folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str,
                                                 said: str) -> None:
    text = ('target: ours\nversion: 1\nmeasure: 101-answered-within-30s\nvalue: 70\ncomparison: ">="\nowner: Us\n'
            "status: local\nsource: Plan.\nfrom: 2026-04-01\n")
    (folder / "targets" / "ours.yaml").write_text(text.replace(old, new), encoding="utf-8")
    assert run(["targets", "check", "--workspace", str(folder)]) == 2
    assert said in capsys.readouterr().out
    assert any(said in finding["what"] for finding in examine_(folder))


def examine_(folder: Path) -> list[dict[str, str]]:
    """What the doctor finds."""
    from answerable import Workspace

    return examine(Workspace(folder))


def test_an_import_without_a_file_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["benchmarks", "import", "somewhere"]) == 2
    assert "import needs a workspace and a file." in capsys.readouterr().err


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["peers", "list", "--on", "April"]) == 2
    assert "'April' is no day." in capsys.readouterr().err


def test_judge_tells_of_others_and_marks_peers_and_the_force_itself(folder: Path, force: SmallForce) -> None:
    (folder / "peers" / "ours.yaml").write_text(PEERS, encoding="utf-8")
    toml = folder / "answerable.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('name = "force"', 'name = "Kent Police"'), encoding="utf-8")
    force.load([call(1, "2026-09-01 09:00:00", queued="2026-09-01 09:00:00", answered="2026-09-01 09:00:20")])
    from answerable import Workspace

    workspace = Workspace(folder)
    said = judgement_json(assess(workspace, workspace.measure("101-abandonment"), workspace.head()))
    by_id = {item["id"]: item for item in said["benchmarks"]}
    assert by_id["northshire-lost"]["peer_groups"] == ["ours"]
    assert by_id["kent-101-answered-2024-25"]["own"]
    assert by_id["kent-101-answered-2022-10"]["disagrees_with"] == ["kent-101-attrition-2022-10",
                                                                    "kent-101-attrition-peak-2022-10"]
    assert said["benchmarks"][0]["id"] == "northshire-lost"       # a peer comes before all others
    assert said["no_standard"]["words"] == "There is no national standard for answering 101."
