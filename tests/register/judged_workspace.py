"""A real workspace on which decisions can be taken: the shipped measures, a few made-up calls, and a release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from example_release import write_example_release

from answerable import Workspace

CALLS = Path(__file__).parents[2] / "docs" / "tutorial" / "calls-2026-09.csv"
MEASURE = "101-answered-within-30s"


def make_workspace(folder: Path) -> Path:
    """Make it in a folder that is not there yet, or empty; returns the folder."""
    workspace = Workspace.create(folder, name="Westshire Police", governing_body="Westshire Police and Crime Commissioner")
    workspace.load("generic_csv", CALLS)
    write_example_release(folder, number=1)
    return folder


def override(**changes: Any) -> dict[str, Any]:
    """What an override needs besides who, why and the measure."""
    from datetime import timedelta

    from django.utils import timezone

    return {"rating": "not-rated", "evidence": "A dip sample of twenty calls.",
            "expires": timezone.localdate() + timedelta(days=60), **changes}
