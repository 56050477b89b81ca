"""Every change to accounts and their roles."""

from __future__ import annotations

from datetime import date
from typing import Any

from answerable.web.accounts.models import Membership, User
from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command
from answerable.web.organisations.models import Organisation
from answerable.words import mark


@command("account.added", mark("Account {number} was added."))
def add_account(*, by: Any, email: str, name: str, password: str | None = None) -> User:
    """Add an account. password: None where its owner is to choose one, or signs in elsewhere. Raises Refused without the right
    "account.invite"."""
    require(by, "account.invite")
    user = User(email=User.objects.normalize_email(email), name=name)
    user.set_password(password)
    user.save()
    return user


@command("role.given", mark("Account {account} was given the role {role} in organisation {organisation}."))
def give_role(*, by: Any, user: User, organisation: Organisation, role: str, starts: date | None = None,
              ends: date | None = None) -> Did:
    """Give an account a role in an organisation, from a day (default: today) to a day (default: open)."""
    require(by, "account.invite", organisation)
    membership = Membership(user=user, organisation=organisation, role=role, ends=ends)
    if starts:
        membership.starts = starts
    membership.save()
    return Did(membership, {"account": user.pk, "role": role, "organisation": organisation.pk})
