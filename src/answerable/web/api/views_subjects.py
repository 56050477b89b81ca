"""The page on which an administrator removes a person's data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from answerable.web.accounts.rights import require
from answerable.web.api.commands_subjects import organisations_of, redact_person
from answerable.web.api.redacting import REMOVED, files_to_check, held_about, mentions
from answerable.web.components.forms import Form
from answerable.web.components.pages import form_page, needs
from answerable.web.organisations.models import Person


class SubjectForm(Form):
    """Whose data is to be removed."""

    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("Person"))


class SureForm(Form):
    """That it is meant."""

    sure = forms.BooleanField(label=gettext_lazy("I have seen what is removed. It cannot be brought back."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("subject.redact")
def subjects(request: HttpRequest) -> HttpResponse:
    """Choose the person."""
    form = SubjectForm(request.POST if request.method == "POST" else None)
    form.fields["person"].queryset = _own(request)   # type: ignore[attr-defined]
    return form_page(request, form, lambda values: values["person"], heading=_("Remove a person's data"),
                     button=_("See what is held"), then=lambda person: reverse("subject", args=[person.pk]),
                     hint=_("On a request to erase or restrict. Nothing is changed before you have seen what would be."))


def _own(request: HttpRequest) -> Any:
    """The persons of whom whoever asks may remove the data."""
    own = request.user.rights.where.get("subject.redact", frozenset())   # type: ignore[union-attr]
    return Person.objects.filter(tenures__post__organisation__in=own).distinct() | Person.objects.filter(
        account__memberships__organisation__in=own).distinct()


@require_http_methods(["GET", "HEAD", "POST"])
@needs("subject.redact")
def subject(request: HttpRequest, number: int) -> HttpResponse:
    """What is held about a person, and the button that removes it."""
    person = get_object_or_404(Person, pk=number)
    for organisation in organisations_of(person):
        require(request.user, "subject.redact", organisation)
    form = SureForm(request.POST if request.method == "POST" else None)
    return form_page(
        request, form, lambda _values: redact_person(by=request.user, person=person),
        heading=_("Remove the data of %(name)s") % {"name": person.name}, button=_("Remove it"), template="api/subject.html",
        done=_("The data was removed. Look through what is listed for checking by hand."), held=held_about(person),
        mentions=mentions(person), files=files_to_check(person), gone=person.name == REMOVED)
