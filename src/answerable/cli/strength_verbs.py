"""The verb `strength`: a plan of people carried on by the month."""

from __future__ import annotations

from typing import Any

from answerable.cli.verb_parts import at_least, chances_of, format_of, verb


def strength_verb(verbs: Any) -> None:
    """`answerable strength`."""
    added = verb(verbs, "strength", "Carry a plan of people on by the month: joiners through training, leavers, absence. With "
                 "--room, what the room does with them: the figures of each month with their spread, and how likely a target "
                 "is met. With --against a second plan gets the same chances.",
                 'answerable strength plan.yaml --room room.yaml --target "101 within 80%" --history months.csv', "strength",
                 "strength")
    added.add_argument("plan", metavar="PLAN", help="the plan's file (YAML)")
    added.add_argument("--room", metavar="ROOM", help="the room's file (YAML)")
    added.add_argument("--target", action="append", default=[], metavar="TARGET", help="a line, a measure (within, "
                       "within_of_offered, abandoned, mean_wait) and a level; may be repeated. Past figures are of the first")
    added.add_argument("--history", metavar="FILE", help="past months (CSV or workbook): month, figure, working, and where "
                       "known abstraction and demand. By them the simulator is calibrated")
    added.add_argument("--workspace", metavar="WORKSPACE", help="whose figures the past months have, in place of the file's")
    added.add_argument("--measure", metavar="MEASURE", help="of the workspace: the measure that is the first target's")
    added.add_argument("--record", action="store_true", help="keep the projection in the workspace's forecast ledger, to be "
                       "scored")
    added.add_argument("--by", default="answerable", metavar="WHO", help="who says it, in the ledger (default answerable)")
    added.add_argument("--against", metavar="PLAN", help="another plan, to be compared with the first")
    added.add_argument("--mix", action="store_true", help="where fewer than 12 past months say who was there, mix the plan's "
                       "draws with the figures' own past carried on")
    added.add_argument("--month", metavar="MONTH", help="the month that the sentences tell of, such as 2026-12 (default: the "
                       "plan's last)")
    added.add_argument("--write-room", metavar="FILE", help="write the room as it is expected in --month: to be simulated by "
                       "the half-hour, staffed, compared")
    added.add_argument("--sure", type=at_least(1), default=80, metavar="PERCENT", help="the chance of which the first month is "
                       "told (default 80)")
    added.add_argument("--draws", type=at_least(100), default=2000, metavar="N", help="how often chance is drawn (default "
                       "2000)")
    chances_of(added, "chances")
    added.add_argument("--quiet", action="store_true", help="say nothing of the progress")
    format_of(added, ("table", "json", "csv"))
