"""From the engine's name to the engine."""

from __future__ import annotations

from answerable.engines.duck import DuckFolding
from answerable.engines.folding import FoldingEngine
from answerable.engines.naming import DUCKDB, EngineName


def folding_engine(name: EngineName) -> FoldingEngine:
    """The engine of that name, nothing of it started yet."""
    if name.kind == DUCKDB:
        return DuckFolding()
    from answerable.engines.spark import SparkFolding

    return SparkFolding(name)
