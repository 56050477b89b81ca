"""E-mail to people with accounts."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from answerable.web.accounts.invitations import invitation_path
from answerable.web.accounts.models import User


def invitation_link(request: HttpRequest, user: User) -> str:
    """The whole link of an invitation, for somebody to hand over."""
    path = invitation_path(user)
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else request.build_absolute_uri(path)


def send_invitation(user: User) -> bool:
    """Send somebody the link with which to choose a password. False where that cannot be done: no server for e-mail is set up,
    the site does not know its own address, or the server refused."""
    with translation.override(user.language):
        return _send_link(user, _("Choose your password"), _(
            "You have an account at %(address)s. Choose your password here:\n\n%(link)s\n\nThe link works once, and for 7 "
            "days. If you did not expect this, you need do nothing."))


def send_new_link(user: User) -> bool:
    """Send somebody who forgot their password a link with which to choose another. False as for send_invitation."""
    with translation.override(user.language):
        return _send_link(user, _("Choose another password"), _(
            "Somebody, we hope you, asked for a link with which to choose another password for your account at "
            "%(address)s:\n\n%(link)s\n\nThe link works once, until you sign in, and for 7 days at most. If it was not you, "
            "you need do nothing: your password stays."))


def sends() -> bool:
    """Whether the site can send e-mail with links: a server is set up, and it knows its own address."""
    return bool(settings.SENDS_MAIL and settings.ADDRESS)


def _send_link(user: User, subject: str, text: str) -> bool:
    if not sends():
        return False
    link = f"{settings.ADDRESS}{invitation_path(user)}"
    try:
        return send_mail(subject, text % {"address": settings.ADDRESS, "link": link}, None, [user.email]) == 1
    except (OSError, SMTPException):
        return False
