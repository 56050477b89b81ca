"""From lines to what was meant: paragraphs put together again, with their number, their heading and their action column.

A PDF breaks a sentence at the end of each line and of each page, and sets the action column where it happened to stand on
the page: on a line alone, or before the rest of a sentence. Every character keeps its place in the document's text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.documents.document import Cell, Document, Paragraph
from answerable.documents.minutes.owners import Owners

# What stands before an item: bullets, "1.", "2.3", "a)", "(iv)", "39/20".
BULLET = re.compile(r"(?:[-–—*•·▪◦‣○●■\uf0b7\uf0a7\ue00f]|o(?=\s))\s+|(?:[-–•])(?=[A-Z])")
NUMBER = re.compile(r"(?:\(?(?:\d{1,3}(?:[./]\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,4})[.)](?:\d{0,2}[.)]?)?"
                    r"|\d{1,4}(?:\.\d{1,3})+|\d{1,3}/\d{1,4}(?:/\d{1,3})?"
                    r"|(?!(?:AP|ACT|A)[/-]?\d)[A-Z]{2,5}(?:/?\d{1,4})(?:[/.-]\d{1,4})*|\d{1,2}[a-z])(?=\s|$)\s*(?!(?:calls|call)\b)")
BARE_NUMBER = re.compile(r"\d{1,3}\s+(?=[A-Z])(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|FTE|PCSO)[a-z]*\b)")
MARKUP = re.compile(r"\*\*|__|</?[a-zA-Z][^>]{0,20}>")
PAGE = re.compile(r"(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?", re.IGNORECASE)
# A paragraph ends with a stop, or with whom an action is for: "(Action: Clerk)".
TERMINAL = re.compile(r"[.:;?!…]['”’\")\]*_]*\s*$|[\[(]\s*(?i:actions?)\b[^\[\]()]{0,80}[\])]\s*$")
# A sentence does not end with these: what follows belongs to it, even with a capital.
OPEN_END = re.compile(r"(?:\b(?:the|a|an|of|to|in|on|at|by|for|from|with|and|or|until|that|this|is|are|was|be|as|its|their|"
                      r"his|her|has|have|which|who|between|within|into|than|will|would)|,)\s*$", re.IGNORECASE)
WRAPPED = 130
FULL_LINE = 0.72
# Text broken into lines has at least this share of full ones.
FULL_LINES = 0.35
LABEL = re.compile(r"[A-Z][\w /&]{1,30}:|(?:Actions?|ACTIONS?|AGREED|Agreed|DECISION|Decision|RESOLVED|Resolved)\b")
MOST_REPEATED = 3
LONGEST = 10_000
# More letters than these: a sentence and no heading; enough of one to be seen as begun.
SENTENCE, BEGUN = 60, 25


@dataclass
class Unit:
    """One paragraph, item or cell. text: without markup, numbers and line breaks; places: for each of its letters, where it
    stands in the document's text; number: as printed before it; margin: the owners that the action column sets beside it."""

    text: str
    places: list[int]
    number: str = ""
    listed: bool = False
    styled: str = ""
    cell: Cell | None = None
    page: int | None = None
    margin: str = ""
    margin_only: bool = False
    short_line: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the document's text."""
        return self.places[0] if self.places else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where letters of the unit stand in the document's text: (first, the first that follows)."""
        return self.places[start], self.places[end - 1] + 1


def units(document: Document, owners: Owners) -> list[Unit]:
    """The paragraphs of a document, in their order, with page numbers and running heads left out."""
    lines = list(_lines(document, owners))
    width = _width(lines)
    made: list[Unit] = []
    blank_before = True
    end = 0
    for paragraph, unit in lines:
        blank_before = document.text.count("\n", end, paragraph.start) > 1
        end = paragraph.end
        _place(made, unit, owners, width, blank_before)
    return made


def _place(made: list[Unit], unit: Unit, owners: Owners, width: int, blank_before: bool) -> None:
    """Add a line to what was made so far: as its continuation, its action column, or a paragraph of its own."""
    before = _last_text(made)
    if owners.alone(unit.text) and not unit.number:
        unit.margin_only, unit.margin = True, unit.text.strip(" *_.")
        made.append(unit)
        return
    lead = owners.leading(unit.text)
    if lead and before is not None and _unfinished(before):
        made.append(Unit(lead, unit.places[:len(lead)], margin=lead, margin_only=True, cell=unit.cell, page=unit.page))
        rest = len(unit.text) - len(unit.text[len(lead):].lstrip())
        unit.text, unit.places = unit.text[rest:], unit.places[rest:]
    if before is not None and _continues(before, unit, width, blank_before):
        before.short_line = unit.short_line
        text = before.text.rstrip()
        del before.places[len(text):]
        before.places += [unit.start, *unit.places]
        before.text = f"{text} {unit.text}"
    else:
        made.append(unit)


def _unfinished(before: Unit) -> bool:
    """Whether a paragraph breaks off in the middle of a sentence."""
    return before.styled != "heading" and not TERMINAL.search(before.text) and (
        len(before.text) > SENTENCE or (len(before.text) > BEGUN and OPEN_END.search(before.text) is not None))


def _last_text(made: Sequence[Unit]) -> Unit | None:
    return next((unit for unit in reversed(made) if not unit.margin_only), None)


def _continues(before: Unit, unit: Unit, width: int, blank: bool) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if unit.number or unit.listed or unit.styled or before.styled == "heading" or not unit.text:
        return False
    if before.cell and unit.cell and (before.cell.table, before.cell.row) == (unit.cell.table, unit.cell.row) \
            and before.cell.column != unit.cell.column:
        return False
    if TERMINAL.search(before.text) or len(before.text) > LONGEST:
        return False
    small = unit.text[:1].islower() or unit.text[:1] in ",;)&"
    if small and len(before.text) > 12:
        return True
    if OPEN_END.search(before.text) and len(before.text) > BEGUN:
        return True
    return bool(width) and not blank and not before.short_line and not _label(unit.text)


def _label(text: str) -> bool:
    """Whether a line begins as a label does: "Action:", "Chair:", "Action – "."""
    return LABEL.match(text) is not None


def _width(lines: Sequence[tuple[Paragraph, Unit]]) -> int:
    """How long a full line is where the text was broken into lines of one length; 0 where it was not."""
    lengths = sorted(len(unit.text) for _, unit in lines)
    if len(lengths) < 8 or lengths[int(len(lengths) * 0.95)] > WRAPPED:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    if sum(length > FULL_LINE * width for length in lengths) < FULL_LINES * len(lengths):
        return 0
    for _, unit in lines:
        unit.short_line = len(unit.text) < FULL_LINE * width
    return width if width > 45 else 0


def _lines(document: Document, owners: Owners) -> Iterator[tuple[Paragraph, Unit]]:
    furniture = _furniture(document)
    marker: tuple[Paragraph, str] | None = None
    for paragraph in document.paragraphs:
        unit = make_unit(document, paragraph)
        if unit.text in furniture and not owners.alone(unit.text):
            continue
        if not unit.text or _only_number(unit, paragraph):
            # A number in a column of its own belongs to the cell after it.
            marker = (paragraph, unit.number or unit.text) if paragraph.cell else None
            continue
        if marker and paragraph.cell and _same_row(marker[0].cell, paragraph.cell) and not unit.number:
            unit.number, unit.listed = marker[1], unit.listed or len(marker[1]) < 2
        marker = None
        yield paragraph, unit


def _same_row(one: Cell | None, other: Cell | None) -> bool:
    return one is not None and other is not None and (one.table, one.row) == (other.table, other.row)


def _only_number(unit: Unit, paragraph: Paragraph) -> bool:
    """Whether a line is nothing but the number of a page or of an item, or a bullet."""
    text = unit.text.strip(" .*-–_·•")
    return not text or PAGE.fullmatch(text) is not None or (
        paragraph.cell is not None and NUMBER.fullmatch(unit.text + " ") is not None)


def _furniture(document: Document) -> set[str]:
    """Lines that stand on many pages: running heads and feet."""
    if document.pages is None or document.pages < MOST_REPEATED:
        return set()
    seen = Counter(document.part(paragraph).strip() for paragraph in document.paragraphs if paragraph.cell is None)
    return {text for text, count in seen.items() if count >= max(MOST_REPEATED, document.pages * 0.6) and len(text) > 3}


def make_unit(document: Document, paragraph: Paragraph) -> Unit:
    """One line as a unit: markup and the number before it taken away, spaces made single."""
    raw = document.part(paragraph)
    keep = [True] * len(raw)
    for match in MARKUP.finditer(raw):
        keep[match.start():match.end()] = [False] * (match.end() - match.start())
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(raw):
        if not keep[at]:
            continue
        if letter.isspace() or letter in "\u200b\ufeff":
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(paragraph.start + at)
            continue
        letters.append(letter)
        places.append(paragraph.start + at)
    text = "".join(letters).rstrip()
    begin, number, listed = _marker(text)
    return Unit(text[begin:], places[begin:len(text)], number, listed or paragraph.styled == "list", paragraph.styled,
                paragraph.cell, paragraph.page)


def _marker(text: str) -> tuple[int, str, bool]:
    """(where the text begins after bullet and number, the number, whether it is an item of a list)."""
    at, listed = 0, False
    if bullet := BULLET.match(text):
        at, listed = bullet.end(), True
    number = ""
    # "2 2. Domestic Burglary": the number of a table's row, then that of the item.
    while match := NUMBER.match(text, at) or BARE_NUMBER.match(text, at):
        if number and match.re is BARE_NUMBER:
            break
        if match.re is BARE_NUMBER and not _numbered_heading(text[match.end():]):
            break
        number, at = match.group().strip(), match.end()
        if at >= len(text):
            break
    return at, number, listed


def _numbered_heading(rest: str) -> bool:
    """Whether what follows a bare number is a heading or an item that is numbered itself, and no sentence: "999 calls"."""
    return rest[:40].isupper() or NUMBER.match(rest) is not None or (len(rest) < 70 and not rest.rstrip().endswith("."))
