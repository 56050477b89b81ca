"""Calendar addresses: the public one, one for each body, and a private one for each account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.web.accounts.rights import PUBLIC, may, readable
from answerable.web.components.pages import page, signed_in
from answerable.web.components.steps import run_step
from answerable.web.meetings.calendars import calendar_file, in_calendars
from answerable.web.meetings.commands_calendar import digest_of, end_calendar_address, make_calendar_address
from answerable.web.meetings.models import CalendarAddress, Meeting
from answerable.web.organisations.models import Organisation
from answerable.web.register.commands_actions import open_actions_for
from answerable.web.register.owners import actions_of


def _page(request: HttpRequest, secret: str = "") -> HttpResponse:
    public = Meeting.objects.filter(visibility=PUBLIC)
    bodies = Organisation.objects.filter(pk__in=public.values("body").order_by()).order_by("name")
    absolute = request.build_absolute_uri
    reader = request.user if request.user.is_authenticated else None
    return page(request, "meetings/calendar.html", "meetings", everything=absolute(reverse("calendar")),
                feeds=[{"body": each, "address": absolute(reverse("calendar-body", args=[each.pk]))} for each in bodies],
                own=CalendarAddress.objects.filter(user=reader).first() if reader else None,
                may_make=may(request.user, "read.panel"),
                private=absolute(reverse("calendar-private", args=[secret])) if secret else "")


@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    """The page that tells the calendar addresses."""
    return _page(request)


@require_POST
@signed_in
def make_private(request: HttpRequest) -> HttpResponse:
    """Make a private address and show it, this once."""
    response = _page(request, make_calendar_address(request.user))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@signed_in
def end_private(request: HttpRequest) -> HttpResponse:
    """End one's private address."""
    own = CalendarAddress.objects.filter(user_id=request.user.pk).first()
    if own is not None:
        run_step(request, lambda: end_calendar_address(by=request.user, address=own), _("The private address has ended."))
    return _page(request)


def _answer(content: bytes, name: str, *, private: bool) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response["Cache-Control"] = "private, no-store" if private else "public, max-age=900"
    return response


def _addresses(request: HttpRequest) -> Callable[[str], Any]:
    return request.build_absolute_uri


@require_safe
def public(request: HttpRequest, body: int | None = None) -> HttpResponse:
    """The public meetings as a calendar: of one body, or of all."""
    meetings = Meeting.objects.filter(visibility=PUBLIC)
    name = _("Public meetings")
    if body is not None:
        whose = Organisation.objects.filter(pk=body).first()
        if whose is None or not meetings.filter(body=whose).exists():
            raise Http404
        meetings, name = meetings.filter(body=whose), str(whose)
    return _answer(calendar_file(name, in_calendars(meetings), address=_addresses(request)), "meetings", private=False)


@require_safe
def private(request: HttpRequest, secret: str) -> HttpResponse:
    """The meetings that the account of a private address can read, and the actions with a day due that its posts own; those who
    write agendas have the open actions of their bodies too. Without a name or password: the address is the key, and opens this
    alone."""
    own = CalendarAddress.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if own is None or not own.user.is_active:
        raise Http404
    return _answer(calendar_file(_("My meetings and actions"), in_calendars(Meeting.objects.readable_by(own.user)),
                                 _actions(own.user), _addresses(request)), "my-meetings", private=True)


def _actions(user: Any) -> list[Any]:
    found = {each.pk: each for each in actions_of(user)}
    for body in Organisation.objects.filter(pk__in=user.rights.where.get("meeting.write", ())):
        found |= {each.pk: each for each in open_actions_for(body).filter(readable(user))}
    return sorted((each for each in found.values() if each.until), key=lambda each: (each.until, each.pk))
