"""A pack as a Word file: real headings, a table of contents, header rows that repeat, and pictures with alternative texts.

Word lays its pages out itself, so a file alone cannot say where they break. Each section begins a page and is numbered from the
page that it has in the PDF, so the first page of every section agrees; within a long section Word may break elsewhere.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from answerable.web.meetings.pack_pdf import chart_png

PETROL = RGBColor(0x12, 0x42, 0x4F)


def pack_word(content: Mapping[str, Any], charts: Mapping[str, str], pages: Mapping[str, int]) -> bytes:
    """The Word file of a pack. content, charts, pages: as of pack_pdf."""
    document = new_document(content["title"], content["body"], content["language"], content["made_on"])
    document.add_paragraph(content["title"], style="Title")
    for words in (content["when"], content["body"], content["words"]["version"]):
        document.add_paragraph(words)
    document.add_paragraph(content["words"]["contents"], style="TOC Heading")
    _contents(document, [(each["title"], pages[each["id"]]) for each in content["sections"]])
    _footer(document, f"{content['words']['version']}   {content['words']['page']} ")
    for section in content["sections"]:
        _begin_at(document.add_section(WD_SECTION.NEW_PAGE), pages[section["id"]])
        document.add_heading(section["title"], level=1)
        for block in section["blocks"]:
            _draw(document, block, charts)
    return as_bytes(document)


def new_document(title: str, author: str, language: str, made_on: str) -> Any:
    """An empty document on A4 with our fonts and its own language."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Arial", PETROL
        for fonts in style.element.iter(qn("w:rFonts")):
            # The theme's font would win over the one that is named.
            for each in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(each), None)
    properties, when = document.core_properties, datetime.combine(date.fromisoformat(made_on), datetime.min.time())
    properties.title, properties.author, properties.language = title, author, language
    properties.created = properties.modified = when
    for each in document.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), "cy-GB" if language == "cy" else language)
    return document


def as_bytes(document: Any) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _begin_at(section: Any, page: int) -> None:
    """Number a section's pages from that one."""
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), str(page))
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    section._sectPr.append(numbers)


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field of Word with what it shows until Word works it out anew."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind == "":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)
        elif kind != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _contents(document: Any, entries: list[tuple[str, int]]) -> None:
    """The table of contents: Word's own, filled already with the sections and their pages."""
    shown = "\n".join(f"{title}\t{page}" for title, page in entries)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16))
    _field(paragraph, 'TOC \\o "1-1" \\h \\z \\u', shown)


def _footer(document: Any, words: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(words)
    _field(paragraph, "PAGE", "1")


def _draw(document: Any, block: Mapping[str, Any], charts: Mapping[str, str]) -> None:
    if block["kind"] == "heading":
        document.add_heading(block["text"], level=2)
    elif block["kind"] == "text":
        document.add_paragraph(block["text"])
    elif block["kind"] == "chart" and block["measure"] in charts:
        picture = document.add_picture(io.BytesIO(chart_png(charts[block["measure"]])), width=Cm(16.5))
        picture._inline.docPr.set("descr", block["alt"])
    elif block["kind"] == "table":
        add_table(document, block["columns"], block["rows"])


def add_table(document: Any, columns: list[str], rows: list[list[str]]) -> Any:
    """Add a table whose first row is its header, which Word repeats on every page. Gives the table."""
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph()
    return table
