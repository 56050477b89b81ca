"""Pieces done at the same time: in order, and nothing goes on once the block is left."""

from __future__ import annotations

from threading import Event, current_thread

import pytest

from answerable.engines.side_by_side import side_by_side

at_all = pytest.mark.parametrize("staying", [True, False])


@at_all
def test_results_come_in_the_order_of_the_pieces(staying: bool) -> None:
    with side_by_side(lambda n: n * n, range(20), 2, staying=staying) as results:
        assert list(results) == [n * n for n in range(20)]


def test_the_threads_stay() -> None:
    named: set[str] = set()
    for _again in range(5):
        with side_by_side(lambda _n: current_thread().name, range(4), 2) as results:
            named |= set(results)
    assert len(named) <= 2


@at_all
def test_after_a_fault_what_was_begun_is_waited_for_and_the_rest_dropped(staying: bool) -> None:
    pause, ended = Event(), []

    def work(piece: int) -> None:
        if piece == 0:
            raise ValueError("the first piece")
        pause.wait(0.02)
        ended.append(piece)

    with pytest.raises(ValueError, match="the first piece"), side_by_side(work, range(50), 2, staying=staying) as results:
        list(results)
    after = list(ended)
    pause.wait(0.1)
    assert ended == after
    assert len(after) < 49
