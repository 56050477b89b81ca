"""The parts of a measure in words: which are named, in a reason and in a sentence, and which stand behind them."""

from __future__ import annotations

from answerable.judgement.beside import Beside, Child
from answerable.judgement.ratings import FAVOURABLE, UNFAVOURABLE, Rating


def part(name: str, words: str = "Worsening", *drivers: Child, stands: str = UNFAVOURABLE) -> Child:
    return Child(name, name, Rating(words.lower(), words, ("signal",), stands), "because", drivers)


def words(*children: Child, most: int | None = None) -> str:
    said = Beside(children=children).parts(most)
    return said.words if said else ""


FINE = part("Fine", "Improving", stands=FAVOURABLE)


def test_every_part_of_concern_is_named_with_its_rating() -> None:
    assert words(part("A"), FINE, part("B", "Off target")) == (
        "of concern among its parts: A is worsening and B is off target")


def test_a_sentence_names_two_and_says_how_many_more() -> None:
    parts = [part(name) for name in "ABCD"]
    assert words(*parts, most=2) == "of concern among its parts: A is worsening, B is worsening and 2 more"
    assert words(*parts[:2], most=2) == "of concern among its parts: A is worsening and B is worsening"


def test_a_part_that_is_of_concern_for_its_own_parts_is_told_by_those_at_the_end_of_the_line() -> None:
    leaf = part("Leaf")
    middle = part("Middle", "Parts of it are of concern", leaf)
    top = part("Top", "Parts of it are of concern", middle, part("Other", "Off target"))
    assert words(top) == "of concern among its parts: Leaf is worsening and Other is off target"
    # What stands behind two parts is told once.
    assert words(top, part("Second", "Parts of it are of concern", leaf)) == (
        "of concern among its parts: Leaf is worsening and Other is off target")


def test_parts_without_concern_are_said_to_be_so_and_no_parts_say_nothing() -> None:
    assert words(FINE) == "none of its parts is of concern"
    assert (Beside().parts(), Beside().standing, Beside(children=(FINE,)).standing) == (None, "none", "none-of-concern")
