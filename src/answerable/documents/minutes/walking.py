"""From paragraphs to sentences that know where they stand: under which heading, after which label, in which column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from answerable.documents.minutes.flow import Unit
from answerable.documents.minutes.owners import Owners
from answerable.documents.minutes.rules import Rules
from answerable.documents.minutes.sentences import sentences

ACTIONS, DECISIONS, FORWARD, NEXT, PEOPLE = "actions", "decisions", "brought_forward", "next_meeting", "people"
LONGEST_HEADING = 110
LONGEST_ITEM = 500


@dataclass
class Said:
    """A sentence and where it stands. text: as printed, on one line; masked: the same with names laid over; start, end: in the
    document's text; unit: the number of its paragraph; listing: ACTIONS, DECISIONS, FORWARD, NEXT, PEOPLE or ""; label: the
    label before it ("action", "decision" …); opens: it is the first of its item or after its label; row: what the other
    columns of its table say, by their name; heading: the last one above."""

    text: str
    masked: str
    start: int
    end: int
    unit: int
    listing: str = ""
    label: str = ""
    label_owner: str = ""
    opens: bool = True
    listed: bool = False
    column: str = ""
    row: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    page: int | None = None
    forward: bool = False
    place: tuple[int, int] | None = None


class Walk:
    """One walk through the paragraphs of a document."""

    def __init__(self, rules: Rules, owners: Owners, units: Sequence[Unit], columns: Mapping[int, Mapping[int, str]]) -> None:
        """columns: table → column → its name, for tables of actions."""
        self._rules, self._owners, self._units, self._columns = rules, owners, units, columns
        self._listing, self._heading, self._forward = "", "", False
        self.headings: list[str] = []
        # Whether the items of the list that is open have bullets or numbers; None before the first.
        self._items_marked: bool | None = None
        self._rows: dict[tuple[int, int], list[Unit]] = {}
        for unit in units:
            if unit.cell:
                self._rows.setdefault((unit.cell.table, unit.cell.row), []).append(unit)

    def said(self) -> Iterator[Said]:
        """The sentences of the document, in their order."""
        for number, unit in enumerate(self._units):
            if unit.margin_only or not unit.text:
                continue
            name = self._columns.get(unit.cell.table, {}).get(unit.cell.column, "") if unit.cell else ""
            if name:
                yield from self._cell(number, unit, name)
            elif not self._takes_heading(unit):
                yield from self._paragraph(number, unit)

    def _cell(self, number: int, unit: Unit, name: str) -> Iterator[Said]:
        if name != "action":
            return
        row = self._row(unit)
        if row is not None:
            yield from self._sentences(number, unit, 0, len(unit.text), "", column=name, row=row)

    def _row(self, unit: Unit) -> dict[str, str] | None:
        """What the named columns of a unit's row hold; None for the row of headings."""
        cell = unit.cell
        assert cell is not None
        found: dict[str, str] = {}
        names = self._columns[cell.table]
        for other in self._rows[cell.table, cell.row]:
            if other.cell and other.cell.column in names:
                name = names[other.cell.column]
                found[name] = f"{found[name]} {other.text or other.margin}" if name in found else other.text or other.margin
        heads = [name for name, text in found.items() if _is(self._rules, "columns", name, text)]
        return None if len(heads) > 1 else found

    def _takes_heading(self, unit: Unit) -> bool:
        """Whether a paragraph is a heading; what is below it then is what it says."""
        text = unit.text.strip(" *_")
        if self._heads_a_column(unit):
            return True
        for name in ("actions", "decisions", "next_meeting", "attendance", "apologies"):
            if len(text) <= LONGEST_HEADING and _is(self._rules, "headings", name, text):
                self._items_marked = None
                self._listing = PEOPLE if name in ("attendance", "apologies") else name
                if name == "next_meeting":
                    self._heading = text
                return True
        if not _looks_like_heading(unit):
            return False
        self._listing, self._heading = "", text[:LONGEST_HEADING]
        self.headings.append(self._heading)
        self._forward = any(one.expression.search(text) for one in self._rules.structure["headings"]["brought_forward"])
        return True

    def _heads_a_column(self, unit: Unit) -> bool:
        """Whether a cell is the head of an action column: nothing of what is below it is an action for that alone."""
        if unit.cell is None or unit.cell.column == 0:
            return False
        return _is(self._rules, "columns", "action", unit.text) and len(self._rows[unit.cell.table, unit.cell.row]) > 1

    def _paragraph(self, number: int, unit: Unit) -> Iterator[Said]:
        labels = self._labels(unit.text)
        begin, name, owner = 0, "", ""
        for start, end, found, its_owner in labels:
            yield from self._sentences(number, unit, begin, start, name, owner)
            begin, name, owner = end, found, its_owner
        if labels and begin >= len(unit.text.rstrip(" *_])")):
            # A label with nothing after it is a heading of what follows.
            self._items_marked = None
            self._listing = {"action": ACTIONS, "decision": DECISIONS, "recommendation": DECISIONS}.get(name, "")
            return
        if self._listing in (ACTIONS, DECISIONS) and not labels and not self._goes_on(unit):
            self._listing = ""
        yield from self._sentences(number, unit, begin, len(unit.text), name, owner)

    def _goes_on(self, unit: Unit) -> bool:
        """Whether a paragraph is still an item of the list of actions or decisions above it."""
        marked = unit.listed or bool(unit.number)
        if self._items_marked is None:
            self._items_marked = marked
        if marked != self._items_marked:
            return False
        if marked and len(unit.text) < LONGEST_ITEM:
            return True
        shape = "action" if self._listing == ACTIONS else "decision"
        return _is(self._rules, "shapes", shape, self._owners.masked(unit.text[:LONGEST_ITEM]))

    def _labels(self, text: str) -> list[tuple[int, int, str, str]]:
        """(where it begins, where it ends, its name, the owner it names) of each label of a paragraph."""
        masked = self._owners.masked(text)
        found: list[tuple[int, int, str, str]] = []
        for name, patterns in self._rules.structure["labels"].items():
            for pattern in patterns:
                for match in pattern.expression.finditer(masked):
                    if match.end() > match.start() and not any(start < match.end() and match.start() < end
                                                               for start, end, _, _ in found):
                        inside = self._owners.named(text[match.start():match.end()])
                        found.append((match.start(), match.end(), name, inside[-1].printed if inside else ""))
        return sorted(found)

    def _sentences(self, number: int, unit: Unit, begin: int, end: int, label: str, label_owner: str = "", *, column: str = "",
                   row: Mapping[str, str] | None = None) -> Iterator[Said]:
        first = True
        for start, stop in sentences(unit.text[begin:end]):
            start, stop = begin + start, begin + stop
            text = unit.text[start:stop].strip(" []*_") if label else unit.text[start:stop]
            lead = unit.text.find(text, start) if text else start
            if not text:
                continue
            place_start, place_end = unit.span(lead, lead + len(text))
            yield Said(text, self._owners.masked(text), place_start, place_end, number, self._listing, label, label_owner,
                       first, unit.listed or bool(unit.number), column, row or {}, self._heading, unit.page, self._forward,
                       (unit.cell.table, unit.cell.row) if unit.cell else None)
            first = False


def _is(rules: Rules, part: str, name: str, text: str) -> bool:
    return any(pattern.expression.search(text) for pattern in rules.structure[part][name])


def _looks_like_heading(unit: Unit) -> bool:
    """Whether a paragraph reads as a heading: set as one, in capitals, or short, numbered and without an end."""
    text = unit.text.strip(" *_")
    if unit.styled == "heading":
        return True
    letters = re.sub(r"[^A-Za-z]", "", text)
    if len(text) > LONGEST_HEADING or len(letters) < 3 or text.endswith((".", ";", ",", "?")):
        return False
    if letters.isupper() and len(letters) > 4:
        return True
    words = text.split()
    return bool(unit.number) and not unit.listed and len(words) <= 12 and not re.search(
        r"\b(?:to|will|would|be|is|was|were|are|has|have)\b", text)


def table_columns(rules: Rules, units: Sequence[Unit]) -> dict[int, dict[int, str]]:
    """Table → column → name, of the tables whose first rows name an action and an owner, a date or a state."""
    rows: dict[tuple[int, int], list[Unit]] = {}
    for unit in units:
        if unit.cell:
            rows.setdefault((unit.cell.table, unit.cell.row), []).append(unit)
    found: dict[int, dict[int, str]] = {}
    for (table, _), row in sorted(rows.items()):
        if table in found:
            continue
        names: dict[int, str] = {}
        for unit in row:
            name = next((name for name in rules.structure["columns"] if len(unit.text) < 40
                         and _is(rules, "columns", name, unit.text or unit.margin)), "")
            if name and name not in names.values() and unit.cell:
                names[unit.cell.column] = name
        if "action" in names.values() and len(names) > 1 and set(names.values()) & {"owner", "due", "state"}:
            found[table] = names
    return found
