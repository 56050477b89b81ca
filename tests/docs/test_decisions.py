"""The decisions are listed, and what they rest on still holds."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from pages import DOCS, blocks

DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_listed_and_says_what_would_change_it(page: Path) -> None:
    index = (DOCS / "decisions" / "0001-record-of-decisions.md").read_text(encoding="utf-8")
    text = page.read_text(encoding="utf-8")
    assert page == DECISIONS[0] or f"({page.name})" in index
    assert text.startswith(f"# {int(page.name[:4])}. ")
    for part in ("Context", "Decision", "Consequences", "What would change it"):
        assert part.lower() in text.lower(), f"{page.name} lacks '{part}'"


def test_the_engine_keeps_what_is_written_into_a_table_made_in_the_same_transaction() -> None:
    page = (DOCS / "decisions" / "0002-duckdb-below-2.md").read_text(encoding="utf-8")
    lines = next(block.text for block in blocks(page) if block.language == "sql")
    with duckdb.connect() as connection:
        assert connection.execute(lines).fetchone() == (200_000, 200_000, 19_999_900_000)
