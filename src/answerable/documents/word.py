"""The text of a .docx: its paragraphs and the cells of its tables, in their order.

Only the part that holds the text is read. No link is followed, nothing is fetched, nothing that is embedded is opened.
Text that a tracked change deletes is left out, text that it adds is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from answerable.documents.archives import MAIN, TYPES, unpacked
from answerable.documents.document import WORD, Cell, Document, Piece, put_together
from answerable.documents.limits import Limits, check_characters
from answerable.errors import InputError
from answerable.words import _, format_count

# The namespace of WordprocessingML (ECMA-376, part 1, annex A), and that of its strict form.
SPACES = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
BREAKS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": ""}
# del: deleted; instrText: a field's command and not what it shows; Fallback: the same text again for old programs.
LEFT_OUT = ("del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr")
DEEPEST = 60


def read_word(content: bytes, name: str, limits: Limits) -> Document:
    """The document in the bytes of a .docx. Raises InputError for one that is not taken: see `archives.unpacked`."""
    parts = unpacked(content, limits)
    try:
        body = ElementTree.fromstring(parts[_main_part(parts)])
    except (ElementTree.ParseError, KeyError) as error:
        raise InputError(_("the part that holds its text is damaged or missing."),
                         remedy=_("Open it in Word and save it again as .docx.")) from error
    return put_together(name, WORD, _Walk(limits).pieces(body))


def _main_part(parts: Mapping[str, bytes]) -> str:
    """The name of the part that holds the text, as the list of content types has it."""
    for entry in ElementTree.fromstring(parts[TYPES]):
        if entry.get("ContentType", "").endswith(MAIN):
            return entry.get("PartName", "").lstrip("/")
    raise KeyError(MAIN)


def _plain_name(element: ElementTree.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _value(element: ElementTree.Element | None) -> str:
    if element is None:
        return ""
    return next((element.get(f"{{{space}}}val", "") for space in SPACES if element.get(f"{{{space}}}val")), "")


class _Walk:
    """One walk through a body, which counts what it takes."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.characters, self.cells, self.tables = limits, 0, 0, 0

    def pieces(self, element: ElementTree.Element, cell: Cell | None = None, depth: int = 0) -> Iterator[Piece]:
        """The paragraphs below an element, in their order."""
        if depth > DEEPEST:
            raise InputError(_("its tables are nested too deeply."), remedy=_("Save the text alone as a new document."))
        for child in element:
            kind = _plain_name(child)
            if kind == "p":
                yield from self._paragraph(child, cell)
            elif kind == "tbl":
                yield from self._table(child, cell, depth)
            elif kind not in LEFT_OUT:
                yield from self.pieces(child, cell, depth + 1)

    def _paragraph(self, element: ElementTree.Element, cell: Cell | None) -> Iterator[Piece]:
        text = " ".join("".join(_texts(element)).split())
        self.characters += len(text)
        check_characters(self.characters, self.limits)
        if text:
            yield Piece(text, cell=cell, styled=_styled(element))

    def _table(self, element: ElementTree.Element, cell: Cell | None, depth: int) -> Iterator[Piece]:
        # A table inside a cell is read as part of that cell: its own columns say nothing about the row.
        number = self.tables if cell is None else cell.table
        self.tables += cell is None
        rows = list(_below(element, "tr"))
        for at, row in enumerate(rows):
            cells = list(_below(row, "tc"))
            self.cells += len(cells)
            if self.cells > self.limits.cells:
                raise InputError(_("its tables have over {most} cells.").format(most=format_count(self.limits.cells)),
                                 remedy=_("Give the minutes without their papers."))
            column, columns = 0, sum(map(_span, cells))
            for part in cells:
                yield from self.pieces(part, cell or Cell(number, at, column, columns), depth + 1)
                column += _span(part)


def _below(element: ElementTree.Element, kind: str) -> Iterator[ElementTree.Element]:
    """The rows of a table, or the cells of a row, also those inside content controls."""
    for child in element:
        name = _plain_name(child)
        if name == kind:
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _below(child, kind)


def _span(cell: ElementTree.Element) -> int:
    """How many columns of the grid a cell covers."""
    for properties in _below(cell, "tcPr"):
        for span in _below(properties, "gridSpan"):
            said = _value(span)
            return min(int(said), 100) if said.isdigit() else 1
    return 1


def _texts(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        kind = _plain_name(child)
        if kind == "t":
            yield child.text or ""
        elif kind in BREAKS:
            yield BREAKS[kind]
        elif kind not in LEFT_OUT:
            yield from _texts(child)


def _styled(element: ElementTree.Element) -> str:
    for properties in _below(element, "pPr"):
        style = next((_value(found) for found in _below(properties, "pStyle")), "").lower()
        if style.startswith(("heading", "title")):
            return "heading"
        if style.startswith("list") or next(_below(properties, "numPr"), None) is not None:
            return "list"
    return ""
