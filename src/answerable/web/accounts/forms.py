"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from answerable.web.accounts.models import User
from answerable.web.accounts.roles import CHOICES
from answerable.web.components.forms import DayField, Form
from answerable.web.organisations.models import Organisation, Person

_rules = lazy(lambda: " ".join(password_validators_help_texts()), str)


class _NewPassword(Form):
    """A password, written twice."""

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


class PasswordForm(_NewPassword):
    """Choosing a name and a password."""

    name = forms.CharField(label=_("Your name"), max_length=200, help_text=_("As your colleagues know you."),
                           widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ("name", "password", "again")


class NewPasswordForm(_NewPassword):
    """Choosing another password; the one there is is asked for by the page before."""


class OwnForm(Form):
    """One's own name and language."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
                                 help_text=_("In which you begin after signing in. Every page has a link to the other one."))


class RoleForm(Form):
    """A role in an organisation, for a time or until further notice."""

    role = forms.ChoiceField(label=_("Role"), choices=CHOICES)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)
    starts = DayField(label=_("First day"), required=False, help_text=_("Left out: today."))
    ends = DayField(label=_("Last day"), required=False, help_text=_("Left out: until further notice."))

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class PersonForm(Form):
    """Which of the people who hold posts an account is of."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), required=False,
                                    empty_label=_("Nobody with a post"),
                                    help_text=_("What they owe, and which actions they may not close themselves, follows from "
                                                "the posts that this person holds."))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class InviteForm(RoleForm):
    """Somebody new."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("With which they will sign in."))
    field_order = ("name", "email", "role", "organisation", "starts", "ends")


class EndRoleForm(Form):
    """The last day of a role."""

    ends = DayField(label=_("Last day"), required=False, help_text=_("Left out: it ends at once."))


class SureForm(Form):
    """Nothing to fill in: a button to be sure."""
