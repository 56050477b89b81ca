"""Days and periods in the language of the page."""

from __future__ import annotations

from datetime import date

from answerable.periods import day_label, period_label
from answerable.web.components.languages import in_welsh
from answerable.words import days_said


def period_said(kind: str, start: date, end: date) -> str:
    """A period in words: "December 2026", "October to December 2026", "2026/27"."""
    label = period_label(kind, start, end)
    return days_said(label) if in_welsh() else label


def day_said(day: date) -> str:
    """A day in words: "31 December 2026"."""
    label = day_label(day)
    return days_said(label) if in_welsh() else label
