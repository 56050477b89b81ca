"""A real workspace on which decisions can be taken: the shipped measures, a few made-up calls, and a release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import example_release

from answerable import Workspace

CALLS = Path(__file__).parents[2] / "docs" / "tutorial" / "calls-2026-09.csv"
MEASURE = "101-answered-within-30s"


def make_workspace(folder: Path) -> Path:
    """Make it in a folder that is not there yet, or empty; returns the folder."""
    workspace = Workspace.create(folder, name="Westshire Police", governing_body="Westshire Police and Crime Commissioner")
    workspace.load("generic_csv", CALLS)
    _write_measures(folder / "releases" / "0001")
    return folder


def _write_measures(release: Path) -> None:
    """The example release without its charts, which take longer to draw than all the rest."""
    files = {f"measures/{each['id']}.json": each for each in example_release.example_measures()}
    files |= {"quality.json": example_release.example_quality(), "missing.json": example_release.example_missing()}
    written = {name: json.dumps(content).encode() for name, content in files.items()}
    for name, content in written.items():
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        (release / name).write_bytes(content)
    (release / "release.json").write_text(json.dumps(example_release._header(1, True, written)))


def override(**changes: Any) -> dict[str, Any]:
    """What an override needs besides who, why and the measure."""
    from datetime import timedelta

    from django.utils import timezone

    return {"rating": "not-rated", "evidence": "A dip sample of twenty calls.",
            "expires": timezone.localdate() + timedelta(days=60), **changes}
