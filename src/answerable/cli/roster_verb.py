"""The verb `roster` as it is declared."""

from __future__ import annotations

from datetime import date
from typing import Any

from answerable.cli.verb_parts import at_least, format_of, verb

DEFAULT_RULES = ("working-time-regulations-1998", "staff-contract-example")


def roster_verb(verbs: Any) -> None:
    """`answerable roster`."""
    added = verb(verbs, "roster", "Give named people their shifts: as many in each as are needed, within the rules, nights and "
                 "weekends shared fairly, wishes heeded. Every roster is checked against the rules by a second reckoning. With "
                 "--check: every breach of rules in a roster that there is. The files: docs/reference/rosters.md.",
                 "answerable roster need.csv --people people.csv --out roster.xlsx", "rostering", "roster")
    added.add_argument("need", metavar="NEED", nargs="?", help="how many each shift of each day needs (CSV or XLSX)")
    added.add_argument("--people", metavar="FILE", help="who there is: hours, skills, leave, days off, wishes")
    added.add_argument("--before", metavar="FILE", help="the last duties before the roster, so that rest holds "
                       "over its border")
    added.add_argument("--check", metavar="FILE", help="check these duties (person, starts, ends, "
                       "break_minutes)")
    added.add_argument("--rules", action="append", metavar="RULES", help="a shipped rule set by its name, or a file "
                       f"(.yaml); may be repeated (default {' and '.join(DEFAULT_RULES)})")
    added.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DATE", help="the first day (default: the "
                       "file's first)")
    added.add_argument("--days", type=at_least(1), metavar="N", help="how many days (default: the file's; of weekdays "
                       "28)")
    added.add_argument("--published", type=date.fromisoformat, metavar="DATE", help="when the roster is published, for rules "
                       "about that")
    added.add_argument("--zone", default="Europe/London", metavar="ZONE", help="the time zone (default Europe/London)")
    added.add_argument("--seconds", type=at_least(5), default=60, metavar="N", help="how long to search at most (default 60)")
    added.add_argument("--workers", type=at_least(1), default=2, metavar="N", help="how many searches at a time (default 2)")
    added.add_argument("--seed", type=at_least(0), default=1, metavar="N", help="another number, another search (default 1)")
    added.add_argument("--out", metavar="FILE", help="write the duties to a file (.csv, .xlsx or .json)")
    added.add_argument("--quiet", action="store_true", help="say nothing of the progress")
    format_of(added, ("table", "json", "csv"))
