"""Nothing changes but by a command, and every command leaves an event and a version."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from answerable.web.accounts.rights import Refused
from answerable.web.audit.commanding import Did, EditConflict, record_event, taken
from answerable.web.audit.kept import SavedOutsideCommand, acting
from answerable.web.audit.models import AuditEvent
from answerable.web.organisations import commands as organisations
from answerable.web.organisations.models import Organisation

WEB = Path(__file__).resolve().parents[2] / "src" / "answerable" / "web"
COMMAND_FILES = sorted(WEB.rglob("*commands*.py"))


def test_a_command_writes_one_event_in_words(cast: Any) -> None:
    before = AuditEvent.objects.count()
    added = organisations.add_organisation(by=cast.people["administrator"], kind="team", name="Policy office", parent=cast.body)
    event = AuditEvent.objects.last()
    assert AuditEvent.objects.count() == before + 1
    assert event is not None
    assert event.words == f"Organisation {added.pk} was added."
    assert event.actor == cast.people["administrator"].pk


def test_a_version_says_who_made_it_and_by_what(cast: Any) -> None:
    added = organisations.add_organisation(by=cast.people["administrator"], kind="team", name="Control room")
    version = added.history.get()
    assert version.history_user == cast.people["administrator"]
    assert version.history_change_reason == "organisation.added"


def test_nothing_can_be_saved_outside_a_command(cast: Any) -> None:
    with pytest.raises(SavedOutsideCommand):
        cast.force.save()


def test_a_refused_command_leaves_no_trace(cast: Any) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(Refused, match="Add organisations"):
        organisations.add_organisation(by=cast.people["analyst"], kind="team", name="Control room")
    assert AuditEvent.objects.count() == before
    assert not Organisation.objects.filter(name="Control room").exists()


def test_events_are_a_chain(cast: Any) -> None:
    before = ""
    for event in AuditEvent.objects.order_by("number"):
        assert event.before == before
        assert event.sha256 == event.digest()
        before = event.sha256


def test_an_event_takes_no_text_that_somebody_wrote(cast: Any) -> None:
    with acting(None, "test"), pytest.raises(ValueError, match="personal data"):
        record_event("test", None, Did(cast.force, {"name": "Jane Doe, 4 High Street"}))


def test_of_two_who_edit_the_same_version_the_second_is_told(cast: Any) -> None:
    with acting(None, "test"):
        first = taken(cast.force, 1)
        first.save()
        with pytest.raises(EditConflict) as told:
            taken(cast.force, 1)
    assert told.value.current.version == 2   # type: ignore[attr-defined]


@pytest.mark.parametrize("path", COMMAND_FILES, ids=lambda path: str(path.relative_to(WEB)))
def test_every_command_begins_by_asking_for_the_right(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and any("command" in ast.dump(each) for each in node.decorator_list):
            body = [each for each in node.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
            assert "require" in ast.dump(body[0]), f"{node.name} does not begin with require(…)"
            assert node.args.kwonlyargs[0].arg == "by", f"{node.name} does not take by= first"
            assert not node.args.args, f"{node.name} takes arguments that are not keyword-only"


@pytest.mark.parametrize("path", sorted(WEB.rglob("*.py")), ids=lambda path: str(path.relative_to(WEB)))
def test_nothing_goes_round_the_versions(path: Path) -> None:
    """`QuerySet.update` and `bulk_create` write rows of which no version is kept."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in ("bulk_create", "bulk_update"), f"{path.name}:{node.lineno}"
            if node.func.attr == "update" and node.keywords and not node.args:
                assert not {"objects", "filter"} & {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    assert connection.vendor in ("sqlite", "postgresql")
