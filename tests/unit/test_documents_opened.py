"""Documents are known by their content, and keep where each paragraph and each cell of a table stands."""

from __future__ import annotations

from datetime import date

import pytest

from answerable.documents import Document, open_document
from answerable.documents.minutes import MinutesReading, read_minutes
from answerable.documents.minutes.comparing import (
    AGREES,
    DIFFERS,
    NO_FIGURE,
    Stated,
    compare_stated,
    contradictions,
)
from hostile_files import docx, paragraph, pdf, ruled_pdf, table

ACTIONS = (("Action", "Owner", "Due"), ("Circulate the plan", "Clerk", "4 June 2021"),
           ("Write to the Home Office", "Chief Constable", "TBC"))


def read(content: bytes, name: str) -> MinutesReading:
    return read_minutes(open_document(content, name), ())


def parts(document: Document) -> list[str]:
    return [document.part(paragraph) for paragraph in document.paragraphs]


def test_a_word_document_keeps_paragraphs_headings_and_cells() -> None:
    document = open_document(docx(paragraph("Minutes", style="Heading1") + table(*ACTIONS)), "any name")
    assert parts(document)[:4] == ["Minutes", "Action", "Owner", "Due"]
    assert document.paragraphs[0].styled == "heading"
    assert [(each.cell.row, each.cell.column) for each in document.paragraphs[4:7] if each.cell] == [(1, 0), (1, 1), (1, 2)]
    assert document.text.splitlines()[1] == "Action\tOwner\tDue"


def test_what_a_tracked_change_deletes_is_not_read() -> None:
    body = "<w:p><w:r><w:t>The Clerk to </w:t></w:r><w:del><w:r><w:delText>burn</w:delText></w:r></w:del>" \
           "<w:ins><w:r><w:t>send</w:t></w:r></w:ins><w:r><w:t> the list.</w:t></w:r></w:p>"
    assert open_document(docx(body), "m.docx").text == "The Clerk to send the list."


@pytest.mark.parametrize(("content", "name"), [
    (docx(paragraph("Notes of 18 May 2021") + table(*ACTIONS)), "m.docx"),
    (ruled_pdf(ACTIONS, edges=(40, 250, 430, 555)), "m.pdf"),
    ("\n".join("\t".join(row) for row in ACTIONS).encode(), "m.txt"),
    ("\n".join(f"| {' | '.join(row)} |" for row in ACTIONS).encode(), "m.txt")], ids=["docx", "pdf", "tabs", "strokes"])
def test_a_table_of_actions_is_read_alike_from_every_kind_of_file(content: bytes, name: str) -> None:
    found = read(content, name).of("action")
    assert [(each.sentence, each.owner, each.owner_where) for each in found] == [
        ("Circulate the plan", "Clerk", "action column"), ("Write to the Home Office", "Chief Constable", "action column")]
    assert [(each.due_printed, each.due) for each in found] == [("4 June 2021", date(2021, 6, 4)), ("TBC", None)]


def test_a_row_broken_over_a_page_is_one_row() -> None:
    first = (("1.1", "The ACC to provide the PCC with", "ACC"),)
    second = (("", "quarterly briefings on progress.", ""), ("1.2", "The plan was noted.", ""))
    document = open_document(ruled_pdf(first, second), "m.pdf")
    assert document.pages == 2
    rows = {(each.cell.table, each.cell.row) for each in document.paragraphs[:4] if each.cell}
    assert rows == {(0, 0)}
    found = read_minutes(document, ()).of("action")
    assert [(each.sentence, each.owner) for each in found] == [
        ("The ACC to provide the PCC with quarterly briefings on progress.", "ACC")]


def test_an_action_column_without_lines_is_told_by_its_gap() -> None:
    text = "1. Calls\nACTION: A meeting to be arranged to discuss the plan.        PCC / CC\nThe plan was noted."
    found = read(pdf(text), "m.pdf").of("action")
    assert [(each.owner, each.owner_where, each.page) for each in found] == [("PCC / CC", "action column", 1)]


def test_owners_that_a_page_break_sets_before_a_sentence_are_given_back() -> None:
    text = ("ACTION: A meeting to be arranged.\n\n"
            "The central duties function that the force set up in the spring of that year\n\n"
            "PCC / CC is needed, but has no link to the teams.")
    document = open_document(text.encode(), "m.txt")
    found = read_minutes(document, ()).of("action")
    assert [(each.sentence, each.owner) for each in found] == [("A meeting to be arranged.", "PCC / CC")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_any_encoding(encoding: str) -> None:
    document = open_document("The Clerk’s list – agreed.".encode(encoding), "m.txt")
    assert document.text == "The Clerk’s list – agreed."


def stated(value: float, month: int = 9, where: str = "") -> Stated:
    return Stated("101-answered-within-30s", value, date(2026, month, 1), date(2026, month, 30), where)


@pytest.mark.parametrize(("value", "own", "standing"), [
    (65.0, 65.4, AGREES), (65.4, 65.44, AGREES), (65.0, 65.5, DIFFERS), (72.0, 65.4, DIFFERS), (1200.0, 1200.0, AGREES)])
def test_a_stated_figure_agrees_as_far_as_it_was_printed(value: float, own: float, standing: str) -> None:
    found = compare_stated([stated(value)], {stated(value).key: own})[0]
    assert found.standing == standing
    assert found.by == pytest.approx(value - own)


def test_without_a_figure_of_the_same_period_nothing_is_said() -> None:
    assert compare_stated([stated(65.0)], {stated(65.0, month=6).key: 65.0})[0].standing == NO_FIGURE


def test_two_statements_about_one_month_contradict_unless_one_is_rounded() -> None:
    found = contradictions([stated(72.0)], [stated(65.4, where="May"), stated(72.3), stated(60.0, month=6)])
    assert [(each.earlier.where, each.by) for each in found] == [("May", pytest.approx(6.6))]
