"""Making and revoking tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.api.models import ApiToken
from answerable.web.audit.commanding import Did, command
from answerable.words import mark


@command("token.made", mark("Token {number} was made, to {scope}, for {days} days."))
def make_token(*, by: Any, user: Any, name: str, digest: str, scope: str, days: int) -> Did:
    """Make a token for one's own account. digest: SHA-256 of the secret, which stays with whoever made it; days: how long it
    holds. Raises Refused without the right "token.make"."""
    require(by, "token.make")
    _own(by, user)
    token = ApiToken.objects.create(user=user, name=name, digest=digest, scope=scope,
                                    ends_at=timezone.now() + timedelta(days=days))
    return Did(token, {"scope": scope, "days": days})


@command("token.revoked", mark("Token {number} was revoked."))
def revoke_token(*, by: Any, token: ApiToken) -> ApiToken:
    """Revoke a token of one's own: it is refused from now on. Doing it twice changes nothing."""
    require(by, "token.make")
    _own(by, token.user)
    token.revoked_at = token.revoked_at or timezone.now()
    token.save()
    return token


def _own(by: Any, user: Any) -> None:
    if by is not None and by.pk != user.pk:
        raise PermissionDenied(_("A token belongs to the account that made it."))
