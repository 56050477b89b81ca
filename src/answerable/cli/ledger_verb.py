"""The words of the verb `forecasts`."""

from __future__ import annotations

from typing import Any

from answerable.cli.verb_parts import format_of, verb


def forecasts_verb(verbs: Any) -> None:
    """`answerable forecasts`."""
    added = verb(verbs, "forecasts", "The ledger of forecasts: record what people forecast, one by one or from a "
                 "file, write a form to fill in with Excel, list "
                 "what is recorded, score it against what came, or verify that nothing was changed. Nothing is ever edited or "
                 "dropped. Forecasts are published with the next release, and who made them; a post can stand in place of a "
                 "name.",
                 "answerable forecasts add my-force 101-answered-within-30s --month 2027-01 --value 78 --low 72 --high 84 "
                 '--target 80 --odds 40 --by "Head of contact"', "forecasts", "forecasts")
    added.add_argument("what", choices=("add", "form", "import", "list", "score", "verify"))
    added.add_argument("workspace", metavar="WORKSPACE", nargs="?", help="the workspace's folder")
    added.add_argument("name", metavar="NAME", nargs="?", help="for add: the measure's id; for form: the workbook to "
                       "write (.xlsx); for import: the file (CSV or XLSX), also a form that was filled in")
    added.add_argument("--month", metavar="MONTH", help="for add: what is forecast (2027-01)")
    added.add_argument("--value", metavar="NUMBER", help="for add: the figure, in the measure's unit, as likely too low as "
                       "too high")
    added.add_argument("--low", metavar="NUMBER", help="for add: low end of an interval")
    added.add_argument("--high", metavar="NUMBER", help="for add: high end of it")
    added.add_argument("--level", metavar="PERCENT", help="for add: how many of such intervals hold the outcome (default 90)")
    added.add_argument("--target", metavar="NUMBER", help="for add: a value to be met: 80, or \"80 or more\" where the "
                       "measure has no better direction")
    added.add_argument("--odds", metavar="PERCENT", help="for add: that the target is met in that month")
    added.add_argument("--by", metavar="WHO", help="for add: a name or a post; published. For form: stands in "
                       "every row. For list and score: only theirs")
    added.add_argument("--reason", metavar="TEXT", help="for add: why; published")
    added.add_argument("--made-on", metavar="DAY", help="for add: when it was made, if earlier than today; what is "
                       "written down when the outcome is known counts as made afterwards")
    added.add_argument("--dry-run", action="store_true", help="for add and import: record nothing; show what would be recorded")
    added.add_argument("--example", action="store_true", help="for import: print a file to begin with")
    added.add_argument("--measure", metavar="MEASURE", action="append", help="for list and score: only this measure; for form: "
                       "a row for it, may be given many times (default: every measure with a target)")
    added.add_argument("--months", metavar="N", type=int, default=6, help="for form: how many months, from the next one on "
                       "(default %(default)s)")
    added.add_argument("--output", metavar="FILE", help="for list and score: write there (.csv, .json or .xlsx)")
    added.add_argument("--quiet", action="store_true", help="for add and import: show no progress")
    format_of(added, ("table", "csv", "json"))
