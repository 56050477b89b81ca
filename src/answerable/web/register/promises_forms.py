"""The forms of promises."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.organisations.models import VISIBILITIES, Organisation, Post
from answerable.web.register.figures import measure_choices, measure_now
from answerable.web.register.models import COMPARISONS, Plan, PlanItem, PlanVersion, PromiseEntry

NONE = ("", gettext_lazy("None"))
OUTCOMES = [(PromiseEntry.KEPT, gettext_lazy("Kept")), (PromiseEntry.MISSED, gettext_lazy("Missed")),
            (PromiseEntry.CANNOT, gettext_lazy("Cannot be told"))]


class MeasureChoice(forms.ChoiceField):
    """A measure of the newest release, or none. kept: one that the entry has already, whether the release still has it or
    not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [NONE, *measure_choices().items()], required=False, **kwargs)

    def keep(self, measure_id: str) -> None:
        """Let a measure stand that the release has no more."""
        if measure_id and measure_id not in measure_choices():
            self.choices = [NONE, (measure_id, measure_id), *measure_choices().items()]


class CheckFields(Form):
    """What can be checked: the measure, the value, the day and the period."""

    measure_id = MeasureChoice(label=gettext_lazy("Measure"), help_text=gettext_lazy(
        "The measure that will tell what comes of it. None where no measure of the catalogue can."))
    comparison = forms.ChoiceField(label=gettext_lazy("How it compares"), choices=[NONE, *COMPARISONS], required=False)
    threshold = forms.FloatField(label=gettext_lazy("Value"), required=False, help_text=gettext_lazy(
        "In the measure's unit: a percentage as 80, a time in seconds, a number as it is."))
    due = DayField(label=gettext_lazy("By when"), required=False, help_text=gettext_lazy(
        "Any day of the period meant: “by December” is 31 12 and the year."))
    period = forms.ChoiceField(label=gettext_lazy("Of which period the figure counts"), choices=PromiseEntry.PERIODS,
                               initial="month", required=False, help_text=gettext_lazy(
        "The month in which that day falls, unless it was promised of a quarter, a financial year or three months together."))

    def clean_threshold(self) -> float | None:
        """The value, which a share cannot have beyond 0 to 100."""
        value: float | None = self.cleaned_data["threshold"]
        unit = (measure_now(self.data.get(self.add_prefix("measure_id"), "")) or {}).get("unit")
        if value is not None and unit == "percent" and not 0 <= value <= 100:
            raise ValidationError(_("This measure is a share: write a percentage from 0 to 100."))
        return value

    def clean_period(self) -> str:
        """The month where nothing is said."""
        return self.cleaned_data["period"] or "month"


class SaidFields(Form):
    """What was said, and when."""

    words = forms.CharField(label=gettext_lazy("What was promised"), widget=forms.Textarea, max_length=5000,
                            error_messages={"required": gettext_lazy("Write what was promised, in the words it was said in.")},
                            help_text=gettext_lazy("In the words in which it was said or written."))
    kind = forms.ChoiceField(label=gettext_lazy("What kind of statement it is"), choices=PromiseEntry.KINDS)
    said_on = DayField(label=gettext_lazy("When it was said"),
                       error_messages={"required": gettext_lazy("Say on which day it was said.")})
    said_where = forms.CharField(label=gettext_lazy("Where it was said"), required=False, max_length=300,
                                 help_text=gettext_lazy(
        "Where no meeting of the register is meant: a report and its page, a letter, a press release."))


class PromiseForm(CheckFields, SaidFields):
    """A new promise."""

    said_by = forms.ModelChoiceField(label=gettext_lazy("Who said it"), required=False, queryset=Post.objects.none(),
                                     help_text=gettext_lazy("The post. Who held it on that day follows from the register."))
    force = forms.ModelChoiceField(label=gettext_lazy("Force"), required=False, queryset=Organisation.objects.none(),
                                   help_text=gettext_lazy("Left out, it is that of the meeting or the post."))
    body = forms.ModelChoiceField(label=gettext_lazy("Governing body"), required=False, queryset=Organisation.objects.none())
    meeting = forms.ModelChoiceField(label=gettext_lazy("Meeting"), required=False, queryset=Post.objects.none())
    plan_item = forms.ModelChoiceField(label=gettext_lazy("Item of a plan"), required=False, queryset=PlanItem.objects.none())
    field_order = ("words", "kind", "said_by", "said_on", "meeting", "said_where", "measure_id", "comparison", "threshold",
                   "due", "period", "force", "body", "plan_item")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("said_by", Post.objects.select_related("organisation").order_by("organisation__name", "title"),
                     lambda post: f"{post.title}, {post.organisation.name}")
        self._choose("force", Organisation.objects.filter(kind="force").on())
        self._choose("body", Organisation.objects.filter(kind="body").on())
        self._choose("meeting", apps.get_model("meetings", "Meeting").objects.readable_by(user).order_by("-starts_at", "-pk"))
        items = PlanItem.objects.filter(plan_version__state=PlanVersion.LIVE,
                                        plan_version__plan__in=Plan.objects.readable_by(user))
        self._choose("plan_item", items.select_related("plan_version__plan"),
                     lambda item: f"{item.plan_version.plan.title}: {item.title}")

    def _choose(self, name: str, query: Any, said: Any = str) -> None:
        field: Any = self.fields[name]
        field.queryset, field.label_from_instance = query, said

    def clean_said_on(self) -> Any:
        """The day, which cannot be in the future."""
        said_on = self.cleaned_data["said_on"]
        if said_on and said_on > timezone.localdate():
            raise ValidationError(_("The day on which it was said cannot be in the future."))
        return said_on


class PromiseEditForm(CheckFields, SaidFields, EditForm):
    """A promise that no release has followed yet."""

    field_order = ("words", "kind", "said_on", "said_where", "measure_id", "comparison", "threshold", "due", "period",
                   "version")


class CorrectionForm(Form):
    """A correction beside the words of a promise."""

    text = forms.CharField(label=gettext_lazy("What is to be corrected"), widget=forms.Textarea, max_length=5000,
                           help_text=gettext_lazy("The words of the promise stay as they are; this stands beside them."))


class WithdrawForm(EditForm):
    """Taking a promise back."""

    reason = forms.CharField(label=gettext_lazy("Why it is withdrawn"), widget=forms.Textarea, max_length=5000,
                             help_text=gettext_lazy("The promise stays in the list, with this reason."))


class SettleForm(EditForm):
    """What came of a promise that no measure tells."""

    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=OUTCOMES, widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("What shows it"), widget=forms.Textarea, max_length=5000)
    evidence_link = forms.URLField(label=gettext_lazy("Address of the evidence"), required=False, assume_scheme="https")


class ShowForm(EditForm):
    """Who can read an entry."""

    visibility = forms.ChoiceField(label=gettext_lazy("Who can read it"), choices=VISIBILITIES, widget=forms.RadioSelect)
