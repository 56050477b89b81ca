"""Families: a measure stands below its parent, of the same group, and never in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from answerable.content import shipped
from answerable.errors import DefinitionError
from answerable.measures.catalogue import read_measures
from answerable.measures.families import ancestors, children

OFFERED = shipped("measures") / "101-offered.yaml"


def own(folder: Path, name: str, **change: object) -> None:
    """Write a measure of the workspace's own: the shipped one of 101 calls offered, changed."""
    content = yaml.safe_load(OFFERED.read_text(encoding="utf-8")) | {"measure": name} | change
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


@pytest.mark.parametrize(("change", "named"), [
    ({"parent": "101-oferred"}, "'parent' is '101-oferred', which is no measure. Did you mean '101-offered'"),
    ({"parent": "999-offered"}, "'parent' is '999-offered' of the group '999', but this measure is of '101'"),
    ({"parent": "calls"}, "'parent' leads in a circle ('calls' of 'calls'): take one 'parent' out"),
])
def test_a_parent_that_cannot_be_is_refused(change: dict[str, str], named: str, tmp_path: Path) -> None:
    own(tmp_path, "calls", **change)
    with pytest.raises(DefinitionError, match="the measure 'calls' has 1 fault") as caught:
        read_measures(tmp_path)
    assert named in str(caught.value)
    assert str(tmp_path / "calls.yaml") in str(caught.value)


def test_a_circle_of_three_is_named_whole(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a")):
        own(tmp_path, name, parent=parent)
    with pytest.raises(DefinitionError, match="'a' of 'b' of 'c' of 'a'"):
        read_measures(tmp_path)


def test_the_line_of_a_measure_leads_to_the_head_of_its_family() -> None:
    measures = read_measures()
    assert ancestors(measures["101-abandonment-after-5s"], measures) == ("101-abandonment", "101-offered")
    assert ancestors(measures["101-offered"], measures) == ()


def test_101_is_split_into_its_parts() -> None:
    parts = {measure.id for measure in children("101-offered", read_measures().values())}
    assert {"101-answered-within-30s", "101-abandonment", "101-mean-wait-queue-clock", "101-longest-wait"} <= parts
