"""The chain of events is verified: what was changed, removed, swapped, cut off or written anew is found and named."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import run
from answerable.web.audit.models import AuditEvent, ChainHead
from answerable.web.audit.verifying import newest_event, verify


def faults(workspace: Path | None = None) -> list[str]:
    return [words for _number, words in verify(workspace).faults]


def change(number: int, **fields: Any) -> None:
    """Change an event behind the program's back."""
    AuditEvent.objects.filter(number=number).update(**fields)


def rewrite(first: int) -> None:
    """What a forger would do: every event from one on, and the head, made to fit again."""
    before = AuditEvent.objects.get(number=first - 1).sha256 if first > 1 else ""
    for event in AuditEvent.objects.filter(number__gte=first).order_by("number"):
        event.before = before
        event.sha256 = before = event.digest()
        event.save()
    ChainHead.objects.filter(pk=1).update(sha256=before)


def released(folder: Path, told: dict[str, Any], number: int = 1) -> Path:
    """A workspace with a release that tells the newest event."""
    (folder / "releases" / f"{number:04d}").mkdir(parents=True)
    (folder / "releases" / f"{number:04d}" / "release.json").write_text(json.dumps({"register": told}))
    return folder


def test_a_whole_chain_has_no_fault(cast: Any) -> None:
    verified = verify()
    assert verified.faults == ()
    assert verified.events == AuditEvent.objects.count() > 10


def test_an_event_that_was_changed_is_named(cast: Any) -> None:
    change(5, actor=1)
    assert faults() == ["event 5 was changed: its SHA-256 does not belong to what it says."]


def test_a_changed_event_with_a_new_sha256_no_longer_fits_the_next(cast: Any) -> None:
    event = AuditEvent.objects.get(number=5)
    event.details = {"account": 99}
    event.sha256 = event.digest()
    event.save()
    assert faults() == ["event 6 does not follow the one before it: one of the two was replaced."]


def test_a_removed_event_is_named(cast: Any) -> None:
    AuditEvent.objects.filter(number=5).delete()
    assert faults() == ["event 5 is missing."]


def test_removed_events_are_told_together(cast: Any) -> None:
    AuditEvent.objects.filter(number__in=(5, 6, 7)).delete()
    assert faults() == ["events 5 to 7 are missing."]


def test_two_that_were_swapped_are_both_named(cast: Any) -> None:
    one, other = AuditEvent.objects.get(number=5), AuditEvent.objects.get(number=6)
    one.number, other.number = 6, 5
    one.save()
    other.save()
    assert {number for number, _words in verify().faults} == {5, 6, 7}


def test_a_chain_cut_off_at_its_end_shows_by_its_head(cast: Any) -> None:
    last = AuditEvent.objects.count()
    AuditEvent.objects.filter(number__gt=last - 2).delete()
    assert faults() == [f"event {last} was recorded, as the note of the newest event says, and is missing."]


def test_cut_off_together_with_its_head_it_shows_by_a_release(cast: Any, tmp_path: Path) -> None:
    workspace = released(tmp_path, newest_event())
    last = AuditEvent.objects.count()
    AuditEvent.objects.filter(number__gt=last - 2).delete()
    end = AuditEvent.objects.order_by("number").last()
    assert end is not None
    ChainHead.objects.filter(pk=1).update(number=end.number, sha256=end.sha256)
    assert faults() == []
    assert faults(workspace) == [f"event {last} was recorded, as release 0001 tells, and is missing."]


def test_a_chain_written_anew_shows_by_a_release(cast: Any, tmp_path: Path) -> None:
    told = newest_event()
    workspace = released(tmp_path, told)
    change(5, actor=1)
    rewrite(5)
    assert faults() == []
    assert faults(workspace) == [f"event {told['number']} was another one, as release 0001 tells: the chain was written anew."]


def test_an_event_added_past_the_noted_end_is_named(cast: Any) -> None:
    last = AuditEvent.objects.get(number=AuditEvent.objects.count())
    added = AuditEvent(number=last.number + 1, at=last.at, kind="x", object_kind="x", object_number=1, before=last.sha256)
    added.sha256 = added.digest()
    added.save()
    assert faults() == [f"event {added.number} was added past the end that is noted, {last.number}."]


def test_without_the_note_of_its_head_a_chain_is_not_whole(cast: Any) -> None:
    ChainHead.objects.all().delete()
    assert faults() == ["the note of the newest event is missing: nobody can tell whether later ones are."]


def test_an_empty_register_is_whole(db: None) -> None:
    assert verify().faults == ()


def test_the_sha256_of_an_event_is_that_of_its_plain_json(cast: Any) -> None:
    """So that anybody can check the chain without this program."""
    event = AuditEvent.objects.get(number=2)
    text = json.dumps(event.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == event.sha256
    assert event.as_json()["before"] == AuditEvent.objects.get(number=1).sha256


@pytest.fixture
def command_line(monkeypatch: pytest.MonkeyPatch, released_workspace: Path) -> Path:
    """A workspace whose register, for the command line, is the database of the test."""
    (released_workspace / "register.sqlite3").touch()
    monkeypatch.setenv("ANSWERABLE_WORKSPACE", str(released_workspace))
    return released_workspace


def test_the_command_says_so_and_ends_with_2_where_the_chain_is_faulty(
        cast: Any, command_line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "verify", str(command_line)]) == 0
    assert "the chain is as it was written" in capsys.readouterr().out
    change(5, actor=1)
    assert run(["audit", "verify", str(command_line)]) == 2
    assert capsys.readouterr().out.startswith("event 5 was changed: its SHA-256 does not belong to what it says.\n")


def test_the_command_lists_what_was_done_to_one_thing(
        cast: Any, command_line: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["audit", "list", str(command_line), "--about", "organisation", "--number", str(cast.force.pk), "--format", "json"]
    assert run(words) == 0
    assert [row["what"] for row in json.loads(capsys.readouterr().out)] == [f"Organisation {cast.force.pk} was added."]


def test_a_workspace_without_a_register_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSWERABLE_DATABASE", raising=False)
    assert run(["audit", "verify", str(tmp_path)]) == 2
    assert "has no register yet" in capsys.readouterr().err
