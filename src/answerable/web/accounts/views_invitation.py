"""The page behind an invitation: whoever has the link chooses a name and a password, once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from answerable.web.accounts import commands
from answerable.web.accounts.forms import PasswordForm
from answerable.web.accounts.invitations import invited
from answerable.web.components.pages import form_page, page


@never_cache
def invitation(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Choose a password, then sign in with it."""
    user = invited(number, token)
    if user is None:
        return page(request, "accounts/invitation_over.html", status=410)
    form = PasswordForm(request.POST or None, user=user, initial={"name": user.name})
    return form_page(
        request, form,
        lambda given: commands.choose_password(by=user, user=user, password=given["password"], name=given["name"]),
        heading=_("Choose your password"), button=_("Save the password"), then=reverse("sign-in"),
        done=_("Your password is saved. Sign in with it."),
        hint=_("You will sign in as %(email)s.") % {"email": user.email})
