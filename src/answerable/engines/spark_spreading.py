"""Pieces of work on Spark: each a partition of its own, several waves of them, so that what is done comes back soon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import pyarrow as pa

from answerable.engines.spark import SparkFolding

if TYPE_CHECKING:
    from answerable.engines.naming import EngineName
    from answerable.engines.spreading import Results, Work

# Pieces of a wave for each core: fewer, and cores wait for the slowest; more, and a stop loses more.
PIECES_A_CORE, USUAL_CORES = 4, 8


class Piecework:
    """The work on the pieces of a wave, as Spark's workers get it: by their places."""

    def __init__(self, work: Work, pieces: Sequence[bytes]) -> None:
        self.work, self.pieces = work, tuple(pieces)

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Batches of places in, batches of places with results out."""
        for batch in batches:
            for place in batch.column(0).to_pylist():
                yield pa.RecordBatch.from_pydict({"place": [place], "result": [self.work(self.pieces[place])]})


def on_spark(name: EngineName, work: Work, pieces: Sequence[bytes]) -> Results:
    """The results of all pieces with their places, by a session that is closed at the end. Raises EngineError where Spark
    cannot be reached or fails."""
    with closing(SparkFolding(name)) as engine:
        engine.check()
        yield from in_waves(engine, work, pieces)


def in_waves(engine: SparkFolding, work: Work, pieces: Sequence[bytes]) -> Results:
    """The same, by an engine that stays open."""
    a_wave = PIECES_A_CORE * (engine.name.cores or USUAL_CORES)
    for first in range(0, len(pieces), a_wave):
        wave = pieces[first:first + a_wave]
        with engine.run() as run:
            found = run.map_pieces(Piecework(work, wave), len(wave))
        for place, result in zip(found["place"].to_pylist(), found["result"].to_pylist(), strict=True):
            yield first + place, result
