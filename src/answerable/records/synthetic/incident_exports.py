"""The two command-and-control systems of the force and the tables they export."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pyarrow as pa

from answerable.records.synthetic import incidents, texts
from answerable.records.synthetic.callers import PLACES
from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.exports import System, contact_numbers, log_numbers
from answerable.records.synthetic.hours import DAY_MS, Hours, Ints, to_date
from answerable.records.synthetic.incidents import EMERGENCY, Incidents
from answerable.records.synthetic.plan import MonthPlan

OLD_COMMAND = System("westshire-command-old", "command-log", ";", "cp1252", b"\r\n")
NEW_COMMAND = System("westshire-command-new", "incidents", "\t", "utf-8", b"\n")
OLD_RESULTS = ("ATT", "APP", "TEL", "REF", "CAN", "DUP")
NEW_RESULTS = ("attended", "appointment", "no_attendance", "referred", "cancelled", "duplicate")
TIMES = ("contacted", "created", "graded", "regraded", "assessed", "reassessed", "assigned", "unassigned", "assigned_again",
         "en_route", "arrived", "resolved", "closed", "reopened")
# What a row of either system shows; the other columns are told by events.
SHOWN = tuple(field.name for field in fields(Incidents)
              if field.name not in ("officer", "unassigned", "assigned_again", "booked", "appointment", "kept"))


def known_by(logs: Incidents, until_ms: int) -> Incidents:
    """The incidents as they stood at an instant: what came later is not told yet."""
    known = {name: np.where(getattr(logs, name) >= until_ms, NONE, getattr(logs, name)) for name in TIMES}
    later = (logs.regraded != NONE) & (known["regraded"] == NONE)
    ended = known["resolved"] != NONE
    return replace(logs, **known, grade=np.where(later, logs.first_grade, logs.grade),
                   resolution=np.where(ended, logs.resolution, NONE))


def with_lost_arrivals(logs: Incidents, plan: MonthPlan, hours: Hours) -> Incidents:
    """Without the arrivals that the new system did not record in its first four months: those at emergencies."""
    if plan.arrivals_lost is None:
        return logs
    first, last = plan.arrivals_lost
    day = day_of_month(logs, hours)
    lost = (day >= first) & (day <= last) & ((logs.grade == EMERGENCY) | (logs.first_grade == EMERGENCY))
    return replace(logs, arrived=np.where(lost, NONE, logs.arrived))


def day_of_month(logs: Incidents, hours: Hours) -> Ints:
    """Day of the month of each incident's creation; those created just after the month count on."""
    first = hours.local_ms(np.array([hours.month_starts_ms])) // DAY_MS
    days: Ints = hours.local_ms(logs.created) // DAY_MS - first + 1
    return days


def old_command(logs: Incidents, plan: MonthPlan, hours: Hours) -> pa.Table:
    """The old system: local times without zone."""
    def time(values: Ints) -> pa.Array:
        return texts.clock_times(values, hours)

    return pa.table({
        "Log No": log_numbers(logs.log_day, logs.log_count),
        "Opened": time(logs.created),
        "Type": texts.words(logs.type, incidents.TYPES),
        "Call Received": time(logs.contacted), "Graded": time(logs.graded),
        "Initial Grade": texts.words(logs.first_grade, incidents.GRADES),
        "Regraded": time(logs.regraded), "Grade": texts.words(logs.grade, incidents.GRADES),
        "THRIVE": time(logs.assessed), "Last THRIVE": time(logs.reassessed),
        "Assigned": time(logs.assigned), "Mobile": time(logs.en_route), "At Scene": time(logs.arrived),
        "Resulted": time(logs.resolved), "Closed": time(logs.closed), "Reopened": time(logs.reopened),
        "District": texts.words(logs.place, PLACES), "Area": texts.words(logs.area, ("U", "R")),
        "Team": texts.words(logs.team, incidents.TEAMS),
        "Source": texts.words(logs.origin, ("PUB", "INT", "PTR")),
        "Result": texts.words(logs.resolution, OLD_RESULTS),
        "DA": texts.words(logs.domestic, ("N", "Y")), "Vulnerable": texts.words(logs.vulnerable, ("N", "Y")),
        "Risk": texts.words(logs.risk, incidents.RISKS),
        "Call Ref": contact_numbers(plan, logs.contact, logs.inbox),
    })


def new_command(logs: Incidents, plan: MonthPlan, _hours: Hours) -> pa.Table:
    """The new system: UTC, under other names."""
    return pa.table({
        "incidentNumber": log_numbers(logs.log_day, logs.log_count),
        "created": texts.utc_times(logs.created),
        "category": texts.words(logs.type, incidents.TYPES),
        "division": texts.words(logs.place, PLACES),
        "areaType": texts.words(logs.area, incidents.AREAS),
        "initialGrade": texts.words(logs.first_grade, incidents.GRADES),
        "currentGrade": texts.words(logs.grade, incidents.GRADES),
        "contactReceived": texts.utc_times(logs.contacted), "gradeSet": texts.utc_times(logs.graded),
        "gradeChanged": texts.utc_times(logs.regraded),
        "thriveFirst": texts.utc_times(logs.assessed), "thriveLast": texts.utc_times(logs.reassessed),
        "firstAllocated": texts.utc_times(logs.assigned), "firstEnRoute": texts.utc_times(logs.en_route),
        "firstOnScene": texts.utc_times(logs.arrived), "resulted": texts.utc_times(logs.resolved),
        "closed": texts.utc_times(logs.closed), "reopened": texts.utc_times(logs.reopened),
        "owningTeam": texts.words(logs.team, incidents.TEAMS),
        "raisedBy": texts.words(logs.origin, ("public", "police", "partner")),
        "disposal": texts.words(logs.resolution, NEW_RESULTS),
        "domesticAbuse": texts.words(logs.domestic, ("false", "true")),
        "vulnerability": texts.words(logs.vulnerable, ("false", "true")),
        "riskLevel": texts.words(logs.risk, incidents.RISKS),
        "contactRef": contact_numbers(plan, logs.contact, logs.inbox),
    })


def name_of(system: System, plan: MonthPlan) -> str:
    """The name of a month's file."""
    return f"{system.file_prefix}-{plan.name}.{'tsv' if system is NEW_COMMAND else 'csv'}"


def day_name(day: int) -> str:
    """A local day as people write it in a file's truth: "2026-05-14"."""
    return to_date(day).isoformat()
