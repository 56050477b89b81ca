"""Tokens: by which programs ask as an account."""

from __future__ import annotations

import hashlib
import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREFIX = "answerable_"
READ, WRITE = "read", "write"


class ApiToken(models.Model):
    """A token of an account. digest: SHA-256 of its 256 random bits, which are shown once and not kept; scope: whether a
    program may write with it; ends_at: from when on it holds no more; used_at: when it was last used, to the hour."""

    SCOPES = [(READ, _("Read")), (WRITE, _("Read and write"))]
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=SCOPES, default=READ)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def holds(self) -> bool:
        """Whether it can be used now."""
        return self.revoked_at is None and self.ends_at > timezone.now() and self.user.is_active


def new_secret() -> str:
    """A token as its owner gets it: a word that tells what it is, then 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """The SHA-256 under which a token is kept. A random token needs no slow hash: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
