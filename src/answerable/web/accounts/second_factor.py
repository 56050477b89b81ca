"""Whoever has a role that writes or sees what is internal proves who they are by two things: a password, and a code or a
passkey. Signing in at one's own organisation counts as both: it asks for its own second one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from answerable.web.accounts import commands
from answerable.web.accounts.models import User
from answerable.web.accounts.roles import ROLES

ADDED = "second_factor_added"
# Pages that are needed to get there, and pages that are for everybody.
OPEN = ("answerable.web.accounts.views_sign_in", "answerable.web.accounts.views_invitation", "answerable.web.performance",
        "django.contrib.auth", "allauth")


def is_needed(user: User) -> bool:
    """Whether an account has a role, today, that asks for a second proof."""
    return settings.REQUIRE_SECOND_FACTOR and any(ROLES[role].second_factor for role, _organisation in user.rights.roles)


def is_proved(request: HttpRequest) -> bool:
    """Whether whoever is signed in gave a second proof in this session."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(each["method"] in ("mfa", "socialaccount") for each in records) or (
        request.session.get(ADDED) == request.user.pk)


def has_one(user: User) -> bool:
    """Whether an account has an app or a passkey set up."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def added(request: HttpRequest) -> None:
    """Whoever is signed in has just set up a second proof: this session needs no other."""
    request.session[ADDED] = request.user.pk


class SecondFactor:
    """Middleware that asks for the second proof before any page of the register."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page asked for; kept nowhere where it was made for somebody who is signed in."""
        response = self.get_response(request)
        # Asked of the request itself: a page that never looked who is signed in stays the same for all, and may be kept.
        seen = getattr(request, "_cached_user", None)
        if seen is not None and seen.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """The page that asks for it, None where the view may answer."""
        if (view.__module__ or "").startswith(OPEN) or not request.user.is_authenticated:
            return None
        if not is_needed(request.user) or is_proved(request):  # type: ignore[arg-type]
            return None
        name = "mfa_reauthenticate" if has_one(request.user) else "second-factor"  # type: ignore[arg-type]
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


@receiver(authenticator_added)
def _added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        commands.note_second_factor(by=user, user=user, kind=authenticator.type, added=True)


@receiver(authenticator_removed)
def _removed(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        commands.note_second_factor(by=user, user=user, kind=authenticator.type, added=False)
