"""Minutes as a Word file, in the form in which minutes are read: one table with a column of its own for actions."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.components.templatetags.answerable import day
from answerable.web.meetings.minuted import minuted_items
from answerable.web.meetings.models import Meeting
from answerable.web.meetings.pack_word import add_table, as_bytes, new_document
from answerable.web.meetings.presenting import meeting_title, minutes_state, when_words


def minutes_word(meeting: Meeting, user: Any) -> bytes:
    """The minutes of a meeting as a Word file, with what the user can read of what came of them: when and where, who was there,
    every outcome by its kind, who is to do each action in the last column, and the next meeting."""
    document = new_document(_("Minutes: {meeting}").format(meeting=meeting.title), str(meeting.body), "en-GB",
                            timezone.localdate().isoformat())
    document.add_paragraph(meeting_title(meeting), style="Title")
    place = f", {meeting.place}" if meeting.place else ""
    for words in (str(meeting.body), f"{when_words(meeting)}{place}", minutes_state(meeting)):
        document.add_paragraph(words)
    _people(document, meeting)
    document.add_heading(_("Minutes"), level=1)
    rows = [row for each in minuted_items(meeting, user) for row in _rows(each)]
    add_table(document, [_("Item"), _("Minutes"), _("Action")], rows)
    _next(document, meeting)
    return as_bytes(document)


def _people(document: Any, meeting: Meeting) -> None:
    there = list(meeting.attendances.select_related("person", "post"))
    for heading, present in ((_("Present"), True), (_("Apologies"), False)):
        people = [each for each in there if each.present is present]
        if people:
            document.add_heading(heading, level=1)
        for each in people:
            capacity = each.capacity or (each.post.title if each.post else "")
            words = f"{each.person}, {capacity}" if capacity else str(each.person)
            document.add_paragraph(f"{words} ({_('chair')})" if each.chair else words)


def _rows(each: dict[str, Any]) -> list[list[str]]:
    """The rows of one item: its title stands in the first of them."""
    item = each["item"]
    title = f"{item.position}. {item.title}" if item else ""
    return [["" if number else title, _words(outcome), _owner(outcome["minute"])]
            for number, outcome in enumerate(each["minutes"])]


def _words(outcome: dict[str, Any]) -> str:
    """What the minutes say, after its kind; the day due of an action in brackets, so that it stands in the same sentence."""
    minute = outcome["minute"]
    words = minute.text if minute.kind == "noted" else f"{outcome['kind']}: {minute.text}"
    if minute.action is not None and minute.action.due:
        words += " " + _("(by {day})").format(day=day(minute.action.due))
    for each in outcome["corrections"]:
        words += "\n" + _("Corrected on {day}: {reason}.").format(day=day(timezone.localdate(each.at)), reason=each.reason)
    return words


def _owner(minute: Any) -> str:
    """Who is to do it; empty for what is no action."""
    return ", ".join(str(each) for each in minute.action.owners.all()) if minute.action else ""


def _next(document: Any, meeting: Meeting) -> None:
    following = meeting.following.filter(starts_at__isnull=False).order_by("starts_at").first()
    if following is not None:
        document.add_heading(_("Next meeting"), level=1)
        document.add_paragraph(when_words(following) + (f", {following.place}" if following.place else ""))
