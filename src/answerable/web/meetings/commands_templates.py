"""Changes to the agendas that meetings begin from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import command, taken
from answerable.web.meetings.models import AgendaItem, AgendaTemplate
from answerable.web.organisations.models import Organisation
from answerable.words import mark


@command("template.added", mark("Agenda template {number} was added."))
def add_template(*, by: Any, body: Organisation, name: str, items: Sequence[dict[str, str]], kind: str = "",
                 minutes: int = 120) -> AgendaTemplate:
    """Add a template. items: {"kind": of AgendaItem.KINDS, "title", "note"}, in order; minutes: how long such a meeting lasts.
    Raises Refused without "meeting.write" in the body; ValidationError for an item without a title or of no kind."""
    require(by, "meeting.write", body)
    return AgendaTemplate.objects.create(body=body, name=name, kind=kind, minutes=minutes, items=checked_items(items))


@command("template.changed", mark("Agenda template {number} was changed."))
def change_template(*, by: Any, template: AgendaTemplate, version: int | None = None, name: str, kind: str, minutes: int,
                    items: Sequence[dict[str, str]]) -> AgendaTemplate:
    """Change a template; agendas made from it stay as they are. Raises as add_template, and EditConflict."""
    require(by, "meeting.write", template)
    template = taken(template, version)
    template.name, template.kind, template.minutes, template.items = name, kind, minutes, checked_items(items)
    template.save()
    return template


def checked_items(items: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The items of a template, each with a kind that there is and a title. Raises ValidationError otherwise."""
    kinds = dict(AgendaItem.KINDS)
    for item in items:
        if item.get("kind", "item") not in kinds or not item.get("title", "").strip():
            raise ValidationError(_("“%(item)s” is no item of an agenda: it needs a title, and a kind that there is."),
                                  params={"item": (item.get("title") or item.get("kind") or "")[:60]})
    return [{"kind": each.get("kind", "item"), "title": each["title"].strip(), "note": each.get("note", "").strip()}
            for each in items]
