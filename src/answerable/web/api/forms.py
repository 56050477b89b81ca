"""The form for a token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.web.api.models import ApiToken
from answerable.web.components.forms import Form

DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


class TokenForm(Form):
    """What a token is for, what it may do and how long it holds."""

    name = forms.CharField(label=_("What it is for"), max_length=100, help_text=_("Such as “Board report in Power BI”."))
    scope = forms.ChoiceField(label=_("What it may do"), choices=ApiToken.SCOPES, widget=forms.RadioSelect,
                              help_text=_("It never may more than you: it has your rights, as they are when it is used."))
    days = forms.TypedChoiceField(label=_("How long it holds"), choices=DAYS, coerce=int, widget=forms.RadioSelect)
