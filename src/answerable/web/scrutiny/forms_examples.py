"""The form by which anybody sends in what happened to them. The public reads it, so it has its Welsh."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.web.components.forms import DayField, Form

LINES = [("", _("I am not sure")), ("101", "101"), ("999", "999")]


class ExampleForm(Form):
    """What happened to somebody, in their words."""

    text = forms.CharField(label=_("What happened?"), widget=forms.Textarea(attrs={"rows": 8}), max_length=5000,
                           help_text=_("In your own words. You need not name anybody."))
    line = forms.ChoiceField(label=_("Which number did you ring?"), choices=LINES, required=False)
    day = DayField(label=_("On which day?"), required=False)
    at = forms.CharField(label=_("At about what time?"), required=False, max_length=5,
                         widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-5"}),
                         help_text=_("For example 14:30. With the day and the number, your call can be found."))
    contact_details = forms.CharField(label=_("How may we reach you?"), required=False, max_length=300,
                                      help_text=_("An e-mail address or a telephone number, only if you want an answer."))
    agreed = forms.BooleanField(label=_("I agree that the inquiry keeps and reads what I have written"))

    def clean_at(self) -> time | None:
        """The time, or None. Raises ValidationError where it is none."""
        written = self.cleaned_data["at"].strip().replace(".", ":")
        if not written:
            return None
        try:
            return datetime.strptime(written, "%H:%M").time()
        except ValueError:
            raise ValidationError(_("“%(written)s” is not a time. Write hours and minutes, such as 14:30."),
                                  params={"written": written}) from None

    def clean(self) -> dict[str, Any]:
        """The values, with `happened_at` of the day and the time, aware; None without a day."""
        values = super().clean()
        day, at = values.get("day"), values.get("at")
        if at and not day and "day" not in self.errors:
            self.add_error("day", _("Write the day too."))
        values["happened_at"] = timezone.make_aware(datetime.combine(day, at or time(12))) if day else None
        return values
