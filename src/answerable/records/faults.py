"""What was wrong with a file: faults of records that were kept, and rows that went to quarantine; counted, with
examples that never show a person's data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

# A word that stands in this many rows is a word of the system and not of a person; rarer ones are shown by shape.
WORD_OF_THE_SYSTEM = 10

# Reasons to set apart a row that is written as the source says.
WELL_WRITTEN = ("check-failed", "day-out-of-place", "interval-twice", "interval-that-never-was", "interval-loaded-otherwise")

WORDS = {
    "no-time": "the time that places the record is missing",
    "time-not-understood": "the time that places the record is not written as the source says, or lies outside the years "
                           "1985 to 2059",
    "identity-missing": "every column that identifies the record is empty",
    "fields-shifted": "the row has more or fewer fields than the header",
    "not-json": "the line is not one JSON object",
    "quote-not-closed": "a quotation mark that is never closed draws other lines into the row",
    "header-again": "the header stands again among the rows",
    "outcome-unknown": "the outcome is not one that the source or the contract knows",
    "channel-unknown": "the channel is not one that the contract knows",
    "origin-unknown": "the origin is not one that the contract knows",
    "line-missing": "the line is missing",
    "word-unknown": "the word is none that the contract knows; it was taken as not given",
    "not-a-number": "the value is no number; it was taken as not given",
    "check-failed": "the row fails a check of the source",
    "counts-not-whole": "a count is missing or is not a whole number",
    "counts-do-not-add-up": "the bands do not add up to the total of the row",
    "interval-off-the-half-hour": "the interval does not start on a half-hour",
    "interval-that-never-was": "the clock leapt over this interval, so nothing can have come in it",
    "day-out-of-place": "the day does not fit its place in a file that otherwise runs from day to day",
    "interval-twice": "the same interval stands in the file twice with different counts",
    "interval-loaded-otherwise": "the same interval was loaded from another file with different counts",
    "before-its-predecessor": "the time lies before the one that comes before it in a contact; it was voided",
    "too-late": "the time lies more than seven days after the contact began; it was voided",
    "not-a-time": "the value is no time of the years 1985 to 2059; it was taken as not given",
    "hour-that-never-was": "the clock leapt over this time; read by the clock before the change, an hour later",
    "hour-that-comes-twice": "the time comes twice and nothing tells which was meant; taken as the first",
    "same-record-different-content": "the record stands in the file more than once with different content; "
                                     "the last was kept",
    "answered-without-time": "answered, but the time of the answer is not given",
}


# Codes made of a column's name: "grade-missing", "event-unknown".
ENDINGS = {"-missing": "the {column} is missing", "-unknown": "the {column} is not one that the contract knows"}


def in_words(code: str) -> str:
    """A fault's or reason's code as a sentence's part."""
    for ending, words in ENDINGS.items():
        if code not in WORDS and code.endswith(ending):
            return words.format(column=code.removesuffix(ending).replace("_", " "))
    return WORDS.get(code, code)


def shape(text: str) -> str:
    """The shape of a value, letters as A and digits as 9, so that a person's data is not shown."""
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", text[:40]))


@dataclass
class Tally:
    """Counts of faults and of quarantined rows, by code and column. Examples name a row of the file."""

    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    quarantined: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)
    rows: list[tuple[int, str, str]] = field(default_factory=list)
    values: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def fault(self, code: str, column: str, records: int, example: str) -> None:
        """Count a fault in records that are kept."""
        if records:
            self.faults[code, column] += records
            self.examples.setdefault((code, column), example)

    def quarantine(self, code: str, column: str, rows: Iterable[int], values: Iterable[str | None] = ()) -> None:
        """Set rows apart. values: what the column held, for the examples."""
        numbers = list(rows)
        if not numbers:
            return
        self.quarantined[code, column] += len(numbers)
        self.rows += [(number, code, column) for number in numbers]
        self.examples.setdefault((code, column), f"row {numbers[0]}")
        self.values.setdefault((code, column), Counter()).update(value for value in values if value)

    def count_quarantined(self) -> int:
        """How many rows were set apart."""
        return sum(self.quarantined.values())

    def unreadable(self) -> int:
        """How many rows were set apart because they are not written as the source says."""
        return sum(count for (code, _), count in self.quarantined.items() if code not in WELL_WRITTEN)

    def _example(self, key: tuple[str, str]) -> str:
        held = [f"'{value}' in {count} rows" if count >= WORD_OF_THE_SYSTEM else f"a value of the form {shape(value)}"
                for value, count in self.values.get(key, Counter()).most_common(3)]
        return self.examples[key] + (f": {'; '.join(dict.fromkeys(held))}" if held else "")

    def as_json(self) -> list[dict[str, Any]]:
        """Every fault and every reason for quarantine: fault, column, records, example, kept, words."""
        return [{"fault": code, "column": column, "records": count, "example": self._example((code, column)),
                 "kept": kept, "words": in_words(code)}
                for kept, counter in ((True, self.faults), (False, self.quarantined))
                for (code, column), count in sorted(counter.items())]
