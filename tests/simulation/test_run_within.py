"""A solver's time is kept whatever the solver does, and its best answer is not lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import numpy as np
import pytest
import solver_jobs

from answerable.errors import InputError
from answerable.staffing.solving import run_within


def test_work_that_ends_gives_its_answer_and_what_led_to_it() -> None:
    seen: list[int] = []
    outcome = run_within(30, solver_jobs.counts_up, 4, better=seen.append)
    assert (outcome.answer, outcome.finished, seen) == (4, True, [0, 1, 2, 3])


@pytest.mark.parametrize(("job", "arguments", "answer"), [
    (solver_jobs.never_ends, ("kept",), "kept"), (solver_jobs.never_lets_go, (), "before")])
def test_the_wall_holds_against_work_that_never_ends(job: object, arguments: tuple[object, ...], answer: object) -> None:
    began = time.monotonic()
    outcome = run_within(1.0, job, *arguments)      # type: ignore[arg-type]
    assert not outcome.finished
    assert outcome.answer in (answer, None)         # None where the machine is so busy that the process has not begun
    assert time.monotonic() - began < 2.0


def test_nothing_is_left_running() -> None:
    outcome = run_within(1.0, solver_jobs.tells_its_number)
    if outcome.answer is not None:
        with pytest.raises(ProcessLookupError):
            os.kill(outcome.answer, 0)


def test_it_ends_with_whoever_started_it() -> None:
    script = ("import solver_jobs; from answerable.staffing.solving import run_within\n"
              "run_within(600, solver_jobs.tells_its_number, better=lambda number: print(number, flush=True))")
    starter = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True,
                               env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert starter.stdout
    number = int(starter.stdout.readline())
    starter.kill()
    starter.wait()
    until = time.monotonic() + 20
    while _is_running(number) and time.monotonic() < until:
        os.sched_yield()
    assert not _is_running(number)


def _is_running(number: int) -> bool:
    try:
        with open(f"/proc/{number}/stat", encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_an_error_that_a_user_can_mend_arrives_whole() -> None:
    with pytest.raises(InputError, match=r"'nine' cannot be\. Say something else\.") as raised:
        run_within(30, solver_jobs.is_refused, "nine")
    assert raised.value.remedy == "Say something else."


def test_the_answer_before_a_death_counts_and_a_death_without_one_is_told() -> None:
    outcome = run_within(30, solver_jobs.dies, 7)
    assert (outcome.answer, outcome.finished) == (7, False)
    with pytest.raises(RuntimeError, match="died before it had an answer"):
        run_within(30, solver_jobs.dies, None)


def test_what_a_solver_prints_does_not_come_between() -> None:
    assert run_within(30, solver_jobs.prints).answer == 3


def test_jobs_and_answers_larger_than_a_pipe_get_through() -> None:
    numbers = np.arange(1_000_000)
    assert (run_within(30, solver_jobs.echoes, numbers).answer == numbers).all()
