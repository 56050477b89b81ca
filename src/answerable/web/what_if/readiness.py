"""When the simulator is made ready: as the server starts, where the workspace has rooms, else when somebody first asks."""

from __future__ import annotations

from answerable.web.what_if import simulator
from answerable.web.what_if.rooms import has_own


def begin_where_used() -> None:
    """Begin where the workspace has rooms of its own. A site that simulates nothing keeps that memory."""
    if has_own():
        simulator.begin()
