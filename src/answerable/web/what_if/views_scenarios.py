"""The list of scenarios, the page of one, and the forms that save, describe, withdraw, publish and take one to a meeting."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.errors import AnswerableError
from answerable.simulation.room_writing import yaml_of
from answerable.web.accounts.rights import may
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged
from answerable.web.components.steps import run_step
from answerable.web.meetings.forms_meetings import VisibilityForm
from answerable.web.meetings.models import Meeting
from answerable.web.performance.files import CSV, attachment, csv_text
from answerable.web.what_if import commands, simulator, tables
from answerable.web.what_if.forms import DescribeForm, MeetingForm, SaveForm
from answerable.web.what_if.models import Scenario
from answerable.web.what_if.rooms import faults_of
from answerable.web.what_if.trying import COUNT, Question, address, in_words, look, question
from answerable.web.what_if.views_trying import result_of

YAML = "application/yaml; charset=utf-8"


@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """The scenarios that one can read, newest first."""
    entries = Scenario.objects.readable_by(request.user).select_related("force", "room")
    for side in ("force", "body"):      # so do the pages of organisations ask
        if request.GET.get(side, "").isdigit():
            entries = entries.filter(**{side: int(request.GET[side][:12])})
    withdrawn = request.GET.get("state") == "withdrawn"
    shown = paged(request, entries.filter(withdrawn_at__isnull=not withdrawn))
    counts = entries.order_by().aggregate(standing=Count("pk", filter=Q(withdrawn_at__isnull=True)),
                                          withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)))
    lines = [{"scenario": each, "sentence": in_words(each.seen, each.changes)["sentence"]} for each in shown]
    return page(request, "what_if/scenarios.html", "scenarios", shown=shown, lines=lines, counts=counts, withdrawn=withdrawn,
                kept=kept_question(request), may_try=may(request.user, "scenario.write"))


@require_safe
def scenario(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a scenario: what was seen when it was saved."""
    entry = found(Scenario.objects.select_related("force", "body", "room", "saved_by"), request.user, number)
    meetings = Meeting.objects.readable_by(request.user).filter(papers__scenario__scenario=entry).order_by("starts_at", "pk")
    return page(request, "what_if/scenario.html", "scenarios", scenario=entry, meetings=list(meetings),
                again=address(asked_again(entry)), may_write=may(request.user, "scenario.write", entry),
                may_publish=may(request.user, "publish", entry), may_send=may(request.user, "paper.send", entry),
                **in_words(entry.seen, entry.changes))


def asked_again(entry: Scenario) -> dict[str, str]:
    """What asks for a scenario once more: of the room as it was then, whatever became of its file."""
    asked: dict[str, str] = entry.asked
    return {"room": f"room-{entry.room_id}"} | {name: value for name, value in asked.items() if name not in ("room", COUNT)}


@needs("scenario.write")
def save(request: HttpRequest) -> HttpResponse:
    """Save what the address asks as a scenario."""
    try:
        asked = question(request.GET, request.user)
    except AnswerableError as error:
        return page(request, "what_if/faulty_room.html", "scenarios", status=422, faults=faults_of(error), rooms=[])
    back = f"{reverse('what-if')}?{request.GET.urlencode()}"
    if not asked.form.is_valid():
        return HttpResponseRedirect(back)
    shown = result_of(asked)
    form = SaveForm(request.POST or None, user=request.user)
    return form_page(request, form, lambda given: commands.save_scenario(by=request.user, **_saved(asked), **given),
                     heading=_("Save as a scenario"), button=_("Save the scenario"), section="scenarios", back=back,
                     hint=shown.get("sentence", shown.get("waits")),
                     done=_("The scenario was saved. Those inside the force can read it."),
                     then=lambda made: made.get_absolute_url())


def _saved(asked: Question) -> dict[str, Any]:
    try:
        seen = look(asked)
    except (simulator.NotReady, simulator.Busy) as error:
        raise ValidationError(_("It cannot be simulated just now. Send the form once more in a moment.")) from error
    return {"text": asked.opened.text, "seen": seen, "asked": asked.asked(), "changes": asked.changes}


@needs("scenario.write")
def describe(request: HttpRequest, number: int) -> HttpResponse:
    """Change a scenario's name and description."""
    entry = found(Scenario.objects, request.user, number)
    form = DescribeForm(request.POST or None, initial={
        "name": entry.name, "description": entry.description, "version": entry.version})
    return form_page(request, form, lambda given: commands.change_scenario(by=request.user, scenario=entry, **given),
                     heading=_("Describe the scenario"), button=_("Save"), section="scenarios", back=entry.get_absolute_url(),
                     done=_("The scenario was changed."), then=entry.get_absolute_url())


@needs("publish")
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Decide who reads a scenario."""
    entry = found(Scenario.objects, request.user, number)
    form = VisibilityForm(request.POST or None, initial={"visibility": entry.visibility})
    return form_page(request, form, lambda given: commands.publish_scenario(by=request.user, scenario=entry, **given),
                     heading=_("Who can read the scenario"), button=_("Save"), section="scenarios",
                     back=entry.get_absolute_url(), then=entry.get_absolute_url(), done=_("Who can read it was changed."))


@needs("scenario.write")
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Take a scenario to a meeting, as a paper."""
    entry = found(Scenario.objects.select_related("force", "body", "room"), request.user, number)
    form = MeetingForm(request.POST or None, user=request.user, scenario=entry)
    base = settings.ADDRESS or f"{request.scheme}://{request.get_host()}"
    return form_page(
        request, form, lambda given: commands.take_to_meeting(
            by=request.user, scenario=entry, address=f"{base}{entry.get_absolute_url()}", **given),
        heading=_("Take the scenario to a meeting"), button=_("Make the paper"), section="scenarios",
        hint=_("A paper is made of its sentences and tables, and comes out in the meeting's pack. Those whose meeting it is "
               "can read the scenario from then on."), back=entry.get_absolute_url(),
        done=_("The paper was made."), then=entry.get_absolute_url())


@require_POST
@needs("scenario.write")
def step(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """A step that needs no form: "withdraw" or "bring-back"."""
    entry = found(Scenario.objects, request.user, number)
    do, done = {"withdraw": (commands.withdraw_scenario, _("The scenario was withdrawn. It can be brought back.")),
                "bring-back": (commands.bring_back_scenario, _("The scenario was brought back."))}[what]
    run_step(request, lambda: do(by=request.user, scenario=entry), done)
    return HttpResponseRedirect(entry.get_absolute_url())


@require_safe
def figures_csv(request: HttpRequest, number: int) -> HttpResponse:
    """The figures of a scenario as they were seen."""
    entry = found(Scenario.objects, request.user, number)
    header, *rows = tables.download(entry.seen)
    return attachment(csv_text(header, rows).encode(), CSV, f"{_stem(entry)}.csv")


@require_safe
def room_yaml(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """The room of a scenario as a file for `answerable simulate`: "now" as it was, "changed" with the changes."""
    entry = found(Scenario.objects.select_related("room"), request.user, number)
    text = entry.room.text
    if what == "changed":
        asked = question(asked_again(entry), request.user)
        asked.form.is_valid()
        text = yaml_of(asked.form.cleaned_data["changed"])
    return attachment(text.encode(), YAML, f"{_stem(entry)}{'-now' if what == 'now' else ''}.yaml")


def _stem(entry: Scenario) -> str:
    return slugify(entry.name)[:60] or f"scenario-{entry.pk}"

