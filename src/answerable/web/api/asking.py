"""Who asks the API: a token, somebody signed in, or anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError, HttpError
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from answerable.web.api.models import WRITE, ApiToken, digest_of

# Of one token in a minute, in one process.
MOST_A_MINUTE = 600
_NOTED_EVERY = timedelta(hours=1)


def reader(request: HttpRequest) -> bool:
    """Whoever asks may: what is public is for everybody. With a token the account is that of the token; raises
    AuthenticationError for a token that does not hold."""
    if "Authorization" in request.headers:
        _use(request)
    return True


class Token(HttpBearer):
    """Whoever writes: an account, by a token that may write, or signed in with the site's own protection against forged
    requests."""

    def __call__(self, request: HttpRequest) -> Any:
        """The account. Raises AuthenticationError for nobody, PermissionDenied for a token that may only read."""
        if "Authorization" in request.headers:
            if _use(request).scope != WRITE:
                raise PermissionDenied("This token may read, not write.")
        elif not request.user.is_authenticated:
            raise AuthenticationError
        elif check_csrf(request) is not None:
            raise PermissionDenied("Send the header X-CSRFToken with the value of the cookie csrftoken, or use a token.")
        return request.user

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Not asked: __call__ does all."""
        raise AuthenticationError


def _use(request: HttpRequest) -> ApiToken:
    kind, _space, secret = request.headers["Authorization"].partition(" ")
    token = ApiToken.objects.select_related("user").filter(digest=digest_of(secret.strip())).first()
    if kind.lower() != "bearer" or token is None or not token.holds:
        raise AuthenticationError
    _count(token)
    if token.used_at is None or timezone.now() - token.used_at > _NOTED_EVERY:
        token.used_at = timezone.now()
        token.save(update_fields=["used_at"])
    request.user = token.user
    return token


def _count(token: ApiToken) -> None:
    key = f"api-{token.pk}-{timezone.now():%H%M}"
    cache.add(key, 0, 90)
    if cache.incr(key) > MOST_A_MINUTE:
        raise HttpError(429, f"More than {MOST_A_MINUTE} requests in a minute. Wait one, and ask for more at once (limit).")
