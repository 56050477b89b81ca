"""The period of a published figure, from the words in which lists write it."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = r"\d{4}-\d{2}-\d{2}"
_MONTH = r"\d{4}-\d{2}"
_YEARS = re.compile(r"(\d{4})/(\d{2})")
_JOINT = re.compile(r"\s*/\s*|\s+to\s+")


def published_period(text: str) -> tuple[date, date] | None:
    """First and last day of "2024-04", "2024", "2020/21" (April to March), "2024-04-01", and of two of these with "/" or
    " to " between; None where the words name no days."""
    text = text.strip()
    whole = _one(text)
    if whole is not None:
        return whole
    parts = _JOINT.split(text) if " to " not in text else re.split(r"\s+to\s+", text)
    if len(parts) != 2:
        return None
    first, last = _one(parts[0]), _one(parts[1])
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _one(text: str) -> tuple[date, date] | None:
    try:
        if re.fullmatch(_DAY, text):
            return date.fromisoformat(text), date.fromisoformat(text)
        if re.fullmatch(_MONTH, text):
            return _month(int(text[:4]), int(text[5:]))
        if re.fullmatch(r"\d{4}", text):
            return date(int(text), 1, 1), date(int(text), 12, 31)
        match = _YEARS.fullmatch(text)
        if match and (int(match[1]) + 1) % 100 == int(match[2]):
            return date(int(match[1]), 4, 1), date(int(match[1]) + 1, 3, 31)
    except ValueError:
        return None
    return None


def _month(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
