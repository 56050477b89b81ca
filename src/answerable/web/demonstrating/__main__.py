"""`python -m answerable.web.demonstrating WORKSPACE`: fill the register of a made-up workspace that has a release.

A process of its own, as Django can be set up for one workspace only, and as its clock is set before any model is loaded.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from answerable.web.demonstrating import clock


def main(folder: Path) -> None:
    """Fill the register. Raises WorkspaceError where the workspace is no made-up one."""
    from answerable.errors import WorkspaceError
    from answerable.workspace import Workspace

    workspace = Workspace(folder)
    if not workspace.settings.made_up:
        raise WorkspaceError("the workspace is not a made-up one, so nothing is invented in its register.", where=str(folder),
                             remedy="Say `answerable accounts add` to begin a register of your own.")
    from answerable.web.preparing import point_at, prepare

    clock.install()
    point_at(folder)
    story = clock.Story(_base(folder))
    # Even what is made by itself when a register is opened belongs to the beginning of the story.
    story.now_is(-30, 2)
    prepare(folder)
    from answerable.web.demonstrating.cast import make_cast
    from answerable.web.demonstrating.story import tell
    from answerable.web.register.promises_following import follow_promises

    tell(story, make_cast(story, workspace.settings.name, workspace.settings.governing_body))
    follow_promises()


def _base(folder: Path) -> date:
    """The first day after the newest month of the newest release."""
    files = sorted(folder.glob("releases/[0-9]*/measures/*.json"))
    figures = [json.loads(path.read_bytes())["figures"] for path in files if not path.stem.endswith(".cy")]
    newest = date.fromisoformat(max(each[-1]["period_end"] for each in figures if each))
    return date(newest.year + newest.month // 12, newest.month % 12 + 1, 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
