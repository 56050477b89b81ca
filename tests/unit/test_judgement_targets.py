"""Targets: what they say, which is in force, and how a faulty file is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from answerable.errors import DefinitionError, InputError
from answerable.judgement.aims import Amount
from answerable.judgement.targets import STATUSES, Target, check_target, read_target, read_targets, target_for
from answerable.records.synthetic import TARGETS_FOLDER

GOOD = {
    "target": "answered",
    "version": "1",
    "measure": "101-answered",
    "value": "80",
    "comparison": '">="',
    "owner": "Westshire Police",
    "status": "local",
    "source": "Police and Crime Plan 2025",
    "from": "2025-04-01",
}


def write(folder: Path, name: str = "answered", **changes: str | None) -> Path:
    """A target file with some keys changed; None leaves one out."""
    keys = {**GOOD, "target": name, **changes}
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None), "utf-8")
    return path


def target(
    folder: Path, comparison: str = ">=", status: str = "local", value: str = "80", **keys: str
) -> Target:
    """A target as read from a file."""
    return read_target(write(folder, comparison=f'"{comparison}"', status=status, value=value, **keys))


@pytest.mark.parametrize(
    ("comparison", "met"),
    [
        (">=", (False, True, True)),
        (">", (False, False, True)),
        ("<=", (True, True, False)),
        ("<", (True, False, False)),
    ],
)
def test_the_comparison_decides_whether_equal_is_enough(
    tmp_path: Path, comparison: str, met: tuple[bool, ...]
) -> None:
    held = target(tmp_path, comparison)
    assert held.amount is not None
    assert tuple(held.amount.met(value) for value in (79.9, 80, 80.1)) == met


@pytest.mark.parametrize(
    ("comparison", "status", "words"),
    [
        (">=", "local", "80% or more (local target of Westshire Police)"),
        (">", "statutory", "more than 80% (set by law)"),
        ("<=", "inspectorate", "80% or less (used by the inspectorate)"),
        ("<", "aspiration", "less than 80% (local aspiration of Westshire Police, not a national standard)"),
    ],
)
def test_a_target_says_what_it_asks_and_whose_it_is(
    tmp_path: Path, comparison: str, status: str, words: str
) -> None:
    assert target(tmp_path, comparison, status).words("percent") == words


@pytest.mark.parametrize(
    ("comparison", "value", "words"),
    [
        (">=", 65.4, "below the 80% local target"),
        (">=", 80, "at the 80% local target"),
        (">=", 81, "above the 80% local target"),
        (">", 80, "at, and not above, the 80% local target"),
        ("<", 80, "at, and not below, the 80% local target"),
    ],
)
def test_the_position_says_on_which_side_of_the_target_a_figure_lies(
    tmp_path: Path, comparison: str, value: float, words: str
) -> None:
    assert target(tmp_path, comparison).position(value, "percent") == words


def test_a_target_in_seconds_reads_as_a_time(tmp_path: Path) -> None:
    assert target(tmp_path, "<=", value="90").words("seconds").startswith("1 minute 30 seconds or less")


def test_the_first_and_the_last_day_are_in_force(tmp_path: Path) -> None:
    held = target(tmp_path, to="2026-03-31")
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [held.in_force(day) for day in days] == [False, True, True, False]


def test_of_several_in_force_the_most_binding_is_used_then_the_latest(tmp_path: Path) -> None:
    for name, status, start in (
        ("a", "local", "2025-01-01"),
        ("b", "local", "2025-06-01"),
        ("c", "national", "2026-01-01"),
    ):
        write(tmp_path, name, status=status, **{"from": start})
    targets = read_targets(tmp_path)
    chosen = [
        target_for(targets, "101-answered", date(*day))
        for day in ((2024, 1, 1), (2025, 2, 1), (2025, 7, 1), (2026, 2, 1))
    ]
    assert [held and held.id for held in chosen] == [None, "a", "b", "c"]


def test_the_release_carries_the_note_on_comparability(tmp_path: Path) -> None:
    held = target(tmp_path, comparability="Clock starts after the message.")
    assert held.as_json("percent") == {
        "value": 80.0,
        "comparison": ">=",
        "aim": None,
        "since": None,
        "owner": "Westshire Police",
        "status": "local",
        "source": "Police and Crime Plan 2025 Clock starts after the message.",
        "address": "",
        "words": "80% or more (local target of Westshire Police)",
    }


def test_the_shipped_target_says_whose_it_is_and_how_far_it_compares() -> None:
    (national,) = [held for held in read_targets() if held.status == "national"]
    assert (national.id, national.asks) == ("999-answered-within-10s", Amount(90, ">="))
    assert national.status == "national"
    assert national.comparability


def test_no_force_s_own_target_is_shipped_for_others_to_be_judged_by() -> None:
    everybodys = [held for held in read_targets() if not held.applies_to]
    assert {held.status for held in everybodys} <= {"statutory", "national", "inspectorate"}


def test_a_target_of_one_force_is_used_for_that_force_alone() -> None:
    day = date(2021, 3, 1)
    chosen = [target_for(read_targets(), "101-answered-within-30s", day, force)
              for force in ("west-mercia", "kent", None)]
    assert [held and held.id for held in chosen] == ["west-mercia-101-answered-within-30s", None, None]


def test_an_aspiration_with_a_date_is_not_used_after_it() -> None:
    assert target_for(read_targets(), "101-answered-within-30s", date(2021, 4, 1), "west-mercia") is None


def test_every_shipped_target_that_binds_all_has_owner_and_source() -> None:
    binding = [held for held in read_targets() if held.status in ("statutory", "national", "inspectorate")]
    assert binding
    assert all(held.owner and held.source and held.address.startswith("https://") for held in binding)


def test_the_made_up_force_has_an_aspiration_of_its_own() -> None:
    own = {held.id: held for held in read_targets(TARGETS_FOLDER)}["101-answered-within-30s"]
    assert (own.asks, own.status) == (Amount(80, ">="), "aspiration")
    assert "not a national standard" in own.words("percent")


def test_a_forces_own_target_replaces_the_shipped_ones_of_its_measure_only(tmp_path: Path) -> None:
    write(tmp_path, "ours", measure="101-answered-within-30s", value="70")
    targets = read_targets(tmp_path)
    assert [held.id for held in targets if held.measure == "101-answered-within-30s"] == ["ours"]
    assert [held.id for held in targets if held.measure == "999-answered-within-10s"] == [
        "999-answered-within-10s"
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"valu": "1"}, "unknown key 'valu'. Did you mean 'value'?"),
        ({"value": None}, "'value' is missing. Write a number."),
        ({"value": "eighty"}, "value is 'eighty'. Write a number."),
        ({"value": "true"}, "value is 'True'. Write a number."),
        ({"comparison": "at least"}, 'comparison is \'at least\'. Write ">=" or ">"'),
        ({"status": "nationl"}, "status is 'nationl'. Write \"statutory\" or"),
        ({"status": "nationl"}, "Did you mean 'national'"),
        ({"from": "April 2025"}, "from is 'April 2025'. Write a date such as 2026-04-01."),
        ({"from": "2025-04-01 10:00:00"}, "Write a date such as 2026-04-01."),
        ({"to": "2024-01-01"}, "to is '2024-01-01', before from '2025-04-01'."),
        ({"version": "0"}, "version is '0'. Write a whole number of 1 or more."),
        ({"owner": '" "'}, "owner is ' '. Write a text."),
        ({"comparability": "12"}, "comparability is '12'. Write a text."),
        ({"target": "answer"}, "Rename the file to answer.yaml"),
    ],
)
def test_a_faulty_target_is_refused_with_key_value_file_and_remedy(
    tmp_path: Path, changes: dict[str, str | None], message: str
) -> None:
    path = write(tmp_path, "answered")
    path.write_text(
        "".join(f"{key}: {value}\n" for key, value in {**GOOD, **changes}.items() if value), "utf-8"
    )
    with pytest.raises(DefinitionError) as error:
        read_target(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as error:
        read_target(write(tmp_path, value="x", status="y", owner=None))
    assert len(error.value.faults) == 3


def test_a_target_that_is_met_by_getting_worse_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"comparison '<=' is met by lower values.*says that higher is better"
    ):
        check_target(target(tmp_path, "<="), "higher")
    check_target(target(tmp_path, "<="), "neutral")


def test_statuses_stand_from_the_most_to_the_least_binding() -> None:
    assert list(STATUSES) == ["statutory", "national", "inspectorate", "local", "aspiration"]
