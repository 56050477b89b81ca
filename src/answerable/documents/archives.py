"""Unpacking a .docx from anybody: every part is counted while it is unpacked, and what is no plain document is refused."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from answerable.documents.limits import Limits
from answerable.errors import InputError
from answerable.words import _, format_count

PIECE = 1 << 16
MACROS = re.compile(rb"macroEnabled", re.IGNORECASE)
MACRO_PARTS = re.compile(r"vba(Project|Data)|activeX/|\.xlm\b", re.IGNORECASE)
# A document type declaration is where entities that grow without end, or that fetch a file, are declared. No part that
# Word writes has one.
DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
ENCODING = re.compile(rb"encoding\s*=\s*[\"']\s*([\w.-]+)", re.IGNORECASE)
ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii")
STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
MAIN = "wordprocessingml.document.main+xml"
KINDS = {"spreadsheetml": "Excel", "presentationml": "PowerPoint"}
TYPES = "[Content_Types].xml"


def unpacked(content: bytes, limits: Limits) -> Mapping[str, bytes]:
    """Name → bytes of the XML parts of a .docx.

    Raises InputError where it has too many parts or grows too much, by what it says and by what truly comes out, where it
    holds macros, where it is another kind of archive, and where a part declares XML entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_said(members, len(content), limits)
            _check_kind(members)
            parts = _unpack(archive, members, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(_("its archive is damaged, or packed in a way that Word does not use."),
                         remedy=_("Open it in Word and save it again as .docx.")) from error
    for name, part in parts.items():
        _check_xml(name, part)
    _check_types(parts)
    return parts


def _check_said(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(members) > limits.members:
        raise InputError(_("it has {count} parts; at most {most} are taken.")
                         .format(count=format_count(len(members)), most=format_count(limits.members)),
                         remedy=_("Save the text alone as a new document."))
    said = sum(member.file_size for member in members)
    if said > min(limits.inflated, size * limits.ratio):
        raise _bomb()
    if any(member.flag_bits & 1 for member in members):
        raise InputError(_("it is locked with a password."), remedy=_("Save it without a password."))


def _bomb() -> InputError:
    return InputError(_("unpacked it would become many times larger than any minutes are (a ZIP bomb)."),
                      remedy=_("Open it in Word and save it again as .docx, without pictures."))


def _check_kind(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(MACRO_PARTS.search(name) for name in names):
        raise _macros()
    if TYPES not in names:
        raise InputError(_("it is a ZIP archive and no Word document."),
                         remedy=_("Give the minutes as .docx, .pdf or plain text."))


def _macros() -> InputError:
    return InputError(_("it holds macros, which are programs."), remedy=_("Save it as .docx, which keeps no macros."))


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for member in members:
        pieces = []
        with archive.open(member) as packed:
            while piece := packed.read(PIECE):
                total += len(piece)
                if total > limits.inflated:
                    raise _bomb()
                pieces.append(piece)
        if member.filename == TYPES or member.filename.endswith((".xml", ".rels")):
            parts[member.filename] = b"".join(pieces)
    return parts


def _check_xml(name: str, part: bytes) -> None:
    # UTF-16 puts a zero beside each letter; without the zeros, one search finds a declaration in every encoding let in.
    plain = part.replace(b"\x00", b"")
    encoding = ENCODING.search(plain[:200])
    if not plain.lstrip().startswith(STARTS) or (encoding and not encoding[1].lower().startswith(ENCODINGS)):
        raise InputError(_("its part {name} is in an encoding that Word does not write.").format(name=name),
                         remedy=_("Open it in Word and save it again as .docx."))
    if DECLARATION.search(plain):
        raise InputError(_("its part {name} declares XML entities, which can grow without end or fetch other files.")
                         .format(name=name), remedy=_("Open it in Word and save it again as .docx."))


def _check_types(parts: Mapping[str, bytes]) -> None:
    types = parts[TYPES].replace(b"\x00", b"")
    if MACROS.search(types):
        raise _macros()
    if MAIN.encode() not in types:
        kind = next((said for mark, said in KINDS.items() if mark.encode() in types), "")
        raise InputError(_("it is no Word document but one of {kind}.").format(kind=kind) if kind
                         else _("it is no Word document."), remedy=_("Give the minutes as .docx, .pdf or plain text."))
