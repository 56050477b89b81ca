"""Downloads of what is expected of a measure, and of the record of forecasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

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
from answerable.web.performance.reading import Release
from answerable.web.performance.tables import Value

STEP_COLUMNS = ("period_start", "period_end", "label", "ahead", "median", "low50", "high50", "low90", "high90", "met", "met_by",
                "floor", "text", "text50", "text90")
SCORE_COLUMNS = ("entry", "by", "kind", "measure", "title", "unit", "label", "period_start", "period_end", "ahead", "point",
                 "low90", "high90", "text", "outcome", "outcome_text", "outcome_revised", "error", "wis", "inside50",
                 "inside90", "odds", "met", "brier", "status", "reason")
FORECASTER_COLUMNS = ("by", "kind", "method", "measure", "title", "n", "bias", "bias_low", "bias_high", "words", "mae", "wis",
                      "cover50", "cover50_n", "cover90", "cover90_n", "brier", "brier_n", "skill", "skill_low", "skill_high")
ENTRY_COLUMNS = ("number", "made_at", "day", "by", "kind", "method", "manifest", "sha256", "forecasts", "scored")


@require_safe
def projection_csv(request: HttpRequest, measure_id: str) -> HttpResponse:
    """What is expected of a measure, month by month, as CSV."""
    _release, measure, projection = _projected(measure_id)
    header = ("measure", "unit", "method", *STEP_COLUMNS)
    rows = ([measure["id"], measure["unit"], projection["method"]["id"], *row]
            for row in _cells(projection["steps"], STEP_COLUMNS))
    return attachment(csv_text(header, rows).encode(), CSV, f"{measure_id}-projection.csv")


@require_safe
def projection_xlsx(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The same as a workbook, with a second sheet that says how it was made."""
    release, measure, projection = _projected(measure_id)
    sheets = {_("Projection"): _sheet(projection["steps"], STEP_COLUMNS),
              _("About"): [*about_rows(release, measure), ["made_at", projection["made_at"]],
                           ["method", projection["method"]["words"]], ["sentence", projection["sentence"]]]}
    return attachment(xlsx_bytes(sheets), XLSX, f"{measure_id}-projection.xlsx")


@require_safe
def projection_json(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The same as it was released, with what was forecast before."""
    release, measure, projection = _projected(measure_id)
    content = {**about(release, measure), "projection": projection, "past_forecasts": measure.get("past_forecasts") or []}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


@require_safe
def forecasts_csv(request: HttpRequest) -> HttpResponse:
    """Every forecast of the record with what came of it, one period a row, as CSV."""
    rows = _cells(release_or_404().forecasts()["scores"], SCORE_COLUMNS)
    return attachment(csv_text(SCORE_COLUMNS, rows).encode(), CSV, "forecasts.csv")


@require_safe
def forecasts_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, with sheets of the forecasters and of the entries of the record."""
    content = release_or_404().forecasts()
    sheets = {_("Forecasts"): _sheet(content["scores"], SCORE_COLUMNS),
              _("Forecasters"): _sheet(content["forecasters"], FORECASTER_COLUMNS),
              _("Entries"): _sheet(content["entries"], ENTRY_COLUMNS)}
    return attachment(xlsx_bytes(sheets), XLSX, "forecasts.xlsx")


@require_safe
def forecasts_json(request: HttpRequest) -> HttpResponse:
    """The same as it was released."""
    return JsonResponse(release_or_404().forecasts(), json_dumps_params={"ensure_ascii": False})


def _projected(measure_id: str) -> tuple[Release, dict[str, Any], dict[str, Any]]:
    release, measure, _table = found(measure_id)
    if not measure.get("projection"):
        raise Http404
    return release, measure, measure["projection"]


def _sheet(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> list[list[Value]]:
    return [list(columns), *_cells(rows, columns)]


def _cells(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> list[list[Value]]:
    return [[row.get(column) for column in columns] for row in rows]
