"""The pages of the history: who sees which events, by whose accounts, and what changed between two versions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.web.accounts.rights import PUBLIC
from answerable.web.audit.commanding import Did, command, taken
from answerable.web.audit.texts import ADDED, SAME, TAKEN_OUT, compared
from answerable.web.audit.versions import history_of
from answerable.web.register.models import Action, ActionOwner


@command("test.action.added", "Action {number} was added for a test.")
def add(*, by: Any, cast: Any, **fields: Any) -> Action:
    action = Action.objects.create(body=cast.body, force=cast.force, **fields)
    ActionOwner.objects.create(action=action, post=cast.chief)
    return action


@command("test.action.edited", "Action {number} was changed for a test, {fields} fields.")
def edit(*, by: Any, action: Action, **fields: Any) -> Did:
    action = taken(action, None)
    for name, value in fields.items():
        setattr(action, name, value)
    action.save()
    return Did(action, {"fields": len(fields)})


@pytest.fixture
def action(cast: Any) -> Any:
    made = add(by=cast.account("policy-officer"), cast=cast, title="Brief the board",
               text="Brief the board every quarter on 101.")
    return edit(by=cast.account("chief-officer"), action=made, text="Brief the board every month on 101 and 999.",
                due=date(2026, 12, 31))


def test_a_version_says_what_changed_field_by_field(cast: Any, action: Any) -> None:
    newest, first = history_of(action, cast.account("auditor"))
    assert (newest.words, newest.by) == (f"Action {action.pk} was changed for a test, 2 fields.", "Chief Officer")
    assert [(each.label, each.old, each.new) for each in newest.parts[0].changes] == [
        ("Text", "Brief the board every quarter on 101.", "Brief the board every month on 101 and 999."),
        ("Due", "", "31 December 2026")]
    assert [part.what for part in first.parts] == ["Action", "Action owner"]


def test_a_text_is_compared_word_by_word(cast: Any, action: Any) -> None:
    pieces = history_of(action, cast.account("auditor"))[0].parts[0].changes[0].pieces
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (SAME, "Brief the board every "), (TAKEN_OUT, "quarter"), (ADDED, "month"), (SAME, " on "), (TAKEN_OUT, "101."),
        (ADDED, "101 and 999.")]


@pytest.mark.parametrize(("old", "new"), [("", "a"), ("a b  c", "a c"), ("x\ny z", "x\nq r\nz"), ("one two", "three four")])
def test_both_texts_can_be_read_out_of_their_comparison(old: str, new: str) -> None:
    pieces = compared(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED).split() == old.split()
    assert "".join(piece.text for piece in pieces if piece.kind != TAKEN_OUT).split() == new.split()


def test_a_very_long_text_is_shown_whole() -> None:
    old, new = "a " * 5000, "b " * 5000
    assert [piece.kind for piece in compared(old, new)] == [TAKEN_OUT, ADDED]


def test_names_are_for_those_with_the_right_to_the_history(cast: Any, action: Any) -> None:
    assert {version.by for version in history_of(action, cast.account("manager"))} == {""}
    assert history_of(action, cast.account("panel-member")) == []
    assert history_of(action, cast.account("charlie")) == []
    assert history_of(action, AnonymousUser()) == []


def test_the_number_of_queries_does_not_grow_with_the_versions(cast: Any, action: Any) -> None:
    reader = cast.account("auditor")
    with CaptureQueriesContext(connection) as few:
        history_of(action, reader)
    for number in range(8):
        edit(by=cast.people["chief-officer"], action=action, title=f"Brief {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(history_of(action, reader)) == 10
    assert len(many) <= len(few)


def test_the_page_of_one_entry_shows_what_came_and_went(cast: Any, action: Any) -> None:
    response = cast.signed_in("auditor").get(f"/history/action/{action.pk}/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "<ins><span class=\"govuk-visually-hidden\">added: </span>month</ins>" in text
    assert "Chief Officer" in text


@pytest.mark.parametrize(("role", "status"), [("", 302), ("charlie", 404), ("panel-member", 404), ("manager", 200)])
def test_the_page_of_one_entry_is_for_its_organisations(cast: Any, action: Any, role: str, status: int) -> None:
    assert cast.signed_in(role).get(f"/history/action/{action.pk}/").status_code == status


def test_of_a_public_entry_the_history_stays_internal(cast: Any, action: Any) -> None:
    edit(by=None, action=action, visibility=PUBLIC)
    assert cast.signed_in("panel-member").get(f"/history/action/{action.pk}/").status_code == 403


@pytest.mark.parametrize("address", ["/history/person/1/", "/history/user/1/", "/history/action/999999/",
                                     "/history/example/1/"])
def test_what_has_no_history_of_its_own_is_not_found(cast: Any, address: str) -> None:
    assert cast.signed_in("auditor").get(address).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("", 302), ("policy-officer", 403), ("auditor", 200), ("administrator", 200)])
def test_the_history_of_everything_needs_the_right(cast: Any, role: str, status: int) -> None:
    assert cast.signed_in(role).get("/history/").status_code == status


def test_the_history_shows_each_event_in_words_with_account_and_role(cast: Any, action: Any) -> None:
    text = cast.signed_in("auditor").get("/history/").content.decode()
    assert f"Action {action.pk} was changed for a test, 2 fields." in text
    assert "Chief officer, Westshire Police" in text


def test_what_people_of_another_force_did_is_not_shown(cast: Any) -> None:
    charlie = cast.account("charlie")
    made = edit(by=charlie, action=add(by=charlie, cast=cast, title="Theirs"))
    assert f"Action {made.pk} was added for a test" not in cast.signed_in("auditor").get("/history/").content.decode()


@pytest.mark.parametrize(("question", "shown", "hidden"), [
    ("kind=test.action.edited", "was changed for a test", "was added for a test"),
    ("about=action", "was changed for a test", "Post "),
    ("first_day=1&first_month=1&first_year=2000&last_day=2&last_month=1&last_year=2000", "Nothing like that was done", "<td")])
def test_the_history_can_be_narrowed_down(cast: Any, action: Any, question: str, shown: str, hidden: str) -> None:
    text = cast.signed_in("auditor").get(f"/history/?{question}").content.decode()
    rows = text.partition("<tbody")[2] or text.partition("</form>")[2]
    assert shown in rows
    assert hidden not in rows


def test_an_unknown_question_is_refused_in_words(cast: Any) -> None:
    response = cast.signed_in("auditor").get("/history/?colour=red")
    assert response.status_code == 422
    assert "The form has no field “colour”" in response.content.decode()


def test_the_history_takes_a_fixed_number_of_queries(cast: Any, action: Any) -> None:
    client = cast.signed_in("auditor")
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/history/")
        counts.append(len(asked))
        for number in range(20):
            edit(by=cast.people["chief-officer"], action=action, title=f"Brief {number}")
    assert counts[0] == counts[1]
