"""Demand of a workspace's lines and grades for the days ahead: its records, its calendar, and the forecast made of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from answerable.comparing.organisations import FILE, Organisation, read_organisations
from answerable.content import content_files
from answerable.errors import InputError
from answerable.forecasting.calendars import Columns, calendar_columns, days_between, public_holidays
from answerable.forecasting.declared_days import (
    EVENTS,
    SCHOOL_HOLIDAYS,
    Event,
    SchoolHolidays,
    read_events,
    read_school_holidays,
)
from answerable.forecasting.demand.engine import forecast_demand
from answerable.forecasting.demand.types import DemandForecast, Floats
from answerable.forecasting.projection import NoProjection
from answerable.periods import day_label, to_date, to_day
from answerable.projecting.demand import HALF_HOUR, Moment, Recorded, Records, Subject, exposures, recorded
from answerable.records.store import Manifest
from answerable.words import _, join_words

if TYPE_CHECKING:
    from answerable.forecasting.demand.rolling import Progress
    from answerable.workspace import Workspace

# Of a force whose nation nobody says, in this time zone.
HOME_ZONE, HOME_NATION = "Europe/London", "England"
MOST_DAYS = 42
# Years around the records whose public holidays are looked at, for coverage.
FIRST_YEAR, LAST_YEAR = 1990, 2060
Weather = Mapping[str, Mapping[date, float]]


@dataclass(frozen=True, eq=False)
class Ahead:
    """A forecast of demand, with what it was made from. unit: "calls" and the like; manifest: the state of the records."""

    subject: Subject
    recorded: Recorded
    forecast: DemandForecast
    time_zone: str
    manifest: Manifest
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Calendar:
    """What a workspace's calendar is made of. country: as `calendar_columns` has it, "" where it is not known."""

    country: str
    time_zone: str
    schools: tuple[SchoolHolidays, ...] = ()
    events: tuple[Event, ...] = ()
    weather: Weather = field(default_factory=dict)

    def columns(self, days: Sequence[date], ahead: int) -> tuple[Columns, list[str]]:
        """(the columns of these days, of which the last `ahead` are to come; notes on those left out, because they do not
        tell every day to come)."""
        found = calendar_columns(days, self.country, time_zone=self.time_zone, schools=self.schools, events=self.events,
                                 weather=self.weather)
        short = [name for name, column in found.items() if np.isnan(column[len(days) - ahead:]).any()]
        notes = [_("Left out, as it does not tell every day ahead: {names}.").format(
            names=join_words([name.replace("_", " ") for name in short]))] if short else []
        return {name: column for name, column in found.items() if name not in short}, notes


def calendar_of(workspace: Workspace, weather: Weather | None = None) -> Calendar:
    """The calendar of a workspace: of the nation of its force, its time zone, and what its folders declare. Raises
    DefinitionError for a faulty file, InputError for an unknown nation."""
    force = read_organisations(workspace.folder / FILE).force(workspace.settings.name)
    zone = workspace.settings.time_zone
    country = (force.nation if force else "") or (HOME_NATION if zone == HOME_ZONE else "")
    files = content_files(EVENTS, workspace.folder / EVENTS).values()
    events = tuple(event for path in files for event in read_events(path))
    return Calendar(country, zone, _schools(workspace.folder, force), events, weather or {})


def _schools(folder: Path, force: Organisation | None) -> tuple[SchoolHolidays, ...]:
    """School holidays of the force's area: shipped files that name it, and the workspace's own that name it or none."""
    own = folder / SCHOOL_HOLIDAYS
    found = [(path, read_school_holidays(path)) for path in content_files(SCHOOL_HOLIDAYS, own).values()]
    return tuple(held for path, held in found
                 if (force is not None and force.id in held.forces) or (path.parent == own and not held.forces))


def records_of(workspace: Workspace, head: Manifest, country: str, until: Moment | None = None) -> Records:
    """Where the demand of a workspace is counted."""
    holidays = public_holidays(country, range(FIRST_YEAR, LAST_YEAR)) if country else frozenset[date]()
    return Records(workspace.store, head, workspace.measures(), workspace.settings.time_zone, holidays, until)


def demand_ahead(workspace: Workspace, kind: str, value: str, *, days: int = 14, minutes: int = HALF_HOUR,
                 as_of: str | int | None = None, weather: Weather | None = None, until: Moment | None = None,
                 progress: Progress | None = None) -> Ahead | NoProjection:
    """What is to be expected on a line (kind "line") or of a grade ("grade") on the next days: the door for notebooks.

    days: how many after the last one that came whole, 1 to 42; minutes: 30, 60 or 1440; as_of: from the records as they stood
    then (`Workspace.state`); weather: name → day → value, over past and coming days; until: look at nothing after this time.
    Raises InputError for an unknown line or grade, or too many days. `demand_table.parts` makes rows of it.

    >>> demand_ahead(Workspace("my-force"), "line", "101", days=7)      # doctest: +SKIP
    """
    if not 1 <= days <= MOST_DAYS:
        raise InputError(_("{days} days are asked for.").format(days=days),
                         remedy=_("Ask for 1 to {most}.").format(most=MOST_DAYS))
    calendar, head = calendar_of(workspace, weather), workspace.state(as_of)
    records = records_of(workspace, head, calendar.country, until)
    return ahead_of(records, calendar, records.subject(kind, value), days, minutes, progress)


def ahead_of(records: Records, calendar: Calendar, subject: Subject, days: int, minutes: int,
             progress: Progress | None = None) -> Ahead | NoProjection:
    """The same of one subject, where records and calendar are at hand. After a time of a day (records.until), `days` count
    from that day."""
    found = recorded(records, subject, minutes)
    if isinstance(found, NoProjection):
        return found
    origin = found.demand.days[-1]
    if records.until is not None:
        # Days may be lost between the last whole one and the one under way.
        days += (to_date(records.until.day) - origin).days - 1
        if days > MOST_DAYS:
            words = _("The records of {noun} end on {last}: too long before {day} to tell of it.")
            return NoProjection(subject.id, "too-far", words.format(noun=subject.noun, last=day_label(origin),
                                                                    day=day_label(to_date(records.until.day))))
    coming = days_between(origin + timedelta(days=1), origin + timedelta(days=days))
    columns, notes = calendar.columns([*found.demand.days, *coming], days)
    forecast = forecast_demand(found.demand, days, columns, progress=progress, exposure_ahead=exposures(
        to_day(coming[0]), to_day(coming[-1]), minutes, records.time_zone))
    if isinstance(forecast, NoProjection):
        return forecast
    events = tuple(event for event in calendar.events if event.days & set(coming))
    return Ahead(subject, found, forecast, records.time_zone, records.head, events,
                 (*found.notes, *notes, *_of_weather(columns), *forecast.notes))


def _of_weather(columns: Mapping[str, Floats]) -> list[str]:
    if not any(name.startswith("weather_") for name in columns):
        return []
    return [_("The weather of past days was taken as it was, not as it was forecast: the errors told here are smaller than "
              "those to come.")]
