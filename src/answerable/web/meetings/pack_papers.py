"""The papers in a pack: a list of all, and the words and tables of those that are text or Word files.

PDFs are not put into the pack's own PDF: joining files loses the tags by which a screen reader reads them. They are listed with
how many pages of their own they have.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.documents.document import Document, Paragraph
from answerable.documents.opening import open_document
from answerable.errors import InputError
from answerable.web.audit.files import path_of
from answerable.web.meetings.models import Meeting, Paper, PaperVersion

TEXTS = ("text/plain", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
# A longer paper is listed, and read in its own file.
MOST_CHARACTERS = 40_000


def _papers(meeting: Meeting, wide: tuple[str, ...]) -> list[tuple[Paper, PaperVersion]]:
    """The papers with those visibilities, each with its newest version; late ones last."""
    found = meeting.papers.filter(visibility__in=wide).select_related("agenda_item").prefetch_related("versions__file")
    return [(paper, list(paper.versions.all())[-1]) for paper in found]


def paper_facts(meeting: Meeting, wide: tuple[str, ...]) -> dict[str, list[str]]:
    """What is compared of the papers between two packs."""
    return {str(paper.pk): [paper.title, str(version.number)] for paper, version in _papers(meeting, wide)}


def paper_sections(meeting: Meeting, wide: tuple[str, ...]) -> list[dict[str, Any]]:
    """The list of papers, and a section for each whose words stand in the pack."""
    papers = _papers(meeting, wide)
    if not papers:
        return []
    texts = {paper.pk: words for paper, version in papers if (words := _blocks(version, paper.title))}
    rows = [[paper.title, str(paper.agenda_item or "–"), str(version.number), _length(version, paper.pk in texts),
             _("Late: {reason}").format(reason=paper.late_reason) if paper.late else ""] for paper, version in papers]
    listed = {"id": "papers", "title": _("Papers"), "blocks": [
        {"kind": "text", "text": _("Papers that are files of their own have their own page numbers, which do not count here.")},
        {"kind": "table", "caption": _("Papers"), "columns": [_("Paper"), _("For item"), _("Version"), _("Pages"), _("Note")],
         "rows": rows}]}
    own = [{"id": f"paper-{paper.pk}", "title": _("Paper: {paper}").format(paper=paper.title),
            "blocks": texts[paper.pk]}
           for paper, _version in papers if paper.pk in texts]
    return [listed, *own]


def _length(version: PaperVersion, inside: bool) -> str:
    if inside:
        return _("in this pack")
    if version.pages is None:
        return _("a file of its own")
    return ngettext("{number} page, a file of its own", "{number} pages, a file of its own", version.pages).format(
        number=version.pages)


def _blocks(version: PaperVersion, title: str) -> list[dict[str, Any]]:
    """The paragraphs, headings and tables of a paper whose words stand in the pack; none for one that is not text, or too
    long. title: of the paper, which is not said twice."""
    if version.file.content_type not in TEXTS:
        return []
    try:
        document = open_document(path_of(version.file).read_bytes(), version.file.name)
    except (InputError, OSError):
        return []
    if len(document.text) > MOST_CHARACTERS:
        return []
    found: list[dict[str, Any]] = []
    heading = title
    for table, lines in groupby(document.paragraphs, key=lambda each: each.cell.table if each.cell else None):
        if table is not None:
            found += _table(heading, document, list(lines))
            continue
        for each in lines:
            words = document.part(each).strip()
            if each.styled == "heading":
                heading = words or heading
            if words and not (each.styled == "heading" and words == title):
                found.append({"kind": "heading" if each.styled == "heading" else "text", "text": words})
    return found


def _table(caption: str, document: Document, cells: list[Paragraph]) -> list[dict[str, Any]]:
    """A table as a block, its first row being the headings of its columns; as lines of text where its rows differ in length."""
    rows: dict[int, dict[int, list[str]]] = {}
    for each in cells:
        if each.cell:
            rows.setdefault(each.cell.row, {}).setdefault(each.cell.column, []).append(document.part(each).strip())
    lines = [[" ".join(filter(None, words)) for _place, words in sorted(row.items())] for _number, row in sorted(rows.items())]
    if len(lines) < 2 or any(len(line) != len(lines[0]) for line in lines):
        return [{"kind": "text", "text": said} for line in lines if (said := "  ".join(line).strip())]
    return [{"kind": "table", "caption": caption, "columns": lines[0], "rows": lines[1:]}]
