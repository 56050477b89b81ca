"""The pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from answerable.errors import AnswerableError
from answerable.web.components.languages import english_marked
from answerable.web.performance.changes_page import changes_context
from answerable.web.performance.contradictions import contradictions_at_home, contradictions_context
from answerable.web.performance.data_page import data_context
from answerable.web.performance.definitions import definitions_context
from answerable.web.performance.forecast_record import forecasts_context
from answerable.web.performance.home import groups, signal_counts
from answerable.web.performance.measure_page import measure_context
from answerable.web.performance.missing_page import missing_context
from answerable.web.performance.quality_page import quality_context
from answerable.web.performance.rating_rule import rating_rule_context
from answerable.web.performance.reading import Release, newest_release

Page = Callable[..., HttpResponse]


def _of_release(view: Page, *, asks: bool = False) -> Page:
    """A page that needs a release: without one it says so, and what to run.

    Every such page is a function of the release and the day (on which the review of a definition depends), so
    it is made once a day and kept as long as its release is the newest. asks: whether the page also depends on what its
    address asks for; then it is kept only where that is nothing, as there is no end of questions.
    """
    @require_safe
    def with_release(request: HttpRequest, **arguments: Any) -> HttpResponse:
        release = newest_release()
        if release is None:
            return render(request, "performance/no_release.html", status=503)
        today = datetime.now(ZoneInfo(release.header["workspace"]["time_zone"])).date()
        if asks and request.GET:
            return view(request, release, today, **arguments)
        made, content = release.pages.get(request.path, (None, b""))
        if made != today:
            # The page is kept for whoever asks next: no link in it may hold what this reader's address asked.
            request.META["QUERY_STRING"] = ""
            content = english_marked(view(request, release, today, **arguments).content.decode()).encode()
            release.pages[request.path] = (today, content)
        return HttpResponse(content)
    return with_release


def _asking(view: Page) -> Page:
    return _of_release(view, asks=True)


@_of_release
def home(request: HttpRequest, release: Release, today: date) -> HttpResponse:
    """Every measure, with its latest figure and signal."""
    return _page(request, "home", release, groups=groups(release, today), counts=signal_counts(release),
                 changes=(release.signals() or {}).get("headline"), contradicted=contradictions_at_home(release, today))


@_of_release
def measure(request: HttpRequest, release: Release, today: date, measure_id: str) -> HttpResponse:
    """One measure: its figure, chart, table, definition and evidence."""
    found = release.measure(measure_id)
    if found is None:
        raise Http404
    return _page(request, "measure", release, **measure_context(release, found, today))


@_of_release
def changes(request: HttpRequest, release: Release, today: date) -> HttpResponse:
    """What changed since the release before, and what of it may be chance."""
    return _page(request, "changes", release, **changes_context(release))


@_of_release
def definitions(request: HttpRequest, release: Release, today: date) -> HttpResponse:
    """Every definition: who wrote and checked it, and when it is to be reviewed."""
    return _page(request, "definitions", release, **definitions_context(release, today))


@_of_release
def data(request: HttpRequest, release: Release, today: date) -> HttpResponse:
    """The release's Data Package, and how to open it."""
    return _page(request, "data", release, **data_context(release))


@_of_release
def quality(request: HttpRequest, release: Release, today: date) -> HttpResponse:
    """What was loaded, what was wrong with it, and what is missing."""
    return _page(request, "quality", release, **quality_context(release))


@_of_release
def missing(request: HttpRequest, release: Release, today: date) -> HttpResponse:
    """Every measure that is wanted, whether it can be computed, what broke it, who mends it and by when."""
    return _page(request, "missing", release, **missing_context(release, today))


@_of_release
def contradictions(request: HttpRequest, release: Release, today: date) -> HttpResponse:
    """Every rating that its own evidence contradicts, as it is shown on the day."""
    return _page(request, "contradictions", release, **contradictions_context(release, today))


@_asking
def forecasts(request: HttpRequest, release: Release, today: date) -> HttpResponse:
    """Every forecast, who made it, and what came of it."""
    return _page(request, "forecasts", release, **forecasts_context(release, request.GET.dict()))


@_of_release
def rating_rule(request: HttpRequest, release: Release, today: date) -> HttpResponse:
    """The rule by which ratings are made, and which measures have which."""
    return _page(request, "rating_rule", release, **rating_rule_context(release))


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to read the pages."""
    return _page(request, "help", _release_or_none())


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return _page(request, "accessibility", _release_or_none())


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor: 200 with the number of the release served (null without one), 503 where it cannot be
    read.
    """
    try:
        release = newest_release()
    except (AnswerableError, OSError, json.JSONDecodeError, KeyError) as error:
        return JsonResponse({"status": "unreadable release", "error": type(error).__name__}, status=503)
    return JsonResponse({"status": "ok", "release": release.number if release else None})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return _page(request, "not_found", _release_or_none(), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours. It reads no release, as that may be what failed."""
    text = render_to_string("performance/server_error.html", {"page": "server_error", "request": request})
    return HttpResponse(text, status=500)


def _page(request: HttpRequest, name: str, release: Release | None, *, status: int = 200,
          **context: Any) -> HttpResponse:
    context |= {"page": name, "release": release.header if release else None}
    return render(request, f"performance/{name}.html", context, status=status)


def _release_or_none() -> Release | None:
    # Pages that say nothing about figures stand even where the release cannot be read.
    try:
        return newest_release()
    except (AnswerableError, OSError, json.JSONDecodeError, KeyError):
        return None
