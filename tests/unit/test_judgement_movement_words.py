"""How large a claimed movement is, as a sentence tells it."""

from __future__ import annotations

from datetime import date

import pytest

from answerable.judgement.evidence import BASELINE, FALL, Bar, Evidence
from answerable.judgement.movement import CANNOT_TELL, movement
from answerable.judgement.series import FINAL, Point


@pytest.mark.parametrize(("baseline", "told"), [(2.0, " (−50%)"), (100.0, " (−99%)"), (1e-281, ""), (5e-324, ""), (0.0, "")])
def test_a_change_is_told_in_per_cent_unless_it_began_next_to_nothing(baseline: float, told: str) -> None:
    now = Point(date(2026, 9, 1), "September 2026", 1.0, FINAL)
    found = movement(Evidence("count", "lower", now, bars=(Bar(BASELINE, baseline, "", False),)), FALL)
    assert found is not None
    assert told in found.words
    assert ("%)" in found.words) == bool(told)
    assert found.found == CANNOT_TELL or baseline < 1.0
