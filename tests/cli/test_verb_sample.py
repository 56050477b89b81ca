"""`answerable sample`, as people and scripts meet it."""

from __future__ import annotations

import json

import pytest

from answerable.cli import run


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["sample", *words]) == 0
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize(("words", "sentence"), [
    ("interval 0 10", "0 of 10 is not 0% of the whole: at most 28% with 95% confidence (Wilson)."),
    ("interval 10 10 --method exact",
     "10 of 10 is not 100% of the whole: at least 69% with 95% confidence (Clopper and Pearson, exact)."),
    ("interval 46 60 --population 480 --method exact",
     "46 of 60 is 76.7%; of the whole of the 480 it is between 64% and 87% with 95% confidence (hypergeometric, exact)."),
    ("size --none-over 5 --population 480",
     "Look at 53 of the 480: where none of them is bad, at most 5% of the whole is, with 95% confidence."),
    ("size --within 5 --population 480 --expect 90",
     "Look at 110 of the 480: the share found is then true of the whole to within 5 points either way, with 95% confidence, "
     "where about 90% is found."),
    ("difference 560/800 480/800",
     "From 70% to 60%: fell by between 5.3 and 14.6 points, with 95% confidence (Newcombe, method 10).")])
def test_one_plain_sentence(capsys: pytest.CaptureFixture[str], words: str, sentence: str) -> None:
    assert said(capsys, *words.split()) == sentence


def test_json_gives_every_digit_and_the_one_sided_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, "interval", "10", "10", "--method", "exact", "--format", "json"))
    assert told["interval"]["low"] == pytest.approx(69.1502892)
    assert told["one_sided"]["at_least"] == pytest.approx(74.1134449)
    assert (told["share"], told["interval"]["level"]) == (100, 0.95)


@pytest.mark.parametrize(("words", "remedy"), [
    ("interval 10", "answerable sample interval 46 60"), ("interval ten 10", "without commas"),
    ("size", "--tell 90 from 80, --within 5, --none-over 5"), ("size --within 5 --none-over 5", "one question at a time"),
    ("size --tell 90 than 80", "--tell 90 from 80"), ("size --tell high from 80", "92.5"), ("difference 46/60", "46/60 61/70"),
    ("difference 46 61", "46/60"), ("difference 46/60 61/70 --same-people", "pair by pair"), ("interval 11 10", "cannot be"),
    ("interval 5 10 --level 100", "level of confidence"), ("size --within 5 --population 0", "population")])
def test_what_is_not_understood_is_said_with_a_remedy(capsys: pytest.CaptureFixture[str], words: str, remedy: str) -> None:
    assert run(["sample", *words.split()]) == 2
    assert remedy in capsys.readouterr().err
