"""Before the site is served: the workspace's own key, and the register's database as this version wants it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def prepare(workspace_dir: Path) -> None:
    """Make the key with which sessions are signed, where there is none, and bring the register's database up to date.

    Leaves Django set up for that workspace, with no connection open. Raises django.db.Error where the database cannot be
    reached or written, OSError where the folder cannot be.
    """
    os.environ["ANSWERABLE_WORKSPACE"] = str(Path(workspace_dir).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.web.settings"
    _make_key(Path(workspace_dir) / "register.key")
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def _make_key(path: Path) -> None:
    if not path.exists() and "ANSWERABLE_SECRET_KEY" not in os.environ:
        # Nobody but the owner reads it: who has the key can sign a session.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
