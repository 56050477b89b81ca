"""What changed between two versions of a plan, in words; the texts word for word."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from answerable.web.register.plans_differences import Item, differences, summary, text_parts

ONE = Item("1", "Answer 101", "Two shifts are to overlap at noon.", "Deputy Chief Constable", "101 calls answered", ">=", 80.0,
           "80% or more", date(2026, 1, 1), date(2026, 12, 31))
TWO = Item("2", "Fill the vacancies", owner="Head of people")


def only(was: Item, now: Item) -> tuple[str, ...]:
    (change,) = differences([was], [now])
    return change.sentences


def test_the_same_items_in_another_order_are_no_change() -> None:
    assert differences([ONE, TWO], [TWO, ONE]) == []
    assert summary([]) == "Nothing changed in its items."


def test_items_added_and_dropped_are_told_with_what_they_hold_somebody_to() -> None:
    changes = differences([ONE], [TWO])
    assert [(change.kind, change.title) for change in changes] == [("added", "Fill the vacancies"), ("dropped", "Answer 101")]
    assert changes[1].sentences == ("101 calls answered; 80% or more; Deputy Chief Constable; by 31 December 2026.",)
    assert summary(changes) == "Items: 1 added, 1 dropped."


@pytest.mark.parametrize(("change", "says"), [
    ({"due": date(2027, 3, 31)}, "Its last day moved from 31 December 2026 to 31 March 2027, 90 days later."),
    ({"due": date(2026, 12, 30)}, "Its last day moved from 31 December 2026 to 30 December 2026, 1 day earlier."),
    ({"due": None}, "Its last day was taken out; it was 31 December 2026."),
    ({"starts": date(2026, 2, 1)}, "Its first day moved from 1 January 2026 to 1 February 2026, 31 days later."),
    ({"target": 75.0, "amount": "75% or more"},
     "What is to be reached changed from “80% or more” to “75% or more”. That asks for less."),
    ({"target": 85.0, "amount": "85% or more"},
     "What is to be reached changed from “80% or more” to “85% or more”. That asks for more."),
    ({"target": None, "comparison": "", "amount": ""}, "What is to be reached was taken out; it was 80% or more."),
    ({"owner": ""}, "Its owner was taken out; it was Deputy Chief Constable."),
    ({"owner": "Chief Constable"}, "Its owner changed from “Deputy Chief Constable” to “Chief Constable”."),
    ({"title": "Answer 101 in time"}, "Its title changed from “Answer 101” to “Answer 101 in time”.")])
def test_each_thing_that_changed_is_one_sentence(change: dict[str, object], says: str) -> None:
    assert only(ONE, replace(ONE, **change)) == (says,)  # type: ignore[arg-type]


def test_of_a_time_less_is_more_that_is_asked_for() -> None:
    was = replace(ONE, comparison="<=", target=300.0, amount="5 minutes or less")
    assert only(was, replace(was, target=240.0, amount="4 minutes or less"))[0].endswith("That asks for more.")


def test_another_measure_is_not_compared_by_its_numbers() -> None:
    sentences = only(ONE, replace(ONE, measure="Mean wait", target=30.0, amount="30 or more"))
    assert sentences[0] == "Its measure changed from “101 calls answered” to “Mean wait”."
    assert not any("asks for" in sentence for sentence in sentences)


def test_a_text_is_shown_word_for_word() -> None:
    parts = text_parts("Two shifts are to overlap at noon.", "Two shifts are to overlap at noon and in the evening.")
    assert [(part.kind, part.text) for part in parts] == [
        ("kept", "Two shifts are to overlap at "), ("taken", "noon."), ("put", "noon and in the evening.")]


@pytest.mark.parametrize("seed", range(30))
def test_both_texts_can_be_put_together_from_the_parts(seed: int) -> None:
    chance = random.Random(seed)
    words = ["the", "force", "will", "answer", "a", "\n", "80%", "of", "calls", "by", "noon."]
    older, newer = (" ".join(chance.choices(words, k=chance.randint(0, 40))) for _text in range(2))
    parts = text_parts(older, newer)
    assert "".join(part.text for part in parts if part.kind != "put") == older
    assert "".join(part.text for part in parts if part.kind != "taken") == newer
