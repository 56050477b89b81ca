"""Names of handlers and numbers of callers are in no file of a workspace, no report, no error and no release."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from answerable.doctor import examine
from answerable.errors import InputError
from answerable.fitting.contacts import contacts_of, days_of
from answerable.fitting.fitted import fit
from answerable.releases import release
from small_force import CALLS, SmallForce, call, table

HANDLER, CUSTOMER = "Zebediah Quillfeather", "07700900461"
SECRETS = (HANDLER, "Quillfeather", CUSTOMER)
# A source that says who called. Another does not, and its file has the number all the same.
WITH_CALLERS = CALLS + "  caller: customer\n"


@pytest.fixture(params=[CALLS, WITH_CALLERS], ids=["the caller is not read", "the caller is read"])
def force(request: pytest.FixtureRequest, tmp_path: Path) -> SmallForce:
    """An empty workspace whose source `calls` reads the caller, or does not."""
    made = SmallForce(tmp_path)
    made.source("calls", request.param)
    return made


def rows(count: int = 40) -> list[dict[str, object]]:
    """Calls with a handler's name and a customer's number on each; some with faults."""
    made = [call(number, f"2026-03-{1 + number % 20:02} 10:{number % 60:02}:00", agent=HANDLER, customer=CUSTOMER,
                 answered=f"2026-03-{1 + number % 20:02} 10:{number % 60:02}:09") for number in range(count)]
    made[3]["outcome"] = "odd"
    made[5]["answered"] = CUSTOMER
    made[7]["presented"] = HANDLER
    return made


def spoken(force: SmallForce, report: object) -> str:
    """Everything that a load and the doctor say."""
    return json.dumps(report, default=str) + json.dumps(examine(force.workspace))


def content(path: Path) -> str:
    """A file's content as text, whatever packs it."""
    raw = path.read_bytes()
    if raw[:4] == b"PAR1":
        return str(pq.read_table(path).to_pylist())
    return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8", errors="replace")


def found_in(folder: Path) -> list[str]:
    """Files below a folder that hold one of the secrets, in their text or their raw bytes."""
    return [f"{path}: {secret}" for path in folder.rglob("*") if path.is_file() for secret in SECRETS
            if secret in content(path) or secret.encode() in path.read_bytes()]


def test_no_file_of_the_workspace_holds_a_name_or_a_number(force: SmallForce) -> None:
    report = force.load(rows())
    release(force.workspace, note="trial")
    assert found_in(force.workspace.folder) == []
    said = spoken(force, report.as_json())
    assert report.quarantined == 2
    assert [secret for secret in SECRETS if secret in said] == []


@pytest.mark.parametrize("column", ["handler", "caller"])
def test_a_person_is_one_pseudonym_within_a_workspace_and_another_in_the_next(tmp_path: Path, column: str) -> None:
    pseudonyms = []
    for name in ("one", "two"):
        force = SmallForce(tmp_path / name)
        force.source("calls", WITH_CALLERS)
        force.load(rows())
        held = {record[column] for record in force.records()}
        assert all(isinstance(number, int) for number in held)
        assert len(held) == 1
        pseudonyms += held
    assert pseudonyms[0] != pseudonyms[1]


def test_no_caller_and_no_pseudonym_of_one_is_in_a_release_or_in_a_fitted_room(force: SmallForce) -> None:
    """What is published holds not even the pseudonym; and a fitted room counts callers without saying which."""
    made = [call(number, f"2026-03-{1 + number % 20:02} 10:{number % 60:02}:00", customer=CUSTOMER if number % 7 else "",
                 agent=HANDLER, answered=f"2026-03-{1 + number % 20:02} 10:{number % 60:02}:09",
                 ended=f"2026-03-{1 + number % 20:02} 10:{number % 60:02}:50") for number in range(200)]
    force.load(made)
    release(force.workspace, note="trial")
    handlers, callers = ({str(record[column]) for record in force.records() if record[column]}
                         for column in ("handler", "caller"))
    contacts = contacts_of(force.workspace.store, force.workspace.head(), "Europe/London",
                           *days_of(force.workspace.store, force.workspace.head()))
    assert set(contacts.caller.tolist()) <= {0, 1}
    told = {folder: " ".join(content(path) for path in (force.workspace.folder / folder).rglob("*") if path.is_file())
            for folder in ("releases", "cells", "log", "series")}
    told["fitted"] = " ".join(fit(contacts).notes)
    assert [number for number in callers if any(number in text for text in told.values())] == []
    assert [number for number in handlers if number in told["releases"] + told["fitted"]] == []
    assert (len(handlers), len(callers)) in ((1, 0), (1, 1))


def test_the_key_is_the_owners_alone(force: SmallForce) -> None:
    force.load(rows())
    key = force.workspace.folder / "secret.key"
    assert key.stat().st_mode & 0o077 == 0
    assert len(key.read_bytes()) >= 32
    assert "secret.key" in (force.workspace.folder / ".gitignore").read_text()


def test_columns_that_changed_places_show_no_handler(force: SmallForce) -> None:
    made = rows()
    for row in made[10:25]:
        row["outcome"] = HANDLER
    said = spoken(force, force.load(made).as_json())
    assert [secret for secret in SECRETS if secret in said] == []


def test_a_file_without_its_header_shows_no_row(force: SmallForce) -> None:
    with pytest.raises(InputError) as refused:
        force.load(table(rows()).split("\n", 1)[1])
    assert [secret for secret in SECRETS if secret in str(refused.value)] == []


def test_a_mapping_that_cannot_be_applied_shows_no_value(force: SmallForce) -> None:
    checks = 'checks: {number: "CAST(agent AS INTEGER) + 1 > 0", sum: "-CAST(agent AS DOUBLE) / 0 > 1"}\n'
    force.source("calls", WITH_CALLERS + checks)
    with pytest.raises(InputError) as refused:
        force.load(rows())
    assert [secret for secret in SECRETS if secret in str(refused.value)] == []


def test_a_damaged_row_shows_no_value(force: SmallForce) -> None:
    text = table(rows()) + f'50,"2026-03-01 10:00:00,{HANDLER}\n51,{CUSTOMER}\n'
    said = spoken(force, force.load(text.encode() + b"52,\xff\xfe\n").as_json())
    assert [secret for secret in SECRETS if secret in said] == []
