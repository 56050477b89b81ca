"""Figures held against what they should be: where measures and judgement meet."""

from answerable.judging.assessing import (
    MISSING,
    Assessed,
    assess,
    breaks_of,
    decided_on,
    entries_of,
    explained_gaps,
    gaps_of,
    judgement_json,
    monthly,
    points_of,
    reason_of,
    subject_of,
    version_starts,
)
from answerable.judging.families import Families
from answerable.judging.proposing import proposed_steps

__all__ = [
    "MISSING", "Assessed", "Families", "assess", "breaks_of", "decided_on", "entries_of", "explained_gaps", "gaps_of",
    "judgement_json", "monthly", "points_of", "proposed_steps", "reason_of", "subject_of",
    "version_starts",
]
