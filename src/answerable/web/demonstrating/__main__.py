"""`python -m answerable.web.demonstrating WORKSPACE`: fill the register of a made-up workspace that has a release.

A process of its own, as Django can be set up for one workspace only, and as its clock is set before any model is loaded.
"""

from __future__ import annotations

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
    clock.install()
    from answerable.web.preparing import prepare

    prepare(folder)
    from answerable.web.demonstrating.cast import make_cast
    from answerable.web.demonstrating.story import tell
    from answerable.web.performance.reading import newest_release

    release = newest_release()
    assert release is not None, "the demonstration is released before its register is filled"
    figures = [measure["figures"] for measure in release.measures() if measure["figures"]]
    newest = date.fromisoformat(max(each[-1]["period_end"] for each in figures))
    story = clock.Story(date(newest.year + newest.month // 12, newest.month % 12 + 1, 1))
    tell(story, make_cast(story, workspace.settings.name, workspace.settings.governing_body))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
