"""A file from anybody: it is refused in words, soon, and without what it was made to do."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import pikepdf
import pytest

from answerable.documents import LIMITS, open_document
from answerable.documents.minutes import read_minutes
from answerable.errors import InputError
from hostile_files import MACRO_MAIN, bomb_pdf, docx, lying_docx, paragraph, pdf

SOON = 20.0      # seconds on a busy machine; each of these takes a small part of that
PARSING = 2.0    # the first reading of all parses the rules
SMALL = replace(LIMITS, seconds=2, memory=400_000_000)
MINUTES = paragraph("The Clerk to circulate the plan.")
GROWING = ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)) + "]>")
FETCHING = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Minutes"))) as plain:
        plain.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


FILES: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "minutes.txt", "is empty"),
    "too large": (b"a" * (LIMITS.bytes + 1), "minutes.txt", "at most 20,000,000"),
    "too long a text": (b"Minutes of a meeting.\n" * 100_000, "minutes.txt", "over 2,000,000 characters"),
    "zip bomb that says so": (docx(MINUTES, more={"word/media/a.bin": b"\0" * 30_000_000}), "minutes.docx", "ZIP bomb"),
    "zip bomb that lies": (lying_docx(120_000_000), "minutes.docx", "ZIP bomb|damaged"),
    "too many parts": (docx(MINUTES, more={f"word/p{at}.txt": b"" for at in range(2_001)}), "minutes.docx", "2,003 parts"),
    "macros in a .docm": (docx(MINUTES, main=MACRO_MAIN), "minutes.docm", "macros"),
    "macros in a .docx": (docx(MINUTES, more={"word/vbaProject.bin": b"x"}), "minutes.docx", "macros"),
    "entities that grow": (docx(paragraph("&i;"), declaration=GROWING), "minutes.docx", "entities"),
    "entities in UTF-16": (docx(paragraph("&i;"), declaration=GROWING, encoding="utf-16"), "minutes.docx", "entities"),
    "an entity that fetches": (docx(paragraph("&a;"), declaration=FETCHING), "minutes.docx", "entities"),
    "an odd encoding": (docx(MINUTES, encoding="cp037"), "minutes.docx", "encoding"),
    "a spreadsheet": (docx(MINUTES, main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
                      "minutes.docx", "Excel"),
    "nested for ever": (docx("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000), "minutes.docx", "nested too deeply"),
    "a broken archive": (docx(MINUTES)[:-200], "minutes.docx", "damaged"),
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "minutes.doc", "old or an encrypted Office file"),
    "a program": (b"MZ" + b"\0" * 600, "minutes.exe", "EXE"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 600, "scan.png", "PNG"),
    "called .pdf but text": (b"The Clerk to circulate the plan.", "minutes.pdf", "is called .pdf"),
    "called .docx but PDF": (pdf("Minutes"), "minutes.docx", "is called .docx"),
    "bytes that are no text": (bytes(range(256)) * 40, "minutes.txt", "neither text nor"),
    "a PDF of 2,000 pages": (pdf(*["Minutes"] * 2_000), "minutes.pdf", "over 500 pages"),
    "a PDF that hides its pages": (pdf(*["Minutes"] * 600, said_pages=1), "minutes.pdf", "over 500 pages"),
    "a PDF with a password": (encrypted_pdf(), "minutes.pdf", "locked with a password"),
    "a broken PDF": (b"%PDF-1.4\nnothing follows", "minutes.pdf", "damaged PDF"),
    "a scan": (pdf(""), "minutes.pdf", "no text was found"),
}


@pytest.mark.parametrize("what", FILES)
def test_it_is_refused_in_words_and_soon(what: str) -> None:
    content, name, words = FILES[what]
    started = time.monotonic()
    with pytest.raises(InputError, match=words) as refused:
        open_document(content, name)
    assert time.monotonic() - started < SOON
    assert refused.value.remedy
    assert refused.value.where == name


@pytest.mark.skipif("not __import__('importlib.util').util.find_spec('resource')")
@pytest.mark.parametrize("inflated", [200_000_000, 40_000_000], ids=["memory", "time"])
def test_a_pdf_that_costs_too_much_ends_its_own_process(inflated: int) -> None:
    with pytest.raises(InputError, match=r"more time or memory|damaged PDF"):
        open_document(bomb_pdf(inflated), "minutes.pdf", SMALL)


def test_links_of_a_document_are_not_followed() -> None:
    link = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="x" TargetMode="External" Target="http://127.0.0.1:9/template.dotm"/></Relationships>')
    document = open_document(docx(MINUTES, more={"word/_rels/document.xml.rels": link.encode()}), "minutes.docx")
    assert document.text == "The Clerk to circulate the plan."


def test_a_name_is_shown_without_folders_and_control_characters() -> None:
    with pytest.raises(InputError) as refused:
        open_document(b"", "../../etc/\x1b[31mpasswd")
    assert refused.value.where == "[31mpasswd"


HELD_UP = {"one word": "would " * 20_000, "months": "in May March " * 9_000, "capitals": "Head of The Board " * 6_700,
           "no word at all": "x" * 120_000, "one sentence": "it was agreed that the Chief Constable would provide " * 2_300}


@pytest.mark.parametrize("what", HELD_UP)
def test_a_text_made_to_be_read_for_ever_is_given_up(what: str) -> None:
    document = open_document(HELD_UP[what].encode(), "minutes.txt")
    with pytest.raises(InputError, match="took too long"):
        read_minutes(document, (), seconds=0.5)


def test_a_paragraph_of_120_000_letters_holds_the_reader_for_three_seconds_at_most() -> None:
    document = open_document(HELD_UP["capitals"].encode(), "minutes.txt")
    started = time.thread_time()
    with pytest.raises(InputError, match="took too long"):
        read_minutes(document, ())
    assert time.thread_time() - started < 3 + PARSING


def test_minutes_that_came_without_line_breaks_are_read() -> None:
    said = "The Chief Constable spoke of the winter. " * 20 + "The Clerk agreed to circulate the plan. "
    found = read_minutes(open_document((said * 8).encode(), "minutes.txt"), ()).of("commitment")
    assert [one.owner for one in found] == ["Clerk"] * 8
