"""Files that people put in: what is taken, what is refused in words, and how they are handed out."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from answerable.web.audit.files import FOLDER, MOST_BYTES, keep_file, path_of, serve

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"


def packed(*names: str, content: bytes = b"<a/>") -> bytes:
    """A ZIP file with parts of these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, content)
    return file.getvalue()


def given(name: str, content: bytes) -> SimpleUploadedFile:
    # What a browser says of the kind is passed over.
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.mark.parametrize(("name", "content", "kind"), [
    ("Slides.pdf", PDF, "application/pdf"), ("note.txt", "It’s done.".encode(), "text/plain"),
    ("old note.txt", "It\u2019s done.".encode("cp1252"), "text/plain"),
    ("figures.CSV", b"month,share\n2026-01,0.8\n", "text/csv"),
    ("screen.png", b"\x89PNG\r\n\x1a\n\x00", "image/png"), ("photo.jpeg", b"\xff\xd8\xff\xe0\x00", "image/jpeg"),
    ("Brief.docx", packed("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("Brief.xlsx", packed("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")])
def test_what_is_taken(name: str, content: bytes, kind: str, released_workspace: Path) -> None:
    kept = keep_file(given(name, content))
    assert (kept.content_type, kept.size, kept.sha256) == (kind, len(content), hashlib.sha256(content).hexdigest())
    assert path_of(kept).read_bytes() == content
    assert released_workspace / FOLDER in path_of(kept).parents


@pytest.mark.parametrize(("name", "content", "told"), [
    ("plan.docm", packed("word/document.xml", "word/vbaProject.bin"), "holds macros"),
    ("plan.docx", packed("word/document.xml", "word/vbaProject.bin"), "holds macros"),
    ("plan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old kind of Office"),
    ("all.zip", packed("a.txt"), "is an archive"), ("broken.docx", b"PK\x03\x04" + bytes(40), "broken"),
    ("page.html", b"<html><script>alert(1)</script>", "not taken"), ("page.txt", b"  <!DOCTYPE html>", "not taken"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not taken"), ("run.exe", b"MZ\x90\x00\x03", "not taken"),
    ("bytes.txt", bytes(range(256)), "not taken"), ("brief.docx", PDF, "is not what the end of its name says, but pdf"),
    ("form.pdf", PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>", "holds a program"), ("nothing.txt", b"", "is empty"),
    ("noend", PDF, "is not what the end")])
def test_what_is_refused_in_words(name: str, content: bytes, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        keep_file(given(name, content))


def test_a_document_that_unpacks_to_too_much_is_refused_without_unpacking_it() -> None:
    bomb = packed(*(f"word/media/{number}" for number in range(6)), "word/document.xml", content=bytes(50 * 1024 ** 2))
    assert len(bomb) < 2 * 1024 ** 2
    with pytest.raises(ValidationError, match="unpacks to more"):
        keep_file(given("bomb.docx", bomb))


def test_a_file_that_is_too_large_is_refused() -> None:
    file = given("large.txt", b"a")
    file.size = MOST_BYTES + 1
    with pytest.raises(ValidationError, match="larger than 25 MB"):
        keep_file(file)


def test_only_the_kinds_that_are_asked_for_are_taken() -> None:
    with pytest.raises(ValidationError, match="Give one of these: docx and pdf"):
        keep_file(given("a.txt", b"text"), allowed={"pdf", "docx"})


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "C:\\Users\\x\\note.txt", "a\r\nSet-Cookie: b.txt", "\u202etxt.txt"])
def test_a_name_can_neither_leave_its_folder_nor_write_a_header(name: str) -> None:
    kept = keep_file(given(name, b"text"))
    assert not set(kept.name) & set("/\\\r\n\u202e")
    assert kept.name.endswith(".txt")


def test_a_file_is_handed_out_as_a_download_only() -> None:
    kept = keep_file(given("Slides.pdf", PDF))
    answer: Any = serve(kept)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Slides.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_a_file_whose_bytes_are_gone_is_not_found() -> None:
    kept = keep_file(given("gone.txt", b"soon gone"))
    path_of(kept).unlink()
    with pytest.raises(Http404):
        serve(kept)
