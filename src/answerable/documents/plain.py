"""Plain text: its encoding, its lines, and the columns that tabs, upright strokes or wide gaps leave of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answerable.documents.document import TEXT, Cell, Document, Paragraph
from answerable.errors import InputError
from answerable.words import _

# Characters that no text holds; a file with more than a few of them is none.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
MOST_CONTROLS = 0.001
COLUMNS = re.compile(r"\t|[ \xa0]{4,}")
RULE = re.compile(r"[\s|:+=-]+")


def read_plain(content: bytes, name: str) -> Document:
    """The document in the bytes of a text file: UTF-8, UTF-16 with its mark, or else Windows-1252.

    Lines with tabs, upright strokes or wide gaps are rows of a table. Raises InputError where the bytes are no text.
    """
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if len(CONTROL.findall(text)) > len(text) * MOST_CONTROLS:
        raise InputError(_("its content is neither text nor a document that is known."),
                         remedy=_("Give the minutes as .docx, .pdf or plain text."))
    # One for one, so that every character keeps its place.
    text = CONTROL.sub(" ", text).replace("\x0c", "\n").replace("\x0b", "\n")
    return Document(name, TEXT, text, tuple(_paragraphs(text)))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _paragraphs(text: str) -> Iterator[Paragraph]:
    at, table, row = 0, -1, 0
    in_table, columns, blank = False, 0, False
    for line in text.split("\n"):
        spans = _columns(line)
        if len(spans) > 1 or (spans and line.lstrip(" ").startswith(("\t", "|"))):
            wide = max(2, spans[-1][0] + 1)
            # Rows go on over an empty line as long as they are alike.
            table, row = (table, row + 1) if in_table and not (blank and wide != columns) else (table + 1, 0)
            in_table, columns = True, wide
            for column, start, end in spans:
                yield Paragraph(at + start, at + end, cell=Cell(table, row, column, wide))
        elif spans:
            in_table = False
            _, start, end = spans[0]
            yield Paragraph(at + start, at + end)
        blank = not spans
        at += len(line) + 1


def _columns(line: str) -> list[tuple[int, int, int]]:
    """(column, start, end) of each part of a line that holds something."""
    if RULE.fullmatch(line):
        return []
    divider = re.compile(r"\|") if line.count("|") > 1 or line.strip().startswith("|") else COLUMNS
    start = len(line) - len(line.lstrip(" |")) if divider is not COLUMNS else len(line) - len(line.lstrip(" "))
    found = []
    for column, match in enumerate([*divider.finditer(line, start), None]):
        end = match.start() if match else len(line)
        part = line[start:end]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            found.append((column, start + lead, start + len(part.rstrip())))
        start = match.end() if match else end
    return found
