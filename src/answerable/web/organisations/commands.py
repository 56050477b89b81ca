"""Every change to organisations, posts and who holds them."""

from __future__ import annotations

from datetime import date
from typing import Any

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import command
from answerable.web.organisations.models import Organisation, Oversight, Person, Post, Tenure
from answerable.words import mark


@command("organisation.added", mark("Organisation {number} was added."))
def add_organisation(*, by: Any, kind: str, name: str, **fields: Any) -> Organisation:
    """Add an organisation. kind, name, fields: of the model. Raises Refused without the right "organisation.write"."""
    require(by, "organisation.write")
    return Organisation.objects.create(kind=kind, name=name, **fields)


@command("oversight.added", mark("Oversight {number} was added."))
def add_oversight(*, by: Any, overseer: Organisation, overseen: Organisation, starts: date | None = None) -> Oversight:
    """Say that one organisation holds another to account from a day on (default: today)."""
    require(by, "organisation.write", overseer)
    return Oversight.objects.create(overseer=overseer, overseen=overseen, **({"starts": starts} if starts else {}))


@command("post.added", mark("Post {number} was added."))
def add_post(*, by: Any, organisation: Organisation, title: str, short_title: str = "", starts: date | None = None,
             ends: date | None = None) -> Post:
    """Add a post to an organisation."""
    require(by, "organisation.write", organisation)
    return Post.objects.create(organisation=organisation, title=title, short_title=short_title, starts=starts, ends=ends)


@command("tenure.added", mark("Who holds a post was recorded ({number})."))
def add_tenure(*, by: Any, post: Post, person: str | Person, starts: date, ends: date | None = None,
               acting: bool = False) -> Tenure:
    """Say who holds a post from a day on. person: somebody known already, or the name of somebody new."""
    require(by, "organisation.write", post.organisation)
    holder = person if isinstance(person, Person) else Person.objects.create(name=person)
    return Tenure.objects.create(post=post, person=holder, starts=starts, ends=ends, acting=acting)
