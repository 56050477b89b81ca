"""Scenarios of a workspace: read with their lines, run once, kept whole, and never shown when something has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from answerable.errors import DefinitionError, InputError
from answerable.simulation.scenarios.scenario_file import Scenario
from answerable.simulation.scenarios.sweep_file import Sweep
from answerable.simulation.simulating import simulate
from answerable.what_if.answers import Question, ask, packed, sent, unpacked, work
from answerable.what_if.keeping import Kept
from answerable.what_if.running import answers, run_all

ROOM = """\
days: 1
warm_up_hours: 0
lines:
  "101":
    arrivals: 20
    talk: {exponential: 300}
    patience: {exponential: 200}
    pools: [handlers]
pools:
  handlers: {staff: 4}
"""
MORE = """\
name: two more in the evening
room: small
changes:
  - staff: {pool: handlers, add: 2, from: "17:00", to: "22:00"}
"""
SWEEP = """\
room: small
vary:
  staff:
    each: {from: -1, to: 1}
    changes: [staff: {pool: handlers, add: each}]
  demand:
    each: [0.9, 1.1]
    changes: [arrivals: {times: each}]
"""


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A workspace's folder with a small room, a scenario and a sweep."""
    for name, text in (("rooms/small", ROOM), ("scenarios/more", MORE), ("scenarios/sweep", SWEEP)):
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Kept(tmp_path)


def scenario(kept: Kept, name: str = "more") -> Scenario:
    """The scenario of that name."""
    found = kept.read(name)
    assert isinstance(found, Scenario)
    return found


def test_a_scenario_is_its_room_with_its_changes(kept: Kept) -> None:
    found = scenario(kept)
    assert (found.name, found.room_id) == ("two more in the evening", "small")
    assert found.room.pools[0].staff == (4,) * 34 + (6,) * 10 + (4,) * 4
    assert found.base.pools[0].staff == (4,) * 48


def test_the_shipped_scenarios_and_sweeps_can_be_read(tmp_path: Path) -> None:
    shipped = Kept(tmp_path)
    found = [shipped.read(name) for name in shipped.files()]
    assert len(found) >= 7
    assert {one.room_id for one in found} == {"control-room"}
    assert all(one.description for one in found)


def test_an_answer_is_the_simulators_own_and_is_run_once(kept: Kept) -> None:
    question = Question(scenario(kept).room, 3, 7)
    first = run_all(kept, [question, Question(scenario(kept).base, 3, 7), question])
    assert (first.ran, first.known) == (2, 0)
    again = run_all(kept, [question])
    assert (again.ran, again.known) == (0, 1)
    result, found = simulate(question.room, 3, 7, threads=2), answers(kept, [question])[0].simulated
    assert np.array_equal(result.totals, found.totals)
    assert result.occupancy("handlers") == pytest.approx(found.occupancy("handlers"), rel=1e-12)
    assert result.share_within("101") == found.share_within("101")


def test_names_do_not_make_another_room_and_everything_else_does(kept: Kept) -> None:
    question = Question(scenario(kept).room, 3, 7)
    line = question.room.lines[0]
    named = replace(question.room, name="other", where="elsewhere", lines=(replace(line, where="line 99"),))
    assert Question(named, 3, 7).digest == question.digest
    others = [Question(question.room, 4, 7), Question(question.room, 3, 8), Question(scenario(kept).base, 3, 7),
              Question(replace(question.room, busyness=0.01), 3, 7), Question(replace(question.room, warm_up=1), 3, 7)]
    assert len({one.digest for one in [question, *others]}) == 6


def test_what_is_sent_to_another_process_comes_back_as_the_answer(kept: Kept) -> None:
    question = Question(scenario(kept).room, 2, 1)
    assert work(sent(question)) == packed(question, ask(question))


@pytest.mark.parametrize(("text", "told"), [
    (MORE.replace("room: small", "room: smal"), "line 2: room there is no room 'smal'. Did you mean 'small'?"),
    (MORE.replace("handlers", "handler"), "line 4: changes > 1 > staff > pool must be one of handlers; it is 'handler'"),
    (MORE.replace("changes:", "change:"), "line 3: change is not known here. Did you mean 'changes'"),
    ("room: small\n", "changes is missing: without a change the scenario is the room itself"),
    (SWEEP.replace("add: each", "add: 1"), "line 5: vary > staff > changes must say `each` where the value goes"),
    (SWEEP.replace("to: 1", "to: -2"), "line 4: vary > staff > each > to must not be below from"),
    (SWEEP.replace("0.9, 1.1", "0.9, -1"), "line 8: vary > demand > changes > 1 > arrivals > times must be a number of 0 or "
                                           "more; it is -1"),
    (SWEEP + "combinations: listed\n", "all must have as many values; there are: staff 3, demand 2"),
    (SWEEP.replace("from: -1, to: 1", "from: 0, to: 1, step: 0.000001"), "makes 1,000,001 values; at most 100,000"),
    (SWEEP + "costs: {handler: 2}\n", "line 9: costs > handler is not known here. Did you mean 'handlers'"),
])
def test_a_fault_is_told_with_its_line(kept: Kept, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "faulty.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        kept.read_file(tmp_path / "faulty.yaml")
    assert told in error.value.line()


def test_a_fault_of_a_value_is_told_once_and_not_for_every_value(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "faulty.yaml").write_text(SWEEP.replace("add: each", "ad: each"), encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        kept.read_file(tmp_path / "faulty.yaml")
    assert len(error.value.faults) == 2     # the key, and that add is missing


def test_a_sweep_makes_every_combination(kept: Kept) -> None:
    found = kept.read("sweep")
    assert isinstance(found, Sweep)
    made = list(found.combinations())
    assert [one.values for one in made] == [(more, times) for more in (-1, 0, 1) for times in (0.9, 1.1)]
    assert made[-1].room.pools[0].staff == (5,) * 48
    assert made[-1].room.lines[0].arrivals == (20 * 1.1,) * 48
    assert len(found) == 6


def test_listed_values_go_together(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "listed.yaml").write_text(SWEEP.replace("to: 1}", "to: 0}") + "combinations: listed\n", encoding="utf-8")
    found = kept.read_file(tmp_path / "listed.yaml")
    assert isinstance(found, Sweep)
    assert [one.values for one in found.combinations()] == [(-1, 0.9), (0, 1.1)]


def test_a_range_holds_the_numbers_that_people_would_write(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "fine.yaml").write_text(SWEEP.replace("[0.9, 1.1]", "{from: 0.9, to: 1.2, step: 0.1}"), encoding="utf-8")
    found = kept.read_file(tmp_path / "fine.yaml")
    assert isinstance(found, Sweep)
    assert found.axes[1].values == (0.9, 1, 1.1, 1.2)


def test_a_file_is_added_whole_and_never_over_another(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "again.yaml").write_text(MORE, encoding="utf-8")
    kept.add(tmp_path / "again.yaml")
    assert scenario(kept, "again").name == "two more in the evening"
    with pytest.raises(InputError, match="there is a scenario 'again' already"):
        kept.add(tmp_path / "again.yaml")
    kept.add(tmp_path / "again.yaml", replace=True)
    kept.remove("again")
    with pytest.raises(InputError, match="there is no scenario 'again'"):
        kept.read("again")
    with pytest.raises(InputError, match="It comes with the program"):
        kept.remove("one-more-at-17")
    (tmp_path / "Not A Name.yaml").write_text(MORE, encoding="utf-8")
    with pytest.raises(InputError, match="Use small letters"):
        kept.add(tmp_path / "Not A Name.yaml")


def test_bytes_that_are_damaged_are_no_answer(kept: Kept) -> None:
    question = Question(scenario(kept).room, 2, 1)
    content = packed(question, ask(question))
    for faulty in (content[:-40], b"", b"other version 0"):
        assert unpacked(faulty, question.digest) is None
    whole = unpacked(content, question.digest)
    assert whole is not None
    for place in range(0, len(content), 37):        # a byte may be damaged where nothing of the answer stands, such as a date
        found = unpacked(content[:place] + bytes([content[place] ^ 255]) + content[place + 1:], question.digest)
        assert found is None or np.array_equal(found.simulated.totals, whole.simulated.totals)


def test_one_repetition_is_refused(kept: Kept) -> None:
    with pytest.raises(InputError, match="one repetition tells nothing of its margin"):
        run_all(kept, [Question(scenario(kept).room, 1, 1)])
