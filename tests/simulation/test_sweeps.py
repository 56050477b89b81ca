"""Sweeps: the same answers as single runs wherever they are made, gone on with after a stop, and told against targets."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from answerable.cli import run as command
from answerable.engines.naming import DEFAULT_ENGINE, engine_name
from answerable.engines.spreading import spread
from answerable.errors import InputError
from answerable.simulation.scenarios.differences import WITHIN
from answerable.simulation.scenarios.sweep_file import Sweep
from answerable.simulation.simulating import simulate
from answerable.what_if import running
from answerable.what_if.answers import Question, simulator_version
from answerable.what_if.keeping import Kept
from answerable.what_if.running import Done, run_all
from answerable.what_if.swept import Swept, read_figure, rows, sweep_over, two_way

ROOM = """\
days: 1
warm_up_hours: 0
lines:
  "101": {arrivals: 20, talk: {exponential: 300}, patience: {exponential: 200}, pools: [handlers]}
  chat: {arrivals: 4, talk: {exponential: 500}, patience: {exponential: 200}, pools: [handlers], priority: 1}
pools:
  handlers: {staff: 5, absent: 0.1}
"""
SWEEP = """\
room: small
targets: ["101 within 80%", "101 abandoned 8%"]
vary:
  staff:
    each: {from: -1, to: 2}
    changes: [staff: {pool: handlers, add: each}]
  chats at once:
    each: [1, 2, 3]
    changes: [at_once: {line: chat, most: each, slowdown: 0.4}]
"""
REPETITIONS, SEED = 8, 3


def filled(folder: Path) -> Kept:
    """A workspace's folder with a small room and a sweep of twelve."""
    for name, text in (("rooms/small", ROOM), ("scenarios/sweep", SWEEP)):
        (folder / name).parent.mkdir()
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Kept(folder)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """The same, for a test alone."""
    return filled(tmp_path)


def sweep_of(kept: Kept) -> Sweep:
    """The sweep."""
    found = kept.read("sweep")
    assert isinstance(found, Sweep)
    return found


def questions(kept: Kept) -> list[Question]:
    """Every room of the sweep."""
    return [Question(one.room, REPETITIONS, SEED) for one in sweep_of(kept).combinations()]


def equals_single_runs(kept: Kept) -> bool:
    """Whether every answer that is kept is that of the room run by itself, to the last digit."""
    for question in questions(kept):
        single, found = simulate(question.room, REPETITIONS, SEED, threads=1), kept.answer(question)
        assert found is not None
        assert np.array_equal(single.totals, found.simulated.totals)
        assert np.array_equal(single.busy.sum(axis=1), found.simulated.busy[:, 0])
    return True


@pytest.mark.parametrize("at_once", [1, 3])
def test_a_sweep_equals_single_runs_whatever_the_number_of_threads(kept: Kept, at_once: int) -> None:
    told: list[Done] = []
    assert run_all(kept, questions(kept), at_once=at_once, progress=told.append).ran == 12
    assert equals_single_runs(kept)
    assert [done.done for done in told] == list(range(1, 13))
    assert told[-1].share == 1
    assert told[-1].seconds_left == 0


def test_a_sweep_in_processes_of_their_own_equals_single_runs(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LONG_WORK_S", 0.0)        # every work counts as long
    assert run_all(kept, questions(kept), at_once=1).ran == 12
    assert equals_single_runs(kept)


def test_a_sweep_on_spark_equals_single_runs(kept: Kept, sail: str) -> None:
    assert run_all(kept, questions(kept), engine=engine_name(sail)).ran == 12
    assert equals_single_runs(kept)


def test_who_stops_asking_stops_the_work(kept: Kept) -> None:
    """Of five hundred pieces few more are done than were asked for."""
    done: list[bytes] = []

    def counted(piece: bytes) -> bytes:
        done.append(piece)
        return piece
    with closing(spread(DEFAULT_ENGINE, counted, [b"piece"] * 500, at_once=2, processes=False)) as results:
        for _ in range(4):
            next(results)
    assert 4 <= len(done) < 30


def test_what_a_piece_raises_is_raised_where_it_is_asked_for() -> None:
    def faulty(piece: bytes) -> bytes:
        raise ValueError(piece.decode())
    with pytest.raises(ValueError, match="this one"):
        list(spread(DEFAULT_ENGINE, faulty, [b"this one"] * 3, at_once=2, processes=False))


KILLED = """
import os, signal, sys
from answerable.what_if import answers, keeping, running
from pathlib import Path
kept = keeping.Kept(Path(sys.argv[1]))
write, written = keeping.write_durably, []
def dying(path, content):
    written.append(path)
    if len(written) == 5:
        path.write_bytes(content[:100])     # half of the fifth result is on the disk
        os.kill(os.getpid(), signal.SIGKILL)
    write(path, content)
keeping.write_durably = dying
running.run_all(kept, [answers.Question(one.room, 8, 3) for one in kept.read("sweep").combinations()], at_once=1)
"""


def test_a_killed_sweep_goes_on_where_it_was(kept: Kept, tmp_path: Path) -> None:
    """Killed in the middle of writing the fifth result: four are there, whole; the rest is run when it is said again."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    left = list((kept.folder / "results" / simulator_version()).iterdir())
    assert sum(path.suffix == ".npz" for path in left) == 4
    assert len(left) == 5       # and the half one, under a name that nobody reads
    again = run_all(kept, questions(kept), at_once=1)
    assert (again.ran, again.known) == (8, 4)
    assert equals_single_runs(kept)


STOPPED = """
import os, signal, sys
from answerable.cli import run
from answerable.what_if import keeping
write, written = keeping.write_durably, []
def stopping(path, content):
    write(path, content)
    written.append(path)
    if len(written) == 3:
        os.kill(os.getpid(), signal.SIGINT)     # as Ctrl-C does
keeping.write_durably = stopping
sys.exit(run(["scenarios", "sweep", sys.argv[1], "sweep", "--repetitions", "8", "--seed", "3", "--threads", "1"]))
"""


def test_ctrl_c_says_what_is_kept_and_the_same_command_goes_on(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "answerable.toml").write_text('name = "Made-up force"\n', encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", STOPPED, str(tmp_path)], check=False, capture_output=True, text=True)
    assert done.returncode == 130
    assert "of 13 rooms are done and kept. Say the same again to go on." in done.stderr
    assert "Traceback" not in done.stderr
    left = list((kept.folder / "results" / simulator_version()).iterdir())
    assert 2 <= len(left) < 13
    assert {path.suffix for path in left} == {".npz"}       # nothing half done is left over


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Swept:
    """The sweep, run."""
    kept = filled(tmp_path_factory.mktemp("swept"))
    return sweep_over(kept, sweep_of(kept), 20, SEED)


def test_the_cheapest_that_meets_the_targets(swept: Swept) -> None:
    found = swept
    best = found.meeting[0]
    for result in found.results:
        fine = result.reached[0] >= 0.8 and result.reached[1] <= 0.08
        assert fine == (result in found.meeting)
        assert not fine or result.cost >= best.cost
    assert 0 < len(found.meeting) < 12
    assert best.hours == (5 + int(best.values[0])) * 24


def test_costs_of_pools_weigh_their_hours(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "dear.yaml").write_text(SWEEP + "costs: {handlers: 2.5}\n", encoding="utf-8")
    dear = kept.read_file(tmp_path / "dear.yaml")
    assert isinstance(dear, Sweep)
    assert {result.cost / result.hours for result in sweep_over(kept, dear, 2, SEED).results} == {2.5}


def test_two_ways_show_what_the_rows_say(swept: Swept) -> None:
    found = swept
    table, = two_way(found, "101", WITHIN, ("chats at once", "staff"), {})
    assert table.across == (-1, 0, 1, 2)
    every = {(row["staff"], row["chats at once"]): row["101 within"] for row in rows(found)}
    assert len(every) == 12
    for chats, cells in table.down:
        for staff, cell in zip(table.across, cells, strict=True):
            assert cell is not None
            assert cell * 100 == every[staff, chats]
    assert [cells for _, cells in table.down] == [tuple(sorted(cells)) for _, cells in table.down]   # more staff, more in time


def test_differences_from_the_room_as_it_is_stand_in_the_rows(swept: Swept) -> None:
    as_it_is = next(row for row in rows(swept) if (row["staff"], row["chats at once"]) == (0, 1))
    assert as_it_is["101 within difference"] == 0
    more = next(row for row in rows(swept) if (row["staff"], row["chats at once"]) == (2, 1))
    assert more["101 within"] - as_it_is["101 within"] == pytest.approx(more["101 within difference"])  # type: ignore[operator]
    assert 0 < more["101 within low"] < more["101 within difference"] < more["101 within high"]     # type: ignore[operator]


@pytest.mark.parametrize(("by", "where", "told"), [
    (("staff", "chat at once"), {}, "the sweep has no 'chat at once'. Did you mean 'chats at once'?"),
    (("staff", "chats at once"), {"staff": "9"}, "'staff' is never 9. It is -1, 0, 1, 2."),
])
def test_a_table_that_cannot_be_is_told(swept: Swept, by: tuple[str, str], where: dict[str, str], told: str) -> None:
    with pytest.raises(InputError) as error:
        list(two_way(swept, "101", WITHIN, by, where))
    assert told in error.value.line()


def test_a_figure_that_is_none_is_told(kept: Kept) -> None:
    with pytest.raises(InputError, match=r"'101 withing' is no figure\. Did you mean 'within'\?"):
        read_figure("101 withing", sweep_of(kept).base)


def test_the_verb_tells_and_writes(kept: Kept, swept: Swept, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow.parquet as pq

    (tmp_path / "answerable.toml").write_text('name = "Made-up force"\n', encoding="utf-8")
    words = ["scenarios", "sweep", str(tmp_path), "sweep", "--quiet", "--repetitions", "20", "--seed", "3"]
    assert command(words) == 0
    told = capsys.readouterr().out
    assert "sweep: 12 combinations of the room small, 20 repetitions of each with the same callers." in told
    assert "The cheapest of them is staff " in told
    assert "With callers that the choice had not seen, it " in told
    assert "101 within, staff (down) by chats at once (across):" in told
    assert command([*words, "--format", "parquet", "--output", str(tmp_path / "sweep.parquet")]) == 0
    table = pq.read_table(tmp_path / "sweep.parquet")
    assert table.num_rows == 12
    assert table.column("101 within").to_pylist() == [row["101 within"] for row in rows(swept)]
    assert command([*words, "--format", "parquet"]) == 2
