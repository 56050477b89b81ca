"""Downloads: the table of a page as CSV, XLSX or JSON."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.judgement.digests import COLUMNS as DIGEST_COLUMNS
from answerable.judgement.digests import rows as digest_rows
from answerable.web.performance.changes_page import changes_feed
from answerable.web.performance.data_page import DATA_FILES
from answerable.web.performance.days import feed_days
from answerable.web.performance.files import (
    CSV,
    XLSX,
    about,
    about_rows,
    attachment,
    csv_text,
    found,
    release_or_404,
    xlsx_bytes,
)
from answerable.web.performance.tables import FigureTable, Value

SVG = "image/svg+xml"
# What a chart is called in its address, and in the release.
CHARTS = {"chart": "wide", "hours": "hours-wide", "parts": "parts-wide", "funnel": "funnel-wide", "fan": "fan-wide"}
DAY_COLUMNS = ("feed", "day", "received", "expected", "state")
CONTRADICTION_COLUMNS = ("measure", "title", "code", "certain", "stated", "stands", "period", "from", "to", "source", "until",
                         "words")
LOAD_COLUMNS = ("source", "file", "loaded_at", "read", "accepted", "quarantined", "duplicate",
                "first_day", "last_day", "manifest")


@require_safe
def figures_csv(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The figures of a measure as CSV."""
    _release, _measure, table = found(measure_id)
    return attachment(csv_text(_keys(table), _values(table)).encode(), CSV, f"{measure_id}.csv")


@require_safe
def figures_xlsx(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The figures of a measure as a workbook, with a second sheet that says where they come from."""
    release, measure, table = found(measure_id)
    sheets = {_("Figures"): [[*_keys(table)], *_values(table)], _("About"): about_rows(release, measure)}
    return attachment(xlsx_bytes(sheets), XLSX, f"{measure_id}.xlsx")


@require_safe
def figures_json(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The figures of a measure as JSON: what they are and where they come from, then one object a figure."""
    release, measure, table = found(measure_id)
    keys = _keys(table)
    figures = [dict(zip(keys, values, strict=True)) for values in _values(table)]
    content = {**about(release, measure), "figures": figures}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


@require_safe
def chart_svg(request: HttpRequest, measure_id: str, kind: str) -> HttpResponse:
    """A chart of a measure as an SVG file for documents and slides, as wide as on a wide page. kind: one of CHARTS."""
    release, measure, _table = found(measure_id)
    svg = release.chart(measure_id, CHARTS[kind])
    if svg is None:
        raise Http404
    words = (measure.get("judgement") or {}).get("sentence") or measure["title"]
    if kind == "fan":
        words = measure["projection"]["sentence"]
    return attachment(titled(svg, f"{measure['title']}. {words}").encode(), SVG, f"{measure_id}-{kind}.svg")


def titled(svg: str, title: str) -> str:
    """A picture with a title, which is what a reader of its own shows or reads out, on white: where it goes the ground may
    not be.
    """
    head, _close, rest = svg.partition(">")
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return f"{head}><title>{escape(title)}</title>{ground}{rest}"


@require_safe
def chart_json(request: HttpRequest, measure_id: str, kind: str = "chart") -> HttpResponse:
    """What the browser needs to make a chart of a measure readable month by month. kind: "chart" or "fan"."""
    release, _measure, _table = found(measure_id)
    content = release.file(f"charts/{measure_id}-{CHARTS[kind]}.vega.json")
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="application/json")


@require_safe
def loads_csv(request: HttpRequest) -> HttpResponse:
    """Every load of the release as CSV."""
    release = release_or_404()
    rows = ([load.get(key) for key in LOAD_COLUMNS] for load in release.quality()["loads"])
    return attachment(csv_text(LOAD_COLUMNS, rows).encode(), CSV, "loads.csv")


@require_safe
def data_file(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the release's Data Package."""
    content = release_or_404().file(name)
    if content is None:
        raise Http404
    return attachment(content, DATA_FILES[name], name)


@require_safe
def days_csv(request: HttpRequest) -> HttpResponse:
    """Each day of each feed: records received and expected, and what that makes of it."""
    rows = ([day[key] for key in DAY_COLUMNS] for day in feed_days(release_or_404().quality()["coverage"]))
    return attachment(csv_text(DAY_COLUMNS, rows).encode(), CSV, "days.csv")


@require_safe
def days_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON, one object a day of a feed."""
    return JsonResponse(list(feed_days(release_or_404().quality()["coverage"])), safe=False)


@require_safe
def changes_csv(request: HttpRequest) -> HttpResponse:
    """What changed since the release before, one thing a row."""
    digest = release_or_404().signals()
    listed = ([row[key] for key in DIGEST_COLUMNS] for row in digest_rows(digest)) if digest else ()
    return attachment(csv_text(DIGEST_COLUMNS, listed).encode(), CSV, "changes.csv")


@require_safe
def changes_json(request: HttpRequest) -> HttpResponse:
    """The same as it was released; an empty object for a release from before it was told."""
    return JsonResponse(release_or_404().signals() or {}, json_dumps_params={"ensure_ascii": False})


@require_safe
def changes_atom(request: HttpRequest) -> HttpResponse:
    """The same as a feed, one entry a release."""
    return HttpResponse(changes_feed(release_or_404()), content_type="application/atom+xml; charset=utf-8")


@require_safe
def contradictions_csv(request: HttpRequest) -> HttpResponse:
    """Every rating that its own evidence contradicted when the release was made, one contradiction a row."""
    listed = ([told.get(key) for key in CONTRADICTION_COLUMNS] for told in release_or_404().contradictions()["contradictions"])
    return attachment(csv_text(CONTRADICTION_COLUMNS, listed).encode(), CSV, "contradictions.csv")


@require_safe
def contradictions_json(request: HttpRequest) -> HttpResponse:
    """The same as it was released, with the figures that each rests on."""
    return JsonResponse(release_or_404().contradictions(), json_dumps_params={"ensure_ascii": False})


@require_safe
def rating_rule_yaml(request: HttpRequest) -> HttpResponse:
    """The text of the release's rating rule."""
    rule = release_or_404().header.get("rating_rule")
    if not rule:
        raise Http404
    return attachment(rule["text"].encode(), "application/yaml; charset=utf-8", f"{rule['id']}.yaml")


@require_safe
def missing_json(request: HttpRequest) -> HttpResponse:
    """The register of what is missing, as it was released."""
    return JsonResponse(release_or_404().missing(), json_dumps_params={"ensure_ascii": False})


def _keys(table: FigureTable) -> list[str]:
    return [column.key for column in table.columns]


def _values(table: FigureTable) -> list[list[Value]]:
    return [[row.cells[column.key].value for column in table.columns] for row in table.rows]
