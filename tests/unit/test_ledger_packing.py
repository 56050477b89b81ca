"""Rows packed by their columns: the same when they are unpacked, and far smaller."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.ledger.packing import pack, packed, unpack, unpacked

VALUES = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.floats(-2, 2, width=16),
                   st.sampled_from(["", "a", "b", "1"]), st.just({"error": 1.0}))


@settings(max_examples=60)
@given(st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(VALUES, min_size=width, max_size=width), min_size=1)))
def test_what_was_packed_comes_back_to_the_last_digit_through_json(listed: list[list[Any]]) -> None:
    rows = [{f"key {place}": value for place, value in enumerate(row)} for row in listed]
    # As text: to Python 1, 1.0 and true are equal.
    assert json.dumps(unpack(json.loads(json.dumps(pack(rows))))) == json.dumps(rows)


def test_what_every_row_says_and_words_that_come_again_stand_once() -> None:
    rows = [{"by": by, "made_on": None, "point": point} for by, point in (("A", 1.5), ("B", 2.5), ("A", 3.5), (None, 4.5))]
    assert pack(rows) == {"rows": 4, "columns": {
        "by": {"words": ["A", "B"], "places": [0, 1, 0, None]}, "made_on": {"all": None},
        "point": {"values": [1.5, 2.5, 3.5, 4.5]}}}


def test_a_record_without_rows_and_one_of_an_older_release_are_read_as_they_stand() -> None:
    empty = {"sentence": "None.", "scores": [], "forecasters": [], "entries": []}
    assert packed(empty) == empty
    older = {"sentence": "One.", "scores": [{"by": "A"}], "forecasters": [], "entries": [{"number": 1}]}
    assert unpacked(older) == older
    assert unpacked(packed(older)) == older


def test_rows_with_different_keys_are_refused() -> None:
    with pytest.raises(ValueError, match="different keys"):
        pack([{"a": 1}, {"b": 1}])
