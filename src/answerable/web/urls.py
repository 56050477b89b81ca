"""Every address of the site."""

from __future__ import annotations

import re

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, register_converter

from answerable.web.performance import downloads, forecast_files, views
from answerable.web.performance.data_page import DATA_FILES


class MeasureId:
    """The identifier of a measure: small letters, digits and hyphens, so no address can name another folder.
    """

    regex = "[a-z0-9][a-z0-9-]{0,99}"

    def to_python(self, value: str) -> str:
        """The identifier as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """The identifier as it stands in a release."""
        return value


class DataFile:
    """The name of a file of the Data Package: one of a list, so no address can name another."""

    regex = "|".join(map(re.escape, DATA_FILES))

    def to_python(self, value: str) -> str:
        """The name as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """The name as it stands in a release."""
        return value


register_converter(MeasureId, "measure")
register_converter(DataFile, "data_file")

PUBLIC = [
    path("", views.home, name="home"),
    path("changes/", views.changes, name="changes"),
    path("changes/changes.csv", downloads.changes_csv, name="changes-csv"),
    path("changes/changes.json", downloads.changes_json, name="changes-json"),
    path("changes.atom", downloads.changes_atom, name="changes-atom"),
    path("measures/", views.definitions, name="definitions"),
    path("data/", views.data, name="data"),
    path("data/<data_file:name>", downloads.data_file, name="data-file"),
    path("measures/<measure:measure_id>/", views.measure, name="measure"),
    path("measures/<measure:measure_id>/figures.csv", downloads.figures_csv, name="figures-csv"),
    path("measures/<measure:measure_id>/figures.xlsx", downloads.figures_xlsx, name="figures-xlsx"),
    path("measures/<measure:measure_id>/figures.json", downloads.figures_json, name="figures-json"),
    *(path(f"measures/<measure:measure_id>/{kind}.svg", downloads.chart_svg, {"kind": kind}, name=f"{kind}-svg")
      for kind in downloads.CHARTS),
    path("measures/<measure:measure_id>/fan.json", downloads.chart_json, {"kind": "fan"}, name="fan-json"),
    path("measures/<measure:measure_id>/projection.csv", forecast_files.projection_csv, name="projection-csv"),
    path("measures/<measure:measure_id>/projection.xlsx", forecast_files.projection_xlsx, name="projection-xlsx"),
    path("measures/<measure:measure_id>/projection.json", forecast_files.projection_json, name="projection-json"),
    path("forecasts/", views.forecasts, name="forecasts"),
    path("forecasts/forecasts.csv", forecast_files.forecasts_csv, name="forecasts-csv"),
    path("forecasts/forecasts.xlsx", forecast_files.forecasts_xlsx, name="forecasts-xlsx"),
    path("forecasts/forecasts.json", forecast_files.forecasts_json, name="forecasts-json"),
    path("measures/<measure:measure_id>/chart.json", downloads.chart_json, name="chart-json"),
    path("data-quality/", views.quality, name="quality"),
    path("data-quality/days.csv", downloads.days_csv, name="days-csv"),
    path("data-quality/days.json", downloads.days_json, name="days-json"),
    path("contradictions/", views.contradictions, name="contradictions"),
    path("contradictions/contradictions.csv", downloads.contradictions_csv, name="contradictions-csv"),
    path("contradictions/contradictions.json", downloads.contradictions_json, name="contradictions-json"),
    path("rating-rule/", views.rating_rule, name="rating-rule"),
    path("rating-rule/rule.yaml", downloads.rating_rule_yaml, name="rating-rule-yaml"),
    path("missing/", views.missing, name="missing"),
    path("missing/register.json", downloads.missing_json, name="missing-json"),
    path("data-quality/loads.csv", downloads.loads_csv, name="loads-csv"),
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("healthz", views.health, name="health"),
]
# What belongs to the register: each app keeps its own addresses.
REGISTER = [path("", include(f"answerable.web.{app}.urls"))
            for app in ("audit", "accounts", "organisations", "register", "meetings", "what_if", "scrutiny", "api")]

# Every page has two addresses: the Welsh one stands below /cy/. What another site sends people back to has one, and programs
# are spoken to in one language.
urlpatterns = [path("", include("answerable.web.accounts.urls_single")),
               path("", include("answerable.web.api.addresses")),
               *i18n_patterns(*PUBLIC, *REGISTER, prefix_default_language=False)]
handler403 = "answerable.web.components.pages.refused"
handler404 = "answerable.web.performance.views.not_found"
handler429 = "answerable.web.accounts.views_sign_in.too_many"
handler500 = "answerable.web.faults.server_error"
