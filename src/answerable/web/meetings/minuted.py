"""The minutes of a meeting as pages and files show them: item by item, each outcome with what came of it."""

from __future__ import annotations

from typing import Any

from answerable.web.accounts.rights import rights_for
from answerable.web.meetings.models import Meeting, Minute

MADE = ("action", "promise", "question", "decision")


def minuted_items(meeting: Meeting, user: Any, *, every: bool = False) -> list[dict[str, Any]]:
    """The items of a meeting in order, each with its outcomes: [{"item": None for what belongs to none, "minutes": [outcome]}].

    An outcome: {"minute", "kind" in words, "made": the entry that came of it, none where there is none or somebody cannot read
    it, "corrections"}. every: items of which nothing was minuted too. A constant number of queries."""
    outcomes: dict[int | None, list[dict[str, Any]]] = {}
    rights = rights_for(user)
    written = meeting.minutes.select_related(*MADE).prefetch_related("corrections", "action__owners__post",
                                                                     "action__owners__organisation")
    for minute in written:
        made = next((entry for name in MADE if (entry := getattr(minute, name)) is not None), None)
        outcomes.setdefault(minute.agenda_item_id, []).append({
            "minute": minute, "kind": _kind(minute), "made": made if made and rights.may_read(made) else None,
            "corrections": list(minute.corrections.all())})
    items: list[Any] = [*meeting.agenda.select_related("plan", "plan_version"), None]
    return [{"item": item, "at": item.pk if item else 0, "minutes": outcomes.get(item.pk if item else None, [])}
            for item in items if every or (item.pk if item else None) in outcomes]


def _kind(minute: Minute) -> str:
    return str(minute.get_kind_display())
