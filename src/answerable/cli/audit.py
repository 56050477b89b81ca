"""The verb `audit`: listing and verifying what was done in the register."""

from __future__ import annotations

import os
import sqlite3
from argparse import Namespace
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from answerable.cli.printing import as_csv, as_json, as_table
from answerable.errors import InputError
from answerable.words import format_things

FAULTY = 2


def audit(arguments: Namespace) -> int:
    """Do what is asked of the audit. Returns the exit code: 2 where the chain is faulty."""
    from answerable.web.preparing import open_register

    open_register(Path(arguments.workspace))
    return _verify(arguments) if arguments.what == "verify" else _list(arguments)


def _verify(arguments: Namespace) -> int:
    from answerable.web.audit.verifying import verify

    verified = verify(Path(arguments.workspace))
    if arguments.format == "json":
        print(as_json(verified.as_json()))
    elif arguments.format == "csv":
        print(as_csv(verified.as_json()["faults"]))
    else:
        for _number, words in verified.faults:
            print(words)
        held = format_things(verified.anchors, "note of a newest event", "notes of a newest event")
        print(f"{format_things(verified.events, 'event was', 'events were')} looked at and held against {held}: "
              + (format_things(len(verified.faults), "fault.", "faults.") if verified.faults
                 else "the chain is as it was written."))
    return FAULTY if verified.faults else 0


def _list(arguments: Namespace) -> int:
    from answerable.web.audit.models import AuditEvent
    from answerable.web.audit.reading import chosen

    events = chosen(AuditEvent.objects.order_by("number"), kind=arguments.kind or "", about=arguments.about or "",
                    number=arguments.number, first=_day(arguments.first), last=_day(arguments.last))
    rows: list[dict[str, Any]] = [
        {"number": event.number, "at": event.at.isoformat(timespec="seconds"), "what": event.words, "account": event.actor,
         "roles": event.roles} for event in events.iterator()]
    print({"json": as_json, "csv": as_csv, "table": as_table}[arguments.format](rows))
    return 0


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise InputError(f"'{written}' is not a day.", remedy="Write it as YYYY-MM-DD, such as 2026-09-30.") from None


def newest_event(workspace: Path) -> dict[str, Any] | None:
    """The newest audit event of a workspace's register, as a release names it: {"number", "sha256"}; None where it has no
    register. So a chain that is cut off later shows against what was published."""
    if os.environ.get("ANSWERABLE_DATABASE"):
        from answerable.web.audit.verifying import newest_event as newest
        from answerable.web.preparing import open_register

        open_register(workspace)
        return newest()
    path = workspace / "register.sqlite3"
    if not path.is_file():
        return None
    # One row of a file: not worth the second that Django takes to load.
    with closing(sqlite3.connect(f"file:{path.resolve()}?mode=ro", uri=True)) as connection:
        try:
            row = connection.execute("SELECT number, sha256 FROM audit_chainhead").fetchone()
        except sqlite3.OperationalError:
            return None
    return {"number": row[0], "sha256": row[1]} if row else {"number": 0, "sha256": ""}
