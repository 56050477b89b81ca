"""Before the site is served: the workspace's own key, and the register's database as this version wants it."""

from __future__ import annotations

import os
import secrets
import tomllib
from pathlib import Path

from answerable.errors import WorkspaceError

# What belongs to the register is never to go into version control along with a workspace's definitions.
PRIVATE = ("register.key", "register.sqlite3*", "register-files/")


def prepare(workspace_dir: Path) -> None:
    """Make the key with which sessions are signed, where there is none, bring the register's database up to date, and put the
    force and the governing body that the workspace names into a register that has none.

    Leaves Django set up for that workspace, with no connection open. Raises django.db.Error where the database cannot be
    reached or written, OSError where the folder cannot be.
    """
    point_at(workspace_dir)
    _keep_private(Path(workspace_dir) / ".gitignore")
    _make_key(Path(workspace_dir) / "register.key")
    import django
    from django.core.management import call_command
    from django.db import connection, connections

    django.setup()
    if not connection.introspection.table_names():
        _make_tables()
    if _behind():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _make_own(Path(workspace_dir))
    connections.close_all()


def _make_tables() -> None:
    """Fill an empty database with the tables as the models have them, and note every migration as done. It gives what the
    migrations give (tests/register/test_databases.py), in a second: they take fifteen of a processor, since Django makes all
    models anew for each link that one adds. All of it happens, or nothing."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    without = {app.label: None for app in apps.get_app_configs()}
    # SQLite heeds this outside of a transaction only, and refuses to make tables while it checks links.
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            settings.MIGRATION_MODULES = without
            try:
                call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
            finally:
                settings.MIGRATION_MODULES = {}
            for app, name in MigrationLoader(connection).graph.nodes:
                MigrationRecorder(connection).record_applied(app, name)
    finally:
        connection.enable_constraint_checking()


def _behind() -> bool:
    """Whether a migration is still to be applied. Asked first, since Django's own command builds every model twice over even
    where it finds nothing to do: a second of a processor at each start."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def open_register(workspace_dir: Path) -> None:
    """Set Django up for the register of a workspace, as it is: nothing is made or migrated. Raises WorkspaceError where there
    is none."""
    if not os.environ.get("ANSWERABLE_DATABASE") and not (Path(workspace_dir) / "register.sqlite3").is_file():
        raise WorkspaceError("has no register yet.", where=str(workspace_dir),
                             remedy="`answerable serve` makes one, once there is a workspace.")
    point_at(workspace_dir)
    import django

    django.setup()


def _make_key(path: Path) -> None:
    if not path.exists() and "ANSWERABLE_SECRET_KEY" not in os.environ:
        # Nobody but the owner reads it: who has the key can sign a session.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50) + "\n")


def point_at(workspace_dir: Path) -> None:
    """Let Django's settings, when they are read, be those of a workspace."""
    os.environ["ANSWERABLE_WORKSPACE"] = str(Path(workspace_dir).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.web.settings"


def _keep_private(ignored: Path) -> None:
    """A workspace made before there was a register does not name its files yet."""
    text = ignored.read_text(encoding="utf-8") if ignored.is_file() else ""
    lacking = [line for line in PRIVATE if line not in text.splitlines()]
    if lacking:
        ignored.write_text(text + "".join(f"{line}\n" for line in lacking), encoding="utf-8")


def _make_own(folder: Path) -> None:
    from answerable.web.organisations.own import make_own

    try:
        told = tomllib.loads((folder / "answerable.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return   # who serves the workspace is told what is wrong with it elsewhere
    make_own(str(told.get("name", "")), str(told.get("governing_body", "")))
