"""The words of the verb `scenarios`."""

from __future__ import annotations

from typing import Any

from answerable.cli.verb_parts import at_least, chances_of, format_of, verb


def scenarios_verb(verbs: Any) -> None:
    """`answerable scenarios`."""
    added = verb(verbs, "scenarios", "What-if questions kept in a workspace: a room with named changes. add a file, list them, "
                 "show one, run it, compare some with the same callers (each room is run once and never again), sweep over "
                 "ranges of them on all cores or on Spark, or remove one. Some come with the program.",
                 "answerable scenarios compare my-force one-more-at-17 chat-closed-at-the-peak", "scenarios", "scenarios")
    added.add_argument("what", choices=("add", "list", "show", "run", "compare", "remove", "sweep"))
    added.add_argument("workspace", metavar="WORKSPACE", help="the workspace's folder")
    added.add_argument("names", metavar="NAME", nargs="*", help="for add: the files (YAML); else scenarios as list names them")
    added.add_argument("--against", metavar="NAME", help="for compare: the scenario that the others are held against (default: "
                       "the room as it is)")
    added.add_argument("--figure", metavar="FIGURE", help='for sweep: what its two-way tables show: a line and within, '
                       'abandoned or mean_wait, such as "101 within" (default: of the last target)')
    added.add_argument("--two-way", nargs=2, metavar=("DOWN", "ACROSS"), help="for sweep: what the tables go by (default: the "
                       "first two things that it varies)")
    added.add_argument("--where", action="append", default=[], metavar="NAME=VALUE", help="for sweep: only the tables of this "
                       "value of another thing that it varies; may be repeated")
    added.add_argument("--output", metavar="FILE", help="for sweep: write there (needed for parquet)")
    added.add_argument("--replace", action="store_true", help="for add: in place of the one that is there")
    added.add_argument("--repetitions", type=at_least(2), default=50, metavar="N",
                       help="how many times each room is run (default 50); more make the margins narrower")
    chances_of(added)
    added.add_argument("--quiet", action="store_true", help="say nothing of the progress")
    format_of(added, ("table", "csv", "json", "parquet"))
