"""The pages of this app. The API itself stands outside of the languages: addresses.py."""

from __future__ import annotations

from django.urls import URLPattern, path

from answerable.web.api import exports, views, views_subjects

urlpatterns: list[URLPattern] = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:number>/revoke/", views.revoke, name="token-revoke"),
    path("subjects/", views_subjects.subjects, name="subjects"),
    path("subjects/<int:number>/", views_subjects.subject, name="subject"),
    path("export/", exports.export_page, name="export"),
    path("export/<str:form>/", exports.export_file, name="export-file"),
]
