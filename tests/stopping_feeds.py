"""Feeds of calls and incidents, so many a day, for tests of what stops, is lost or comes twice."""

from __future__ import annotations

from datetime import date, timedelta

from small_force import Row, SmallForce, call

INCIDENTS = """
source: incidents
version: 1
table: incidents
identity: [id]
columns:
  created_at: created
  arrived_at: arrived
  grade: grade
"""


def days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=step) for step in range((end - start).days + 1)]


def calls(line: str, of: list[date], a_day: int = 12, **given: object) -> list[Row]:
    """So many calls on each day, each answered after ten seconds."""
    return [call(f"{line}/{day}/{number}", f"{day} {8 + number % 12:02d}:00:00", line=line,
                 answered=f"{day} {8 + number % 12:02d}:00:10", **given) for day in of for number in range(a_day)]


def incidents(force: SmallForce, of: list[date], lost: list[date], attended: int = 6) -> None:
    """Ten incidents a day, of which some are attended a quarter of an hour later; on lost days no arrival is recorded."""
    force.source("incidents", INCIDENTS)
    rows = [{"id": f"{day}/{number}", "created": f"{day} {number + 8:02d}:00:00", "grade": "1",
             "arrived": f"{day} {number + 8:02d}:15:00" if number < attended and day not in lost else ""}
            for day in of for number in range(10)]
    force.load(rows, "incidents.csv", "incidents")
