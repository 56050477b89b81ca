"""`answerable register escalate`: what is overdue goes up the ladder. To be run once a day."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from answerable.cli.register_room import day
from answerable.words import format_things


def escalate(arguments: Namespace) -> None:
    """Record what is to be escalated as of a day (default: today) in a register that is open, and print it."""
    from answerable.web.register.escalation import escalate_overdue, ladder

    done = escalate_overdue(None, day(arguments.day, "day"), ladder(Path(arguments.workspace)))
    for action, step in done:
        print(f"Action {action.pk}, due by {action.until}, goes to step {step}: {action.title}")
    print(f"{format_things(len(done), 'action was', 'actions were')} escalated.")
