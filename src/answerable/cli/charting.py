"""`answerable chart`: any series in a file, judged point by point, without a workspace."""

from __future__ import annotations

import math
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from answerable.cli.printing import as_csv, as_json, as_table
from answerable.comparing.series_chart import Asked, Charted, charted, check_rebase, plan_asked
from answerable.comparing.series_days import days_named
from answerable.comparing.series_file import Layout, SeriesFile, faults_in_words, read_series_file
from answerable.errors import InputError
from answerable.judgement.rules import rule_set_named
from answerable.words import format_things

FAULTY = 2
OURS = ("date", "value", "numerator", "denominator", "status")
NUMBERS = ("value", "adjusted", "mean", "lower", "upper")
DIGITS = 4


def chart(arguments: Namespace) -> int:
    """Judge each series of a file, and print it. Returns 2 where the file has faults."""
    plan = plan_asked(arguments.kind, rule_set_named(arguments.rule_set), screen=not arguments.no_screen,
                      baseline=arguments.baseline, minimum_points=arguments.minimum_points, season=arguments.season)
    if arguments.target is not None and not math.isfinite(arguments.target):
        raise InputError(f"the target {arguments.target} is no number.", remedy="Write --target 95.")
    rebase = tuple(sorted({_day(text) for text in arguments.rebase}))
    read = read_series_file(Path(arguments.file), _layout(arguments))
    if read.faults:
        return _say(faults_in_words(read))
    check_rebase(rebase, read.days)
    asked = Asked(plan, arguments.better, arguments.target, rebase, read.unit)
    found, faults = _judged(read, asked)
    if faults:
        return _say([*faults, f"nothing of {read.file} was charted."])
    if arguments.svg:
        _draw(Path(arguments.svg), found)
    text = _printed(arguments, read, found)
    if arguments.output:
        Path(arguments.output).write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    return 0


def _layout(arguments: Namespace) -> Layout:
    given = {name: getattr(arguments, name) for name in OURS if getattr(arguments, name) is not None}
    where = {}
    if arguments.where:
        # A second's work to load, and most files are taken whole.
        from answerable.workspace import dimension_filter

        where = dimension_filter(arguments.where)
    return Layout(given, arguments.facet, where, arguments.kind, arguments.unit, arguments.every, arguments.add_up)


def _day(text: str) -> date:
    found = days_named(text)
    if found is None:
        raise InputError(f"--rebase '{text}' names no day.", remedy="Write --rebase 2017-04-01.")
    return found.first


def _judged(read: SeriesFile, asked: Asked) -> tuple[list[Charted], list[str]]:
    found, faults = [], []
    for facet, points in read.series.items():
        try:
            found.append(charted(facet, points, asked, read.days[facet]))
        except InputError as error:
            faults.append(error.line())
    return found, faults


def _say(faults: Sequence[str]) -> int:
    for fault in faults:
        print(f"answerable: {fault}", file=sys.stderr)
    return FAULTY


def _draw(path: Path, found: Sequence[Charted]) -> None:
    if len(found) > 1:
        raise InputError(f"there are {len(found)} series, and a picture holds one.",
                         remedy="Choose one with --where, or leave --svg out.")
    measure = found[0].as_measure()
    from answerable.charts import control_chart_svg

    path.write_text(control_chart_svg(measure, width="wide"), encoding="utf-8")


def _printed(arguments: Namespace, read: SeriesFile, found: Sequence[Charted]) -> str:
    if arguments.format == "json":
        return as_json([item.summary() if arguments.summary else item.as_json() for item in found])
    if arguments.format == "csv":
        return as_csv([item.summary() for item in found] if arguments.summary else
                      [{**row, "rules": ";".join(row["rules"])} for item in found for row in item.rows()])
    return "\n".join([_head(read, found), *("\n".join(_in_words(item, table=not arguments.summary)) for item in found)])


def _head(read: SeriesFile, found: Sequence[Charted]) -> str:
    """What was read, what each day was taken to stand for, and how it is judged."""
    points = sum(len(item.chart.points) for item in found)
    series = f" in {len(found)} series" if len(found) > 1 else ""
    stands = {None: "", "point": "; no gaps are known between dates"}.get(read.every, f"; each date stands for a {read.every}")
    asked, unit = found[0].asked, f", in {read.unit}" if read.unit else ""
    better = "neither direction" if asked.better == "neutral" else asked.better
    return (f"{read.file}: {format_things(points, 'figure', 'figures')}{series}{unit}{stands}.\n{asked.plan.words}; "
            f"{better} is better.")


def _in_words(item: Charted, *, table: bool) -> list[str]:
    title = f"{item.facet}. " if item.facet else ""
    lines = ["", f"{title}Variation: {item.variation.words}. [{item.variation.code}]"]
    if item.assurance:
        lines.append(f"Assurance: {item.assurance.words}. [{item.assurance.code}]")
    return [*lines, *item.notes, *([as_table(_table(item))] if table else [])]


def _table(item: Charted) -> list[dict[str, Any]]:
    rows = item.rows()
    shown = [name for name in NUMBERS if name != "adjusted" or any(row["adjusted"] is not None for row in rows)]
    places = _places(rows)
    texts = {name: [_text(row[name], places) for row in rows] for name in shown}
    # Numbers are texts here, for their digits: so they are set to the right by hand.
    width = {name: max(map(len, (name, *texts[name]))) for name in shown}
    phases = len(item.chart.phases) > 1
    return [{"period": row["period"], **({"phase": row["phase"]} if phases else {}),
             **{name.rjust(width[name]): texts[name][place].rjust(width[name]) for name in shown},
             "special cause": _found(row), "rules": ", ".join(row["rules"])}
            for place, row in enumerate(rows)]


def _found(row: dict[str, Any]) -> str:
    """A special cause; where neither direction is better, on which side it lies."""
    found = row["special_cause"]
    return "" if found in (None, "none") else f"neutral, {row['side']}" if found == "neutral" else str(found)


def _places(rows: Sequence[dict[str, Any]]) -> int:
    """How many digits behind the point show the width of the limits, or the values, to four digits."""
    sizes = [row["upper"] - row["lower"] for row in rows if row["upper"] is not None]
    size = max(sizes, default=0.0) or max((abs(row["value"]) for row in rows if row["value"] is not None), default=0.0)
    return max(DIGITS - 1 - math.floor(math.log10(size)), 0) if size > 0 else 0


def _text(value: float | None, places: int) -> str:
    return "" if value is None else f"{value:,.{places}f}"
