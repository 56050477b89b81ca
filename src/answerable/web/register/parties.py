"""To which organisations somebody's entries can belong, and who can own what is to be done there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from answerable.web.accounts.rights import rights_for
from answerable.web.organisations.models import Organisation, Oversight, Post


@dataclass(frozen=True)
class Home:
    """A governing body and the force that answers to it, or one of them alone."""

    body: Organisation | None
    force: Organisation | None

    @property
    def key(self) -> str:
        """The two as a form sends them: "3-1"."""
        return f"{self.body.pk if self.body else 0}-{self.force.pk if self.force else 0}"

    @property
    def words(self) -> str:
        """The two by name."""
        return " – ".join(str(each) for each in (self.body, self.force) if each is not None)

    @property
    def parts(self) -> tuple[Organisation, ...]:
        """The organisations in it."""
        return tuple(each for each in (self.body, self.force) if each is not None)


def homes(user: Any, right: str) -> dict[str, Home]:
    """Where somebody can add entries with a right: pairs of a body and a force that it holds to account, of which the right is
    held in one, then single organisations. By key. Two queries."""
    held = rights_for(user).where.get(right, frozenset())
    links = Oversight.objects.on().filter(overseer__kind="body", overseen__kind="force").select_related("overseer", "overseen")
    found = [Home(each.overseer, each.overseen) for each in links if held & {each.overseer_id, each.overseen_id}]
    for each in Organisation.objects.on().filter(pk__in=held):
        found.append(Home(None, each) if each.kind == "force" else Home(each, None))
    return {each.key: each for each in found}


def owner_choices(organisations: Iterable[Organisation]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who can own an action: for each organisation its posts of today, itself and its teams, grouped under its name. Values as
    `owner_of` reads them. Two queries."""
    wanted = {each.pk: each for each in organisations}
    groups: dict[int, list[tuple[str, str]]] = {pk: [] for pk in wanted}
    for post in Post.objects.on().filter(organisation__in=wanted).order_by("title"):
        groups[post.organisation_id].append((f"post-{post.pk}", post.title))
    for pk, organisation in wanted.items():
        groups[pk].append((f"organisation-{pk}", _("{organisation} as a whole").format(organisation=organisation)))
    for team in Organisation.objects.on().filter(parent__in=wanted):
        groups[team.parent_id].append((f"organisation-{team.pk}", str(team)))
    return [(str(wanted[pk]), choices) for pk, choices in groups.items()]


def owners_of(values: Iterable[str], as_printed: str = "") -> list[Any]:
    """The owners that a form sent: "post-3", "organisation-1"; as_printed: others, in words. Two queries."""
    kinds: dict[str, list[int]] = {"post": [], "organisation": []}
    for value in values:
        kind, _dash, number = value.partition("-")
        kinds[kind].append(int(number))
    return [*Post.objects.filter(pk__in=kinds["post"]), *Organisation.objects.filter(pk__in=kinds["organisation"]),
            *([as_printed.strip()] if as_printed.strip() else [])]
