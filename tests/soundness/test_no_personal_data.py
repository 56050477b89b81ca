"""Names of handlers and numbers of customers are in no file of a workspace, no report, no error and no release."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from answerable.doctor import examine
from answerable.errors import InputError
from answerable.releases import release
from small_force import CALLS, SmallForce, call, table

HANDLER, CUSTOMER = "Zebediah Quillfeather", "07700900461"
SECRETS = (HANDLER, "Quillfeather", CUSTOMER)


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


def test_a_handler_is_one_pseudonym_within_a_workspace_and_another_in_the_next(tmp_path: Path) -> None:
    pseudonyms = []
    for name in ("one", "two"):
        force = SmallForce(tmp_path / name)
        force.load(rows())
        held = {record["handler"] for record in force.records()}
        assert len(held) == 1
        pseudonyms += held
    assert pseudonyms[0] != pseudonyms[1]


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
    force.source("calls", CALLS + 'checks: {number: "CAST(agent AS INTEGER) + 1 > 0", sum: "-CAST(agent AS DOUBLE) / 0 > 1"}\n')
    with pytest.raises(InputError) as refused:
        force.load(rows())
    assert [secret for secret in SECRETS if secret in str(refused.value)] == []


def test_a_damaged_row_shows_no_value(force: SmallForce) -> None:
    text = table(rows()) + f'50,"2026-03-01 10:00:00,{HANDLER}\n51,{CUSTOMER}\n'
    said = spoken(force, force.load(text.encode() + b"52,\xff\xfe\n").as_json())
    assert [secret for secret in SECRETS if secret in said] == []
