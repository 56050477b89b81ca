"""A rating rule as a reader finds it in public: every condition as a sentence."""

from __future__ import annotations

import pytest

from answerable.judgement.ratings import FACTS, rating_rule
from answerable.judgement.rule_words import CLAUSES, clause, condition_words


def test_every_value_of_every_fact_has_words() -> None:
    assert set(CLAUSES) == {(fact, value) for fact, values in FACTS.items() for value in values}


def test_no_two_values_of_a_fact_read_the_same() -> None:
    for fact, values in FACTS.items():
        assert len({clause(fact, value) for value in values}) == len(values)


@pytest.mark.parametrize(("when", "words"), [
    ({"signal": ["special-cause-concern"], "target": ["missed"]},
     "If the latest figure is a change for the worse and the target is missed: R"),
    ({}, "In every other case: R"),
    ({"figure": ["stale", "none"]}, "If the latest final figure is too old or there is no figure: R"),
    ({"trend": ["worsening", "improving"], "target": ["met"]},
     "If either the figures are better than a year before or the figures are worse than a year before and the target is met: "
     "R"),
    ({"weather": ["wet"]}, "If weather: wet: R"),
])
def test_a_condition_reads_as_a_sentence(when: dict[str, list[str]], words: str) -> None:
    assert condition_words(when, "R") == words


@pytest.mark.parametrize("name", ["default-1", "default-2"])
def test_no_two_conditions_of_a_shipped_rule_read_the_same(name: str) -> None:
    said = [condition_words(dict(condition.when), condition.rating) for condition in rating_rule(name).conditions]
    assert len(set(said)) == len(said)
