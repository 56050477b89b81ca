"""From paragraphs to sentences that know where they stand: under which heading, after which label, in which column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from answerable.documents.document import Cell
from answerable.documents.minutes.deadline import Deadline
from answerable.documents.minutes.flat_tables import FlatTable, flat_table, is_due
from answerable.documents.minutes.flow import Unit
from answerable.documents.minutes.owners import Owners
from answerable.documents.minutes.rules import Rules, says
from answerable.documents.minutes.sentences import sentences

ACTIONS, DECISIONS, FORWARD, NEXT = "actions", "decisions", "brought_forward", "next_meeting"
LONGEST_HEADING = 110
MINUTES = re.compile(r"\W*(?:Draft )?(?:Minutes|Minute)\s*:\W*", re.IGNORECASE)
OVER_COLUMN = re.compile(r"\W*(?:actions?(?: by| for| owner| lead)?|owner|action/owner)\W*", re.IGNORECASE)
MOST_AGENDA = 12     # paragraphs between an item's heading and its minutes
ITEM = re.compile(r"(?:Agenda )?[Ii]tem \d+")
LONGEST_ITEM = 500
LONGEST_COLUMN = 40
MOST_LABELS = 50     # of one kind in one paragraph
# Whom the sentence before it is for: "[ACTION: DCC]", "(Action – Head of Finance)".
TAG = "tag"
TAGGED = re.compile(r"[\[(]\s*(?:ACTIONS?|[Aa]ctions?)(?:\s+(?:by|for|point|[A-Z]{0,3}[\d./]{1,8}))?"
                    r"\s*[:–—-]?\s*([A-Z][^\[\]():;.]{1,60})[\])]")
AT_END = re.compile(r"[.;]\s+([A-Z][^.;:]{0,60})\.?\s*$")
IN_BRACKETS = re.compile(r"(?<=[.;])\s*[\[(]([A-Z][^()\[\].;:]{1,40})[\])]\W*$")
PERSON = re.compile(r"[A-Z][\w’'.-]*(?:\s(?:of|for|the|and|&|/|[A-Z][\w’'.-]*)){0,6}")


@dataclass
class Said:
    """A sentence and where it stands. text: as printed, on one line; masked: the same with names laid over; start, end: in the
    document's text; unit: the number of its paragraph; listing: ACTIONS, DECISIONS, FORWARD, NEXT or ""; label: the
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

    def __init__(self, rules: Rules, owners: Owners, units: Sequence[Unit],
                 columns: Mapping[tuple[int, int], Mapping[int, str]], deadline: Deadline) -> None:
        """columns: table and row → column → its name, for rows of actions."""
        self._deadline = deadline
        self._rules, self._owners, self._units, self._columns = rules, owners, units, columns
        self._listing, self._heading, self._forward = "", "", False
        self._agenda = agenda_text(rules, units)
        # The columns of the table that is open, where a PDF left nothing of it but its words.
        self._flat: FlatTable | None = None
        # Whether the cells of the open list stand one below the other.
        self._upright = False
        self._item = ""      # the number of the paragraph before
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
            if unit.margin_only or not unit.text or number in self._agenda:
                continue
            if unit.cell is None and self._listing == ACTIONS and self._below(unit):
                continue
            if unit.cell is None and (flat := self._flat_row(number, unit)) is not None:
                yield from flat
                continue
            name = self._columns.get((unit.cell.table, unit.cell.row), {}).get(unit.cell.column, "") if unit.cell else ""
            if unit.cell and not name and self._names_columns(unit.cell):
                continue
            if name:
                yield from self._cell(number, unit, name)
            elif not self._takes_heading(unit):
                yield from self._paragraph(number, unit)

    def _names_columns(self, cell: Cell) -> bool:
        """Whether a cell is of the row that names the columns of the rows below."""
        return (cell.table, cell.row) not in self._columns and (cell.table, cell.row + 1) in self._columns

    def _below(self, unit: Unit) -> bool:
        """Whether a line of a list of actions is the name of another column of it, each of whose cells stands on a line."""
        named = any(says(self._rules, "columns", name, unit.text) for name in ("owner", "due", "state")
                    ) and len(unit.text) < LONGEST_COLUMN
        self._upright = self._upright or named
        return named

    def _flat_row(self, number: int, unit: Unit) -> list[Said] | None:
        """The action in a row of a table that lost its columns; none where it is the row of their names; None where it is
        no row."""
        if table := flat_table(self._rules, self._owners, unit.text):
            self._flat, self._listing = table, ""
            return []
        row = self._flat.row(unit.text) if self._flat else None
        if row is None:
            if self._flat and _looks_like_heading(unit):
                self._flat = None
            return None
        return list(self._sentences(number, unit, row.start, row.end, "", column="action", row=row.cells))[:1]

    def _cell(self, number: int, unit: Unit, name: str) -> Iterator[Said]:
        if name != "action":
            return
        yield from self._sentences(number, unit, 0, len(unit.text), "", column=name, row=self._row(unit))

    def _row(self, unit: Unit) -> dict[str, str]:
        """What the named columns of a unit's row hold."""
        cell = unit.cell
        assert cell is not None
        found: dict[str, str] = {}
        names = self._columns[cell.table, cell.row]
        for other in self._rows[cell.table, cell.row]:
            if other.cell and other.cell.column in names:
                name = names[other.cell.column]
                found[name] = f"{found[name]} {other.text or other.margin}" if name in found else other.text or other.margin
        return found

    def _takes_heading(self, unit: Unit) -> bool:
        """Whether a paragraph is a heading; what is below it then is what it says."""
        text = unit.text.strip(" *_")
        if self._upright and (unit.number or (self._listing != ACTIONS)):
            self._upright = False
        if self._heads_a_column(unit):
            return True
        for name in ("actions", "decisions", "next_meeting", "attendance", "apologies"):
            if len(text) <= LONGEST_HEADING and says(self._rules, "headings", name, text):
                self._items_marked, self._item = None, ""
                self._listing = "" if name in ("attendance", "apologies") else name
                if name == "next_meeting":
                    self._heading = text
                    # "Date of next meeting: 21 October 2020" is heading and answer in one.
                    return not any(letter.isdigit() for letter in text)
                return True
        goes_on, self._item = self._next_item(unit), unit.number
        if goes_on or not _looks_like_heading(unit):
            return False
        self._listing, self._heading = "", text[:LONGEST_HEADING]
        self.headings.append(self._heading)
        self._forward = any(one.expression.search(text) for one in self._rules.structure["headings"]["brought_forward"])
        return True

    def _next_item(self, unit: Unit) -> bool:
        """Whether a paragraph has the number that follows on that of the item before it in an open list."""
        if self._listing not in (ACTIONS, DECISIONS) or not unit.number or not self._item:
            return False
        (_, *one), (_, *other) = (["", *re.findall(r"\d+", number)] for number in (self._item, unit.number))
        return bool(one and other) and one[:-1] == other[:-1] and int(other[-1]) == int(one[-1]) + 1

    def _heads_a_column(self, unit: Unit) -> bool:
        """Whether a cell is the head of an action column: nothing of what is below it is an action for that alone."""
        if unit.cell is None or unit.cell.column == 0:
            return False
        return says(self._rules, "columns", "action", unit.text)

    def _paragraph(self, number: int, unit: Unit) -> Iterator[Said]:
        labels = self._labels(unit.text)
        begin, name, owner = 0, "", ""
        for start, end, found, its_owner in labels:
            before = list(self._sentences(number, unit, begin, start, name, owner))
            if found == TAG and before:
                # "… (Action: Clerk)" marks the sentence that it closes.
                before[-1] = replace(before[-1], label="action", label_owner=its_owner, opens=True)
            yield from before
            begin, name, owner = end, "" if found == TAG else found, "" if found == TAG else its_owner
        if labels and labels[-1][2] == TAG and not unit.text[begin:].strip(" .*_])"):
            return
        rest = unit.text[begin:].strip(" *_])")
        if labels and (not rest or (rest.endswith(":") and len(rest) < LONGEST_COLUMN)):
            # A label with nothing after it is a heading of what follows.
            if name in ("owner", "due"):
                return
            self._items_marked = None
            self._listing = {"action": ACTIONS, "decision": DECISIONS, "recommendation": DECISIONS}.get(name, "")
            return
        if self._listing in (ACTIONS, DECISIONS) and not labels:
            # "The Select Committee:", and then what it resolved.
            if unit.text.endswith(":") and self._owners.whole(unit.text[:-1]):
                return
            if self._upright and self._listing == ACTIONS and len(unit.text) < LONGEST_ITEM:
                label = "due" if is_due(unit.text) else ""
                yield from islice(self._sentences(number, unit, 0, len(unit.text), label), 1)
                return
            if not self._goes_on(unit):
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
        return says(self._rules, "shapes", shape, self._owners.masked(unit.text[:LONGEST_ITEM]))

    def _labels(self, text: str) -> list[tuple[int, int, str, str]]:
        """(where it begins, where it ends, its name, the owner it names) of each label of a paragraph."""
        masked = self._owners.masked(text)
        found = [(match.start(), match.end(), TAG, match[1].strip()) for match in islice(TAGGED.finditer(text), MOST_LABELS)
                 if self._owners.alone(match[1]) or PERSON.fullmatch(match[1].strip())]
        # "AP 1.2 – Joint lines on the precept. Clerk"
        if (last := AT_END.search(text)) and not found and self._owners.alone(last[1]) and (
                self._listing == ACTIONS or self._labelled("action", masked)):
            found.append((last.start(1), len(text), TAG, last[1].strip()))
        # "… would provide the figures. (DCC)"
        if (last := IN_BRACKETS.search(text)) and not found and self._owners.whole(last[1]) and (
                self._labelled("action", masked) or says(self._rules, "shapes", "action", masked[:last.start()])):
            found.append((last.start(), len(text), TAG, last[1].strip()))
        for name, patterns in self._rules.structure["labels"].items():
            for pattern in self._deadline.over(patterns):
                # "Responsible officer:" is a label and nobody's name.
                for match in islice(pattern.expression.finditer(text if name in ("owner", "due") else masked), MOST_LABELS):
                    if match.end() > match.start() and not any(start < match.end() and match.start() < end
                                                               for start, end, _, _ in found):
                        inside = self._owners.named(text[match.start():match.end()])
                        found.append((match.start(), match.end(), name, inside[-1].printed if inside else ""))
        return sorted(found)

    def _labelled(self, name: str, masked: str) -> bool:
        return any(pattern.expression.match(masked) for pattern in self._rules.structure["labels"][name])

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


def agenda_text(rules: Rules, units: Sequence[Unit]) -> frozenset[int]:
    """The numbers of the paragraphs that say what an item is to be, above the "Minutes:" that says what became of it, where
    minutes are printed under their own agenda."""
    marks = [number for number, unit in enumerate(units) if MINUTES.fullmatch(unit.text)]
    found: set[int] = set()
    for mark in marks if len(marks) > 1 else ():
        above: list[int] = []
        for number in range(mark - 1, max(mark - MOST_AGENDA, -1), -1):
            if number in marks or _looks_like_heading(units[number]):
                break
            above.append(number)
        else:
            # No heading tells where the item begins: only what reads as an agenda is left out.
            above = [number for number in above if says(rules, "shapes", "agenda", units[number].text)]
        found |= {mark, *above}
    return frozenset(found)


def _looks_like_heading(unit: Unit) -> bool:
    """Whether a paragraph reads as a heading: set as one, in capitals, or short, numbered and without an end."""
    text = unit.text.strip(" *_")
    if unit.styled == "heading":
        return True
    if len(text) > LONGEST_HEADING:
        return False
    letters = re.sub(r"[^A-Za-z]", "", text)
    # "Date of next meeting: 21 October 2020", "Next meeting Tuesday 3 May"
    answered = re.search(r":\s+\S.*\d|[Nn]ext .*\b\d", text) is not None
    if len(letters) < 3 or text.endswith((".", ";", ",", "?")) or answered or text[0].islower():
        return False
    if (letters.isupper() and len(letters) > 4) or ITEM.match(text):
        return True
    words = text.split()
    return bool(unit.number) and not unit.listed and len(words) <= 12 and not re.search(
        r"\b(?:to|will|would|be|is|was|were|are|has|have)\b", text)


def names_a_column(rules: Rules, units: Sequence[Unit]) -> bool:
    """Whether a line or cell heads a column of actions: "ACTION BY", or "Action" in a cell that is not the first."""
    return any(OVER_COLUMN.fullmatch(unit.text or unit.margin) and (unit.cell is None or unit.cell.column > 0)
               for unit in units)


def table_columns(rules: Rules, units: Sequence[Unit]) -> dict[tuple[int, int], dict[int, str]]:
    """Table and row → column → name, of the rows below a row that names an action and an owner, a date or a state."""
    rows: dict[tuple[int, int], list[Unit]] = {}
    for unit in units:
        if unit.cell:
            rows.setdefault((unit.cell.table, unit.cell.row), []).append(unit)
    found: dict[tuple[int, int], dict[int, str]] = {}
    open_table = -1
    names: dict[int, str] = {}
    for (table, row), cells in sorted(rows.items(), key=lambda item: item[0]):
        if table != open_table:
            open_table, names = table, {}
        if heads := _named_columns(rules, cells):
            names = heads
        elif names and len(names) > 2 and max(unit.cell.columns for unit in cells if unit.cell) <= 2:
            # In plain text nothing else tells that the table is over.
            names = {}
        elif names:
            found[table, row] = names
    return found


def _named_columns(rules: Rules, row: Sequence[Unit]) -> dict[int, str]:
    """Column → name, where a row names the columns of a table of actions; nothing for every other row."""
    names: dict[int, str] = {}
    for unit in row:
        text = unit.text or unit.margin
        name = next((name for name in rules.structure["columns"] if len(text) < LONGEST_COLUMN and name not in names.values()
                     and says(rules, "columns", name, text)), "")
        if name and unit.cell:
            names[unit.cell.column] = name
    return names if "action" in names.values() and set(names.values()) & {"owner", "due", "state"} else {}
