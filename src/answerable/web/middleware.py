"""What every answer carries, and the static files."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import allauth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from answerable.web.components.languages import WELSH, english_marked, marking_english
from answerable.web.performance.reading import one_release
from answerable.words import QUOTE, speaking, unquoted

Answer = Callable[[HttpRequest], HttpResponse]

_SIGN = QUOTE.encode()
_HASHED = re.compile(r"-[A-Z0-9]{8}\.")
_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Keep a copy, but ask whether it still holds: a new release shows at once, an old one costs no second
    # transfer.
    "Cache-Control": "no-cache",
}


class StaticFiles(WhiteNoiseMiddleware):
    """Static files straight from the package; a name with a hash in it may be kept for ever. Beside them stand the scripts of
    passkeys, which come with the library for signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for app in ("account", "mfa"):
            self.add_files(str(Path(allauth.__file__).parent / app / "static"), prefix=settings.STATIC_URL)

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Whether the content under this address can never change."""
        return bool(_HASHED.search(url))


def more_headers(get_response: Answer) -> Answer:
    """Middleware that adds the headers for which Django has no setting."""
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response
    return middleware


def release(get_response: Answer) -> Answer:
    """Middleware that tells all of a page by one release: the newest as the request comes in."""
    def middleware(request: HttpRequest) -> HttpResponse:
        with one_release():
            return get_response(request)
    return middleware


def language(get_response: Answer) -> Answer:
    """Middleware that speaks the language which the address asks for: Welsh below /cy/, English elsewhere. Neither a cookie nor
    a header of the reader's decides, so that a page has one address in each language and can be kept by whoever stands between.
    """
    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(chosen), speaking(chosen[:2]):
            request.LANGUAGE_CODE = chosen  # type: ignore[attr-defined]
            # A form that is sent may write what is said into the register; its page, if it comes again, is marked by itself.
            # Addresses of files have no "/" at their end.
            is_page = chosen == WELSH and request.method in ("GET", "HEAD") and request.path_info.endswith("/")
            with marking_english() if is_page else nullcontext():
                response = get_response(request)
            response.headers.setdefault("Content-Language", chosen)
            if chosen == WELSH and not response.streaming:
                _mark_english(response)
        return response
    return middleware


def _mark_english(response: HttpResponse) -> None:
    """Turn the signs around English texts into elements; in what is no page, take them out."""
    if _SIGN not in response.content:
        return
    text = response.content.decode()
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    response.content = (english_marked(text) if is_page else unquoted(text)).encode()
    response.headers["Content-Length"] = str(len(response.content))
