"""Cells that are added up before a measure looks at them tell it the same as each cell by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from answerable.measures.blocks import Blocks, Cells
from answerable.measures.catalogue import read_measures
from answerable.measures.definition import Measure
from answerable.measures.finalise import FINALISERS, Grouped, limits_of
from answerable.records.contract import CONTACTS_CODE, NO_UPPER_END_MS
from answerable.records.tables import clock_codes

MEASURES = [measure for measure in read_measures(Path("none")).values()
            if measure.table == "contacts" and measure.kind in FINALISERS]
DAYS, SERIES, CODES = 3, 6, range(11)
# Waits on and beside every limit of the catalogue, in whole seconds and between two.
EDGES = [0, 1, 4_000, 4_001, 5_000, 5_001, 9_001, 10_000, 10_001, 30_000, 30_001, 59_001, 60_000, 60_001, 86_400_000,
         86_400_001]
BANDS = [(0, 10_000), (10_001, 30_000), (1, 999), (5_000, 5_400), (60_001, NO_UPPER_END_MS)]


def cells(seed: int, *, banded: bool) -> Cells:
    """Cells of a few days, series and clocks in no order; with bands, some of them beside known waits."""
    draw = np.random.default_rng(seed)
    rows = []
    for day in range(DAYS):
        for series in range(SERIES):
            rows.append((day, series, CONTACTS_CODE, 0, 0, int(draw.integers(1, 90)), 0, 0))
            for clock in CODES[1:]:
                for low in draw.choice(EDGES, draw.integers(0, 9), replace=False).tolist():
                    n = int(draw.integers(1, 9))
                    rows.append((day, series, clock, low, low if low % 1000 == 0 else low + 998, n, n, n * (low + 1)))
                if banded and draw.random() < 0.4:
                    low, high = BANDS[draw.integers(len(BANDS))]
                    rows.append((day, series, clock, low, high, int(draw.integers(0, 9)), 0, 0))
    order = draw.permutation(len(rows))
    return Cells(*(np.array(column, dtype=np.int64)[order] for column in zip(*rows, strict=True)))


def told(measure: Measure, chosen: Cells) -> list[list[float]]:
    """What the measure's finaliser makes of the cells, by day."""
    is_answered, is_abandoned = chosen.series % 3 == 0, chosen.series % 3 == 1
    grouped = Grouped(chosen, chosen.day, DAYS, is_answered, is_abandoned, chosen.series % 2 == 0)
    return [np.nan_to_num(values, nan=-1).tolist() for values in FINALISERS[measure.kind](measure, grouped).__dict__.values()]


@pytest.mark.parametrize("banded", [False, True], ids=["waits", "bands"])
@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_every_measure_is_told_the_same(measure: Measure, banded: bool) -> None:
    codes = [CONTACTS_CODE, *(clock_codes("contacts", measure.clock) if measure.clock else ())]
    for seed in range(6):
        blocks, limits = Blocks(cells(seed, banded=banded)), limits_of(measure)
        each = blocks.of(range(SERIES), codes, None, 1)
        added = blocks.histogram(range(SERIES), codes, None, 1) if limits is None \
            else blocks.of(range(SERIES), codes, None, 1, limits)
        assert told(measure, added) == told(measure, each)
        assert len(added.n) <= len(each.n)


def test_without_bands_a_block_is_one_cell_on_each_side_of_a_limit() -> None:
    blocks = Blocks(cells(1, banded=False))
    added = blocks.of(range(SERIES), [1], None, None, [10_000])
    places = list(zip(added.day.tolist(), added.series.tolist(), (added.from_ms > 10_000).tolist(), strict=True))
    assert len(places) == len(set(places))


def test_nothing_chosen_is_no_cell() -> None:
    for blocks in (Blocks(cells(1, banded=True)), Blocks(cells(1, banded=True).where(np.empty(0, dtype=np.int64)))):
        for limits in (None, (), (10_000,)):
            assert not len(blocks.of([], [1], None, None, limits).n)
        assert not len(blocks.histogram([], [0, 1], None, None).n)


def test_cells_by_hour_stay_apart() -> None:
    hours = cells(2, banded=True)
    slots = hours.n % 4 * 2
    blocks = Blocks(replace(hours, slot=slots, repeated=slots * 0))
    for limits in (None, (10_000,)):
        found = blocks.of(range(SERIES), CODES, None, None, limits)
        assert found.slot is not None
        for day, slot in ((0, 0), (1, 4), (2, 6)):
            told_, held = (found.day == day) & (found.slot == slot), (hours.day == day) & (slots == slot)
            assert (found.n[told_].sum(), found.ms_sum[told_].sum()) == (hours.n[held].sum(), hours.ms_sum[held].sum())
