"""What the views of the register have in common: a page, finding what somebody may read, a form that runs a command."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.errors import AnswerableError
from answerable.web.accounts.rights import Refused
from answerable.web.audit.commanding import EditConflict
from answerable.web.components.languages import in_welsh, marking_english
from answerable.web.performance.reading import newest_release

# The register's sections: the name of the address, and its words.
SECTIONS = [("answers", gettext_lazy("Overview")), ("promises", gettext_lazy("Promises")), ("plans", gettext_lazy("Plans")),
            ("actions", gettext_lazy("Actions")), ("recommendations", gettext_lazy("Recommendations")),
            ("meetings", gettext_lazy("Meetings")), ("questions", gettext_lazy("Questions")),
            ("inquiries", gettext_lazy("Inquiries")), ("decisions", gettext_lazy("Decisions")),
            ("scenarios", gettext_lazy("Scenarios")),
            ("organisations", gettext_lazy("Organisations"))]
PER_PAGE = 50


def page(request: HttpRequest, template: str, section: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the register. section: which of SECTIONS it belongs to. The template gets `reader`, the account that is signed
    in (None without), its `rights`, and what every page of the site has."""
    with marking_english() if in_welsh() else nullcontext():
        return render(request, template, {**frame(request, section), **context}, status=status)


def frame(request: HttpRequest, section: str = "") -> dict[str, Any]:
    """What every page of the register has in its template: for views that are not made here."""
    reader = request.user if request.user.is_authenticated else None
    return {"page": "answers", "release": release_header(), "reader": reader, "rights": getattr(reader, "rights", None),
            "messages": messages.get_messages(request), "sections": list(_sections(section))}


def release_header() -> dict[str, Any] | None:
    """What a page tells of the newest release; None where there is none that can be read."""
    try:
        release = newest_release()
    except (AnswerableError, OSError, ValueError, KeyError):
        return None
    return release.header if release else None


def _sections(here: str) -> Any:
    for name, words in SECTIONS:
        try:
            yield {"address": reverse(name), "words": words, "here": name == here}
        except NoReverseMatch:
            continue


def found(entries: Any, user: Any, number: int) -> Any:
    """The entry of that number if somebody may read it. entries: a query of entries. Raises Http404 otherwise: whether it
    exists is not told."""
    entry = entries.readable_by(user).filter(pk=number).first()
    if entry is None:
        raise Http404
    return entry


def paged(request: HttpRequest, entries: Sequence[Any] | models.QuerySet[Any], per_page: int = PER_PAGE) -> Page[Any]:
    """The page of a list that the address asks for (?page=2); the nearest one for what is none."""
    return Paginator(entries, per_page).get_page(request.GET.get("page"))


def kept_question(request: HttpRequest) -> str:
    """What the address asks besides the page's number, ready to stand before "page=": for components/pagination.html."""
    question = request.GET.copy()
    question.pop("page", None)
    return f"{question.urlencode()}&" if question else ""


def form_page(request: HttpRequest, form: forms.Form, do: Callable[[dict[str, Any]], Any], *, heading: str, button: str,
              section: str = "", done: str = "", then: str | Callable[[Any], str] = "", current: Any = None,
              template: str = "components/form.html", **context: Any) -> HttpResponse:
    """Show a form, and run a command with what it gives.

    do: gets the form's values and runs the command; then: the address to go to afterwards, or a function of what the command
    returned; done: what is said there; current: reads an entry into {field: text}, to show what stands there where somebody
    else was faster. Faults that the command finds (ValidationError, AnswerableError) stand in the form; Refused goes up.
    """
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            made = do(form.cleaned_data)
        except EditConflict as error:
            conflict = _theirs(form, error.current, current)
            form.data = form.data.copy()
            form.data["version"] = str(error.current.version)  # type: ignore[attr-defined]
        except ValidationError as error:
            form.add_error(None, error)
        except AnswerableError as error:
            form.add_error(None, error.line())
        else:
            if done:
                messages.success(request, done)
            return HttpResponseRedirect(then(made) if callable(then) else then or request.path)
    status = 422 if form.errors else 200 if conflict is None else 409
    return page(request, template, section, status=status, form=form, heading=heading, button=button, conflict=conflict,
                **context)


def _theirs(form: forms.Form, entry: Any, current: Any) -> list[dict[str, Any]]:
    """What stands in an entry now, field by field as the form has them; empty where the form has nothing to fill in."""
    values = current(entry) if current else {name: getattr(entry, name, None) for name in form.fields}
    return [{"label": form.fields[name].label or name, "theirs": value} for name, value in values.items()
            if name in form.fields and name != "version"]


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for somebody who lacks a right: it says which."""
    reason = str(exception) if isinstance(exception, Refused) else _("You do not have the right to see or do this.")
    return page(request, "components/refused.html", status=403, reason=reason)


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for people who are signed in: others are asked to sign in, and come back."""
    @functools.wraps(view)
    def asked(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse('sign-in')}?next={request.path}")
        return view(request, **arguments)
    return asked


def needs(right: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for people who have a right somewhere: others get the page that says so. The command checks it for the entry."""
    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def checked(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return HttpResponseRedirect(f"{reverse('sign-in')}?next={request.path}")
            if not request.user.rights.may(right):  # type: ignore[union-attr]
                raise Refused(right)
            return view(request, **arguments)
        return checked
    return wrap


__all__ = ["SECTIONS", "form_page", "found", "frame", "kept_question", "needs", "page", "paged", "refused",
           "release_header", "signed_in"]
