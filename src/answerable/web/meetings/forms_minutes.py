"""Forms of the agenda, of who was there, of papers and of minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.web.accounts.rights import may
from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.meetings.forms_meetings import ChosenMeeting, TimeField, WhenFields
from answerable.web.meetings.forms_questions import ChosenPost, WithChoices, posts
from answerable.web.meetings.models import AgendaItem, Meeting
from answerable.web.organisations.models import VISIBILITIES, Person, Post
from answerable.web.register.models import COMPARISONS, Plan, PromiseEntry


class AgendaItemForm(WithChoices):
    """An item of an agenda."""

    title = forms.CharField(label=_("Item"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of item"), choices=AgendaItem.KINDS)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea({"rows": 3}), max_length=5000, required=False)
    measure_id = forms.ChoiceField(label=_("Measure whose figures are looked at"), required=False)
    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("Plan that is looked at"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.readable_by(user).filter(  # type: ignore[attr-defined]
            body_id__in=(meeting.body_id,)) | Plan.objects.readable_by(user).filter(force_id__in=(meeting.force_id,))


class AgendaItemEditForm(AgendaItemForm, EditForm):
    """An item of an agenda that is changed."""


class AttendanceForm(Form):
    """Who was at a meeting."""

    post = ChosenPost(Post.objects.none(), label=_("Post"), required=False,
                      help_text=_("Whoever held it on the day of the meeting, unless you name somebody below."))
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), required=False)
    name = forms.CharField(label=_("Name of somebody who is not on the list"), max_length=200, required=False)
    capacity = forms.CharField(label=_("In what capacity"), max_length=200, required=False,
                               help_text=_("Where no post says it, such as “taking notes”."))
    present = forms.ChoiceField(label=_("Was there or sent apologies"), widget=forms.RadioSelect,
                                choices=[("yes", _("Was there")), ("no", _("Sent apologies"))], initial="yes")
    chair = forms.BooleanField(label=_("Took the chair"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts()  # type: ignore[attr-defined]
        # People of the two organisations, and whoever was at one of the body's meetings before.
        known = Person.objects.filter(tenures__post__organisation__in=meeting.parties()) | Person.objects.filter(
            attendances__meeting__body_id=meeting.body_id)
        self.fields["person"].queryset = known.distinct()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The values as the command takes them."""
        cleaned = super().clean()
        cleaned["person"] = cleaned.pop("person", None) or cleaned.pop("name", "")
        cleaned.pop("name", None)
        cleaned["present"] = cleaned.get("present") == "yes"
        return cleaned


class PaperForm(Form):
    """A paper."""

    title = forms.CharField(label=_("Title of the paper"), max_length=200)
    agenda_item = forms.ModelChoiceField(AgendaItem.objects.none(), label=_("Agenda item"), required=False)
    file = forms.FileField(label=_("File"), help_text=_("PDF, Word (.docx), Excel (.xlsx), CSV or plain text, at most 25 MB."))
    visibility = forms.ChoiceField(label=_("Who can read it"), choices=VISIBILITIES, widget=forms.RadioSelect)
    late_reason = forms.CharField(label=_("Why it is late"), max_length=300,
                                  help_text=_("The agenda is published already, so the paper will be listed as late."))

    def __init__(self, *args: Any, meeting: Meeting, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agenda_item"].queryset = meeting.agenda.all()  # type: ignore[attr-defined]
        self.fields["visibility"].initial = meeting.visibility if may(user, "publish", meeting) else "internal"
        if meeting.agenda_published_at is None:
            del self.fields["late_reason"]


class PaperVersionForm(Form):
    """A new version of a paper."""

    file = forms.FileField(label=_("File"))
    what_changed = forms.CharField(label=_("What changed"), max_length=300)


class NotedForm(WithChoices):
    """An outcome that is no more than noted; the first field of the others too."""

    text = forms.CharField(label=_("What the minutes say"), widget=forms.Textarea({"rows": 4}), max_length=10000)


class ActionOutcome(NotedForm):
    """An action that a meeting asks for."""

    title = forms.CharField(label=_("The action in a few words"), max_length=300, required=False,
                            help_text=_("Left empty: the words of the minutes."))
    owners = forms.ModelMultipleChoiceField(Post.objects.none(), label=_("Who is to do it"), required=False,
                                            widget=forms.SelectMultiple({"class": "govuk-select app-many", "size": 6}))
    as_printed = forms.CharField(label=_("Or in words"), max_length=200, required=False,
                                 help_text=_("Where no post fits, such as “all”."))
    due = DayField(label=_("To be done by"), required=False, help_text=_("Left empty, it is shown as undated."))
    measure_id = forms.ChoiceField(label=_("Measure that it should show in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owners"].queryset = posts()  # type: ignore[attr-defined]


class PromiseOutcome(NotedForm):
    """A promise that was made at a meeting."""

    promise_kind = forms.ChoiceField(label=_("Kind of promise"), choices=PromiseEntry.KINDS, initial="commitment")
    said_by = ChosenPost(Post.objects.none(), label=_("Who said it"), required=False)
    measure_id = forms.ChoiceField(label=_("Measure that will tell"), required=False)
    comparison = forms.ChoiceField(label=_("It will be"), choices=[("", _("None")), *COMPARISONS], required=False)
    threshold = forms.FloatField(label=_("This value, in the measure's unit"), required=False)
    due = DayField(label=_("By"), required=False)


class QuestionOutcome(NotedForm):
    """A question that is to be answered in writing."""

    asked_by = ChosenPost(Post.objects.none(), label=_("Who asks"), required=False)
    to = ChosenPost(Post.objects.none(), label=_("Who is asked"), required=False)
    due = DayField(label=_("Answer wanted by"), required=False)
    measure_id = forms.ChoiceField(label=_("Measure that it is about"), required=False)


class DecisionOutcome(NotedForm):
    """A decision that was taken at a meeting."""

    title = forms.CharField(label=_("Decision in a few words"), max_length=200)
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 3}), max_length=10000)
    risk = forms.CharField(label=_("On what risk basis"), widget=forms.Textarea({"rows": 3}), max_length=10000, required=False,
                           help_text=_("What could go wrong, how likely that was held to be, and why it was accepted."))
    decided_by = ChosenPost(Post.objects.none(), label=_("Who decided"), required=False)
    measure_id = forms.ChoiceField(label=_("Measure that it should show in"), required=False)
    review_on = DayField(label=_("To be looked at again on"), required=False)


OUTCOME_FORMS: dict[str, type[NotedForm]] = {"noted": NotedForm, "action": ActionOutcome, "promise": PromiseOutcome,
                                             "question": QuestionOutcome, "decision": DecisionOutcome}


class MinuteEditForm(EditForm):
    """The words of an outcome."""

    text = forms.CharField(label=_("What the minutes say"), widget=forms.Textarea, max_length=10000)


class CorrectionForm(MinuteEditForm):
    """A correction of approved minutes."""

    reason = forms.CharField(label=_("Why it is corrected"), max_length=300,
                             help_text=_("What stands there now is shown beside the correction."))


class ApproveForm(Form):
    """The approval of minutes."""

    at = ChosenMeeting(Meeting.objects.none(), label=_("Meeting at which they were approved"), required=False,
                       help_text=_("Left empty: outside a meeting."))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].queryset = later_meetings(meeting)  # type: ignore[attr-defined]


class CloseForm(WhenFields):
    """Closing a meeting: which one follows."""

    field_order = ("next_meeting", "day", "begins", "ends", "place")
    next_meeting = ChosenMeeting(Meeting.objects.none(), label=_("The next meeting, if it is planned already"), required=False)
    day = DayField(label=_("Or plan one now: day"), required=False, help_text=_(
        "With neither, a meeting without a day is made, so that the open actions are kept together."))
    begins = TimeField(label=_("Begins at"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_meeting"].queryset = later_meetings(meeting)  # type: ignore[attr-defined]


def later_meetings(meeting: Meeting) -> Any:
    """The meetings of the same body that come after one, soonest first."""
    later = Meeting.objects.filter(body_id=meeting.body_id).exclude(pk=meeting.pk).exclude(state=Meeting.CANCELLED)
    return (later.filter(starts_at__gt=meeting.starts_at) if meeting.starts_at else later).order_by("starts_at")
