"""One-time links with which somebody chooses a password: the first one, or a new one."""

from __future__ import annotations

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from answerable.web.accounts.models import User


class _Links(PasswordResetTokenGenerator):
    """Signed with the site's key over the account's password and last sign-in: each choice of a password ends every link given
    out before. How long a link holds: settings.PASSWORD_RESET_TIMEOUT, in seconds."""

    key_salt = "answerable.invitation"


_links = _Links()


def invitation_path(user: User) -> str:
    """The path, on this site, of the page where the owner of an account chooses a password. It works once, for some days."""
    number = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("invitation", kwargs={"number": number, "token": _links.make_token(user)})


def invited(number: str, token: str) -> User | None:
    """The account that a link is for; None where the link was used, has run out, or never was one."""
    try:
        user = User.objects.filter(pk=int(force_str(urlsafe_base64_decode(number))), is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return user if user is not None and _links.check_token(user, token) else None
