"""Decisions from their recording to what is judged, released and found by doctor."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from answerable import Workspace
from answerable.cli import run
from answerable.content import content_files
from answerable.decisions.checking import months_later
from answerable.doctor import examine
from answerable.errors import DefinitionError, InputError, WorkspaceError
from answerable.judgement.verdict import Judgement
from answerable.judging import assess, proposed_steps
from answerable.releases import release
from small_force import SmallForce, call

MEASURE = "101-answered-within-30s"
MONTHS = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(26)]
STEP = MONTHS[13]
TARGET = """
target: 101-answered-within-30s
version: 1
measure: 101-answered-within-30s
value: 80
comparison: ">="
owner: The force
status: local
source: Its plan.
from: 2024-01-01
"""


def rows() -> Iterable[dict[str, object]]:
    """A call a day for 26 months: about half answered in time in the first thirteen, nearly all in the rest."""
    for number, month in enumerate(MONTHS):
        late = (13, 14, 12)[number % 3] if month < STEP else (1, 2, 1)[number % 3]
        for day in range((months_later(month, 1) - month).days):
            moment = f"{month + timedelta(days=day)} 10:00:"
            wait = 59 if day < late else 10
            yield call(f"{month}/{day}", f"{moment}00", queued=f"{moment}00", left_queue=f"{moment}{wait}",
                       answered=f"{moment}{wait}")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> SmallForce:
    force = SmallForce(tmp_path_factory.mktemp("stepped"))
    force.load(list(rows()))
    (force.workspace.folder / "targets" / f"{MEASURE}.yaml").write_text(TARGET, "utf-8")
    return force


@pytest.fixture
def workspace(loaded: SmallForce, tmp_path: Path) -> Workspace:
    return loaded.copied(tmp_path / "own").workspace


def judged(workspace: Workspace) -> Judgement:
    found = assess(workspace, workspace.measure(MEASURE), workspace.head()).judgement
    assert found is not None
    return found


def accept(workspace: Workspace, at: date | str = STEP, **given: object) -> int:
    return workspace.decide("step", measure=MEASURE, at=at, by="Analyst", reason="More handlers", **given).number


def override(workspace: Workspace, **given: object) -> int:
    made: dict[str, object] = {"measure": MEASURE, "rating": "not-rated", "by": "A", "second": "B", "reason": "r",
                               "evidence": "e", "expires": workspace.today() + timedelta(days=30)}
    return workspace.decide("override", **made | given).number  # type: ignore[arg-type]


def faults(workspace: Workspace, kind: str, **given: object) -> str:
    with pytest.raises(DefinitionError) as caught:
        workspace.decide(kind, **{"by": "A", "reason": "r", **given})  # type: ignore[arg-type]
    assert workspace.decisions() == ()
    return " ".join(caught.value.faults)


# ---- steps ----


def test_the_step_is_proposed_and_judges_nothing_by_itself(workspace: Workspace) -> None:
    head = workspace.head()
    [found] = proposed_steps(workspace, head, assess(workspace, workspace.measure(MEASURE), head))
    assert (found.at, found.before.figures, found.after.figures) == (STEP, 13, 13)
    assert len(judged(workspace).chart.phases) == 1


def test_an_accepted_step_starts_a_phase_and_assurance_uses_its_limits_alone(workspace: Workspace) -> None:
    before = judged(workspace)
    assert before.assurance is not None
    assert before.assurance.code == "inconsistent"
    accept(workspace)
    after = judged(workspace)
    assert [phase.judged for phase in after.chart.phases] == [13, 13]
    assert after.assurance is not None
    assert after.assurance.code == "consistent-pass"
    [words] = [each.words for each in after.breaks if each.at == STEP]
    assert words.startswith("More handlers (step accepted by Analyst on ")


def test_an_accepted_step_is_proposed_no_more_and_a_refused_one_neither(workspace: Workspace) -> None:
    head, measure = workspace.head(), workspace.measure(MEASURE)
    accept(workspace)
    assert proposed_steps(workspace, head, assess(workspace, measure, head)) == []
    workspace.decide("end", ends=1, by="Analyst", reason="It was not the handlers")
    assert len(proposed_steps(workspace, head, assess(workspace, measure, head))) == 1
    assert len(judged(workspace).chart.phases) == 1
    accept(workspace, accepted=False)
    assert proposed_steps(workspace, head, assess(workspace, measure, head)) == []
    assert len(judged(workspace).chart.phases) == 1


def test_the_figures_on_both_sides_are_kept_with_the_decision(workspace: Workspace) -> None:
    accept(workspace)
    [decision] = workspace.decisions()
    evidence = decision.as_json()["evidence"]
    assert (evidence["before"]["figures"], evidence["after"]["figures"]) == (13, 13)
    assert evidence["before"]["to"] == str(MONTHS[12])
    assert evidence["chance"] == {"as_large": 0, "orders": 999}


def test_a_step_on_a_measure_or_a_day_that_is_not_there_is_refused(workspace: Workspace) -> None:
    assert "Did you mean '101-answered-within-30s'" in faults(workspace, "step", measure="101-answered-within-30", at=STEP)
    for outside in (MONTHS[0], date(2023, 5, 1), date(2026, 3, 1)):
        assert "outside the figures, which go from 1 January 2024 to 28 February 2026" in faults(
            workspace, "step", measure=MEASURE, at=outside)
    assert "Write a date" in faults(workspace, "step", measure=MEASURE, at="March")
    assert "has no figures" in faults(workspace, "step", measure="999-answered-within-10s", at=STEP)


def test_nobody_writes_the_evidence_of_a_step(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="its figures"):
        accept(workspace, evidence={"chance": {"as_large": 0, "orders": 999}})


def test_what_has_no_rating_cannot_be_overridden(workspace: Workspace) -> None:
    parts = next(measure.id for measure in workspace.measures().values() if measure.dimensions)
    assert "has no single figure" in faults(workspace, "override", measure=parts, rating="not-rated", second="B", evidence="e",
                                            expires=workspace.today())


def test_a_step_that_no_longer_fits_is_named_by_doctor_and_changes_nothing(workspace: Workspace, loaded: SmallForce) -> None:
    accept(workspace)
    workspace.withdraw("calls.csv")
    again = [row for row in rows() if str(row["presented"]) >= str(MONTHS[14])]
    other = object.__new__(SmallForce)
    other.files, other.workspace = workspace.folder, workspace
    other.load(again, "later.csv")
    assert len(judged(workspace).chart.phases) == 1
    assert judged(workspace).breaks == ()
    found = [finding["what"] for finding in examine(workspace) if finding["kind"] == "decision"]
    assert len(found) == 1
    assert "decision 1 (a step change on 1 February 2025 is accepted)" in found[0]


def test_a_step_inside_a_later_version_of_the_definition_stands(workspace: Workspace) -> None:
    own, shipped = workspace.folder / "measures", content_files("measures")[MEASURE].read_text("utf-8")
    first, last = (f"{{version: {number}, date: {day}, change: c}}" for number, day in ((1, MONTHS[0]), (2, MONTHS[2])))
    rest, _changes = shipped.split("change_log:\n")
    (own / "versions").mkdir(exist_ok=True)
    (own / "versions" / f"{MEASURE}-v1.yaml").write_text(f"{rest}change_log:\n  - {first}\n", "utf-8")
    newer = rest.replace("version: 1\n", "version: 2\n", 1)
    (own / f"{MEASURE}.yaml").write_text(f"{newer}change_log:\n  - {first}\n  - {last}\n", "utf-8")
    accept(workspace)
    assert [phase.judged for phase in judged(workspace).chart.phases] == [2, 11, 13]
    [decision] = workspace.decisions()
    assert decision.as_json()["evidence"]["before"]["figures"] == 11


# ---- overrides, stages, pauses ----


def test_an_override_stands_beside_the_computed_rating(workspace: Workspace) -> None:
    plain = judged(workspace).rating
    override(workspace)
    found = assess(workspace, workspace.measure(MEASURE), workspace.head())
    assert found.judgement is not None
    assert found.judgement.rating == plain
    beside = found.decided.beside_rating()["override"]
    assert (beside["rating"]["code"], beside["by"], beside["second"]) == ("not-rated", "A", "B")


@pytest.mark.parametrize(("given", "told"), [
    ({"second": "a "}, "who is the first too"),
    ({"second": None}, "'second' is missing"),
    ({"evidence": ""}, "'evidence' is missing"),
    ({"rating": "not-rate"}, "Did you mean 'not-rated'"),
    ({"expires": "2000-01-01"}, "which is past"),
    ({"expires": None}, "'expires' is missing"),
    ({"until": "never"}, "unknown key 'until'"),
    ({"number": 7}, "number is written by the program")])
def test_an_override_lacking_what_it_needs_is_refused(workspace: Workspace, given: dict[str, object], told: str) -> None:
    made = {"measure": MEASURE, "rating": "not-rated", "second": "B", "evidence": "e",
            "expires": workspace.today() + timedelta(days=30)}
    assert told in faults(workspace, "override", **made | given)


def test_an_override_lasts_at_most_the_months_of_the_settings(workspace: Workspace) -> None:
    too_long = months_later(workspace.today(), 6) + timedelta(days=1)
    assert "lasts 6 months at most" in faults(workspace, "override", measure=MEASURE, rating="not-rated", second="B",
                                              evidence="e", expires=too_long)
    with (workspace.folder / "answerable.toml").open("a", encoding="utf-8") as file:
        file.write("\noverride_months = 7\n")
    override(Workspace(workspace.folder), expires=too_long)


def test_of_one_rating_there_is_one_override_at_a_time(workspace: Workspace) -> None:
    override(workspace)
    with pytest.raises(DefinitionError, match="overrides this rating already"):
        override(workspace)
    workspace.decide("end", ends=1, by="A", reason="r")
    override(workspace)
    for ends, told in ((1, "taken back already"), (2, "takes back another one itself"), (9, "no earlier decision")):
        with pytest.raises(DefinitionError, match=told):
            workspace.decide("end", ends=ends, by="A", reason="r")


def test_a_pause_ends_with_its_event_and_the_stage_before_it_stands_again(workspace: Workspace,
                                                                         capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(workspace.folder)
    assert run(["decide", folder, "stage", "--family", "101-offered", "--stage", "watching", "--by", "A", "--reason", "r"]) == 0
    latest = str(workspace.today() + timedelta(days=9))
    assert run(["decide", folder, "stage", "--measure", MEASURE, "--stage", "paused", "--until", "Scrutiny report", "--latest",
                latest, "--by", "A", "--reason", "r"]) == 0
    stage = assess(workspace, workspace.measure(MEASURE), workspace.head()).decided.beside_rating()["stage"]
    assert (stage["code"], stage["until"], stage["latest"]) == ("paused", "Scrutiny report", latest)
    capsys.readouterr()
    run(["decide", folder, "event", "--event", "scrutny report", "--by", "A", "--reason", "r", "--dry-run"])
    assert "No pause waits for it. Did you mean 'scrutiny report'?" in capsys.readouterr().out
    run(["decide", folder, "event", "--event", "scrutiny  report", "--by", "A", "--reason", "r"])
    assert "It ends the pause of 101-answered-within-30s (decision 2)." in capsys.readouterr().out
    found = assess(workspace, workspace.measure(MEASURE), workspace.head())
    assert found.decided.beside_rating()["stage"]["code"] == "watching"
    # Two facts: whatever the stage, signal and rating are those that the rules gave.
    assert found.judgement is not None
    assert found.judgement.rating == judged(workspace).rating


def test_a_pause_names_its_event_and_a_day_and_nothing_else_has_them(workspace: Workspace) -> None:
    told = faults(workspace, "stage", measure=MEASURE, stage="paused")
    assert "'until' is missing" in told
    assert "'latest' is missing" in told
    assert "only a pause has one" in faults(workspace, "stage", measure=MEASURE, stage="watching", until="x")
    assert "Name one of the two" in faults(workspace, "stage", measure=MEASURE, family="101-offered", stage="watching")


# ---- released ----


def test_a_release_holds_the_decisions_and_tells_later_of_one_that_is_gone(workspace: Workspace) -> None:
    accept(workspace)
    override(workspace)
    folder = workspace.folder / "releases" / f"{release(workspace):04d}"
    content = json.loads((folder / "measures" / f"{MEASURE}.json").read_bytes())
    assert [each["kind"] for each in content["decisions"]] == ["step", "override"]
    assert content["judgement"]["override"]["rating"]["code"] == "not-rated"
    assert content["judgement"]["stage"] is None
    assert content["proposed_steps"] == []
    assert [phase["points"] for phase in content["chart"]["phases"]] == [13, 13]
    for name in ("0002.yaml", "newest.json"):
        (workspace.folder / "decisions" / name).unlink()
    # The chain that is left is whole in itself; the release knows better.
    assert len(workspace.decisions()) == 1
    found = [Path(finding["where"]).name for finding in examine(workspace) if finding["kind"] == "decision"]
    assert found == ["0002.yaml"]
    with pytest.raises(WorkspaceError, match="release 0001 tells"):
        release(workspace)
