"""What an account may do, and what it may read.

A right is held in an organisation. It holds for an entry where that organisation is one of the entry's parties: the governing
body that it belongs to, or the force that answers. A panel's members read, of the bodies that their panel oversees, what is
shared with the panel. Somebody of another force has no right to anything but what is public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.permissions import RIGHTS
from answerable.web.accounts.roles import ROLES

if TYPE_CHECKING:
    from answerable.web.accounts.models import User

INTERNAL, PANEL, PUBLIC = "internal", "panel", "public"
READ = {INTERNAL: "read.internal", PANEL: "read.panel"}


class Refused(PermissionDenied):
    """Somebody wanted what they have no right to. right: which they lack. The message is for them to read."""

    def __init__(self, right: str) -> None:
        self.right = right
        super().__init__(_("You do not have the right to do this: “{right}”.").format(right=RIGHTS[right]))


@dataclass(frozen=True)
class Rights:
    """What one account may do. where: right → the organisations (their numbers) in which it holds; roles: (role, organisation)
    pairs."""

    where: Mapping[str, frozenset[int]] = field(default_factory=dict)
    roles: tuple[tuple[str, int], ...] = ()

    def may(self, right: str, entry: Any = None) -> bool:
        """Whether the right holds. entry: an object with `parties()`, the numbers of its organisations; an organisation; or
        None: anywhere at all."""
        held = self.where.get(right, frozenset())
        return bool(held) if entry is None else not held.isdisjoint(parties(entry))

    def may_read(self, entry: Any) -> bool:
        """Whether an entry with a visibility can be read."""
        if entry.visibility == PUBLIC:
            return True
        return self.may("read.internal", entry) or (entry.visibility == PANEL and self.may("read.panel", entry))

    def has_role(self, role: str) -> bool:
        """Whether the account has a role anywhere."""
        return any(held == role for held, _organisation in self.roles)


NO_RIGHTS = Rights()


def parties(entry: Any) -> frozenset[int]:
    """The organisations to which an object belongs, by number: none for one that does not say, so that nobody has a right to
    it."""
    found: frozenset[int] = entry.parties() if hasattr(entry, "parties") else frozenset()
    return found


def rights_of(user: User) -> Rights:
    """What an account may do today: from its memberships, and for reading from what its organisations oversee and
    whose place they took. Three queries."""
    if not user.is_active:
        return NO_RIGHTS
    held = [(each.role, each.organisation_id) for each in user.memberships.current()]
    where: dict[str, set[int]] = {}
    for role, organisation in held:
        for right in ROLES[role].rights:
            where.setdefault(right, set()).add(organisation)
    if held:
        _add_overseen(where)
        _add_predecessors(where)
    return Rights({right: frozenset(ids) for right, ids in where.items()}, tuple(held))


def _add_overseen(where: dict[str, set[int]]) -> None:
    """A panel's members read what the bodies that it oversees share with it."""
    today = timezone.localdate()
    links = apps.get_model("organisations", "Oversight").objects.filter(
        Q(starts__lte=today), Q(ends__isnull=True) | Q(ends__gte=today), overseer__kind="panel").values_list(
        "overseer_id", "overseen_id")
    for overseer, overseen in links:
        for right in ("read.panel", "question.ask", "recommendation.write", "example.write"):
            if overseer in where.get(right, ()):
                where[right].add(overseen)


def _add_predecessors(where: dict[str, set[int]]) -> None:
    """Who reads an organisation's entries reads those that stayed with the ones whose place it took."""
    before = dict(apps.get_model("organisations", "Organisation").objects.filter(predecessor__isnull=False).values_list(
        "pk", "predecessor_id"))
    for right in ("read.internal", "read.panel", "audit.read", "export"):
        found = where.get(right, set())
        for organisation in tuple(found):
            while organisation in before and before[organisation] not in found:
                organisation = before[organisation]
                found.add(organisation)


def rights_for(user: Any) -> Rights:
    """The rights of whoever asks: none for somebody who is not signed in."""
    return user.rights if user is not None and user.is_authenticated else NO_RIGHTS


def may(user: Any, right: str, entry: Any = None) -> bool:
    """Whether somebody, signed in or not, has a right (Rights.may)."""
    return rights_for(user).may(right, entry)


def require(user: Any, right: str, entry: Any = None) -> None:
    """Raise Refused where somebody lacks a right. user None: the program itself, at the command line of the workspace's owner,
    which may do everything."""
    if user is not None and not may(user, right, entry):
        raise Refused(right)


def readable(user: Any) -> Q:
    """Which entries somebody can read, as a condition on their `visibility`, `body` and `force`."""
    where = rights_for(user).where
    internal, panel = where.get("read.internal", frozenset()), where.get("read.panel", frozenset())
    # What is shared with the panel of an organisation whose internal entries one reads is among these: it is not asked twice.
    panel -= internal
    condition = Q(visibility=PUBLIC)
    if internal:
        condition |= Q(body__in=internal) | Q(force__in=internal)
    if panel:
        condition |= Q(visibility=PANEL) & (Q(body__in=panel) | Q(force__in=panel))
    return condition
