"""Two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"\s+|[^\s]+")
# Comparing takes time with the square of the length; a text this long was rewritten, or is shown whole.
MOST_PIECES = 6000
SAME, TAKEN_OUT, ADDED = "same", "taken-out", "added"


@dataclass(frozen=True)
class Piece:
    """A stretch of text. kind: in both versions, in the old one alone, or in the new one alone."""

    kind: str
    text: str


def compared(old: str, new: str) -> tuple[Piece, ...]:
    """What of a text stayed, went and came, in the order of reading."""
    return tuple(_merged(_pieces(old, new)))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if len(before) + len(after) > MOST_PIECES:
        yield Piece(TAKEN_OUT, old)
        yield Piece(ADDED, new)
        return
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(before[first:last]))
            continue
        yield Piece(TAKEN_OUT, "".join(before[first:last]))
        yield Piece(ADDED, "".join(after[start:end]))


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Without empty pieces; a space alone between two changes belongs to both, so that a sentence does not fall to crumbs."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.text:
            kept.append(piece)
    at = 0
    while at < len(kept):
        run = [kept[at]]
        while run[0].kind != SAME and at + 1 < len(kept) and _joins(kept, at + 1):
            at += 1
            run.append(kept[at])
        at += 1
        if len(run) == 1:
            yield run[0]
            continue
        for kind, other in ((TAKEN_OUT, ADDED), (ADDED, TAKEN_OUT)):
            text = "".join(each.text for each in run if each.kind != other)
            if text.strip():
                yield Piece(kind, text)


def _joins(kept: list[Piece], at: int) -> bool:
    piece = kept[at]
    return piece.kind != SAME or (not piece.text.strip() and at + 1 < len(kept))
