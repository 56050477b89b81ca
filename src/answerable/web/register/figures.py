"""The newest release's figures, for entries that name a measure: choices, words, the figure of a period, the months ahead.

Nothing here reads the database. Without a release, or where it cannot be read, every function says so with an empty answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from answerable.errors import AnswerableError
from answerable.web.performance.reading import Release, newest_release


@dataclass(frozen=True)
class Figure:
    """A figure of a measure as released. value: in the measure's unit, None where the period has none; text: as a page shows
    it; label: its period in words; status: "final", "provisional", "no-data", "not-available"; version: of the definition."""

    measure_id: str
    value: float | None
    text: str
    label: str
    period_start: date
    period_end: date
    status: str
    version: int
    note: str = ""


@dataclass(frozen=True)
class Signal:
    """Something that a release tells that the one before did not. code: as in signals.json; words: one sentence."""

    measure_id: str
    title: str
    code: str
    words: str


def release_now() -> Release | None:
    """The newest release; None where there is none, or where it cannot be read."""
    try:
        return newest_release()
    except (AnswerableError, OSError, ValueError, KeyError):
        return None


def measure_now(measure_id: str) -> Mapping[str, Any] | None:
    """A measure's file of the newest release (docs/reference/release-format.md); None where there is none."""
    return measure_in(release_now(), measure_id)


def measure_in(release: Release | None, measure_id: str) -> Mapping[str, Any] | None:
    """A measure's file of a release; None where there is none, or where it cannot be read."""
    try:
        return release.measure(measure_id) if release and measure_id else None
    except (AnswerableError, OSError, ValueError, KeyError):
        return None


def measure_choices() -> dict[str, str]:
    """The measures of the newest release: id → title, in the order of titles. Empty without a release."""
    return dict(_choices(release_now()))


@lru_cache(maxsize=2)
def _choices(release: Release | None) -> tuple[tuple[str, str], ...]:
    rows = [(row["id"], row["title"]) for row in release.header["measures"]] if release else []
    return tuple(sorted(rows, key=lambda row: row[1].lower()))


def measure_title(measure_id: str) -> str:
    """A measure's title; its id where the newest release does not have it."""
    return _titles(release_now()).get(measure_id, measure_id)


@lru_cache(maxsize=2)
def _titles(release: Release | None) -> dict[str, str]:
    return dict(_choices(release))


def latest_words(measure_id: str) -> str:
    """What the newest release says of a measure, in one sentence; empty where it has none of that name, or no figure."""
    measure = measure_now(measure_id)
    if not measure:
        return ""
    sentence = (measure.get("judgement") or {}).get("sentence")
    headline = measure.get("headline")
    return str(sentence or (f"{measure['title']}: {headline['text']} ({headline['label']})." if headline else ""))


def figure_for(measure_id: str, day: date) -> Figure | None:
    """The figure of the period in which a day falls; None where the newest release has no such measure or period."""
    measure = measure_now(measure_id)
    written = day.isoformat()
    return next((_figure(measure, row) for row in measure.get("figures") or ()
                 if row["period_start"] <= written <= row["period_end"]), None) if measure else None


def _figure(measure: Mapping[str, Any], row: Mapping[str, Any]) -> Figure:
    return Figure(measure["id"], row["value"], row["text"], row["label"], date.fromisoformat(row["period_start"]),
                  date.fromisoformat(row["period_end"]), row["status"], row.get("version") or measure["version"],
                  row.get("note") or "")


def new_signals() -> tuple[Signal, ...]:
    """What the newest release tells that the one before did not, for agendas. Empty without a release."""
    return _signals(release_now())


@lru_cache(maxsize=2)
def _signals(release: Release | None) -> tuple[Signal, ...]:
    try:
        told = (release.signals() or {}).get("told", ()) if release else ()
    except (AnswerableError, OSError, ValueError, KeyError):
        return ()
    return tuple(Signal(row["measure"], row.get("title") or measure_title(row["measure"]), row["code"], row["words"])
                 for row in told if row.get("measure"))
