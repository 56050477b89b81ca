"""Minutes are put in, read, and confirmed, changed or discarded one by one; nothing comes of a proposal by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from answerable.web.audit.files import FOLDER
from answerable.web.audit.models import AuditEvent, KeptFile
from answerable.web.meetings import commands as meetings
from answerable.web.meetings import reading_commands as commands
from answerable.web.meetings.models import Decision, Meeting, MinutesDocument, Proposal
from answerable.web.register.models import Action, PromiseEntry
from hostile_files import docx, paragraph, pdf

MINUTES = """Performance and accountability meeting
Date: 3 November 2026
Chair: the Commissioner

1. Calls
In September 2026 72% of 101 calls were answered within 30 seconds.
The force had set an aspiration to answer 80% of 101 calls within 30 seconds by March 2027.
ACTION: The CC to provide a quarterly briefing from December 2026.
The Chief Constable undertook to look into the night shift.
RESOLVED that the new plan be adopted.

2. Date of next meeting
Tuesday 1 December 2026
"""


@pytest.fixture
def meeting(cast: Any) -> Any:
    return meetings.add_meeting(by=cast.people["policy-officer"], title="Performance and accountability", body=cast.body,
                                force=cast.force, kind="performance", starts_at=datetime(2026, 11, 3, 14, 30, tzinfo=UTC))


def put_in(cast: Any, meeting: Any, content: bytes = MINUTES.encode(), name: str = "minutes.txt") -> Any:
    file = SimpleUploadedFile(name, content)
    return cast.signed_in("policy-officer").post(reverse("minutes-upload", args=[meeting.pk]), {"file": file})


@pytest.fixture
def read(cast: Any, meeting: Any) -> Any:
    answer = put_in(cast, meeting)
    assert answer.status_code == 302, answer.content.decode()
    return MinutesDocument.objects.get()


def proposed(read: Any, kind: str) -> Proposal:
    return read.proposals.get(kind=kind)


def test_what_is_proposed_stands_in_the_text_where_it_says(read: Any) -> None:
    kinds = [each.kind for each in read.proposals.all()]
    assert kinds == ["figure", "promise", "action", "commitment", "decision", "next_meeting"]
    for each in read.proposals.all():
        assert read.text[each.start:each.end] == each.data["sentence"]
    assert not Action.objects.exists()
    assert not PromiseEntry.objects.exists()
    assert not Decision.objects.exists()


def test_the_page_shows_each_sentence_beside_what_was_read(cast: Any, meeting: Any, read: Any) -> None:
    page = cast.signed_in("policy-officer").get(reverse("minutes-document", args=[meeting.pk, read.pk])).content.decode()
    assert "<mark>The CC to provide a quarterly briefing from December 2026.</mark>" in page
    assert "CC (in the sentence)" in page
    assert "6 of 6 proposals wait for you" in page
    text = cast.signed_in("policy-officer").get(reverse("minutes-text", args=[meeting.pk, read.pk])).content.decode()
    assert text.count("<mark>") == 6


def test_a_button_makes_an_action_as_it_was_read(cast: Any, meeting: Any, read: Any) -> None:
    proposal = proposed(read, "action")
    cast.signed_in("policy-officer").post(reverse("proposal-confirm", args=[proposal.pk]), {"version": proposal.version})
    action = Action.objects.get()
    assert action.meeting == meeting
    assert [owner.post for owner in action.owners.all()] == [cast.chief]
    assert action.due == date(2026, 12, 31)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.made_kind, proposal.made_number) == ("confirmed", "action", action.pk)
    assert meeting.minutes.get().action == action
    again = cast.signed_in("policy-officer").post(reverse("proposal-confirm", args=[proposal.pk]), {"version": 2}, follow=True)
    assert "confirmed or discarded before" in again.content.decode()
    assert Action.objects.count() == 1


def test_what_was_read_is_changed_before_it_is_confirmed(cast: Any, read: Any) -> None:
    proposal = proposed(read, "promise")
    address = reverse("proposal", args=[proposal.pk])
    page = cast.signed_in("policy-officer").get(address)
    form = page.context["form"]
    assert (form.initial["measure_id"], form.initial["threshold"], form.initial["due"]) == (
        "101-answered-within-30s", 80.0, date(2027, 3, 31))
    given = {"words": form.initial["words"], "kind": "target", "said_by": cast.chief.pk,
             "measure_id": "101-answered-within-30s", "comparison": ">=", "threshold": "81", "due_day": 31, "due_month": 3,
             "due_year": 2027, "version": 1}
    assert cast.signed_in("policy-officer").post(address, given).status_code == 302
    promise = PromiseEntry.objects.get()
    assert (promise.threshold, promise.comparison, promise.due, promise.said_by) == (81.0, ">=", date(2027, 3, 31), cast.chief)
    assert promise.said_on == min(date(2026, 11, 3), date.today())


def test_a_decision_and_the_next_meeting_are_made(cast: Any, meeting: Any, read: Any) -> None:
    client = cast.signed_in("policy-officer")
    decision, following = proposed(read, "decision"), proposed(read, "next_meeting")
    client.post(reverse("proposal", args=[decision.pk]), {"title": "The new plan", "text": "That the new plan be adopted.",
                                                          "reason": "It is due.", "risk": "", "version": 1})
    client.post(reverse("proposal", args=[following.pk]), {"day_day": 1, "day_month": 12, "day_year": 2026, "begins": "10:00",
                                                           "place": "", "version": 1})
    assert Decision.objects.get().meeting == meeting
    assert Meeting.objects.get(previous=meeting).starts_at == datetime(2026, 12, 1, 10, tzinfo=UTC)


def test_a_commitment_can_be_made_something_else(cast: Any, read: Any) -> None:
    proposal = proposed(read, "commitment")
    page = cast.signed_in("policy-officer").get(reverse("proposal", args=[proposal.pk]) + "?as=promise")
    assert "Confirm a promise" in page.content.decode()
    page = cast.signed_in("policy-officer").get(reverse("proposal", args=[proposal.pk]) + "?as=nonsense")
    assert "Confirm an action" in page.content.decode()


def test_a_discarded_proposal_can_wait_again(cast: Any, read: Any) -> None:
    proposal = proposed(read, "commitment")
    client = cast.signed_in("policy-officer")
    client.post(reverse("proposal-discard", args=[proposal.pk]), {"version": 1})
    proposal.refresh_from_db()
    assert proposal.state == "discarded"
    client.post(reverse("proposal-back", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.state == "waiting"
    assert {"minutes.read", "proposal.discarded", "proposal.returned"} <= set(AuditEvent.objects.values_list("kind", flat=True))


def test_of_two_at_once_the_second_is_told(cast: Any, read: Any) -> None:
    proposal = proposed(read, "action")
    commands.discard(by=cast.people["policy-officer"], proposal=proposal, version=1)
    given = {"title": "A briefing", "text": "", "owners": "CC", "measure_id": "", "version": 1}
    answer = cast.signed_in("policy-officer").post(reverse("proposal", args=[proposal.pk]), given)
    assert answer.status_code == 302
    assert not Action.objects.exists()


def test_a_figure_is_held_against_our_own_and_earlier_statements(cast: Any, meeting: Any, read: Any) -> None:
    put_in(cast, meeting, MINUTES.replace("72%", "75%").encode(), "again.txt")
    second = MinutesDocument.objects.exclude(pk=read.pk).get()
    page = cast.signed_in("policy-officer").get(reverse("minutes-document", args=[meeting.pk, second.pk]) + "?kind=figure")
    text = page.content.decode()
    assert "newest release" in text
    assert "Elsewhere 72 was stated for the same period" in text


HOSTILE = {
    "a bomb": (docx(paragraph("x"), more={"word/a.bin": b"\0" * 20_000_000}), "minutes.docx", "ZIP bomb"),
    "macros": (docx(paragraph("x"), more={"word/vbaProject.bin": b"x"}), "minutes.docx", "macros"),
    "entities": (docx(paragraph("x"), declaration="<!DOCTYPE x [<!ENTITY a 'a'>]>"), "minutes.docx", "entities"),
    "pages": (pdf("x", said_pages=2_000), "minutes.pdf", "over 500 pages"),
    "the wrong kind": (MINUTES.encode(), "minutes.pdf", "is called .pdf"),
    "a page of HTML": (b"<html><script>alert(1)</script>", "minutes.txt", "of a kind that is not taken"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_not_kept(cast: Any, meeting: Any, what: str, released_workspace: Path) -> None:
    content, name, words = HOSTILE[what]
    before = set((released_workspace / FOLDER).rglob("*"))
    answer = put_in(cast, meeting, content, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "govuk-error-summary" in answer.content.decode()
    assert not MinutesDocument.objects.exists()
    assert not KeptFile.objects.exists()
    assert {path for path in set((released_workspace / FOLDER).rglob("*")) - before if path.is_file()} == set()


@pytest.mark.parametrize("role", ["", "charlie", "panel-member", "analyst", "chief-officer", "auditor"])
def test_only_those_with_the_right_have_minutes_read(cast: Any, meeting: Any, read: Any, role: str) -> None:
    client = cast.signed_in(role)
    action = proposed(read, "action")
    places = [reverse("minutes-upload", args=[meeting.pk]), reverse("proposal", args=[action.pk]),
              *(reverse(name, args=[meeting.pk, read.pk]) for name in ("minutes-document", "minutes-text", "minutes-file"))]
    assert {client.get(place).status_code for place in places} <= {302, 403, 404}
    for name in ("proposal-confirm", "proposal-discard", "proposal-back"):
        assert client.post(reverse(name, args=[action.pk]), {"version": 1}).status_code in (302, 403, 404)
    action.refresh_from_db()
    assert action.state == "waiting"


def test_the_file_leaves_as_a_download(cast: Any, meeting: Any, read: Any) -> None:
    answer = cast.signed_in("policy-officer").get(reverse("minutes-file", args=[meeting.pk, read.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "text/plain"
    assert b"".join(answer.streaming_content) == MINUTES.encode()
