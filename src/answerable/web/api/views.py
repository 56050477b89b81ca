"""The page of one's tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answerable.web.api import commands
from answerable.web.api.forms import TokenForm
from answerable.web.api.models import ApiToken, digest_of, new_secret
from answerable.web.components.pages import needs, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs("token.make")
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and the form for a new one. The secret of a new one is in the answer to that form, and nowhere else."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        secret = new_secret()
        commands.make_token(by=request.user, user=request.user, digest=digest_of(secret), **form.cleaned_data)
        form = TokenForm()
    own = ApiToken.objects.filter(user=request.user.pk).select_related("user")
    response = page(request, "api/tokens.html", status=422 if form.errors else 200, form=form, secret=secret, tokens=own)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@needs("token.make")
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke one of one's own tokens."""
    token = ApiToken.objects.filter(user=request.user.pk, pk=number).first()
    if token is None:
        raise Http404
    commands.revoke_token(by=request.user, token=token)
    messages.success(request, _("The token “%(name)s” was revoked.") % {"name": token.name})
    return HttpResponseRedirect(reverse("tokens"))
