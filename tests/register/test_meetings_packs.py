"""The pack of a meeting: an accessible PDF, a Word file and a page, which agree on their page numbers."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from typing import Any

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.oxml.ns import qn

from answerable.errors import InputError
from answerable.web.accounts.rights import INTERNAL, PUBLIC
from answerable.web.audit.files import path_of
from answerable.web.meetings import commands
from answerable.web.meetings.commands_packs import make_pack
from answerable.web.meetings.pack_changes import pack_changes
from answerable.web.meetings.pack_pdf import pack_pdf
from answerable.web.register.commands_actions import add_action

HOSTILE = '#panic("in") $x$ *bold* </script> \\ "quoted"'


@pytest.fixture
def meeting(cast: Any) -> Any:
    """A meeting with so many open actions that they need two pages, a measure, a question and papers."""
    by = cast.people["policy-officer"]
    before = commands.add_meeting(by=by, title="Performance", body=cast.body, force=cast.force, kind="performance",
                                  starts_at=datetime(2026, 10, 6, 14, 30, tzinfo=UTC))
    for number in range(14):
        title = f"{number}: brief the commissioner on the answering of calls" + " and what comes of it" * 10
        add_action(by=None, title=title, meeting=before, origin="meeting",
                   owners=[cast.chief], due=date(2026, 11, 1))
    planned = commands.add_meeting(by=by, title="Performance", body=cast.body, force=cast.force, kind="performance",
                                   starts_at=datetime(2026, 11, 3, 14, 30, tzinfo=UTC))
    commands.add_item(by=by, meeting=planned, title="Matters arising", kind="matters-arising")
    commands.add_item(by=by, meeting=planned, title="Answering 101", kind="measures", measure_id="101-answered-within-30s")
    commands.add_item(by=by, meeting=planned, title=HOSTILE, note=HOSTILE)
    commands.ask_question(by=by, text="How many hang up?", body=cast.body, force=cast.force, meeting=planned, to=cast.chief)
    commands.add_paper(by=by, meeting=planned, title="Demand plan", file=SimpleUploadedFile("plan.txt", b"We plan.\n\nMore."))
    return planned


@pytest.fixture
def pack(cast: Any, meeting: Any) -> Any:
    return make_pack(cast.people["policy-officer"], meeting, INTERNAL)


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Every element of the PDF's structure as (role, element)."""
    found: list[tuple[str, Any]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S)[1:], node))
            if "/K" in node:
                walk(node.K)
    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_the_pdf_is_tagged_for_screen_readers(pack: Any) -> None:
    with pikepdf.open(path_of(pack.pdf)) as pdf:
        roles = [role for role, _element in tags(pdf)]
        figures = [element for role, element in tags(pdf) if role == "Figure"]
        assert str(pdf.Root.Lang).startswith("en")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "Performance: pack" in str(pdf.open_metadata().get("dc:title"))
        assert {"H1", "H2", "Table", "TH", "TD", "TOC"} <= set(roles)
        assert len(figures) == 1
        assert str(figures[0].Alt).startswith("Chart of")


def test_a_picture_without_its_words_is_not_built(meeting: Any, pack: Any) -> None:
    content = {**pack.content, "sections": [{"id": "one", "title": "One", "blocks": [
        {"kind": "chart", "measure": "m", "alt": ""}]}]}
    with pytest.raises(InputError, match="accessible PDF"):
        pack_pdf(content, {"m": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'})


def test_what_people_wrote_is_never_read_as_markup(pack: Any, meeting: Any, cast: Any) -> None:
    assert [HOSTILE, HOSTILE] in [row[1:] for row in pack.content["sections"][0]["blocks"][1]["rows"]]
    page = cast.signed_in("auditor").get(pack.get_absolute_url()).content.decode()
    assert "#panic(&quot;in&quot;) $x$ *bold* &lt;/script&gt;" in page


def outline(pdf: pikepdf.Pdf) -> dict[str, int]:
    """The headings of a PDF with the page that each leads to, from its own outline."""
    with pdf.open_outline() as lines:
        places = {}
        for line in [*lines.root, *(child for each in lines.root for child in each.children)]:
            target = line.destination if line.destination is not None else line.action.D
            if not isinstance(target, pikepdf.Array):
                continue
            places[line.title] = next(number for number, each in enumerate(pdf.pages, start=1) if each.obj == target[0])
        return places


def test_page_numbers_on_the_screen_in_the_pdf_and_in_word_agree(pack: Any, cast: Any) -> None:
    page = cast.signed_in("auditor").get(pack.get_absolute_url()).content.decode()
    screen = {title: int(number) for number, title in re.findall(
        r'<p class="app-page" id="page-(\d+)">.*?<h2 class="govuk-heading-l" id="title-[^"]*">([^<]*)</h2>', page, re.DOTALL)
        if title}
    with pikepdf.open(path_of(pack.pdf)) as pdf:
        printed = outline(pdf)
        pages = len(pdf.pages)
    assert screen
    assert all(printed[title] == number for title, number in screen.items())
    # So many actions need more than one page: the second begins at some row, and the screen says so.
    assert screen["Performance"] - screen["Matters arising"] >= 2
    assert f'id="page-{screen["Matters arising"] + 1}"' in page
    word = docx.Document(str(path_of(pack.word)))
    starts = [int(number.get(qn("w:start"))) for each in word.sections for number in each._sectPr.findall(qn("w:pgNumType"))
              if number.get(qn("w:start"))]
    assert starts == sorted(screen.values())
    assert max(starts) <= pages


def test_the_word_file_has_headings_header_rows_and_words_for_pictures(pack: Any) -> None:
    word = docx.Document(str(path_of(pack.word)))
    headings = [each.text for each in word.paragraphs if each.style.name == "Heading 1"]
    assert headings == [each["title"] for each in pack.content["sections"]]
    assert all(table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for table in word.tables)
    assert [shape._inline.docPr.get("descr")[:8] for shape in word.inline_shapes] == ["Chart of"]
    assert any("TOC" in (each.text or "") for each in word.element.iter(qn("w:instrText")))


def test_each_pack_is_kept_and_says_what_changed(pack: Any, meeting: Any, cast: Any) -> None:
    by = cast.people["policy-officer"]
    commands.answer_question(by=cast.people["chief-officer"], question=meeting.questions.get(), answer="One in ten.")
    commands.add_item(by=by, meeting=meeting, title="Any other business", kind="other-business")
    second = make_pack(by, meeting, INTERNAL)
    assert second.number == 2
    assert pack_changes(pack.content, second.content) == [
        "New on the agenda: Any other business.", f"Answered, or answered anew: Question {meeting.questions.get().pk}."]
    page = cast.signed_in("auditor").get(second.get_absolute_url()).content.decode()
    assert "Pack version 2" in page
    assert "What changed since version 1" in page
    assert "followed it" in cast.signed_in("auditor").get(pack.get_absolute_url()).content.decode()
    assert path_of(pack.pdf).is_file()


def test_a_pack_for_the_public_leaves_out_what_is_not_for_it(meeting: Any, cast: Any) -> None:
    by = cast.people["policy-officer"]
    refused = cast.signed_in("policy-officer").post(reverse("pack-make", args=[meeting.pk]), {"audience": PUBLIC})
    assert refused.status_code == 422
    commands.publish_meeting(by=by, meeting=meeting, visibility=PUBLIC)
    commands.publish_agenda(by=by, meeting=meeting)
    meeting.refresh_from_db()
    made = make_pack(by, meeting, PUBLIC)
    internal = make_pack(by, meeting, INTERNAL)
    assert [each["id"] for each in made.content["sections"]] == ["agenda", "performance"]
    assert cast.signed_in("").get(reverse("pack-pdf", args=[made.pk])).status_code == 200
    assert cast.signed_in("").get(reverse("pack-pdf", args=[internal.pk])).status_code == 404
    assert cast.signed_in("charlie").get(internal.get_absolute_url()).status_code == 404


def test_the_files_open(pack: Any) -> None:
    assert docx.Document(io.BytesIO(path_of(pack.word).read_bytes())).core_properties.title == "Performance: pack"
    with pikepdf.open(path_of(pack.pdf)) as pdf:
        assert len(pdf.pages) >= 6
