"""Made-up minutes of many styles, with what a person wants out of them marked: how much is found, and how much too much.

What was measured when: docs/decisions/0032-minutes-read-by-rules.md. The three real minutes: tests/real/test_real_minutes.py.
"""

from __future__ import annotations

import pytest

from answerable.documents import open_document
from answerable.documents.minutes import MinutesReading, read_minutes
from answerable.measures.catalogue import read_measures
from marked_minutes import Label, Score, marked_files, score, take_marks, together


def read(text: str) -> MinutesReading:
    return read_minutes(open_document(text.encode(), "minutes.txt"), frozenset(read_measures()))


@pytest.fixture(scope="module")
def texts() -> dict[str, tuple[str, list[Label]]]:
    return {path.stem: take_marks(path.read_text(encoding="utf-8")) for path in marked_files()}


@pytest.fixture(scope="module")
def readings(texts: dict[str, tuple[str, list[Label]]]) -> dict[str, MinutesReading]:
    return {name: read(text) for name, (text, _) in texts.items()}


@pytest.fixture(scope="module")
def scores(texts: dict[str, tuple[str, list[Label]]], readings: dict[str, MinutesReading]) -> dict[str, Score]:
    return {name: score(readings[name], labels) for name, (_, labels) in texts.items()}


def test_most_is_found_and_little_too_much(scores: dict[str, Score]) -> None:
    whole = together(scores.values())
    assert len(scores) >= 63
    assert whole.recall("action") >= 0.9
    assert whole.recall("action", owners=True) >= 0.85
    assert whole.recall("commitment") >= 0.85
    assert whole.recall("promise", "decision", "figure", "next_meeting") >= 0.8
    assert whole.precision >= 0.85


def test_no_style_is_lost(scores: dict[str, Score]) -> None:
    assert {name: one.precision for name, one in scores.items() if one.precision < 0.75} == {}
    assert {name: one.recall("action") for name, one in scores.items() if one.recall("action") < 0.7} == {}


def test_every_proposal_stands_where_it_says(texts: dict[str, tuple[str, list[Label]]],
                                             readings: dict[str, MinutesReading]) -> None:
    for name, reading in readings.items():
        for proposal in reading.proposals:
            inside = texts[name][0][proposal.start:proposal.end]
            assert proposal.sentence.split()[0].strip("*[") in inside
            assert proposal.sentence.split()[-1].strip("*].") in inside
