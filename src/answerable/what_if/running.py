"""Rooms run where they were not run before: each answer is kept as soon as it is there, so a stop loses what was under way."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from answerable.engines.naming import DEFAULT_ENGINE, DUCKDB, EngineName
from answerable.engines.spreading import cores, spread
from answerable.errors import InputError
from answerable.what_if.answers import Answer, Question, ask, sent, work
from answerable.what_if.keeping import Kept

LEAST_REPETITIONS = 2           # a margin is told by how far repetitions lie apart
# Processes of their own are worth their start (some two seconds each) only for longer work.
LONG_WORK_S = 20.0
Told = Callable[["Done"], None]


@dataclass(frozen=True)
class Done:
    """How far it is. done, total: rooms to be run. seconds_left: as far as can be told by those done, None before."""

    done: int
    total: int
    seconds_left: float | None = None

    @property
    def share(self) -> float:
        """The share that is done."""
        return self.done / self.total if self.total else 1.0


@dataclass(frozen=True)
class Run:
    """What running came to. ran: rooms run now; known: those whose answer was kept from before."""

    ran: int
    known: int


def run_all(kept: Kept, questions: Sequence[Question], *, engine: EngineName = DEFAULT_ENGINE, at_once: int | None = None,
            progress: Told | None = None) -> Run:
    """Have the answer to every question kept. Those that are there already, and the same room named twice, are not run again.

    engine: Spark where it names one, else the cores of this machine, of which at_once are used (None: all). The answers are the
    same to the last digit wherever they are made. Raises EngineError, and InputError for fewer than two repetitions.
    """
    if any(question.repetitions < LEAST_REPETITIONS for question in questions):
        raise InputError("one repetition tells nothing of its margin.", remedy=f"Ask for {LEAST_REPETITIONS} or more.")
    kept.drop_outdated()
    every = {question.digest: question for question in questions}
    missing = [question for question in every.values() if kept.answer(question) is None]
    counted = _Counted(len(missing), progress)
    rest = missing if engine.kind != DUCKDB else _begun(kept, missing, at_once, counted)
    short = counted.pace() * len(rest) < LONG_WORK_S
    if rest:
        with closing(spread(engine, work, _Pieces(rest), at_once=at_once, processes=not short)) as results:
            for place, result in results:
                kept.keep(rest[place], result)
                counted.one_more()
    return Run(len(missing), len(every) - len(missing))


def _begun(kept: Kept, missing: list[Question], at_once: int | None, counted: _Counted) -> list[Question]:
    """Run the first room here, on all cores, which tells how long the others will take; gives the others."""
    for question in missing[:1]:
        kept.keep(question, ask(question, threads=at_once or cores()))
        counted.one_more()
    return missing[1:]


def answers(kept: Kept, questions: Sequence[Question], *, engine: EngineName = DEFAULT_ENGINE, at_once: int | None = None,
            progress: Told | None = None) -> list[Answer]:
    """The answers themselves, in the questions' order; those that are not kept yet are run first. As `run_all`."""
    run_all(kept, questions, engine=engine, at_once=at_once, progress=progress)
    return [answer_to(kept, question) for question in questions]


def answer_to(kept: Kept, question: Question) -> Answer:
    """The answer to a question, run where it is not kept: somebody may have cleared the results meanwhile."""
    found = kept.answer(question)
    if found is None:
        found = ask(question)
        kept.keep(question, found)
    return found


class _Pieces(Sequence[bytes]):
    """Questions as they are sent, made when they are: all at once they would fill the memory."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = questions

    def __len__(self) -> int:
        return len(self.questions)

    def __getitem__(self, place: Any) -> Any:
        return list(map(sent, self.questions[place])) if isinstance(place, slice) else sent(self.questions[place])


class _Counted:
    """How many are done, and how long one takes."""

    def __init__(self, total: int, progress: Told | None) -> None:
        self.done, self.total, self.progress, self.began = 0, total, progress, time.monotonic()

    def pace(self) -> float:
        """Seconds that one room has taken so far; 0 before the first is done."""
        return (time.monotonic() - self.began) / self.done if self.done else 0.0

    def one_more(self) -> None:
        """One more is done."""
        self.done += 1
        if self.progress:
            self.progress(Done(self.done, self.total, self.pace() * (self.total - self.done)))
