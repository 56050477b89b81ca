"""Opening a document that anybody may have sent: what it is by its content, then its text within limits."""

from __future__ import annotations

from answerable.documents.document import PDF, WORD, Document
from answerable.documents.limits import LIMITS, Limits, check_bytes, check_characters
from answerable.documents.plain import read_plain
from answerable.errors import InputError
from answerable.words import _

# How files of each kind begin. A PDF may have up to 1,024 bytes before its mark (ISO 32000-1, annex H, note 13).
PDF_MARK, PDF_MARK_WITHIN = b"%PDF-", 1024
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"\x1f\x8b": "gzip",
          b"7z\xbc\xaf": "7z", b"Rar!": "RAR", b"MZ": "EXE", b"\x7fELF": "ELF", b"II*\x00": "TIFF", b"MM\x00*": "TIFF"}
ENDINGS = {"pdf": PDF, "docx": WORD}


def open_document(content: bytes, name: str, limits: Limits = LIMITS) -> Document:
    """The text of a .docx, .pdf or text file, with the place of each paragraph and table cell.

    content: the bytes of the file; name: as its sender calls it, used in errors alone, except that a file must not be called
    what it is not. Raises InputError, with what, why and remedy, for every file that is not taken.
    """
    try:
        check_bytes(len(content), limits)
        document = _read(content, name, recognise(content), limits)
        check_characters(len(document.text), limits)
        if not document.text.strip():
            raise InputError(_("no text was found in it."),
                             remedy=_("If it is a scan, run it through text recognition first and upload that."))
        return document
    except InputError as error:
        raise InputError(error.message, remedy=error.remedy, where=error.where or shown_name(name)) from error


def shown_name(name: str) -> str:
    """A file's name fit to be shown: no folder, no control characters, at most 100 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:100] or _("the file")


def recognise(content: bytes) -> str:
    """What a file is by its first bytes: TEXT, WORD or PDF. Raises InputError for what is none of these."""
    if content.startswith(ZIP_MARKS):
        return WORD
    if PDF_MARK in content[:PDF_MARK_WITHIN]:
        return PDF
    if content.startswith(OLE_MARK):
        raise InputError(_("it is an old or an encrypted Office file (.doc, or .docx with a password)."),
                         remedy=_("Save it as .docx without a password, or as PDF."))
    for mark, kind in OTHERS.items():
        if content.startswith(mark):
            raise InputError(_("it is a file of the kind {kind}, which cannot be read.").format(kind=kind),
                             remedy=_("Give the minutes as .docx, .pdf or plain text."))
    return "text"


def _read(content: bytes, name: str, form: str, limits: Limits) -> Document:
    called = ENDINGS.get(name.rsplit(".", 1)[-1].lower() if "." in name else "")
    if called and called != form:
        raise InputError(_("it is called .{called}, but its content is not: it looks like {form}.")
                         .format(called=called, form={"docx": _("a ZIP archive")}.get(form, form)),
                         remedy=_("Give the file the ending of what it is, or export it again."))
    if form == WORD:
        from answerable.documents.word import read_word

        return read_word(content, name, limits)
    if form == PDF:
        from answerable.documents.portable import read_pdf

        return read_pdf(content, name, limits)
    return read_plain(content, name)
