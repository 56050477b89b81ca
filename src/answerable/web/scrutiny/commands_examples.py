"""Every change to the examples that people send in. No event says what is in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import may, require
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.register.checking import checked, wanted
from answerable.web.scrutiny.models import Example, Inquiry
from answerable.words import mark


@command("example.sent", mark("Example {number} was sent in to inquiry {inquiry}."))
def take_example(*, by: Any, inquiry: Inquiry, text: str, line: str = "", happened_at: datetime | None = None,
                 contact_details: str = "") -> Did:
    """Take in what happened to somebody. by: the account that sends it in; None for somebody of the public, who needs none.

    happened_at: about when, an aware time. Raises Refused for an account without "example.write", ValidationError where the
    inquiry takes no examples.
    """
    require(by, "example.write", inquiry)
    if not inquiry.takes_examples or inquiry.state != Inquiry.OPEN:
        raise ValidationError(_("This inquiry takes no examples now."))
    if happened_at and happened_at > timezone.now():
        raise ValidationError(_("Write when it happened: this is still to come."))
    example = Example(inquiry=inquiry, sent_by=by, text=wanted(text, _("Write what happened.")), line=line,
                      happened_at=happened_at, contact_details=contact_details.strip())
    checked(example).save()
    return Did(example, {"inquiry": inquiry.pk})


@command("example.judged", mark("Example {number} of inquiry {inquiry} was looked at: {state}."))
def judge_example(*, by: Any, example: Example, version: int | None, state: str, summary: str = "") -> Did:
    """Take an example as evidence, with a summary that holds no personal data, or do not take it."""
    require(by, "example.read", example)
    current = _there(example, version)
    if state == "taken":
        wanted(summary, _("Write what the report may say of it, without anything that tells who it was."))
    current.state, current.summary = state, summary.strip()
    checked(current).save()
    return Did(current, {"inquiry": current.inquiry_id, "state": state})


@command("example.linked", mark("Example {number} of inquiry {inquiry} was tied to a record, or freed of one."))
def link_example(*, by: Any, example: Example, version: int | None, contact_id: str) -> Did:
    """Say which record of a call an example tells of, "" for none. Who sees the records of calls finds it by line and time,
    without a right to read what was sent in; the event does not say which record it is."""
    require(by, "read.records", example)
    current = _there(example, version)
    current.contact_id = contact_id
    checked(current).save()
    return Did(current, {"inquiry": current.inquiry_id})


@command("example.redacted", mark("Example {number} of inquiry {inquiry} was removed on request."))
def redact_example(*, by: Any, example: Example) -> Did:
    """Remove what somebody sent in, on their request: text, contact details, time and record. Its number, its state and the
    summary without personal data stay. By those who may remove data of persons, or read examples."""
    require(by, "example.read" if may(by, "example.read", example) else "subject.redact", example)
    current = taken(example, None)
    current.text = current.contact_details = current.line = current.contact_id = ""
    current.happened_at, current.sent_by, current.redacted_at = None, None, timezone.now()
    current.save()
    return Did(current, {"inquiry": current.inquiry_id})


def _there(example: Example, version: int | None) -> Example:
    current = taken(example, version)
    if current.redacted_at:
        raise ValidationError(_("This example was removed on request."))
    return current
