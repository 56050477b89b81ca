"""The columns of a report's ratings: what each may be called, and how a header is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answerable.errors import did_you_mean

# Column → the names that a header may give it beside its own, capitals and punctuation aside.
NAMES: dict[str, tuple[str, ...]] = {
    "measure": ("indicator", "kpi", "metric", "performance measure", "name", "description", "what", "measure name"),
    "period": ("month", "quarter", "year", "date", "time period", "reporting period", "when", "as at"),
    "rating": ("rag", "rag rating", "rag status", "status", "colour", "color", "grade", "judgement", "assessment",
               "stated rating"),
    "value": ("figure", "result", "performance", "actual", "current", "outturn", "current value", "latest"),
    "numerator": ("count", "number", "cases met", "successes", "n"),
    "denominator": ("out of", "total", "cases", "all", "base", "sample", "sample size", "of"),
    "unit": ("units", "measured in"),
    "target": ("aim", "goal", "standard", "threshold", "ambition", "aspiration"),
    "baseline": ("base line", "national baseline", "starting point", "previous year", "starting value"),
    "benchmark": ("national average", "national", "peer average", "msg average", "most similar group", "comparator",
                  "average of others"),
    "direction": ("better", "polarity", "good is", "which way is better", "better when", "desired direction"),
    "meant_to": ("intended", "meant to", "should", "expected to", "aim to", "planned to", "intended direction"),
    "rest_of": ("rest of", "complement of", "what is left of", "remainder of", "opposite of"),
    "source": ("report", "document", "reference", "where", "published in"),
    "page": ("pages", "page number", "paragraph"),
    "note": ("notes", "comment", "comments", "commentary", "remarks", "remark"),
}
NEEDED = ("measure", "period", "rating")


@dataclass(frozen=True)
class Header:
    """Column → its place in a row; width: how many fields it has; faults: what is wrong with it."""

    places: dict[str, int]
    width: int
    faults: tuple[str, ...]


def read_header(names: Sequence[str]) -> Header:
    """Which column stands where. An unknown name, one column under two names, and a missing one that is needed are faults."""
    known = {_plain(name): column for column, others in NAMES.items() for name in (column, *others)}
    places: dict[str, int] = {}
    faults: list[str] = []
    for place, name in enumerate(names):
        column = known.get(_plain(name))
        if column is None:
            if _plain(name) and not re.fullmatch(r"column \d+", name):
                faults.append(f"there is no column '{name}'. {did_you_mean(_plain(name), known)} Columns are "
                              f"{', '.join(NAMES)}; remarks of your own go under note.".replace("  ", " "))
        elif column in places:
            faults.append(f"'{names[places[column]]}' and '{name}' both mean {column}. Leave one out, or call it note.")
        else:
            places[column] = place
    faults += [f"the column '{column}' is missing. It may also be called {', '.join(NAMES[column][:4])}."
               for column in NEEDED if column not in places]
    return Header(places, len(names), tuple(faults))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
