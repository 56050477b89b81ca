"""The verb accounts: who can sign in, with which roles."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from answerable.cli.register_room import day, needed, organisation, prepared_register, printed
from answerable.errors import InputError, did_you_mean


def accounts(arguments: Namespace) -> None:
    """Do what was asked for."""
    arguments.verb = "accounts"
    prepared_register(arguments.workspace)
    {"add": _add, "list": _list, "role": _role, "person": _person, "end": _end, "reset": _reset}[arguments.what](arguments)


def _add(arguments: Namespace) -> None:
    needed(arguments, "email", "name")
    if arguments.role:
        needed(arguments, "organisation")
    from answerable.web.accounts import commands
    from answerable.web.audit.commanding import together

    with together():
        user = commands.add_account(by=None, email=arguments.email, name=arguments.name)
        if arguments.role:
            _give(arguments, user)
    print(f"Added the account {user.email}{_with_role(arguments)}.")
    _print_link(arguments, user)


def _with_role(arguments: Namespace) -> str:
    return f" with the role {arguments.role} in {arguments.organisation}" if arguments.role else ", without a role"


def _give(arguments: Namespace, user: Any) -> None:
    from answerable.web.accounts import commands

    commands.give_role(by=None, user=user, organisation=organisation(arguments.organisation), role=arguments.role,
                       starts=day(arguments.starts, "from"), ends=day(arguments.ends, "until"))


def _print_link(arguments: Namespace, user: Any) -> None:
    from answerable.web.accounts.invitations import invitation_path

    print("Hand over this link, with which to choose a password. It works once, and for 7 days:\n"
          f"  {arguments.address.rstrip('/')}{invitation_path(user)}")


def _account(arguments: Namespace) -> Any:
    needed(arguments, "email")
    from answerable.web.accounts.models import User

    user = User.objects.filter(email__iexact=arguments.email.strip()).first()
    if user is None:
        near = did_you_mean(arguments.email, list(User.objects.values_list("email", flat=True)))
        raise InputError(f"there is no account {arguments.email}. {near}".strip(),
                         remedy="`answerable accounts list` names them all.")
    return user


def _role(arguments: Namespace) -> None:
    needed(arguments, "role", "organisation")
    user = _account(arguments)
    _give(arguments, user)
    print(f"{user.email} has the role {arguments.role} in {arguments.organisation}.")


def _person(arguments: Namespace) -> None:
    needed(arguments, "name")
    from answerable.web.accounts.commands_people import tie_account
    from answerable.web.organisations.models import Person

    user = _account(arguments)
    found = list(Person.objects.filter(name__iexact=arguments.name.strip()))
    if len(found) != 1:
        near = did_you_mean(arguments.name, list(Person.objects.values_list("name", flat=True)))
        many = f"{len(found)} people are called" if found else "nobody who holds a post is called"
        raise InputError(f"{many} {arguments.name}. {near}".strip(),
                         remedy="The page of the organisation names who holds which post; there it can be chosen too.")
    tie_account(by=None, user=user, person=found[0])
    print(f"The posts of {found[0].name} are those of {user.email}.")


def _end(arguments: Namespace) -> None:
    from answerable.web.accounts import commands

    user = _account(arguments)
    if not arguments.role:
        commands.end_account(by=None, user=user)
        print(f"Closed the account {user.email}: nobody signs in with it any more.")
        return
    needed(arguments, "organisation")
    held = user.memberships.current().filter(role=arguments.role, organisation=organisation(arguments.organisation)).first()
    if held is None:
        raise InputError(f"{user.email} does not have the role {arguments.role} in {arguments.organisation} today.",
                         remedy="`answerable accounts list` shows who has which.")
    ended = commands.end_role(by=None, membership=held, on=day(arguments.ends, "until"))
    print(f"The role {arguments.role} of {user.email} in {arguments.organisation} ends: its last day is {ended.ends}.")


def _reset(arguments: Namespace) -> None:
    from answerable.web.accounts import commands

    user = commands.reset_account(by=None, user=_account(arguments))
    if arguments.second_proof:
        commands.take_second_factor(by=None, user=user)
        print("The app, the passkeys and the recovery codes are gone; another is asked for at the next sign-in.")
    print(f"The password of {user.email} holds no more, and every sign-in with it has ended.")
    _print_link(arguments, user)


def _list(arguments: Namespace) -> None:
    from answerable.web.accounts.models import Membership, User

    roles: dict[int, list[str]] = {}
    for each in Membership.objects.current().select_related("organisation").order_by("pk"):
        roles.setdefault(each.user_id, []).append(f"{each.role}: {each.organisation}")
    rows = [{"email": user.email, "name": user.name, "state": user.state, "roles": "; ".join(roles.get(user.pk, ["-"]))}
            for user in User.objects.order_by("email")]
    print(printed(rows, arguments.format))
