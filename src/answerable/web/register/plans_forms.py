"""The forms of plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.web.accounts.rights import rights_for
from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.organisations.models import Organisation, Post
from answerable.web.register.figures import measure_now
from answerable.web.register.models import COMPARISONS
from answerable.web.register.promises_forms import NONE, MeasureChoice


class PlanForm(Form):
    """A new plan."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    purpose = forms.CharField(label=gettext_lazy("What it is for"), widget=forms.Textarea, required=False, max_length=10_000)
    force = forms.ModelChoiceField(label=gettext_lazy("Force"), required=False, queryset=Organisation.objects.none())
    body = forms.ModelChoiceField(label=gettext_lazy("Governing body"), required=False, queryset=Organisation.objects.none())
    refresh_due = DayField(label=gettext_lazy("To be looked at again by"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = rights_for(user).where.get("plan.write", frozenset())
        for name in ("force", "body"):
            field: Any = self.fields[name]
            field.queryset = Organisation.objects.filter(kind=name).on()

    def clean(self) -> dict[str, Any]:
        """The values; one of the two organisations has to be one's own."""
        cleaned = super().clean()
        chosen = {each.pk for each in (cleaned.get("force"), cleaned.get("body")) if each}
        if not chosen & self.own:
            raise ValidationError(_("Choose whose plan it is: your own force or governing body among them."))
        return cleaned


class PlanEditForm(EditForm):
    """A plan's title and purpose."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    purpose = forms.CharField(label=gettext_lazy("What it is for"), widget=forms.Textarea, required=False, max_length=10_000)


class VersionForm(Form):
    """A new version."""

    reason = forms.CharField(label=gettext_lazy("Why there is to be a new version"), widget=forms.Textarea, max_length=5000)
    refresh_due = DayField(label=gettext_lazy("To be looked at again by"), required=False)


class VersionEditForm(EditForm):
    """What a draft is about."""

    summary = forms.CharField(label=gettext_lazy("What this version is about"), widget=forms.Textarea, required=False,
                              max_length=20_000)
    reason = forms.CharField(label=gettext_lazy("Why there is to be a new version"), widget=forms.Textarea, required=False,
                             max_length=5000)
    refresh_due = DayField(label=gettext_lazy("To be looked at again by"), required=False)


class ItemForm(Form):
    """A new item."""

    title = forms.CharField(label=gettext_lazy("What is to be done or reached"), max_length=200)
    text = forms.CharField(label=gettext_lazy("How"), widget=forms.Textarea, required=False, max_length=20_000)
    owner = forms.ModelChoiceField(label=gettext_lazy("Owner"), required=False, queryset=Post.objects.none(),
                                   help_text=gettext_lazy("The post that sees to it."))
    measure_id = MeasureChoice(label=gettext_lazy("Measure"),
                               help_text=gettext_lazy("The measure that shows whether it works."))
    comparison = forms.ChoiceField(label=gettext_lazy("How it compares"), choices=[NONE, *COMPARISONS], required=False)
    target = forms.FloatField(label=gettext_lazy("Value to be reached"), required=False, help_text=gettext_lazy(
        "In the measure's unit: a percentage as 80, a time in seconds, a number as it is."))
    starts = DayField(label=gettext_lazy("First day"), required=False, help_text=gettext_lazy(
        "From the figure of that month a straight line leads to the target: whoever falls behind it is told."))
    due = DayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = Post.objects.select_related("organisation").order_by("organisation__name", "title")
        owner.label_from_instance = lambda post: f"{post.title}, {post.organisation.name}"

    def clean_target(self) -> float | None:
        """The value, which a share cannot have beyond 0 to 100."""
        value: float | None = self.cleaned_data["target"]
        unit = (measure_now(self.data.get(self.add_prefix("measure_id"), "")) or {}).get("unit")
        if value is not None and unit == "percent" and not 0 <= value <= 100:
            raise ValidationError(_("This measure is a share: write a percentage from 0 to 100."))
        return value


class ItemEditForm(ItemForm, EditForm):
    """An item of a draft."""


class SureForm(EditForm):
    """A question that has only one answer: the button."""
