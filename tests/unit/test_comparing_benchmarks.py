"""Benchmarks as content: what a file may hold, and one broken file for each rule."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from answerable.comparing.benchmarks import CONFIDENT, STATUSES, read_benchmark_file, read_benchmarks
from answerable.comparing.checking import check_benchmarks
from answerable.errors import DefinitionError
from answerable.judgement import targets
from answerable.measures.catalogue import read_measures

GOOD = {"id": "northshire-101-2025", "value": 64.5, "unit": "percent", "statistic": "share", "quantity": "101 calls answered",
        "about": "Northshire", "line": "101", "from": "2025-04-01", "to": "2026-03-31", "owner": "Northshire Police",
        "status": "local", "confidence": "primary", "source": "Made up.", "address": "https://northshire.example/figures",
        "comparable_to": {"101-abandonment": {"clocks": "none", "as": "rest"}}, "comparability": "Made up for a test."}


def write(folder: Path, *figures: dict[str, object], **head: object) -> Path:
    """A file of benchmarks named "ours"; dates are written as YAML dates."""
    path = folder / "ours.yaml"
    text = yaml.safe_dump({"benchmarks": "ours", "version": 1, "figures": list(figures), **head}, sort_keys=False)
    path.write_text(text.replace("'20", "20").replace("-01'", "-01").replace("-31'", "-31"), encoding="utf-8")
    return path


def test_what_stands_at_the_top_holds_for_every_figure(tmp_path: Path) -> None:
    shared = {key: GOOD[key] for key in ("about", "owner", "status", "source", "address")}
    own = {key: value for key, value in GOOD.items() if key not in shared}
    one, other = read_benchmark_file(write(tmp_path, own, {**own, "id": "b", "owner": "Somebody else"}, **shared))
    assert (one.about, one.owner, other.owner) == ("Northshire", "Northshire Police", "Somebody else")


def test_a_share_answered_stands_beside_abandonment_as_what_is_left(tmp_path: Path) -> None:
    (found,) = read_benchmark_file(write(tmp_path, GOOD))
    assert (found.in_terms_of("101-abandonment"), found.in_terms_of("101-offered")) == (35.5, None)


def test_a_value_says_whether_it_is_exact(tmp_path: Path) -> None:
    texts = [read_benchmark_file(write(tmp_path, {**GOOD, "reading": reading}))[0].text
             for reading in ("exact", "at-least", "at-most", "about")]
    assert texts == ["64.5%", "64.5% or more", "64.5% or less", "about 64.5%"]


def test_a_figure_may_be_declared_a_baseline(tmp_path: Path) -> None:
    assert [read_benchmark_file(write(tmp_path, {**GOOD, **extra}))[0].baseline
            for extra in ({}, {"baseline": True}, {"baseline": False})] == [False, True, False]
    with pytest.raises(DefinitionError, match="Write true or false"):
        read_benchmark_file(write(tmp_path, {**GOOD, "baseline": "yes please"}))


@pytest.mark.parametrize(("first", "last", "words"), [
    ("2025-10-01", "2025-10-31", "October 2025"), ("2025-04-01", "2026-03-31", "April 2025 to March 2026"),
    ("2025-04-02", "2025-04-02", "2 April 2025"), ("2025-04-02", "2025-05-31", "2 April 2025 to 31 May 2025"),
    ("2024-02-01", "2024-02-28", "1 February 2024 to 28 February 2024"),
])
def test_a_period_is_named_by_its_months_only_where_they_are_whole(tmp_path: Path, first: str, last: str,
                                                                   words: str) -> None:
    path = write(tmp_path, {**GOOD, "from": "FIRST", "to": "LAST"})
    path.write_text(path.read_text("utf-8").replace("FIRST", first).replace("LAST", last), "utf-8")
    assert read_benchmark_file(path)[0].period == words


BROKEN = [
    ({"valeu": 3}, "northshire-101-2025: unknown key 'valeu'. Did you mean 'value'"),
    ({"value": "many"}, "value is 'many'. Write a number."),
    ({"value": 101.0}, "A share lies between 0 and 100."),
    ({"value": -3, "unit": "seconds", "comparable_to": None}, "A published figure is not below 0."),
    ({"unit": "minutes"}, "unit is 'minutes'. Write"),
    ({"statistic": "averge"}, "statistic is 'averge'. Write"),
    ({"status": "natonal"}, "Did you mean 'national'"),
    ({"confidence": "sure"}, "confidence is 'sure'. Write"),
    ({"status": "national", "confidence": "secondary"}, "What was not read in the publisher's own text is 'reported'."),
    ({"status": "statutory", "confidence": "weak"}, "status is 'statutory' but confidence is 'weak'"),
    ({"owner": None}, "'owner' is missing. Write a text."),
    ({"source": None}, "'source' is missing. Write a text."),
    ({"address": "northshire.example"}, "Write the address of the source, beginning with https://."),
    ({"comparability": None}, "'comparability' is missing. Write a text."),
    ({"from": "2026-03-31", "to": "2025-04-01"}, "to is '2025-04-01', before from '2026-03-31'."),
    ({"to": None}, "'to' is missing. Write a date"),
    ({"from": "spring"}, "from is 'spring'. Write a date"),
    ({"measure": "101-abandonment"}, "'measure' and 'comparable_to' exclude each other."),
    ({"comparable_to": ["101-abandonment"]}, "comparable_to must hold measures, each with clocks."),
    ({"comparable_to": {"101-abandonment": {"clock": "same"}}}, "unknown key 'clock'. Did you mean 'clocks'"),
    ({"comparable_to": {"101-abandonment": {}}}, "'clocks' is missing."),
    ({"unit": "seconds"}, "'as: rest' goes with per cent only."),
]


@pytest.mark.parametrize(("changes", "message"), BROKEN, ids=[message[:40] for _changes, message in BROKEN])
def test_a_broken_figure_is_refused_with_key_value_and_remedy(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    path = write(tmp_path, {key: value for key, value in {**GOOD, **changes}.items() if value is not None})
    with pytest.raises(DefinitionError) as error:
        read_benchmark_file(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(("head", "message"), [
    ({"benchmarks": "theirs"}, "benchmarks 'theirs' must equal the file's name."),
    ({"versoin": 1}, "unknown key 'versoin'. Did you mean 'version'"),
    ({"figures": []}, "'figures' is missing."),
    ({"imported": {"of": "x"}}, "imported: unknown key 'of'"),
])
def test_a_broken_file_is_refused(tmp_path: Path, head: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        read_benchmark_file(write(tmp_path, GOOD, **head))


def test_every_fault_of_every_figure_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as error:
        read_benchmark_file(write(tmp_path, {**GOOD, "value": "x"}, {**GOOD, "status": "y", "unit": "z"}))
    assert len(error.value.faults) == 4     # and two figures of one id


def test_every_shipped_benchmark_parses_and_names_measures_that_exist() -> None:
    measures = read_measures()
    alike = [(item, found) for item in read_benchmarks() for found in item.alike if item.statistic != "limit"]
    assert alike
    assert [(item.id, found.measure) for item, found in alike if found.measure not in measures] == []
    assert check_benchmarks(None).faults == ()


def test_no_shipped_benchmark_that_binds_or_speaks_for_all_lacks_owner_or_source() -> None:
    national = [item for item in read_benchmarks() if item.status in CONFIDENT]
    assert national
    assert [item.id for item in national if not (item.owner and item.source and item.address and item.comparability)] == []
    assert {item.confidence for item in national} == {"primary"}


def test_benchmarks_know_every_status_of_a_target_in_the_same_order() -> None:
    assert list(STATUSES)[:-1] == list(targets.STATUSES)
