"""The steps that an action takes, as data: which right each needs, which form it has, and which command it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from answerable.web.accounts.rights import may, require
from answerable.web.audit.files import keep_file
from answerable.web.components.forms import Form
from answerable.web.components.pages import form_page, found, signed_in
from answerable.web.register import commands_actions, commands_deferrals, commands_progress
from answerable.web.register import forms_actions as forms
from answerable.web.register.models import Action
from answerable.web.register.owners import OwnersDoNotClose, require_not_owner


@dataclass(frozen=True)
class Step:
    """A step. what: its name in the address; right: that it needs; when: whether an action can take it now; do: the command,
    called with by, action and what the form gives."""

    what: str
    right: str
    form: type[Form]
    do: Callable[..., Any]
    heading: Any
    button: Any
    done: Any
    when: Callable[[Action], bool] = lambda action: action.running


def _evidence(*, by: Any, action: Action, file: Any = None, **given: Any) -> Action:
    made: Action = commands_progress.add_evidence(by=by, action=action, file=keep_file(file) if file else None, **given)
    return made


def _open(action: Action) -> bool:
    return action.state == Action.OPEN


STEPS = {each.what: each for each in (
    Step("progress", "action.update", forms.ProgressForm, commands_progress.report_progress, _("Report progress"),
         _("Report progress"), _("The progress was recorded.")),
    Step("evidence", "action.update", forms.EvidenceForm, _evidence, _("Add evidence"), _("Add the evidence"),
         _("The evidence was added."), lambda action: True),
    Step("ask", "action.update", forms.DoneForm, commands_progress.ask_for_closing, _("Say that it is done"),
         _("Say that it is done"), _("It waits now for somebody else to close it."), _open),
    Step("close", "action.close", forms.CloseForm, commands_progress.close_action, _("Close the action"), _("Close the action"),
         _("The action was closed.")),
    Step("return", "action.close", forms.ReasonForm, commands_progress.return_action, _("It is not done yet"),
         _("Say that it is not done"), _("The action is open again."), lambda action: action.state == Action.ASKED),
    Step("due", "action.write", forms.DueForm, commands_actions.change_due, _("Change the day due"), _("Change the day due"),
         _("The day due was changed.")),
    Step("defer", "action.write", forms.DeferForm, commands_deferrals.defer_action, _("Defer until an event"),
         _("Defer the action"), _("The action was deferred."), lambda action: _open(action) and not action.deferred_to),
    Step("resume", "action.write", forms.ResumeForm, commands_deferrals.end_action_deferral, _("The event came"),
         _("End the deferral"), _("The deferral ended."), lambda action: action.running and bool(action.deferred_to)),
    Step("cancel", "action.write", forms.ReasonForm, commands_actions.cancel_action, _("Cancel the action"),
         _("Cancel the action"), _("The action was cancelled.")),
    Step("reopen", "action.close", forms.ReasonForm, commands_progress.reopen_action, _("Open it again"), _("Open it again"),
         _("The action is open again."), lambda action: not action.running),
    Step("visibility", "publish", forms.ReadersForm, commands_actions.set_action_visibility, _("Who can read it"), _("Save"),
         _("Who can read it was changed."), lambda action: True))}


def step(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """The form of a step. Who lacks its right, or owns what they want to close, is told so before they write anything."""
    entry, chosen = found(Action.objects, request.user, number), STEPS[what]
    require(request.user, chosen.right, entry)
    if what == "close":
        require_not_owner(request.user, entry)
    form = chosen.form(request.POST or None, request.FILES or None,
                       initial={name: getattr(entry, name) for name in ("version", "due", "visibility") if what != "resume"})
    here = entry.get_absolute_url()
    return form_page(request, form, lambda given: chosen.do(by=request.user, action=entry, **given), section="actions",
                     heading=chosen.heading, button=chosen.button, done=str(chosen.done), back=here, then=here,
                     template="register/action_step.html", entry=entry, caption=entry.title,
                     current=lambda now: {"due": now.due})


step_page = signed_in(step)


def steps_for(user: Any, action: Action) -> list[dict[str, Any]]:
    """The steps that somebody may take with an action now, the next one first: {"words", "address"}."""
    held = [each for each in STEPS.values() if each.when(action) and may(user, each.right, action)]
    if action.state == Action.ASKED:
        held.sort(key=lambda each: each.right != "action.close")
    shown = [{"words": each.heading, "address": reverse(f"action-{each.what}", args=[action.pk])}
             for each in held if each.what != "close" or not _owns(user, action)]
    if action.running and may(user, "action.write", action):
        shown += [{"words": _("Change the wording and the links"), "address": reverse("action-edit", args=[action.pk])},
                  {"words": _("Change who is to do it"), "address": reverse("action-owners", args=[action.pk])}]
    return shown


def _owns(user: Any, action: Action) -> bool:
    try:
        require_not_owner(user, action)
    except OwnersDoNotClose:
        return True
    return False
