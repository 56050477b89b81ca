"""The steps that a recommendation takes, as data (as actions_steps)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from answerable.web.accounts.rights import may, require
from answerable.web.components.forms import Form
from answerable.web.components.pages import form_page, found, signed_in
from answerable.web.register import commands_deferrals, forms_recommendations
from answerable.web.register import commands_recommendations as commands
from answerable.web.register.forms_actions import DeferForm, ReadersForm, ReasonForm
from answerable.web.register.models import Recommendation

OPEN, ANSWERED, CLOSED = Recommendation.OPEN, Recommendation.ANSWERED, Recommendation.CLOSED


@dataclass(frozen=True)
class Step:
    """A step. what: its name in the address; right: that it needs; when: whether a recommendation can take it now; do: the
    command, called with by, recommendation and what the form gives."""

    what: str
    right: str
    form: type[Form]
    do: Callable[..., Any]
    heading: Any
    done: Any
    when: Callable[[Recommendation], bool]


STEPS = {each.what: each for each in (
    Step("respond", "recommendation.respond", forms_recommendations.RespondForm, commands.respond, _("Respond"),
         _("The response was recorded."), lambda entry: entry.state != CLOSED),
    Step("outcome", "recommendation.write", forms_recommendations.OutcomeForm, commands.record_outcome,
         _("Record the outcome and close"), _("The recommendation is closed."), lambda entry: entry.state == ANSWERED),
    Step("defer", "recommendation.write", DeferForm, commands_deferrals.defer_recommendation, _("Defer until an event"),
         _("The response was deferred."),
         lambda entry: entry.state == OPEN and not entry.deferred_to and entry.clock != "inspectorate"),
    Step("resume", "recommendation.write", forms_recommendations.EventForm, commands_deferrals.end_recommendation_deferral,
         _("The event came"), _("The deferral ended."), lambda entry: bool(entry.deferred_to)),
    Step("reopen", "recommendation.write", ReasonForm, commands.reopen_recommendation, _("Open it again"),
         _("The recommendation is open again."), lambda entry: entry.state == CLOSED),
    Step("visibility", "publish", ReadersForm, commands.set_recommendation_visibility, _("Who can read it"),
         _("Who can read it was changed."), lambda entry: True))}


def _where(chosen: Step, entry: Recommendation) -> Any:
    """In which organisation the right of a step has to be held: that of the response in the one that is to respond."""
    return entry.to if chosen.what == "respond" and entry.to else entry


def step(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """The form of a step."""
    entry, chosen = found(Recommendation.objects.select_related("to"), request.user, number), STEPS[what]
    require(request.user, chosen.right, _where(chosen, entry))
    form = chosen.form(request.POST or None, initial={"visibility": entry.visibility})
    here = entry.get_absolute_url()
    return form_page(request, form, lambda given: chosen.do(by=request.user, recommendation=entry, **given),
                     heading=chosen.heading, button=chosen.heading, done=str(chosen.done), back=here, then=here,
                     section="recommendations", entry=entry,
                     caption=entry.title, template="register/recommendation_step.html")


step_page = signed_in(step)


def steps_for(user: Any, entry: Recommendation) -> list[dict[str, Any]]:
    """The steps that somebody may take with a recommendation now: {"words", "address"}."""
    shown = [{"words": each.heading, "address": reverse(f"recommendation-{each.what}", args=[entry.pk])}
             for each in STEPS.values() if each.what != "visibility" and each.when(entry)
             and may(user, each.right, _where(each, entry))]
    if entry.state != CLOSED and may(user, "action.write", entry):
        shown.append({"words": _("Add an action that follows"),
                      "address": f"{reverse('action-add')}?recommendation={entry.pk}"})
    if entry.state != CLOSED and may(user, "recommendation.write", entry):
        shown.append({"words": _("Change the wording"), "address": reverse("recommendation-edit", args=[entry.pk])})
    if may(user, "publish", entry):
        shown.append({"words": STEPS["visibility"].heading, "address": reverse("recommendation-visibility", args=[entry.pk])})
    return shown
