"""The words of the two verbs that look ahead. Nothing heavy is imported here."""

from __future__ import annotations

import argparse
from typing import Any

from answerable.cli.file_arguments import add_file_arguments
from answerable.cli.verb_parts import format_of, verb


def project_verb(verbs: Any) -> None:
    """`answerable project`: of a workspace or a file."""
    added = verb(verbs, "project", "Say what comes in the weeks, months or quarters ahead, with 50% and 90% intervals and the "
                 "odds of a target. What is shown of a workspace is recorded in its forecast ledger; a file of dates and "
                 "figures needs none.",
                 "answerable project my-force 101-answered-within-30s --target 80 --by 2027-03\n"
                 "  answerable project attendances.csv --date month --value attendances --ahead 12", "projecting", "project")
    _what(added)
    added.add_argument("measures", metavar="MEASURE", nargs="*", help="of a workspace: the measures' ids (default: all)")
    added.add_argument("--target", type=float, metavar="NUMBER", help="tell the odds of meeting it, in the unit of the values")
    added.add_argument("--by", metavar="PERIOD", help="by when the target shall be met (2027-03)")
    added.add_argument("--better", choices=("higher", "lower"), default="higher", help="of a file, and of a measure that calls "
                       "neither better: whether the target is met at or above it, or at or below (default higher)")
    added.add_argument("--warnings", action="store_true", help="of a workspace: when the misses of the last two years could "
                       "have been known, and how many warnings were false")
    _how_far(added)


def forecast_verb(verbs: Any) -> None:
    """`answerable forecast`: of a workspace or a file."""
    added = verb(verbs, "forecast", "Say what comes in the days ahead, by the day, the hour or the half-hour, with 50% and 90% "
                 "intervals. A file of times and counts, or of events, needs no workspace.",
                 "answerable forecast my-force --line 101 --days 14", "forecasting", "forecast")
    _what(added)
    added.add_argument("--line", metavar="LINE", help="of a workspace: the line whose contacts are forecast (default: "
                       "all lines)")
    added.add_argument("--grade", metavar="GRADE", help="of a workspace: the grade whose incidents are forecast, as they "
                       "were first graded")
    added.add_argument("--by", choices=("half-hour", "hour", "day"), help="of a workspace: the parts of a day (default "
                       "half-hour)")
    added.add_argument("--now", metavar="TIME", help="of a workspace: the rest of that day, revised by what came up to then "
                       "(\"2026-09-30 14:00\"); nothing after it is looked at")
    added.add_argument("--seen", metavar="FILE", help="of a workspace: the same, with the day's counts out of a CSV file with "
                       "the columns start and count")
    added.add_argument("--weather", metavar="FILE", help="of a workspace: a CSV file with a column day and columns of numbers, "
                       "of past days and those ahead")
    _how_far(added)


def _what(added: argparse.ArgumentParser) -> None:
    added.add_argument("what", metavar="WORKSPACE|FILE", help="the workspace's folder, or a CSV file (gzip or not) or workbook")


def _how_far(added: argparse.ArgumentParser) -> None:
    added.add_argument("--ahead", type=int, metavar="NUMBER", help="how many periods ahead (default 12, of days 14)")
    added.add_argument("--days", type=int, metavar="NUMBER", help="how many days ahead, in place of --ahead")
    added.add_argument("--as-of", metavar="WHEN", help="from what was there at the end of that day: of a file the rows up to "
                      "it, of a workspace the records as they stood (2026-06-04; there also a time, or a manifest's number)")
    add_file_arguments(added)
    added.add_argument("--output", metavar="FILE", help="write there: .csv, .json or .xlsx")
    format_of(added, ("table", "csv", "json"))
