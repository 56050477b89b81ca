"""The verb promises, declared."""

from __future__ import annotations

from typing import Any

from answerable.cli.verb_parts import format_of, verb, workspace


def promises_verb(verbs: Any) -> None:
    """`answerable promises`."""
    added = verb(verbs, "promises", "Follow what was promised by the releases: keep how each promise stands, and settle those "
                 "whose figure is final. `answerable release` does it too. Or list every promise with where it stands.",
                 "answerable promises follow my-force", "promises", "promises")
    added.add_argument("what", choices=("follow", "list"), help="what to do")
    workspace(added)
    format_of(added, ("table", "json", "csv"))
