"""What follows from a month's contacts: incidents, who attends, and the tables that tell of the people who do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from answerable.records.synthetic import response, surveys
from answerable.records.synthetic.appointments import book, diary_of
from answerable.records.synthetic.attending import attend, close
from answerable.records.synthetic.contacts import Contacts
from answerable.records.synthetic.duties import abstractions_table, all_duties, duties_table
from answerable.records.synthetic.establishment import establishment_table
from answerable.records.synthetic.hours import hours_of_month
from answerable.records.synthetic.incident_events import appointments_table, diary_table, events_table
from answerable.records.synthetic.incident_files import NEVER, IncidentFiles, write_incidents
from answerable.records.synthetic.incidents import open_logs
from answerable.records.synthetic.linking import link_again
from answerable.records.synthetic.plain import PlainPart, plain_part
from answerable.records.synthetic.plan import MonthPlan
from answerable.records.synthetic.staffing import Roster

Dice = Callable[[int], np.random.Generator]
LOGS, OFFICERS, ATTENDING, BOOKING, CLOSING, LINKING, DAMAGE, DIARY, DUTIES, AWAY, ASKING, TELLING, LOOKING = range(13)


def what_follows(folder: Path, plan: MonthPlan, scale: float, calls: Contacts, items: Contacts, roster: Roster,
                 dice: Dice) -> tuple[IncidentFiles, list[PlainPart]]:
    """Make the month's incidents out of its calls and messages, attend to them, and write their files.

    dice: gives a generator of its own for each purpose. The contacts get the numbers of the incidents they are about.
    Returns the files with what is true of them, and the month's rows of the plain tables.
    """
    hours = hours_of_month(plan.year, plan.month, 0)
    logs = open_logs(calls, items, hours, dice(LOGS))
    officers = response.officers_on_duty(plan, response.street_hours(plan), scale, dice(OFFICERS))
    attend(logs, plan, officers, dice(ATTENDING))
    booked = book(logs, plan, hours, dice(BOOKING))
    close(logs, dice(CLOSING))
    link_again(calls, logs, dice(LINKING))
    diary = diary_of(plan, hours, booked, logs, scale, dice(DIARY))
    duties = all_duties(roster, officers, scale, dice(DUTIES))
    until = hours.month_ends_ms if plan.before_last == 0 else NEVER
    tables = {
        "incident_events": events_table(logs, booked, plan, until),
        "appointments": appointments_table(logs, booked, plan, hours, until),
        "diary_slots": diary_table(diary, plan, hours), "duties": duties_table(duties, plan, hours),
        "abstractions": abstractions_table(officers, plan, hours, dice(AWAY)),
        "establishment": establishment_table(plan, hours, scale),
        "survey_answers": surveys.survey_table(plan, hours, scale, dice(ASKING)),
        "victim_updates": surveys.updates_table(plan, hours, scale, dice(TELLING)),
        "samples": surveys.samples_table(plan, hours, dice(LOOKING))}
    return (write_incidents(folder, plan, hours, logs, dice(DAMAGE)),
            [plain_part(name, rows) for name, rows in tables.items()])
