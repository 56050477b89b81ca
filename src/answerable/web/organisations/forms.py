"""The forms of organisations, posts and who holds them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.organisations.models import BODY_TYPES, KINDS, Organisation
from answerable.web.organisations.terms import TERMS, WELSH

_NONE: list[tuple[str, Any]] = [("", _("None"))]


class OrganisationForm(Form):
    """An organisation."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    body_type = forms.ChoiceField(label=_("Type of governing body"), choices=_NONE + BODY_TYPES, required=False,
                                  help_text=_("Only for a governing body: it decides what pages call things."))
    name = forms.CharField(label=_("Name"), max_length=200)
    name_cy = forms.CharField(label=_("Name in Welsh"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    parent = forms.ModelChoiceField(Organisation.objects.all(), label=_("Team of"), required=False, empty_label=_("None"))
    starts = DayField(label=_("First day"), required=False)
    ends = DayField(label=_("Last day"), required=False)


class OrganisationEditForm(EditForm, OrganisationForm):
    """An organisation that is there; its kind stays."""

    kind = None  # type: ignore[assignment]   # Django's way to leave out a field of the form above


class TermsForm(EditForm):
    """A body's own names for things, in both languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in TERMS.items():
            self.fields[key] = forms.CharField(label=words, max_length=100, required=False)
            self.fields[key + WELSH] = forms.CharField(label=_("%(what)s, in Welsh") % {"what": words}, max_length=100,
                                                       required=False)
        self.order_fields([*self.fields])
        for bound in self:
            bound.field.widget.attrs.setdefault("class", "govuk-input")


class PostForm(Form):
    """A post."""

    title = forms.CharField(label=_("Title"), max_length=200)
    short_title = forms.CharField(label=_("Short title"), max_length=30, required=False, help_text=_("As minutes write it."))
    starts = DayField(label=_("First day"), required=False)
    ends = DayField(label=_("Last day"), required=False)


class TenureForm(Form):
    """Who holds a post."""

    person = forms.CharField(label=_("Name of the person"), max_length=200)
    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"), required=False)
    acting = forms.BooleanField(label=_("Acting"), required=False, help_text=_("In the place of whoever holds the post."))


class EndsForm(Form):
    """A last day."""

    ends = DayField(label=_("Last day"))


class OversightForm(Form):
    """Whom an organisation holds to account."""

    overseen = forms.ModelChoiceField(Organisation.objects.all(), label=_("Holds to account"), empty_label=None)
    starts = DayField(label=_("First day"), required=False, help_text=_("Left out: today."))


class SuccessionForm(Form):
    """Who takes over, and from which day on."""

    successor = forms.ModelChoiceField(Organisation.objects.none(), label=_("Successor"), empty_label=None,
                                       help_text=_("Add it as an organisation first."))
    day = DayField(label=_("First day of the successor"))
    officers = forms.BooleanField(label=_("People keep their roles"), required=False,
                                  help_text=_("Everybody with a role here gets the same one in the successor."))

    def __init__(self, *args: Any, predecessor: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            kind=predecessor.kind, predecessor__isnull=True).exclude(pk=predecessor.pk)
