"""Forms of rooms and scenarios."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.errors import AnswerableError
from answerable.web.accounts.rights import rights_for
from answerable.web.components.forms import EditForm, Form
from answerable.web.meetings.forms_meetings import ChosenMeeting, organisations_with
from answerable.web.meetings.models import Meeting
from answerable.web.what_if.limits import MOST_BYTES
from answerable.web.what_if.models import Scenario
from answerable.web.what_if.rooms import faults_of, read_text


class OfForce(Form):
    """Something that belongs to a force in which somebody has the right to it: which one is asked where there are several."""

    force = forms.ModelChoiceField(None, label=gettext_lazy("Force"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forces = organisations_with(user, "scenario.write")
        self.fields["force"].queryset = forces  # type: ignore[attr-defined]
        if forces.count() < 2:
            self.only = forces.first()
            del self.fields["force"]

    def clean(self) -> dict[str, Any]:
        """The values, with the force."""
        cleaned = super().clean()
        return cleaned if "force" in self.fields else cleaned | {"force": self.only}


class SaveForm(OfForce):
    """What a scenario is called, and why it was tried."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy(
        "Such as “Two more late, chat closed at the peak”."))
    description = forms.CharField(label=gettext_lazy("Why it was tried, and what speaks for and against it"), required=False,
                                  max_length=5000, widget=forms.Textarea({"rows": 4}))
    field_order = ("name", "description", "force")


class DescribeForm(EditForm):
    """A scenario's name and description."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    description = forms.CharField(label=gettext_lazy("Why it was tried, and what speaks for and against it"), required=False,
                                  max_length=5000, widget=forms.Textarea({"rows": 4}))


class RoomForm(OfForce):
    """A room's file. Its values get `text`."""

    file = forms.FileField(label=gettext_lazy("The room's file"), widget=forms.FileInput({"accept": ".yaml,.yml"}),
                           help_text=gettext_lazy("YAML, as “answerable simulate” and “answerable fit” write and read it, at "
                                                  "most 400 kB."))
    field_order = ("file", "force")

    def clean_file(self) -> Any:
        """The file, if it is a room: every fault of it is told, with its line."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than {most} kB, the most that is taken.").format(
                most=MOST_BYTES // 1000))
        try:
            text = file.read().decode("utf-8-sig")
            read_text(text)
        except UnicodeDecodeError as error:
            raise ValidationError(_("The file is not text in UTF-8. Save it as YAML in UTF-8.")) from error
        except AnswerableError as error:
            told = [ValidationError("%(fault)s", params={"fault": fault}) for fault in faults_of(error)]
            raise ValidationError(told) from error
        self.cleaned_data["text"] = text
        return file

    def clean(self) -> dict[str, Any]:
        """The values as the command takes them."""
        cleaned = super().clean()
        cleaned.pop("file", None)
        return cleaned


class MeetingForm(Form):
    """To which meeting a scenario goes."""

    meeting = ChosenMeeting(Meeting.objects.none(), label=gettext_lazy("Meeting"))
    late_reason = forms.CharField(label=gettext_lazy("Why the paper is late"), max_length=300, required=False,
                                  help_text=gettext_lazy("Only where the meeting's agenda is published already: the paper will "
                                                         "be listed as late, with this reason."))

    def __init__(self, *args: Any, user: Any, scenario: Scenario, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings_for(user, scenario)  # type: ignore[attr-defined]


def meetings_for(user: Any, scenario: Scenario) -> Any:
    """The meetings to come, or in writing, to which somebody may send papers, and at which the scenario's force answers."""
    own = rights_for(user).where.get("paper.send", frozenset())
    return Meeting.objects.readable_by(user).filter(
        Q(body__in=own) | Q(force__in=own), Q(force=scenario.force_id) | Q(body=scenario.body_id),
        Q(starts_at__gte=timezone.now()) | Q(starts_at__isnull=True)).exclude(
        state__in=(Meeting.APPROVED, Meeting.CANCELLED)).exclude(
        papers__scenario__scenario=scenario).order_by("starts_at", "pk")


