"""A rating rule cannot be bent silently: under a released id it goes on doing what it did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from answerable.content import read_yaml, shipped
from answerable.errors import DefinitionError, InputError
from answerable.judgement.ratings import read_rating_rule
from answerable.releases import release
from answerable.workspace import Workspace
from small_force import SmallForce, call


@pytest.fixture
def loaded(force: SmallForce) -> SmallForce:
    """One call a day over four weeks."""
    force.load([call(f"{day}", f"2026-03-{day:02d} 09:00:00", answered=f"2026-03-{day:02d} 09:00:10") for day in range(1, 29)])
    return force


def write_rule(force: SmallForce, name: str, like: str = "default-2", **changes: Any) -> Path:
    content = read_yaml(shipped("ratings") / f"{like}.yaml")
    word, _dash, version = name.rpartition("-")
    path = force.workspace.folder / "ratings" / f"{name}.yaml"
    content |= {"rating_rule": word, "version": int(version), **changes}
    path.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    return path


def use(force: SmallForce, rule: str) -> Workspace:
    settings = force.workspace.folder / "answerable.toml"
    kept = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("rating_rule")]
    settings.write_text("\n".join([*kept, f'rating_rule = "{rule}"', ""]), "utf-8")
    return Workspace(force.workspace.folder)


def released(workspace: Workspace, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((workspace.folder / "releases" / f"{number:04d}" / "release.json").read_text("utf-8"))
    return found


def test_a_release_keeps_the_rule_as_text_and_digest(loaded: SmallForce) -> None:
    release(loaded.workspace)
    held = released(loaded.workspace, 1)["rating_rule"]
    shipped_rule = shipped("ratings") / "default-2.yaml"
    assert (held["id"], held["text"]) == ("default-2", shipped_rule.read_text("utf-8"))
    assert held["digest"] == read_rating_rule(shipped_rule).digest


def test_a_rule_of_the_workspace_is_used_where_its_settings_name_it(loaded: SmallForce) -> None:
    write_rule(loaded, "ours-1", minimum_denominator=500)
    workspace = use(loaded, "ours-1")
    release(workspace)
    assert released(workspace, 1)["rating_rule"]["id"] == "ours-1"
    measure = json.loads((workspace.folder / "releases/0001/measures/101-answered-within-30s.json").read_text("utf-8"))
    assert measure["judgement"]["rating_rule"] == "ours-1"
    assert measure["used_in"]["rating_rules"] == ["ours-1"]


@pytest.mark.parametrize(("changes", "part"), [
    ({"minimum_denominator": 5}, "'minimum_denominator'"), ({"minimum_coverage": 0.5}, "'minimum_coverage'"),
    ({"rules": [{"rating": "steady", "when": {}}]}, "'rules'"), ({"maximum_untimed": None}, "'maximum_untimed'")])
def test_a_rule_that_was_released_and_then_changed_is_refused(loaded: SmallForce, changes: dict[str, Any], part: str) -> None:
    write_rule(loaded, "ours-1")
    workspace = use(loaded, "ours-1")
    release(workspace)
    write_rule(loaded, "ours-1", **changes)
    with pytest.raises(DefinitionError) as error:
        release(workspace)
    assert f"the rule does something else than in release 1 ({part} changed)" in str(error.value)
    assert "ours-2.yaml" in str(error.value)
    # Another rule chosen since makes no difference: the release still names the one that changed.
    with pytest.raises(DefinitionError, match="in release 1"):
        release(use(loaded, "default-2"))


def test_the_words_and_the_standing_of_a_rating_are_part_of_what_was_released(loaded: SmallForce) -> None:
    path = write_rule(loaded, "ours-1")
    workspace = use(loaded, "ours-1")
    release(workspace)
    path.write_text(path.read_text("utf-8").replace("Worsening", "Under review"), "utf-8")
    with pytest.raises(DefinitionError, match="'ratings' changed"):
        release(workspace)


def test_title_comments_and_the_order_of_values_may_change(loaded: SmallForce) -> None:
    path = write_rule(loaded, "ours-1")
    workspace = use(loaded, "ours-1")
    release(workspace)
    text = write_rule(loaded, "ours-1", title="Our rule", about="Argued elsewhere.").read_text("utf-8")
    path.write_text("# A remark.\n" + text, "utf-8")
    assert release(workspace) == 2


def test_the_next_version_is_another_file_and_the_earlier_stays(loaded: SmallForce) -> None:
    write_rule(loaded, "ours-1")
    release(use(loaded, "ours-1"))
    write_rule(loaded, "ours-2", minimum_denominator=10)
    workspace = use(loaded, "ours-2")
    assert release(workspace) == 2
    assert [released(workspace, number)["rating_rule"]["id"] for number in (1, 2)] == ["ours-1", "ours-2"]


def test_a_shipped_rules_name_is_not_to_be_had_for_another_rule(loaded: SmallForce) -> None:
    write_rule(loaded, "default-2")
    assert loaded.workspace.rating_rule().id == "default-2"
    write_rule(loaded, "default-2", minimum_coverage=0.1)
    with pytest.raises(DefinitionError, match="does something else than the shipped one of that name"):
        loaded.workspace.rating_rule()


def test_a_rule_that_is_not_there_is_named_with_the_nearest(loaded: SmallForce) -> None:
    with pytest.raises(InputError, match=r"unknown rating rule 'defualt-2'.*Did you mean 'default-2'"):
        use(loaded, "defualt-2").rating_rule()
