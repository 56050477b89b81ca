"""The pages of examples: the form for whoever waited, and what those who may read them see."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.errors import AnswerableError
from answerable.web.accounts.rights import may
from answerable.web.components.pages import form_page, found, kept_question, needs, page, paged, signed_in
from answerable.web.scrutiny import chain
from answerable.web.scrutiny import commands_examples as commands
from answerable.web.scrutiny import forms_inquiries as forms
from answerable.web.scrutiny.forms_examples import ExampleForm
from answerable.web.scrutiny.models import Example, Inquiry

_form = require_http_methods(["GET", "HEAD", "POST"])
# From one address within an hour; to one inquiry within an hour, from wherever.
MOST_OF_ONE, MOST_OF_ALL = 5, 100
MINUTES = 15


@_form
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The form by which anybody sends in what happened to them."""
    inquiry = found(Inquiry.objects.filter(takes_examples=True, state=Inquiry.OPEN), request.user, pk)
    if request.method == "POST" and _too_many(request, inquiry):
        return page(request, "scrutiny/example_too_many.html", "inquiries", status=429, inquiry=inquiry)
    # Somebody with an account but without the right sends as one of the public.
    sender = request.user if may(request.user, "example.write", inquiry) else None
    form = ExampleForm(request.POST or None)

    def do(values: dict[str, Any]) -> Any:
        made = commands.take_example(by=sender, inquiry=inquiry, **{key: values[key] for key in (
            "text", "line", "happened_at", "contact_details")})
        request.session["example"] = made.pk
        return made

    return form_page(request, form, do, heading=_("Tell the inquiry what happened to you"), button=_("Send"),
                     section="inquiries", then=reverse("example-sent", args=[pk]), back=inquiry.get_absolute_url(),
                     template="scrutiny/example_form.html", inquiry=inquiry, sender=sender)


def _too_many(request: HttpRequest, inquiry: Inquiry) -> bool:
    """Whether more came within the hour than people send. Of an address only a digest is kept, and for an hour."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:   # behind a proxy, which puts down whom it serves
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    key = "example-" + hashlib.sha256(f"{settings.SECRET_KEY}{address}".encode()).hexdigest()[:32]
    cache.add(key, 0, 3600)
    since = timezone.now() - timedelta(hours=1)
    return cache.incr(key) > MOST_OF_ONE or inquiry.examples.filter(sent_at__gte=since).count() >= MOST_OF_ALL


@require_safe
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """That it was taken in, and under which number."""
    inquiry = found(Inquiry.objects, request.user, pk)
    number = request.session.get("example")
    if number is None:
        raise Http404
    return page(request, "scrutiny/example_sent.html", "inquiries", inquiry=inquiry, number=number)


@require_safe
@needs("example.read")
def examples(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent in to an inquiry, for those who may read it. Asked by ?state=."""
    inquiry, state = _of_mine(request, pk), request.GET.get("state", "")
    entries = inquiry.examples.all()
    if state in dict(Example.STATES):
        entries = entries.filter(state=state)
    return page(request, "scrutiny/examples.html", "inquiries", inquiry=inquiry, shown=paged(request, entries), state=state,
                states=Example.STATES, kept=kept_question(request))


def _of_mine(request: HttpRequest, pk: int) -> Inquiry:
    inquiry: Inquiry = found(Inquiry.objects.select_related("body", "force"), request.user, pk)
    if not may(request.user, "example.read", inquiry):
        raise Http404
    return inquiry


def _example(request: HttpRequest, pk: int, *rights: str) -> Example:
    """An example, for those with one of the rights over it; otherwise whether there is one is not told."""
    entry = Example.objects.select_related("inquiry", "sent_by").filter(pk=pk).first()
    if entry is None or not any(may(request.user, right, entry) for right in rights):
        raise Http404
    return entry


@_form
@needs("example.read")
def example(request: HttpRequest, pk: int) -> HttpResponse:
    """One example, and what becomes of it."""
    entry = _example(request, pk, "example.read")
    form = forms.JudgeForm(request.POST or None, initial={"version": entry.version, "summary": entry.summary, "state":
                                                          entry.state if entry.state != "new" else None})
    return form_page(request, form, lambda values: commands.judge_example(by=request.user, example=entry, **values),
                     heading=str(entry), button=_("Save"), section="inquiries", done=_("It was saved."),
                     then=reverse("examples", args=[entry.inquiry_id]), back=reverse("examples", args=[entry.inquiry_id]),
                     template="scrutiny/example.html", example=entry, sees_calls=may(request.user, "read.records", entry))


@_form
@needs("read.records")
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """The calls of the line about the time, to choose the one that the example tells of. Somebody who sees records but does not
    read examples is told the line and the time alone."""
    entry = _example(request, pk, "read.records")
    if entry.happened_at is None:
        raise Http404
    reads = may(request.user, "example.read", entry)
    back = reverse("example", args=[pk]) if reads else reverse("my")
    fault = ""
    try:
        calls = chain.workspace().calls_near(entry.line, entry.happened_at, MINUTES)
    except (AnswerableError, OSError) as error:
        calls, fault = [], str(error)
    form = forms.CallForm(request.POST or None, calls=[(each.record_id, _call_words(each)) for each in calls],
                          initial={"version": entry.version, "contact_id": entry.contact_id})
    return form_page(request, form, lambda values: commands.link_example(by=request.user, example=entry, **values),
                     heading=_("Find the call"), button=_("Save"), section="inquiries", done=_("It was saved."),
                     then=back, back=back, template="scrutiny/example_call.html", reads=reads,
                     example=entry, calls=calls, minutes=MINUTES, fault=fault)


def _call_words(each: Any) -> str:
    outcomes = {"answered": _("answered"), "abandoned": _("given up"), "callback": _("asked to be rung back"),
                "contained": _("dealt with by the recorded message"), "forwarded": _("sent on"), "phantom": _("no caller")}
    at = timezone.localtime(each.presented_at)
    waited = "" if each.waited_ms is None else _(", after %(seconds)s seconds") % {"seconds": each.waited_ms // 1000}
    return f"{at:%H:%M:%S}: {outcomes.get(each.outcome, each.outcome)}{waited} ({each.record_id[:12]})"


@_form
@signed_in
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an example on request. It says only its number, so that whoever removes it need not read it."""
    entry = _example(request, pk, "example.read", "subject.redact")
    back = reverse("examples", args=[entry.inquiry_id]) if may(request.user, "example.read", entry) else reverse("my")
    return form_page(request, forms.RedactForm(request.POST or None), lambda _values: commands.redact_example(
        by=request.user, example=entry), heading=_("Remove example %(number)s") % {"number": pk}, button=_("Remove it"),
        section="inquiries", done=_("The example was removed."), then=back, back=back,
        hint=_("Text, contact details, time and the tie to a record go for good. Number, state and summary stay."))
