"""What the history can be asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from answerable.web.audit.models import AuditEvent
from answerable.web.audit.reading import kept_model
from answerable.web.audit.words import kind_words, kinds
from answerable.web.components.forms import DayField, Form


class HistoryFilter(Form):
    """Which events are to be shown."""

    ALSO_SENT = frozenset({"page"})

    kind = forms.ChoiceField(label=_("What was done"), required=False)
    about = forms.ChoiceField(label=_("To what"), required=False)
    number = forms.IntegerField(label=_("Its number"), required=False, min_value=1, max_value=2**53)
    account = forms.TypedChoiceField(label=_("By whom"), required=False, coerce=int, empty_value=None)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def __init__(self, data: Any, accounts: list[tuple[int, str]]) -> None:
        super().__init__(data)
        every = [("", _now("All"))]
        self.fields["kind"].choices = every + [(kind, kind_words(kind)) for kind in kinds()]   # type: ignore[attr-defined]
        self.fields["about"].choices = every + _objects()   # type: ignore[attr-defined]
        self.fields["account"].choices = [*every, *accounts]   # type: ignore[attr-defined, list-item]


def _objects() -> list[tuple[str, str]]:
    """Every kind of object that an event tells of so far."""
    found = AuditEvent.objects.order_by().values_list("object_kind", flat=True).distinct()
    return sorted(((kind, _title(kind)) for kind in found), key=lambda pair: pair[1])


def _title(kind: str) -> str:
    model = kept_model(kind) or (get_user_model() if kind == "user" else None)
    return str(model._meta.verbose_name).capitalize() if model else kind.capitalize()
