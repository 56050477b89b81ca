"""A version of a plan as a Word document: headings in order, tables whose header row repeats, nothing by colour alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from answerable.web.components.templatetags.answerable import day
from answerable.web.register.models import PlanVersion
from answerable.web.register.plans_differences import Change

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def plan_docx(version: PlanVersion, rows: Sequence[dict[str, Any]], changes: Sequence[Change],
              before: PlanVersion | None) -> bytes:
    """A version of a plan as the bytes of a .docx. rows: plans_page.rows_of; changes: since `before`, the version before it."""
    # Loaded on first use: only this download needs it.
    from docx import Document

    document = Document()
    document.core_properties.title = f"{version.plan.title}, {_('version {number}').format(number=version.number)}"
    document.core_properties.language = "cy-GB" if get_language() == "cy" else "en-GB"
    document.core_properties.author = str(version.plan.force or version.plan.body)
    document.add_heading(version.plan.title, 0)
    document.add_paragraph(_state(version))
    for text in (version.plan.purpose, version.summary):
        for line in text.splitlines():
            document.add_paragraph(line)
    document.add_heading(_("Items"), 1)
    for row in rows:
        _add_item(document, row)
    if before is not None:
        document.add_heading(_("What changed since version {number}").format(number=before.number), 1)
        _add_changes(document, changes)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _state(version: PlanVersion) -> str:
    words = _("Version {number}: {state}.").format(number=version.number, state=str(version.get_state_display()).lower())
    return f"{words} {_('Live since {day}.').format(day=day(version.live_from.date()))}" if version.live_from else words


def _add_item(document: Any, row: dict[str, Any]) -> None:
    item = row["item"]
    document.add_heading(item.title, 2)
    for line in item.text.splitlines():
        document.add_paragraph(line)
    way = row["way"].words if row["way"] else ""
    facts = [(_("Owner"), str(item.owner or "")), (_("Measure"), row["measure"]), (_("To be reached"), row["amount"]),
             (_("From"), day(item.starts)), (_("By"), day(item.due)), (_("How it goes"), way)]
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    _header(table, (_("What"), _("As planned")))
    for name, value in facts:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value or "–"


def _header(table: Any, words: Sequence[str]) -> None:
    """Fill the first row, and mark it as one that repeats on every page and that a screen reader reads as a header."""
    from docx.oxml import OxmlElement

    for cell, text in zip(table.rows[0].cells, words, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add_changes(document: Any, changes: Sequence[Change]) -> None:
    words = {"added": _("Added"), "dropped": _("Dropped"), "changed": _("Changed")}
    for change in changes:
        document.add_heading(f"{words[change.kind]}: {change.title}", 2)
        for sentence in change.sentences:
            document.add_paragraph(sentence, style="List Bullet")
        if change.parts:
            _add_parts(document.add_paragraph(_("Its text: ")), change)
    if not changes:
        document.add_paragraph(_("Nothing changed in its items."))


def _add_parts(paragraph: Any, change: Change) -> None:
    """The text word for word: what was taken out struck through and in brackets, what was put in underlined."""
    for part in change.parts:
        run = paragraph.add_run(f"[{_('out')}: {part.text.strip()}] " if part.kind == "taken" else part.text)
        run.font.strike, run.font.underline = part.kind == "taken", part.kind == "put"
