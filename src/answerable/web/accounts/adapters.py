"""How the library for signing in (allauth) behaves here: nobody signs up, and who signs in elsewhere needs an account here."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.web.accounts import commands
from answerable.web.accounts.models import BEFORE, User
from answerable.web.components.pages import page

_WRONG = gettext_lazy("The e-mail address or the password is not right.")
_TOO_MANY = gettext_lazy("Too many attempts. Wait five minutes, then try again.")
_WRONG_CODE = gettext_lazy("The code is not right, or was used already. Wait for the next one and write that.")


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with a password. Accounts are made by invitation alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _WRONG, "invalid_login": _WRONG, "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY, "incorrect_code": _WRONG_CODE,
        "incorrect_password": gettext_lazy("The password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign somebody in; the session keeps when they did so the time before, so that their page can say what is new."""
        before = user.last_login
        super().login(request, user)
        request.session[BEFORE] = before.isoformat() if before else None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether somebody must prove again who they are: not where they did so within the last minutes, by signing in too."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((each["at"] for each in records), default=0)
        recently = time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT
        return not recently and bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever signed in begins at their own next job, in the language that they chose."""
        with translation.override(request.user.language):  # type: ignore[union-attr]
            return reverse("my")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A closed account is no account: the same words as for a wrong password, where it came by the right one."""
        return sign_in_refused(request, str(_WRONG))

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any,
                    **kwargs: Any) -> None:
        """Only what went wrong is told; what went well shows on the page that follows."""
        if message_template is None:
            super().add_message(request, level, message_template, *args, **kwargs)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Signing in with the account of one's own organisation."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in whom this was linked to before; else link it to the open account with the same, proved, e-mail address.
        Anybody else is refused: no account comes into being here."""
        if sociallogin.is_existing:
            if not sociallogin.user.is_active:
                raise ImmediateHttpResponse(self._unknown(request))
            return
        user = self._invited(sociallogin)
        if user is None:
            raise ImmediateHttpResponse(self._unknown(request))
        sociallogin.connect(request, user)
        commands.note_linked(by=user, user=user)

    def _invited(self, sociallogin: Any) -> User | None:
        trusted = settings.SINGLE_SIGN_ON is not None and settings.SINGLE_SIGN_ON.emails_verified
        proved = [each.email for each in sociallogin.email_addresses if each.verified is True or trusted]
        found = [user for email in proved for user in User.objects.filter(email__iexact=email, is_active=True)]
        return found[0] if len(found) == 1 else None

    def _unknown(self, request: HttpRequest) -> HttpResponse:
        return sign_in_refused(request, _(
            "There is no account here for the one that you signed in with, or its e-mail address is not confirmed there. Ask "
            "an administrator of your organisation to invite you with that address."))

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,
                                extra_context: Any = None) -> None:
        """Say that signing in elsewhere did not work out."""
        raise ImmediateHttpResponse(sign_in_refused(
            request, _("Signing in at %(name)s was broken off, or it took too long. Nothing was changed; try again.")
            % {"name": provider.name}))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody signs up."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes of an app, passkeys and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _WRONG_CODE}

    def get_totp_issuer(self) -> str:
        """The name under which an app keeps the codes."""
        return "answerable"

    def _get_site_name(self) -> str:
        return "answerable"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A first name for a new passkey."""
        return _("My passkey")

    def encrypt(self, text: str) -> str:
        """Secrets stand in the database under a key made from the site's own, which does not."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises InvalidToken where the site's key is another by now."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"answerable.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def sign_in_refused(request: HttpRequest, reason: str) -> HttpResponse:
    """The page that says why somebody was not signed in."""
    return page(request, "accounts/sign_in_refused.html", status=403, reason=reason)
