"""Forms of actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.organisations.models import VISIBILITIES
from answerable.web.register.actions_links import LINKS, said
from answerable.web.register.figures import measure_choices
from answerable.web.register.models import ORIGINS, PlanItem
from answerable.web.register.parties import Home, owner_choices, owners_of


def measure_field() -> forms.ChoiceField:
    """A measure of the newest release, or none."""
    return forms.ChoiceField(label=gettext_lazy("Measure that it is about"), required=False)


def with_measures(field: forms.Field, now: str = "") -> None:
    """Fill a field of measures. now: the measure that stands there, kept though a release may have lost it."""
    known = measure_choices()
    field.choices = [("", _("None")), *known.items(), *([(now, now)] if now and now not in known else [])]  # type: ignore[attr-defined]


class OwnersFields(Form):
    """Who is to do something."""

    owners = forms.MultipleChoiceField(
        label=gettext_lazy("Who is to do it"), required=False, widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy(
            "Choose posts rather than whole organisations: a post's holder knows that it is theirs."))
    as_printed = forms.CharField(label=gettext_lazy("Somebody else, in words"), required=False, max_length=200,
                                 help_text=gettext_lazy("As the minutes have it, such as “All”."))

    def chosen_owners(self) -> list[Any]:
        """Posts, organisations and words."""
        return owners_of(self.cleaned_data.pop("owners"), self.cleaned_data.pop("as_printed"))


class ActionForm(OwnersFields):
    """A new action."""

    field_order = ("title", "text", "home", "owners", "as_printed", "due", "origin", "origin_text", "measure_id")
    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=300,
                            help_text=gettext_lazy("One sentence that says when it is done, such as “Brief the board on 101 "
                                                   "waits each quarter”."))
    text = forms.CharField(label=gettext_lazy("More about it"), required=False, widget=forms.Textarea)
    home = forms.ChoiceField(label=gettext_lazy("Who answers to whom"))
    due = DayField(label=gettext_lazy("By the end of which day"), required=False,
                   help_text=gettext_lazy("Leave it empty where no day was given: the action is then shown as undated."))
    origin = forms.ChoiceField(label=gettext_lazy("Where it comes from"), choices=ORIGINS)
    origin_text = forms.CharField(label=gettext_lazy("Where it comes from, in words"), required=False, max_length=300)
    measure_id = measure_field()

    def __init__(self, *args: Any, homes: dict[str, Home], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = homes
        self.fields["home"].choices = [(key, home.words) for key, home in homes.items()]  # type: ignore[attr-defined]
        organisations = {part.pk: part for home in homes.values() for part in home.parts}
        self.fields["owners"].choices = owner_choices(organisations.values())  # type: ignore[attr-defined]
        with_measures(self.fields["measure_id"])

    def clean(self) -> dict[str, Any]:
        """The values as the command takes them."""
        cleaned = super().clean()
        home = self.homes.get(cleaned.pop("home", ""))
        if home is not None:
            cleaned |= {"body": home.body, "force": home.force}
        if "owners" in cleaned and "as_printed" in cleaned:
            cleaned["owners"] = self.chosen_owners()
        return cleaned


class ActionEditForm(EditForm):
    """What an action says and what it comes from. links: what each field of actions_links.LINKS may be, as a query; a field
    without is not shown, and stays as it is."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=300)
    text = forms.CharField(label=gettext_lazy("More about it"), required=False, widget=forms.Textarea)
    origin = forms.ChoiceField(label=gettext_lazy("Where it comes from"), choices=ORIGINS)
    origin_text = forms.CharField(label=gettext_lazy("Where it comes from, in words"), required=False, max_length=300)
    meeting = forms.ModelChoiceField(label=gettext_lazy("Meeting that it comes from"), required=False,
                                     queryset=PlanItem.objects.none())
    recommendation = forms.ModelChoiceField(label=gettext_lazy("Recommendation that it carries out"), required=False,
                                            queryset=PlanItem.objects.none())
    plan_item = forms.ModelChoiceField(label=gettext_lazy("Item of a plan that it carries out"), required=False,
                                       queryset=PlanItem.objects.none())
    measure_id = measure_field()

    def __init__(self, *args: Any, links: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_measures(self.fields["measure_id"], self.initial.get("measure_id", ""))
        for name in LINKS:
            if name in links:
                field: Any = self.fields[name]
                field.queryset, field.label_from_instance, field.empty_label = links[name], said, _("None")
            else:
                del self.fields[name]


class OwnersForm(OwnersFields, EditForm):
    """Other owners."""

    field_order = ("owners", "as_printed", "reason", "version")
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=500)

    def __init__(self, *args: Any, home: Home, now: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = owner_choices(home.parts)
        known = {value for _group, pairs in groups for value, _words in pairs}
        # An owner from elsewhere, or whose post has ended, stays one unless it is taken away on purpose.
        others = [(value, words) for value, words in now if value not in known]
        self.fields["owners"].choices = [*groups, *([(_("Others"), others)] if others else [])]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The values as the command takes them."""
        cleaned = super().clean()
        if "owners" in cleaned and "as_printed" in cleaned:
            cleaned["owners"] = self.chosen_owners()
            if not cleaned["owners"]:
                raise ValidationError(_("Choose at least one owner, or write who it is."))
        return cleaned


class SharedFields(Form):
    """A text, and whether others than the organisations themselves may read it."""

    text = forms.CharField(label=gettext_lazy("What happened"), widget=forms.Textarea)
    shared = forms.BooleanField(label=gettext_lazy("Whoever may read the action may read this"), required=False)


class ProgressForm(SharedFields):
    """How far an action has come."""


class DoneForm(SharedFields):
    """That an action is done."""

    text = forms.CharField(label=gettext_lazy("What was done, and what shows it"), widget=forms.Textarea)


class EvidenceForm(Form):
    """What shows that an action is done, or how far."""

    text = forms.CharField(label=gettext_lazy("In words"), required=False, widget=forms.Textarea)
    link = forms.URLField(label=gettext_lazy("A link"), required=False, max_length=200, assume_scheme="https")
    file = forms.FileField(label=gettext_lazy("A file"), required=False, allow_empty_file=True, help_text=gettext_lazy(
        "PDF, Word (.docx), Excel (.xlsx), CSV, text, PNG or JPEG; 25 MB at most, without macros."))
    shared = forms.BooleanField(label=gettext_lazy("Whoever may read the action may read this"), required=False)

    def clean_link(self) -> str:
        """The link, if it leads to a page."""
        link: str = self.cleaned_data["link"]
        if link and not link.lower().startswith(("https://", "http://")):
            raise ValidationError(_("Give a link that begins with https://."))
        return link


class CloseForm(Form):
    """That an action is done indeed."""

    text = forms.CharField(label=gettext_lazy("What shows that it is done"), widget=forms.Textarea,
                           help_text=gettext_lazy("Whoever may read the action reads this."))


class ReasonForm(Form):
    """A reason."""

    reason = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea)


class DueForm(EditForm):
    """Another day due."""

    due = DayField(label=gettext_lazy("By the end of which day"), required=False,
                   help_text=gettext_lazy("Leave it empty to make the action undated."))
    reason = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea)


class DeferForm(Form):
    """Putting something off until an event."""

    until = forms.CharField(label=gettext_lazy("Until which event"), max_length=300, help_text=gettext_lazy(
        "Such as “the scrutiny panel has reported”. Nothing can be put off for good."))
    latest = DayField(label=gettext_lazy("At the latest until the end of which day"))
    reason = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea)


class ResumeForm(Form):
    """The event that ends a deferral."""

    event = forms.CharField(label=gettext_lazy("Which event came"), max_length=300)
    ended_on = DayField(label=gettext_lazy("On which day"), required=False, help_text=gettext_lazy("Leave it empty for today."))
    due = DayField(label=gettext_lazy("The action is then due by the end of"), required=False,
                   help_text=gettext_lazy("Leave it empty to keep the day that it had."))


class ReadersForm(Form):
    """Who can read something."""

    visibility = forms.ChoiceField(choices=VISIBILITIES, label=gettext_lazy("Who can read it"), widget=forms.RadioSelect)
