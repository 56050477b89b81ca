"""Signing in and what belongs to it: the library's views, on our pages."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView, GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    ListWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from answerable.web.accounts.second_factor import added, is_needed
from answerable.web.components.pages import frame, page, signed_in


class _OnOurPages:
    """A view of the library's with what every page of ours has; a faulty form is told as such."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The template's values."""
        return {**frame(self.request), "single_sign_on": settings.SINGLE_SIGN_ON, "next": self.request.GET.get("next", ""),
                **super().get_context_data(**kwargs)}  # type: ignore[misc]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The page, 422 where its form has faults."""
        form = context.get("form")
        if form is not None and form.is_bound and form.errors:
            kwargs.setdefault("status", 422)
        response: HttpResponse = super().render_to_response(context, **kwargs)  # type: ignore[misc]
        return response


class SignIn(_OnOurPages, LoginView):
    """E-mail address and password, or a passkey, or the account of one's own organisation."""

    template_name = "accounts/sign_in.html"


class PasswordAgain(_OnOurPages, ReauthenticateView):
    """The password again."""

    template_name = "accounts/password_again.html"


class Code(_OnOurPages, AuthenticateView):
    """The second proof at sign-in."""

    template_name = "accounts/code.html"


class CodeAgain(_OnOurPages, ReauthenticateByCodeView):
    """The code again."""

    template_name = "accounts/code_again.html"


class PasskeyAgain(_OnOurPages, ReauthenticateWebAuthnView):
    """The passkey again."""

    template_name = "accounts/passkey_again.html"


class SecondProofs(_OnOurPages, IndexView):
    """The app, the passkeys and the recovery codes of one's account."""

    template_name = "accounts/second_proofs.html"


class _Adding:
    """A view that sets up a second proof."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it up, and let this session go on with it."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        added(self.request)
        return response


class AddApp(_Adding, _OnOurPages, ActivateTOTPView):
    """Set up an app."""

    template_name = "accounts/app_add.html"


class RemoveApp(_OnOurPages, DeactivateTOTPView):
    """Remove the app."""

    template_name = "accounts/app_remove.html"


class Passkeys(_OnOurPages, ListWebAuthnView):
    """One's passkeys."""

    template_name = "accounts/passkeys.html"


class AddPasskey(_Adding, _OnOurPages, AddWebAuthnView):
    """Add a passkey."""

    template_name = "accounts/passkey_add.html"


class RenamePasskey(_OnOurPages, EditWebAuthnView):
    """Give a passkey another name."""

    template_name = "accounts/passkey_rename.html"


class RemovePasskey(_OnOurPages, RemoveWebAuthnView):
    """Remove a passkey."""

    template_name = "accounts/passkey_remove.html"


class RecoveryCodes(_OnOurPages, ViewRecoveryCodesView):
    """The recovery codes that are left."""

    template_name = "accounts/recovery_codes.html"


class NewRecoveryCodes(_OnOurPages, GenerateRecoveryCodesView):
    """New recovery codes in place of the old ones."""

    template_name = "accounts/recovery_codes_new.html"


class RecoveryCodesFile(DownloadRecoveryCodesView):
    """The recovery codes as a text file."""

    template_name = "accounts/recovery_codes.txt"


class Sessions(_OnOurPages, ListUserSessionsView):
    """Where one is signed in, and signing out everywhere else."""

    template_name = "accounts/sessions.html"


class PasskeySignIn(LoginWebAuthnView):
    """Signing in with a passkey alone."""


@never_cache
@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second proof is asked for, and the two ways to set one up."""
    return page(request, "accounts/second_factor.html", needed=is_needed(request.user))  # type: ignore[arg-type]


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was sent without the mark of this site's own pages (CSRF)."""
    return page(request, "components/refused.html", status=403,
                reason=_("The form was not taken: its page was open for too long, or it did not come from this site. Load the "
                         "page again, and send it once more."))


def too_many(request: HttpRequest) -> HttpResponse:
    """The page for somebody who tried too often."""
    return page(request, "accounts/sign_in_refused.html", status=429,
                reason=_("Too many attempts. Wait five minutes, then try again."))
