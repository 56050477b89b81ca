"""The verb promises: follow them by the releases, list them with where they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from answerable.cli.register_room import prepared_register, printed
from answerable.words import format_things

# What stands in a workspace whose register was opened once: its database, or the key alone where that stands elsewhere.
DATABASE, KEY = "register.sqlite3", "register.key"


def promises(arguments: Namespace) -> None:
    """Do what was asked for."""
    prepared_register(arguments.workspace)
    if arguments.what == "follow":
        print(followed_words())
    else:
        print(printed(_rows(), arguments.format))


def followed_words() -> str:
    """Follow every promise; say what came of it. The register is open."""
    from answerable.web.register.promises_following import follow_promises

    done = follow_promises()
    lines = [f"Followed {format_things(done.promises, 'promise', 'promises')}: "
             f"{format_things(done.courses, 'look', 'looks')} kept, {len(done.settled)} settled."]
    for promise in done.settled:
        promise.refresh_from_db()
        lines.append(f"  {promise.pk} {promise.outcome}: {promise.outcome_reason}")
    return "\n".join(lines)


def follow_after_release(folder: Path) -> str:
    """What following did after a release, in words; "" for a workspace that has no register yet. The release stands
    already: what goes wrong here is said, and takes nothing back."""
    elsewhere = "ANSWERABLE_DATABASE" in os.environ and ((folder / KEY).exists() or "ANSWERABLE_SECRET_KEY" in os.environ)
    if not (folder / DATABASE).exists() and not elsewhere:
        return ""
    # In a process of its own: Django is set up for one workspace, and a notebook may release several.
    done = subprocess.run([sys.executable, "-m", "answerable", "promises", "follow", str(folder)], capture_output=True,
                          text=True, check=False)
    if done.returncode == 0:
        # A register without a promise to follow has nothing to be told of at every release.
        return "" if done.stdout.startswith("Followed 0 ") else done.stdout.strip()
    fault = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
    return f"The promises were not followed: {fault} Once that is mended, `answerable promises follow {folder}` does it."


def _rows() -> list[dict[str, Any]]:
    from answerable.web.register.models import PromiseEntry
    from answerable.web.register.promises_standing import states_now

    every = PromiseEntry.objects.all()
    states = states_now(every)
    return [{"number": promise.pk, "state": states[promise.pk][0], "kind": promise.kind,
             "said_by": str(promise.said_by or promise.force or promise.body), "said_on": promise.said_on.isoformat(),
             "measure": promise.measure_id, "promised": _promised(promise), "words": promise.words,
             "due": promise.due.isoformat() if promise.due else ""}
            for promise in every.select_related("said_by", "force", "body").order_by("said_on", "pk")]


def _promised(promise: Any) -> str:
    return f"{promise.comparison} {promise.threshold:g}" if promise.threshold is not None else ""
