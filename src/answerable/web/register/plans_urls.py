"""The addresses of plans."""

from __future__ import annotations

from django.urls import path

from answerable.web.register import plans_editing as editing
from answerable.web.register import plans_views as views

_VERSION = "plans/<int:number>/versions/<int:version>/"
_ITEM = f"{_VERSION}items/<str:key>/"
PLANS = [
    path("plans/", views.plans, name="plans"),
    path("plans/add/", editing.add, name="plan-add"),
    path("plans/<int:number>/", views.plan, name="plan"),
    path("plans/<int:number>/edit/", editing.edit, name="plan-edit"),
    path("plans/<int:number>/visibility/", editing.show, name="plan-visibility"),
    path("plans/<int:number>/versions/add/", editing.begin, name="plan-version-add"),
    path("plans/<int:number>/changes/<int:older>/<int:newer>/", views.plan_changes, name="plan-changes"),
    path(_VERSION, views.plan_version, name="plan-version"),
    path(f"{_VERSION}items.csv", views.plan_csv, name="plan-csv"),
    path(f"{_VERSION}plan.docx", views.plan_word, name="plan-word"),
    path(f"{_VERSION}edit/", editing.edit_version, name="plan-version-edit"),
    path(f"{_VERSION}live/", editing.live, name="plan-live"),
    path(f"{_VERSION}items/add/", editing.add_item, name="plan-item-add"),
    path(f"{_ITEM}edit/", editing.edit_item, name="plan-item-edit"),
    path(f"{_ITEM}drop/", editing.drop_item, name="plan-item-drop"),
    path(f"{_ITEM}up/", editing.move_item, name="plan-item-up"),
]
