"""What the register holds about somebody: told before it is removed, and what a person has to look at by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from answerable.web.accounts.models import User
from answerable.web.api.visible import KINDS
from answerable.web.audit.models import KeptFile
from answerable.web.organisations.models import Person
from answerable.web.scrutiny.models import Example

REMOVED = "(name removed)"
# Shorter names stand in too many words to be looked for.
_SHORTEST = 4


@dataclass(frozen=True)
class Held:
    """One thing that the register holds about somebody. what: in words; count: how many; how: what becomes of it."""

    what: str
    count: int
    how: str


def held_about(person: Person) -> list[Held]:
    """Everything about a person that redaction changes, and what it leaves: nothing is changed here."""
    account = account_of(person)
    attended = apps.get_model("meetings", "Attendance").objects.filter(person=person)
    found = [
        Held(_("Name of the person, in every version"), person.history.count(), _("becomes “(name removed)”")),
        Held(_("Posts held"), person.tenures.count(), _("stay, without the name")),
        Held(_("Meetings attended"), attended.count(), _("stay, without name and capacity")),
    ]
    if account is not None:
        found += [
            Held(_("Account, with e-mail address, name and password"), 1, _("is closed for good; its number stays")),
            Held(_("Sign-ins, tokens, second proofs and linked accounts"), sum(each.count() for each in keys_of(account)),
                 _("are deleted")),
            Held(_("Examples sent in"), Example.objects.filter(sent_by=account).count(), _("are emptied")),
        ]
    return [each for each in found if each.count]


def account_of(person: Person) -> User | None:
    """The account of a person; None without one."""
    return User.objects.filter(person=person).first()


def keys_of(account: User) -> Iterator[models.QuerySet[Any]]:
    """What opens the register to an account, or leads to it elsewhere."""
    for label in ("api.ApiToken", "meetings.CalendarAddress", "account.EmailAddress", "socialaccount.SocialAccount",
                  "mfa.Authenticator", "usersessions.UserSession"):
        try:
            yield apps.get_model(label)._default_manager.filter(user=account)
        except LookupError:
            continue


def mentions(person: Person) -> list[tuple[str, int, str]]:
    """(kind, number, in words) of every text that names the person as they are called now: for a person to read and mend, since
    no program can tell one Ann Archer from another. Empty for a name that is too short to be looked for."""
    name = person.name.strip()
    if len(name) < _SHORTEST or name == REMOVED:
        return []
    found = []
    for model in KINDS:
        texts = [each.name for each in model._meta.concrete_fields
                 if isinstance(each, models.TextField | models.CharField) and not each.choices]
        if model is Person or not texts:
            continue
        condition = Q()
        for text in texts:
            condition |= Q(**{f"{text}__icontains": name})
        found += [(model._meta.model_name, each.pk, str(model._meta.verbose_name).capitalize())
                  for each in model._default_manager.filter(condition).order_by("pk")[:200]]
    return found


def files_to_check(person: Person) -> list[KeptFile]:
    """Kept files that may name the person: those of meetings at which they were, and of what their account put in. Files are
    never changed by the program."""
    meetings = apps.get_model("meetings", "Attendance").objects.filter(person=person).values("meeting")
    versions = apps.get_model("meetings", "PaperVersion").objects.filter(paper__meeting__in=meetings)
    documents = apps.get_model("meetings", "MinutesDocument").objects.filter(meeting__in=meetings)
    account = account_of(person)
    evidence = apps.get_model("register", "ActionUpdate").objects.filter(by=account, evidence_file__isnull=False)
    numbers = {*versions.values_list("file", flat=True), *documents.values_list("file", flat=True)}
    if account is not None:
        numbers |= set(evidence.values_list("evidence_file", flat=True))
    return list(KeptFile.objects.filter(pk__in=numbers).order_by("pk"))
