"""Tables of actions that lost their columns: a PDF's text often holds each row as one line, the names of the columns too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.documents.minutes.dates import SOON, find_dates
from answerable.documents.minutes.owners import Owners
from answerable.documents.minutes.rules import OWNER_SLOT, Rules, says

MOST_COLUMNS, MOST_WORDS = 8, 4      # of a table, of the name of a column
LONGEST_ROW = 700
ACTION, OWNER, DUE, STATE = "action", "owner", "due", "state"
# A name goes on with capitals after a post: "ACC Local Policing", "Head of Estates (North)".
GOES_ON = r"(?:(?:\s+|\s*[/,&-]\s*)(?:SLOT|\(?[A-Z][\w&’'.-]*\)?|and|of|for|&|/))*".replace("SLOT", OWNER_SLOT)
LAST_OWNER = re.compile(rf"(?:(?<=\s)|^)({OWNER_SLOT}{GOES_ON})\s*[,;-]?\s*$")
FIRST_OWNER = re.compile(rf"\W*({OWNER_SLOT}(?:(?:\s*/\s*|\s+and\s+|\s*,\s*|\s*&\s*){OWNER_SLOT})*)")
# Somebody whom nothing else names: "J. Smith", "Jane Doe / JB"; initials.
NAME = r"(?:[A-Z]\.?\s?){0,2}[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?|[A-Z]{2,4}"
LAST_NAME = re.compile(rf"(?<=\s)((?:{NAME})(?:\s*[/&,]\s*(?:{NAME}))*)\s*$")
STATES = re.compile(r"\b(?:Open|Closed?|Completed?|Discharged|Ongoing|On-going|In progress|In hand|Outstanding|Overdue|New|"
                    r"Not started|Carried forward|Red|Amber|Green|OPEN|CLOSED|COMPLETED?|ONGOING|OUTSTANDING)\b")
DUES = re.compile(r"\b(?:Next (?:meeting|board|panel|committee)|TBC|ASAP|Ongoing|Immediate(?:ly)?)\b", re.IGNORECASE)
BEFORE_NAME = 60      # letters before a date in which its owner must begin where only capitals tell


@dataclass(frozen=True)
class FlatRow:
    """A row: where in its text the action stands, and what the other columns hold, by their names."""

    start: int
    end: int
    cells: dict[str, str]


@dataclass(frozen=True)
class FlatTable:
    """A table of which the names of the columns are known, in their order."""

    columns: tuple[str, ...]
    owners: Owners

    def row(self, text: str) -> FlatRow | None:
        """What a line says as a row of this table; None where it names no owner in the place of one."""
        if len(text) > LONGEST_ROW:
            return None
        masked = self.owners.masked(text)
        if self._owner_first():
            lead = FIRST_OWNER.match(masked)
            return FlatRow(lead.end(), len(text), {OWNER: text[slice(*lead.span(1))]}) if lead else None
        return next(self._rows(text, masked), None)

    def _owner_first(self) -> bool:
        return self.columns.index(OWNER) < self.columns.index(ACTION)

    def _rows(self, text: str, masked: str) -> Iterator[FlatRow]:
        """The ways to read a row, the likeliest first: an owner before its date, before its state, at the end."""
        # The date that stands before the state, not the state, follows the owner.
        ends = sorted(self._ends(text), key=lambda end: (end[2] != DUE, -end[0]))
        for pattern in (LAST_OWNER, LAST_NAME):
            for start, end, name in ends:
                if DUES.search(text, max(0, start - BEFORE_NAME), start) and not name:
                    continue
                said = text if pattern is LAST_NAME else masked
                found = pattern.search(said, max(0, start - BEFORE_NAME) if pattern is LAST_NAME else 0, start)
                if found and found.start(1) > 0:
                    cells = {OWNER: text[slice(*found.span(1))], **({name: text[start:end]} if name else {})}
                    state = STATES.match(text[end:].lstrip()) if name == DUE and STATE in self.columns else None
                    yield FlatRow(0, found.start(1), {**cells, **({STATE: state.group()} if state else {})})

    def _ends(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, column) of what may follow the owner."""
        if DUE in self.columns:
            yield from ((one.start, one.end, DUE) for one in find_dates(text, None))
            yield from ((match.start(), match.end(), DUE) for pattern in (DUES, SOON) for match in pattern.finditer(text))
        if STATE in self.columns:
            yield from ((match.start(), match.end(), STATE) for match in STATES.finditer(text))
        yield len(text), len(text), ""


def is_due(text: str) -> bool:
    """Whether a cell says nothing but by when: "31 October 2019", "By next meeting", "Immediately"."""
    plain = re.sub(r"^(?:by|before|for|on)\s+(?:the\s+)?", "", text.strip(" .()"), flags=re.IGNORECASE)
    return any(match.group() == plain for pattern in (DUES, SOON) for match in pattern.finditer(plain)) or any(
        one.text == plain for one in find_dates(plain, None))


def flat_table(rules: Rules, owners: Owners, text: str) -> FlatTable | None:
    """The table whose columns a line names one after the other ("No Action Owner Due Status"); None for every other line."""
    words = text.split()
    if not 2 <= len(words) <= MOST_COLUMNS + MOST_WORDS or not text[:1].isupper():
        return None
    columns = _columns(rules, words, ())
    return FlatTable(columns, owners) if columns else None


def _columns(rules: Rules, words: Sequence[str], taken: tuple[str, ...]) -> tuple[str, ...]:
    """The names of columns that a row of words holds, the fewest words to each; nothing where a word is left."""
    if not words:
        return taken if {ACTION, OWNER} <= set(taken) else ()
    for count in range(1, min(MOST_WORDS, len(words)) + 1):
        said = " ".join(words[:count])
        for name in rules.structure["columns"]:
            if name not in taken and words[0][:1].isupper() and says(rules, "columns", name, said):
                found = _columns(rules, words[count:], (*taken, name))
                if found:
                    return found
    return ()
