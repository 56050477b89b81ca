"""The made-up force: three years of raw exports of "Westshire Police", whose contacts are drawn by the simulator.

docs/explanation/made-up-force.md tells what it is, what happens to it, and what is wrong with its files.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from answerable.records.synthetic.dirt import DIRT
from answerable.records.synthetic.force import make_force

__all__ = ["CALENDAR_FOLDER", "DIRT", "GRADE_SCHEMES_FOLDER", "NEIGHBOURS_FOLDER", "REGISTER_FOLDER", "SOURCES",
           "SOURCES_FOLDER", "TARGETS_FOLDER", "make_force"]

SOURCES_FOLDER = Path(str(resources.files(__name__) / "sources"))

# The made-up governing body's own targets.
TARGETS_FOLDER = SOURCES_FOLDER.parent / "targets"

# Its own grades of incidents, with the times in which they are to be attended.
GRADE_SCHEMES_FOLDER = SOURCES_FOLDER.parent / "grade_schemes"
# What broke its figures, and who mends them.
REGISTER_FOLDER = SOURCES_FOLDER.parent / "register"

# Its made-up neighbours: who they are, a peer group, and what they published.
NEIGHBOURS_FOLDER = SOURCES_FOLDER.parent / "neighbours"

# What its calendar declares: events and the holidays of its schools.
CALENDAR_FOLDER = SOURCES_FOLDER.parent / "calendar"

# Name of a source → the text of its mapping (docs/reference/sources.md).
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SOURCES_FOLDER.glob("*.yaml"))}
