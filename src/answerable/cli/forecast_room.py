"""`answerable forecast WORKSPACE`: contacts on a line or incidents of a grade, on the days ahead or for the rest of one."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.table_files import check_ending, write_rows
from answerable.errors import AnswerableError, InputError
from answerable.forecasting.declared_days import read_weather
from answerable.forecasting.demand.types import DemandForecast, Floats
from answerable.forecasting.projection import NoProjection
from answerable.projecting import demand_table as tables
from answerable.projecting.demand import GRADE, INTERVALS, LINE, Moment, Subject
from answerable.projecting.demand_ahead import MOST_DAYS, Ahead, ahead_of, calendar_of, records_of
from answerable.projecting.demand_past import (
    ORIGINS,
    STEP_DAYS,
    Tested,
    looked_back,
    origin_rows,
    outcome_rows,
    tested_document,
    tested_sentences,
)
from answerable.projecting.demand_record import keep
from answerable.projecting.demand_today import Today, today_document, today_of, today_rows, today_sentences
from answerable.projecting.demand_words import percent_text, sentences
from answerable.projecting.seen_file import moment, read_seen
from answerable.words import _, format_count
from answerable.workspace import Workspace

DAYS = 14
# How busy days are is learnt from as many days ahead: from one alone, too few would tell.
WHOLE_WEEK = 7
WHOLE_FROM = 100
SHOWN = ("day", "weekday", "mean", "low50", "high50", "low90", "high90", "events")
SHOWN_PARTS = ("start", "mean", "low50", "high50", "low90", "high90")
SHOWN_REST = ("start", "before", "mean", "low50", "high50", "low90", "high90")
FAILED = 2
Made = TypeVar("Made")


def forecast_room(arguments: Namespace) -> int:
    """Forecast the demand of a workspace, and print it. Returns 2 where nothing asked for can be forecast."""
    if arguments.output:
        check_ending(Path(arguments.output))
    workspace, minutes, days = Workspace(arguments.what), INTERVALS[arguments.by or "half-hour"], _days(arguments)
    calendar = calendar_of(workspace, read_weather(Path(arguments.weather)) if arguments.weather else None)
    until, seen = _until(arguments, minutes, calendar.time_zone)
    records = records_of(workspace, workspace.state(arguments.as_of), calendar.country, until)
    subjects = [records.subject(kind, value) for kind, value in _asked(arguments, records.subjects(LINE))]
    if arguments.backtest:
        found = _each(arguments, subjects, lambda subject, progress: looked_back(
            records, calendar, subject, days, minutes, arguments.origins or ORIGINS, arguments.step or STEP_DAYS, progress))
        return _print_tested(arguments, found)
    made = _each(arguments, subjects, lambda subject, progress: ahead_of(
        records, calendar, subject, WHOLE_WEEK if until else days, minutes, progress))
    return _print_ahead(arguments, workspace, made) if until is None else _print_today(arguments, made, until, seen)


def _days(arguments: Namespace) -> int:
    days = next((given for given in (arguments.days, arguments.ahead) if given is not None), DAYS)
    if not 1 <= days <= MOST_DAYS:
        raise InputError(_("{days} days are asked for.").format(days=days), remedy=_("Ask for 1 to {most}.").format(
            most=MOST_DAYS))
    return days


def _each(arguments: Namespace, subjects: Sequence[Subject],
          work: Callable[[Subject, Callable[[int, int], None]], Made | NoProjection]) -> list[Made | NoProjection]:
    """The work done for one after the other, with progress; what cannot be told is said at once."""
    progress, found = Progress(_("Forecasting"), quiet=arguments.quiet), []
    for place, subject in enumerate(subjects):
        found.append(work(subject, _share(progress, place, len(subjects), subject.noun)))
    told = sum(not isinstance(each, NoProjection) for each in found)
    progress.done(_("{number} of {asked}").format(number=told, asked=len(subjects)))
    _say_none(found)
    return found


def _share(progress: Progress, place: int, asked: int, noun: str) -> Callable[[int, int], None]:
    """Progress of one forecast as a share of all that were asked for."""
    return lambda done, of: progress((place + done / max(of, 1)) / asked, noun)


def _until(arguments: Namespace, minutes: int, time_zone: str) -> tuple[Moment | None, Floats | None]:
    """(the time after which nothing is looked at, the counts of its day out of a file)."""
    if arguments.seen and arguments.now:
        raise InputError(_("--now and --seen are both given."), remedy=_("--seen tells by itself up to when the day is known."))
    if (arguments.seen or arguments.now) and (arguments.days, arguments.ahead) != (None, None):
        raise InputError(_("--days is given with --now or --seen, which tell of one day."), remedy=_("Leave --days out."))
    if (arguments.seen or arguments.now) and minutes == INTERVALS["day"]:
        raise InputError(_("--by day is given with --now or --seen, which tell of the rest of a day."),
                         remedy=_("Ask by the half-hour or the hour."))
    if arguments.seen:
        return read_seen(Path(arguments.seen), minutes, time_zone)
    return (moment(arguments.now) if arguments.now else None), None


def _asked(arguments: Namespace, lines: Sequence[Subject]) -> list[tuple[str, str]]:
    """The lines and grades asked for; all lines where none is."""
    given = [(kind, value) for kind, value in ((LINE, arguments.line), (GRADE, arguments.grade)) if value is not None]
    if not given and not lines:
        raise InputError(_("no contacts have been loaded."), remedy=_("Load some with `answerable load`, or ask for --grade."))
    if arguments.seen and len(given) != 1:
        raise InputError(_("--seen gives the counts of one line or grade."), remedy=_("Name it with --line or --grade."))
    return given or [(LINE, subject.value) for subject in lines]


def _print_ahead(arguments: Namespace, workspace: Workspace, found: Sequence[Ahead | NoProjection]) -> int:
    made = [ahead for ahead in found if isinstance(ahead, Ahead)]
    if not made:
        return FAILED
    for ahead in made:
        _keep(workspace, ahead)
    documents = [tables.document(ahead, sentences(ahead)) for ahead in made]
    rows = [row for ahead in made for row in tables.parts(ahead)]
    days = [row for ahead in made for row in tables.days(ahead)]
    text = "\n\n".join(map(_in_words, made)) if len(made) == 1 else _summary(made)
    _give(arguments, text, rows, {"days": days, "parts": rows}, documents)
    return 0


def _print_tested(arguments: Namespace, found: Sequence[Tested | NoProjection]) -> int:
    made = [told for told in found if isinstance(told, Tested)]
    if not made:
        return FAILED
    rows = [row for told in made for row in outcome_rows(told)]
    text = "\n\n".join("\n".join([*tested_sentences(told), "", as_table(origin_rows(told))]) for told in made)
    origins = [{"series": told.subject.id, **row} for told in made for row in origin_rows(told)]
    _give(arguments, text, rows, {"origins": origins, "parts": rows}, [tested_document(told) for told in made])
    return 0


def _say_none(found: Sequence[object]) -> None:
    for none in found:
        if isinstance(none, NoProjection):
            print(f"answerable: {none.series}: {none.words}", file=sys.stderr)


def _keep(workspace: Workspace, ahead: Ahead) -> None:
    """Keep the forecast in the ledger; a workspace that cannot be written to still shows it, and says so."""
    try:
        keep(workspace, ahead)
    except AnswerableError as error:
        print(f"answerable: {_('not kept in the ledger of forecasts')}: {error.line()}", file=sys.stderr)


def _in_words(ahead: Ahead) -> str:
    one_day = len(ahead.forecast.days) == 1 and ahead.forecast.interval_minutes < INTERVALS["day"]
    table = _table(tables.parts(ahead), SHOWN_PARTS) if one_day else _table(tables.days(ahead), SHOWN)
    return "\n".join([*sentences(ahead), *ahead.notes, "", table])


def _table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    """Some columns of rows as people read them: whole numbers where a mean reaches 100, else one decimal. A column of texts in
    which nothing stands is left out."""
    decimals = 0 if max((row["mean"] for row in rows), default=0) >= WHOLE_FROM else 1
    texts = {name: [f"{row[name]:,.{decimals}f}" if isinstance(row[name], float) else str(row[name]) for row in rows]
             for name in columns if any(row[name] != "" for row in rows)}
    width = {name: max(map(len, (name, *values))) for name, values in texts.items()}
    right = {name for name in texts if isinstance(rows[0][name], float)}
    # Numbers are texts here, for their digits: so they are set to the right by hand.
    return as_table([{name.rjust(width[name]) if name in right else name: values[place].rjust(width[name])
                      if name in right else values[place] for name, values in texts.items()} for place in range(len(rows))])


def _summary(made: Sequence[Ahead]) -> str:
    """A line for each of several."""
    rows = [_summary_row(ahead.subject, ahead.forecast) for ahead in made]
    notes = dict.fromkeys(f"{ahead.subject.noun}: {note}" for ahead in made for note in ahead.notes)
    first, last = made[0].forecast.days[0], made[0].forecast.days[-1]
    head = _("What is to be expected from {first} to {last}; `--line` or `--grade` tells one of them by the day.")
    return "\n".join([head.format(first=first, last=last), "", as_table(rows), *([""] if notes else []), *notes])


def _summary_row(subject: Subject, made: DemandForecast) -> dict[str, Any]:
    day, slot = divmod(int(made.mean.argmax()), made.mean.shape[1])
    minutes = slot * made.interval_minutes
    at = f" {minutes // 60:02d}:{minutes % 60:02d}" if made.interval_minutes < INTERVALS["day"] else ""
    return {"series": subject.noun, "expected": format_count(round(float(made.day_totals.mean.sum()))),
            "a_day": _one(made.day_totals.mean.mean()), "busiest": f"{made.days[day]}{at}",
            "then": _one(made.mean.max()), "missed_by": percent_text(made.backtest.wape),
            "floor_by": percent_text(made.backtest.floor_wape), "method": made.method.id}


def _one(value: float) -> str:
    return f"{float(value):,.{0 if value >= WHOLE_FROM else 1}f}"


def _print_today(arguments: Namespace, found: Sequence[Ahead | NoProjection], until: Moment, seen: Floats | None) -> int:
    todays = [today_of(ahead, until, seen) for ahead in found if isinstance(ahead, Ahead)]
    _say_none(todays)
    made = [today for today in todays if isinstance(today, Today)]
    if not made:
        return FAILED
    rows = [row for today in made for row in today_rows(today)]
    documents = [today_document(today, today_sentences(today)) for today in made]
    text = "\n\n".join("\n".join([*today_sentences(today), *today.ahead.notes,
                                  *(["", _table(today_rows(today), SHOWN_REST)] if len(made) == 1 else [])])
                       for today in made)
    _give(arguments, text, rows, {"rest": rows}, documents)
    return 0


def _give(arguments: Namespace, text: str, rows: Sequence[dict[str, Any]], sheets: dict[str, Sequence[dict[str, Any]]],
          documents: Sequence[dict[str, Any]]) -> None:
    """Print the text, the rows or the documents, or write them to the file whose ending says which."""
    whole = documents[0] if len(documents) == 1 else list(documents)
    if arguments.output and Path(arguments.output).suffix.lower() == ".xlsx":
        from answerable.records.spreadsheets import write_workbook

        write_workbook(Path(arguments.output), sheets)
    elif arguments.output:
        write_rows(Path(arguments.output), rows, whole)
    else:
        print({"json": lambda: as_json(whole), "csv": lambda: as_csv(rows)}.get(arguments.format, lambda: text)())
