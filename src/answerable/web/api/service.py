"""The API as a whole, and its description in OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI

from answerable.web.api import problems, routes, writing

ABOUT = """Promises, plans, actions, recommendations, meetings and scrutiny, for programs.

Whoever asks gets what they would get on the pages: without a token what is public; with the token of an account, what that
account may read. Lists come by pages (`limit`, `offset`, `total`). Each answer has an ETag: send it back as `If-None-Match`
and an answer that did not change costs nothing. Errors are problem JSON (RFC 9457), in words."""


class Service(NinjaAPI):
    """The API; its description says what is true of the errors."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """The description, with the media type of problems where they are told."""
        described = super().get_openapi_schema(**given)
        for address in described["paths"].values():
            for operation in address.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {problems.MEDIA_TYPE: next(iter(answer["content"].values()))}
        return described


def _make() -> Service:
    api = Service(title="answerable", version="1", description=ABOUT, docs_url=None, urls_namespace="api")
    problems.handle(api)
    assert writing.router is routes.router   # an address is one, for all its methods
    api.add_router("", routes.router)
    return api


api = _make()


def nowhere(request: HttpRequest, **_path: Any) -> Any:
    """The answer below the API's address to what is none."""
    return problems.nowhere(request)
