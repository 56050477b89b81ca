"""Exporting everything that somebody may read: a file for each kind, with a manifest of their SHA-256."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from answerable import __version__
from answerable.web.accounts.models import Membership, User
from answerable.web.accounts.rights import may
from answerable.web.api.visible import KINDS, visible
from answerable.web.audit.models import AuditEvent
from answerable.web.audit.reading import events_for

FORMAT = 1
FORMS = ("json", "csv", "xlsx")
MANIFEST = "manifest.json"
# Spreadsheets run a cell that begins like this as a formula.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n")
# What opens a door is no data about anybody, and leaves in no export.
_SECRET = frozenset({"password", "digest", "last_login"})
_SHEET_TEXT = 32_767


def tables(user: Any) -> Iterator[tuple[str, list[str], Iterator[dict[str, Any]]]]:
    """(name, columns, rows) of every kind of which somebody may read anything; user None: the owner of the workspace, who has
    all. Links are numbers; instants are UTC. Events are there for those with the right "audit.read", accounts for the owner."""
    for model in KINDS:
        yield _table(visible(model, user).order_by("pk"))
    if user is None or may(user, "audit.read"):
        events = AuditEvent.objects.order_by("number") if user is None else events_for(user).order_by("number")
        yield _table(events)
    if user is None:
        yield _table(User.objects.order_by("pk"))
        yield _table(Membership.objects.order_by("pk"))


def _table(entries: models.QuerySet[Any]) -> tuple[str, list[str], Iterator[dict[str, Any]]]:
    columns = [each.name for each in entries.model._meta.concrete_fields if each.name not in _SECRET]
    attributes = [each.attname for each in entries.model._meta.concrete_fields if each.name not in _SECRET]

    def rows() -> Iterator[dict[str, Any]]:
        for values in entries.values_list(*attributes).iterator(chunk_size=2000):
            yield dict(zip(columns, map(_plain, values), strict=True))
    return entries.model._meta.model_name or "", columns, rows()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def files(user: Any, form: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file of an export, the manifest last. form: of FORMS; CSV and XLSX mark text that a spreadsheet
    would run as a formula."""
    held: dict[str, Any] = {}
    made = _workbook(user) if form == "xlsx" else _each(user, form)
    for name, content, rows in made:
        held[name] = {"sha256": hashlib.sha256(content).hexdigest(), "rows": rows}
        yield name, content
    manifest = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "answerable": __version__,
                "account": user.pk if user else None, "files": held}
    yield MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode()


def _each(user: Any, form: str) -> Iterator[tuple[str, bytes, int]]:
    for name, columns, rows in tables(user):
        found = list(rows)
        text = _json(name, found) if form == "json" else _csv(columns, found)
        yield f"{name}.{form}", text.encode(), len(found)


def _json(name: str, rows: list[dict[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{"format": {FORMAT}, "kind": {json.dumps(name)}, "items": [\n{lines}\n]}}\n'


def _csv(columns: list[str], rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(_cell(value)) for value in row.values()] for row in rows)
    return "\ufeff" + out.getvalue()   # by which spreadsheets know that it is UTF-8


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_MARKS) else value


def _workbook(user: Any) -> Iterator[tuple[str, bytes, int]]:
    from xlsxwriter import Workbook

    out, count = io.BytesIO(), 0
    with Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for name, columns, rows in tables(user):
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, columns, bold)
            for place, row in enumerate(rows, 1):
                count += 1
                for column, value in enumerate(row.values()):
                    _write(sheet, place, column, _cell(value))
    yield "register.xlsx", out.getvalue(), count


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value[:_SHEET_TEXT])
    elif value is not None:
        sheet.write(row, column, value)
