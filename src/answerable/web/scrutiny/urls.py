"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from answerable.web.scrutiny import views, views_judgements

urlpatterns: list[URLPattern] = [
    path("answers/", views.answers, name="answers"),
    path("my/", views.my, name="my"),
    path("judgements/", views_judgements.judgements, name="judgements"),
    path("judgements/new/", views_judgements.choose, name="judgement-new"),
    path("judgements/new/<slug:kind>/", views_judgements.propose, name="judgement-propose"),
    path("judgements/<int:pk>/", views_judgements.judgement, name="judgement"),
    path("judgements/<int:pk>/stand/", views_judgements.stand, name="judgement-stand"),
    path("judgements/<int:pk>/refuse/", views_judgements.refuse, name="judgement-refuse"),
    path("judgements/<int:pk>/withdraw/", views_judgements.withdraw, name="judgement-withdraw"),
    path("judgements/<int:pk>/ask/", views_judgements.ask, name="judgement-ask"),
]
