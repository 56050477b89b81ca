"""A figure: a measure for a period and a place, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

STATUSES = ("final", "provisional", "no-data", "not-available")


class Told(NamedTuple):
    """What can be told of a figure: its status, note, value and why, as of `Figure`."""

    status: str
    note: str
    value: float | None
    why: str = ""


@dataclass(frozen=True)
class Figure:
    """value: in `unit` (percent, seconds, contacts), None where there is none; numerator, denominator: what was
    divided (seconds and contacts for a mean); period_start, period_end: ISO dates, both included, or local ISO times
    of a half-hour, the second being its end; coverage: share of the expected records of the period that came, 0 to 1; untimed:
    contacts left out because their time on the clock is not known; note: why there is no value, or what to mind; latest: of a
    rolling window, the figure of its last month; sample_size: of a sample or survey in which each person (or record) gave
    several answers, how many persons there are at least, None where the denominator says it; why: the note of a figure without
    a value, without the numbers that differ from month to month, empty where it is the note."""

    measure: str
    version: int
    period_start: str
    period_end: str
    label: str
    value: float | None
    unit: str
    numerator: float | None
    denominator: float | None
    coverage: float | None
    status: str
    untimed: int = 0
    note: str = ""
    dimensions: dict[str, str | None] = field(default_factory=dict)
    latest: Figure | None = None
    sample_size: float | None = None
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        """The figure as scripts get it: one key for each dimension asked for; of a rolling window also the last month's."""
        last = {} if self.latest is None else {"latest_month_value": self.latest.value,
                                               "latest_month_denominator": self.latest.denominator}
        return {"measure": self.measure, "version": self.version, "period_start": self.period_start,
                "period_end": self.period_end, "value": self.value, "unit": self.unit,
                "numerator": self.numerator, "denominator": self.denominator, "coverage": self.coverage,
                "status": self.status, "note": self.note, **last, **self.dimensions}
