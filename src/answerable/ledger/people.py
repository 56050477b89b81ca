"""What people forecast: checked against what was known, and recorded with the floor and the program's forecast beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from answerable.errors import InputError
from answerable.forecasting.floors import same_period
from answerable.forecasting.series import SHARE
from answerable.judgement.aims import Amount
from answerable.ledger.entries import HUMAN, JUDGEMENT, Beside, Entry, Forecast, Method, Quantiles
from answerable.ledger.keeping import append, kept
from answerable.ledger.outcomes import final
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.periods import period_label
from answerable.records.store import Manifest, Store
from answerable.words import format_value

# Of an interval of which nothing else is said, in per cent.
DEFAULT_LEVEL = 90.0
LEAST_LEVEL = 50.0
OWN = Method(JUDGEMENT, 1)


@dataclass(frozen=True)
class Said:
    """What somebody says of a month. start, end: its days; value, low, high: in the measure's unit; level: of the interval,
    per cent; target: to be met; odds: that it is, per cent; made_on: the day on which it was made, None for today."""

    measure: Measure
    start: date
    end: date
    value: float
    low: float | None = None
    high: float | None = None
    level: float | None = None
    target: Amount | None = None
    odds: float | None = None
    made_on: date | None = None

    @property
    def label(self) -> str:
        """The month in words."""
        return period_label("month", self.start, self.end)

    @property
    def quantiles(self) -> Quantiles:
        """Its interval as quantiles, the value as likely too low as too high; none without an interval."""
        if self.low is None or self.high is None:
            return ()
        below = round((1 - (self.level or DEFAULT_LEVEL) / 100) / 2, 9)
        return ((below, self.low), (0.5, self.value), (round(1 - below, 9), self.high))


@dataclass(frozen=True)
class Seen:
    """What was there to be seen of a measure. figures: its months in the newest state; scale: which values it can have
    (forecasting.series); model: what the program says of a month (its first day) from the same records, None where nothing."""

    figures: Sequence[Figure]
    scale: str
    model: Callable[[date], Beside | None]


def faults_of(said: Said, seen: Seen, today: date) -> Iterator[tuple[str, str]]:
    """What must be put right before it is recorded: the part of the forecast (a column of a file: "low") and the words, with
    the remedy. today: the local day."""
    yield from _number_faults(said, seen.scale)
    made = said.made_on or today
    if said.made_on is not None and said.made_on > today:
        yield "made_on", f"made_on is '{said.made_on}', which is still to come. Leave it out for today."
    elif said.made_on is not None and said.made_on > said.end:
        yield "made_on", (
            f"made_on is '{said.made_on}', after the end of {said.label}. A forecast is made before its month is over: "
            "leave this one out.")
    elif made == today and _known(said, seen.figures, today):
        yield "period", (
            f"{said.label} is over and its figure is known: nothing can be forecast of it any more. If it was forecast "
            "before and is only written down now, say on which day (made_on).")


def _number_faults(said: Said, scale: str) -> Iterator[tuple[str, str]]:
    unit = said.measure.unit
    for column, key in (("forecast", "value"), ("low", "low"), ("high", "high")):
        value = getattr(said, key)
        if value is not None and ((scale == SHARE and not 0 <= value <= 100) or (scale != "number" and value < 0)):
            yield column, (f"{key} is {value:g}: '{said.measure.id}' is never {format_value(value, unit, shortest=True)}. "
                           f"Write a number {'from 0 to 100' if scale == SHARE else 'of 0 or more'}.")
    if (said.low is None) != (said.high is None):
        yield "low" if said.low is None else "high", "an interval has a low and a high end. Write both, or none."
    elif said.low is not None and said.high is not None and not said.low <= said.value <= said.high:
        yield "forecast", (f"the value {said.value:g} lies outside its own interval, {said.low:g} to {said.high:g}. Mend one "
                           "of them.")
    if said.level is not None and not LEAST_LEVEL <= said.level < 100:
        yield "level", f"level is {said.level:g}. Write the per cent of such intervals that hold the outcome: 50 to under 100."
    if said.level is not None and said.low is None:
        yield "level", (f"level is {said.level:g}, but there is no interval. Write its low and high end, or leave the level "
                        "out.")
    if said.odds is not None and not 0 <= said.odds <= 100:
        yield "odds", f"odds are {said.odds:g}. Write per cent from 0 to 100."
    if said.odds is not None and said.target is None:
        yield "target", "odds are given, but no target. Write the target that they are of."


def _known(said: Said, figures: Sequence[Figure], today: date) -> Figure | None:
    """The figure of a month that is over, whatever its status; None where there is none, or the month is not over."""
    wanted = (said.start.isoformat(), said.end.isoformat())
    return next((figure for figure in figures if (figure.period_start, figure.period_end) == wanted
                 and figure.value is not None and said.end < today), None)


def record_said(store: Store, time_zone: str, manifest: Manifest, said: Sequence[Said], seen: Callable[[Said], Seen],
                by: str, *, reason: str = "", file: str = "", file_sha256: str = "", dry_run: bool = False,
                at: datetime | None = None) -> Entry:
    """Record what one person (or post) forecast at one time as one entry, and return it; the same twice is one.

    said: checked by `faults_of`, all with the same made_on; seen: what was known of the measure of each; file, file_sha256:
    what it was read from; at: when it was made, in a made-up past alone (keeping.append). Raises WorkspaceError where the
    ledger is damaged.
    """
    def make(blank: Entry, known: Sequence[Entry]) -> Entry:
        forecasts = tuple(_forecast(each, seen(each), blank.day) for each in said)
        made_on = said[0].made_on if said[0].made_on != blank.day else None
        for entry in reversed(known):
            same = (entry.kind, entry.by, entry.made_on, entry.forecasts) == (HUMAN, by, made_on, forecasts)
            if same and entry.manifest_sha256 == blank.manifest_sha256:
                return entry
        return replace(blank, kind=HUMAN, by=by, made_on=made_on, reason=reason, file=file, file_sha256=file_sha256,
                       forecasts=forecasts)

    if not said:
        raise InputError("there is no forecast to record.", remedy="Write one.")
    return append(store, time_zone, manifest, make, dry_run=dry_run, at=at)


def _forecast(said: Said, seen: Seen, today: date) -> Forecast:
    made, measure = said.made_on or today, said.measure
    # Of what was written down later, only the months that were over when it was made could have been seen.
    before = min(made, said.start)
    past = [figure for figure in seen.figures if final(figure) and date.fromisoformat(figure.period_end) < before]
    origin = date.fromisoformat(past[-1].period_end) if past else before
    ahead = 12 * (said.start.year - origin.year) + said.start.month - origin.month
    afterwards = _known(said, seen.figures, today) is not None
    return Forecast(
        measure.id, measure.version, measure.unit, measure.direction, said.start, said.end, said.label, ahead, origin, OWN,
        kept(said.value), tuple((level, kept(value)) for level, value in said.quantiles), said.target,
        None if said.odds is None else kept(said.odds / 100), None, _floor(past, ahead),
        None if made != today or afterwards else seen.model(said.start), afterwards)


def _floor(past: Sequence[Figure], ahead: int) -> float | None:
    """The same month of the year before, or the newest figure where there is none: the seasonal naive."""
    if not past:
        return None
    first = date.fromisoformat(past[0].period_start)
    values = {_months(first, date.fromisoformat(figure.period_start)): figure.value for figure in past}
    row = np.array([[values.get(place) for place in range(max(values) + 1)]], dtype=float)
    return float(kept(float(same_period(row, 12, ahead)[0, -1])))


def _months(first: date, second: date) -> int:
    return 12 * (second.year - first.year) + second.month - first.month
