"""Cutting a paragraph into sentences, without stopping at "Mr." or "e.g."."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 3_000
# A stop followed by a capital, a quotation mark or a bracket; in resolutions also "; (2)", and the labels of updates.
BREAK = re.compile(r"(?<=[.?!])[”\"’)\]]*\s+(?=[“\"‘'(\[]?[A-Z0-9£])|\s+(?=(?:Update|Findings?|Response|Action|ACTION)s?\s?:)"
                   r"|;\s+(?=(?:[A-Z][\w/&’'.-]*\s){1,4}to\s)|;\s+(?:and\s+)?(?=\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s)")
ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Cllr|Cllrs|Supt|Insp|Ch|Det|Sgt|Rev|Hon|St|No|no|nos|Nos|para|Para|e\.g|"
                          r"i\.e|eg|ie|etc|approx|vs|cf|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|a\.m|p\.m|dept|Dept|ref|Ref|"
                          r"pp|p)|\b[A-Z])\.$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence of a paragraph. One longer than 3,000 letters is cut there."""
    start = 0
    for match in [*BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        if match and ABBREVIATION.search(text[max(start, end - 12):end]):
            continue
        yield from _cut(text, start, end)
        start = match.end() if match else end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, LONGEST):
        last = min(at + LONGEST, end)
        part = text[at:last]
        first = at + len(part) - len(part.lstrip())
        if part.strip():
            yield first, at + len(part.rstrip())
