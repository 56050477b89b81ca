"""What every download is made with: the tables written as CSV or as a workbook, and what to say of where they come from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse

from answerable.web.performance.reading import Release, newest_release
from answerable.web.performance.tables import FigureTable, Value, figure_table
from answerable.words import unquoted

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet would take text that begins so for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def release_or_404() -> Release:
    """The newest release; raises Http404 without one."""
    release = newest_release()
    if release is None:
        raise Http404
    return release


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Rows as CSV. Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers do
    not.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue()


def xlsx_bytes(sheets: dict[str, list[list[Value]]]) -> bytes:
    """A workbook with these sheets, their first row a header. Text stays text: no formulas, no links."""
    # Loaded on first use: only a download needs it.
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False,
                                     "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, ["" if value is None else unquoted(value) for value in row])
        sheet.set_row(0, None, bold)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    book.close()
    return out.getvalue()


def found(measure_id: str) -> tuple[Release, dict[str, Any], FigureTable]:
    """The newest release, a measure of it and its table; raises Http404 where there is no such."""
    release = newest_release()
    measure = release.measure(measure_id) if release else None
    if release is None or measure is None:
        raise Http404
    return release, measure, figure_table(measure)


def about(release: Release, measure: dict[str, Any]) -> dict[str, Value]:
    """What a file says of the measure it is about, and of where it comes from."""
    header = release.header
    return {"measure": measure["id"], "version": measure["version"], "title": measure["title"],
            "unit": measure["unit"], "force": header["workspace"]["name"],
            "made_up": "yes" if header["workspace"].get("made_up") else "no",
            "release": header["number"], "released_at": header["created_at"], "cut_off": header["cut_off"]}


def about_rows(release: Release, measure: dict[str, Any]) -> list[list[Value]]:
    """The same as the rows of a sheet."""
    return [[name, value] for name, value in about(release, measure).items()]


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be kept. kind: its media type."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
