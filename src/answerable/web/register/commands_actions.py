"""Every change to an action's wording, owners and dates. What comes of it stands in commands_progress."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.organisations.models import Organisation, Post
from answerable.web.register.checking import checked, of_one_house, shown_to, wanted, with_visibility
from answerable.web.register.models import Action, ActionUpdate, PlanItem, Recommendation
from answerable.web.register.owners import owner_row
from answerable.words import join_words, mark

Owner = Post | Organisation | str


@command("action.added", mark("Action {number} was added."))
def add_action(*, by: Any, title: str, body: Organisation | None = None, force: Organisation | None = None, text: str = "",
               owners: Iterable[Owner] = (), due: date | None = None, origin: str = "other", origin_text: str = "",
               meeting: Any = None, plan_item: PlanItem | None = None, recommendation: Recommendation | None = None,
               measure_id: str = "", visibility: str | None = None) -> Action:
    """Add an action.

    body, force: to whom it belongs (default: those of the meeting, the plan or the recommendation that it comes from); owners:
    posts, organisations or words as printed ("ALL"); due: None where none was given; origin: one of models.ORIGINS; visibility:
    default internal. Raises Refused without "action.write" there, ValidationError where a field does not hold.
    """
    require(by, "action.write", home_of(body, force, meeting, recommendation, plan_item))
    home = home_of(body, force, meeting, recommendation, plan_item)
    action = Action(title=wanted(title, _("An action needs a title: what is to be done.")), text=text, body=home.body,
                    force=home.force, due=due, origin=origin, origin_text=origin_text, meeting=meeting, plan_item=plan_item,
                    recommendation=recommendation, measure_id=measure_id)
    of_one_house(action, meeting=meeting, recommendation=recommendation,
                 plan_item=plan_item and plan_item.plan_version)
    checked(with_visibility(by, action, visibility)).save()
    _write_owners(action, owners)
    return action


def home_of(body: Organisation | None, force: Organisation | None, *origins: Any) -> Action:
    """The organisations that an entry is to belong to, on an action that is not saved: those given, else those of the first
    of the things that it comes from. Raises ValidationError where there is none."""
    come_from = next((each for each in origins if each is not None), None)
    if body is None and force is None and come_from is not None:
        entry = come_from.plan_version.plan if isinstance(come_from, PlanItem) else come_from
        body, force = entry.body, entry.force
    if body is None and force is None:
        raise ValidationError(_("Say to which governing body or force this belongs."))
    return Action(body=body, force=force)


@command("action.edited", mark("The wording or the links of action {number} were changed."))
def edit_action(*, by: Any, action: Action, version: int | None, **fields: Any) -> Action:
    """Change what an action says. fields: title, text, origin, origin_text, meeting, plan_item, recommendation, measure_id.
    version: the one that the person saw. Raises EditConflict where it has changed since."""
    require(by, "action.write", action)
    unknown = sorted(fields.keys() - EDITABLE)
    if unknown:
        raise ValidationError(_("An action's “%(field)s” cannot be edited."), params={"field": unknown[0]})
    action = taken(action, version)
    for name, value in fields.items():
        setattr(action, name, value)
    plan_item = fields.get("plan_item")
    of_one_house(action, meeting=fields.get("meeting"), recommendation=fields.get("recommendation"),
                 plan_item=plan_item and plan_item.plan_version)
    wanted(action.title, _("An action needs a title: what is to be done."))
    checked(action).save()
    return action


EDITABLE = frozenset({"title", "text", "origin", "origin_text", "meeting", "plan_item", "recommendation", "measure_id"})


@command("action.owners", mark("The owners of action {number} were changed."))
def set_owners(*, by: Any, action: Action, version: int | None, owners: Iterable[Owner], reason: str = "") -> Action:
    """Say who owns an action from now on, in place of those before. Who they were stays in its timeline."""
    require(by, "action.write", action)
    action = taken(action, version)
    before = [str(each) for each in action.owners.select_related("post", "organisation")]
    for each in action.owners.all():
        each.delete()
    after = _write_owners(action, owners)
    action.save()
    words = _("Before: {before}. Now: {after}.").format(before=join_words(before) or _("nobody"),
                                                       after=join_words(after) or _("nobody"))
    note(by, action, "owners", f"{words} {reason}".strip())
    return action


def _write_owners(action: Action, owners: Iterable[Owner]) -> list[str]:
    rows = [owner_row(action, each) for each in owners if not isinstance(each, str) or each.strip()]
    for row in rows:
        checked(row).save()
    return [str(row) for row in rows]


def note(by: Any, action: Action, kind: str, text: str = "", **fields: Any) -> ActionUpdate:
    """Write an entry of an action's timeline, within a command. kind: of ActionUpdate.KINDS; fields: of the model."""
    update = ActionUpdate(action=action, by=by, kind=kind, text=text.strip(), **fields)
    checked(update).save()
    return update


@command("action.due", mark("The day due of action {number} was changed from {before} to {after}."))
def change_due(*, by: Any, action: Action, version: int | None, due: date | None, reason: str) -> Did:
    """Give an action another day due, or none. The day before it and the reason stay in its timeline. What was escalated of it
    begins anew. Raises ValidationError without a reason, or where nothing changes."""
    require(by, "action.write", action)
    reason = wanted(reason, _("Say why the day due changes."))
    action = running(taken(action, version))
    before = action.due
    if due == before:
        raise ValidationError(_("That is the day due already."))
    action.due, action.escalated = due, 0
    action.save()
    note(by, action, "due", reason, due_before=before, due_after=due, shared=True)
    return Did(action, {"before": before or "none", "after": due or "none"})


@command("action.cancelled", mark("Action {number} was cancelled."))
def cancel_action(*, by: Any, action: Action, version: int | None = None, reason: str) -> Action:
    """Say that an action is not to be done any more, and why."""
    require(by, "action.write", action)
    reason = wanted(reason, _("Say why the action is cancelled."))
    action = running(taken(action, version))
    action.state, action.deferred_to, action.escalated = Action.CANCELLED, None, 0
    action.save()
    note(by, action, "cancelled", reason, shared=True)
    return action


@command("action.visibility", mark("Who may read action {number} was changed to {visibility}."))
def set_action_visibility(*, by: Any, action: Action, version: int | None = None, visibility: str) -> Did:
    """Decide whether an action is internal, shared with the panel or public. Raises Refused without the right "publish"."""
    require(by, "publish", action)
    return shown_to(action, version, visibility)


@command("action.brought", mark("Action {number} was brought forward to meeting {meeting}."))
def bring_forward(*, by: Any, action: Action, meeting: Any) -> Did:
    """Bring an action that is still open before a meeting, as matters arising do. Doing it twice changes nothing."""
    require(by, "meeting.write", action)
    of_one_house(action, meeting=meeting)
    running(action)
    if not action.updates.filter(kind="brought", meeting=meeting).exists():
        note(by, action, "brought", meeting=meeting, shared=True)
    return Did(action, {"meeting": meeting.pk})


def running(action: Action) -> Action:
    """The action, if it still runs. Raises ValidationError where it is closed or cancelled."""
    if not action.running:
        raise ValidationError(_("This action is %(state)s already. Open it again first."),
                              params={"state": action.get_state_display().lower()})
    return action


def open_actions_for(place: Any) -> Any:
    """The actions that are matters arising: a query, first what is due first.

    place: a governing body or another organisation: every running action that belongs to it; or a meeting: those of its body,
    without the ones that it made itself, and without those that come from meetings of another kind and were never brought to
    one of this kind.
    """
    running = Action.objects.running().select_related("body", "force").prefetch_related("owners__post", "owners__organisation")
    if isinstance(place, Organisation):
        return running.of(place).by_due()
    running = running.of(place.body or place.force).exclude(meeting=place.pk)
    if place.kind:
        running = running.of_meetings(place.kind)
    return running.by_due()
