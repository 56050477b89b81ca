"""Forms of meetings and their agendas."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.web.accounts.rights import rights_for
from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.meetings.models import AgendaTemplate, Meeting
from answerable.web.organisations.models import VISIBILITIES, Organisation


def organisations_with(user: Any, right: str) -> Any:
    """The organisations in which somebody has a right, as a query."""
    return Organisation.objects.filter(pk__in=rights_for(user).where.get(right, frozenset()))


def forces() -> Any:
    """Every force there is today."""
    return Organisation.objects.on().filter(kind="force")


class TimeField(forms.TimeField):
    """A time of day, written as 14:30 or 2:30pm."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%I:%M%p", "%I%p", "%H.%M", "%I.%M%p"],
                         error_messages={"invalid": gettext_lazy("Write the time as 14:30 or 2:30pm.")},
                         widget=forms.TextInput({"class": "govuk-input--width-5"}), **kwargs)

    def to_python(self, value: Any) -> time | None:
        """The time; a space before am or pm does no harm."""
        found: time | None = super().to_python(str(value).replace(" ", "").lower() if value else value)
        return found


class WhenFields(Form):
    """When a meeting is: a day, from a time to a time, on the force's clocks. Its values get `starts_at` and `ends_at`."""

    day = DayField(label=gettext_lazy("Day"), required=False,
                   help_text=gettext_lazy("Leave it empty for questions that are answered in writing, without a meeting."))
    begins = TimeField(label=gettext_lazy("Begins at"), required=False, help_text=gettext_lazy("Such as 14:30 or 2:30pm."))
    ends = TimeField(label=gettext_lazy("Ends at"), required=False)

    def clean(self) -> dict[str, Any]:
        """The values with the moments in place of day and times."""
        cleaned = super().clean()
        day, begins, ends = (cleaned.pop(name, None) for name in ("day", "begins", "ends"))
        if day and not begins and "begins" not in self.errors:
            raise ValidationError({"begins": _("Say at what time the meeting begins.")})
        if not day and (begins or ends) and "day" not in self.errors:
            raise ValidationError({"day": _("Say on what day the meeting is, or leave the times empty.")})
        if begins and ends and ends <= begins:
            raise ValidationError({"ends": _("The meeting must end after it begins.")})
        cleaned["starts_at"] = moment(day, begins) if day and begins else None
        cleaned["ends_at"] = moment(day, ends) if day and ends else None
        return cleaned


def moment(day: Any, at: time) -> datetime:
    """A day and a time on the force's clocks as a moment."""
    return timezone.make_aware(datetime.combine(day, at))


class MeetingForm(WhenFields):
    """A new meeting."""

    field_order = ("title", "body", "force", "kind", "template", "day", "begins", "ends", "place", "online")
    title = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    body = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Whose meeting it is"))
    force = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Force that answers there"), required=False)
    kind = forms.CharField(label=gettext_lazy("Kind of meeting"), max_length=100, required=False, help_text=gettext_lazy(
        "In your own words, such as “Performance and accountability”. Meetings of a kind follow one another."))
    template = forms.ModelChoiceField(AgendaTemplate.objects.none(), label=gettext_lazy("Agenda template"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    online = forms.BooleanField(label=gettext_lazy("People can join online"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = organisations_with(user, "meeting.write")
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["force"].queryset = forces()  # type: ignore[attr-defined]
        self.fields["template"].queryset = AgendaTemplate.objects.filter(body__in=bodies)  # type: ignore[attr-defined]


class MeetingEditForm(WhenFields, EditForm):
    """What can be changed of a meeting."""

    field_order = ("title", "kind", "day", "begins", "ends", "place", "online", "previous", "version")
    title = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.CharField(label=gettext_lazy("Kind of meeting"), max_length=100, required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    online = forms.BooleanField(label=gettext_lazy("People can join online"), required=False)
    previous = forms.ModelChoiceField(Meeting.objects.none(), label=gettext_lazy("The meeting before it"), required=False,
                                      help_text=gettext_lazy("Its open actions and its minutes come to this one."))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = Meeting.objects.filter(body_id=meeting.body_id, starts_at__isnull=False).exclude(pk=meeting.pk)
        self.fields["previous"] = ChosenMeeting(before.order_by("-starts_at"), label=self.fields["previous"].label,
                                                help_text=self.fields["previous"].help_text, required=False)
        self.fields["previous"].widget.attrs["class"] = "govuk-select"
        self.order_fields(self.field_order)


class ChosenMeeting(forms.ModelChoiceField):
    """A meeting out of a list, with its day."""

    def label_from_instance(self, obj: Any) -> str:
        """The meeting's name and day."""
        return meeting_words(obj)


def meeting_words(meeting: Meeting) -> str:
    """A meeting as a list names it: its name and its day."""
    from answerable.web.components.templatetags.answerable import day
    return f"{meeting.title}, {day(timezone.localdate(meeting.starts_at))}" if meeting.starts_at else meeting.title


class VisibilityForm(Form):
    """Who reads something."""

    visibility = forms.ChoiceField(choices=VISIBILITIES, label=gettext_lazy("Who can read it"), widget=forms.RadioSelect)
