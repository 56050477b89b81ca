"""What goes wrong, as problem JSON (RFC 9457): words for people, fields for programs."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as Unreadable

from answerable.errors import AnswerableError
from answerable.web.audit.commanding import EditConflict

MEDIA_TYPE = "application/problem+json"


class Fault(Schema):
    """One thing that is wrong with what was sent. field: where; what: in words."""

    field: str
    what: str


class Problem(Schema):
    """What went wrong. detail: in words, with the remedy; errors: each thing that is wrong with what was sent; version: of the
    entry as it is now, where somebody else changed it meanwhile."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []
    version: int | None = None


def problem(status: int, detail: str, errors: list[dict[str, str]] | None = None, **more: Any) -> HttpResponse:
    """An answer that says what is wrong."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail,
               "errors": errors or [], **more}
    return HttpResponse(json.dumps(content, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def _unreadable(_request: HttpRequest, error: Unreadable) -> HttpResponse:
    faults = [{"field": ".".join(str(each) for each in found["loc"] if each not in ("body", "query", "path")),
               "what": str(found["msg"])} for found in error.errors]
    return problem(422, "What was sent is not as it must be: each fault is listed.", faults)


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    if hasattr(error, "error_dict"):
        faults = [{"field": name, "what": words} for name, every in error.message_dict.items() for words in every]
    else:
        faults = [{"field": "", "what": words} for words in error.messages]
    return problem(422, " ".join(fault["what"] for fault in faults), faults)


def _conflict(_request: HttpRequest, error: EditConflict) -> HttpResponse:
    return problem(409, "Somebody else changed this meanwhile. Get it again, take over what is to stay, and send it with its "
                   "version.", version=error.current.version)   # type: ignore[attr-defined]


def _unknown(_request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401, "Send a token that holds: “Authorization: Bearer …”. An account makes one at /account/tokens/.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def handle(api: Any) -> None:
    """Give an API these answers to everything that goes wrong."""
    api.add_exception_handler(Unreadable, _unreadable)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(EditConflict, _conflict)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(AnswerableError, lambda _request, error: problem(422, error.line()))
    api.add_exception_handler(PermissionDenied, lambda _request, error: problem(
        403, str(error) or "You do not have the right to do this."))
    api.add_exception_handler(HttpError, lambda _request, error: problem(error.status_code, str(error)))
    api.add_exception_handler(Http404, lambda request, _error: nowhere(request))


def nowhere(_request: HttpRequest, **_path: Any) -> HttpResponse:
    """The answer to an address that is none, or is not for whoever asks."""
    return problem(404, "There is nothing here, or nothing that you may read.")
