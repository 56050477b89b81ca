"""Meetings and actions as iCalendar files (RFC 5545), on the force's clocks with their time zone told in the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Todo

from answerable.web.meetings.models import Meeting

PRODUCT = "-//answerable//meetings//EN"
# A meeting of which no end is known is shown as that long.
USUAL_LENGTH = timedelta(hours=2)
# Calendar programs ask again after that time.
REFRESH = timedelta(hours=6)


def calendar_file(name: str, meetings: Iterable[Meeting], actions: Iterable[Any] = (), address: Any = None) -> bytes:
    """A calendar. name: of it; meetings: those without a day are left out, cancelled ones say so; actions: as things to do, by
    their day due; address: gives the address of a page from its path, none for no addresses.

    Events keep their UID for ever, and SEQUENCE counts up whenever the day, the place or the name changes, so that a program
    that knows the meeting moves it instead of showing it twice."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        if meeting.starts_at is not None:
            calendar.add_component(_event(meeting, address))
    for action in actions:
        calendar.add_component(_todo(action, address))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(meeting: Meeting, address: Any) -> Event:
    zone, event = ZoneInfo(settings.TIME_ZONE), Event()
    assert meeting.starts_at is not None
    event.add("uid", f"{meeting.uid}@answerable")
    event.add("sequence", meeting.sequence)
    event.add("summary", meeting.title)
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", (meeting.ends_at or meeting.starts_at + USUAL_LENGTH).astimezone(zone))
    # The moment of the newest version; it need not be that of the file, which would change at every fetch.
    event.add("dtstamp", meeting.created_at)
    event.add("status", "CANCELLED" if meeting.state == Meeting.CANCELLED else "CONFIRMED")
    if meeting.place or meeting.online:
        event.add("location", ", ".join(filter(None, (meeting.place, _("people can join online") if meeting.online else ""))))
    if address is not None:
        event.add("url", address(meeting.get_absolute_url()))
    return event


def _todo(action: Any, address: Any) -> Todo:
    todo = Todo()
    todo.add("uid", f"action-{action.pk}-{int(action.created_at.timestamp())}@answerable")
    todo.add("sequence", action.version - 1)
    todo.add("summary", action.title)
    todo.add("dtstamp", action.created_at)
    todo.add("due", action.until)
    todo.add("status", "IN-PROCESS" if action.state == action.ASKED else "NEEDS-ACTION")
    if address is not None:
        todo.add("url", address(action.get_absolute_url()))
    return todo


def in_calendars(meetings: Any) -> Any:
    """Of a query of meetings those that calendars show: with a day, not older than a year. By day."""
    oldest = timezone.now() - timedelta(days=365)
    return meetings.filter(starts_at__gte=oldest).order_by("starts_at", "pk")
