"""Everything that happened to an action, one below the other: what was told of it, and how its wording changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.web.components.templatetags.answerable import day, moment
from answerable.web.organisations.models import VISIBILITIES
from answerable.web.register.actions_links import LINKS, Titles, link_words
from answerable.web.register.escalation import rung_words
from answerable.web.register.figures import measure_title
from answerable.web.register.models import ORIGINS, Action, ActionUpdate

# Which fields of an action are told of when they change; days due and states have entries of their own.
_TOLD = {"title": gettext_lazy("Title"), "text": gettext_lazy("What is to be done"),
         "origin": gettext_lazy("Where it comes from"), "origin_text": gettext_lazy("Where it comes from, in words"),
         "meeting": gettext_lazy("Meeting"), "recommendation": gettext_lazy("Recommendation"),
         "plan_item": gettext_lazy("Item of a plan"), "measure_id": gettext_lazy("Measure"),
         "visibility": gettext_lazy("Who can read it")}


@dataclass(frozen=True)
class Happening:
    """One entry of a timeline. who: "" where the reader is not told; changes: (field, before, after) of a new wording; file:
    a kept file, with the number of its update."""

    at: datetime
    heading: str
    who: str = ""
    text: str = ""
    link: str = ""
    file: Any = None
    update: int = 0
    meeting: Any = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def when(self) -> str:
        """The moment on the force's clocks, in words."""
        return moment(self.at.isoformat(), settings.TIME_ZONE)


def changed_versions(action: Action) -> Any:
    """The versions of an action, the oldest first: one query."""
    return action.history.select_related("history_user").order_by("history_date", "history_id")


def timeline(action: Action, inside: bool, meetings: frozenset[int], history: Sequence[Any] = (), titles: Titles | None = None,
             ) -> list[Happening]:
    """What happened, newest first. inside: whether the reader belongs to the organisations of the action; others see what was
    shared, and no names. meetings: those that the reader may read, by number; history: its versions (changed_versions), and
    titles: what they were linked with, for those inside. Two queries."""
    updates = list(action.updates.select_related("by", "evidence_file", "meeting", "escalated_to"))
    deferrals = iter(action.deferrals.all().order_by("pk"))
    with_deferral = [(each, next(deferrals, None) if each.kind == "deferred" else None) for each in updates]
    told = [_happening(each, inside, meetings, deferral) for each, deferral in with_deferral if inside or each.shared]
    versions = list(_versions(history, titles or {})) if inside else []
    return sorted(told + versions, key=lambda each: each.at, reverse=True)


def _happening(update: ActionUpdate, inside: bool, meetings: frozenset[int], deferral: Any) -> Happening:
    meeting = update.meeting if update.meeting_id in meetings else None
    return Happening(update.at, _heading(update, deferral), who=str(update.by or "") if inside else "", text=update.text,
                     link=update.evidence_link, file=update.evidence_file, update=update.pk, meeting=meeting)


def _heading(update: ActionUpdate, deferral: Any) -> str:
    if update.kind == "due":
        return _("Day due changed from {before} to {after}").format(before=day(update.due_before) or _("none"),
                                                                    after=day(update.due_after) or _("none"))
    if update.kind == "deferred" and deferral is not None:
        return _("Deferred until “{event}”, at the latest until {day}").format(event=deferral.until, day=day(deferral.latest))
    if update.kind == "escalated":
        return _("Escalated, as it was due by {day}. {whom}").format(day=day(update.due_before),
                                                                     whom=rung_words(update.rung, update.escalated_to))
    return str(update.get_kind_display())


def _versions(history: Sequence[Any], titles: Titles) -> Iterator[Happening]:
    before = None
    for version in history:
        who = str(version.history_user or "")
        if before is None:
            yield Happening(version.history_date, _("Added"), who=who)
        else:
            changes = [(str(words), _value(name, old, titles), _value(name, new, titles)) for name, words in _TOLD.items()
                       if (old := _kept(before, name)) != (new := _kept(version, name))]
            if changes:
                yield Happening(version.history_date, _("Wording changed"), who=who, changes=changes)
        before = version


def _kept(version: Any, name: str) -> Any:
    return getattr(version, f"{name}_id" if name in LINKS else name)


def _value(name: str, value: Any, titles: Titles) -> str:
    if name in LINKS:
        return link_words(titles, name, value)
    if name == "origin":
        return str(dict(ORIGINS).get(value, value))
    if name == "visibility":
        return str(dict(VISIBILITIES).get(value, value))
    return measure_title(value) if name == "measure_id" and value else str(value)


def deferral_of(entry: Any) -> Any:
    """The deferral of an entry that still runs; None without."""
    return entry.deferrals.filter(ended_on__isnull=True).order_by("-pk").first() if entry.deferred_to else None
