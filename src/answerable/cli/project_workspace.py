"""`answerable project` of a workspace: its measures in the months ahead, with the odds of their targets."""

from __future__ import annotations

import calendar
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.table_files import check_ending, write_rows
from answerable.errors import InputError
from answerable.forecasting.odds import percent_of
from answerable.projecting import Projected, Projections, project_measures, projection_json, record_shown
from answerable.projecting.early_warnings import Warned, warnings_of
from answerable.projecting.goals import Goal, asked_goal, check_possible
from answerable.projecting.measures import MOST_LATE_MONTHS, newest_of
from answerable.projecting.running import AHEAD, MOST_AHEAD, figures_of, known_on
from answerable.projecting.sentences import how_it_did, interval_text, sentences_of, value_text
from answerable.words import format_value
from answerable.workspace import Workspace

# Options that tell how a file is read; a workspace knows all of it.
_OF_A_FILE = ("date", "hour", "week", "month", "value", "numerator", "denominator", "events", "facet", "where", "add_up",
              "every", "zone", "quantiles", "against", "backtest", "origins", "step", "days")


def project_workspace(arguments: Namespace) -> None:
    """Print or write the projections of a workspace's measures. What is shown is recorded in its forecast ledger."""
    _refuse_file_words(arguments)
    workspace = Workspace(arguments.what)
    chosen = [workspace.measure(name).id for name in dict.fromkeys(arguments.measures)]
    if arguments.output:
        check_ending(Path(arguments.output))
    by = _by(arguments)
    head = workspace.state(arguments.as_of)
    day = known_on(workspace, arguments.as_of, head)
    if by is not None and by < day:
        raise InputError(f"{arguments.by} is over on {day.isoformat()}.", where="--by", remedy="Name a month that is to come.")
    told = Progress("project", quiet=arguments.quiet)
    figures = figures_of(workspace, head, lambda share, what: told(0.7 * share, what))
    made = project_measures(workspace, head, figures=figures, ahead=_ahead(arguments, by, newest_of(figures.values()) or day),
                            day=day, progress=lambda share, what: told(0.7 + 0.6 * (share - 0.5), what))
    if arguments.warnings:
        from answerable.cli.warnings_replayed import print_warnings

        print_warnings(arguments, made, chosen)
        return
    shown = _shown(arguments, made, chosen, by)
    told.done(f"{len([item for item in shown if item.projection])} of {len(shown)} measures projected")
    _print(arguments, made, shown)


def _refuse_file_words(arguments: Namespace) -> None:
    given = [name for name in _OF_A_FILE if getattr(arguments, name, None)]
    if given:
        raise InputError(f"--{given[0].replace('_', '-')} is about a file, and '{arguments.what}' is a workspace.",
                         remedy="Leave it out: a workspace's measures are projected by the month.")
    if arguments.target is not None and len(set(arguments.measures)) != 1:
        raise InputError(f"--target {arguments.target:g} is about one measure.", remedy="Name it: answerable project WORKSPACE "
                         "MEASURE --target 80 --by 2027-03.")
    if arguments.by and arguments.target is None:
        raise InputError(f"--by {arguments.by} needs a value to be met by then.",
                         remedy="Add --target 80, in the measure's unit.")


def _by(arguments: Namespace) -> date | None:
    """The last day of the month that --by names."""
    if arguments.by is None:
        return None
    try:
        year, month = (int(part) for part in arguments.by.split("-"))
        return date(year, month, calendar.monthrange(year, month)[1])
    except ValueError as error:
        raise InputError(f"'{arguments.by}' is not a month.", where="--by", remedy="Write it as 2027-03.") from error


def _ahead(arguments: Namespace, by: date | None, newest: date) -> int:
    """How many months after the newest figure are told."""
    ahead = AHEAD if arguments.ahead is None else arguments.ahead
    if not 1 <= ahead <= MOST_AHEAD:
        raise InputError(f"--ahead is {ahead}.", remedy=f"Write a number of months from 1 to {MOST_AHEAD}.")
    needed = 0 if by is None else 12 * (by.year - newest.year) + by.month - newest.month
    if needed > MOST_AHEAD:
        raise InputError(f"{arguments.by} is further ahead of the newest figure than {MOST_AHEAD} months.", where="--by",
                         remedy="Name an earlier month: so far ahead the figures so far say nothing.")
    # Of a measure that is late by some months the first ones are over.
    return max(ahead, needed + MOST_LATE_MONTHS if needed else 0)


def _shown(arguments: Namespace, made: Projections, chosen: Sequence[str], by: date | None) -> list[Projected]:
    missing = [name for name in chosen if name not in made.by_id]
    if missing:
        raise InputError(f"there are no figures of '{missing[0]}'.", remedy="Load records first; `answerable doctor` says "
                         "what is missing.")
    if arguments.target is None:
        return [made.by_id[name] for name in chosen] or list(made.by_id.values())
    item = made.by_id[chosen[0]]
    if item.past.series is not None:
        check_possible(item.measure, arguments.target, item.past.series.scale)
    return [made.held_to(chosen[0], asked_goal(item.measure, arguments.target, by, arguments.better))]


def _print(arguments: Namespace, made: Projections, shown: Sequence[Projected]) -> None:
    entry = record_shown(made, shown)
    made_at = next((each.made_at for each in made.workspace.forecasts() if each.number == entry), "")
    warnings = {name: found[-1] for name, found in warnings_of(made, [item.measure.id for item in shown]).items()
                if found and found[-1].cleared_on is None} if arguments.target is None else {}
    whole = [_json(item, made, made_at, entry, warnings.get(item.measure.id)) for item in shown]
    rows = [row for item in shown for row in _rows(item, entry)]
    if arguments.output:
        write_rows(Path(arguments.output), rows, whole)
        print(f"Wrote {arguments.output}.")
    elif arguments.format != "table":
        print(as_json(whole) if arguments.format == "json" else as_csv(rows))
    elif arguments.measures:
        print("\n\n".join(_one(item, warnings.get(item.measure.id)) for item in shown))
        print(_footer(made, entry))
    else:
        print(_many(shown))
        print(_footer(made, entry))


def _json(item: Projected, made: Projections, made_at: str, entry: int | None, warning: Warned | None) -> dict[str, Any]:
    told = warning.as_json(item.measure.unit) if warning else None
    return {"measure": item.measure.id, "version": item.measure.version, "title": item.measure.title,
            "unit": item.measure.unit, "afterwards": made.afterwards, **projection_json(item, made_at, entry, told)}


def _rows(item: Projected, entry: int | None) -> list[dict[str, Any]]:
    """A row a month ahead, in the measure's unit."""
    found = item.projection
    if found is None:
        return []
    keys = ("period_start", "period_end", "label", "ahead", "median", "low50", "high50", "low90", "high90", "floor", "target",
            "met", "met_by")
    steps = projection_json(item, "", entry)["projection"]["steps"]
    return [{"measure": item.measure.id, "unit": item.measure.unit, **{key: step[key] for key in keys},
             "origin": found.origin.isoformat(), "method": found.method.id, "entry": entry} for step in steps]


def _one(item: Projected, warning: Warned | None) -> str:
    """What is said of one measure, then its months."""
    sentences = sentences_of(item)
    lines = [f"{item.measure.id}: {item.measure.title}", f"  {sentences[0]}", *(f"  {words}" for words in sentences[1:])]
    if warning:
        lines.append(f"  {warning.words(item.measure.unit)}")
    if item.projection:
        notes = (how_it_did(item.projection.backtest), *item.past.notes, *item.projection.notes)
        lines += [f"  {words}" for words in notes if words]
        lines += ["", as_table([_month(item, place) for place in range(len(item.projection.steps))])]
    return "\n".join(lines)


def _month(item: Projected, place: int) -> dict[str, str]:
    assert item.projection is not None, "only a projection has months"
    step, (met, met_by) = item.projection.steps[place], item.odds[place]
    row = {"month": step.label, "median": value_text(item, step.at(0.5)), "50% interval": interval_text(item, step, 0.25, 0.75),
           "90% interval": interval_text(item, step, 0.05, 0.95)}
    if item.runs:
        row |= {"target": _goal(item, item.goals[place]), "met": _odds(met), "met by then": _odds(met_by)}
    return row


def _goal(item: Projected, goal: Goal | None) -> str:
    return goal.amount.words(item.measure.unit) if goal else ""


def _odds(odds: float | None) -> str:
    return "" if odds is None else percent_of(odds)


def _many(shown: Sequence[Projected]) -> str:
    """A line a measure; those that are not projected below, each with the reason."""
    rows, why = [], []
    for item in shown:
        if item.projection is None:
            why.append(f"{item.measure.id}: {sentences_of(item)[0]}")
            continue
        steps, last = item.projection.steps, item.past.last
        now = format_value(last.value, item.measure.unit) if last else ""
        far = len(steps) - 1
        rows.append({"measure": item.measure.id, "newest": now,
                     steps[0].label: value_text(item, steps[0].at(0.5)),
                     steps[far].label: value_text(item, steps[far].at(0.5)),
                     "90% interval": interval_text(item, steps[far], 0.05, 0.95)})
        if item.runs:
            rows[-1] |= {"target": _goal(item, item.goals[0]), "met": _odds(item.odds[0][0]),
                         "met then": _odds(item.odds[far][0])}
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return "\n".join([as_table(rows, columns), *(["", *why] if why else [])])


def _footer(made: Projections, entry: int | None) -> str:
    late = " It was made afterwards: it proves nothing." if made.afterwards else ""
    return f"\nEntry {entry} of the forecast ledger.{late}" if entry is not None else ""
