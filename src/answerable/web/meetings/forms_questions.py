"""Forms of questions, their answers, and decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.meetings.forms_meetings import ChosenMeeting, forces, organisations_with
from answerable.web.meetings.models import Meeting
from answerable.web.organisations.models import Organisation, Post
from answerable.web.register.figures import measure_choices


class ChosenPost(forms.ModelChoiceField):
    """A post out of a list, with its organisation."""

    def label_from_instance(self, obj: Any) -> str:
        """The post's title and whose it is."""
        return f"{obj.title}, {obj.organisation}"


def posts() -> Any:
    """Every post there is today."""
    return Post.objects.on().select_related("organisation").order_by("organisation__name", "title")


def choices_of_measures() -> list[tuple[str, str]]:
    """The measures of the newest release as (identifier, title), the empty choice first."""
    return [("", _("None")), *measure_choices().items()]


class WithChoices(Form):
    """A form with lists of posts, measures and meetings, which are read afresh for each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ChosenPost):
                field.queryset = posts()
        if "measure_id" in self.fields:
            self.fields["measure_id"].choices = choices_of_measures()  # type: ignore[attr-defined]


class QuestionWords(WithChoices):
    """What a question is."""

    text = forms.CharField(label=_("Question"), widget=forms.Textarea, max_length=5000)
    asked_by = ChosenPost(Post.objects.none(), label=_("Who asks"), required=False)
    to = ChosenPost(Post.objects.none(), label=_("Who is asked"), required=False)
    due = DayField(label=_("Answer wanted by"), required=False)
    measure_id = forms.ChoiceField(label=_("Measure that it is about"), required=False)


class QuestionForm(QuestionWords):
    """A new question, without a meeting or for one that is chosen already."""

    field_order = ("body", "force", "text", "asked_by", "to", "due", "measure_id")
    body = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whose question it is"))
    force = forms.ModelChoiceField(Organisation.objects.none(), label=_("Force that is to answer"), required=False)

    def __init__(self, *args: Any, user: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting is not None:
            del self.fields["body"], self.fields["force"]
        else:
            self.fields["body"].queryset = organisations_with(user, "question.ask")  # type: ignore[attr-defined]
            self.fields["force"].queryset = forces()  # type: ignore[attr-defined]


class QuestionEditForm(QuestionWords, EditForm):
    """A question that has no answer yet."""

    meeting = ChosenMeeting(Meeting.objects.none(), label=_("Meeting before which it is put"), required=False)

    def __init__(self, *args: Any, question: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = Meeting.objects.filter(  # type: ignore[attr-defined]
            body_id=question.body_id).exclude(state=Meeting.CANCELLED).order_by("-starts_at")


class AnswerForm(EditForm):
    """A written answer."""

    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea({"rows": 10}), max_length=20000)


class DecisionWords(WithChoices):
    """What a decision is."""

    title = forms.CharField(label=_("Decision in a few words"), max_length=200,
                            help_text=_("Such as “The report-a-crime form is switched off”."))
    text = forms.CharField(label=_("What was decided"), widget=forms.Textarea, max_length=10000)
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea, max_length=10000)
    risk = forms.CharField(label=_("On what risk basis"), widget=forms.Textarea, max_length=10000, required=False, help_text=_(
        "What could go wrong, how likely that was held to be, and why it was accepted."))
    decided_by = ChosenPost(Post.objects.none(), label=_("Who decided"), required=False)
    measure_id = forms.ChoiceField(label=_("Measure that it should show in"), required=False)
    review_on = DayField(label=_("To be looked at again on"), required=False)


class DecisionForm(DecisionWords):
    """A new decision, outside a meeting or of one that is chosen already."""

    field_order = ("body", "force", "title", "text", "reason", "risk", "decided_by", "decided_on", "measure_id", "review_on")
    body = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whose decision it is"))
    force = forms.ModelChoiceField(Organisation.objects.none(), label=_("Force that it concerns"), required=False)
    decided_on = DayField(label=_("Decided on"), required=False, help_text=_("Left empty: today."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = organisations_with(user, "decision.write")  # type: ignore[attr-defined]
        self.fields["force"].queryset = forces()  # type: ignore[attr-defined]


class DecisionEditForm(DecisionWords, EditForm):
    """The words and days of a decision."""


class TakeBackForm(Form):
    """Why a decision is taken back."""

    reason = forms.CharField(label=_("Why it is taken back"), widget=forms.Textarea, max_length=5000)
