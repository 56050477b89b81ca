"""The answer to a fault that no view foresaw: where it is that there is no register, this is said, with what is to be done."""

from __future__ import annotations

import sys

from django.db import Error, InterfaceError, OperationalError, ProgrammingError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from answerable.web.api.problems import problem
from answerable.web.audit.models import AuditEvent
from answerable.web.components.pages import release_header
from answerable.web.performance import views

EMPTY, UNREACHABLE = "empty", "unreachable"


def server_error(request: HttpRequest) -> HttpResponse:
    """The page, or for programs the problem JSON, for an exception that nobody caught: 503 where the register's database is
    empty or cannot be reached, 500 for a fault of ours. Called by Django while the exception is being handled."""
    lacking = lack_of_register(sys.exception())
    if not lacking:
        return views.server_error(request)
    if request.path.startswith("/api/"):
        return problem(503, "This site has no register yet: whoever keeps it runs “answerable serve”." if lacking == EMPTY else
                       "The register's database cannot be reached just now. Try again in a few minutes.")
    # Neither who is signed in nor what is to be told them can be known: both stand in the database.
    text = render_to_string("components/no_register.html", {
        "page": "no_register", "request": request, "release": release_header(), "empty": lacking == EMPTY})
    return HttpResponse(text, status=503, headers={"Retry-After": "300"})


def lack_of_register(fault: BaseException | None) -> str:
    """Why a fault came of having no register: EMPTY (a database without its tables), UNREACHABLE, or "" where there is one and
    the fault is another. fault: what was raised."""
    if not isinstance(fault, OperationalError | InterfaceError | ProgrammingError):
        return ""
    try:
        tables = connection.introspection.table_names()
    except Error:
        return UNREACHABLE
    return "" if AuditEvent._meta.db_table in tables else EMPTY
