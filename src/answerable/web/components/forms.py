"""Forms in the GOV.UK Design System's manner: what a person writes becomes values once, here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_CLASSES: dict[type[forms.Widget], str] = {
    forms.Textarea: "govuk-textarea", forms.Select: "govuk-select", forms.ClearableFileInput: "govuk-file-upload",
    forms.FileInput: "govuk-file-upload", forms.TextInput: "govuk-input",
    forms.NumberInput: "govuk-input govuk-input--width-10",
    forms.EmailInput: "govuk-input", forms.PasswordInput: "govuk-input", forms.URLInput: "govuk-input",
}


class Form(forms.Form):
    """A form whose fields look and read like GOV.UK ones. A key that it does not have is an error, so that nothing that
    somebody sent is passed over in silence.

    Every form that edits an entry has a hidden `version`: the one that the person has before them.
    """

    ALSO_SENT = frozenset({"csrfmiddlewaretoken", "next"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def clean(self) -> dict[str, Any]:
        """The values; raises where keys were sent that the form does not have."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        known = {name for each in self for name in _names(each)}
        unknown = sorted(key for key in self.data if key not in known and key not in self.ALSO_SENT and key[:1] != "_")
        if unknown:
            raise ValidationError(_("The form has no field “%(name)s”. Go back, load the page again, and send it once more."),
                                  params={"name": unknown[0][:60]})
        return cleaned


def dress(form: forms.Form) -> None:
    """Give a form's fields GOV.UK looks: for forms that are not made of Form."""
    for bound in form:
        _dress(bound.field.widget)


class EditForm(Form):
    """A form that changes an entry."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def _names(bound: forms.BoundField) -> list[str]:
    widget = bound.field.widget
    if isinstance(widget, DayInput):
        return [bound.html_name + suffix for suffix in widget.widgets_names]
    return [bound.html_name]


def _dress(widget: forms.Widget) -> None:
    wanted = _CLASSES.get(type(widget), "")
    if wanted:
        widget.attrs["class"] = f"{wanted} {widget.attrs.get('class', '')}".strip()
    if isinstance(widget, forms.Textarea):
        widget.attrs["rows"] = min(int(widget.attrs.get("rows", 10)), 6)


class DayInput(forms.MultiWidget):
    """A day in three boxes: day, month, year."""

    template_name = "components/day_input.html"
    is_day = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"class": "govuk-input govuk-date-input__input govuk-input--width-2", "inputmode": "numeric"}
        wide = box | {"class": "govuk-input govuk-date-input__input govuk-input--width-4"}
        super().__init__({"day": forms.TextInput(box), "month": forms.TextInput(box), "year": forms.TextInput(wide)}, attrs)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first box: there the error summary leads."""
        return f"{id_}_0" if id_ else ""

    def decompress(self, value: date | None) -> list[Any]:
        """A day as its three boxes."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A day. Gives a date, or None where nothing was written and nothing is required."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        box = forms.CharField(required=False, max_length=10)
        super().__init__(fields=(box, box, box), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> date | None:
        """Three boxes as a day. Raises ValidationError where they are none."""
        boxes = [str(each or "").strip() for each in data_list or ["", "", ""]]
        if not any(boxes):
            return None
        try:
            return date(int(boxes[2]), int(boxes[1]), int(boxes[0]))
        except ValueError:
            today = timezone.localdate()
            raise ValidationError(_("“%(written)s” is not a day. Write day, month and year in numbers, such as %(example)s."),
                                  params={"written": " ".join(boxes)[:40],
                                          "example": f"{today.day} {today.month} {today.year}"}) from None
