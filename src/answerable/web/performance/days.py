"""The days of a feed, received against expected, as the page on data quality and its downloads show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from answerable.records.expecting import STATES
from answerable.words import format_value

MONTHS_SHOWN = 13
NAMES = {name[0]: name for name in STATES}
# One sign a day, so that a month is a strip of signs: shapes and not colours tell the states apart.
SIGNS = {"usual": "■", "closed": "·", "quiet": "□", "missing": "✕", "thin": "▁", "doubled": "▲"}


@dataclass(frozen=True)
class MonthStrip:
    """A month of a feed. strip: one sign a day; share: received of expected, in words; odd: what is not as usual, in words."""

    label: str
    strip: str
    received: int
    expected: int
    share: str
    odd: str


def feed_days(coverage: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each day of each feed as feed, day, received, expected and state; nothing of a release that does not hold them."""
    for feed in coverage:
        by_day = feed.get("by_day")
        for place, state in enumerate(by_day["states"] if by_day else ""):
            yield {"feed": feed["feed"], "day": str(date.fromisoformat(by_day["from"]) + timedelta(days=place)),
                   "received": by_day["received"][place], "expected": by_day["expected"][place], "state": NAMES[state]}


def month_strips(feed: Mapping[str, Any]) -> list[MonthStrip]:
    """The last months of a feed, the newest first."""
    months = [_month(list(days)) for _month_name, days in groupby(feed_days([feed]), key=lambda day: day["day"][:7])]
    return months[-MONTHS_SHOWN:][::-1]


def legend() -> list[tuple[str, str]]:
    """(sign, what it means) of every state."""
    words = {"usual": _("about as many records as expected"), "closed": _("none expected: this feed rests"),
             "quiet": _("none, and so few expected that it may be chance"), "missing": _("missing: none, though expected"),
             "thin": _("far fewer than expected"), "doubled": _("about twice as many as expected")}
    return [(SIGNS[state], words[state]) for state in STATES]


def _month(days: list[dict[str, Any]]) -> MonthStrip:
    first = date.fromisoformat(days[0]["day"])
    received, expected = sum(day["received"] for day in days), sum(day["expected"] for day in days)
    # The strip of the month in which a feed began starts where its first day stands.
    strip = "\u2007" * (first.day - 1) + "".join(SIGNS[day["state"]] for day in days)
    odd = {"missing": _("missing: {days}"), "thin": _("far fewer: {days}"), "doubled": _("twice: {days}")}
    told = [words.format(days=", ".join(str(int(day["day"][8:])) for day in days if day["state"] == state))
            for state, words in odd.items() if any(day["state"] == state for day in days)]
    return MonthStrip(f"{MONTHS[first.month]} {first.year}", strip, received, round(expected),
                      format_value(100 * received / expected if expected else None, "percent"), "; ".join(told))
