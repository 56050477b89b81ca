"""Mappings of lists of published figures: the shipped one, and one broken file for each rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerable.comparing.benchmarks import CLOCKS
from answerable.comparing.importing import read_as, read_list
from answerable.comparing.mapping import import_mapping, read_import_mapping
from answerable.comparing.organisations import read_organisations
from answerable.content import content_files
from answerable.errors import DefinitionError, InputError
from answerable.measures.catalogue import read_measures

GOOD = """import: ours
version: 1
title: A made-up list
columns: {about: force, period: when, line: line, metric: what, value: value, unit: unit, note: note, address: page}
status: reported
confidence: secondary
groups: ["* forces"]
units: {percent: percent}
periods: {the year: {from: 2025-01-01, to: 2025-12-31}}
metrics:
  - {metric: lost, lines: ["101"], statistic: share, unit: percent, quantity: Lost, comparability: Made up.}
"""
METRIC = '  - {metric: lost, lines: ["101"], statistic: share, unit: percent, quantity: Lost, comparability: Made up.}\n'


def test_every_shipped_mapping_parses_and_names_measures_that_exist() -> None:
    measures = read_measures()
    mappings = [read_import_mapping(path) for path in content_files("imports").values()]
    alike = [(name, item, part) for mapping in mappings for item in mapping.metrics for name, part in item.alike.items()]
    assert alike
    assert [name for name, item, _part in alike if measures[name].unit != item.unit] == []
    assert {part["clocks"] for _name, _item, part in alike} <= set(CLOCKS)


def test_nothing_that_is_imported_by_a_shipped_mapping_is_called_national() -> None:
    assert {read_import_mapping(path).status for path in content_files("imports").values()} == {"reported"}


@pytest.mark.parametrize(("old", "new", "message"), [
    ("version: 1", "version: 1\nverison: 2", "unknown key 'verison'. Did you mean 'version'"),
    ("import: ours", "import: theirs", "must equal the file's name"),
    (", address: page", "", "columns: 'address' is missing."),
    ("line: line", "line: line, lin: x", "columns: unknown key 'lin'. Did you mean 'line'"),
    ("{percent: percent}", "{percent: per cent}", "units: 'percent' means 'per cent'. Write one of"),
    ("status: reported", "status: said", "status is 'said'. Write"),
    ("to: 2025-12-31", "until: 2025-12-31", "periods: the year: unknown key 'until'"),
    ("statistic: share", "statistic: part", "statistic is 'part'. Write"),
    ('lines: ["101"], ', "", "metrics: lost: 'lines' is missing."),
    ("comparability: Made up.", "comparabilty: Made up.", "metrics: lost: 'comparability' is missing."),
    (METRIC, METRIC + METRIC, "metrics: lost on 101 stands twice."),
    ("metrics:", "corrections: [{force: Kent, metric: lost, read_as: quickly, because: x}]\nmetrics:",
     "read_as is 'quickly'. Write"),
    ("metrics:", "corrections: [{force: Kent, metric: lost, read_as: 'mm:ss'}]\nmetrics:", "'because' is missing."),
])
def test_a_broken_mapping_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        read_import_mapping(path)
    assert message in str(error.value)


def test_words_for_a_period_and_a_group_are_told_by_the_mapping(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(GOOD, encoding="utf-8")
    mapping = import_mapping("ours", tmp_path)
    path = tmp_path / "list.csv"
    path.write_text("force,when,line,what,value,unit,note,page\n"
                    "nine forces,the year,101,lost,7.5,percent,,https://a.example\n"
                    "Nowhere,the year,101,lost,7.5,percent,,https://a.example\n"
                    "nine forces,the year,101,lost,7.5,percent,,a.example\n", encoding="utf-8")
    group, nowhere, unsourced = read_list(path, mapping, read_organisations(), read_as((), mapping))
    assert (group.outcome, group.about, str(group.ends)) == ("taken", "nine forces", "2025-12-31")
    assert (nowhere.outcome, nowhere.words.startswith("no police force 'Nowhere'.")) == ("refused", True)
    assert (unsourced.outcome, unsourced.words) == ("refused", "no address of a source ('a.example').")


def test_a_list_without_a_column_that_the_mapping_reads_is_refused_whole(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("force,period,servce\n", encoding="utf-8")
    mapping = import_mapping("published_call_handling")
    with pytest.raises(InputError, match=r"list.csv: has no column 'service'. Did you mean 'servce'"):
        read_list(tmp_path / "list.csv", mapping, read_organisations(), read_as((), mapping))


def test_an_unknown_mapping_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'published_call_handling'"):
        import_mapping("published_call_handlin")
