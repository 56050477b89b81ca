"""What leaves the register: exports of what somebody may read, and a person's data on their request."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from openpyxl import load_workbook

from answerable.cli import run
from answerable.web.accounts.commands import give_role
from answerable.web.accounts.commands_people import tie_account
from answerable.web.accounts.rights import INTERNAL, PUBLIC, Refused
from answerable.web.api.commands_subjects import redact_person
from answerable.web.api.exporting import MANIFEST, files
from answerable.web.api.redacting import REMOVED, held_about, mentions
from answerable.web.api.visible import KINDS
from answerable.web.audit.kept import Kept, acting
from answerable.web.audit.models import AuditEvent
from answerable.web.audit.verifying import verify
from answerable.web.organisations.commands import add_tenure
from answerable.web.organisations.models import Entry, Person
from answerable.web.register.commands_actions import add_action
from answerable.web.scrutiny.models import Example, Inquiry

NAME = "Ann Archer-Nonesuch"


@pytest.fixture
def person(cast: Any) -> Person:
    """Somebody with a post and an account, who sent in an example; two texts name her."""
    tenure = add_tenure(by=None, post=cast.chief, person=NAME, starts=date(2024, 1, 1))
    user = cast.people["chief-officer"]
    tie_account(by=None, user=user, person=tenure.person)
    add_action(by=None, title=f"Ask {NAME}", body=cast.body, force=cast.force, visibility=INTERNAL)
    with acting(None, "test"):
        inquiry = Inquiry.objects.create(title="101", terms="How long people wait.", body=cast.body, force=cast.force)
        Example.objects.create(inquiry=inquiry, text="I waited for an hour.", contact_details=NAME, sent_by=user)
    found: Person = Person.objects.get(pk=tenure.person_id)
    return found


def administrator(cast: Any) -> Any:
    """An administrator of the force too: that of the cast is the body's, and the post is the force's."""
    give_role(by=None, user=cast.people["administrator"], organisation=cast.force, role="administrator")
    return cast.account("administrator")


def exported(user: Any, form: str = "json") -> dict[str, bytes]:
    return dict(files(user, form))


def items(content: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(content)["items"]
    return found


def everything_stored() -> str:
    """Every row of every table, as text."""
    return "\n".join(str(row) for model in apps.get_models(include_auto_created=True)
                     for row in model._base_manager.values())


def test_an_export_names_the_sha256_of_each_file(cast: Any) -> None:
    found = exported(None)
    manifest = json.loads(found.pop(MANIFEST))
    assert {name: hashlib.sha256(content).hexdigest() for name, content in found.items()} == {
        name: told["sha256"] for name, told in manifest["files"].items()}
    assert manifest["files"]["organisation.json"]["rows"] == len(items(found["organisation.json"])) == 4


def test_the_owner_gets_everything_but_what_opens_doors(cast: Any) -> None:
    found = exported(None)
    accounts = items(found["user.json"])
    assert {each["email"] for each in accounts} >= {cast.charlie.email}
    assert "password" not in accounts[0]
    assert len(items(found["auditevent.json"])) == AuditEvent.objects.count()


def test_every_kind_of_entry_is_in_it() -> None:
    kept = {model for model in apps.get_models() if issubclass(model, Entry)}
    assert kept - set(KINDS) <= {apps.get_model("scrutiny", "DecisionRequest")}


def test_whoever_exports_gets_what_they_may_read(cast: Any, person: Person) -> None:
    add_action(by=None, title="Known to all", body=cast.body, force=cast.force, visibility=PUBLIC)
    titles = {role: {each["title"] for each in items(exported(cast.account(role))["action.json"])}
              for role in ("charlie", "panel-member", "analyst")}
    assert titles == {"charlie": {"Known to all"}, "panel-member": {"Known to all"},
                      "analyst": {"Known to all", f"Ask {NAME}"}}
    assert "user.json" not in exported(cast.account("administrator"))
    assert "auditevent.json" not in exported(cast.account("analyst"))
    assert items(exported(cast.account("analyst"))["example.json"]) == []
    assert len(items(exported(cast.account("policy-officer"))["example.json"])) == 1


def test_no_cell_is_run_as_a_formula(cast: Any) -> None:
    add_action(by=None, title="=HYPERLINK(\"http://x\")", text="@SUM(1)\nand more", body=cast.body, force=cast.force)
    rows = list(csv.DictReader(io.StringIO(exported(None, "csv")["action.csv"].decode("utf-8-sig"))))
    assert rows[0]["title"] == "'=HYPERLINK(\"http://x\")"
    assert rows[0]["text"].startswith("'@SUM")
    book = load_workbook(io.BytesIO(exported(None, "xlsx")["register.xlsx"]))
    values = [cell for row in book["action"].iter_rows(min_row=2) for cell in row]
    assert [cell.data_type for cell in values if cell.value == "=HYPERLINK(\"http://x\")"] == ["s"]


@pytest.mark.parametrize(("role", "status"), [("", 302), ("analyst", 200), ("auditor", 200), ("panel-member", 200)])
def test_the_page_gives_an_archive_to_those_with_the_right(cast: Any, role: str, status: int) -> None:
    client = cast.signed_in(role)
    assert client.get("/export/").status_code == status
    answer = client.get("/export/json/")
    assert answer.status_code == status
    if status == 200:
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            assert MANIFEST in archive.namelist()
        assert client.get("/export/exe/").status_code == 404


def test_a_redacted_person_is_nowhere_any_more(cast: Any, person: Person) -> None:
    assert [each for each in mentions(person) if each[0] == "action"]
    address = cast.people["chief-officer"].email
    redact_person(by=None, person=person)
    with acting(None, "test"):   # what mentions() lists is for people to mend
        for action in apps.get_model("register", "Action").objects.all():
            action.title = "Ask the Chief Constable"
            action.save()
        apps.get_model("register", "HistoricalAction").objects.all().delete()
    stored = everything_stored()
    assert NAME not in stored
    assert address not in stored
    assert "waited for an hour" not in stored


def test_what_others_need_stays_without_the_name(cast: Any, person: Person) -> None:
    redact_person(by=None, person=person)
    assert [str(each.person) for each in cast.chief.tenures.all()] == [REMOVED]
    account = cast.account("chief-officer")
    assert (account.name, account.is_active, account.has_usable_password()) == (REMOVED, False, False)
    assert not account.rights.may("read.internal")
    assert held_about(Person.objects.get(pk=person.pk))[0].what == "Name of the person, in every version"


def test_the_chain_of_events_stays_whole_and_tells_of_it(cast: Any, person: Person) -> None:
    redact_person(by=administrator(cast), person=person)
    assert verify().faults == ()
    event = AuditEvent.objects.order_by("-number").first()
    assert event is not None
    assert event.words == f"The data of person {person.pk} was removed on request."


@pytest.mark.parametrize("role", ["chief-officer", "auditor", "charlie"])
def test_others_remove_nobody(cast: Any, person: Person, role: str) -> None:
    with pytest.raises(Refused):
        redact_person(by=cast.account(role), person=person)
    assert Person.objects.get(pk=person.pk).name == NAME


def test_the_page_shows_first_what_would_be_removed(cast: Any, person: Person) -> None:
    client = Client()
    client.force_login(administrator(cast))
    text = client.get(f"/subjects/{person.pk}/").content.decode()
    assert "Account, with e-mail address, name and password" in text
    assert Person.objects.get(pk=person.pk).name == NAME
    assert client.post(f"/subjects/{person.pk}/", {}).status_code == 422
    assert client.post(f"/subjects/{person.pk}/", {"sure": "on"}).status_code == 302
    assert Person.objects.get(pk=person.pk).name == REMOVED


def test_at_the_command_line(cast: Any, person: Person, released_workspace: Path, tmp_path: Path,
                             monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (released_workspace / "register.sqlite3").touch()
    monkeypatch.setenv("ANSWERABLE_WORKSPACE", str(released_workspace))
    workspace = str(released_workspace)
    assert run(["register", "export", workspace, str(tmp_path / "out"), "--format", "csv"]) == 0
    assert (tmp_path / "out" / MANIFEST).is_file()
    assert run(["register", "export", workspace, str(tmp_path / "out")]) == 2
    assert run(["register", "redact", workspace, "--person", str(person.pk), "--dry-run"]) == 0
    assert Person.objects.get(pk=person.pk).name == NAME
    assert run(["register", "redact", workspace, "--person", str(person.pk)]) == 0
    assert Person.objects.get(pk=person.pk).name == REMOVED
    assert "was removed" in capsys.readouterr().out


def test_what_has_versions_is_exported_or_left_out_on_purpose() -> None:
    left = {"membership", "agendatemplate", "decisionrequest", "minutesdocument", "proposal", "pack", "calendaraddress"}
    kept = {model._meta.model_name for model in apps.get_models() if issubclass(model, Kept)}
    assert kept - {model._meta.model_name for model in KINDS} <= left
