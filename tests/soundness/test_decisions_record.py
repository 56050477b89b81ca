"""The record of decisions: nobody can change it unseen, and what it says of a day follows from it alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable import Workspace
from answerable.decisions import Decision, about, read_decisions, standing
from answerable.decisions.kinds import END, End, Event, Override, Stage, Step
from answerable.decisions.reading import chain_faults
from answerable.errors import DefinitionError, WorkspaceError
from small_force import SmallForce

MEASURE, FAMILY = "101-answered-within-30s", "101-offered"
FIRST = date(2026, 6, 1)


def pause(workspace: Workspace, reason: str = "We wait for it") -> Decision:
    return workspace.decide("stage", measure=MEASURE, stage="paused", until="Scrutiny report",
                            latest=workspace.today() + timedelta(days=60), by="Commissioner", reason=reason)


def files(workspace: Workspace) -> list[Path]:
    return sorted((workspace.folder / "decisions").glob("*.yaml"))


@pytest.fixture
def decided(force: SmallForce) -> Workspace:
    for reason in ("first", "second", "third"):
        pause(force.workspace, reason)
    return force.workspace


# ---- the record ----


def test_a_decision_is_read_as_it_was_made(force: SmallForce) -> None:
    made = pause(force.workspace)
    assert force.workspace.decisions() == (made,)
    assert Decision.from_json(made.as_json()) == made
    assert made.decided_at.endswith("+00:00")


def test_each_holds_the_digest_of_the_one_before(decided: Workspace) -> None:
    first, second, third = decided.decisions()
    assert (first.before, second.before, third.before) == ("", first.sha256, second.sha256)


def rewritten(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("Commissioner", "Nobody at all"), "utf-8")


def swapped(path: Path) -> None:
    other = path.with_name("0003.yaml")
    content = other.read_bytes()
    other.write_bytes(path.read_bytes())
    path.write_bytes(content)


def added(path: Path) -> None:
    text = path.with_name("0003.yaml").read_text("utf-8").replace("number: 3", "number: 4")
    path.with_name("0004.yaml").write_text(text, "utf-8")


@pytest.mark.parametrize(("harm", "place", "named"), [
    (rewritten, 1, "0001.yaml"), (rewritten, 2, "0002.yaml"), (rewritten, 3, "0003.yaml"),
    (os.remove, 1, "0001.yaml"), (os.remove, 2, "0002.yaml"), (os.remove, 3, "0003.yaml"),
    (swapped, 1, "0001.yaml"), (added, 3, "0003.yaml")])
def test_what_was_changed_removed_or_moved_is_named(decided: Workspace, harm: Callable[[Path], None], place: int,
                                                    named: str) -> None:
    harm(decided.folder / "decisions" / f"{place:04d}.yaml")
    faults = list(chain_faults(decided.folder / "decisions"))
    assert named in [path.name for path, _fault in faults]
    with pytest.raises(WorkspaceError, match=r"000\d\.yaml"):
        decided.decisions()
    # Nothing is added to a record that is not whole.
    with pytest.raises(WorkspaceError):
        pause(decided)


def test_a_decision_written_by_hand_is_refused(decided: Workspace) -> None:
    files(decided)[-1].with_name("0004.yaml").write_text("kind: override\n", "utf-8")
    assert [path.name for path, _fault in chain_faults(decided.folder / "decisions")] == ["0004.yaml"]


def test_a_dry_run_leaves_nothing(force: SmallForce) -> None:
    with pytest.raises(DefinitionError):
        force.workspace.decide("stage", measure=MEASURE, stage="paused", by="A", reason="b", dry_run=True)
    force.workspace.decide("stage", measure=MEASURE, stage="watching", by="A", reason="b", dry_run=True)
    assert not (force.workspace.folder / "decisions").exists()


# ---- what stands on a day, against a second way of working it out ----


@dataclass
class Slow:
    """Goes through the record day by day and keeps what lasts."""

    measure: str
    overrides: list[Decision] = field(default_factory=list)
    stages: list[Decision] = field(default_factory=list)
    steps: list[Decision] = field(default_factory=list)
    events: list[Decision] = field(default_factory=list)

    def take(self, each: Decision, later_ends: set[int]) -> None:
        what = each.what
        if each.number in later_ends or isinstance(what, End):
            return
        if isinstance(what, Override) and what.measure == self.measure:
            self.overrides.append(each)
        if isinstance(what, Step) and what.measure == self.measure:
            self.steps.append(each)
        if isinstance(what, Stage) and self.measure in (what.measure, "child" if what.family == "head" else what.family):
            self.stages.append(each)
        if isinstance(what, Event):
            self.stages = [stage for stage in self.stages if not (isinstance(stage.what, Stage) and stage.what.latest
                                                                  and stage.what.until.lower() == what.event.lower())]

    def at(self, day: date) -> tuple[list[Decision], list[Decision], list[Decision]]:
        overrides = [each for each in self.overrides if isinstance(each.what, Override) and each.what.expires >= day]
        stages = [each for each in self.stages if isinstance(each.what, Stage)
                  and (each.what.latest is None or each.what.latest >= day)]
        return overrides[-1:], stages[-1:], self.steps


days = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))
measures = st.sampled_from(["child", "other"])
kinds = st.one_of(
    st.builds(Step, measures, days, st.booleans()),
    st.builds(lambda measure, day: Override(measure, "steady", "Steady", "default-1", "e", "B", day), measures, days),
    st.builds(lambda measure, stage: Stage(measure, "", stage), measures, st.sampled_from(["content", "watching"])),
    st.builds(lambda event, day: Stage("", "head", "paused", event, day), st.sampled_from(["Report", "report", "Audit"]), days),
    st.builds(Event, st.sampled_from(["report", "AUDIT", "else"]), days),
    st.builds(End, st.integers(1, 12)))
histories = st.lists(st.tuples(kinds, days), max_size=12).map(lambda made: tuple(
    Decision(number, "2026-06-01T00:00:00+00:00", day, "A", "r", what)
    for number, (what, day) in enumerate(made, 1) if not (isinstance(what, End) and what.ends >= number)))


@given(histories, days, st.randoms())
def test_what_stands_is_what_going_through_the_days_leaves(history: tuple[Decision, ...], day: date, rng: object) -> None:
    known = [each for each in history if each.day <= day]
    slow, ends = Slow("child"), {each.what.ends for each in known if isinstance(each.what, End)}
    for each in known:
        slow.take(each, ends)
    overrides, stages, steps = slow.at(day)
    shuffled = list(history)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    found = standing(shuffled, "child", day, above=("head",))
    assert ([found.override] if found.override else []) == overrides
    assert ([found.stage] if found.stage else []) == stages
    assert {each.number for each in (*found.steps, *found.refused)} == {each.number for each in steps}
    assert [each.what.at for each in found.steps] == sorted(each.what.at for each in found.steps)
    # What bears on the measure is enough to tell what stands of it: a release holds no more.
    assert standing(about(history, "child", ("head",)), "child", day, ("head",)) == found


@given(histories, days)
def test_an_override_never_outlasts_its_last_day(history: tuple[Decision, ...], day: date) -> None:
    found = standing(history, "child", day).override
    assert found is None or (isinstance(found.what, Override) and found.day <= day <= found.what.expires)


@given(histories, days, days)
def test_a_later_decision_changes_nothing_before_its_day(history: tuple[Decision, ...], day: date, later: date) -> None:
    if later > day and history:
        more = (*history, replace(history[0], number=99, day=later, what=End(1)))
        assert standing(more, "child", day) == standing(history, "child", day)


def test_taking_back_is_from_now_on_and_the_history_stays(force: SmallForce) -> None:
    workspace = force.workspace
    first = workspace.decide("stage", measure=MEASURE, stage="content", by="Commissioner", reason="all is well")
    second = workspace.decide("stage", measure=MEASURE, stage="under-scrutiny", by="Commissioner", reason="it is not")
    back = workspace.decide("end", ends=second.number, by="Commissioner", reason="a slip of the pen")
    assert back.kind == END
    assert standing(workspace.decisions(), MEASURE, workspace.today()).stage == first
    assert len(read_decisions(workspace.folder / "decisions")) == 3
