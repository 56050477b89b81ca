"""The addresses of minutes that are read."""

from __future__ import annotations

from django.urls import URLPattern, path

from answerable.web.meetings import reading_views as views

patterns: list[URLPattern] = [
    path("meetings/<int:number>/minutes/upload/", views.upload, name="minutes-upload"),
    path("meetings/<int:number>/minutes/read/<int:document>/", views.document, name="minutes-document"),
    path("meetings/<int:number>/minutes/read/<int:document>/text/", views.text, name="minutes-text"),
    path("meetings/<int:number>/minutes/read/<int:document>/file/", views.file, name="minutes-file"),
    path("proposals/<int:number>/", views.proposal, name="proposal"),
    path("proposals/<int:number>/confirm/", views.confirm, name="proposal-confirm"),
    path("proposals/<int:number>/discard/", views.discard, name="proposal-discard"),
    path("proposals/<int:number>/back/", views.take_back, name="proposal-back"),
]
