"""A document as read: its text, and where in it each paragraph and each cell of a table stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TEXT, WORD, PDF = "text", "docx", "pdf"


@dataclass(frozen=True)
class Cell:
    """Where in a table a paragraph stands. table: number of the table in the document; row, column: in it; columns: how many
    columns its row has. All but `columns` are counted from 0."""

    table: int
    row: int
    column: int
    columns: int


@dataclass(frozen=True)
class Paragraph:
    """One line or paragraph. start, end: its characters in the document's text (end is the first that no longer belongs to it);
    page: of a PDF, from 1; cell: where it stands in a table; styled: "heading" or "list" where the document says so."""

    start: int
    end: int
    page: int | None = None
    cell: Cell | None = None
    styled: str = ""


@dataclass(frozen=True)
class Document:
    """A document. form: one of TEXT, WORD, PDF; text: all of it, a paragraph a line; pages: of a PDF."""

    name: str
    form: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    pages: int | None = None

    def part(self, paragraph: Paragraph) -> str:
        """The text of a paragraph."""
        return self.text[paragraph.start:paragraph.end]


@dataclass(frozen=True)
class Piece:
    """A paragraph before its place in the text is known."""

    text: str
    page: int | None = None
    cell: Cell | None = None
    styled: str = ""


def put_together(name: str, form: str, pieces: Iterable[Piece], *, pages: int | None = None) -> Document:
    """A document of pieces, each on a line of its own; the cells of one row of a table stand on one line, a tab between."""
    text: list[str] = []
    paragraphs: list[Paragraph] = []
    at = 0
    before: Cell | None = None
    for piece in pieces:
        if text:
            text.append("\t" if _same_row(before, piece.cell) else "\n")
            at += 1
        paragraphs.append(Paragraph(at, at + len(piece.text), piece.page, piece.cell, piece.styled))
        text.append(piece.text)
        at += len(piece.text)
        before = piece.cell
    return Document(name, form, "".join(text), tuple(paragraphs), pages)


def _same_row(before: Cell | None, cell: Cell | None) -> bool:
    return (before is not None and cell is not None and (before.table, before.row) == (cell.table, cell.row)
            and before.column != cell.column)
