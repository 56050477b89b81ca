"""What is overdue goes up a ladder, once for each step."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import override_settings

from answerable.cli.escalating import escalate
from answerable.errors import DefinitionError
from answerable.web.register import commands_actions as actions
from answerable.web.register import commands_progress as progress
from answerable.web.register.escalation import Ladder, Rung, escalate_overdue, escalated_to, ladder, read_ladder
from answerable.web.register.models import Action

DUE = date(2026, 3, 1)


def add(cast: Any, due: date | None = DUE, **fields: Any) -> Action:
    made: Action = actions.add_action(by=None, title="Brief the board", body=cast.body, force=cast.force, due=due,
                                      owners=[cast.chief], **fields)
    return made


def on(days: int) -> date:
    """So many days after the day due."""
    return DUE + timedelta(days=days)


@pytest.mark.parametrize(("days", "step"), [(0, None), (13, None), (14, 1), (41, 1), (42, 2), (400, 2)])
def test_how_far_up_it_goes_depends_on_how_late_it_is(cast: Any, days: int, step: int | None) -> None:
    action = add(cast)
    assert escalate_overdue(None, on(days)) == ([(action, step)] if step else [])
    assert escalate_overdue(None, on(days)) == [], "a second run on the same day does nothing"


def test_the_steps_say_who_has_to_see_to_it(cast: Any) -> None:
    action = add(cast)
    escalate_overdue(None, on(20))
    assert list(escalated_to(cast.account("chief-officer"))) == [action]
    assert not escalated_to(cast.account("member")).exists()
    escalate_overdue(None, on(50))
    assert not escalated_to(cast.account("chief-officer")).exists()
    assert list(escalated_to(cast.account("member"))) == [action]
    assert not escalated_to(cast.account("charlie")).exists()
    told = [(each.level, str(each.escalated_to), each.due_before) for each in action.updates.filter(kind="escalated")]
    assert told == [(1, "Westshire Police", DUE), (2, "Westshire Police and Crime Commissioner", DUE)]
    page = cast.signed_in("policy-officer").get(action.get_absolute_url()).content.decode()
    assert "Escalated, as it was due by 1 March 2026. The governing body: Westshire Police and Crime Commissioner" in page
    actions.set_action_visibility(by=None, action=action, visibility="public")
    public = cast.signed_in("").get(action.get_absolute_url())
    assert public.status_code == 200
    assert "Escalated" not in public.content.decode()


def test_what_is_not_overdue_is_not_escalated(cast: Any) -> None:
    add(cast, None)
    asked, closed = add(cast), add(cast)
    progress.ask_for_closing(by=None, action=asked, text="Done.")
    progress.close_action(by=None, action=closed, text="Done.")
    assert escalate_overdue(None, on(100)) == []


def test_a_new_day_due_begins_anew(cast: Any) -> None:
    action = add(cast)
    escalate_overdue(None, on(50))
    action.refresh_from_db()
    actions.change_due(by=None, action=action, version=action.version, due=on(60), reason="As agreed.")
    assert escalate_overdue(None, on(73)) == []
    assert escalate_overdue(None, on(74)) == [(action, 1)]


def test_a_workspace_has_its_own_ladder(cast: Any, tmp_path: Path) -> None:
    action = add(cast)
    assert [rung.after_days for rung in ladder().rungs] == [14, 42]
    (tmp_path / "escalation").mkdir()
    (tmp_path / "escalation" / "default.yaml").write_text(
        "escalation: default\nversion: 2\nsteps:\n  - {after_days: 3, to: governing-body}\n", encoding="utf-8")
    with override_settings(WORKSPACE=tmp_path):
        assert ladder() == Ladder(2, (Rung(3, "governing-body"),))
        assert escalate_overdue(None, on(3)) == [(action, 1)]


@pytest.mark.parametrize(("steps", "told"), [
    ("[]", "there is none"), ("[{after_days: 0, to: chief-officer}]", "whole number of 1 or more"),
    ("[{after_days: 5, to: minister}]", "not 'minister'"),
    ("[{after_days: 5, to: chief-officer, by: post}]", "unknown key 'by'"),
    ("[{after_days: 9, to: chief-officer}, {after_days: 9, to: governing-body}]", "more days than the one before")])
def test_a_ladder_that_is_wrong_says_what_is(tmp_path: Path, steps: str, told: str) -> None:
    path = tmp_path / "default.yaml"
    path.write_text(f"escalation: default\nversion: 1\nsteps: {steps}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=told):
        read_ladder(path)


def test_the_command_line_says_what_it_escalated(cast: Any, released_workspace: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    action = add(cast)
    given = Namespace(what="escalate", workspace=str(released_workspace), day=on(15).isoformat())
    escalate(given)
    assert capsys.readouterr().out.splitlines() == [
        f"Action {action.pk}, due by 2026-03-01, goes to step 1: Brief the board", "1 action was escalated."]
    escalate(given)
    assert capsys.readouterr().out == "0 actions were escalated.\n"
