"""A scenario as a paper for a meeting: a Word document with its sentences, its tables and where it can be tried again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.components.templatetags.answerable import day
from answerable.web.what_if.tables import columns, pool_columns, pool_rows, rows
from answerable.web.what_if.telling import certainty, fault_words, first_sentence, other_sentences


def scenario_docx(scenario: Any, address: str) -> bytes:
    """A scenario as the bytes of a .docx. address: of its page."""
    from docx.oxml import OxmlElement

    from answerable.web.meetings.pack_word import as_bytes, new_document

    told, wanted = scenario.seen, scenario.seen.get("line", "")
    document = new_document(scenario.name, str(scenario.force), "en-GB", timezone.localdate(scenario.saved_at).isoformat())
    document.add_heading(scenario.name, 1)
    document.add_paragraph(first_sentence(told, scenario.changes, wanted))
    for line in (*fault_words(told), *scenario.description.splitlines()):
        document.add_paragraph(line)
    for sentence in other_sentences(told, wanted):
        document.add_paragraph(sentence, style="List Bullet")

    def table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        made = document.add_table(rows=1, cols=len(heads), style="Table Grid")
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, text in zip(made.rows[0].cells, heads, strict=True):
            cell.text = text
            cell.paragraphs[0].runs[0].bold = True
        for words in lines:
            for cell, text in zip(made.add_row().cells, words, strict=True):
                cell.text = text

    document.add_heading(_("By line"), 2)
    table(columns(told), rows(told))
    document.add_heading(_("By pool of handlers"), 2)
    table(pool_columns(told), pool_rows(told))
    document.add_heading(_("On what this rests"), 2)
    for line in (certainty(told), _("Simulated on {day} from the room “{room}” as it was then.").format(
            day=day(timezone.localdate(scenario.saved_at)), room=scenario.room.name),
                 _("The scenario, to be looked at and tried again: {address}").format(address=address)):
        document.add_paragraph(line)
    return as_bytes(document)
