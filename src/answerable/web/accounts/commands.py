"""Every change to accounts and their roles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.errors import InputError
from answerable.web.accounts.models import Membership, User
from answerable.web.accounts.rights import Refused, may, require
from answerable.web.accounts.roles import ROLES
from answerable.web.audit.commanding import Did, command
from answerable.web.organisations.models import Organisation
from answerable.words import mark


@command("account.added", mark("Account {number} was added."))
def add_account(*, by: Any, email: str, name: str, password: str | None = None) -> User:
    """Add an account. password: None where its owner is to choose one, or signs in elsewhere. Raises Refused without the right
    "account.invite", InputError where the address has an account already."""
    require(by, "account.invite")
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise InputError(_("%(email)s has an account already.") % {"email": email.strip()},
                         remedy=_("Give that account a role instead."))
    user = User(email=email.strip().lower(), name=name.strip())
    user.set_password(password)
    user.save()
    return user


@command("role.given", mark("Account {account} was given the role {role} in organisation {organisation}."))
def give_role(*, by: Any, user: User, organisation: Organisation, role: str, starts: date | None = None,
              ends: date | None = None) -> Did:
    """Give an account a role in an organisation, from a day (default: today) to a day (default: open).

    Nobody gives a role to themselves: who looks after accounts has no say in what is answered. Raises Refused without the
    right "account.invite" there, InputError where there is no such role, the account has it at that time already, or the days
    are the wrong way round.
    """
    require(by, "account.invite", organisation)
    if role not in ROLES:
        raise InputError(_("There is no role “%(role)s”.") % {"role": role},
                         remedy=_("Choose one of: %(roles)s.") % {"roles": ", ".join(ROLES)})
    if by is not None and by.pk == user.pk:
        raise InputError(_("You cannot give a role to yourself."), remedy=_("Ask another administrator to."))
    starts = starts or timezone.localdate()
    if ends and ends < starts:
        raise InputError(_("The role would end before it begins."), remedy=_("Change one of the two days."))
    _refuse_twice(user, organisation, role, starts, ends)
    membership = Membership.objects.create(user=user, organisation=organisation, role=role, starts=starts, ends=ends)
    return Did(membership, {"account": user.pk, "role": role, "organisation": organisation.pk})


def _refuse_twice(user: User, organisation: Organisation, role: str, starts: date, ends: date | None) -> None:
    for held in user.memberships.filter(organisation=organisation, role=role):
        if (held.ends is None or held.ends >= starts) and (ends is None or held.starts <= ends):
            raise InputError(_("%(name)s has that role in %(organisation)s already.")
                             % {"name": user.name, "organisation": organisation.name},
                             remedy=_("End it first where its days are to be others."))


@command("role.ended", mark("Account {account} lost the role {role} in organisation {organisation}."))
def end_role(*, by: Any, membership: Membership, on: date | None = None) -> Did:
    """End a role: `on` (default: yesterday, so that it holds no more) is its last day. Raises Refused without the right
    "account.invite" in its organisation."""
    require(by, "account.invite", membership.organisation)
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    # A role that was given today and ends at once has no day left; its last day then lies before its first.
    held.ends = on or timezone.localdate() - timedelta(days=1)
    held.save()
    return Did(held, {"account": held.user_id, "role": held.role, "organisation": held.organisation_id})


@command("account.ended", mark("Account {number} was closed."))
def end_account(*, by: Any, user: User) -> User:
    """Close an account: nobody signs in with it any more, and whoever is signed in is not from the next page on."""
    require_to_look_after(by, user)
    user.is_active = False
    user.save()
    return user


@command("account.opened", mark("Account {number} was opened again."))
def open_account(*, by: Any, user: User) -> User:
    """Open a closed account again."""
    require_to_look_after(by, user)
    user.is_active = True
    user.save()
    return user


@command("account.reset", mark("The password of account {number} was reset."))
def reset_account(*, by: Any, user: User) -> User:
    """Take an account's password away: it holds no more, every sign-in with it ends, and a new one-time link can be made
    (`invitations.invitation_path`)."""
    require_to_look_after(by, user)
    user.set_password(None)
    user.last_login = None      # as before the first sign-in: the account waits for its owner to choose a password
    user.save()
    return user


@command("account.changed", mark("Account {number} was changed by its owner."))
def change_account(*, by: Any, user: User, name: str, language: str) -> User:
    """Write one's own name and choose the language in which one begins. language: one of settings.LANGUAGES."""
    require_own(by, user)
    user.name, user.language = name.strip(), language
    user.save()
    return user


@command("password.chosen", mark("Account {number} chose a password."))
def choose_password(*, by: Any, user: User, password: str, name: str = "") -> User:
    """Set the password that the owner of an account chose, and their name as they write it. `by` is the owner."""
    require_own(by, user)
    user.set_password(password)
    user.name = name.strip() or user.name
    user.save()
    return user


@command("second-factor.added", mark("Account {number} added a second proof at sign-in: {kind}."))
def _second_factor_added(*, by: Any, user: User, kind: str) -> Did:
    require_own(by, user)
    return Did(user, {"kind": kind})


@command("second-factor.removed", mark("A second proof at sign-in was taken from account {number}: {kind}."))
def _second_factor_removed(*, by: Any, user: User, kind: str) -> Did:
    require_own(by, user)
    return Did(user, {"kind": kind})


def note_second_factor(*, by: Any, user: User, kind: str, added: bool) -> None:
    """Record that the owner of an account added or removed an app ("totp") or a passkey ("webauthn")."""
    (_second_factor_added if added else _second_factor_removed)(by=by, user=user, kind=kind)


@command("second-factor.taken", mark("Every second proof at sign-in was taken from account {number}."))
def take_second_factor(*, by: Any, user: User) -> User:
    """Take the app, the passkeys and the recovery codes from an account whose owner lost them. They are asked for new ones at
    the next sign-in."""
    require_to_look_after(by, user)
    user.authenticator_set.all().delete()
    return user


@command("account.linked", mark("Account {number} was linked with the account of its owner's organisation."))
def note_linked(*, by: Any, user: User) -> User:
    """Record that somebody signed in elsewhere for the first time, and that this account is theirs."""
    require_own(by, user)
    return user


def require_own(by: Any, user: User) -> None:
    """Raise Refused where somebody acts on an account that is not theirs."""
    if by is not None and by.pk != user.pk:
        raise Refused("account.invite")


def require_to_look_after(by: Any, user: User) -> None:
    """Raise Refused where somebody may not close or reset an account: they need the right "account.invite" in every
    organisation where it has a role. Otherwise an administrator of one could take over the account of an officer of another."""
    require(by, "account.invite")
    for membership in user.memberships.current().select_related("organisation"):
        require(by, "account.invite", membership.organisation)


def may_look_after(by: Any, user: User) -> bool:
    """Whether somebody may close or reset an account."""
    held = list(user.memberships.current().select_related("organisation"))
    return may(by, "account.invite") and all(may(by, "account.invite", each.organisation) for each in held)
