"""What the page of a measure says of a sample or survey: what it leaves open, and how many answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def sampled_context(measure: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a sample or survey; empty where the measure counts all, or a release was made before there were intervals.
    """
    rows = [*measure["figures"], *(row for part in measure["breakdowns"] for row in part["rows"])]
    if not any(row.get("interval") for row in rows):
        return {}
    return {"response": [_answered(row) for row in measure.get("response") or ()]}


def _answered(row: Mapping[str, Any]) -> str:
    # The share and no counts: where each person is asked several questions, rows are not people.
    if row["label"]:
        return _("{survey}: {share} of those asked answered.").format(survey=row["label"], share=row["text"])
    return _("{share} of those asked answered.").format(share=row["text"])
