"""The rating rule: which facts give which rating, with which reasons, and which rules are refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from answerable.content import shipped
from answerable.errors import DefinitionError, InputError
from answerable.judgement.ratings import (
    AGAINST,
    EVIDENCE,
    FACTS,
    FAVOURABLE,
    STANDS,
    UNFAVOURABLE,
    UNMARKED,
    Condition,
    Facts,
    rate,
    rating_rule,
    read_rating_rule,
)

STEADY = Facts(figure="current", coverage="enough", signal="common-cause", target="none", assurance="none")
DEFAULT, FIRST = rating_rule(), rating_rule("default-1")
facts = st.builds(Facts, **{fact: st.sampled_from(values) for fact, values in FACTS.items()})


@pytest.mark.parametrize(
    ("changes", "rating", "because"),
    [
        ({}, "steady", ("target", "signal")),
        ({"target": "missed", "assurance": "inconsistent"}, "off-target", ("target",)),
        ({"target": "missed", "assurance": "consistent-fail"}, "off-target-reliably", ("target", "assurance")),
        ({"target": "missed", "signal": "special-cause-concern"}, "off-target-worsening", ("signal", "target")),
        ({"target": "missed", "signal": "special-cause-improvement"}, "off-target-improving", ("signal", "target")),
        ({"target": "met", "assurance": "inconsistent"}, "meets-target", ("target",)),
        ({"target": "met", "assurance": "consistent-pass"}, "meets-target-reliably", ("target", "assurance")),
        ({"target": "met", "signal": "special-cause-concern"}, "worsening", ("signal", "target")),
        ({"signal": "special-cause-improvement"}, "improving", ("signal",)),
        ({"signal": "special-cause-neutral"}, "changed", ("signal",)),
        ({"signal": "too-few-points"}, "not-rated", ("signal",)),
        ({"signal": "too-few-points", "target": "missed"}, "off-target", ("target", "signal")),
        ({"coverage": "low", "target": "missed"}, "not-rated", ("coverage", "target")),
        ({"figure": "stale", "target": "missed"}, "not-rated", ("figure", "target")),
        ({"figure": "none", "coverage": "unknown", "signal": "none"}, "not-rated", ("figure",)),
    ],
)
def test_the_first_rule_as_it_always_was(changes: dict[str, str], rating: str, because: tuple[str, ...]) -> None:
    rated = rate(FIRST, replace(STEADY, **changes))
    assert (rated.code, rated.because, rated.stands) == (rating, because, UNMARKED)


MISSED, MET = {"target": "missed"}, {"target": "met"}
BETTER, WORSE = {"signal": "special-cause-improvement"}, {"signal": "special-cause-concern"}


@pytest.mark.parametrize(
    ("changes", "rating", "because"),
    [
        ({}, "steady", ("signal", "target")),
        # What cannot be relied on.
        ({"coverage": "low", **MISSED}, "not-rated", ("coverage", "target")),
        ({"figure": "stale", **MISSED}, "not-rated", ("figure", "target")),
        ({"sample": "small", **WORSE}, "not-rated", ("sample", "signal")),
        ({"sample": "small", **BETTER}, "not-rated", ("sample", "signal")),
        ({"figure": "none", "coverage": "unknown", "signal": "none"}, "not-rated", ("figure",)),
        # A change for the worse.
        ({**WORSE, **MISSED}, "off-target-worsening", ("signal", "target")),
        ({**WORSE, **MET}, "worsening", ("signal", "target")),
        ({**WORSE, "benchmark": "better", "trend": "improving"}, "worsening", ("signal", "trend", "benchmark")),
        ({"trend": "worsening"}, "worsening", ("trend", "signal", "target")),
        ({"trend": "worsening", **MISSED}, "off-target-worsening", ("trend", "target")),
        ({"trend": "worsening", **BETTER}, "mixed", ("signal", "trend")),
        ({"trend": "worsening", **BETTER, **MISSED}, "off-target", ("target", "signal", "trend")),
        # A target that is missed.
        ({**MISSED, **BETTER, "benchmark": "worse"}, "off-target-improving", ("target", "signal", "benchmark")),
        ({**MISSED, "trend": "improving"}, "off-target-improving", ("target", "trend")),
        ({**MISSED, "assurance": "inconsistent", "trend": "static"}, "off-target", ("target", "assurance", "trend")),
        ({**MISSED, "assurance": "consistent-fail", "trend": "static"}, "static", ("trend", "target")),
        ({**MISSED, "signal": "too-few-points"}, "off-target", ("target", "signal")),
        # Behind others.
        ({"benchmark": "worse"}, "behind-benchmark", ("benchmark", "signal", "target")),
        ({"benchmark": "worse", **MET, "assurance": "consistent-pass"}, "behind-benchmark",
         ("benchmark", "target", "assurance")),
        ({"benchmark": "worse", **BETTER}, "behind-benchmark-improving", ("benchmark", "signal")),
        ({"benchmark": "worse", "trend": "improving"}, "behind-benchmark-improving",
         ("benchmark", "trend", "signal", "target")),
        ({"peers": "worse"}, "behind-peers", ("peers", "signal", "target")),
        ({"peers": "worse", **BETTER}, "behind-peers-improving", ("peers", "signal")),
        ({"peers": "worse", "trend": "improving"}, "behind-peers-improving", ("peers", "trend", "signal", "target")),
        # A part.
        ({"children": "concern"}, "parts-of-concern", ("children", "signal", "target")),
        ({"children": "concern", **MET, "assurance": "consistent-pass"}, "parts-of-concern",
         ("children", "target", "assurance")),
        ({"children": "concern", **MISSED}, "off-target", ("target", "children")),
        # Nothing against it.
        ({**MET, "assurance": "consistent-pass"}, "meets-target-reliably", ("target", "assurance")),
        ({**MET, "assurance": "inconsistent"}, "meets-target", ("target",)),
        ({**MET, "assurance": "inconsistent", **BETTER}, "improving", ("signal", "target")),
        ({"trend": "improving", "children": "none-of-concern"}, "improving", ("trend", "signal", "target")),
        ({"signal": "special-cause-neutral"}, "changed", ("signal",)),
        ({"signal": "too-few-points", "benchmark": "better"}, "not-rated", ("signal", "benchmark")),
        ({"benchmark": "better"}, "ahead-of-benchmark", ("benchmark", "signal", "target")),
        ({"peers": "better"}, "ahead-of-peers", ("peers", "signal", "target")),
    ],
)
def test_the_default_rule(changes: dict[str, str], rating: str, because: tuple[str, ...]) -> None:
    rated = rate(DEFAULT, replace(STEADY, **changes))
    assert (rated.code, rated.because) == (rating, because)


@given(facts)
def test_a_special_cause_of_concern_never_leaves_a_rating_as_it_was(known: Facts) -> None:
    rated = rate(DEFAULT, replace(known, signal="special-cause-concern"))
    assert rated.code in {"worsening", "off-target-worsening", "not-rated"}
    assert (rated.code == "not-rated") == (
        known.figure != "current" or known.coverage == "low" or known.sample == "small")


@given(facts)
def test_no_rating_says_that_a_missed_target_is_met_or_the_reverse(known: Facts) -> None:
    # That nothing moves towards a target is only known where one is missed.
    assume(known.trend != "static" or known.target == "missed")
    code = rate(DEFAULT, known).code
    assert not (code.startswith("meets-target") and known.target != "met")
    assert not (code.startswith(("off-target", "static")) and known.target != "missed")
    assert not (code in ("steady", "improving", "parts-of-concern") and known.target == "missed")


@given(facts)
def test_every_rating_has_words_and_at_least_one_reason(known: Facts) -> None:
    # A current figure always has a signal, if only that there are too few figures.
    assume((known.figure == "current") == (known.signal != "none"))
    rated = rate(DEFAULT, known)
    assert rated.words == DEFAULT.words(rated.code)
    assert rated.because


def exclusive(one: Condition, other: Condition) -> bool:
    return any(not values & one.box[fact] for fact, values in other.box.items() if fact in one.box)


@given(facts)
def test_two_rules_that_exclude_one_another_may_change_places(known: Facts) -> None:
    pairs = list(zip(DEFAULT.conditions, DEFAULT.conditions[1:], strict=False))
    swappable = [place for place, (one, other) in enumerate(pairs) if exclusive(one, other)]
    assert swappable
    for place in swappable:
        conditions = list(DEFAULT.conditions)
        conditions[place], conditions[place + 1] = conditions[place + 1], conditions[place]
        assert rate(replace(DEFAULT, conditions=tuple(conditions)), known).code == rate(DEFAULT, known).code


def test_the_words_of_the_default_rule_praise_and_blame_nobody() -> None:
    words = " ".join(named.words for named in DEFAULT.ratings).lower()
    assert not any(
        word in words for word in ("good", "bad", "poor", "fail", "pass", "excellent", "green", "red ")
    )


@pytest.mark.parametrize("fact", AGAINST)
@given(known=facts)
def test_a_rating_is_never_favourable_where_anything_speaks_against_the_force(known: Facts, fact: str) -> None:
    if getattr(known, fact) in AGAINST[fact]:
        assert rate(DEFAULT, known).stands != FAVOURABLE


@given(facts)
def test_a_rating_stands_against_the_force_only_where_something_speaks_against_it(known: Facts) -> None:
    if rate(DEFAULT, known).stands == UNFAVOURABLE:
        assert any(getattr(known, fact) in AGAINST[fact] for fact in EVIDENCE)


def test_every_rating_of_the_default_rule_says_how_it_stands() -> None:
    assert {named.stands for named in DEFAULT.ratings} == set(STANDS)


def write(folder: Path, name: str = "ours-1", **changes: object) -> Path:
    """The default rule under another name, with some keys changed; None leaves one out."""
    content = yaml.safe_load((shipped("ratings") / "default-1.yaml").read_text("utf-8"))
    content |= {"rating_rule": "ours", **changes}
    path = folder / f"{name}.yaml"
    path.write_text(
        yaml.safe_dump({key: value for key, value in content.items() if value is not None}), "utf-8"
    )
    return path


ALWAYS = {"rating": "steady"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rule": []}, "unknown key 'rule'. Did you mean 'rules'"),
        ({"minimum_coverage": 95}, "minimum_coverage is '95'. Write a number from 0 to 1."),
        ({"stale_after": "long"}, "stale_after is 'long'. Write a whole number of 1 or more."),
        ({"ratings": ["a"]}, "ratings is '['a']'. Write each rating's code with its words"),
        ({"ratings": {"steady": 1}}, "ratings: steady is '1'. Write {words: WORDS, stands: favourable |"),
        (
            {"ratings": {"steady": {"words": "Steady", "stands": "favorable"}}},
            "ratings: steady: stands is 'favorable'. Write \"favourable\" or \"unfavourable\" or \"neutral\". Did you mean",
        ),
        ({"ratings": {"steady": {"stands": "neutral"}}}, "ratings: steady: 'words' is missing."),
        ({"minimum_denominator": 0}, "minimum_denominator is '0'. Write a whole number of 1 or more."),
        ({"rules": None}, "rules is 'None'. Write a list of rules"),
        ({"rules": ["steady"]}, "rule 1: 'steady' is no rule."),
        ({"rules": [{**ALWAYS, "if": {}}]}, "rule 1: unknown key 'if'."),
        (
            {"rules": [{"rating": "stedy"}]},
            "rule 1: rating 'stedy' stands not among the ratings of this file. Did you mean 'steady'?",
        ),
        (
            {"rules": [{**ALWAYS, "when": {"signl": "none"}}]},
            "rule 1: unknown key 'signl'. Did you mean 'signal'",
        ),
        ({"rules": [{**ALWAYS, "when": {"target": "mist"}}]}, "rule 1: target is 'mist'."),
        (
            {"rules": [{**ALWAYS, "when": {"target": "met"}}]},
            "no rule rates the case figure current, coverage enough",
        ),
        ({"rules": [ALWAYS, {**ALWAYS, "when": {"target": "met"}}]}, "rule 2 can never decide"),
        ({"version": 2}, "Rename the file to ours-2.yaml"),
    ],
)
def test_a_faulty_rule_is_refused_with_key_value_file_and_remedy(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    path = write(tmp_path, **changes)
    with pytest.raises(DefinitionError) as error:
        read_rating_rule(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_a_workspace_may_bring_a_rule_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, rules=[ALWAYS])
    assert rate(rating_rule("ours-1", tmp_path), STEADY).code == "steady"


MARKED = {"good-enough": {"words": "Good enough", "stands": "favourable"},
          "not-enough": {"words": "Not enough", "stands": "unfavourable"},
          "open": {"words": "Open", "stands": "neutral"}}


def marked(folder: Path, *rules: tuple[str, dict[str, object]], **changes: object) -> Path:
    return write(folder, ratings=MARKED, rules=[{"rating": rating, "when": when} for rating, when in rules], **changes)


CAREFUL = {fact: sorted(set(FACTS[fact]) - values) for fact, values in AGAINST.items()}


def test_a_rule_may_be_favourable_where_nothing_speaks_against_the_force(tmp_path: Path) -> None:
    rule = read_rating_rule(marked(tmp_path, ("good-enough", CAREFUL), ("open", {})))
    assert rate(rule, STEADY).stands == FAVOURABLE


def test_a_rule_that_is_favourable_in_spite_of_something_is_refused_until_it_declares_that(tmp_path: Path) -> None:
    lenient = {fact: values for fact, values in CAREFUL.items() if fact != "benchmark"}
    path = marked(tmp_path, ("good-enough", lenient), ("open", {}))
    with pytest.raises(DefinitionError) as error:
        read_rating_rule(path)
    assert ("rule 1: 'good-enough' is favourable, and can be given where benchmark is worse. Put a rule for benchmark worse "
            "before it, or declare it: favourable_despite: {benchmark: [worse]}.") in str(error.value)
    declared = marked(tmp_path, ("good-enough", lenient), ("open", {}), favourable_despite={"benchmark": ["worse"]})
    assert read_rating_rule(declared).favourable_despite == (("benchmark", frozenset({"worse"})),)


def test_what_is_declared_and_never_happens_is_refused(tmp_path: Path) -> None:
    path = marked(tmp_path, ("good-enough", CAREFUL), ("open", {}), favourable_despite={"peers": ["worse"]})
    with pytest.raises(DefinitionError, match="favourable_despite: peers worse never leaves a rating favourable"):
        read_rating_rule(path)


def test_a_rule_that_stands_against_the_force_without_evidence_is_refused(tmp_path: Path) -> None:
    path = marked(tmp_path, ("not-enough", {"signal": "common-cause"}), ("open", {}))
    with pytest.raises(DefinitionError, match="'not-enough' is unfavourable, and can be given where nothing speaks against"):
        read_rating_rule(path)
    assert read_rating_rule(marked(tmp_path, ("not-enough", {"signal": "special-cause-concern"}), ("open", {})))


def test_a_rating_says_how_it_stands_to_the_force_where_its_file_does(tmp_path: Path) -> None:
    ratings = {"steady": {"words": "Steady", "stands": "neutral"}, "old": "In the short form"}
    rule = read_rating_rule(write(tmp_path, ratings=ratings, rules=[ALWAYS]))
    assert sorted((named.code, named.words, named.stands) for named in rule.ratings) == [
        ("old", "In the short form", UNMARKED), ("steady", "Steady", "neutral")]
    assert rate(rule, STEADY).stands == "neutral"


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"unknown rating rule 'defalt-1'.*Did you mean 'default-1'"):
        rating_rule("defalt-1")
