"""The forms of inquiries, and of those who look at the examples that people sent in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.organisations.models import VISIBILITIES
from answerable.web.scrutiny.models import InquiryMember

Choices = Sequence[tuple[str, str]]


class InquiryForm(Form):
    """A new inquiry. bodies: of which the reader may open one; measures: (id, title)."""

    body = forms.ChoiceField(label=_("Governing body"))
    title = forms.CharField(label=_("Title"), max_length=150,
                            help_text=_("It cannot be changed later: pauses wait for the report by it."))
    terms = forms.CharField(label=_("Terms of reference"), widget=forms.Textarea, max_length=10_000,
                            help_text=_("What the inquiry is to find out, and what it leaves aside."))
    visibility = forms.ChoiceField(label=_("Who can read it"), choices=VISIBILITIES, widget=forms.RadioSelect,
                                   initial="internal")
    takes_examples = forms.BooleanField(label=_("Ask people to send in what happened to them"), required=False)
    pauses = forms.MultipleChoiceField(label=_("Measures whose scrutiny rests until the report"), required=False,
                                       widget=forms.SelectMultiple(attrs={"class": "govuk-select", "size": 6}),
                                       help_text=_("Each pause is asked of a second person first, and is published."))
    latest = DayField(label=_("Last day of the pauses"), required=False,
                      help_text=_("They end after this day, if the report has not come."))

    def __init__(self, *args: Any, bodies: Choices = (), measures: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
        self.fields["pauses"].choices = measures  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The values; a pause needs its last day."""
        values = super().clean()
        if values.get("pauses") and not values.get("latest"):
            self.add_error("latest", _("A pause needs a last day."))
        return values


class EditInquiryForm(EditForm):
    """The terms, and whether examples are asked for."""

    terms = forms.CharField(label=_("Terms of reference"), widget=forms.Textarea, max_length=10_000)
    takes_examples = forms.BooleanField(label=_("Ask people to send in what happened to them"), required=False)


class VisibilityForm(EditForm):
    """Who can read an inquiry."""

    visibility = forms.ChoiceField(label=_("Who can read it"), choices=VISIBILITIES, widget=forms.RadioSelect)


class PauseForm(Form):
    """A measure that rests until the report."""

    measure = forms.ChoiceField(label=_("Measure"))
    reach = forms.ChoiceField(label=_("What it holds for"), widget=forms.RadioSelect, initial="measure", choices=[
        ("measure", _("This measure alone")), ("family", _("This measure and all below it"))])
    latest = DayField(label=_("Last day"), help_text=_("The pause ends after this day, if the report has not come."))

    def __init__(self, *args: Any, measures: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", ""), *measures]  # type: ignore[attr-defined]


class MemberForm(Form):
    """Somebody who joins an inquiry."""

    person = forms.CharField(label=_("Name"), max_length=200, help_text=_("They need no account."))
    kind = forms.ChoiceField(label=_("As what"), choices=InquiryMember.KINDS)
    chair = forms.BooleanField(label=_("Chairs the inquiry"), required=False)


class StageForm(Form):
    """A new stage."""

    title = forms.CharField(label=_("Stage"), max_length=200)
    due = DayField(label=_("To end by"), required=False)
    ended_on = DayField(label=_("Ended on"), required=False)


class EditStageForm(StageForm, EditForm):
    """A stage, changed."""


class SessionForm(Form):
    """An evidence session."""

    held_on = DayField(label=_("Day"))
    title = forms.CharField(label=_("Title"), max_length=200)
    who = forms.CharField(label=_("Who was heard"), widget=forms.Textarea, max_length=2000, required=False,
                          help_text=_("Posts and organisations, as those who read the inquiry see them."))
    notes = forms.CharField(label=_("Notes"), widget=forms.Textarea, max_length=20_000, required=False,
                            help_text=_("For the organisation alone."))


class ReportForm(EditForm):
    """The report."""

    title = forms.CharField(label=_("Title of the report"), max_length=200)
    text = forms.CharField(label=_("What it says"), widget=forms.Textarea(attrs={"rows": 12}), max_length=100_000)
    on = DayField(label=_("Day of publication"), required=False, help_text=_("Today, if you leave it empty."))
    file = forms.FileField(label=_("The report as a file"), required=False, help_text=_("PDF or Word."))


class JudgeForm(EditForm):
    """Whether an example is taken as evidence."""

    state = forms.ChoiceField(label=_("What becomes of it"), widget=forms.RadioSelect, choices=[
        ("taken", _("It is taken as evidence")), ("declined", _("It is not taken"))])
    summary = forms.CharField(label=_("Summary for the report"), widget=forms.Textarea, max_length=2000, required=False,
                              help_text=_("Without anything that tells who it was: no name, number, address or exact time."))


class CallForm(EditForm):
    """Which record of a call an example tells of. calls: (identifier, words)."""

    contact_id = forms.ChoiceField(label=_("The call"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, calls: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_id"].choices = [*calls, ("", _("None of these"))]  # type: ignore[attr-defined]


class RedactForm(Form):
    """To remove an example."""

    sure = forms.BooleanField(label=_("Whoever sent it in asked for its removal"))
