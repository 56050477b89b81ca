"""Decisions of people: steps, overrides, stages, events and what takes them back, each recorded once and never edited.

A workspace keeps them in `decisions/`. What follows from them on a day is worked out from the whole record, `standing`.
"""

from answerable.decisions.kinds import Decision
from answerable.decisions.reading import FOLDER, read_decisions
from answerable.decisions.standing import NOTHING_DECIDED, Standing, about, standing

__all__ = ["FOLDER", "NOTHING_DECIDED", "Decision", "Standing", "about", "read_decisions", "standing"]
