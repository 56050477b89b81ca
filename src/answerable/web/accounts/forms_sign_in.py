"""The forms of signing in: the library's own, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.web.components.forms import Form, dress


def _worded(form: forms.Form, name: str, label: Any, hint: Any = "", **attributes: str) -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class SignInForm(LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, "login", _("E-mail address"), autocomplete="username")
        _worded(self, "password", _("Password"), autocomplete="current-password")
        dress(self)


class ForgottenForm(Form):
    """The address to which a link for another password goes."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"}))


class PasswordAgainForm(ReauthenticateForm):
    """The password again, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, "password", _("Your password"), autocomplete="current-password")
        dress(self)


_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
_CODE_HINT = _("The 6 digits that your app shows now, or one of your recovery codes.")


class CodeForm(AuthenticateForm):
    """The code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, "code", _("Code"), _CODE_HINT, **_CODE)
        dress(self)


class CodeAgainForm(ReauthenticateByCode):
    """The same, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, "code", _("Code"), _CODE_HINT, **_CODE)
        dress(self)


class AppForm(ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, "code", _("Code"), _("The 6 digits that the app shows now."), **_CODE)
        dress(self)


class PasskeyForm(AddWebAuthnForm):
    """A new passkey. `passwordless`: it can be used without the password too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, "name", _("A name for it"), _("So that you can tell it from others, such as “Work laptop”."))
        _worded(self, "passwordless", _("Sign in with it alone, without the password"),
                _("The device then asks for your fingerprint, your face or its own PIN."))
        dress(self)


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, "name", _("Its name"))
        dress(self)
