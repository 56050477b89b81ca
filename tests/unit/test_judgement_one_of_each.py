"""Sentences about one of a thing say so in the singular."""

from __future__ import annotations

import pytest

from answerable.judgement.funnel_forms import SHARE, Peer
from answerable.judgement.funnel_words import Setting, sentence
from answerable.judgement.funnels import funnel
from answerable.judgement.steps import Chance


@pytest.mark.parametrize(("peers", "words"), [(0, "0 forces can be held"), (1, "1 force can be held"),
                                             (2, "2 forces can be held")])
def test_a_funnel_of_too_few_counts_its_forces(peers: int, words: str) -> None:
    found = funnel([Peer(f"force-{number}", f"Force {number}", 80.0, 100.0) for number in range(peers)], SHARE)
    assert sentence(found, Setting("percent", "higher", "2025/26")).startswith(words)


def test_whom_a_force_stands_among() -> None:
    assert Setting("percent", "higher", "2025/26").among(1) == "among 1 force"
    assert Setting("percent", "higher", "2025/26", "Neighbours").among(7) == "among the 7 forces of the group 'Neighbours'"
    assert Setting("percent", "higher", "", noun="organisations", one="organisation").among(1) == "among 1 organisation"


@pytest.mark.parametrize(("as_large", "words"), [(0, "none show a step"), (1, "1 shows a step"), (4, "4 show a step")])
def test_how_many_random_orders_show_a_step(as_large: int, words: str) -> None:
    assert words in Chance(as_large, 999).words
