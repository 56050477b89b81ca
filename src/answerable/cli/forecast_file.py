"""`answerable forecast FILE` and `answerable project FILE`: any dates and counts forecast, without a workspace."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from answerable.cli.file_arguments import COLUMNS
from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.table_files import check_ending, write_rows
from answerable.comparing.published_periods import published_period
from answerable.comparing.timed_columns import FileLayout
from answerable.comparing.timed_edges import whole_ends
from answerable.comparing.timed_reading import FileRead, read_for_forecasts
from answerable.comparing.timed_scores import in_words, together
from answerable.errors import InputError
from answerable.words import format_things

FAULTY = 2


def forecast_file(arguments: Namespace) -> int:
    """Forecast every series of a file, and print what is expected. Returns 2 where none of them can be."""
    if arguments.output:
        check_ending(Path(arguments.output))
    if arguments.against and not (arguments.backtest or arguments.as_of):
        raise InputError("--against needs something that came, to hold both forecasts against.",
                         remedy="Add --backtest, or --as-of with the last day before their forecast.")
    as_of = _day(arguments.as_of) if arguments.as_of else None
    read = read_for_forecasts(Path(arguments.what), _layout(arguments), as_of)
    progress = Progress("Forecasting", quiet=arguments.quiet)
    if read.every.minutes:
        # Who names the last day says that it is over.
        read = read if arguments.keep_last or as_of else whole_ends(read, arguments.country or "")
        from answerable.cli.demand_answers import demand_answers as answers
    else:
        from answerable.cli.series_answers import series_answers as answers  # type: ignore[assignment]
    found = answers(read, arguments, progress)
    return _print(arguments, read, found)


def _layout(arguments: Namespace) -> FileLayout:
    columns = {name: getattr(arguments, name) for name in COLUMNS if getattr(arguments, name) is not None}
    where = {}
    for text in arguments.where:
        column, equals, value = text.partition("=")
        if not equals:
            raise InputError(f"--where '{text}' has no equals sign.", remedy="Write --where type=1.")
        where[column] = value
    return FileLayout(columns, arguments.events, arguments.facet, where, arguments.every, arguments.add_up, arguments.zone)


def _day(text: str) -> date:
    """The last day of what --as-of names."""
    days = published_period(text)
    if days is None:
        raise InputError(f"--as-of '{text}' names no day.", remedy="Write --as-of 2026-06-04.")
    return days[1]


def _print(arguments: Namespace, read: FileRead, found: Sequence[Any]) -> int:
    """found: answers with `rows`, `table`, `sentences`, `as_json` and `refused`."""
    rows = [row for answer in found for row in answer.rows(quantiles=arguments.quantiles)]
    whole = {"file": read.file.file, "every": read.every.name, "notes": list(read.notes),
             "series": [answer.as_json() for answer in found]}
    if arguments.output:
        write_rows(Path(arguments.output), rows, whole)
    if arguments.format == "json":
        text = as_json(whole)
    elif arguments.format == "csv":
        text = as_csv(rows)
    else:
        text = "\n".join([_head(read, found), *_together(found),
                          *(line for answer in found for line in _in_words(answer, len(found)))])
    if not arguments.output:
        print(text)
    refused = [answer for answer in found if answer.refused]
    if arguments.format == "csv" or arguments.output:
        for answer in refused:
            print(f"answerable: {answer.refused}", file=sys.stderr)
    return FAULTY if len(refused) == len(found) else 0


def _head(read: FileRead, found: Sequence[Any]) -> str:
    """What was read, and how."""
    span = {(answer.first, answer.last) for answer in found}
    from_, to = min(first for first, _last in span), max(last for _first, last in span)
    series = f", {format_things(len(found), 'series', 'series')}" if len(found) > 1 else ""
    return "\n".join([f"{read.file.file}: by the {read.every.name} from {from_} to {to}{series}.", *read.notes])


def _together(found: Sequence[Any]) -> list[str]:
    """The scores of several series as one, before those of each."""
    tried = [answer for answer in found if answer.trial is not None]
    if len(tried) < 2:
        return []
    scores = together([answer.trial for answer in tried]).scores()
    return ["", f"All {len(tried)} series together.", *in_words(scores, max(answer.origins for answer in tried)),
            as_table([score.row() for score in scores])]


def _in_words(answer: Any, number: int) -> list[str]:
    title = [f"{answer.name}."] if number > 1 and answer.name else []
    if answer.refused:
        return ["", *title, answer.refused]
    return ["", *title, *answer.sentences(), as_table(answer.table())]
