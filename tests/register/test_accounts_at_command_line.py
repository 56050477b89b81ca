"""`answerable accounts` and `answerable organisations`: the first people of a register, by whoever owns the workspace."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

RUN = """
import json, sys
from answerable.cli import run
for words in json.loads(sys.argv[1]):
    code = run(words)
    sys.stdout.flush()
    print(f"exit {code}", file=sys.stderr)
"""


def told(*commands: list[str]) -> tuple[str, str]:
    """What a run of commands prints, on its two outputs. They run in a process of their own, which takes its workspace from
    them."""
    done = subprocess.run([sys.executable, "-c", RUN, json.dumps(commands)], capture_output=True, text=True, timeout=60,
                          check=True)
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A register with one administrator: its folder, and what was printed on the way."""
    folder = str(tmp_path_factory.mktemp("command-line") / "westshire")
    out, errors = told(
        ["init", folder, "--name", "Westshire Police", "--governing-body", "Westshire Policing Board"],
        ["accounts", "add", folder, "--email", "ann@b.example", "--name", "Ann Archer", "--role", "administrator",
         "--organisation", "Westshire Policing Board", "--address", "https://answers.example/"],
        ["accounts", "add", folder, "--email", "ANN@b.example", "--name", "Ann Again"],
        ["accounts", "role", folder, "--email", "ann@b.example", "--role", "member", "--organisation", "Westshire Bord"],
        ["organisations", "add", folder, "--kind", "panel", "--name", "Westshire Panel", "--oversees",
         "Westshire Policing Board"],
        ["organisations", "list", folder, "--format", "json"],
        ["accounts", "list", folder, "--format", "json"],
        ["accounts", "end", folder, "--email", "ann@b.example", "--role", "administrator", "--organisation",
         "Westshire Policing Board"],
        ["accounts", "reset", folder, "--email", "ann@b.example", "--second-proof"],
        ["organisations", "add", folder, "--kind", "body", "--name", "Westshire Mayor"],
        ["organisations", "succeed", folder, "--predecessor", "Westshire Policing Board", "--successor", "Westshire Mayor"],
        ["accounts", "end", folder, "--email", "ann@b.example"],
        ["accounts", "list", folder, "--format", "csv"],
        ["accounts", "end", folder])
    return Path(folder), out, errors


def lists(out: str) -> list[Any]:
    """Each list that was printed as JSON."""
    found, at = [], 0
    while (at := out.find("[\n", at)) >= 0:
        value, length = json.JSONDecoder().raw_decode(out[at:])
        found.append(value)
        at += length
    return found


def test_the_first_account_gets_a_link(register: Any) -> None:
    _folder, out, _errors = register
    assert "Added the account ann@b.example with the role administrator in Westshire Policing Board." in out
    assert "  https://answers.example/invitation/" in out


def test_the_workspaces_own_force_and_body_are_there_from_the_first_use(register: Any) -> None:
    organisations = lists(register[1])[0]
    assert [(each["name"], each["kind"], each["oversees"]) for each in organisations] == [
        ("Westshire Policing Board", "body", "Westshire Police"), ("Westshire Police", "force", "-"),
        ("Westshire Panel", "panel", "Westshire Policing Board")]


def test_accounts_are_listed_with_their_roles(register: Any) -> None:
    assert lists(register[1])[1] == [{"email": "ann@b.example", "name": "Ann Archer", "state": "invited",
                                      "roles": "administrator: Westshire Policing Board"}]
    assert "ann@b.example,Ann Archer,closed,'-" in register[1]


def test_a_successor_takes_over(register: Any) -> None:
    assert "Westshire Mayor took over from Westshire Policing Board on " in register[1]
    assert re.search(r"Actions +0 +0", register[1])


def test_a_reset_makes_a_new_link_and_may_take_the_second_proof(register: Any) -> None:
    assert "The app, the passkeys and the recovery codes are gone" in register[1]
    assert register[1].count("Hand over this link") == 2


def test_faults_name_the_thing_and_the_remedy(register: Any) -> None:
    errors = register[2]
    assert "ANN@b.example has an account already. Give that account a role instead." in errors
    assert "there is no organisation 'Westshire Bord'. Did you mean " in errors
    assert "'Westshire Policing Board'" in errors
    assert "`answerable accounts end` needs --email." in errors
