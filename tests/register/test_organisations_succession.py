"""A governing body is replaced by another: one command passes on what is open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from answerable.errors import InputError
from answerable.web.accounts.rights import Refused, may, readable
from answerable.web.audit.kept import acting
from answerable.web.audit.models import AuditEvent
from answerable.web.meetings.models import Meeting, Question
from answerable.web.organisations import commands
from answerable.web.organisations.commands_succession import entry_models, succeed, would_pass
from answerable.web.organisations.models import Organisation, Oversight
from answerable.web.register.models import Action, ActionOwner, Plan, PlanVersion, PromiseEntry, Recommendation
from answerable.web.scrutiny.models import Inquiry

YESTERDAY = timezone.localdate() - timedelta(days=1)
TODAY = timezone.localdate()


@pytest.fixture
def board(cast: Any) -> Organisation:
    """Who is to take over."""
    return commands.add_organisation(by=None, kind="body", body_type="board", name="Westshire Policing and Crime Board")


@pytest.fixture
def entries(cast: Any) -> dict[str, tuple[Any, Any]]:
    """An open and a closed entry of each kind that passes."""
    both = {"body": cast.body, "force": cast.force}
    said = {"kind": "target", "said_on": date(2026, 1, 1)}
    with acting(None, "test"):
        made = {
            "actions": (Action.objects.create(title="Open", **both),
                        Action.objects.create(title="Done", state="closed", **both)),
            "promises": (PromiseEntry.objects.create(words="80% by December", **said, **both),
                         PromiseEntry.objects.create(words="75% by June", outcome="missed", **said, **both)),
            "meetings": (Meeting.objects.create(title="To come", **both),
                         Meeting.objects.create(title="Held", state="approved", **both)),
            "recommendations": (Recommendation.objects.create(title="Open", made_by=cast.panel, to=cast.body, **both),
                                Recommendation.objects.create(title="Done", made_by=cast.panel, state="closed", **both)),
            "questions": (Question.objects.create(text="Why?", **both),
                          Question.objects.create(text="When?", answered_on=TODAY, **both)),
            "inquiries": (Inquiry.objects.create(title="Into 101", terms="Why", **both),
                          Inquiry.objects.create(title="Into 999", terms="Why", state="closed", **both)),
            "plans": (Plan.objects.create(title="101 plan", **both), Plan.objects.create(title="Old plan", **both)),
        }
        for plan, state in zip(made["plans"], ("live", "superseded"), strict=True):
            PlanVersion.objects.create(plan=plan, number=1, state=state)
        ActionOwner.objects.create(action=made["actions"][0], post=cast.commissioner)
    return made


def test_every_kind_of_entry_says_what_of_it_is_open() -> None:
    for model in entry_models():
        assert "PASSES_ON" in vars(model), f"{model.__name__} does not say what passes to a successor"


def test_what_is_open_passes_and_what_is_closed_stays(cast: Any, board: Organisation, entries: Any) -> None:
    succeed(by=None, predecessor=cast.body, successor=board, day=TODAY)
    for kind, pair in entries.items():
        bodies = [type(each).objects.get(pk=each.pk).body for each in pair]
        assert bodies == [board, cast.body], kind
    assert Recommendation.objects.get(pk=entries["recommendations"][0].pk).to == board


def test_every_entry_that_passed_has_a_version_that_says_so(cast: Any, board: Organisation, entries: Any) -> None:
    succeed(by=None, predecessor=cast.body, successor=board, day=TODAY)
    passed = Action.objects.get(pk=entries["actions"][0].pk)
    newest, before = passed.history.all()[:2]
    assert newest.history_change_reason == "organisation.succeeded"
    assert (before.body_id, newest.body_id) == (cast.body.pk, board.pk)
    assert passed.version == 2


def test_one_event_tells_it_with_numbers(cast: Any, board: Organisation, entries: Any) -> None:
    succeed(by=None, predecessor=cast.body, successor=board, day=TODAY)
    event = AuditEvent.objects.last()
    assert event is not None
    assert event.words == (f"Organisation {board.pk} took over from organisation {cast.body.pk} on {TODAY}: 7 entries, 2 links "
                           "of oversight, 0 teams and 0 roles passed.")


def test_the_successor_holds_and_is_held_to_account(cast: Any, board: Organisation) -> None:
    succeed(by=None, predecessor=cast.body, successor=board, day=YESTERDAY)
    assert {(each.overseer, each.overseen) for each in Oversight.objects.on()} == {(board, cast.force), (cast.panel, board)}
    assert {(each.overseer, each.overseen) for each in Oversight.objects.on(date(2024, 1, 1))} == {
        (cast.body, cast.force), (cast.panel, cast.body)}
    cast.body.refresh_from_db()
    assert cast.body.ends == YESTERDAY - timedelta(days=1)


def test_people_keep_their_roles_where_that_is_asked(cast: Any, board: Organisation, entries: Any) -> None:
    succeed(by=None, predecessor=cast.body, successor=board, day=TODAY, officers=True)
    officer = cast.account("policy-officer")
    passed, stayed = (Action.objects.get(pk=each.pk) for each in entries["actions"])
    assert may(officer, "action.write", passed)
    assert not may(officer, "action.write", stayed)
    assert {passed, stayed} <= set(Action.objects.filter(readable(officer)))    # what stayed is read from the successor


def test_without_that_the_old_officers_see_only_what_stayed(cast: Any, board: Organisation, entries: Any) -> None:
    succeed(by=None, predecessor=cast.body, successor=board, day=TODAY)
    seen = set(Action.objects.filter(readable(cast.account("policy-officer"))))
    assert seen == {entries["actions"][1]}


def test_what_would_pass_can_be_seen_before(cast: Any, board: Organisation, entries: Any) -> None:
    passing = would_pass(cast.body)
    assert (passing.entries[Action], passing.stay[Action]) == (1, 1)
    assert (passing.oversights, passing.owned) == (2, 1)


@pytest.mark.parametrize(("fault", "words"), [
    ("itself", "does not take over from itself"), ("kind", "are of two kinds"), ("ahead", "The day lies ahead"),
    ("twice", "has a successor already")])
def test_what_is_refused(cast: Any, board: Organisation, fault: str, words: str) -> None:
    successor = {"itself": cast.body, "kind": cast.force}.get(fault, board)
    day = TODAY + timedelta(days=1) if fault == "ahead" else TODAY
    if fault == "twice":
        succeed(by=None, predecessor=cast.body, successor=board, day=TODAY)
    with pytest.raises(InputError, match=words):
        succeed(by=None, predecessor=cast.body, successor=successor, day=day)


def test_it_takes_the_right_in_both(cast: Any, board: Organisation) -> None:
    with pytest.raises(Refused):
        succeed(by=cast.account("administrator"), predecessor=cast.body, successor=board, day=TODAY)


def test_the_page_shows_it_first_and_does_it_then(cast: Any, board: Organisation, entries: Any) -> None:
    from answerable.web.accounts.commands import give_role
    administrator = cast.account("administrator")
    give_role(by=None, user=administrator, organisation=board, role="administrator")
    client = cast.signed_in("administrator")
    path = f"/organisations/{cast.body.pk}/successor/"
    shown = client.get(path).content.decode()
    assert "1 open action is owned by a post of this organisation" in shown
    day = {"day_day": TODAY.day, "day_month": TODAY.month, "day_year": TODAY.year}
    answer = client.post(path, {"successor": board.pk, **day})
    assert answer["Location"] == f"/organisations/{board.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "It took the place of" in page
    assert "What stayed with Westshire Police and Crime Commissioner" in page
