"""In which encoding a text file is written: looked up in the whole file, not guessed from its beginning."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from charset_normalizer import from_bytes

from answerable.errors import InputError

PIECE_BYTES = 4 << 20
SAMPLE_BYTES = 1 << 20
DIFFERING = bytes(range(0x80, 0xA0))
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def find_encoding(path: Path, declared: str | None) -> tuple[str, list[str]]:
    """(encoding, warnings) of a text file, gzip or not. A declared encoding is believed if it exists."""
    if declared:
        return _plainest(path, _known(declared)), []
    pieces = _pieces(path)
    first = next(pieces, b"")
    for mark, name in BYTE_ORDER_MARKS:
        if first.startswith(mark):
            return name, []
    if first[1:400:2].count(0) > len(first[1:400:2]) // 2:
        return "utf-16-le", []
    return ("utf-8", []) if _decodes(path, "utf-8") else _eight_bit(path)


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise InputError(f"'{name}' is not an encoding.", remedy="Use utf-8, windows-1252, utf-16 …") from error


def _plainest(path: Path, encoding: str) -> str:
    """Latin-1 for a Windows-1252 file without any of the 27 letters in which they differ: it reads four times as fast."""
    if encoding != "cp1252" or any(len(piece.translate(None, DIFFERING)) != len(piece) for piece in _pieces(path)):
        return encoding
    return "latin-1"


def _eight_bit(path: Path) -> tuple[str, list[str]]:
    """Not UTF-8: in these systems nearly always Windows-1252; otherwise what the letters suggest."""
    if _decodes(path, "cp1252"):
        return _plainest(path, "cp1252"), [_not_utf8("Windows-1252")]
    best = from_bytes(next(_pieces(path), b"")[:SAMPLE_BYTES]).best()
    name = best.encoding if best is not None and _decodes(path, best.encoding) else "latin-1"
    return name, [_not_utf8(name)]


def _not_utf8(name: str) -> str:
    return f"not UTF-8; read as {name}. Say file: {{encoding: …}} in the source if it is another."


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Turn what a damaged packed file raises on being read into one line that names it."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"the packed file is damaged: {error}.", where=str(path),
                         remedy="Fetch or pack it again.") from error


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file, unpacking(path):
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        stream = gzip.open(file, "rb") if packed else file
        while piece := stream.read(PIECE_BYTES):
            yield piece


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
