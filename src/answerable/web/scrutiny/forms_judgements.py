"""The forms by which decisions on a measure's judgement are proposed, one a kind, and those that answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.decisions.kinds import CONTENT, STAGE_WORDS, UNDER_SCRUTINY, WATCHING
from answerable.web.components.forms import DayField, EditForm, Form

Choices = Sequence[tuple[str, str]]


class Proposal(Form):
    """What every kind asks for. measures: (id, title); people: who may stand second, (number, name), none where nobody is
    needed."""

    kind = ""
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=2000,
                             help_text=_("It is published with the decision. Name no person in it."))

    def __init__(self, *args: Any, measures: Choices = (), people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "measure" in self.fields:
            self.fields["measure"].choices = [("", ""), *measures]  # type: ignore[attr-defined]
        if people:
            self.fields["asked"] = forms.ChoiceField(
                label=_("Who is asked to stand second"), choices=[("", _("Whoever the system chooses")), *people],
                required=False, help_text=_("Somebody else with the right to. They see the request on their own page."))
            self.fields["asked"].widget.attrs["class"] = "govuk-select"

    def content(self) -> dict[str, Any]:
        """The keys of the kind, as Workspace.decide takes them."""
        return {key: value for key, value in self.cleaned_data.items() if key not in ("reason", "asked")}


def _measure(**changes: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Measure"), **changes)


class StepProposal(Proposal):
    """A step change, accepted or refused."""

    kind = "step"
    measure = _measure()
    at = DayField(label=_("First day of the new"), help_text=_("A day within the figures. One within a month begins with the "
                                                               "next month."))
    accepted = forms.ChoiceField(label=_("What you decide"), widget=forms.RadioSelect, choices=[
        ("yes", _("It is a step change: judge the figures afresh from that day")),
        ("no", _("It is none: judge the figures before and after as one series"))])
    field_order = ("measure", "at", "accepted", "reason")

    def content(self) -> dict[str, Any]:
        """With `accepted` as yes or no."""
        return super().content() | {"accepted": self.cleaned_data["accepted"] == "yes"}


class OverrideProposal(Proposal):
    """A rating in the place of the computed one, for a while."""

    kind = "override"
    measure = _measure()
    rating = forms.ChoiceField(label=_("Rating to put in its place"))
    evidence = forms.CharField(label=_("Evidence"), widget=forms.Textarea, max_length=2000, help_text=_(
        "What shows that the computed rating misleads: a paper, a sample, a fault that is known. It is published."))
    expires = DayField(label=_("Last day"), help_text=_("It ends by itself after this day."))
    field_order = ("measure", "rating", "evidence", "expires", "reason")

    def __init__(self, *args: Any, ratings: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = [("", ""), *ratings]  # type: ignore[attr-defined]


class StageProposal(Proposal):
    """How far the scrutiny of a measure, or of its family, has come."""

    kind = "stage"
    measure = _measure()
    reach = forms.ChoiceField(label=_("What it holds for"), widget=forms.RadioSelect, initial="measure", choices=[
        ("measure", _("This measure alone")), ("family", _("This measure and all below it"))])
    stage = forms.ChoiceField(label=_("Stage of scrutiny"), widget=forms.RadioSelect, choices=[
        (code, STAGE_WORDS[code]) for code in (CONTENT, WATCHING, UNDER_SCRUTINY)])
    field_order = ("measure", "reach", "stage", "reason")

    def content(self) -> dict[str, Any]:
        """With `measure` or `family`, as chosen."""
        return reaching(super().content())


class PauseProposal(Proposal):
    """Scrutiny paused until an event."""

    kind = "stage"
    measure = _measure()
    reach = forms.ChoiceField(label=_("What it holds for"), widget=forms.RadioSelect, initial="measure", choices=[
        ("measure", _("This measure alone")), ("family", _("This measure and all below it"))])
    until = forms.CharField(label=_("Event that ends the pause"), max_length=200,
                            help_text=_("By its name, such as “Scrutiny report”. It ends when that event is recorded."))
    latest = DayField(label=_("Last day"), help_text=_("The pause ends after this day, if the event has not come."))
    field_order = ("measure", "reach", "until", "latest", "reason")

    def content(self) -> dict[str, Any]:
        """A stage that is paused."""
        return reaching(super().content()) | {"stage": "paused"}


class EventProposal(Proposal):
    """Something that was waited for has happened."""

    kind = "event"
    event = forms.CharField(label=_("Name of the event"), max_length=200)
    on = DayField(label=_("Day on which it happened"))
    field_order = ("event", "on", "reason")


class EndProposal(Proposal):
    """An earlier decision is taken back."""

    kind = "end"
    ends = forms.TypedChoiceField(label=_("Decision to take back"), coerce=int)
    field_order = ("ends", "reason")

    def __init__(self, *args: Any, standing: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends"].choices = [("", ""), *standing]  # type: ignore[attr-defined]


KINDS: Mapping[str, type[Proposal]] = {"step": StepProposal, "override": OverrideProposal, "stage": StageProposal,
                                       "pause": PauseProposal, "event": EventProposal, "end": EndProposal}


def reaching(content: dict[str, Any]) -> dict[str, Any]:
    """Keys with `measure` and `reach` as keys with `measure` or `family`."""
    measure, reach = content.pop("measure"), content.pop("reach")
    return {"family" if reach == "family" else "measure": measure} | content


class StandForm(EditForm):
    """To stand for a decision."""

    read = forms.BooleanField(label=_("I have read the reason, the evidence and both sides, and I stand for it"))


class ReasonForm(EditForm):
    """To refuse or withdraw a request."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=2000)


class AskForm(EditForm):
    """To ask somebody else."""

    asked = forms.ChoiceField(label=_("Who is asked to stand second"))

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].choices = [("", ""), *people]  # type: ignore[attr-defined]
