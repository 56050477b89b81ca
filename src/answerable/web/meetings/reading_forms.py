"""Forms of documents that are to be read, and of what is made of a proposal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.documents import LIMITS, Document, open_document
from answerable.documents.minutes import MinutesReading, read_minutes
from answerable.errors import InputError
from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.meetings import reading_commands as commands
from answerable.web.meetings.forms_meetings import TimeField
from answerable.web.meetings.forms_questions import ChosenPost, posts
from answerable.web.meetings.models import Meeting, Proposal
from answerable.web.register.figures import measure_choices
from answerable.web.register.models import COMPARISONS, PromiseEntry

# Of how the reader compares, as a promise has it.
COMPARED = {"at least": ">=", "at most": "<="}
LONGEST_TITLE = 300


class UploadForm(Form):
    """The minutes of a meeting as a file. Its values get `document` and `reading`: the file is read while it is checked."""

    file = forms.FileField(
        label=gettext_lazy("Minutes"), widget=forms.FileInput({"accept": ".docx,.pdf,.txt"}),
        help_text=gettext_lazy("A Word document (.docx), a PDF or plain text, up to 20 MB. Nothing in it is acted on before "
                               "you confirm it, and a file that cannot be read is not kept."))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._meeting = meeting

    def clean_file(self) -> UploadedFile:
        """The file, if it can be read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LIMITS.bytes:
            raise ValidationError(_("The file is larger than %(most)s MB, the most that is read."),
                                  params={"most": LIMITS.bytes // 1_000_000})
        try:
            self.cleaned_data |= read_file(file, self._meeting)
        except InputError as error:
            raise ValidationError(error.line()) from error
        file.seek(0)
        return file


def read_file(file: UploadedFile, meeting: Meeting) -> dict[str, Document | MinutesReading]:
    """{"document", "reading"} of a file. Raises InputError, in words, for one that is not taken."""
    document = open_document(file.read(), file.name or "")
    held = timezone.localdate(meeting.starts_at) if meeting.starts_at else None
    return {"document": document, "reading": read_minutes(document, frozenset(measure_choices()), held=held)}


class ProposalForm(EditForm):
    """What is made of a proposal, filled in as far as it was read. confirm: the command."""

    confirm: Any = None

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.read_from(proposal) | {"version": proposal.version}, **kwargs)
        if "measure_id" in self.fields:
            self.fields["measure_id"].choices = [  # type: ignore[attr-defined]
                ("", _("None")), *measure_choices().items()]

    @staticmethod
    def read_from(proposal: Proposal) -> dict[str, Any]:
        """What was read, as the form's fields."""
        raise NotImplementedError


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def short(sentence: str) -> str:
    """A sentence as the title of an entry."""
    return sentence if len(sentence) <= LONGEST_TITLE else f"{sentence[:LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"


class ActionForm(ProposalForm):
    """An action."""

    confirm = staticmethod(commands.confirm_action)
    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=LONGEST_TITLE)
    text = forms.CharField(label=gettext_lazy("As the minutes have it"), widget=forms.Textarea, required=False)
    owners = forms.CharField(label=gettext_lazy("Owners"), required=False, max_length=300,
                             help_text=gettext_lazy("As printed, commas between. Posts known by that name are linked."))
    due = DayField(label=gettext_lazy("Due"), required=False,
                   help_text=gettext_lazy("Leave it empty where no day was given: the action is then shown as undated."))
    measure_id = forms.ChoiceField(label=gettext_lazy("Measure that it is about"), required=False)

    @staticmethod
    def read_from(proposal: Proposal) -> dict[str, Any]:
        """What was read, as the form's fields."""
        data = proposal.data
        return {"title": short(data["sentence"]), "text": data["sentence"], "owners": ", ".join(data.get("owners") or ()),
                "due": _day(data.get("due")), "measure_id": data.get("measure") or ""}


class PromiseForm(ProposalForm):
    """A promise."""

    confirm = staticmethod(commands.confirm_promise)
    words = forms.CharField(label=gettext_lazy("What was promised"), widget=forms.Textarea)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PromiseEntry.KINDS)
    said_by = ChosenPost(None, label=gettext_lazy("Who said it"), required=False)
    measure_id = forms.ChoiceField(label=gettext_lazy("Measure that it is about"), required=False)
    comparison = forms.ChoiceField(label=gettext_lazy("Is to be"), required=False,
                                   choices=[("", gettext_lazy("Not said")), *COMPARISONS])
    threshold = forms.FloatField(label=gettext_lazy("Value"), required=False,
                                 help_text=gettext_lazy("In the measure's unit. Leave it empty where no measure can tell."))
    due = DayField(label=gettext_lazy("By when"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_by"].queryset = posts()  # type: ignore[attr-defined]

    @staticmethod
    def read_from(proposal: Proposal) -> dict[str, Any]:
        """What was read, as the form's fields: a value only where its measure is known."""
        data = proposal.data
        checked = data.get("measure") and data.get("value") is not None
        return {"words": data["sentence"], "kind": data.get("claim") or "commitment", "measure_id": data.get("measure") or "",
                "comparison": COMPARED.get(data.get("comparison") or "", ">=") if checked else "",
                "threshold": data.get("value") if checked else None, "due": _day(data.get("due"))}


class DecisionForm(ProposalForm):
    """A decision."""

    confirm = staticmethod(commands.confirm_decision)
    title = forms.CharField(label=gettext_lazy("Decision, in a few words"), max_length=200)
    text = forms.CharField(label=gettext_lazy("As the minutes have it"), widget=forms.Textarea)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea,
                             help_text=gettext_lazy("Why it was decided so. Minutes often leave it out: write what was said."))
    risk = forms.CharField(label=gettext_lazy("On what basis the risk was taken"), widget=forms.Textarea, required=False)

    @staticmethod
    def read_from(proposal: Proposal) -> dict[str, Any]:
        """What was read, as the form's fields."""
        return {"title": short(proposal.data["sentence"])[:200], "text": proposal.data["sentence"]}


class NextMeetingForm(ProposalForm):
    """The next meeting. Its values get `starts_at`."""

    confirm = staticmethod(commands.confirm_next_meeting)
    day = DayField(label=gettext_lazy("Day"))
    begins = TimeField(label=gettext_lazy("Begins at"), help_text=gettext_lazy("Such as 14:30 or 2:30pm."))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """The values with the moment in place of day and time."""
        cleaned = super().clean()
        day, begins = cleaned.pop("day", None), cleaned.pop("begins", None)
        if day and begins:
            cleaned["starts_at"] = timezone.make_aware(datetime.combine(day, begins))
        return cleaned

    @staticmethod
    def read_from(proposal: Proposal) -> dict[str, Any]:
        """What was read, as the form's fields."""
        return {"day": _day(proposal.data.get("due"))}


class FigureForm(ProposalForm):
    """A figure that was stated."""

    confirm = staticmethod(commands.confirm_figure)
    measure_id = forms.ChoiceField(label=gettext_lazy("Measure"))
    value = forms.FloatField(label=gettext_lazy("Value"), help_text=gettext_lazy("In the measure's unit: times in seconds."))
    period_start = DayField(label=gettext_lazy("First day of the period"))
    period_end = DayField(label=gettext_lazy("Last day of the period"))

    @staticmethod
    def read_from(proposal: Proposal) -> dict[str, Any]:
        """What was read, as the form's fields."""
        data = proposal.data
        return {"measure_id": data.get("measure") or "", "value": data.get("value"),
                "period_start": _day(data.get("period_start")), "period_end": _day(data.get("period_end"))}


FORMS: dict[str, type[ProposalForm]] = {commands.ACTION: ActionForm, commands.PROMISE: PromiseForm,
                                        commands.DECISION: DecisionForm, commands.NEXT_MEETING: NextMeetingForm,
                                        commands.FIGURE: FigureForm}
