"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from answerable.web.accounts.models import User
from answerable.web.components.forms import Form

_rules = lazy(lambda: " ".join(password_validators_help_texts()), str)


class PasswordForm(Form):
    """Choosing a name and a password."""

    name = forms.CharField(label=_("Your name"), max_length=200, help_text=_("As your colleagues know you."),
                           widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(label=_("Password"), strip=False, max_length=1000, help_text=_rules(),
                               widget=forms.PasswordInput({"autocomplete": "new-password"}))
    again = forms.CharField(label=_("The password again"), strip=False, max_length=1000,
                            widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """The password, where it keeps the rules."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        """The password, where it was written twice alike."""
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("The two passwords are not the same. Write both again."))
        return again
