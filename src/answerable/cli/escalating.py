"""`answerable register escalate`: what is overdue goes up the ladder. To be run once a day."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from answerable.cli.register_room import day, open_register
from answerable.words import format_things


def escalate(arguments: Namespace) -> None:
    """Record what is to be escalated as of a day (default: today), and print it."""
    workspace = open_register(arguments.workspace)
    print("\n".join(escalated(workspace, day(arguments.day, "day"))))


def escalated(workspace: Path, when: date | None) -> list[str]:
    """Escalate as of a day (None: today). Gives what to print: a line for each action, then how many there were."""
    from answerable.web.register.escalation import escalate_overdue, ladder

    done = escalate_overdue(None, when, ladder(workspace))
    lines = [f"Action {action.pk}, due by {action.until}, goes to step {step}: {action.title}" for action, step in done]
    return [*lines, f"{format_things(len(done), 'action was', 'actions were')} escalated."]
