"""The chain of audit events."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models

from answerable.web.audit.words import event_words


class ChainHead(models.Model):
    """The newest event, in a row of its own: whoever writes an event holds it first, so that no two have one place."""

    number = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="", blank=True)


class AuditEvent(models.Model):
    """One thing that was done. It names accounts and objects by number only, so it holds no personal data, and the removal of
    a person's data leaves the chain whole.

    at: UTC; kind: as the command declares it, such as "action.closed"; actor: the number of the account, null for the
    program itself; roles: the roles it had, by organisation, "policy-officer@3"; object_kind, object_number: what it was done
    to; details: numbers, days and codes; before: SHA-256 of the event before, "" for the first.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=60, db_index=True)
    actor = models.BigIntegerField(null=True, blank=True, db_index=True)
    roles = models.CharField(max_length=500, blank=True)
    object_kind = models.CharField(max_length=60)
    object_number = models.BigIntegerField()
    details = models.JSONField(default=dict)
    before = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("object_kind", "object_number")),)

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What was done, as a sentence in the language of the reader."""
        return event_words(self.kind, self.object_number, self.details)

    def as_json(self) -> dict[str, Any]:
        """The event without its own SHA-256: what the SHA-256 is taken of."""
        return {"number": self.number, "at": self.at.isoformat(timespec="microseconds"), "kind": self.kind,
                "actor": self.actor, "roles": self.roles, "object_kind": self.object_kind,
                "object_number": self.object_number, "details": self.details, "before": self.before}

    def digest(self) -> str:
        """The SHA-256 that belongs to what the event says."""
        text = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class KeptFile(models.Model):
    """A file that somebody put in, kept under its SHA-256 in the workspace. It is served as a download only, to those who may
    read what it belongs to."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)
