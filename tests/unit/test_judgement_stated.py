"""Rating words: what each means is declared, and an unknown one is never guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from answerable.errors import DefinitionError, InputError
from answerable.judgement.ratings import rating_rule
from answerable.judgement.stated import Meaning, Stated, vocabulary
from answerable.judgement.statements import Statement, disagreeing


@pytest.mark.parametrize(("text", "stands", "says"), [
    ("Green", "favourable", ""), ("G", "favourable", ""), ("on-track", "favourable", ""), ("ON TRACK.", "favourable", ""),
    ("amber", "neutral", ""), ("A", "neutral", ""), ("adequate", "neutral", ""), ("amber/red", "neutral", ""),
    ("r", "unfavourable", ""), ("Requires improvement", "unfavourable", ""), ("worsening", "unfavourable", "worsening"),
    ("improved", "favourable", "improving"), ("n/a", "none", ""), ("–", "none", ""), ("", "none", ""), ("  ", "none", ""),
])
def test_what_a_word_means(text: str, stands: str, says: str) -> None:
    meaning = vocabulary().meaning(text)
    assert (meaning.stands, meaning.says) == (stands, says)


def test_an_unknown_word_is_not_guessed() -> None:
    with pytest.raises(InputError, match=r"the rating 'gren' is a word that is not known\. Did you mean 'green'"):
        vocabulary().meaning("gren")


def test_every_rating_of_our_own_rule_is_known() -> None:
    words = vocabulary().with_ratings([rating_rule("default-2")])
    for rating in rating_rule("default-2").ratings:
        stands = "none" if rating.code == "not-rated" else rating.stands
        assert words.meaning(rating.words).stands == stands, rating
        # A word that people use too means what people mean by it.
        assert words.meaning(rating.code).stands == stands or rating.code in ("static", "meets-target"), rating


def test_what_a_file_says_of_a_word_goes_before_what_a_rule_says() -> None:
    words = vocabulary().with_ratings([rating_rule("default-1")])
    assert words.meaning("improving") == vocabulary().meaning("improving")
    assert words.meaning("off-target-worsening").stands == "none"


def own(folder: Path, text: str) -> Path:
    """A folder of rating words with one file."""
    folder.mkdir(exist_ok=True)
    (folder / "ours.yaml").write_text("rating_words: ours\nversion: 1\ntitle: Ours\n" + text, encoding="utf-8")
    return folder


def test_a_workspace_adds_words(tmp_path: Path) -> None:
    words = vocabulary(own(tmp_path, "stands: {favourable: [sunny], unfavourable: [stormy]}\n"))
    assert words.meaning("Sunny") == Meaning("favourable", "", "ours-1")
    assert words.meaning("green").vocabulary == "english-1"


@pytest.mark.parametrize(("text", "said"), [
    ("stands: {unfavourable: [green]}\n", "'green' stands for unfavourable, but english-1 says favourable"),
    ("stands: {favorable: [sunny]}\n", "stands: unknown key 'favorable'. Did you mean 'favourable'"),
    ("stands: {favourable: [sunny], unfavourable: [Sunny]}\n", "'Sunny' stands under favourable and under unfavourable"),
    ("stands: {favourable: [yes]}\n", "'True' is no word. Put words such as yes and no in quotes"),
    ("stands: {favourable: [sunny]}\nsays: {improving: [brighter]}\n", "'brighter' stands nowhere under stands"),
    ("stands: []\n", "stands is '\\[\\]'. Write lists of words under"),
])
def test_a_faulty_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        vocabulary(own(tmp_path, text))


def statement(value: float | None, rating: str = "", source: str = "", **more: object) -> Statement:
    """A statement about the share of 101 calls not answered in October 2022."""
    october = Stated("attrition", "101 attrition", rating, vocabulary().meaning(rating), date(2022, 10, 1), date(2022, 10, 31),
                     "October 2022", source)
    return Statement(october, "percent", value, **more)  # type: ignore[arg-type]


def test_numbers_that_are_no_complements_disagree() -> None:
    (found,) = disagreeing([statement(55, source="minutes"), statement(55, source="reply", rest=True)])
    assert found.code == "statements-disagree"
    assert found.words == "Statements about October 2022 disagree: 55% (minutes); 45%, which is what is left of 55% (reply)."


@pytest.mark.parametrize(("one", "other", "number"), [
    (statement(55), statement(45, rest=True), 0), (statement(55), statement(55.4), 0), (statement(55), statement(56), 0),
    (statement(55), statement(57), 1), (statement(55.0), statement(55.6), 1), (statement(55), statement(None), 0),
    (statement(55, "green"), statement(55, "red"), 1), (statement(55, "green"), statement(55, "good"), 0),
    (statement(55, "green"), statement(55, "not rated"), 0),
])
def test_statements_disagree_beyond_their_rounding(one: Statement, other: Statement, number: int) -> None:
    assert len(disagreeing([one, other])) == number


def test_a_number_that_is_not_what_its_counts_give() -> None:
    (found,) = disagreeing([statement(71, numerator=650, denominator=1000)])
    assert found.words == "71% is stated for October 2022, but 650 of 1,000 is 65%."
    assert disagreeing([statement(65, numerator=654, denominator=1000)]) == []
    assert disagreeing([statement(65, numerator=656, denominator=1000)]) != []
