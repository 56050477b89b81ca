"""The contract of incidents, what happens to them, and appointments (docs/reference/tables.md)."""

from __future__ import annotations

from answerable.records.contract import ORIGINS
from answerable.records.table import Clock, Column, Flag, Table

YES_NO = ("yes", "no")
RESOLUTIONS = ("attended", "appointment", "without_attendance", "referred", "cancelled", "duplicate", "other")
EVENTS = ("created", "graded", "regraded", "risk_assessed", "risk_reassessed", "assigned", "unassigned", "en_route",
          "arrived", "resolved", "closed", "reopened", "appointment_booked", "appointment_kept", "appointment_missed",
          "appointment_rebooked")
APPOINTMENT_OUTCOMES = ("kept", "missed_by_force", "missed_by_caller", "rebooked", "cancelled", "pending")

INCIDENTS = Table(
    name="incidents", title="Incidents", noun="incidents", anchor="created_at", feed=("agency",),
    about="One row an incident (a log in command and control): when it was created, graded, assigned, attended and closed, "
          "how it was graded first and last, where it was and how it ended.",
    columns=(
        Column("created_at", "time", "when the incident was created; places the record", required=True),
        Column("contact_at", "time", "when the contact that it came from reached the force"),
        Column("graded_at", "time", "when it was first graded"),
        Column("regraded_at", "time", "when its grade was last changed"),
        Column("assessed_at", "time", "when its risk was first assessed (THRIVE)"),
        Column("reassessed_at", "time", "when its risk was last assessed again"),
        Column("assigned_at", "time", "when a unit was first assigned"),
        Column("en_route_at", "time", "when the first unit set out"),
        Column("arrived_at", "time", "when the first unit arrived"),
        Column("resolved_at", "time", "when it was resolved"),
        Column("closed_at", "time", "when it was closed"),
        Column("reopened_at", "time", "when it was opened again"),
        Column("grade", "word", "its final grade, as the force writes it", required=True),
        Column("first_grade", "word", "its initial grade", same_as="grade"),
        Column("agency", "word", "whose incident it is", default="'police'"),
        Column("type", "word", "what kind of incident"),
        Column("place", "word", "where: a district, a neighbourhood"),
        Column("area", "word", "which attendance time applies where the grade has two", words=("urban", "rural")),
        Column("team", "word", "the team that dealt with it, or that asked for it"),
        Column("origin", "word", "who it came from", words=ORIGINS, default="'public'"),
        Column("resolution", "word", "how it was resolved", words=RESOLUTIONS),
        Column("domestic_abuse", "word", "whether it concerns domestic abuse", words=YES_NO),
        Column("vulnerable", "word", "whether somebody vulnerable is concerned", words=YES_NO),
        Column("risk", "word", "the risk as last assessed"),
        Column("number", "text", "the incident's number, by which contacts and events refer to it"),
        Column("contact", "text", "the number of the contact that it came from"),
    ),
    clocks=(
        Clock("assignment", "from the creation of the incident to the first assignment of a unit", ("created_at",),
              ("assigned_at",)),
        Clock("attendance", "from the creation of the incident to the arrival of the first unit", ("created_at",),
              ("arrived_at",)),
        Clock("attendance_from_contact", "from when the contact reached the force to the arrival of the first unit",
              ("contact_at",), ("arrived_at",)),
        Clock("attendance_from_grading", "from the first grading of the incident to the arrival of the first unit",
              ("graded_at",), ("arrived_at",)),
        Clock("attendance_from_assignment", "from the first assignment of a unit to the arrival of the first unit",
              ("assigned_at",), ("arrived_at",)),
        Clock("setting_out", "from the first assignment of a unit to when the first unit set out", ("assigned_at",),
              ("en_route_at",)),
        Clock("resolution", "from the creation of the incident to when it was resolved (where that is not recorded: closed)",
              ("created_at",), ("resolved_at", "closed_at")),
        Clock("closure", "from the creation of the incident to when it was closed", ("created_at",), ("closed_at",)),
        Clock("assessment", "from the creation of the incident to the first assessment of its risk", ("created_at",),
              ("assessed_at",)),
        Clock("regrading", "from the creation of the incident to the last change of its grade", ("created_at",),
              ("regraded_at",)),
    ),
    flags=(
        Flag("assigned", "a unit was assigned", given="assigned_at"),
        Flag("attended", "a unit arrived, or the incident was resolved by attending it", given="arrived_at",
             says=("resolution", "attended")),
        Flag("closed", "it was closed", given="closed_at"),
        Flag("reopened", "it was opened again", given="reopened_at"),
        Flag("assessed", "its risk was assessed", given="assessed_at"),
        Flag("reassessed", "its risk was assessed again", given="reassessed_at"),
        Flag("regraded", "its final grade is not its initial one", differs=("first_grade", "grade")),
    ),
    orders=(
        ("graded_at", ("created_at",)), ("regraded_at", ("created_at",)), ("assessed_at", ("created_at",)),
        ("reassessed_at", ("assessed_at", "created_at")), ("assigned_at", ("created_at",)),
        ("en_route_at", ("created_at",)), ("arrived_at", ("created_at",)), ("resolved_at", ("created_at",)),
        ("closed_at", ("created_at",)), ("reopened_at", ("created_at",)),
    ),
    earlier=("contact_at",), soon=("graded_at", "assigned_at", "en_route_at", "arrived_at"),
    published=("grade", "first_grade", "agency", "area", "place", "risk", "type"))

INCIDENT_EVENTS = Table(
    name="incident_events", title="What happened to incidents", noun="events", anchor="happened_at", feed=("event",),
    about="One row for each thing that happened to an incident, from a system that keeps such a log. What it tells is added "
          "to the incident of that number: times that the incident's own row lacks, every regrade, and each stretch of time "
          "in which no unit was assigned.",
    columns=(
        Column("happened_at", "time", "when it happened; places the record", required=True),
        Column("event", "word", "what happened", words=EVENTS, required=True),
        Column("incident", "text", "the number of the incident", required=True),
        Column("value", "text", "the grade given (graded, regraded) or the risk found (risk_assessed, risk_reassessed)"),
        Column("unit", "text", "the unit concerned (assigned, unassigned, en_route, arrived)"),
    ))

APPOINTMENTS = Table(
    name="appointments", title="Appointments", noun="appointments", anchor="appointment_at", feed=("diary",),
    about="One row an appointment to see somebody about an incident: when it was booked, for when, and whether it was kept. "
          "An incident can have several.",
    columns=(
        Column("appointment_at", "time", "for when it was booked; places the record", required=True),
        Column("booked_at", "time", "when it was booked"),
        Column("outcome", "word", "what became of it", words=APPOINTMENT_OUTCOMES, required=True),
        Column("diary", "word", "whose diary: a diary car, a station desk"),
        Column("place", "word", "where"),
        Column("type", "word", "what kind of incident"),
        Column("domestic_abuse", "word", "whether it concerns domestic abuse", words=YES_NO),
        Column("incident", "text", "the number of the incident"),
    ),
    clocks=(Clock("lead", "from the booking to the appointment", ("booked_at",), ("appointment_at",)),),
    earlier=("booked_at",), published=("diary", "place", "type"))

DIARY_SLOTS = Table(
    name="diary_slots", title="Places in the diary", noun="places in the diary", anchor="slot_at", feed=("diary",),
    about="One row a place in the diary that could be booked, whether it was or not.",
    columns=(
        Column("slot_at", "time", "when the place begins; places the record", required=True),
        Column("state", "word", "whether it was used", words=("free", "booked", "withdrawn"), required=True),
        Column("diary", "word", "whose diary"),
        Column("place", "word", "where"),
        Column("minutes", "amount", "how long it is", unit="minutes"),
    ), published=("diary", "place"))
