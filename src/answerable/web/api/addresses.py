"""The addresses of the API: the same in every language."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from answerable.web.api import popolo
from answerable.web.api.service import api, nowhere

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/popolo/popolo.json", popolo.everything, name="popolo"),
    path("api/popolo/<str:kind>.json", popolo.of_a_kind, name="popolo-kind"),
    path("api/v1/", nowhere),
    path("api/v1/", api.urls),
    re_path("^api/.*$", nowhere, name="api-nowhere"),
]
