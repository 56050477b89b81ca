"""The rules by which minutes are read: each finds its own examples, and none of what it says it does not find."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from answerable.documents import open_document
from answerable.documents.minutes import read_minutes
from answerable.documents.minutes.dates import find_dates
from answerable.documents.minutes.naming import measure_named, measure_words
from answerable.documents.minutes.numbers import find_numbers
from answerable.documents.minutes.owners import Owners
from answerable.documents.minutes.patterns import compile_pattern
from answerable.documents.minutes.rules import Rule, read_rules, rules, slots
from answerable.documents.minutes.vocabulary import parse_verb, vocabulary
from answerable.errors import DefinitionError, InputError
from answerable.measures.catalogue import read_measures

OWNERS = Owners(vocabulary())
HELD = date(2021, 5, 18)


@pytest.mark.parametrize("rule", rules().rules, ids=lambda rule: rule.id)
def test_a_rule_finds_its_examples_and_not_the_others(rule: Rule) -> None:
    assert [text for text in rule.examples if not rule.search(OWNERS.masked(text))] == []
    assert [text for text in rule.others if _found(rule, text)] == []


def _found(rule: Rule, text: str) -> bool:
    """Whether a rule proposes a sentence: its words are there, nothing voids them, and what it needs is stated."""
    reading = read_minutes(open_document(text.encode(), "minutes.txt"), frozenset(read_measures()))
    return any(proposal.rule == rule.id for proposal in reading.proposals)


@pytest.mark.parametrize(("written", "found", "other"), [
    ("{owner} to [{adverb}] {task}", "The DCC to urgently circulate it", "The DCC went to circulate it"),
    ("(will | would) be {task:done}", "it would be circulated", "it would have been circulated"),
    ("< to follow >", "To follow.", "They are to follow."),
    ("AGREED :", "AGREED: that", "Agreed: that"),
    ("paper ... to", "paper on the budget to come", "paper on the budget; to come"),
])
def test_the_language_of_patterns(written: str, found: str, other: str) -> None:
    pattern = compile_pattern(written, slots(vocabulary()))
    assert pattern.expression.search(OWNERS.masked(found))
    assert not pattern.expression.search(OWNERS.masked(other))


@pytest.mark.parametrize("written", ["{nobody} to", "(a | b", "a ]", "a ~ b", "{task:eaten}"])
def test_a_pattern_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(InputError):
        compile_pattern(written, slots(vocabulary()))


def test_every_fault_of_a_file_of_rules_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "structure.yaml").write_text(
        (Path(str(rules.__wrapped__.__code__.co_filename)).parents[2] / "catalogue/minutes/structure.yaml").read_text())
    (tmp_path / "rules-own.yaml").write_text("rules:\n- {rule: one, kind: acton, about: a, patterns: ['{owner']}\n"
                                             "- {rule: one, kind: action, abuot: b, patterns: [a]}\n")
    with pytest.raises(DefinitionError) as refused:
        read_rules(tmp_path, vocabulary())
    assert len(refused.value.faults) >= 4
    assert "Did you mean 'action'" in str(refused.value)


@pytest.mark.parametrize(("said", "done", "doing"), [
    ("circulate", "circulated", "circulating"), ("send = sent = sending", "sent", "sending"),
    ("look into", "looked into", "looking into"), ("supply = supplied = supplying", "supplied", "supplying")])
def test_the_forms_of_a_verb(said: str, done: str, doing: str) -> None:
    verb = parse_verb(said)
    assert (verb.done, verb.doing) == (done, doing)


@pytest.mark.parametrize(("text", "day"), [
    ("in July 2021", "2021-07-31"), ("by the end of March", "2022-03-31"), ("in June", "2021-06-30"),
    ("on Friday 4th June", "2021-06-04"), ("by 3/9/21", "2021-09-03"), ("within two weeks", "2021-06-01"),
    ("within 10 working days", "2021-06-01"), ("in the next three months", "2021-08-18"), ("by Q2 2021/22", "2021-09-30"),
    ("the first quarter of 18/19", "2018-06-30"), ("in June or July 2021", "2021-07-31"), ("by Christmas", "2021-12-25"),
    ("by the summer of 2022", "2022-08-31"), ("the end of the financial year", "2022-03-31"),
    ("the October Board", "2021-10-31"), ("at the next meeting", None), ("in the New Year", None)])
def test_the_day_by_which(text: str, day: str | None) -> None:
    found = find_dates(text, HELD)
    assert [one.day.isoformat() if one.day else None for one in found] == [day]


@pytest.mark.parametrize("text", ["it may be sent", "they march on", "32/13/2021"])
def test_what_is_no_date(text: str) -> None:
    assert [one for one in find_dates(text, HELD) if one.day] == []


@pytest.mark.parametrize(("text", "numbers"), [
    ("80% of 101 calls within 30 seconds", [(80, "percent", False), (30, "seconds", True)]),
    ("the wait was 2 minutes 40.", [(160, "seconds", False)]),
    ("savings of £1.2 million", [(1_200_000, "pounds", False)]),
    ("11 FTE saved", [(11, "full-time equivalents", False)]),
    ("999 and 101 in 2021", [])])
def test_numbers_with_their_unit(text: str, numbers: list[tuple[float, str, bool]]) -> None:
    assert [(one.value, one.unit, one.of_a_name) for one in find_numbers(text)] == numbers


@pytest.mark.parametrize(("text", "measure"), [
    ("80% of 101 calls answered within 30 seconds", "101-answered-within-30s"),
    ("90% of 999 calls within 10 seconds", "999-answered-within-10s"),
    ("101 abandonment fell", "101-abandonment"),
    ("calls within 30 seconds", None),
    ("999 within 10 seconds and 101 within 30 seconds", None)])
def test_a_measure_is_named_only_where_the_words_allow_it(text: str, measure: str | None) -> None:
    assert measure_named(text, frozenset(read_measures())) == measure


def test_every_measure_with_words_is_one_of_the_catalogue() -> None:
    assert {name for name, _ in measure_words()} <= set(read_measures())
