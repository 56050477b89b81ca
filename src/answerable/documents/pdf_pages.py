"""The pieces of a PDF's pages: ruled tables cell by cell, everything else line by line, a wide gap being a column's edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# A gap this many times as wide as a letter is the edge of a column and no space between words.
COLUMN_GAP = 4.0
# Words whose middles are nearer than this share of their height stand on one line.
SAME_LINE = 0.5

Box = tuple[float, float, float, float]
PieceRow = tuple[str, int, tuple[int, int, int, int] | None]


class TooMuch(Exception):
    """The text or the tables are larger than the limits."""


class Pages:
    """The pieces of pages taken one after the other; rows of a table broken over a page are joined."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        """limits: "characters" and "cells", at most so many."""
        self.limits = limits
        self.pieces: list[PieceRow] = []
        self.tables = self.characters = self.cells = 0
        # (number, columns, rows) of the table with which the page before ended.
        self.open_table: tuple[int, int, int] | None = None

    def take(self, page: Any) -> None:
        """Add a page's pieces, from top to bottom."""
        tables = [table for table in page.find_tables() if len(table.rows) and len(table.rows[0].cells) > 1]
        boxes = [table.bbox for table in tables]
        lines = list(_lines([word for word in page.extract_words() if not _inside(word, boxes)]))
        order: list[tuple[float, Any]] = [(top, words) for top, words in lines]
        order += [(table.bbox[1], table) for table in tables]
        order.sort(key=lambda item: item[0])
        above, self.open_table = self.open_table, None
        for at, (_, item) in enumerate(order):
            if isinstance(item, list):
                self._line(item, page.page_number)
            else:
                self._table(item, page.page_number, above if not _text_before(order[:at]) else None)

    def _add(self, text: str, page: int, cell: tuple[int, int, int, int] | None) -> None:
        self.characters += len(text)
        self.cells += cell is not None
        if self.characters > self.limits["characters"] or self.cells > self.limits["cells"]:
            raise TooMuch
        self.pieces.append((text, page, cell))

    def _line(self, words: list[dict[str, Any]], page: int) -> None:
        columns = list(_columns(words))
        self.tables += len(columns) > 1
        for at, text in enumerate(columns):
            self._add(text, page, (self.tables - 1, 0, at, len(columns)) if len(columns) > 1 else None)
        self.open_table = None

    def _table(self, table: Any, page: int, above: tuple[int, int, int] | None) -> None:
        rows = [[_clean(cell) for cell in row] for row in table.extract()]
        columns = max(map(len, rows))
        # A row broken over a page comes back as two, the second of which has nothing in its first column.
        goes_on = above is not None and above[1] == columns and bool(rows) and not rows[0][0] and any(rows[0])
        if above is not None and above[1] == columns:
            number, first = above[0], above[2] - 1 if goes_on else above[2]
        else:
            number, first = self.tables, 0
            self.tables += 1
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                for line in filter(None, text.split("\n")):
                    self._add(line, page, (number, first + at, column, columns))
        self.open_table = (number, columns, first + len(rows))


def _text_before(items: list[tuple[float, Any]]) -> bool:
    """Whether text stands above a page's first table; a running head of one line does not count."""
    return len(items) > 1


def _clean(cell: str | None) -> str:
    return (cell or "").strip()


def _inside(word: Mapping[str, Any], boxes: list[Box]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return any(box[0] <= across <= box[2] and box[1] <= down <= box[3] for box in boxes)


def _lines(words: list[dict[str, Any]]) -> Iterator[tuple[float, list[dict[str, Any]]]]:
    """(top, words from left to right) of each line."""
    line: list[dict[str, Any]] = []
    for word in sorted(words, key=lambda one: ((one["top"] + one["bottom"]) / 2, one["x0"])):
        if line and abs(_middle(word) - _middle(line[0])) > SAME_LINE * (line[0]["bottom"] - line[0]["top"]):
            yield line[0]["top"], sorted(line, key=lambda one: one["x0"])
            line = []
        line.append(word)
    if line:
        yield line[0]["top"], sorted(line, key=lambda one: one["x0"])


def _middle(word: Mapping[str, Any]) -> float:
    return float(word["top"] + word["bottom"]) / 2


def _columns(words: list[dict[str, Any]]) -> Iterator[str]:
    """The texts of a line's columns."""
    letters = sum(len(word["text"]) for word in words)
    wide = sum(word["x1"] - word["x0"] for word in words) / max(1, letters)
    column: list[str] = []
    edge = words[0]["x0"]
    for word in words:
        if column and word["x0"] - edge > COLUMN_GAP * wide:
            yield " ".join(column)
            column = []
        column.append(word["text"])
        edge = word["x1"]
    yield " ".join(column)
