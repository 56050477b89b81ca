"""The verb of shifts."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from answerable.cli.verb_parts import at_least, chances_of, format_of, verb


def shifts_verb(verbs: Any) -> None:
    """`answerable shifts`."""
    added = verb(verbs, "shifts", "Cover a week's requirement with shifts by a named pattern: how many people it takes, how "
                 "far that is from the least that any cover needs, and which half-hours are short. With --compare several "
                 "patterns side by side.",
                 "answerable shifts room.yaml --compare 2-2-2-4 variable free-tours", "shifts", "shifts")
    added.add_argument("room", metavar="ROOM", help="the room's file (YAML): a week, or a day that is every day")
    _needs(added)
    _patterns(added)
    _slips(added)
    added.add_argument("--out", metavar="FILE", help="write how many each shift of each weekday needs, as `roster` reads it "
                       "(.csv, .xlsx or .json)")
    added.add_argument("--seconds", type=number_above(1), default=30.0, metavar="S", help="the wall clock for each search "
                       "(default 30)")
    chances_of(added)
    added.add_argument("--quiet", action="store_true", help="say nothing of the progress")
    format_of(added, ("table", "json", "csv"))


def _needs(added: Any) -> None:
    added.add_argument("--pool", metavar="POOL", help="whose handlers (default: the first pool of the file)")
    added.add_argument("--need", metavar="FILE", help="a CSV file with the people of each slot (default: what the pool is "
                       "staffed with now)")
    added.add_argument("--target", action="append", metavar="TARGET", help="find the people of each slot that a target needs "
                       "(as with `staff`); may be repeated")
    added.add_argument("--at-desks", action="store_true", help="the numbers of --need are people at desks on the day: those "
                       "who will be absent are added")
    added.add_argument("--away", type=share, metavar="SHARE", help="who is neither at a desk nor on a break, of those on duty "
                       "(default: none where the pattern has breaks, else the room's)")


def _patterns(added: Any) -> None:
    added.add_argument("--pattern", default="free-tours", metavar="PATTERN", help="a shipped pattern's name, or a file of your "
                       "own that ends in .yaml (default free-tours)")
    added.add_argument("--compare", nargs="+", metavar="PATTERN", help="several patterns side by side")
    added.add_argument("--people", type=at_least(1), metavar="N", help="so many people there are: the least shortage")
    added.add_argument("--short", type=share, default=0.0, metavar="SHARE", help="the share of the need that may be short "
                       "(1%% or 0.01; default none)")
    added.add_argument("--fewest", choices=("people", "hours"), default="people", help="what is made least (default people)")


def _slips(added: Any) -> None:
    added.add_argument("--simulate", action="store_true", help="also run the room with what was rostered: how likely each "
                       "target is met")
    added.add_argument("--repetitions", type=at_least(2), default=50, metavar="N", help="how often a room is run (default 50)")
    added.add_argument("--rules", nargs="*", metavar="RULES", help="the rules of working time to be checked (default: Working "
                       "Time Regulations, and Police Regulations on variable shifts), by name or file")
    added.add_argument("--slip", action="append", metavar="SLIP", help='instead of a pattern: the room\'s own shifts begin '
                       'earlier or later, with the same people: "14:00 +60 friday,saturday"; may be repeated')
    added.add_argument("--moved", action="append", metavar="MOVE", help='for --slip: also with demand moved: "10%% 15:00-19:00 '
                       '19:00-23:00 friday,saturday"; may be repeated')


def number_above(least: float) -> Callable[[str], float]:
    """How a number above a least one is read from the command line."""
    def read(written: str) -> float:
        try:
            number = float(written)
        except ValueError:
            number = least
        if not least < number < 1e9:
            raise ArgumentTypeError(f"'{written}' is no number above {least:g}")
        return number

    return read


def share(written: str) -> float:
    """A share as it is written: 10% or 0.1; below 1."""
    try:
        number = float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1:
        raise ArgumentTypeError(f"'{written}' is no share such as 10% or 0.1")
    return number
