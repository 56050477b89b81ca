"""Sets of cases as boxes, held against going through every case."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from answerable.judgement import boxes
from answerable.judgement.ratings import FACTS, Condition, _gaps

SPACE = {"a": ("1", "2", "3"), "b": ("1", "2"), "c": ("1", "2", "3", "4")}
CASES = [dict(zip(SPACE, values, strict=True)) for values in product(*SPACE.values())]


def parts_of(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.sets(st.sampled_from(values), min_size=1).map(frozenset)


conditions = st.fixed_dictionaries({}, optional={name: parts_of(values) for name, values in SPACE.items()})


def inside(case: dict[str, str], box: boxes.Box) -> bool:
    return all(case[name] in values for name, values in box.items())


@given(st.lists(conditions, max_size=6), conditions)
def test_what_is_left_is_what_no_condition_takes(taken: list[boxes.Box], next_one: boxes.Box) -> None:
    left: list[boxes.Box] = [boxes.whole(SPACE)]
    for condition in taken:
        left = boxes.left_after(left, condition)
    free = [case for case in CASES if not any(inside(case, condition) for condition in taken)]
    # Every case that is left lies in exactly one box: boxes never overlap.
    assert [sum(inside(case, box) for box in left) for case in CASES] == [int(case in free) for case in CASES]
    assert boxes.meets(left, next_one) == any(inside(case, next_one) for case in free)
    assert all(boxes.first_case(box, SPACE) in free for box in left)


@given(st.lists(st.fixed_dictionaries({}, optional={
    fact: parts_of(FACTS[fact]) for fact in ("figure", "signal", "target")}), max_size=6))
def test_the_faults_of_a_rule_are_those_that_every_case_by_itself_shows(whens: list[boxes.Box]) -> None:
    cases = [dict(zip(("figure", "signal", "target"), values, strict=True))
             for values in product(FACTS["figure"], FACTS["signal"], FACTS["target"])]
    deciding = {next((number for number, when in enumerate(whens, 1) if inside(case, when)), 0) for case in cases}
    faults = list(_gaps(Condition("x", tuple(when.items())) for when in whens))
    never = [number for number in range(1, len(whens) + 1) if number not in deciding]
    assert [fault for fault in faults if "can never decide" in fault] == [
        f"rule {number} can never decide: earlier rules take its cases. Move it up, or remove it." for number in never]
    assert any("no rule rates the case" in fault for fault in faults) == (0 in deciding)
