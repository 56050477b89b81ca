"""Removing a person's data on request."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils import timezone

from answerable.web.accounts.models import Membership, User
from answerable.web.accounts.rights import require
from answerable.web.api.redacting import REMOVED, account_of, keys_of
from answerable.web.audit.commanding import Did, command
from answerable.web.organisations.models import Organisation, Person
from answerable.web.scrutiny.commands_examples import redact_example
from answerable.web.scrutiny.models import Example
from answerable.words import mark


@command("subject.redacted", mark("The data of person {number} was removed on request."))
def redact_person(*, by: Any, person: Person) -> Did:
    """Remove what the register holds about a person, in every version: name, account, attendance in a capacity, examples sent
    in. Posts, meetings and events stay, without the name; the chain of events names nobody and stays whole. Raises Refused
    without the right "subject.redact" in every organisation of the person."""
    require(by, "subject.redact", None)
    for organisation in organisations_of(person):
        require(by, "subject.redact", organisation)
    account = account_of(person)
    person.name = REMOVED
    person.save()
    for version in person.history.exclude(name=REMOVED):
        version.name = REMOVED
        version.save()
    _nameless_attendance(person)
    if account is not None:
        _empty(by, account)
    return Did(person, {"account": account.pk if account else None})


def organisations_of(person: Person) -> list[Organisation]:
    """The organisations whose posts a person holds or held, or in which their account has or had a role."""
    account = account_of(person)
    numbers = set(person.tenures.values_list("post__organisation", flat=True))
    numbers |= set(Membership.objects.filter(user=account).values_list("organisation", flat=True)) if account else set()
    return list(Organisation.objects.filter(pk__in=numbers).order_by("pk"))


def _nameless_attendance(person: Person) -> None:
    model = apps.get_model("meetings", "Attendance")
    for attendance in model.objects.filter(person=person).exclude(capacity=""):
        attendance.capacity = ""
        attendance.save()
    for version in model.history.filter(person=person).exclude(capacity=""):
        version.capacity = ""
        version.save()


def _empty(by: Any, account: User) -> None:
    """An account of which only the number is left: versions and events tell what it did, and nobody can sign in with it."""
    for keys in keys_of(account):
        for key in keys:
            key.delete()
    for example in Example.objects.filter(sent_by=account):
        redact_example(by=by, example=example)
    for membership in account.memberships.current():
        membership.ends = timezone.localdate()
        membership.save()
    account.email, account.name = f"removed-{account.pk}@removed.invalid", REMOVED
    account.is_active, account.last_login = False, None
    account.set_unusable_password()
    account.save()
