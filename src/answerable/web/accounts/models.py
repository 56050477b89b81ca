"""Accounts and their roles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from answerable.web.accounts.rights import Rights, rights_of
from answerable.web.accounts.roles import CHOICES
from answerable.web.audit.kept import Kept

# Under which name a session keeps when its owner signed in the time before.
BEFORE = "signed_in_before"


class UserManager(BaseUserManager["User"]):
    """Finds accounts by their e-mail address, whatever its letters' case."""

    def get_by_natural_key(self, email: str | None) -> User:
        """The account with that address."""
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """An account: somebody who can sign in. What they may do follows from their memberships alone."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    person = models.OneToOneField("organisations.Person", null=True, blank=True, on_delete=models.SET_NULL,
                                  related_name="account")
    language = models.CharField(max_length=5, default="en-gb")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("name",)
    # Django's own admin site is not used; nobody stands above the rights.
    is_staff = is_superuser = False
    # When whoever asks signed in the time before; None where they did not, or where this is not about a request.
    signed_in_before: datetime | None = None

    def __str__(self) -> str:
        return self.name

    @cached_property
    def rights(self) -> Rights:
        """What this account may do where, as of now: read once, then kept with the object."""
        return rights_of(self)

    @property
    def state(self) -> str:
        """How far the account is: "closed", "invited" (no password chosen, never signed in), or "open"."""
        if not self.is_active:
            return "closed"
        return "open" if self.last_login or self.has_usable_password() else "invited"

    @property
    def state_words(self) -> str:
        """The same in words."""
        return str({"closed": _("Closed"), "invited": _("Invited, has not signed in yet"), "open": _("Open")}[self.state])

    @property
    def language_words(self) -> str:
        """The name of the language that its owner chose."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    def role_codes(self) -> str:
        """Its roles by organisation, "policy-officer@3 auditor@1"."""
        return " ".join(f"{role}@{organisation}" for role, organisation in self.rights.roles)[:500]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Rights are asked for with `rights.may`; Django's own permissions are not used."""
        return False


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships."""

    def current(self) -> MembershipQuerySet:
        """Those that hold today."""
        today = timezone.localdate()
        return self.filter(Q(starts__lte=today), Q(ends__isnull=True) | Q(ends__gte=today))


class Membership(Kept):
    """A role that an account has in an organisation, from a day to a day, both within."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=CHOICES)
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"

    def parties(self) -> frozenset[int]:
        """Those of its organisation."""
        found: frozenset[int] = self.organisation.parties()
        return found
