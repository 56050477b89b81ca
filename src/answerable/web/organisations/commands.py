"""Every change to organisations, posts and who holds them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from answerable.errors import InputError
from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import command, taken
from answerable.web.organisations.models import Organisation, Oversight, Person, Post, Tenure
from answerable.web.organisations.terms import checked
from answerable.words import mark


@command("organisation.added", mark("Organisation {number} was added."))
def add_organisation(*, by: Any, kind: str, name: str, **fields: Any) -> Organisation:
    """Add an organisation. kind, name, fields: of the model. Raises Refused without the right "organisation.write", InputError
    where there is one of that name, or a team without the organisation whose it is."""
    require(by, "organisation.write", fields.get("parent"))
    _check_organisation(None, kind, name.strip(), fields)
    return Organisation.objects.create(kind=kind, name=name.strip(), **fields)


@command("organisation.changed", mark("Organisation {number} was changed."))
def change_organisation(*, by: Any, organisation: Organisation, version: int, name: str, **fields: Any) -> Organisation:
    """Change an organisation's names, type, days or whose team it is; its kind stays. version: the one that the editor had.
    Raises EditConflict where somebody else changed it meanwhile."""
    require(by, "organisation.write", organisation)
    if fields.get("parent") and fields["parent"].pk != organisation.parent_id:
        require(by, "organisation.write", fields["parent"])
    held = taken(organisation, version)
    _check_organisation(held, held.kind, name.strip(), fields)
    held.name = name.strip()
    for key, value in fields.items():
        setattr(held, key, value)
    held.save()
    return held


def _check_organisation(own: Organisation | None, kind: str, name: str, fields: dict[str, Any]) -> None:
    same = Organisation.objects.filter(name__iexact=name)
    if (same.exclude(pk=own.pk) if own else same).exists():
        raise InputError(_("There is an organisation “%(name)s” already.") % {"name": name},
                         remedy=_("Use that one, or add to the name what tells them apart."))
    _check_days(fields.get("starts"), fields.get("ends"))
    if own and fields.get("parent") and fields["parent"].pk == own.pk:
        raise InputError(_("An organisation is no team of its own."), remedy=_("Choose another one."))


def _check_days(starts: date | None, ends: date | None) -> None:
    if starts and ends and ends < starts:
        raise InputError(_("The last day lies before the first."), remedy=_("Change one of the two days."))


@command("organisation.terms", mark("The terms of organisation {number} were changed."))
def change_terms(*, by: Any, organisation: Organisation, version: int, terms: dict[str, str]) -> Organisation:
    """Give an organisation its own names for things (terms.TERMS). Raises InputError for a name that no page uses."""
    require(by, "organisation.write", organisation)
    held = taken(organisation, version)
    held.terms = checked(terms)
    held.save()
    return held


@command("oversight.added", mark("Oversight {number} was added."))
def add_oversight(*, by: Any, overseer: Organisation, overseen: Organisation, starts: date | None = None) -> Oversight:
    """Say that one organisation holds another to account from a day on (default: today)."""
    require(by, "organisation.write", overseer)
    if overseer.pk == overseen.pk:
        raise InputError(_("An organisation does not hold itself to account."), remedy=_("Choose another one."))
    if Oversight.objects.on(starts).filter(overseer=overseer, overseen=overseen).exists():
        raise InputError(_("That stands already."), remedy=_("Nothing is to be done."))
    return Oversight.objects.create(overseer=overseer, overseen=overseen, **({"starts": starts} if starts else {}))


@command("oversight.ended", mark("Oversight {number} ends."))
def end_oversight(*, by: Any, oversight: Oversight, ends: date) -> Oversight:
    """Say on which day one organisation last holds another to account."""
    require(by, "organisation.write", oversight.overseer)
    _check_days(oversight.starts, ends)
    oversight.ends = ends
    oversight.save()
    return oversight


@command("post.added", mark("Post {number} was added."))
def add_post(*, by: Any, organisation: Organisation, title: str, short_title: str = "", starts: date | None = None,
             ends: date | None = None) -> Post:
    """Add a post to an organisation."""
    require(by, "organisation.write", organisation)
    _check_days(starts, ends)
    return Post.objects.create(organisation=organisation, title=title, short_title=short_title, starts=starts, ends=ends)


@command("post.changed", mark("Post {number} was changed."))
def change_post(*, by: Any, post: Post, title: str, short_title: str = "", starts: date | None = None,
                ends: date | None = None) -> Post:
    """Change a post's titles and days."""
    require(by, "organisation.write", post)
    _check_days(starts, ends)
    post.title, post.short_title, post.starts, post.ends = title, short_title, starts, ends
    post.save()
    return post


@command("tenure.added", mark("Who holds a post was recorded ({number})."))
def add_tenure(*, by: Any, post: Post, person: str | Person, starts: date, ends: date | None = None,
               acting: bool = False) -> Tenure:
    """Say who holds a post from a day on. person: somebody known already, or the name of somebody new; acting: in the place of
    whoever holds it. Raises InputError where somebody else holds it then and neither is acting."""
    require(by, "organisation.write", post)
    _check_days(starts, ends)
    if not acting:
        _refuse_two_holders(post, starts, ends)
    holder = person if isinstance(person, Person) else Person.objects.create(name=person.strip())
    return Tenure.objects.create(post=post, person=holder, starts=starts, ends=ends, acting=acting)


def _refuse_two_holders(post: Post, starts: date, ends: date | None) -> None:
    for other in post.tenures.filter(acting=False).select_related("person"):
        if (other.ends is None or other.ends >= starts) and (ends is None or other.starts <= ends):
            raise InputError(_("%(person)s holds that post at that time.") % {"person": other.person.name},
                             remedy=_("End that first, or say that the other one is acting."))


@command("tenure.ended", mark("The end of a tenure was recorded ({number})."))
def end_tenure(*, by: Any, tenure: Tenure, ends: date) -> Tenure:
    """Say on which day somebody last held a post."""
    require(by, "organisation.write", tenure.post)
    _check_days(tenure.starts, ends)
    tenure.ends = ends
    tenure.save()
    return tenure


def day_before(day: date) -> date:
    """The day before one."""
    return day - timedelta(days=1)
