"""Whose account it is, among the people who hold posts: what somebody owes and may not close follows from it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from answerable.errors import InputError
from answerable.web.accounts.models import User
from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command
from answerable.words import mark


@command("account.tied", mark("Account {number} is that of person {person}."))
def tie_account(*, by: Any, user: User, person: Any) -> Did:
    """Say which person of the organisations an account belongs to; None: to nobody who holds a post.

    person: an organisations.Person. Raises Refused without the right "account.invite" in every organisation in which the
    account has a role, InputError where the person has an account already.
    """
    require(by, "account.invite")
    for membership in user.memberships.current().select_related("organisation"):
        require(by, "account.invite", membership.organisation)
    if person is not None and User.objects.filter(person=person).exclude(pk=user.pk).exists():
        raise InputError(_("%(name)s has an account already.") % {"name": person.name},
                         remedy=_("Choose another person, or untie the other account first."))
    user.person = person
    user.save()
    return Did(user, {"person": person.pk if person is not None else 0})
