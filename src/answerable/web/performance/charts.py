"""What the page of a measure says around its heat map and the small charts of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from answerable.web.performance.home import signal_of
from answerable.web.performance.reading import Release
from answerable.words import format_value


def hours_context(release: Release, measure: Mapping[str, Any]) -> dict[str, Any] | None:
    """The hours of the week: their heat map, what it shows in a sentence, and the rows of the table; None where the release
    has none. A release made before there were heat maps has the table alone.
    """
    by_hour = measure["by_hour"]
    if not by_hour:
        return None
    wide, narrow = (release.chart(measure["id"], f"hours-{width}") for width in ("wide", "narrow"))
    fewest = by_hour.get("fewest_cases", 0)
    rows = [{"label": row["label"], "cells": list(_cells(row, fewest))} for row in by_hour["rows"]]
    return {"period": by_hour["period_label"], "wide": wide, "narrow": narrow, "rows": rows, "fewest": fewest,
            "few": any(cell["few"] for row in rows for cell in row["cells"]),
            "sentence": extremes(by_hour, measure["unit"]) if wide else ""}


def _cells(row: Mapping[str, Any], fewest: int) -> Iterator[dict[str, Any]]:
    cases = row.get("cases") or [None] * len(row["values"])
    for text, number in zip(row["values"], cases, strict=True):
        yield {"text": text, "few": text is not None and number is not None and number < fewest}


def extremes(by_hour: Mapping[str, Any], unit: str) -> str:
    """The hours of the week with the highest and the lowest figure, of those with enough cases; empty where there are no two
    to tell apart.
    """
    known = [(value, row["label"], hour) for row in by_hour["rows"]
             for hour, (value, cases) in enumerate(zip(row["numbers"], row["cases"], strict=True))
             if value is not None and (cases is None or cases >= by_hour["fewest_cases"])]
    if not known or min(known)[0] == max(known)[0]:
        return ""
    high, low = max(known, key=lambda hour: hour[0]), min(known, key=lambda hour: hour[0])
    return _("Highest in the hour from {high} ({most}), lowest in the hour from {low} ({least}).").format(
        high=_hour(high), most=format_value(high[0], unit), low=_hour(low), least=format_value(low[0], unit))


def _hour(known: tuple[float, str, int]) -> str:
    return _("{hour} on {day}").format(hour=f"{known[2]:02d}:00", day=known[1])


def parts_context(release: Release, measure: Mapping[str, Any]) -> dict[str, Any] | None:
    """The small charts of a measure's parts and other views, with each one's figure and signal in words; None where the
    release has none.
    """
    wide, narrow = (release.chart(measure["id"], f"parts-{width}") for width in ("wide", "narrow"))
    if wide is None:
        return None
    parts = [part for part in release.measures() if part.get("parent") == measure["id"] and part["chart"]["points"]]
    return {"wide": wide, "narrow": narrow,
            "rows": [{"id": part["id"], "title": part["title"], "figure": part["headline"], "signal": signal_of(part)}
                     for part in parts]}
