"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from answerable.web.audit import views

urlpatterns: list[URLPattern] = [
    path("history/", views.history, name="history"),
    path("history/<slug:kind>/<int:number>/", views.history_of_one, name="history-of"),
]
