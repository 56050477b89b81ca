"""Files of rules: what is read, and what is said of faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerable.errors import DefinitionError, InputError
from answerable.staffing.rules.kinds import RestBetween
from answerable.staffing.rules.reading import read_rules, shipped_rules

OWN = """\
title: Ours
about: What we agreed.
night: {begins: "22:00", ends: "06:00", hours: 2}
rules:
  - name: rest
    kind: rest between duties
    source: clause 1
    hours: 12
"""


def test_every_shipped_set_says_where_each_of_its_rules_stands() -> None:
    for name in shipped_rules():
        found = read_rules(name)
        assert found.title
        assert found.about
        assert all(rule.source for rule in found.rules), name
        assert len({rule.name for rule in found.rules}) == len(found.rules)


def test_an_own_file_is_read_with_its_own_night(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(OWN, encoding="utf-8")
    rule = read_rules(str(path)).rules[0]
    assert rule.kind == RestBetween(12)
    assert rule.night.hours == 2


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(OWN.replace("hours: 12", "hours: -1").replace('"22:00"', '"late"') + """\
  - name: break
    kind: breaks
    source: clause 2
    steps:
      - {from: 8, over: 8, minutes: 30}
      - {from: 6, minutes: 20}
    hour: 3
""", encoding="utf-8")
    with pytest.raises(DefinitionError) as raised:
        read_rules(str(path))
    told = " ".join(raised.value.faults)
    assert "line 3: night > begins must be a time of day" in told
    assert "line 8: rules > 1 > hours must be a number above 0" in told
    assert "line 15: rules > 2 > hour is not known here" in told
    assert "must have one of from" in told
    assert "the steps rise" in told


def test_a_name_that_is_not_known_gets_the_nearest_one() -> None:
    with pytest.raises(InputError, match=r"Did you mean 'police-regulations-2003'"):
        read_rules("police-regulation-2003")
