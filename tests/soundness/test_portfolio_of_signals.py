"""A force that judges forty measures a month gets no page of noise, and is told of a real drop."""

from __future__ import annotations

from typing import Any

import pytest

from answerable.judgement.portfolio import LEVEL
from portfolios import month_by_month, stable

MEASURES, FIRST = 40, 24


def everything(digest: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """What a list of a digest holds, those told under another included."""
    return [each for thing in digest[name] for each in (thing, *thing.get("beside", ()))]


@pytest.mark.slow
def test_in_200_months_in_which_nothing_changed_fewer_are_told_than_the_level() -> None:
    digests = [digest for seed in range(10) for digest in month_by_month(stable(seed, MEASURES, FIRST + 20), FIRST)]
    assert len(digests) == 200
    told = [thing for digest in digests for thing in everything(digest, "told")]
    assert len(told) / len(digests) <= LEVEL
    # What the rules found all the same is not lost, and about as much as was said to be expected.
    new = [thing for thing in told if thing["code"] == "special-cause-new"]
    found = [thing for digest in digests for thing in everything(digest, "by_chance")
             if thing["code"] == "special-cause-new" and not thing.get("again")] + new
    expected = sum(digest["expected_false"] for digest in digests)
    assert 0.7 * expected < len(found) < 1.3 * expected


@pytest.mark.slow
def test_a_real_drop_is_told_at_once_and_once() -> None:
    for seed in range(4):
        series = stable(seed, MEASURES, FIRST + 6)
        name = "measure-12"
        series[name] = [value - (8 if place >= FIRST + 2 else 0) for place, value in enumerate(series[name])]
        digests = month_by_month(series, FIRST)
        told = [[thing["code"] for thing in everything(digest, "told") if thing["measure"] == name
                 and thing["code"] == "special-cause-new"] for digest in digests]
        assert told == [[], [], ["special-cause-new"], [], [], []]
        assert any(standing["measure"] == name for standing in digests[-1]["standing"])
