"""Changes to agendas."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.meetings.models import AgendaItem, Meeting
from answerable.web.register.checking import of_one_house
from answerable.web.register.models import Plan, PlanVersion
from answerable.words import mark


@command("agenda.item-added", mark("An item was added to an agenda ({number})."))
def add_item(*, by: Any, meeting: Meeting, title: str, kind: str = "item", note: str = "", measure_id: str = "",
             plan: Plan | None = None, after: AgendaItem | None = None) -> Did:
    """Add an item: at the end, or behind another one. measure_id: whose figure lies before the meeting; plan: whose live
    version does. Raises Refused without "meeting.write"; ValidationError where the minutes are approved."""
    require(by, "meeting.write", meeting)
    _open(meeting)
    items = list(meeting.agenda.all())
    place = items.index(after) + 1 if after in items else len(items)
    item = AgendaItem(meeting=meeting, title=title, kind=kind, note=note, measure_id=measure_id, plan=plan,
                      plan_version=live_version(plan) if meeting.agenda_published_at else None)
    of_one_house(item, plan=plan)
    item.position = place + 1
    item.save()
    items.insert(place, item)
    _number(items)
    return Did(item, {"meeting": meeting.pk})


@command("agenda.item-changed", mark("An item of an agenda was changed ({number})."))
def change_item(*, by: Any, item: AgendaItem, version: int | None = None, title: str, kind: str, note: str = "",
                measure_id: str = "", plan: Plan | None = None) -> AgendaItem:
    """Change an item. Raises Refused, EditConflict; ValidationError where the minutes are approved."""
    require(by, "meeting.write", item)
    _open(item.meeting)
    item = taken(item, version)
    if plan != item.plan:
        item.plan_version = live_version(plan) if item.meeting.agenda_published_at else None
    of_one_house(item, plan=plan)
    item.title, item.kind, item.note, item.measure_id, item.plan = title, kind, note, measure_id, plan
    item.save()
    return item


@command("agenda.item-moved", mark("An item of an agenda was moved ({number})."))
def move_item(*, by: Any, item: AgendaItem, up: bool) -> AgendaItem:
    """Change the places of an item and the one above it (up) or below. At the end of the list nothing happens."""
    require(by, "meeting.write", item)
    _open(item.meeting)
    items = list(item.meeting.agenda.all())
    here = items.index(item)
    there = here - 1 if up else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
    _number(items)
    return item


@command("agenda.item-removed", mark("An item of an agenda was removed ({number})."))
def remove_item(*, by: Any, item: AgendaItem) -> Did:
    """Take an item off an agenda. Raises Refused; ValidationError where minutes were written of it."""
    require(by, "meeting.write", item)
    _open(item.meeting)
    if item.minutes.exists():
        raise ValidationError(_("Minutes were written of this item, so it stays on the agenda."))
    number, meeting = item.pk, item.meeting
    item.delete()
    _number(list(meeting.agenda.all()))
    return Did(meeting, {"item": number})


@command("agenda.measure-left", mark("A measure that was proposed for the agenda of meeting {number} was left: {measure}."))
def leave_measure(*, by: Any, meeting: Meeting, measure_id: str) -> Did:
    """Leave a measure with new signals that was proposed for an agenda: it is not proposed again for this one."""
    require(by, "meeting.write", meeting)
    meeting = taken(meeting, None)
    meeting.left_measures = sorted({*meeting.left_measures, measure_id})
    meeting.save()
    return Did(meeting, {"measure": measure_id})


@command("agenda.published", mark("The agenda of meeting {number} was published."))
def publish_agenda(*, by: Any, meeting: Meeting) -> Meeting:
    """Publish the agenda to those who can read the meeting (publish_meeting). From then on papers are late; the live version of
    each plan on it is pinned. Raises Refused without "publish"; ValidationError where it is empty or was published."""
    require(by, "publish", meeting)
    meeting = taken(meeting, None)
    if meeting.agenda_published_at is not None:
        raise ValidationError(_("The agenda was published before."))
    items = list(meeting.agenda.select_related("plan"))
    if not items:
        raise ValidationError(_("The agenda has no items yet. Add one before you publish it."))
    for item in items:
        if item.plan is not None and item.plan_version_id is None:
            item.plan_version = live_version(item.plan)
            item.save()
    meeting.agenda_published_at = timezone.now()
    meeting.save()
    return meeting


def live_version(plan: Plan | None) -> PlanVersion | None:
    """The live version of a plan, none where it has none."""
    return plan.versions.filter(state=PlanVersion.LIVE).first() if plan else None


def _open(meeting: Meeting) -> None:
    if meeting.state == Meeting.APPROVED:
        raise ValidationError(_("The minutes of this meeting are approved, so its agenda stays as it is."))


def _number(items: list[AgendaItem]) -> None:
    """Give each item its place; only those that move get a new version."""
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            item.save()
