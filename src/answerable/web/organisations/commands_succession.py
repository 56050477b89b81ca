"""One organisation takes the place of another: by one command, with all that is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.errors import InputError
from answerable.web.accounts.models import Membership
from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.organisations.commands import day_before
from answerable.web.organisations.models import Entry, Organisation, Oversight
from answerable.words import mark


@dataclass(frozen=True)
class Passing:
    """What would pass to a successor. entries: model → how many; stay: how many stay; oversights, teams, roles: how many;
    owned: how many open actions are owned by posts of the predecessor, and need a new owner."""

    entries: dict[type[Entry], int] = field(default_factory=dict)
    stay: dict[type[Entry], int] = field(default_factory=dict)
    oversights: int = 0
    teams: int = 0
    roles: int = 0
    owned: int = 0


def entry_models() -> Iterator[type[Entry]]:
    """Every kind of entry of the register."""
    for model in apps.get_models():
        if issubclass(model, Entry):
            yield model


def would_pass(organisation: Organisation) -> Passing:
    """What passes to a successor of an organisation as of now."""
    side = _side(organisation)
    entries, stay = {}, {}
    for model in entry_models():
        own = model._default_manager.filter(**{side: organisation})
        entries[model] = own.passing_on().count()
        stay[model] = own.count() - entries[model]
    owners = apps.get_model("register", "ActionOwner").objects.filter(post__organisation=organisation)
    open_actions = apps.get_model("register", "Action").objects.passing_on()
    return Passing(entries, stay, _oversights(organisation, timezone.localdate()).count(), organisation.teams.count(),
                   organisation.memberships.current().count(),
                   owners.filter(action__in=open_actions.values("pk")).values("action").distinct().count())


def _side(organisation: Organisation) -> str:
    """As what an organisation is a party to entries: as the force, or as the body."""
    return "force" if organisation.kind == "force" else "body"


def _oversights(organisation: Organisation, day: date) -> Any:
    on = Oversight.objects.on(day)
    return on.filter(overseer=organisation) | on.filter(overseen=organisation)


@command("organisation.succeeded", mark("Organisation {number} took over from organisation {predecessor} on {day}: {entries} "
                                        "entries, {oversights} links of oversight, {teams} teams and {roles} roles passed."))
def succeed(*, by: Any, predecessor: Organisation, successor: Organisation, day: date, officers: bool = False) -> Did:
    """Let one organisation take over from another, from a day on (today or before).

    What is open passes: each kind of entry says what is (Entry.PASSES_ON), with its history; so do the links of who holds whom
    to account, the teams, and with `officers` the roles that people have. What is closed stays with the predecessor, whose last
    day is the one before. Raises Refused without the right "organisation.write" in both, InputError where they are of two
    kinds, one has its place in a succession already, or the day lies ahead.
    """
    require(by, "organisation.write", predecessor)
    require(by, "organisation.write", successor)
    _check(predecessor, successor, day)
    old, new = taken(predecessor, None), taken(successor, None)
    entries = _pass_entries(old, new)
    oversights = _pass_oversights(old, new, day)
    teams = _pass_teams(old, new)
    roles = _pass_roles(old, new, day) if officers else 0
    old.ends = day_before(day)
    old.save()
    new.predecessor = old
    new.starts = new.starts or day
    new.save()
    return Did(new, {"predecessor": old.pk, "day": day, "entries": entries, "oversights": oversights, "teams": teams,
                     "roles": roles})


def _check(predecessor: Organisation, successor: Organisation, day: date) -> None:
    if predecessor.pk == successor.pk:
        raise InputError(_("An organisation does not take over from itself."), remedy=_("Choose another successor."))
    if predecessor.kind != successor.kind:
        raise InputError(_("%(old)s and %(new)s are of two kinds.") % {"old": predecessor.name, "new": successor.name},
                         remedy=_("Choose a successor of the same kind."))
    if predecessor.successors.exists():
        raise InputError(_("%(old)s has a successor already.") % {"old": predecessor.name}, remedy=_("Nothing is to be done."))
    if successor.predecessor_id is not None:
        raise InputError(_("%(new)s took over from another one already.") % {"new": successor.name},
                         remedy=_("Add an organisation of its own for the successor."))
    if day > timezone.localdate():
        raise InputError(_("The day lies ahead."), remedy=_("Do this on that day or after: what is open passes at once."))


def _pass_entries(old: Organisation, new: Organisation) -> int:
    side, passed = _side(old), 0
    for model in entry_models():
        for entry in model._default_manager.filter(**{side: old}).passing_on():
            setattr(entry, side, new)
            entry.version += 1
            entry.save()
            passed += 1
    for name, state in (("Recommendation", "closed"),):
        for entry in apps.get_model("register", name).objects.filter(to=old).exclude(state=state):
            entry.to = new
            entry.save()
    owners = apps.get_model("register", "ActionOwner").objects.filter(organisation=old)
    open_actions = apps.get_model("register", "Action").objects.passing_on()
    for owner in owners.filter(action__in=open_actions.values("pk")):
        owner.organisation = new
        owner.save()
    if side == "body":
        for template in apps.get_model("meetings", "AgendaTemplate").objects.filter(body=old):
            template.body = new
            template.save()
    return passed


def _pass_oversights(old: Organisation, new: Organisation, day: date) -> int:
    links = list(_oversights(old, day))
    for link in links:
        overseer, overseen = (new if each.pk == old.pk else each for each in (link.overseer, link.overseen))
        if not Oversight.objects.on(day).filter(overseer=overseer, overseen=overseen).exists():
            Oversight.objects.create(overseer=overseer, overseen=overseen, starts=day)
        link.ends = max(day_before(day), link.starts)
        link.save()
    return len(links)


def _pass_teams(old: Organisation, new: Organisation) -> int:
    teams = list(old.teams.on())
    for team in teams:
        team.parent = new
        team.version += 1
        team.save()
    return len(teams)


def _pass_roles(old: Organisation, new: Organisation, day: date) -> int:
    held = list(old.memberships.current())
    for each in held:
        if not new.memberships.current().filter(user=each.user_id, role=each.role).exists():
            Membership.objects.create(user_id=each.user_id, organisation=new, role=each.role, starts=max(day, each.starts),
                                      ends=each.ends)
        each.ends = day_before(timezone.localdate())
        each.save()
    return len(held)
