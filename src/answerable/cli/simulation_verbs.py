"""The verbs of the simulated control room."""

from __future__ import annotations

from typing import Any

from answerable.cli.verb_parts import at_least, format_of, verb


def simulate_verb(verbs: Any) -> None:
    """`answerable simulate`."""
    added = verb(verbs, "simulate", "Run a control room on paper: how many would be answered in time, give up and wait, "
                 "with how far weeks differ. The room is a file (docs/reference/room.md). With --against a second room gets "
                 "the same callers, and the difference is told with its margin.",
                 "answerable simulate room.yaml --against two-more-at-night.yaml", "simulating", "simulate")
    added.add_argument("room", metavar="ROOM", help="the room's file (YAML)")
    added.add_argument("--against", metavar="ROOM", help="another room, to be compared with the first")
    added.add_argument("--repetitions", type=at_least(1), default=50, metavar="N",
                       help="how many times the room is run (default 50)")
    added.add_argument("--seed", type=at_least(0), default=1, metavar="N", help="another number, other callers (default 1)")
    added.add_argument("--threads", type=at_least(1), default=None, metavar="N", help="default: one for each core")
    added.add_argument("--figures", nargs="?", const="", metavar="WORKSPACE", help="also judge the simulated contacts as "
                       "records, by the measures of the catalogue and of the workspace, whose newest month is put beside them")
    added.add_argument("--records", metavar="FILE.csv", help="also write the simulated contacts, one by one, as the source "
                       "simulated_contacts reads them")
    added.add_argument("--recorded", type=at_least(1), default=4, metavar="N", help="how many of the repetitions are recorded "
                       "contact by contact (default 4)")
    added.add_argument("--from", dest="first", metavar="DATE", help="the day on which the first recorded repetition begins "
                       "(default: the first such weekday of 2026); weeks in which the clocks change are passed over")
    added.add_argument("--by-slot", action="store_true", help="each half-hour by itself")
    added.add_argument("--quiet", action="store_true", help="say nothing of the progress")
    format_of(added, ("table", "json", "csv"))


def staff_verb(verbs: Any) -> None:
    """`answerable staff`."""
    added = verb(verbs, "staff", "Search how many handlers a pool needs in each half-hour, so that every target is met "
                 "in each: a closed form to begin with, then the simulator. Says how sure that is with callers it has not "
                 "seen.",
                 'answerable staff room.yaml --target "999 within 90%" --target "101 within 80%"', "staffing", "staff")
    added.add_argument("room", metavar="ROOM", help="the room's file (YAML); its staff in the pool is not used")
    added.add_argument("--target", action="append", required=True, metavar="TARGET", help="a line, a measure (within, "
                       "within_of_offered, abandoned, mean_wait) and a level; may be repeated")
    added.add_argument("--pool", metavar="POOL", help="whose handlers (default: the first pool of the file)")
    added.add_argument("--costs", action="store_true", help="also the hours that each target costs: as many searches again")
    added.add_argument("--repetitions", type=at_least(1), default=60, metavar="N",
                       help="how often each try is run (default 60)")
    added.add_argument("--seed", type=at_least(0), default=1, metavar="N", help="another number, other callers (default 1)")
    added.add_argument("--threads", type=at_least(1), default=None, metavar="N", help="default: one for each core")
    added.add_argument("--quiet", action="store_true", help="say nothing of the progress")
    format_of(added, ("table", "json", "csv"))
