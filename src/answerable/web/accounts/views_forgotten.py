"""A new password for somebody who forgot theirs: by e-mail, or where the site sends none, by whoever looks after accounts."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from answerable.web.accounts.forms_sign_in import ForgottenForm
from answerable.web.accounts.mail import send_new_link, sends
from answerable.web.accounts.models import User
from answerable.web.accounts.views_sign_in import too_many
from answerable.web.components.pages import form_page, page


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link with which to choose another password. Whether there is an account with that address is not told; only
    accounts with a password get a link, so that nobody who signs in elsewhere gets round that."""
    if not sends():
        return page(request, "accounts/forgotten.html")
    form = ForgottenForm(request.POST or None)
    if form.is_bound and form.is_valid() and not ratelimit.consume(request, action="reset_password",
                                                                   key=form.cleaned_data["email"].lower()):
        return too_many(request)

    def do(given: dict[str, Any]) -> None:
        user = User.objects.filter(email__iexact=given["email"], is_active=True).first()
        if user is not None and user.has_usable_password():
            send_new_link(user)

    return form_page(request, form, do, heading=_("Choose another password"), button=_("Send me a link"),
                     then=reverse("sign-in"), back=reverse("sign-in"),
                     hint=_("A link with which to choose it comes to your e-mail address."),
                     done=_("If there is an account with a password under that address, a link is on its way to it."))
