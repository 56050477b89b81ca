"""From an outcome as it is minuted to the entry that comes of it: action, promise, question or decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from answerable.web.meetings.commands_attendance import day_of
from answerable.web.meetings.commands_decisions import add_decision
from answerable.web.meetings.commands_minutes import add_minute
from answerable.web.meetings.commands_questions import ask_question
from answerable.web.meetings.models import AgendaItem, Meeting, Minute
from answerable.web.register.commands_actions import add_action
from answerable.web.register.commands_promises import add_promise


def record_outcome(by: Any, meeting: Meeting, item: AgendaItem | None, kind: str, given: dict[str, Any]) -> Minute:
    """Minute an outcome and make what comes of it, both or neither.

    kind: of Minute.KINDS; given: "text", what the minutes say, and the values of the form of that kind (forms_minutes). Raises
    what the commands raise: Refused, ValidationError.
    """
    with transaction.atomic():
        made = _MAKERS[kind](by, meeting, dict(given)) if kind in _MAKERS else None
        minute: Minute = add_minute(by=by, meeting=meeting, kind=kind, text=given["text"], agenda_item=item,
                                    **({kind: made} if made is not None else {}))
    return minute


def _action(by: Any, meeting: Meeting, given: dict[str, Any]) -> Any:
    owners: list[Any] = [*given.get("owners", ())]
    if given.get("as_printed"):
        owners.append(given["as_printed"])
    text = given["text"]
    return add_action(by=by, title=given.get("title") or text[:300], text=text if given.get("title") or len(text) > 300 else "",
                      owners=owners, due=given.get("due"), origin="meeting", meeting=meeting,
                      measure_id=given.get("measure_id", ""), body=meeting.body, force=meeting.force)


def _promise(by: Any, meeting: Meeting, given: dict[str, Any]) -> Any:
    names = ("said_by", "measure_id", "comparison", "threshold", "due")
    return add_promise(by=by, words=given["text"], kind=given["promise_kind"], said_on=day_of(meeting), meeting=meeting,
                       body=meeting.body, force=meeting.force, **{name: given.get(name) for name in names if given.get(name)
                                                                  is not None})


def _question(by: Any, meeting: Meeting, given: dict[str, Any]) -> Any:
    return ask_question(by=by, text=given["text"], body=meeting.body, force=meeting.force, meeting=meeting, to=given.get("to"),
                        asked_by=given.get("asked_by"), due=given.get("due"), asked_on=day_of(meeting),
                        measure_id=given.get("measure_id", ""))


def _decision(by: Any, meeting: Meeting, given: dict[str, Any]) -> Any:
    names = ("title", "text", "reason", "risk", "decided_by", "measure_id", "review_on")
    return add_decision(by=by, body=meeting.body, force=meeting.force, meeting=meeting,
                        **{name: given[name] for name in names if given.get(name) is not None})


_MAKERS: dict[str, Callable[[Any, Meeting, dict[str, Any]], Any]] = {
    "action": _action, "promise": _promise, "question": _question, "decision": _decision}
