"""The programme of a year, and the templates that agendas begin from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from answerable.web.accounts.rights import may
from answerable.web.components.forms import DayField, EditForm, Form
from answerable.web.components.pages import form_page, needs, page
from answerable.web.components.templatetags.answerable import day as day_words
from answerable.web.meetings import commands
from answerable.web.meetings.forms_meetings import TimeField, forces, moment, organisations_with
from answerable.web.meetings.models import AgendaItem, AgendaTemplate, Meeting
from answerable.web.meetings.programme import LAST, ProposedDay, Rule, proposed_days
from answerable.web.organisations.models import Organisation

WEEKS = [("1", pgettext_lazy("week of the month", "First")), ("2", pgettext_lazy("week of the month", "Second")),
         ("3", pgettext_lazy("week of the month", "Third")), ("4", pgettext_lazy("week of the month", "Fourth")),
         (str(LAST), pgettext_lazy("week of the month", "Last"))]
EVERY = [("1", gettext_lazy("Every month")), ("2", gettext_lazy("Every two months")), ("3", gettext_lazy("Every three months")),
         ("6", gettext_lazy("Every six months"))]
LONGEST = timedelta(days=3 * 366)


class ProgrammeForm(Form):
    """A rule, and what the meetings that it gives are."""

    body = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Whose meetings"))
    force = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Force that answers there"), required=False)
    template = forms.ModelChoiceField(AgendaTemplate.objects.none(), label=gettext_lazy("Agenda template"), required=False)
    title = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    week = forms.ChoiceField(label=gettext_lazy("Which one of the month"), choices=WEEKS, initial=str(LAST))
    weekday = forms.ChoiceField(label=gettext_lazy("Day of the week"), choices=[(str(n), w) for n, w in WEEKDAYS.items()],
                                initial="1")
    every = forms.ChoiceField(label=gettext_lazy("How often"), choices=EVERY)
    but_months = forms.MultipleChoiceField(label=gettext_lazy("Not in"), choices=[(str(n), w) for n, w in MONTHS.items()],
                                           required=False, widget=forms.SelectMultiple({"class": "govuk-select app-many",
                                                                                        "size": 6}))
    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("Until"))
    begins = TimeField(label=gettext_lazy("Begins at"), help_text=gettext_lazy("Such as 14:30 or 2:30pm."))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = organisations_with(user, "meeting.write")
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["force"].queryset = forces()  # type: ignore[attr-defined]
        self.fields["template"].queryset = AgendaTemplate.objects.filter(body__in=bodies)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The values; the span is at most three years."""
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not first <= last <= first + LONGEST:
            self.add_error("last", _("The last day must come after the first, by three years at most."))
        return cleaned

    def days(self) -> list[ProposedDay]:
        """The days that the rule gives."""
        given = self.cleaned_data
        rule = Rule(int(given["weekday"]), int(given["week"]), int(given["every"]),
                    frozenset(int(each) for each in given["but_months"]))
        return proposed_days(rule, given["first"], given["last"])


@needs("meeting.write")
def programme(request: HttpRequest) -> HttpResponse:
    """Plan the meetings of a year by a rule: first shown, then made. The chosen days come as "_day", the second step as
    "_make"."""
    form = ProgrammeForm(request.POST or None, user=request.user, initial=_first_values(request.user))
    shown: dict[str, Any] = {"heading": _("Programme for the year"), "back": reverse("meetings"), "section": "meetings",
                             "template": "meetings/programme.html"}
    making = "_make" in request.POST
    if request.method == "POST" and not making and form.is_valid():
        return page(request, "meetings/programme.html", form=form, button=_("Show the days"), days=_told(form.days()),
                    **{key: value for key, value in shown.items() if key not in ("template",)})
    days = _told(form.days()) if making and form.is_valid() else None
    return form_page(request, form, lambda given: _make(request, form, given), button=_("Show the days"), days=days,
                     then=reverse("meetings"), done=_("The meetings are planned."), **shown)


def _first_values(user: Any) -> dict[str, Any]:
    today = timezone.localdate()
    bodies = list(organisations_with(user, "meeting.write")[:2])
    return {"first": date(today.year + 1, 1, 1), "last": date(today.year + 1, 12, 31), "but_months": ["8"],
            "body": bodies[0] if len(bodies) == 1 else None}


def _told(days: list[ProposedDay]) -> list[dict[str, Any]]:
    return [{"iso": each.day.isoformat(), "words": f"{WEEKDAYS[each.day.weekday()]} {day_words(each.day)}",
             "bank_holiday": each.bank_holiday} for each in days]


def _make(request: HttpRequest, form: ProgrammeForm, given: dict[str, Any]) -> list[Meeting]:
    """Make the meetings on the days that were chosen of those that the rule gives, all or none."""
    wanted = [each.day for each in form.days() if each.day.isoformat() in request.POST.getlist("_day")]
    if not wanted:
        raise forms.ValidationError(_("Choose at least one day."))
    about = {name: given[name] for name in ("title", "body", "force", "template", "place")}
    with transaction.atomic():
        return [commands.add_meeting(by=request.user, starts_at=moment(each, given["begins"]), **about) for each in wanted]


class TemplateForm(Form):
    """The agenda that meetings begin from; its items as lines of text, "kind: title" or the title alone."""

    body = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Whose template it is"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.CharField(label=gettext_lazy("Kind of meeting"), max_length=100, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes such a meeting lasts"), min_value=5, max_value=1440,
                                 initial=120)
    items = forms.CharField(label=gettext_lazy("Items, one a line"), widget=forms.Textarea({"rows": 12}), max_length=10000)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = organisations_with(user, "meeting.write")  # type: ignore[attr-defined]

    def clean_items(self) -> list[dict[str, str]]:
        """The items: a line that begins with the name of a kind is of that kind."""
        return items_of(self.cleaned_data["items"])


class TemplateEditForm(TemplateForm, EditForm):
    """A template that is changed; whose it is stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["body"]


def items_of(lines: str) -> list[dict[str, str]]:
    """Items from lines of text. A line is a title; one that is, or begins with, the name of a kind and a colon is of it."""
    kinds = {str(words).lower(): code for code, words in AgendaItem.KINDS}
    items = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        before, colon, after = line.partition(":")
        kind = kinds.get(before.strip().lower(), "") if colon and after.strip() else ""
        items.append({"kind": kind or kinds.get(line.lower(), "item"), "title": after.strip() if kind else line})
    return items


def lines_of(items: list[dict[str, str]]) -> str:
    """Items as lines of text, which items_of reads back."""
    kinds = {code: str(words) for code, words in AgendaItem.KINDS}
    return "\n".join(each["title"] if each["kind"] == "item" or kinds[each["kind"]] == each["title"]
                     else f"{kinds[each['kind']]}: {each['title']}" for each in items)


@require_safe
@needs("meeting.write")
def templates(request: HttpRequest) -> HttpResponse:
    """The agenda templates of the bodies for which one writes agendas."""
    found = AgendaTemplate.objects.filter(body__in=organisations_with(request.user, "meeting.write")).select_related("body")
    return page(request, "meetings/templates.html", "meetings", templates=list(found))


_ITEMS_HINT = gettext_lazy("An item that the program fills begins with its kind: “Matters arising”, “Performance: Answering "
                           "101”, “Questions”, “Minutes of the last meeting”, “Apologies”.")


@needs("meeting.write")
def add_template(request: HttpRequest) -> HttpResponse:
    """Add a template."""
    return form_page(request, TemplateForm(request.POST or None, user=request.user),
                     lambda given: commands.add_template(by=request.user, **given), heading=_("Add an agenda template"),
                     button=_("Add the template"), section="meetings", back=reverse("agenda-templates"), hint=_ITEMS_HINT,
                     done=_("The template was added."), then=reverse("agenda-templates"))


@needs("meeting.write")
def change_template(request: HttpRequest, number: int) -> HttpResponse:
    """Change a template; agendas made from it stay as they are."""
    entry = AgendaTemplate.objects.filter(pk=number).first()
    if entry is None or not may(request.user, "meeting.write", entry):
        raise Http404
    form = TemplateEditForm(request.POST or None, user=request.user, initial={
        "name": entry.name, "kind": entry.kind, "minutes": entry.minutes, "items": lines_of(entry.items),
        "version": entry.version})
    return form_page(request, form, lambda given: commands.change_template(by=request.user, template=entry, **given),
                     heading=_("Change the agenda template"), button=_("Save"), section="meetings", hint=_ITEMS_HINT,
                     back=reverse("agenda-templates"), then=reverse("agenda-templates"), done=_("The template was changed."),
                     current=lambda now: {"name": now.name, "kind": now.kind, "items": lines_of(now.items)})
