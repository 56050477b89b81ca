"""A meeting from its agenda to the next one, through the pages, by those whose work it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from answerable.web.accounts.rights import INTERNAL, PANEL, PUBLIC, Refused
from answerable.web.meetings import commands
from answerable.web.meetings.models import Decision, Meeting, Question
from answerable.web.organisations import commands as organisations
from answerable.web.register.models import Action, PromiseEntry


@pytest.fixture
def meeting(cast: Any) -> Any:
    """A meeting of the commissioner in November, with three items on its agenda."""
    planned = commands.add_meeting(by=cast.people["policy-officer"], title="Performance and accountability", body=cast.body,
                                   force=cast.force, kind="performance", starts_at=datetime(2026, 11, 3, 14, 30, tzinfo=UTC))
    for kind, title in (("matters-arising", "Matters arising"), ("item", "Answering 101"), ("next-meeting", "Next meeting")):
        commands.add_item(by=cast.people["policy-officer"], meeting=planned, kind=kind, title=title)
    return planned


def titles(meeting: Any) -> list[str]:
    return [each.title for each in meeting.agenda.all()]


def post(cast: Any, role: str, address: str, /, *args: Any, query: str = "", **data: Any) -> Any:
    return cast.signed_in(role).post(reverse(address, args=args) + query, data)


def pdf(pages: int) -> bytes:
    """A PDF of so many empty pages."""
    import io

    import pikepdf
    made, out = pikepdf.new(), io.BytesIO()
    for _page in range(pages):
        made.add_blank_page()
    made.save(out)
    return out.getvalue()


def test_items_are_put_in_order_by_buttons(cast: Any, meeting: Any) -> None:
    last = meeting.agenda.last()
    post(cast, "policy-officer", "agenda-item-up", meeting.pk, last.pk)
    assert titles(meeting) == ["Matters arising", "Next meeting", "Answering 101"]
    post(cast, "policy-officer", "agenda-item-up", meeting.pk, meeting.agenda.first().pk)
    assert titles(meeting) == ["Matters arising", "Next meeting", "Answering 101"]
    page = cast.signed_in("policy-officer").get(reverse("agenda-write", args=[meeting.pk])).content.decode()
    assert page.count(">Up<") == 2
    assert page.count(">Down<") == 2


def test_an_agenda_is_seen_from_outside_once_it_is_published(cast: Any, meeting: Any) -> None:
    commands.publish_meeting(by=cast.people["policy-officer"], meeting=meeting, visibility=PUBLIC)
    address = meeting.get_absolute_url()
    before = cast.signed_in("").get(address).content.decode()
    assert "The agenda is not published yet." in before
    assert "Answering 101" not in before
    post(cast, "policy-officer", "agenda-publish", meeting.pk)
    assert "Answering 101" in cast.signed_in("").get(address).content.decode()


def test_a_paper_after_the_agenda_is_late_and_says_why(cast: Any, meeting: Any) -> None:
    post(cast, "policy-officer", "paper-add", meeting.pk, title="Plan", visibility=INTERNAL,
         file=SimpleUploadedFile("plan.pdf", pdf(3)))
    commands.publish_agenda(by=cast.people["policy-officer"], meeting=meeting)
    answer = post(cast, "policy-officer", "paper-add", meeting.pk, title="Figures", visibility=INTERNAL, late_reason="",
                  file=SimpleUploadedFile("figures.txt", b"Seventy per cent were answered."))
    assert answer.status_code == 422
    post(cast, "policy-officer", "paper-add", meeting.pk, title="Figures", visibility=INTERNAL,
         late_reason="The figures came on Monday.", file=SimpleUploadedFile("figures.txt", b"Seventy per cent were answered."))
    plan, figures = meeting.papers.all()
    assert (plan.late, plan.versions.get().pages) == (False, 3)
    assert (figures.late, figures.late_reason) == (True, "The figures came on Monday.")
    assert "The figures came on Monday." in cast.signed_in("auditor").get(meeting.get_absolute_url()).content.decode()


def test_a_paper_is_read_by_those_whom_it_is_for(cast: Any, meeting: Any) -> None:
    by = cast.people["policy-officer"]
    paper = commands.add_paper(by=by, meeting=meeting, title="Plan", file=SimpleUploadedFile("plan.txt", b"We plan."))
    commands.add_paper_version(by=by, paper=paper, file=SimpleUploadedFile("plan.txt", b"We plan more."),
                               what_changed="A second sentence.")
    commands.publish_meeting(by=by, meeting=meeting, visibility=PUBLIC)
    commands.publish_agenda(by=by, meeting=meeting)
    address = reverse("paper-file", args=[paper.versions.last().pk])
    assert cast.signed_in("").get(address).status_code == 404
    commands.publish_paper(by=by, paper=paper, visibility=PUBLIC)
    assert b"".join(cast.signed_in("").get(address)) == b"We plan more."


def test_a_file_that_is_no_paper_is_refused_in_words(cast: Any, meeting: Any) -> None:
    answer = post(cast, "policy-officer", "paper-add", meeting.pk, title="Page", visibility=INTERNAL,
                  file=SimpleUploadedFile("page.html", b"<html><script>alert(1)</script></html>"))
    assert answer.status_code == 422
    assert not meeting.papers.exists()


def test_a_post_brings_whoever_held_it_on_the_day(cast: Any, meeting: Any) -> None:
    organisations.add_tenure(by=None, post=cast.chief, person="Alex Morgan", starts=date(2024, 1, 1), ends=date(2026, 11, 30))
    organisations.add_tenure(by=None, post=cast.chief, person="Sam Reed", starts=date(2026, 12, 1))
    post(cast, "policy-officer", "attendance", meeting.pk, post=cast.chief.pk, present="yes")
    post(cast, "policy-officer", "attendance", meeting.pk, name="Kim Lane", capacity="taking notes", present="no")
    assert [(str(each.person), each.present) for each in meeting.attendances.order_by("pk")] == [
        ("Alex Morgan", True), ("Kim Lane", False)]
    following = commands.set_next_meeting(by=cast.people["policy-officer"], meeting=meeting,
                                          starts_at=datetime(2026, 12, 8, 14, 30, tzinfo=UTC))
    commands.take_over_attendance(by=cast.people["policy-officer"], meeting=following)
    assert {str(each.person) for each in following.attendances.all()} == {"Sam Reed", "Kim Lane"}


def test_there_is_one_chair(cast: Any, meeting: Any) -> None:
    for name in ("Alex Morgan", "Sam Reed"):
        commands.add_attendance(by=cast.people["policy-officer"], meeting=meeting, person=name, chair=True)
    assert [str(each.person) for each in meeting.attendances.filter(chair=True)] == ["Sam Reed"]
    with pytest.raises(ValidationError, match="apologies"):
        commands.add_attendance(by=cast.people["policy-officer"], meeting=meeting, person="Kim Lane", chair=True, present=False)


def test_each_outcome_makes_the_entry_that_it_is(cast: Any, meeting: Any) -> None:
    item = meeting.agenda.get(title="Answering 101")
    day = {"due_day": "31", "due_month": "12", "due_year": "2026"}
    for kind, given in {
            "noted": {"text": "The figures were noted."},
            "action": {"text": "The chief constable will brief the commissioner.", "owners": [cast.chief.pk], **day},
            "promise": {"text": "80% of 101 calls will be answered in time by December.", "promise_kind": "commitment",
                        "said_by": cast.chief.pk, "comparison": "", "measure_id": "", **day},
            "question": {"text": "How many hang up?", "to": cast.chief.pk, "measure_id": "", **day},
            "decision": {"text": "The form is switched off.", "title": "The report-a-crime form is switched off",
                         "reason": "Nobody reads it at night.", "risk": "Some reports come later.", "measure_id": ""},
    }.items():
        answer = post(cast, "policy-officer", "minutes-write", meeting.pk, query=f"?item={item.pk}&kind={kind}", **given)
        assert answer.status_code == 302, answer.content.decode()[-4000:]
        assert answer["Location"].endswith(f"#item-{item.pk}")
    assert [each.kind for each in meeting.minutes.all()] == ["noted", "action", "promise", "question", "decision"]
    action = Action.objects.get(meeting=meeting)
    assert (action.due, action.origin, [str(each) for each in action.owners.all()]) == (
        date(2026, 12, 31), "meeting", ["Chief Constable"])
    assert PromiseEntry.objects.get(meeting=meeting).said_on == date(2026, 11, 3)
    assert Question.objects.get(meeting=meeting).to == cast.chief
    assert Decision.objects.get(meeting=meeting).risk == "Some reports come later."
    page = cast.signed_in("auditor").get(reverse("minutes", args=[meeting.pk])).content.decode()
    assert "due by 31 December 2026" in page
    assert "nobody has approved them yet" in page


def test_an_outcome_without_a_right_leaves_nothing_behind(cast: Any, meeting: Any) -> None:
    answer = post(cast, "chief-officer", "minutes-write", meeting.pk, query="?kind=action", text="I will do it.")
    assert answer.status_code == 403
    assert not Action.objects.exists()
    assert not meeting.minutes.exists()


def test_approved_minutes_change_by_a_recorded_correction_alone(cast: Any, meeting: Any) -> None:
    by = cast.people["policy-officer"]
    minute = commands.add_minute(by=by, meeting=meeting, kind="noted", text="Seven waited.")
    commands.approve_minutes(by=cast.people["member"], meeting=meeting)
    minute.refresh_from_db()
    with pytest.raises(ValidationError):
        commands.change_minute(by=by, minute=minute, text="Eight waited.")
    with pytest.raises(Refused):
        commands.correct_minute(by=by, minute=minute, text="Eight waited.", reason="A slip.")
    post(cast, "member", "minute-correct", minute.pk, text="Eight waited.", reason="A slip of the pen", version=minute.version)
    page = cast.signed_in("auditor").get(reverse("minutes", args=[meeting.pk])).content.decode()
    assert "Eight waited." in page
    assert "A slip of the pen. Before, it read: “Seven waited.”" in page


def test_draft_minutes_are_not_for_the_public(cast: Any, meeting: Any) -> None:
    by = cast.people["policy-officer"]
    commands.add_minute(by=by, meeting=meeting, kind="noted", text="Seven waited.")
    with pytest.raises(ValidationError, match="Publish the meeting first"):
        commands.publish_minutes(by=by, meeting=meeting, visibility=PANEL)
    commands.publish_meeting(by=by, meeting=meeting, visibility=PUBLIC)
    with pytest.raises(ValidationError, match="draft"):
        commands.publish_minutes(by=by, meeting=meeting, visibility=PUBLIC)
    commands.publish_minutes(by=by, meeting=meeting, visibility=PANEL)
    address = reverse("minutes", args=[meeting.pk])
    assert cast.signed_in("panel-member").get(address).status_code == 200
    assert cast.signed_in("").get(address).status_code == 404


def test_closing_brings_open_actions_to_the_next_meeting(cast: Any, meeting: Any) -> None:
    by = cast.people["policy-officer"]
    post(cast, "policy-officer", "minutes-write", meeting.pk, query="?kind=action", text="Brief the commissioner.",
         as_printed="all", measure_id="")
    answer = post(cast, "policy-officer", "meeting-close", meeting.pk, day_day="8", day_month="12", day_year="2026",
                  begins="2:30pm", ends="4:30 pm", place="County Hall", next_meeting="")
    assert answer.status_code == 302, answer.content.decode()
    following = Meeting.objects.get(previous=meeting)
    assert following.starts_at == datetime(2026, 12, 8, 14, 30, tzinfo=UTC)
    action = Action.objects.get(meeting=meeting)
    assert action.updates.filter(kind="brought", meeting=following).count() == 1
    page = cast.signed_in("auditor").get(following.get_absolute_url()).content.decode()
    assert "Brief the commissioner." in page
    assert "Undated" in page
    with pytest.raises(ValidationError, match="closed before"):
        commands.close_meeting(by=by, meeting=meeting, next_meeting=following)


def test_the_lists_need_the_same_queries_for_one_and_for_many(cast: Any, meeting: Any, django_assert_max_num_queries: Any
                                                               ) -> None:
    client = cast.signed_in("policy-officer")
    for number in range(5):
        commands.add_meeting(by=None, title=f"Meeting {number}", body=cast.body, starts_at=datetime(2030, 1, 1 + number,
                                                                                                   tzinfo=UTC))
        commands.ask_question(by=None, text=f"Question {number}", body=cast.body, to=cast.chief)
        commands.add_decision(by=None, title=f"Decision {number}", text="Yes.", reason="Why not.", body=cast.body)
    for name in ("meetings", "questions", "decisions"):
        with django_assert_max_num_queries(12):
            client.get(reverse(name))
