"""The overview of who answers, and what each person has to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from answerable.web.components.pages import page, signed_in


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """The overview of the register."""
    return page(request, "scrutiny/answers.html", "answers")


@require_safe
@signed_in
def my(request: HttpRequest) -> HttpResponse:
    """What whoever is signed in has to do next."""
    return page(request, "scrutiny/my.html")
