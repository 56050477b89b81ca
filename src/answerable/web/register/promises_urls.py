"""The addresses of promises."""

from __future__ import annotations

from django.urls import path

from answerable.web.register import promises_views as views

PROMISES = [
    path("promises/", views.promises, name="promises"),
    path("promises/promises.csv", views.promises_csv, name="promises-csv"),
    path("promises/promises.xlsx", views.promises_xlsx, name="promises-xlsx"),
    path("promises/who/", views.promises_who, name="promises-who"),
    path("promises/add/", views.add, name="promise-add"),
    path("promises/<int:number>/", views.promise, name="promise"),
    path("promises/<int:number>/edit/", views.edit, name="promise-edit"),
    path("promises/<int:number>/correct/", views.correct, name="promise-correct"),
    path("promises/<int:number>/withdraw/", views.withdraw, name="promise-withdraw"),
    path("promises/<int:number>/settle/", views.settle, name="promise-settle"),
    path("promises/<int:number>/visibility/", views.show, name="promise-visibility"),
]
