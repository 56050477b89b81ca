"""The words of `project` and `forecast` that are about a file in place of a workspace: the same for both verbs."""

from __future__ import annotations

import argparse
from pathlib import Path

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".gz")
COLUMNS = ("date", "hour", "week", "month", "value", "numerator", "denominator")
EVERY = ("half-hour", "hour", "day", "week", "month", "quarter", "year")


def is_file_named(text: str) -> bool:
    """Whether the first word of `project` and `forecast` names a file, there or not, and no workspace."""
    path = Path(text)
    return path.is_file() or (path.suffix.lower() in TABLES and not path.is_dir())


def add_file_arguments(verb: argparse.ArgumentParser) -> None:
    """What tells how a file is read, how far ahead, what is tried on its past, and where the answer goes."""
    for name, help_ in (("date", "the column of the dates, times or periods"), ("hour", "of the hours or clock times, where "
                        "the dates have none"), ("week", "of the week's number, where --date names a year"),
                        ("month", "of the month's number, where --date names a year"), ("value", "of the values"),
                        ("numerator", "of the numerators of shares"), ("denominator", "of their denominators")):
        verb.add_argument(f"--{name}", metavar="COLUMN", help=f"of a file: {help_} (default: found out)")
    verb.add_argument("--events", action="store_true", help="of a file: each row is one event, to be counted (default: where "
                      "there is no column of values)")
    verb.add_argument("--facet", action="append", default=[], metavar="COLUMN", help="of a file: a series for each value of "
                      "this column; may be repeated")
    verb.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE", help="of a file: only the rows with this "
                      "value; may be repeated")
    verb.add_argument("--add-up", action="store_true", help="of a file: add up the rows of one series and time")
    verb.add_argument("--every", choices=EVERY, help="of a file: count or add up by this (default: as the file has it; of "
                      "events by the hour or the day)")
    verb.add_argument("--zone", metavar="ZONE", help="of a file: the time zone of its clock (default Europe/London)")
    verb.add_argument("--country", metavar="COUNTRY", help="of a file: whose bank holidays are known ahead: England, Scotland, "
                      "Wales, Northern Ireland, a country's code such as US or US-PA, or none (default: England, unless those "
                      "of another country plainly stand out among the days)")
    verb.add_argument("--keep-last", action="store_true", help="of a file: keep a first or last day that is far below what "
                      "ever came on such a day (default: it is taken as there in part and left out)")
    verb.add_argument("--quantiles", action="store_true", help="of a file: every quantile kept, from 1%% to 99%%")
    verb.add_argument("--against", metavar="FILE", help="of a file: the forecasts of somebody else, with columns date and "
                      "forecast, to be scored alike")
    verb.add_argument("--backtest", action="store_true", help="of a file: forecast its past from rolling origins, and score it")
    verb.add_argument("--origins", type=int, metavar="NUMBER", help="for --backtest: how many (default 16; by the week 52, the "
                      "month 24, the quarter 12, the year 8; fewer where the series is too short)")
    verb.add_argument("--step", type=int, metavar="NUMBER", help="for --backtest: days from one origin to the next, or "
                      "periods where these are weeks or longer (default 7, or 1)")
    verb.add_argument("--quiet", action="store_true", help="show no progress")
