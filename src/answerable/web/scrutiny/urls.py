"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from answerable.web.scrutiny import views

urlpatterns: list[URLPattern] = [
    path("answers/", views.answers, name="answers"),
    path("my/", views.my, name="my"),
]
