"""The page on which an agenda is written, and what its buttons do."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from answerable.web.accounts.rights import may
from answerable.web.components.pages import form_page, found, needs
from answerable.web.components.steps import run_step
from answerable.web.meetings import commands
from answerable.web.meetings.forms_minutes import AgendaItemEditForm, AgendaItemForm
from answerable.web.meetings.models import AgendaItem, Meeting
from answerable.web.register.figures import Signal, measure_title, new_signals


@needs("meeting.write")
def agenda(request: HttpRequest, number: int) -> HttpResponse:
    """Write an agenda: its items with buttons that move and remove them, what is proposed for it, and a new item."""
    meeting = found(Meeting.objects.select_related("body", "force"), request.user, number)
    here = reverse("agenda-write", args=[meeting.pk])
    form = AgendaItemForm(request.POST or None, meeting=meeting, user=request.user, initial={"kind": "item"})
    return form_page(request, form, lambda given: commands.add_item(by=request.user, meeting=meeting, **given),
                     heading=_("Agenda: {meeting}").format(meeting=meeting.title), button=_("Add the item"), section="meetings",
                     template="meetings/agenda_write.html", back=meeting.get_absolute_url(), then=f"{here}#items",
                     meeting=meeting, items=list(meeting.agenda.select_related("plan", "plan_version")),
                     proposed=proposed_measures(meeting), may_publish=may(request.user, "publish", meeting))


def proposed_measures(meeting: Meeting) -> list[dict[str, Any]]:
    """The measures with new signals that are neither on the agenda nor were left, each with its sentences."""
    out = {*meeting.left_measures, *meeting.agenda.exclude(measure_id="").values_list("measure_id", flat=True)}
    told: dict[str, list[Signal]] = {}
    for signal in new_signals():
        if signal.measure_id not in out:
            told.setdefault(signal.measure_id, []).append(signal)
    return [{"id": measure_id, "title": signals[0].title, "words": [each.words for each in signals]}
            for measure_id, signals in told.items()]


def _item(request: HttpRequest, number: int, item: int) -> AgendaItem:
    meeting = found(Meeting.objects, request.user, number)
    entry: AgendaItem | None = meeting.agenda.select_related("meeting", "plan").filter(pk=item).first()
    if entry is None:
        raise Http404
    return entry


@needs("meeting.write")
def change(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Change an item."""
    entry = _item(request, number, item)
    back = reverse("agenda-write", args=[number])
    form = AgendaItemEditForm(request.POST or None, meeting=entry.meeting, user=request.user, initial={
        "title": entry.title, "kind": entry.kind, "note": entry.note, "measure_id": entry.measure_id, "plan": entry.plan_id,
        "version": entry.version})
    return form_page(request, form, lambda given: commands.change_item(by=request.user, item=entry, **given),
                     heading=_("Change the item"), button=_("Save"), section="meetings", back=back, then=f"{back}#items",
                     done=_("The item was changed."))


@require_POST
@needs("meeting.write")
def step(request: HttpRequest, number: int, item: int, what: str) -> HttpResponse:
    """Move an item "up" or "down", or "remove" it."""
    entry = _item(request, number, item)
    if what == "remove":
        run_step(request, lambda: commands.remove_item(by=request.user, item=entry), _("The item was removed."))
    else:
        run_step(request, lambda: commands.move_item(by=request.user, item=entry, up=what == "up"),
                 _("“{item}” was moved.").format(item=entry.title))
    return HttpResponseRedirect(f"{reverse('agenda-write', args=[number])}#items")


@require_POST
@needs("meeting.write")
def measure(request: HttpRequest, number: int, measure_id: str, what: str) -> HttpResponse:
    """Take a proposed measure onto the agenda ("take"), or "leave" it."""
    meeting = found(Meeting.objects, request.user, number)
    if what == "leave":
        run_step(request, lambda: commands.leave_measure(by=request.user, meeting=meeting, measure_id=measure_id),
                 _("The measure was left."))
    else:
        title = measure_title(measure_id)
        run_step(request, lambda: commands.add_item(by=request.user, meeting=meeting, title=title[:200], kind="measures",
                                                    measure_id=measure_id, after=_last_measure(meeting)),
                 _("“{measure}” is on the agenda.").format(measure=title))
    return HttpResponseRedirect(f"{reverse('agenda-write', args=[number])}#proposed")


def _last_measure(meeting: Meeting) -> AgendaItem | None:
    """The item behind which a measure goes: the last one about performance; none for the end of the agenda."""
    return meeting.agenda.filter(kind="measures").last()
