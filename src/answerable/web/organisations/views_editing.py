"""The forms of organisations, for those who look after them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import require
from answerable.web.components.pages import form_page, needs
from answerable.web.organisations import commands, forms
from answerable.web.organisations.commands_succession import succeed, would_pass
from answerable.web.organisations.models import Organisation, Oversight, Post, Tenure
from answerable.web.organisations.terms import TERMS, WELSH
from answerable.web.organisations.views import LISTS

RIGHT = "organisation.write"
FIELDS = ("name", "name_cy", "short_name", "body_type", "parent", "starts", "ends")


def _own(request: HttpRequest, pk: int) -> Organisation:
    """An organisation that the reader looks after. Raises Refused otherwise: organisations are public, so it may be told."""
    own = get_object_or_404(Organisation, pk=pk)
    require(request.user, RIGHT, own)
    return own


def _at(own: Organisation) -> dict[str, Any]:
    address = own.get_absolute_url()
    return {"section": "organisations", "back": address, "then": address}


@needs(RIGHT)
def organisation_add(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    form = forms.OrganisationForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    return form_page(request, form, lambda given: commands.add_organisation(by=request.user, **given),
                     heading=_("Add an organisation"), button=_("Add"), section="organisations", back=reverse("organisations"),
                     then=lambda made: str(made.get_absolute_url()))


@needs(RIGHT)
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an organisation."""
    own = _own(request, pk)
    initial = {name: getattr(own, name) for name in (*FIELDS, "version")}
    form = forms.OrganisationEditForm(request.POST or None, initial=initial)
    return form_page(request, form, lambda given: commands.change_organisation(by=request.user, organisation=own, **given),
                     heading=_("Change %(name)s") % {"name": own}, button=_("Save"), **_at(own))


@needs(RIGHT)
def organisation_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """What a body calls things."""
    own = _own(request, pk)
    form = forms.TermsForm(request.POST or None, initial={**own.terms, "version": own.version})

    def do(given: dict[str, Any]) -> Any:
        terms = {key: given[key] for name in TERMS for key in (name, name + WELSH)}
        return commands.change_terms(by=request.user, organisation=own, version=given["version"], terms=terms)

    return form_page(request, form, do, heading=_("What %(name)s calls things") % {"name": own}, button=_("Save"),
                     hint=_("Pages use these words where they speak of this body. Left out: the usual ones."),
                     current=lambda now: dict.fromkeys(form.fields, "") | now.terms, **_at(own))


@needs(RIGHT)
def post_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a post."""
    own = _own(request, pk)
    return form_page(request, forms.PostForm(request.POST or None),
                     lambda given: commands.add_post(by=request.user, organisation=own, **given),
                     heading=_("Add a post to %(name)s") % {"name": own}, button=_("Add"), **_at(own))


@needs(RIGHT)
def post_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a post."""
    post = get_object_or_404(Post.objects.select_related("organisation"), pk=pk)
    own = _own(request, post.organisation_id)
    initial = {name: getattr(post, name) for name in ("title", "short_title", "starts", "ends")}
    return form_page(request, forms.PostForm(request.POST or None, initial=initial),
                     lambda given: commands.change_post(by=request.user, post=post, **given),
                     heading=_("Change the post %(title)s") % {"title": post.title}, button=_("Save"), **_at(own))


@needs(RIGHT)
def tenure_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who holds a post."""
    post = get_object_or_404(Post.objects.select_related("organisation"), pk=pk)
    own = _own(request, post.organisation_id)
    return form_page(request, forms.TenureForm(request.POST or None),
                     lambda given: commands.add_tenure(by=request.user, post=post, **given),
                     heading=_("Who holds the post %(title)s") % {"title": post.title}, button=_("Save"), **_at(own))


@needs(RIGHT)
def tenure_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say on which day somebody last held a post."""
    tenure = get_object_or_404(Tenure.objects.select_related("post__organisation", "person"), pk=pk)
    own = _own(request, tenure.post.organisation_id)
    return form_page(request, forms.EndsForm(request.POST or None),
                     lambda given: commands.end_tenure(by=request.user, tenure=tenure, **given),
                     heading=_("%(person)s leaves the post %(title)s") % {"person": tenure.person, "title": tenure.post.title},
                     button=_("Save"), **_at(own))


@needs(RIGHT)
def oversight_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whom an organisation holds to account."""
    own = _own(request, pk)
    return form_page(request, forms.OversightForm(request.POST or None),
                     lambda given: commands.add_oversight(by=request.user, overseer=own, **given),
                     heading=_("Whom %(name)s holds to account") % {"name": own}, button=_("Save"), **_at(own))


@needs(RIGHT)
def oversight_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say on which day an organisation last holds another to account."""
    link = get_object_or_404(Oversight.objects.select_related("overseer", "overseen"), pk=pk)
    own = _own(request, link.overseer_id)
    return form_page(request, forms.EndsForm(request.POST or None),
                     lambda given: commands.end_oversight(by=request.user, oversight=link, **given),
                     heading=_("%(one)s holds %(other)s to account no longer") % {"one": link.overseer, "other": link.overseen},
                     button=_("Save"), **_at(own))


@needs(RIGHT)
def organisation_succeed(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another organisation take over."""
    own = _own(request, pk)
    form = forms.SuccessionForm(request.POST or None, predecessor=own)
    passing = would_pass(own)
    rows = [{"words": LISTS[str(model._meta.model_name)][1], "number": number, "stay": passing.stay[model]}
            for model, number in passing.entries.items()]
    return form_page(request, form, lambda given: succeed(by=request.user, predecessor=own, **given),
                     heading=_("A successor takes over from %(name)s") % {"name": own}, button=_("Let it take over"),
                     template="organisations/succeed.html", passing=passing, rows=rows, section="organisations",
                     back=own.get_absolute_url(), then=lambda made: str(made.get_absolute_url()),
                     done=_("It has taken over. What was open has passed, and what is closed stays where it was."))
