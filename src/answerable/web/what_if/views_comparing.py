"""Up to four scenarios side by side, simulated anew with the same callers; and the rooms that people put in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from answerable.errors import AnswerableError
from answerable.web.accounts.rights import rights_for
from answerable.web.components.pages import form_page, needs, page
from answerable.web.components.steps import run_step
from answerable.web.what_if import commands, simulator
from answerable.web.what_if.comparing import MOST, compared
from answerable.web.what_if.forms import RoomForm
from answerable.web.what_if.models import KeptRoom, Scenario


@require_safe
@never_cache
@needs("scenario.write")
def compare(request: HttpRequest) -> HttpResponse:
    """The scenarios that the address names (?scenario=3&scenario=7), side by side."""
    numbers = [int(each) for each in request.GET.getlist("scenario") if each.isdigit() and len(each) < 12][:MOST]
    entries = Scenario.objects.readable_by(request.user).select_related("room").in_bulk(numbers)
    chosen = [entries[number] for number in dict.fromkeys(numbers) if number in entries]
    context: dict[str, Any] = {"chosen": chosen, "most": MOST}
    if len(chosen) > 1:
        try:
            context |= compared(chosen, request.user)
        except simulator.NotReady:
            context["waits"] = _("The simulator is getting ready. Load this page again in a moment.")
        except simulator.Busy:
            context["waits"] = _("Somebody else's what-if is being simulated just now. Load this page again in a moment.")
        except AnswerableError as error:
            context["waits"] = error.line()
    return page(request, "what_if/compare.html", "scenarios", **context)


@needs("scenario.write")
def add_room(request: HttpRequest) -> HttpResponse:
    """Put in a room's file, and see those that were put in."""
    form = RoomForm(request.POST or None, request.FILES or None, user=request.user)
    rooms = KeptRoom.objects.filter(force__in=rights_for(request.user).where.get("scenario.write", ())).defer("text")
    return form_page(request, form, lambda given: commands.add_room(by=request.user, **given),
                     heading=_("Put in a control room"), button=_("Put it in"), section="scenarios",
                     template="what_if/room_form.html", back=reverse("what-if"), rooms=list(rooms),
                     done=_("The room was put in."), then=lambda made: f"{reverse('what-if')}?room=room-{made.pk}")


@require_POST
@needs("scenario.write")
def offer(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Take a room off the list of those to choose from ("away"), or put it back ("back")."""
    room = KeptRoom.objects.filter(pk=number, force__in=rights_for(request.user).where.get("scenario.write", ())).first()
    if room is None:
        raise Http404
    run_step(request, lambda: commands.offer_room(by=request.user, room=room, offered=what == "back"),
             _("The room can be chosen again.") if what == "back" else _("The room can no longer be chosen."))
    return HttpResponseRedirect(reverse("room-add"))
