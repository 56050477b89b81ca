"""What the verbs of the register have in common: opening it, and finding by what a person writes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from answerable.cli.printing import as_csv, as_json, as_table
from answerable.errors import InputError, did_you_mean
from answerable.workspace import Workspace


def prepared_register(folder: str) -> Path:
    """Make the register of a workspace ready for use here. Gives the workspace's folder; raises WorkspaceError where it is
    none."""
    found = Workspace(folder).folder
    from answerable.web.preparing import prepare

    prepare(found)
    return found


def needed(arguments: Namespace, *names: str) -> None:
    """Raise InputError for the first argument that was left out."""
    for name in names:
        if not getattr(arguments, name):
            raise InputError(f"`answerable {arguments.verb} {arguments.what}` needs --{name.replace('_', '-')}.",
                             remedy=f"`answerable {arguments.verb} --help` shows an example.")


def day(text: str | None, option: str) -> date | None:
    """A day as written, None for none. Raises InputError for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"--{option} {text} is not a day.", remedy="Write it as YYYY-MM-DD.") from None


def organisation(name: str) -> Any:
    """The organisation of that name, or of that short name. Raises InputError, with what is near, where there is none."""
    from answerable.web.organisations.models import Organisation

    every = list(Organisation.objects.all())
    wanted = name.strip().casefold()
    for own in ("name", "short_name"):
        found = [each for each in every if getattr(each, own).casefold() == wanted]
        if len(found) == 1:
            return found[0]
    raise InputError(f"there is no organisation '{name}'. {did_you_mean(name, [each.name for each in every])}".strip(),
                     remedy="`answerable organisations list` names them all, `answerable organisations add` adds one.")


def printed(rows: Sequence[Mapping[str, Any]], format_: str) -> str:
    """Rows as table, JSON or CSV."""
    if format_ == "table":
        return as_table(rows)
    return as_json(rows) if format_ == "json" else as_csv(rows)
