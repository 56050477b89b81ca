"""How much of a document is taken. A file from anybody must not cost more than this, whatever it says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.errors import InputError
from answerable.words import _, format_count

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """bytes: of the file; pages: of a PDF; characters: of the text; inflated: bytes of all parts of a .docx once unpacked;
    members: how many parts; ratio: how many times larger a part may become; cells: of all tables; seconds, memory: what the
    process that reads a PDF may use, in seconds of the processor and bytes."""

    bytes: int = 20 * MEGABYTE
    pages: int = 500
    characters: int = 2 * MEGABYTE
    inflated: int = 100 * MEGABYTE
    members: int = 2_000
    ratio: int = 200
    cells: int = 50_000
    seconds: int = 60
    memory: int = 1_500 * MEGABYTE


LIMITS = Limits()


def check_bytes(size: int, limits: Limits) -> None:
    """Raises InputError for a file that is too large, or empty. size: in bytes."""
    if size > limits.bytes:
        raise InputError(_("the file has {size} bytes; at most {most} are taken.")
                         .format(size=format_count(size), most=format_count(limits.bytes)),
                         remedy=_("Take out pictures, or give the minutes in parts."))
    if not size:
        raise InputError(_("the file is empty."), remedy=_("Choose the file that holds the minutes."))


def check_characters(count: int, limits: Limits) -> None:
    """Raises InputError where a document's text is too long. count: in characters."""
    if count > limits.characters:
        raise InputError(_("the text has over {most} characters; no minutes are so long.")
                         .format(most=format_count(limits.characters)), remedy=_("Give the minutes without their papers."))
