"""People who write at the same moment: nobody loses a text, and the chain of events stays one chain.

On SQLite writers wait for one another anyway; on PostgreSQL they really meet, each in a thread with a connection of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from answerable.web.audit.commanding import EditConflict, command, taken
from answerable.web.audit.models import AuditEvent
from answerable.web.audit.verifying import verify
from answerable.web.organisations import commands as organisations
from answerable.web.organisations.models import Organisation
from answerable.web.register.models import Action

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("ANSWERABLE_DATABASE" not in os.environ,
                       reason="a database in memory has one connection: tools/postgres.sh runs these on PostgreSQL"),
]


@command("test.action.made", "Action {number} was made for a test.")
def make_action(*, by: Any, force: Organisation) -> Action:
    return Action.objects.create(title="Brief the board", text="As it was.", force=force)


@command("test.action.text", "The text of action {number} was changed for a test.")
def write(*, by: Any, action: Action, version: int | None, text: str) -> Action:
    action = taken(action, version)
    action.text = text if version else f"{action.text} {text}"
    action.save()
    return action


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """What several give that begin at the same moment, each in a thread: its result, or the error that it raised."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait(10)
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()
    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_two_who_edit_the_same_action_one_is_told_and_neither_text_is_lost() -> None:
    action = make_action(by=None, force=organisations.add_organisation(by=None, kind="force", name="Two-at-once Police"))
    results = at_once([lambda text=text: write(by=None, action=action, version=1, text=text) for text in ("Hers.", "His.")])
    told = [each for each in results if isinstance(each, EditConflict)]
    saved = [each for each in results if isinstance(each, Action)]
    assert (len(told), len(saved)) == (1, 1)
    # Whoever was second is shown what the first wrote, and saves again upon that version.
    assert told[0].current.text == saved[0].text   # type: ignore[attr-defined]
    lost = ({"Hers.", "His."} - {saved[0].text}).pop()
    write(by=None, action=action, version=2, text=f"{saved[0].text} {lost}")
    assert set(Action.objects.get().text.split()) == {"Hers.", "His."}
    assert Action.objects.get().history.count() == 3


def test_whoever_adds_to_a_text_waits_for_the_other() -> None:
    action = make_action(by=None, force=organisations.add_organisation(by=None, kind="force", name="Two-at-once Police"))
    at_once([lambda word=word: write(by=None, action=action, version=None, text=f"word{word}") for word in range(8)])
    assert sorted(Action.objects.get().text.split()[3:]) == [f"word{word}" for word in range(8)]
    assert Action.objects.get().version == 9


def test_twenty_commands_at_once_leave_one_unbroken_chain() -> None:
    results = at_once([lambda name=name: organisations.add_organisation(by=None, kind="team", name=f"Team {name}")
                       for name in range(20)])
    assert all(isinstance(each, Organisation) for each in results), results
    assert [event.number for event in AuditEvent.objects.order_by("number")] == list(range(1, 21))
    assert verify().faults == ()
