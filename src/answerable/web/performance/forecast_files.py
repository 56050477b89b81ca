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

STEP_COLUMNS = ("period_start", "period_end", "label", "ahead", "median", "low50", "high50", "low90", "high90", "target", "met",
                "met_by", "floor", "text", "text50", "text90")
# A score against the figure as it was first known stands in columns of its own, where it was revised since.
MARKS = ("error", "wis", "inside50", "inside90", "met", "brier")
SCORE_COLUMNS = ("entry", "by", "kind", "method", "made_at", "made_on", "afterwards", "measure", "title", "version", "unit",
                 "label", "period_start", "period_end", "ahead", "origin", "point", "low90", "high90", "text", "target", "odds",
                 "floor", "outcome", "outcome_text", "outcome_revised", *MARKS, *(f"first_{name}" for name in MARKS),
                 "status", "reason")
FORECASTER_COLUMNS = ("by", "kind", "method", "measure", "title", "afterwards", "n", "waiting", "cannot", "periods", "unit",
                      "bias", "bias_low", "bias_high", "side", "words", "mae", "wis", "cover50", "cover50_low", "cover50_high",
                      "cover50_n", "cover90", "cover90_low", "cover90_high", "cover90_n", "brier", "brier_low", "brier_high",
                      "brier_n", "skill", "skill_low", "skill_high")
ENTRY_COLUMNS = ("number", "made_at", "day", "made_on", "by", "kind", "method", "manifest", "manifest_sha256", "before",
                 "sha256", "made_up", "reason", "file", "series", "forecasts", "scored")


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
    rows = _cells(_scores(release_or_404()), SCORE_COLUMNS)
    return attachment(csv_text(SCORE_COLUMNS, rows).encode(), CSV, "forecasts.csv")


@require_safe
def forecasts_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, with sheets of the forecasters and of the entries of the record."""
    release = release_or_404()
    content = release.forecasts()
    sheets = {_("Forecasts"): _sheet(_scores(release), SCORE_COLUMNS),
              _("Forecasters"): _sheet(content["forecasters"], FORECASTER_COLUMNS),
              _("Entries"): _sheet(content["entries"], ENTRY_COLUMNS)}
    return attachment(xlsx_bytes(sheets), XLSX, "forecasts.xlsx")


@require_safe
def forecasts_json(request: HttpRequest) -> HttpResponse:
    """The same as it was released."""
    return JsonResponse(release_or_404().forecasts(), json_dumps_params={"ensure_ascii": False})


def _scores(release: Release) -> Iterable[Mapping[str, Any]]:
    for score in release.forecasts()["scores"]:
        yield score | {f"first_{name}": (score.get("first") or {}).get(name) for name in MARKS}


def _projected(measure_id: str) -> tuple[Release, dict[str, Any], dict[str, Any]]:
    release, measure, _table = found(measure_id)
    if not measure.get("projection"):
        raise Http404
    return release, measure, measure["projection"]


def _sheet(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> list[list[Value]]:
    return [list(columns), *_cells(rows, columns)]


def _cells(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> list[list[Value]]:
    return [[row.get(column) for column in columns] for row in rows]
