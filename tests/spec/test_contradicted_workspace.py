"""A workspace's ratings, and those of reports it keeps, held against its own figures."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from answerable.cli import run
from answerable.contradicting import contradicted, stated_rows
from answerable.doctor import examine
from answerable.errors import DefinitionError
from answerable.judging import Assessed, Families
from answerable.releases import release
from small_force import SmallForce, call

MEASURE = "101-answered-within-30s"
TARGET = f"""target: ours
version: 1
measure: {MEASURE}
value: 80
comparison: ">="
owner: The force
status: local
source: Plan.
from: 2025-01-01
"""
IN_TIME = {1: 9, 2: 9, 3: 9, 4: 5, 5: 9}
CALLS_A_DAY = 10


def calls() -> list[dict[str, object]]:
    """Ten calls a day from January to the third of May: nine in time, in April five."""
    first, rows = date(2026, 1, 1), []
    for day in (first + timedelta(days=number) for number in range(123)):
        for place in range(CALLS_A_DAY):
            wait = 10 if place < IN_TIME[day.month] else 59
            begun, met = (f"{day} {8 + place:02d}:00:{second:02d}" for second in (0, wait))
            rows.append(call(f"{day}-{place}", begun, queued=begun, left_queue=met, answered=met))
    return rows


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    """A workspace with a target and four months that are final."""
    force = SmallForce(tmp_path_factory.mktemp("contradicted"))
    (force.workspace.folder / "targets" / "ours.yaml").write_text(TARGET, encoding="utf-8")
    force.load(calls())
    return force


@pytest.fixture
def force(loaded: SmallForce, tmp_path: Path) -> SmallForce:
    """The same, to be changed by one test."""
    return loaded.copied(tmp_path / "copy")


def keep(force: SmallForce, *lines: str, name: str = "panel.csv") -> None:
    """Put a report's ratings into the workspace."""
    path = force.workspace.folder / "stated_ratings" / name
    path.write_text("\n".join(["measure,period,rating,value,source", *lines]) + "\n", encoding="utf-8")


def codes(force: SmallForce) -> list[tuple[str, str]]:
    """(period, code) of everything that is contradicted."""
    found = contradicted(assessed(force), stated_rows(force.workspace))
    return [(told.stated.label, told.code) for told in found.all if told.certain]


def assessed(force: SmallForce) -> list[Assessed]:
    """The measure, judged."""
    return [Families.of(force.workspace, force.workspace.head()).assess(force.workspace.measure(MEASURE))]


def test_our_own_rating_is_not_contradicted(force: SmallForce) -> None:
    assert codes(force) == []


def test_an_override_is_held_against_the_same_evidence(force: SmallForce) -> None:
    # The newest final figure is April's, which misses the target: no rule could call that favourable.
    force.workspace.decide("override", measure=MEASURE, rating="improving", evidence="A feeling", by="Chief", second="Deputy",
                           expires=force.workspace.today() + timedelta(days=20), reason="We know better")
    (found,) = contradicted(assessed(force), ()).all
    assert (found.code, found.stated.source) == ("favourable-but-target-missed", "override by Chief")
    assert found.as_json()["until"] == force.workspace.decisions()[0].as_json()["expires"], "pages show it no longer than that"
    assert found.words == "Stated as Improving for April 2026: 50% misses the target of 80%."


def test_a_reports_rating_is_held_against_our_figures_and_our_target(force: SmallForce) -> None:
    keep(force, f"{MEASURE},March 2026,green,,Panel", f"{MEASURE},April 2026,green,,Panel")
    assert codes(force) == [("April 2026", "favourable-but-target-missed"), ("April 2026", "unchanged-after-fall")]


def test_a_number_that_the_records_do_not_bear_out(force: SmallForce) -> None:
    keep(force, f"{MEASURE},April 2026,red,71%,Panel", f"{MEASURE},March 2026,green,90%,Panel")
    assert codes(force) == [("April 2026", "statements-disagree")]


def test_a_month_before_the_records_is_held_against_the_report_alone(force: SmallForce) -> None:
    keep(force, f"{MEASURE},April 2020,green,71%,Panel", f"{MEASURE},May 2020,green,,Panel")
    # The target is younger than these months, so it says nothing of them.
    assert codes(force) == [("May 2020", "rated-on-nothing")]


def test_a_quarter_is_held_against_its_three_months(force: SmallForce) -> None:
    keep(force, f"{MEASURE},Q4 2025/26,green,90%,Panel", f"{MEASURE},Feb to April 2026,green,77%,Panel")
    # 28 and 31 days of ten calls, of which nine in time, and 30 days with five: 681 of 890 is 76.5%, which rounds to 77%.
    assert codes(force) == [("February to April 2026", "favourable-but-target-missed")]
    keep(force, f"{MEASURE},Q4 2025/26,green,85%,Panel", f"{MEASURE},Q1 2026/27,green,77%,Panel")
    # Of April to June only April is there: nothing of ours to hold it against but the target.
    assert codes(force) == [("April to June 2026", "favourable-but-target-missed"),
                            ("January to March 2026", "statements-disagree")]


def test_the_command_lists_them(force: SmallForce, capsys: pytest.CaptureFixture[str]) -> None:
    keep(force, f"{MEASURE},April 2026,green,,Panel")
    folder = str(force.workspace.folder)
    assert run(["judge", folder, "--contradictions"]) == 0
    out = capsys.readouterr().out
    assert "50% misses the target of 80%. (Panel) [favourable-but-target-missed]" in out
    assert run(["judge", folder, "--contradictions", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["figures"] == {"value": 50.0, "target": 80.0}
    other = force.file("other.csv", "measure,period,rating\nLetters answered,2026,good\n")
    assert run(["judge", folder, "--contradictions", "--stated", str(other)]) == 0
    assert "Letters answered: Stated as good for January to December 2026: there is no figure" in capsys.readouterr().out


def test_a_release_shows_them_and_an_own_rating_shows_none(force: SmallForce) -> None:
    release(force.workspace)
    keep(force, f"{MEASURE},April 2026,green,,Panel", "Letters answered,2026,good,,Panel")
    release(force.workspace)
    before, after = (json.loads((force.workspace.folder / "releases" / number / "measures" / f"{MEASURE}.json").read_text())
                     for number in ("0001", "0002"))
    assert before["contradictions"] == []
    assert [told["code"] for told in after["contradictions"]] == ["favourable-but-target-missed"]
    whole = json.loads((force.workspace.folder / "releases" / "0002" / "contradictions.json").read_text())
    assert [told["title"] for told in whole["contradictions"]] == [after["title"], "Letters answered"]
    header = json.loads((force.workspace.folder / "releases" / "0002" / "release.json").read_text())
    assert "contradictions.json" in header["files"]


def test_faults_of_a_kept_report_stop_a_release_and_the_doctor_names_them(force: SmallForce) -> None:
    keep(force, f"{MEASURE},April 2026,gren,,Panel")
    with pytest.raises(DefinitionError, match=r"panel\.csv, line 2: the rating 'gren'"):
        release(force.workspace)
    assert not (force.workspace.folder / "releases" / "0001").exists()
    found = [finding for finding in examine(force.workspace) if finding["where"] == "stated_ratings"]
    assert "line 2: the rating 'gren' is a word that is not known. Did you mean 'green'" in found[0]["what"]


def test_the_workspaces_own_words_are_known(force: SmallForce) -> None:
    (force.workspace.folder / "rating_words" / "ours.yaml").write_text(
        "rating_words: ours\nversion: 1\ntitle: Ours\nstands: {favourable: [sunny]}\n", encoding="utf-8")
    keep(force, f"{MEASURE},April 2026,Sunny,,Panel")
    assert codes(force) == [("April 2026", "favourable-but-target-missed")]
