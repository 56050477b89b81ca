"""Keeping the files that people put in, and handing them out again.

What a file is, is found from its bytes, never from what a browser says. Nothing that can run is taken: no macros, no archives,
no HTML, no SVG. Files lie in the workspace under their SHA-256, and leave it as downloads only.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.http import FileResponse, Http404
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from answerable.web.audit.models import KeptFile
from answerable.words import join_words

FOLDER = "register-files"
MOST_BYTES = 25 * 1024 * 1024
# An honest document of 25 MB does not unpack to more, nor hold more parts.
MOST_UNPACKED, MOST_PARTS = 250 * 1024 * 1024, 5_000
_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {"pdf": "application/pdf", "docx": f"{_OFFICE}wordprocessingml.document", "xlsx": f"{_OFFICE}spreadsheetml.sheet",
         "csv": "text/csv", "txt": "text/plain", "png": "image/png", "jpg": "image/jpeg"}
ALL = frozenset(TYPES)
_BEGINNINGS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENDINGS = {"jpeg": "jpg", "text": "txt"}
_RUNS = re.compile(rb"/(?:JavaScript|Launch)\b")
_MARKUP = re.compile(r"\s*(?:<!doctype|<\?xml|<html|<svg|<script)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def keep_file(uploaded: Any, *, allowed: Collection[str] = ALL) -> KeptFile:
    """Keep a file that came with a form, and return its row. uploaded: Django's UploadedFile; allowed: of TYPES.

    The file stays in the workspace's folder "register-files" under its SHA-256, once for each content. Raises ValidationError,
    in words, where it is too large, empty, of another kind, something that can run, or not what its name says.
    """
    name = _safe_name(uploaded.name)
    if uploaded.size > MOST_BYTES:
        raise ValidationError(_("“%(name)s” is larger than %(most)s MB, the most that is taken."),
                              params={"name": name, "most": MOST_BYTES // 1024 ** 2})
    if not uploaded.size:
        raise ValidationError(_("“%(name)s” is empty."), params={"name": name})
    uploaded.seek(0)
    kind = kind_of(uploaded, name)
    if kind not in allowed:
        raise ValidationError(_("“%(name)s” is a file of the kind %(kind)s. Give one of these: %(allowed)s."),
                              params={"name": name, "kind": kind, "allowed": join_words(sorted(allowed))})
    uploaded.seek(0)
    return KeptFile.objects.create(sha256=_store(uploaded), name=name, size=uploaded.size, content_type=TYPES[kind])


def kind_of(file: IO[bytes], name: str) -> str:
    """What a file is, from its bytes: a key of TYPES. Raises ValidationError where it is none of them, holds something that can
    run, or is not what the ending of its name says."""
    head = file.read(8)
    file.seek(0)
    kind = next((kind for begin, kind in _BEGINNINGS if head.startswith(begin)), "")
    if kind == "pdf" and _RUNS.search(file.read()):
        raise ValidationError(_("“%(name)s” holds a program. Print it to PDF anew, and give that."), params={"name": name})
    if head.startswith(b"PK"):
        kind = _packed_kind(file, name)
    if head == _OLD_OFFICE:
        raise ValidationError(_("“%(name)s” is protected by a password, or of an old kind of Office that can hold macros. Save "
                                "it without a password as .docx, .xlsx or PDF, and give that."), params={"name": name})
    ending = name.rpartition(".")[2].lower()
    ending = _ENDINGS.get(ending, ending)
    kind = kind or _text_kind(file, name, ending)
    if kind != ending:
        raise ValidationError(_("“%(name)s” is not what the end of its name says, but %(kind)s."),
                              params={"name": name, "kind": kind})
    return kind


def _packed_kind(file: IO[bytes], name: str) -> str:
    """What a ZIP file is: a Word or Excel document without macros. Nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
        raise ValidationError(_("“%(name)s” is broken and cannot be opened."), params={"name": name}) from error
    names = {each.filename for each in parts}
    kind = next((kind for part, kind in _PARTS.items() if part in names), "")
    if not kind:
        raise ValidationError(_("“%(name)s” is an archive. Give the files that are in it one by one."), params={"name": name})
    if any(each.endswith("vbaProject.bin") or "/activeX/" in each for each in names):
        raise ValidationError(_("“%(name)s” holds macros. Save it without them, as .docx or .xlsx."), params={"name": name})
    if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED or any(
            each.flag_bits & 1 for each in parts):
        raise ValidationError(_("“%(name)s” unpacks to more than an honest document holds, or is encrypted. It is not taken."),
                              params={"name": name})
    return kind


def _text_kind(file: IO[bytes], name: str, ending: str) -> str:
    """Whether a file is plain text: "csv" or "txt", as its name says."""
    file.seek(0)
    raw = file.read()
    file.seek(0)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if _CONTROL.search(text) or "\ufffd" in text or _MARKUP.match(text) or ending not in ("csv", "txt"):
        raise ValidationError(_("“%(name)s” is of a kind that is not taken. Give a file of one of these kinds: %(kinds)s."),
                              params={"name": name, "kinds": join_words(sorted(TYPES))})
    return ending


def _safe_name(name: str) -> str:
    """A file's name without folders and odd characters, at most 120 long, its ending kept."""
    stem, _dot, ending = os.path.basename(str(name).replace("\\", "/")).rpartition(".")
    try:
        stem = get_valid_filename(stem)
    except SuspiciousFileOperation:
        stem = ""
    return f"{(stem or 'file')[:110]}.{re.sub('[^A-Za-z0-9]', '', ending)[:8]}"


def path_of(kept: KeptFile) -> Path:
    """Where the bytes of a kept file lie. Raises ValueError where its SHA-256 is none."""
    if not re.fullmatch("[0-9a-f]{64}", kept.sha256):
        raise ValueError(f"'{kept.sha256}' is no SHA-256")
    return Path(settings.WORKSPACE) / FOLDER / kept.sha256[:2] / kept.sha256


def _store(uploaded: Any) -> str:
    """Write the bytes into the workspace. Returns their SHA-256. A file is there whole or not at all."""
    folder = Path(settings.WORKSPACE) / FOLDER
    folder.mkdir(mode=0o750, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".coming-", delete=False) as coming:
        try:
            for chunk in uploaded.chunks():
                digest.update(chunk)
                coming.write(chunk)
            coming.flush()
            os.fsync(coming.fileno())
            place = path_of(KeptFile(sha256=digest.hexdigest()))
            place.parent.mkdir(mode=0o750, exist_ok=True)
            os.replace(coming.name, place)
        except BaseException:
            Path(coming.name).unlink(missing_ok=True)
            raise
    return digest.hexdigest()


def serve(kept: KeptFile) -> FileResponse:
    """A kept file as a download: never shown by the browser, never guessed at. Whether the reader may have it is for the view
    to say. Raises Http404 where its bytes are gone."""
    try:
        file = path_of(kept).open("rb")
    except OSError as error:
        raise Http404 from error
    kind = kept.content_type if kept.content_type in TYPES.values() else "application/octet-stream"
    answer = FileResponse(file, as_attachment=True, filename=kept.name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
