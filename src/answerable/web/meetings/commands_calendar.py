"""Private calendar addresses."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.utils import timezone

from answerable.web.accounts.rights import require
from answerable.web.audit.commanding import Did, command
from answerable.web.meetings.models import CalendarAddress
from answerable.words import mark


def make_calendar_address(by: Any) -> str:
    """Make a private calendar address for an account in place of the one before, which ends. Gives its secret part, which is
    kept nowhere: only its digest is. Raises Refused without the right "read.panel", which every role has."""
    secret = secrets.token_urlsafe(32)
    keep_calendar_address(by=by, digest=digest_of(secret))
    return secret


def digest_of(secret: str) -> str:
    """The SHA-256 under which a secret part is known."""
    return hashlib.sha256(secret.encode()).hexdigest()


@command("calendar.address-made", mark("A private calendar address was made ({number})."))
def keep_calendar_address(*, by: Any, digest: str) -> Did:
    """Keep the digest of an account's private calendar address."""
    require(by, "read.panel")
    address = CalendarAddress.objects.filter(user=by).first() or CalendarAddress(user=by)
    address.digest, address.made_at = digest, timezone.now()
    address.save()
    return Did(address)


@command("calendar.address-ended", mark("A private calendar address was ended ({number})."))
def end_calendar_address(*, by: Any, address: CalendarAddress) -> Did:
    """End one's own private calendar address: whoever has it gets nothing any more."""
    require(by, "read.panel")
    if by is not None and address.user_id != by.pk:
        require(by, "account.invite")
    number = address.pk
    address.delete()
    return Did(by, {"address": number})
