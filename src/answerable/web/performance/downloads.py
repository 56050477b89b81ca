"""Downloads: the table of a page as CSV, XLSX or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.judgement.digests import COLUMNS as DIGEST_COLUMNS
from answerable.judgement.digests import rows as digest_rows
from answerable.web.performance.changes_page import changes_feed
from answerable.web.performance.data_page import DATA_FILES
from answerable.web.performance.days import feed_days
from answerable.web.performance.reading import Release, newest_release
from answerable.web.performance.tables import FigureTable, Value, figure_table

CSV = "text/csv; charset=utf-8"
SVG = "image/svg+xml"
# What a chart is called in its address, and in the release.
CHARTS = {"chart": "wide", "hours": "hours-wide", "parts": "parts-wide", "funnel": "funnel-wide"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet would take text that begins so for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
DAY_COLUMNS = ("feed", "day", "received", "expected", "state")
CONTRADICTION_COLUMNS = ("measure", "title", "code", "certain", "stated", "stands", "period", "from", "to", "source", "until",
                         "words")
LOAD_COLUMNS = ("source", "file", "loaded_at", "read", "accepted", "quarantined", "duplicate",
                "first_day", "last_day", "manifest")


@require_safe
def figures_csv(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The figures of a measure as CSV."""
    _release, _measure, table = _found(measure_id)
    return _file(csv_text(_keys(table), _values(table)).encode(), CSV, f"{measure_id}.csv")


@require_safe
def figures_xlsx(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The figures of a measure as a workbook, with a second sheet that says where they come from."""
    release, measure, table = _found(measure_id)
    about: list[list[Value]] = [[name, value] for name, value in _about(release, measure).items()]
    return _file(xlsx_bytes({_("Figures"): [[*_keys(table)], *_values(table)], _("About"): about}), XLSX,
                 f"{measure_id}.xlsx")


@require_safe
def figures_json(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The figures of a measure as JSON: what they are and where they come from, then one object a figure."""
    release, measure, table = _found(measure_id)
    keys = _keys(table)
    figures = [dict(zip(keys, values, strict=True)) for values in _values(table)]
    content = {**_about(release, measure), "figures": figures}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


@require_safe
def chart_svg(request: HttpRequest, measure_id: str, kind: str) -> HttpResponse:
    """A chart of a measure as an SVG file for documents and slides, as wide as on a wide page. kind: one of CHARTS."""
    release, measure, _table = _found(measure_id)
    svg = release.chart(measure_id, CHARTS[kind])
    if svg is None:
        raise Http404
    words = (measure.get("judgement") or {}).get("sentence") or measure["title"]
    return _file(titled(svg, f"{measure['title']}. {words}").encode(), SVG, f"{measure_id}-{kind}.svg")


def titled(svg: str, title: str) -> str:
    """A picture with a title, which is what a reader of its own shows or reads out, on white: where it goes the ground may
    not be.
    """
    head, _close, rest = svg.partition(">")
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return f"{head}><title>{escape(title)}</title>{ground}{rest}"


@require_safe
def chart_json(request: HttpRequest, measure_id: str) -> HttpResponse:
    """What the browser needs to make a measure's control chart readable month by month."""
    release, _measure, _table = _found(measure_id)
    content = release.file(f"charts/{measure_id}-wide.vega.json")
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="application/json")


@require_safe
def loads_csv(request: HttpRequest) -> HttpResponse:
    """Every load of the release as CSV."""
    release = newest_release()
    if release is None:
        raise Http404
    rows = ([load.get(key) for key in LOAD_COLUMNS] for load in release.quality()["loads"])
    return _file(csv_text(LOAD_COLUMNS, rows).encode(), CSV, "loads.csv")


@require_safe
def data_file(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the release's Data Package."""
    release = newest_release()
    content = release.file(name) if release else None
    if content is None:
        raise Http404
    return _file(content, DATA_FILES[name], name)


@require_safe
def days_csv(request: HttpRequest) -> HttpResponse:
    """Each day of each feed: records received and expected, and what that makes of it."""
    rows = ([day[key] for key in DAY_COLUMNS] for day in feed_days(_release().quality()["coverage"]))
    return _file(csv_text(DAY_COLUMNS, rows).encode(), CSV, "days.csv")


@require_safe
def days_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON, one object a day of a feed."""
    return JsonResponse(list(feed_days(_release().quality()["coverage"])), safe=False)


@require_safe
def changes_csv(request: HttpRequest) -> HttpResponse:
    """What changed since the release before, one thing a row."""
    digest = _release().signals()
    listed = ([row[key] for key in DIGEST_COLUMNS] for row in digest_rows(digest)) if digest else ()
    return _file(csv_text(DIGEST_COLUMNS, listed).encode(), CSV, "changes.csv")


@require_safe
def changes_json(request: HttpRequest) -> HttpResponse:
    """The same as it was released; an empty object for a release from before it was told."""
    return JsonResponse(_release().signals() or {}, json_dumps_params={"ensure_ascii": False})


@require_safe
def changes_atom(request: HttpRequest) -> HttpResponse:
    """The same as a feed, one entry a release."""
    return HttpResponse(changes_feed(_release()), content_type="application/atom+xml; charset=utf-8")


@require_safe
def contradictions_csv(request: HttpRequest) -> HttpResponse:
    """Every rating that its own evidence contradicted when the release was made, one contradiction a row."""
    listed = ([told.get(key) for key in CONTRADICTION_COLUMNS] for told in _release().contradictions()["contradictions"])
    return _file(csv_text(CONTRADICTION_COLUMNS, listed).encode(), CSV, "contradictions.csv")


@require_safe
def contradictions_json(request: HttpRequest) -> HttpResponse:
    """The same as it was released, with the figures that each rests on."""
    return JsonResponse(_release().contradictions(), json_dumps_params={"ensure_ascii": False})


@require_safe
def rating_rule_yaml(request: HttpRequest) -> HttpResponse:
    """The text of the release's rating rule."""
    rule = _release().header.get("rating_rule")
    if not rule:
        raise Http404
    return _file(rule["text"].encode(), "application/yaml; charset=utf-8", f"{rule['id']}.yaml")


@require_safe
def missing_json(request: HttpRequest) -> HttpResponse:
    """The register of what is missing, as it was released."""
    return JsonResponse(_release().missing(), json_dumps_params={"ensure_ascii": False})


def _release() -> Release:
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
            sheet.write_row(number, 0, ["" if value is None else value for value in row])
        sheet.set_row(0, None, bold)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    book.close()
    return out.getvalue()


def _found(measure_id: str) -> tuple[Release, dict[str, Any], FigureTable]:
    release = newest_release()
    measure = release.measure(measure_id) if release else None
    if release is None or measure is None:
        raise Http404
    return release, measure, figure_table(measure)


def _keys(table: FigureTable) -> list[str]:
    return [column.key for column in table.columns]


def _values(table: FigureTable) -> list[list[Value]]:
    return [[row.cells[column.key].value for column in table.columns] for row in table.rows]


def _about(release: Release, measure: dict[str, Any]) -> dict[str, Value]:
    header = release.header
    return {"measure": measure["id"], "version": measure["version"], "title": measure["title"],
            "unit": measure["unit"], "force": header["workspace"]["name"],
            "made_up": "yes" if header["workspace"].get("made_up") else "no",
            "release": header["number"], "released_at": header["created_at"], "cut_off": header["cut_off"]}


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
