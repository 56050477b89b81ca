"""The register's database as it is really made: by its migrations, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from answerable.cli.audit import newest_event

MAKE = """
import gc, sys
gc.disable()   # it took a fifth of the time of making all models anew for each migration
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from answerable.web import preparing
if sys.argv[2] == "migrations":
    preparing._make_tables = lambda: None
preparing.prepare(Path(sys.argv[1]))
from django.db import connection
from answerable.web.audit.models import ChainHead
from answerable.web.organisations.commands import add_organisation
added = add_organisation(by=None, kind="force", name="Westshire Police")
added = add_organisation(by=None, kind="team", name="Control room", parent=added)
print(added.history.count(), ChainHead.objects.get().sha256)
with connection.cursor() as cursor:
    # Of the library's own permissions, which are not used, one key is wider by its migrations.
    for table in sorted(set(connection.introspection.table_names(cursor)) - {"auth_group_permissions"}):
        described = connection.introspection.get_table_description(cursor, table)
        print(table, sorted((each.name, str(each.type_code), each.null_ok) for each in described))
        held = connection.introspection.get_constraints(cursor, table)
        print(table, sorted(str((sorted(each["columns"] or ()), each["primary_key"], each["unique"], each["foreign_key"],
                                 each["check"], each["index"])) for each in held.values()))
"""


@pytest.mark.django_db
def test_the_migrations_are_those_of_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def made(folder: Path, way: str, database: str | None = None) -> list[str]:
    """What a process of its own says that made a register and ran two commands in it: how many versions there are and the
    newest event; then its tables. way: "migrations", or "models", as an empty database is filled."""
    folder.mkdir(exist_ok=True)
    environment = {key: value for key, value in os.environ.items() if key != "ANSWERABLE_DATABASE"}
    if database:
        environment["ANSWERABLE_DATABASE"] = database
    done = subprocess.run([sys.executable, "-c", MAKE, str(folder), way], env=environment, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif("ANSWERABLE_DATABASE" in os.environ, reason="the tests run on PostgreSQL: see the test below")
def test_on_sqlite_the_migrations_make_what_the_models_are(tmp_path: Path) -> None:
    first, *migrated = made(tmp_path / "migrated", "migrations")
    again, *tables = made(tmp_path / "quick", "models")
    assert (first.split()[0], again.split()[0]) == ("1", "1")
    assert tables == migrated
    assert newest_event(tmp_path / "quick") == {"number": 2, "sha256": again.split()[1]}


def test_without_a_register_a_release_tells_no_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSWERABLE_DATABASE", raising=False)
    assert newest_event(tmp_path) is None


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """The address of a new, empty database beside the one of the tests."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield os.environ["ANSWERABLE_DATABASE"].replace("/postgres?", f"/{name}?")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.skipif("ANSWERABLE_DATABASE" not in os.environ, reason="tools/postgres.sh runs these tests on PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_the_migrations_make_what_the_models_are(tmp_path: Path) -> None:
    with own_database(f"migrated_{os.getpid()}") as one, own_database(f"quick_{os.getpid()}") as other:
        migrated, quick = made(tmp_path / "a", "migrations", one), made(tmp_path / "b", "models", other)
    assert migrated[0].split()[0] == quick[0].split()[0] == "1"
    assert quick[1:] == migrated[1:]
