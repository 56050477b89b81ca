"""The verbs of the simulated control room."""

from __future__ import annotations

from typing import Any

from answerable.cli.verb_parts import as_of, at_least, chances_of, format_of, verb, workspace


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
    chances_of(added)
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
                 "in each, or over the whole time (over_all): a closed form to begin with, then the simulator. Says how sure "
                 "that is with callers it has not seen.",
                 'answerable staff room.yaml --target "999 within 90%" --target "101 within 80%"', "staffing", "staff")
    added.add_argument("room", metavar="ROOM", help="the room's file (YAML); its staff in the pool is not used")
    added.add_argument("--target", action="append", required=True, metavar="TARGET", help="a line, a measure (within, "
                       "within_of_offered, abandoned, mean_wait) and a level, in every half-hour; with over_all after "
                       "it over the whole time; may be repeated")
    added.add_argument("--confidence", metavar="SHARE", help="the share of repetitions (weeks) in which targets over_all are "
                       "to be met, such as 90%% (default: their mean meets them)")
    added.add_argument("--reserve", metavar="FROM..TO", help="also which reserve needs the fewest hours: how many stay free "
                       "for the line that goes first, such as 0..3")
    added.add_argument("--pool", metavar="POOL", help="whose handlers (default: the first pool of the file)")
    added.add_argument("--costs", action="store_true", help="also the hours that each target costs: as many searches again")
    added.add_argument("--repetitions", type=at_least(1), default=60, metavar="N",
                       help="how often each try is run (default 60)")
    chances_of(added)
    added.add_argument("--quiet", action="store_true", help="say nothing of the progress")
    format_of(added, ("table", "json", "csv"))


def fit_verb(verbs: Any) -> None:
    """`answerable fit`."""
    added = verb(verbs, "fit", "Make a room of the records of a workspace: how many come, how long they talk, how long they "
                 "are willing to wait, who is there, each with its interval. Then hold it against days that it was not made "
                 "of, figure by figure. The room is written for `simulate` and `staff`.",
                 "answerable fit my-force --check-on 2026-09 --output room.yaml", "fitting", "fit")
    workspace(added)
    as_of(added)
    added.add_argument("--from", dest="since", metavar="DAY", help="first day fitted to (default: thirteen weeks before the "
                       "last)")
    added.add_argument("--to", dest="until", metavar="DAY", help="last day fitted to (default: the day before those checked "
                       "on)")
    added.add_argument("--check-on", metavar="MONTH", help="what the room is held against: a month, or days as "
                       "2026-09-22:2026-09-28 (default: the last whole month)")
    added.add_argument("--line", action="append", default=[], metavar="LINE", help="only this line; may be repeated (default: "
                       "every line whose records say how long contacts took)")
    added.add_argument("--within", action="append", default=[], metavar="LINE=SECONDS", help="the limit of \"answered within\" "
                       "of a line (default: 10 for 999, 30 for others); may be repeated")
    added.add_argument("--first", action="append", default=[], metavar="LINE", help="a line that goes before all others "
                       "(default 999); may be repeated")
    added.add_argument("--role", default="call handler", metavar="ROLE", help="whose duties are handlers' (default call "
                       "handler); without such duties handlers are inferred from who answered")
    added.add_argument("--by-slot", action="store_true", help="also each half-hour of the week: arrivals and handlers, with "
                       "their intervals")
    added.add_argument("--output", metavar="FILE", help="write the room of a usual week there (YAML)")
    added.add_argument("--repetitions", type=at_least(20), default=200, metavar="N",
                       help="how many ways in which the days may go are drawn for the check (default 200)")
    added.add_argument("--seed", type=at_least(0), default=1, metavar="N", help="another number, other draws (default 1)")
    added.add_argument("--quiet", action="store_true", help="say nothing of the progress")
    format_of(added, ("table", "json", "csv"))
