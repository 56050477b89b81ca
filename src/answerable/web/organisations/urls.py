"""The addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from answerable.web.organisations import views
from answerable.web.organisations import views_editing as editing

urlpatterns: list[URLPattern] = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/add/", editing.organisation_add, name="organisation-add"),
    path("organisations/<int:pk>/", views.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", editing.organisation_edit, name="organisation-edit"),
    path("organisations/<int:pk>/terms/", editing.organisation_terms, name="organisation-terms"),
    path("organisations/<int:pk>/successor/", editing.organisation_succeed, name="organisation-succeed"),
    path("organisations/<int:pk>/posts/add/", editing.post_add, name="post-add"),
    path("organisations/<int:pk>/oversight/add/", editing.oversight_add, name="oversight-add"),
    path("posts/<int:pk>/edit/", editing.post_edit, name="post-edit"),
    path("posts/<int:pk>/holder/", editing.tenure_add, name="tenure-add"),
    path("tenures/<int:pk>/end/", editing.tenure_end, name="tenure-end"),
    path("oversight/<int:pk>/end/", editing.oversight_end, name="oversight-end"),
]
