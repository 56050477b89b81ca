"""A site without a register says so in words: where its database is empty, and where it cannot be reached."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ADDRESSES = ["/answers/", "/cy/promises/", "/account/", "/api/v1/actions", "/"]
ASK = """
import json, sys
from pathlib import Path
import django
from answerable.web.preparing import point_at
folder = Path(sys.argv[1])
point_at(folder)
django.setup()
from django.db import connection, connections
from django.test import Client

def asked():
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    found = {}
    for address in sys.argv[2:]:
        answer = client.get(address)
        found[address] = [answer.status_code, answer.headers["Content-Type"], answer.content.decode()]
    return found

told = {"empty": asked()}
connections.close_all()
connections["default"].settings_dict["NAME"] = folder / "no-such-folder" / "register.sqlite3"
told["unreachable"] = asked()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, released_workspace: Path) -> dict[str, dict[str, tuple[int, str, str]]]:
    """What a site on a workspace that was only released answers: how the database is → address → (status, type, content)."""
    if "ANSWERABLE_DATABASE" in os.environ:
        pytest.skip("the site that is asked is a process of its own, and never told of another database")
    folder = tmp_path_factory.mktemp("unregistered")
    (folder / "releases").symlink_to(released_workspace / "releases")
    environment = {key: value for key, value in os.environ.items() if key != "ANSWERABLE_DATABASE"}
    done = subprocess.run([sys.executable, "-c", ASK, str(folder), *ADDRESSES], env=environment, capture_output=True, text=True,
                          check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_without_tables_it_says_how_a_register_is_made(told: dict[str, Any]) -> None:
    for address in ("/answers/", "/account/"):
        status, _kind, text = told["empty"][address]
        assert status == 503
        assert "There is no register here yet" in text
        assert "answerable serve WORKSPACE" in text


def test_where_the_database_does_not_answer_it_says_so(told: dict[str, Any]) -> None:
    status, _kind, text = told["unreachable"]["/answers/"]
    assert status == 503
    assert "The register cannot be reached just now" in text
    assert "answerable serve WORKSPACE" not in text


def test_it_says_so_in_welsh_too(told: dict[str, Any]) -> None:
    status, _kind, text = told["empty"]["/cy/promises/"]
    assert status == 503
    assert "Nid oes cofrestr yma eto" in text


def test_programs_are_told_in_problem_json(told: dict[str, Any]) -> None:
    for how in ("empty", "unreachable"):
        status, kind, text = told[how]["/api/v1/actions"]
        assert (status, kind) == (503, "application/problem+json")
        assert "register" in json.loads(text)["detail"]


def test_the_published_figures_stand_without_it(told: dict[str, Any]) -> None:
    assert told["empty"]["/"][0] == told["unreachable"]["/"][0] == 200


@pytest.mark.django_db
def test_a_fault_of_another_kind_stays_a_fault_of_ours() -> None:
    from django.db import OperationalError

    from answerable.web.faults import lack_of_register

    assert lack_of_register(OperationalError("database is locked")) == ""
    assert lack_of_register(ValueError("x")) == ""
