"""The pages of actions: who reads what, what a list counts, filters and exports, and forms that lose nobody's text."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answerable.web.audit.files import keep_file
from answerable.web.register import commands_actions as actions
from answerable.web.register import commands_deferrals as deferrals
from answerable.web.register import commands_progress as progress
from answerable.web.register.actions_steps import STEPS
from answerable.web.register.models import Action


def add(cast: Any, title: str = "Brief the board", days: int | None = None, **fields: Any) -> Action:
    """An action of the Chief Constable that is due so many days from today."""
    due = timezone.localdate() + timedelta(days=days) if days is not None else None
    made: Action = actions.add_action(by=None, **{"title": title, "body": cast.body, "force": cast.force, "due": due,
                                                  "owners": [cast.chief]} | fields)
    return made


def text(answer: Any) -> str:
    """The words of an answer, with single spaces."""
    return " ".join(answer.content.decode().split())


def test_the_list_says_in_a_sentence_how_many_are_open_overdue_and_undated(cast: Any) -> None:
    add(cast, "Late", -3)
    add(cast, "No day")
    add(cast, "In time", 40)
    progress.ask_for_closing(by=None, action=add(cast, "Said to be done", -1), text="Done.")
    shown = text(cast.signed_in("policy-officer").get("/actions/"))
    assert "4 actions are open." in shown
    assert "1 overdue, 1 undated, 1 said to be done and waiting" in shown
    for words in ("Overdue by 3 days", "Undated: no day was given", "Due in 40 days", "Said to be done; waits to be closed"):
        assert words in shown
    assert shown.index("Late</a>") < shown.index("In time</a>") < shown.index("No day</a>")


ASKED = [
    ("", {"Late", "No day", "Put off"}), ("?when=overdue", {"Late"}), ("?when=undated", {"No day"}),
    ("?when=deferred", {"Put off"}),
    ("?state=closed", {"Over"}), ("?state=all", {"Late", "No day", "Put off", "Over"}), ("?q=DAY", {"No day"}),
    ("?origin=panel", {"Late"}), ("?measure=101-answered", {"No day"}), ("?owner=post-{chief}", {"Late", "Put off"}),
    ("?owner=organisation-{force}", {"No day"}), ("?state=none&when=x&owner=post-&meeting=0x1", {"Late", "No day", "Put off"})]


def test_the_list_and_its_downloads_show_what_is_asked_for(cast: Any) -> None:
    add(cast, "Late", -3, origin="panel")
    add(cast, "No day", owners=[cast.force], measure_id="101-answered")
    deferrals.defer_action(by=None, action=add(cast, "Put off", -3), until="The panel reports",
                           latest=timezone.localdate() + timedelta(days=60), reason="Scrutiny first.")
    progress.close_action(by=None, action=add(cast, "Over", 3), text="Seen.")
    client = cast.signed_in("auditor")
    for asked, titles in ASKED:
        question = asked.format(chief=cast.chief.pk, force=cast.force.pk)
        page = text(client.get(f"/actions/{question}"))
        assert {each for each in ("Late", "No day", "Put off", "Over") if f">{each}</a>" in page} == titles, question
        lines = client.get(f"/actions/actions.csv{question}").content.decode().splitlines()
        assert {line.split(",")[1] for line in lines[1:]} == titles, question
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/actions/actions.xlsx?state=closed").content)).active
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Over"]


def test_a_title_that_begins_like_a_formula_stays_a_text(cast: Any) -> None:
    add(cast, "=1+1")
    assert ",'=1+1," in cast.signed_in("auditor").get("/actions/actions.csv").content.decode()


def test_a_list_takes_as_many_queries_for_60_rows_as_for_one(cast: Any) -> None:
    clients = [cast.signed_in(role) for role in ("", "panel-member", "policy-officer")]
    add(cast, visibility="public")
    taken = []
    for round_ in range(2):
        taken.append([])
        for client in clients:
            with CaptureQueriesContext(connection) as queries:
                client.get("/actions/")
            taken[-1].append(len(queries))
        for number in range(59 * (1 - round_)):
            add(cast, f"Number {number}", number, visibility="public", owners=[cast.chief, cast.force, "ALL"])
    assert taken[0] == taken[1]
    assert max(taken[0]) <= 12


def test_who_reads_an_action_and_what_of_it(cast: Any) -> None:
    action = add(cast, "Publish the waits", -2, visibility="public")
    progress.report_progress(by=cast.account("manager"), action=action, text="The supplier is late again.")
    progress.report_progress(by=cast.account("manager"), action=action, text="Waits come out in July.", shared=True)
    outside, inside = (text(cast.signed_in(role).get(action.get_absolute_url())) for role in ("", "policy-officer"))
    assert "For Chief Constable to do by" in outside
    assert "overdue by 2 days" in outside
    assert "Waits come out in July." in outside
    assert "supplier" not in outside
    assert "Manager" not in outside
    assert "supplier" in inside
    assert "Manager" in inside
    internal = add(cast, "Not for everybody")
    assert cast.signed_in("").get(internal.get_absolute_url()).status_code == 404
    assert cast.signed_in("charlie").get(internal.get_absolute_url()).status_code == 404


def test_evidence_is_handed_to_those_who_may_read_it(cast: Any) -> None:
    action = add(cast, visibility="public")
    client = cast.signed_in("manager")
    file = SimpleUploadedFile("Slides.txt", b"What was shown")
    assert client.post(f"/actions/{action.pk}/evidence/", {"text": "Slides", "link": "", "file": file}).status_code == 302
    update = action.updates.get(kind="evidence")
    address = f"/actions/{action.pk}/files/{update.pk}/"
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"What was shown"
    assert answer["Content-Disposition"].startswith("attachment")
    assert cast.signed_in("").get(address).status_code == 404
    assert f'href="{address}"' in text(client.get(action.get_absolute_url()))


def test_a_hostile_file_is_refused_in_the_form(cast: Any) -> None:
    action = add(cast)
    answer = cast.signed_in("manager").post(f"/actions/{action.pk}/evidence/", {
        "text": "", "link": "", "file": SimpleUploadedFile("page.html", b"<html><script>")})
    assert answer.status_code == 422
    assert "is of a kind that is not taken" in text(answer)
    assert not action.updates.exists()


def test_a_link_that_runs_something_is_no_link(cast: Any) -> None:
    answer = cast.signed_in("manager").post(f"/actions/{add(cast).pk}/evidence/", {"text": "", "link": "javascript:alert(1)"})
    assert answer.status_code == 422


def test_of_two_who_edit_at_once_neither_loses_a_word(cast: Any) -> None:
    action = add(cast, "As it was")
    address = f"/actions/{action.pk}/wording/"
    first, second = cast.signed_in("policy-officer"), cast.signed_in("second")
    given = {"origin": "meeting", "origin_text": "", "measure_id": "", "version": 1}
    assert first.post(address, given | {"title": "As the first has it", "text": "First words"}).status_code == 302
    answer = second.post(address, given | {"title": "As the second has it", "text": "Second words"})
    assert answer.status_code == 409
    shown = text(answer)
    for words in ("Somebody else changed this", "As the first has it", "First words", "As the second has it", "Second words",
                  'name="version" value="2"'):
        assert words in shown
    assert second.post(address, given | {"title": "As both have it", "text": "First words. Second words", "version": 2}
                       ).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.text) == ("As both have it", "First words. Second words")
    page = text(first.get(action.get_absolute_url()))
    assert page.count("Wording changed") == 2
    assert "As it was" in page


def test_an_action_is_added_by_its_form(cast: Any) -> None:
    client = cast.signed_in("policy-officer")
    assert f'value="{cast.body.pk}-{cast.force.pk}" selected' in text(client.get("/actions/add/"))
    given = {"title": "Brief the board", "text": "", "home": f"{cast.body.pk}-{cast.force.pk}", "due_day": "30",
             "due_month": "6", "due_year": "2027", "owners": [f"post-{cast.chief.pk}"], "as_printed": "ALL",
             "origin": "meeting", "origin_text": "Assurance board, 3 June", "measure_id": ""}
    answer = client.post("/actions/add/", given)
    action = Action.objects.get()
    assert answer["Location"] == action.get_absolute_url()
    assert [str(each) for each in action.owners.all()] == ["Chief Constable", "ALL"]
    assert (action.body, action.force, action.due.isoformat()) == (cast.body, cast.force, "2027-06-30")
    bad = client.post("/actions/add/", given | {"due_day": "31", "title": "", "home": "1-999"})
    assert bad.status_code == 422
    assert "There is a problem" in text(bad)
    assert "is not a day" in text(bad)


@pytest.mark.parametrize(("role", "words"), [("member", ["Close the action", "Change the day due", "Who can read it"]),
                                             ("manager", ["Report progress", "Add evidence", "Say that it is done"]),
                                             ("auditor", [])])
def test_an_action_offers_each_role_its_own_steps(cast: Any, role: str, words: list[str]) -> None:
    shown = text(cast.signed_in(role).get(add(cast).get_absolute_url()))
    for each in words:
        assert f">{each}</a>" in shown
    assert ("app-actions" in shown) == bool(words)


def test_an_owner_is_told_why_somebody_else_has_to_close_it(cast: Any) -> None:
    action = add(cast, owners=[cast.force])
    answer = cast.signed_in("chief-officer").get(f"/actions/{action.pk}/close/")
    assert answer.status_code == 403
    assert "somebody of another one has to close it" in text(answer)
    assert f"/actions/{action.pk}/close/" not in text(cast.signed_in("chief-officer").get(action.get_absolute_url()))


def test_every_step_has_a_form_for_its_role_and_none_for_a_stranger(cast: Any) -> None:
    action = add(cast, visibility="public")
    member, charlie, nobody = (cast.signed_in(role) for role in ("member", "charlie", ""))
    for what in STEPS:
        address = f"/actions/{action.pk}/{what}/"
        assert [each.get(address).status_code for each in (member, charlie, nobody)] == [200, 403, 302], what


def test_a_kept_file_of_another_action_is_not_found(cast: Any) -> None:
    ours, theirs = add(cast), actions.add_action(by=None, title="Theirs", force=cast.other_force)
    kept = keep_file(SimpleUploadedFile("secret.txt", b"Secret"))
    progress.add_evidence(by=None, action=theirs, file=kept)
    number = theirs.updates.get().pk
    assert cast.signed_in("policy-officer").get(f"/actions/{ours.pk}/files/{number}/").status_code == 404
    assert cast.signed_in("policy-officer").get(f"/actions/{theirs.pk}/files/{number}/").status_code == 404
