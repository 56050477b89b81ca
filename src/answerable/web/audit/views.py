"""The pages of the history."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from answerable.web.accounts.rights import Refused, may
from answerable.web.audit.forms import HistoryFilter
from answerable.web.audit.reading import audited, chosen, events_for, kept_model, page_of, told
from answerable.web.audit.versions import history_of
from answerable.web.components.pages import kept_question, needs, page, paged, signed_in

PER_PAGE = 25


@require_safe
@needs("audit.read")
def history(request: HttpRequest) -> HttpResponse:
    """Everything that was done, the newest first, by kind, object, account and day."""
    form = HistoryFilter(request.GET, _accounts(request.user))
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    shown = paged(request, chosen(events_for(request.user), **asked))
    return page(request, "audit/history.html", "history", form=form, shown=shown, events=told(list(shown)),
                kept=kept_question(request), status=200 if form.is_valid() else 422)


def _accounts(reader: Any) -> list[tuple[int, str]]:
    """(number, name) of every account that has or had a role where the reader may see what was done."""
    members = apps.get_model("accounts", "Membership").objects.filter(organisation__in=audited(reader)).values("user_id")
    return list(apps.get_model("accounts", "User").objects.filter(pk__in=members).order_by("name").values_list("pk", "name"))


@require_safe
@signed_in
def history_of_one(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The versions of one object, each with its difference to the one before. Http404 for what the reader may not read."""
    model = kept_model(kind)
    entry = model and model._default_manager.filter(pk=number).first()
    if not entry or (hasattr(entry, "visibility") and not request.user.rights.may_read(entry)):   # type: ignore[union-attr]
        raise Http404
    if not may(request.user, "read.internal", entry):
        raise Refused("read.internal")
    shown = paged(request, history_of(entry, request.user), PER_PAGE)
    return page(request, "audit/history_of.html", "", entry=entry, what=model._meta.verbose_name, number=number, shown=shown,
                kept=kept_question(request), address=page_of(kind, number), all=may(request.user, "audit.read"))
