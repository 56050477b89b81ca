"""Records of incidents, people and surveys for the reference tests, out of a number that hypothesis draws, and their files."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from plain_records import READINGS

Record = dict[str, Any]
LONDON = ZoneInfo("Europe/London")
MILLISECOND = timedelta(milliseconds=1)
NUMBERS = {"incidents": "number", "appointments": "appointment_id", "diary_slots": "slot_id", "duties": "duty_id",
           "abstractions": "abstraction_id", "establishment": "statement_id", "survey_answers": "answer_id",
           "victim_updates": "update_id", "samples": "sample_id", "contacts": "call_id"}


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Instants near which records come: both nights of the clock change, ends of months, Easter, Christmas.
SEASONS: dict[str, tuple[datetime, ...]] = {
    "clocks go back": tuple(map(_utc, ("2024-08-31T22:30", "2024-09-15T10:00", "2024-10-14T23:00", "2024-10-26T22:00",
                                       "2024-10-27T00:30", "2024-10-27T01:30", "2024-10-31T23:50", "2024-11-02T09:00"))),
    "clocks go forward": tuple(map(_utc, ("2024-02-29T23:30", "2024-03-14T12:00", "2024-03-28T16:00", "2024-03-31T00:30",
                                          "2024-03-31T02:00", "2024-03-31T22:50", "2024-04-02T08:00", "2024-05-05T23:30"))),
    "new year": tuple(map(_utc, ("2024-10-10T10:00", "2024-11-30T23:58", "2024-12-20T17:00", "2024-12-24T22:00",
                                 "2024-12-31T23:59", "2025-01-02T09:00", "2025-01-05T23:40")))}
# The days that are asked for by half-hour.
NIGHTS = {"clocks go back": (date(2024, 10, 26), date(2024, 10, 28)),
          "clocks go forward": (date(2024, 3, 30), date(2024, 4, 1)), "new year": (date(2024, 12, 31), date(2025, 1, 2))}

# The change of scheme falls in the middle of each season; the second one names its agency and starts its clock elsewhere.
CHANGES = {"clocks go back": date(2024, 10, 15), "clocks go forward": date(2024, 3, 20), "new year": date(2024, 12, 24)}


def schemes(season: str) -> list[dict[str, Any]]:
    """Two grade schemes of which one follows the other."""
    change = CHANGES[season]
    about = {"title": "Grades", "force": "Here", "status": "local", "source": "made up"}
    return [
        {"grade_scheme": "older", **about, "from": date(2020, 1, 1), "to": change - timedelta(days=1),
         "clock": "attendance_from_grading",
         "grades": [{"grade": "1", "minutes": 10}, {"grade": "2", "minutes": 60}, {"grade": "4"}]},
        {"grade_scheme": "newer", **about, "from": change, "clock": "attendance", "agency": "police",
         "grades": [{"grade": "1", "minutes": {"urban": 15, "rural": 20}}, {"grade": "2", "minutes": 45},
                    {"grade": "3", "minutes": 1440}]}]


def write_schemes(folder: Path, season: str) -> None:
    """The schemes as a workspace has them."""
    (folder / "grade_schemes").mkdir(exist_ok=True)
    for scheme in schemes(season):
        path = folder / "grade_schemes" / f"{scheme['grade_scheme']}.yaml"
        path.write_text(yaml.safe_dump(scheme), encoding="utf-8")


class Maker:
    """Makes records of one season from one number."""

    def __init__(self, season: str, number: int) -> None:
        self.season, self.draw = season, random.Random(number)

    def records(self, table: str, size: int) -> list[Record]:
        """That many records of a table, each with its own number."""
        make: Callable[[], Record] = getattr(self, f"_{table}")
        return [make() | {NUMBERS[table]: f"{number:04d}"} for number in range(size)]

    def _some(self, *values: Any) -> Any:
        return self.draw.choice(values)

    def _moment(self) -> datetime:
        near = self.draw.choice(SEASONS[self.season])
        off = self.draw.choice((0, self.draw.randrange(-900_000, 900_000), self.draw.randrange(10_000_000)))
        return near + MILLISECOND * off

    def _after(self, start: datetime | None, *minutes: float, missing: int = 4) -> datetime | None:
        """Some time after another: on the edge of one of these limits or between them; sometimes not known, seldom before."""
        if start is None or self.draw.randrange(missing) == 0:
            return None
        if self.draw.randrange(25) == 0:
            return start - timedelta(seconds=self.draw.choice((0, 1, 400)))
        limit = self.draw.choice(minutes)
        return start + timedelta(minutes=limit) + MILLISECOND * self.draw.choice(
            (0, 1, -1, 60_000, -60_000, 120_000, -120_000, self.draw.randrange(3_600_000), 0))

    def _incidents(self) -> Record:
        created = self._moment()
        grade = self._some("1", "1", "2", "2", "3", "4", "unheard of")
        assigned = self._after(created, 1, 5, 60, 300, 4000, missing=3)
        arrived = self._after(self._some(created, created, assigned), 10, 15, 20, 45, 60, 1440)
        return {"created_at": created, "contact_at": self._some(None, created - timedelta(minutes=2), created),
                "graded_at": self._after(created, 0.5, 1, missing=5),
                "regraded_at": self._after(created, 15, 45, 60, missing=2),
                "assessed_at": self._after(created, 15, 1), "reassessed_at": self._after(created, 30, missing=2),
                "assigned_at": assigned, "en_route_at": self._after(assigned, 1), "arrived_at": arrived,
                "resolved_at": self._after(created, 60, 6000, missing=2),
                "closed_at": self._after(created, 15, 20, 45, 60, 7000),
                "reopened_at": self._after(created, 9000, missing=8), "grade": grade,
                "first_grade": self._some(None, None, "1", "2", "4"), "agency": self._some("police", "police", "fire"),
                "place": self._some(None, "north", "south"), "area": self._some(None, "urban", "rural"),
                "team": self._some(None, "response"), "origin": self._some("public", "public", "public", "internal"),
                "resolution": self._some(None, "attended" if arrived else None, "without_attendance"),
                "risk": self._some("high", None),
                "domestic_abuse": self._some(None, "yes", "no")}

    def _appointments(self) -> Record:
        at = self._moment()
        return {"appointment_at": at, "booked_at": self._some(None, at - timedelta(days=self._some(0, 1, 9), seconds=7),
                                                              at + timedelta(hours=1)),
                "outcome": self._some("kept", "kept", "missed_by_force", "missed_by_caller", "rebooked", "cancelled",
                                      "pending"),
                "diary": self._some("car", "desk"), "place": self._some(None, "north"),
                "domestic_abuse": self._some(None, "yes", "no")}

    def _diary_slots(self) -> Record:
        return {"slot_at": self._moment(), "state": self._some("free", "booked", "booked", "withdrawn"),
                "diary": self._some("car", "desk"), "place": self._some(None, "north"), "minutes": self._some(None, 30, 45)}

    def _duties(self) -> Record:
        start = self._some(self._moment(), self._evening())
        end = None if self.draw.randrange(8) == 0 else start + timedelta(hours=self._some(8, 10, 12))
        came = None if self.draw.randrange(6) == 0 else start + timedelta(minutes=self._some(0, 0, -20, 45, 700))
        went = None if came is None or self.draw.randrange(9) == 0 else came + timedelta(minutes=self._some(480, 600, 735, -5))
        return {"starts_at": start, "planned_end_at": end, "actual_start_at": came, "actual_end_at": went,
                "person": self._some("ann", "bob", None), "team": self._some("A", "B"),
                "role": self._some("call handler", "call handler", "response"),
                "kind": self._some("staff", "special", "officer")}

    def _evening(self) -> datetime:
        return self._moment().astimezone(LONDON).replace(hour=22, minute=0, second=0, microsecond=0).astimezone(UTC)

    def _abstractions(self) -> Record:
        start = self._moment()
        return {"starts_at": start, "ends_at": self._after(start, 45, 240, missing=6), "person": "ann",
                "team": self._some("A", "B"), "reason": self._some("court", "training"), "role": "call handler"}

    def _establishment(self) -> Record:
        day = self.draw.choice(SEASONS[self.season]).astimezone(LONDON)
        posts = self.draw.randrange(5, 40) / 2
        noon = day.replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC)
        return {"as_of": noon, "team": self._some("A", "B", "C"),
                "role": self._some("call handler", "response"), "kind": "staff", "establishment": posts,
                "strength": self._some(posts - 1.5, posts, posts + 1, *([None] if self.draw.randrange(9) == 0 else [])),
                "in_training": self._some(0, 1), "joiners": self._some(None, 0, 1.5), "leavers": self._some(None, 0, 2)}

    def _survey_answers(self) -> Record:
        return {"asked_at": self._moment(), "survey": self._some("victims", "residents"),
                "outcome": self._some("answered", "answered", "refused", "not_reached"), "cohort": self._some("burglary", None),
                "answer": self._some("satisfied", "very satisfied", "dissatisfied", None),
                "people": self._some(None, 1, 3, 250)}

    def _victim_updates(self) -> Record:
        happened = self._moment()
        told = None if self.draw.randrange(5) == 0 else happened + self._some(
            timedelta(minutes=-5), timedelta(hours=3), *(timedelta(days=days) for days in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)))
        return {"happened_at": happened, "told_at": told, "event": self._some("arrested", "bailed", "released"),
                "rights": self._some("standard", "enhanced"), "team": self._some(None, "A")}

    def _samples(self) -> Record:
        return {"sampled_at": self._moment(), "sample": self._some("crime", "calls"), "team": self._some(None, "A"),
                "result": self._some("met", "met", "not_met", "not_applicable"),
                "aspect": self._some("closed in time", "notes")}

    def _contacts(self) -> Record:
        at = self._some(self._moment(), self.draw.choice(SEASONS[self.season]) + timedelta(days=self._some(0, 7, 7)))
        line, channel = self._some(("101", "phone"), ("101", "phone"), ("999", "phone"), ("chat", "chat"))
        return {"presented_at": at, "line": line, "channel": channel, "team": self._some("A", "B"),
                "outcome": self._some("answered", "abandoned", "forwarded"), "place": self._some(None, "north", "south"),
                "origin": self._some("public", "public", "internal"),
                "incident": self._some(None, "i1", "i2", "i3", "i4", f"i{self.draw.randrange(60)}")}


def write_table(path: Path, table: str, records: Sequence[Record]) -> Path:
    """The records as a file for the plain source of their table: times in ISO 8601 with their offset from UTC."""
    names = list(dict.fromkeys(name for record in records for name in record))
    assert table == "contacts" or set(names) <= {*_columns(table), NUMBERS[table]}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([_written(record.get(name)) for name in names] for record in records)
    return path


def _columns(table: str) -> set[str]:
    reading = READINGS[table]
    return {reading.anchor, *reading.words, *reading.amounts, *reading.flags.values(), *reading.after, *reading.before,
            *(name for start, ends in reading.clocks.values() for name in (start, *ends)), "person", "people"}


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(timespec="milliseconds")
    return "" if value is None else str(value)
