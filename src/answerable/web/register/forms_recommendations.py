"""Forms of recommendations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.organisations.models import Organisation
from answerable.web.register.forms_actions import measure_field, with_measures
from answerable.web.register.models import CALENDARS, Recommendation, Response
from answerable.web.register.parties import Home


class SaysFields(Form):
    """What a recommendation says, and by when it is to be answered."""

    title = forms.CharField(label=gettext_lazy("What is recommended"), max_length=300)
    text = forms.CharField(label=gettext_lazy("More about it"), required=False, widget=forms.Textarea)
    reference = forms.CharField(label=gettext_lazy("Its number in the report"), required=False, max_length=100)
    made_by = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Who recommends it"))
    to = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Who is to respond"), required=False)
    published_on = DayField(label=gettext_lazy("Published on"), required=False)
    clock = forms.ChoiceField(label=gettext_lazy("By when to respond"), choices=Recommendation.CLOCKS, widget=forms.RadioSelect)
    clock_days = forms.IntegerField(label=gettext_lazy("How many working days"), required=False, min_value=1, max_value=1000,
                                    help_text=gettext_lazy("The day of publication is not counted."))
    calendar = forms.ChoiceField(label=gettext_lazy("Working days of"), choices=CALENDARS)
    response_due = DayField(label=gettext_lazy("By the end of which day"), required=False,
                            help_text=gettext_lazy("Where the response is due by a day."))
    measure_id = measure_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["made_by"].queryset = Organisation.objects.on()  # type: ignore[attr-defined]
        self.fields["to"].queryset = Organisation.objects.on().filter(kind__in=("force", "body"))  # type: ignore[attr-defined]
        with_measures(self.fields["measure_id"], self.initial.get("measure_id", ""))

    def clean(self) -> dict[str, Any]:
        """The values; raises where the clock lacks what it counts from."""
        cleaned = super().clean()
        needed = {"inspectorate": ("published_on",), "working-days": ("published_on", "clock_days"), "date": ("response_due",)}
        for name in needed.get(cleaned.get("clock", ""), ()):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, ValidationError(_("This time limit needs it.")))
        return cleaned


class RecommendationForm(SaysFields):
    """A new recommendation."""

    field_order = ("title", "text", "reference", "home", "made_by", "to", "published_on", "clock", "clock_days", "calendar",
                   "response_due", "measure_id")
    home = forms.ChoiceField(label=gettext_lazy("Who answers to whom"))

    def __init__(self, *args: Any, homes: dict[str, Home], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = homes
        self.fields["home"].choices = [(key, home.words) for key, home in homes.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The values as the command takes them."""
        cleaned = super().clean()
        home = self.homes.get(cleaned.pop("home", ""))
        if home is not None:
            cleaned |= {"body": home.body, "force": home.force}
        return cleaned


class RecommendationEditForm(SaysFields, EditForm):
    """What a recommendation says."""


class RespondForm(Form):
    """A response."""

    verdict = forms.ChoiceField(label=gettext_lazy("Is it accepted"), choices=Response.VERDICTS, widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("What is or will be done about it, or why nothing is"), widget=forms.Textarea,
                             help_text=gettext_lazy("Whoever may read the recommendation reads this."))


class OutcomeForm(Form):
    """What came of it."""

    outcome = forms.CharField(label=gettext_lazy("What came of it"), widget=forms.Textarea)
    outcome_on = DayField(label=gettext_lazy("On which day"), required=False,
                          help_text=gettext_lazy("Leave it empty for today."))


class EventForm(Form):
    """The event that ends a deferral."""

    event = forms.CharField(label=gettext_lazy("Which event came"), max_length=300)
    ended_on = DayField(label=gettext_lazy("On which day"), required=False, help_text=gettext_lazy("Leave it empty for today."))
