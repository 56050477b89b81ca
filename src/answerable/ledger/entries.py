"""What an entry of the ledger holds: one act of forecasting by one author, or outcomes as they became known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any

from answerable.judgement.aims import COMPARISONS, Amount
from answerable.judgement.series import NEUTRAL
from answerable.periods import day_label

MODEL, HUMAN, DEMAND, OUTCOME = KINDS = ("model", "human", "demand", "outcome")
FORMAT = 1
# The method of a person's forecast.
JUDGEMENT = "judgement"
# The method of a plan of people carried through the simulated room: its author's plan, and not what figures alone tell.
STRUCTURAL = "structural"
# Keys whose values are days; in the file "2026-03-01".
_DAYS = frozenset(("day", "period_start", "period_end", "origin", "made_on"))
Quantiles = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Method:
    """By what was forecast. id, version: of the model, or "judgement" 1 of a person."""

    id: str
    version: int


@dataclass(frozen=True)
class Beside:
    """What the program said of the same period from the same records, kept beside a person's forecast. odds: of the target."""

    method: Method
    point: float
    quantiles: Quantiles = ()
    odds: float | None = None


@dataclass(frozen=True)
class Forecast:
    """What was said of one period of one measure.

    version: of the measure's definition; better: "higher", "lower" or "neutral"; period_start, period_end: both included;
    ahead: periods after the origin; origin: last day of the figures that were seen; point: the value that it will as likely
    be above as below; quantiles: (level, value) by level, none where only a point was said; odds: that the target is met in
    this period; odds_by: that it is met in some period of the same forecast up to this one; floor: the simplest forecast from
    the same records; model: what the program said; afterwards: made when the outcome was known.
    """

    measure: str
    version: int
    unit: str
    better: str
    period_start: date
    period_end: date
    label: str
    ahead: int
    origin: date
    method: Method
    point: float
    quantiles: Quantiles = ()
    target: Amount | None = None
    odds: float | None = None
    odds_by: float | None = None
    floor: float | None = None
    model: Beside | None = None
    afterwards: bool = False

    def at(self, level: float) -> float | None:
        """The quantile at a level, None where it was not said."""
        return dict(self.quantiles).get(level)


@dataclass(frozen=True)
class Outcome:
    """What came of a period, as it was known at one time. value: None where it cannot be told, for the reason given; parts: of
    a day of demand, (start, count) of each part of so many minutes, those that the clock has twice left out."""

    measure: str
    version: int
    period_start: date
    period_end: date
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    reason: str = ""
    minutes: int = 0
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Table:
    """A file kept beside the entries under a name made of its content. name: below the ledger's folder."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Day:
    """The total of a day: forecast (point, quantiles, the floor's) or come (point alone)."""

    day: date
    point: float
    quantiles: Quantiles = ()
    floor: float | None = None


@dataclass(frozen=True)
class Demand:
    """Demand by the part of the day. series: what is counted ("line 101", "grade 1"); interval_minutes: length of a part;
    table: the parts, one a row; days: their totals; afterwards: made from a state that was no longer the newest, so that days
    which were over by then count as known."""

    series: str
    unit: str
    interval_minutes: int
    origin: date
    method: Method
    table: Table
    days: tuple[Day, ...] = ()
    afterwards: bool = False

    def by_day(self, made: date) -> Iterator[Forecast]:
        """Its days as forecasts of their totals. made: the local day on which it was recorded."""
        for day in self.days:
            yield Forecast(demand_key(self.series), 1, "contacts" if self.unit == "contacts" else "count", NEUTRAL, day.day,
                           day.day, day_label(day.day), (day.day - self.origin).days, self.origin, self.method, day.point,
                           day.quantiles, floor=day.floor, afterwards=self.afterwards and day.day < made)


def demand_key(series: str) -> str:
    """What stands in the place of a measure's id for the daily totals of a demand. No measure has such a name."""
    return f"demand: {series}"


@dataclass(frozen=True)
class Entry:
    """One file of the ledger.

    number: its place; made_at: UTC, ISO; day: local day; before: SHA-256 of the file before, "" for the first; by: a person, a
    post or the program; program: its version; manifest, manifest_sha256: the state of the records that was seen; head: number
    of the newest state then; made_on: the day on which a person says to have made it, where that was earlier; reason: why;
    file, file_sha256: what it was imported from; made_up: its time was given, in the made-up past of a made-up force, and no
    state of the records stood then (0); sha256: of its own file, "" where not known.
    """

    number: int
    made_at: str
    day: date
    before: str
    kind: str
    by: str
    program: str
    manifest: int
    manifest_sha256: str
    head: int
    made_on: date | None = None
    reason: str = ""
    file: str = ""
    file_sha256: str = ""
    forecasts: tuple[Forecast, ...] = ()
    demand: Demand | None = None
    outcomes: tuple[Outcome, ...] = ()
    made_up: bool = False
    sha256: str = ""

    @property
    def said(self) -> tuple[Forecast, ...]:
        """All that was said of periods: the forecasts of measures, and demand by its days."""
        return (*self.forecasts, *(self.demand.by_day(self.day) if self.demand else ()))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The files kept beside it."""
        return (self.demand.table,) if self.demand else ()

    @property
    def methods(self) -> tuple[Method, ...]:
        """The methods of its forecasts, each once."""
        own = (self.demand.method,) if self.demand else ()
        return tuple(dict.fromkeys((*own, *(each.method for each in self.forecasts))))


def text_of(entry: Entry) -> str:
    """The file of an entry: JSON, a forecast or outcome a line."""
    content = {"format": FORMAT, **_plain(entry)}
    content.pop("sha256", None)
    lines = []
    for key, value in content.items():
        if key in ("forecasts", "outcomes"):
            parts = ",\n".join(f"  {_line(part)}" for part in value)
            lines.append(f' {_line(key)}: [\n{parts}\n ]')
        else:
            lines.append(f" {_line(key)}: {_line(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _plain(thing: Any) -> Any:
    """The thing as JSON has it; what is as it is by default is left out."""
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, tuple):
        return [_plain(each) for each in thing]
    if hasattr(thing, "__dataclass_fields__"):
        return {each.name: _plain(value) for each in fields(thing)
                if (value := getattr(thing, each.name)) != each.default or each.default is MISSING}
    return thing


def entry_from(content: Mapping[str, Any], sha256: str) -> Entry:
    """The entry in a file's content. Raises KeyError, TypeError or ValueError, which say what is wrong with it."""
    given = {key: value for key, value in content.items() if key != "format"}
    given["forecasts"] = tuple(_forecast(part) for part in given.get("forecasts", ()))
    given["outcomes"] = tuple(Outcome(**_with_days(part) | {"parts": tuple((start, count) for start, count
                                                                           in part.get("parts", ()))})
                              for part in given.get("outcomes", ()))
    if given.get("demand"):
        given["demand"] = _demand(given["demand"])
    entry = Entry(**_with_days(given), sha256=sha256)
    if entry.kind not in KINDS:
        raise ValueError(f"kind is '{entry.kind}', which is none of {', '.join(KINDS)}")
    return entry


def _with_days(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: date.fromisoformat(value) if key in _DAYS and value else value for key, value in content.items()}


def _forecast(content: Mapping[str, Any]) -> Forecast:
    given = _with_days(content) | {"method": Method(**content["method"]), "quantiles": _quantiles(content)}
    if content.get("target"):
        given["target"] = Amount(**content["target"])
        if given["target"].comparison not in COMPARISONS:
            raise ValueError(f"comparison is '{given['target'].comparison}', which is none of {', '.join(COMPARISONS)}")
    if content.get("model"):
        model = content["model"]
        given["model"] = Beside(**model | {"method": Method(**model["method"]), "quantiles": _quantiles(model)})
    return Forecast(**given)


def _demand(content: Mapping[str, Any]) -> Demand:
    days = tuple(Day(**_with_days(part) | {"quantiles": _quantiles(part)}) for part in content.get("days", ()))
    return Demand(**_with_days(content) | {"method": Method(**content["method"]), "table": Table(**content["table"]),
                                           "days": days})


def _quantiles(content: Mapping[str, Any]) -> Quantiles:
    return tuple(map(tuple, content.get("quantiles", ())))
