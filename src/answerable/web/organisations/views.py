"""The public pages of organisations: what they are, who holds which post, who answers to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from answerable.web.accounts.rights import rights_for
from answerable.web.components.pages import kept_question, page, paged
from answerable.web.organisations.commands_succession import entry_models
from answerable.web.organisations.models import KINDS, Organisation, Oversight, Tenure
from answerable.web.organisations.terms import TERMS, term

# Kinds of entries: the name of the model → of the address of their list, and what they are called.
LISTS = {"action": ("actions", _("Actions")), "promiseentry": ("promises", _("Promises")), "plan": ("plans", _("Plans")),
         "recommendation": ("recommendations", _("Recommendations")), "meeting": ("meetings", _("Meetings")),
         "question": ("questions", _("Questions")), "inquiry": ("inquiries", _("Inquiries")),
         "decision": ("decisions", _("Decisions")), "decisionrequest": ("judgements", _("Decisions on judgements")),
         "scenario": ("scenarios", _("Scenarios"))}


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation, those of today first."""
    kind = request.GET.get("kind", "")
    found = Organisation.objects.select_related("parent").order_by("kind", "name", "pk")
    if kind in dict(KINDS):
        found = found.filter(kind=kind)
    shown = paged(request, found)
    overseen: dict[int, list[Organisation]] = {}
    for link in Oversight.objects.on().filter(overseer__in=[each.pk for each in shown]).select_related("overseen"):
        overseen.setdefault(link.overseer_id, []).append(link.overseen)
    return page(request, "organisations/organisations.html", "organisations", shown=shown, kinds=KINDS, kind=kind,
                rows=[{"organisation": each, "oversees": overseen.get(each.pk, [])} for each in shown],
                kept=kept_question(request))


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation as it is on a day (?on=2026-04-01, default today)."""
    own = get_object_or_404(Organisation.objects.select_related("parent", "predecessor"), pk=pk)
    on = _day(request.GET.get("on", ""))
    oversights = list(Oversight.objects.on(on).select_related("overseer", "overseen").filter(overseer=own)
                      | Oversight.objects.on(on).select_related("overseer", "overseen").filter(overseen=own))
    rights = rights_for(request.user)
    return page(
        request, "organisations/organisation.html", "organisations", organisation=own, on=on, posts=_posts(own, on),
        oversees=[each for each in oversights if each.overseer_id == own.pk],
        overseen_by=[each for each in oversights if each.overseen_id == own.pk], teams=own.teams.all(),
        successors=own.successors.all(), terms=[(words, term(own, key)) for key, words in TERMS.items()],
        entries=_entries(own, request.user), before=_entries(own.predecessor, request.user) if own.predecessor else [],
        may_write=rights.may("organisation.write", own))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _posts(own: Organisation, on: date) -> list[dict[str, Any]]:
    """The posts of that day, each with who holds it and who held it before."""
    tenures: dict[int, list[Tenure]] = {}
    for each in Tenure.objects.filter(post__organisation=own).select_related("person").order_by("-starts", "-pk"):
        tenures.setdefault(each.post_id, []).append(each)
    rows = []
    for post in own.posts.on(on):
        held = tenures.get(post.pk, [])
        now = [each for each in held if each.starts <= on and (each.ends is None or each.ends >= on)]
        rows.append({"post": post, "now": now, "others": [each for each in held if each not in now]})
    return rows


def _entries(own: Organisation, user: Any) -> list[dict[str, Any]]:
    """How many entries of each kind belong to an organisation, of those that somebody can read."""
    side = "force" if own.kind == "force" else "body"
    rows = []
    for model in entry_models():
        name = str(model._meta.model_name)
        number = model._default_manager.readable_by(user).filter(**{side: own}).count()
        if number and name in LISTS:
            try:
                address = f"{reverse(LISTS[name][0])}?{side}={own.pk}"
            except NoReverseMatch:
                address = ""
            rows.append({"words": LISTS[name][1], "number": number, "address": address})
    return rows
