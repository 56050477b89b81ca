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
    if not (settings.SENDS_MAIL and settings.ADDRESS):
        return False
    with translation.override(user.language):
        link = f"{settings.ADDRESS}{invitation_path(user)}"
        text = _("You have an account at %(address)s. Choose your password here:\n\n%(link)s\n\nThe link works once, and for 7 "
                 "days. If you did not expect this, you need do nothing.") % {"address": settings.ADDRESS, "link": link}
        try:
            return send_mail(_("Choose your password"), text, None, [user.email]) == 1
        except (OSError, SMTPException):
            return False
