"""What the systems' logs tell of incidents beyond their rows: regrades, second looks, units taken back, appointments."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from answerable.records.synthetic import texts
from answerable.records.synthetic.appointments import DIARIES, OUTCOMES, REBOOKED, SLOT_MINUTES, Appointments, Diary
from answerable.records.synthetic.callers import PLACES
from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.exports import log_numbers
from answerable.records.synthetic.hours import Hours, Ints
from answerable.records.synthetic.incidents import GRADES, RISKS, TYPES, Incidents
from answerable.records.synthetic.plain import people, row_numbers
from answerable.records.synthetic.plan import MonthPlan

EVENTS = ("regraded", "risk_reassessed", "assigned", "unassigned", "assigned", "reopened", "appointment_booked",
          "appointment_kept", "appointment_missed", "appointment_rebooked")
REGRADED, REASSESSED, FIRST, TAKEN_BACK, SECOND, REOPENED, BOOKED, KEPT, MISSED, REBOOKING = range(len(EVENTS))
VALUES = (*GRADES, *RISKS)
AFTERWARDS = {0: KEPT, 1: MISSED, 2: MISSED, REBOOKED: REBOOKING}   # outcome of an appointment → event


def events_table(logs: Incidents, booked: Appointments, plan: MonthPlan, until_ms: int) -> pa.Table:
    """The events up to an instant as the table `incident_events`, by time."""
    nothing = np.full(len(logs), NONE)
    here = np.arange(len(logs))
    back = np.where(logs.unassigned == NONE, NONE, logs.assigned)
    parts = [(here, np.full(len(logs), event), times, values, units) for event, times, values, units in (
        (REGRADED, logs.regraded, logs.grade, nothing), (REASSESSED, logs.reassessed, len(GRADES) + logs.risk, nothing),
        (FIRST, back, nothing, nothing), (TAKEN_BACK, logs.unassigned, nothing, nothing),
        (SECOND, logs.assigned_again, nothing, logs.officer), (REOPENED, logs.reopened, nothing, nothing))]
    after = np.array([AFTERWARDS.get(code, NONE) for code in range(len(OUTCOMES))])[booked.outcome]
    empty = np.full(len(after), NONE)
    parts += [(booked.incident, np.full(len(after), BOOKED), booked.booked, empty, empty),
              (booked.incident, after, np.where(after == NONE, NONE, booked.at), empty, empty)]
    row, event, at, value, unit = (np.concatenate(values) for values in zip(*parts, strict=True))
    told = np.flatnonzero((at != NONE) & (at < until_ms) & (logs.created[row] < until_ms))
    told = told[np.argsort(at[told], kind="stable")]
    row, event, at, value, unit = (values[told] for values in (row, event, at, value, unit))
    return pa.table({
        "event_id": row_numbers("N", plan, len(row)), "happened_at": texts.utc_times(at),
        "event": texts.words(event, EVENTS), "incident": log_numbers(logs.log_day[row], logs.log_count[row]),
        "value": texts.words(value, VALUES), "unit": _units(unit)})


def _units(officer: Ints) -> pa.Array:
    known = np.where(officer == NONE, 0, officer)
    named = people(("P",), np.zeros(len(officer), np.int64), known)
    return named.take(texts.numbers(np.arange(len(officer)), officer == NONE))


def appointments_table(logs: Incidents, booked: Appointments, plan: MonthPlan, hours: Hours, until_ms: int) -> pa.Table:
    """The appointments before an instant as the table `appointments`."""
    rows = np.flatnonzero(booked.at < until_ms)
    rows = rows[np.argsort(booked.at[rows], kind="stable")]
    at, incident = booked.at[rows], booked.incident[rows]
    return pa.table({
        "appointment_id": row_numbers("T", plan, len(rows)), "appointment_at": texts.offset_times(at, hours),
        "booked_at": texts.offset_times(booked.booked[rows], hours), "outcome": texts.words(booked.outcome[rows], OUTCOMES),
        "diary": texts.words(booked.diary[rows], DIARIES), "place": texts.words(logs.place[incident], PLACES),
        "type": texts.words(logs.type[incident], TYPES), "domestic_abuse": texts.words(logs.domestic[incident], ("no", "yes")),
        "incident": log_numbers(logs.log_day[incident], logs.log_count[incident])})


def diary_table(diary: Diary, plan: MonthPlan, hours: Hours) -> pa.Table:
    """The places of the diary as the table `diary_slots`."""
    order = np.argsort(diary.at, kind="stable")
    count = len(order)
    return pa.table({
        "slot_id": row_numbers("Q", plan, count), "slot_at": texts.offset_times(diary.at[order], hours),
        "state": texts.words(diary.state[order], ("free", "booked", "withdrawn")),
        "diary": texts.words(diary.diary[order], DIARIES), "place": texts.words(diary.place[order], PLACES),
        "minutes": texts.numbers(np.full(count, SLOT_MINUTES))})
