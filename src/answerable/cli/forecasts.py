"""The verb `forecasts`: the ledger of forecasts, what people add to it, and the scores."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.comparing.series_days import days_named
from answerable.content import shipped
from answerable.errors import InputError
from answerable.forecasting.odds import percent_of as percent_of_odds
from answerable.ledger.entries import Entry, Forecast
from answerable.ledger.keeping import REMEDY, ledger_faults, read_table
from answerable.ledger.people import Said
from answerable.ledger.shown import forecast_text, forecasts_json
from answerable.periods import day_label
from answerable.projecting.come import bring_outcomes
from answerable.projecting.people import add as add_said
from answerable.projecting.people import bring_in
from answerable.projecting.people_file import measure_of, month_of, number_of, percent_of, target_of
from answerable.projecting.people_form import write_people_form
from answerable.words import format_things, format_value, join_words
from answerable.workspace import Workspace

FAULTY = 2
DAMAGED = 1
PUBLISHED = "Forecasts are published with the next release, and who made them: a post can stand in place of a name."
PARTS = {"missed by": "wape", "floor by": "floor_wape", "too low by": "bias", "in 50%": "cover50", "in 90%": "cover90"}
LISTED = ("number", "day", "made_on", "kind", "by", "method", "forecasts", "scored", "file")


def forecasts(arguments: Namespace) -> int:
    """Do what is asked of the ledger. Returns 2 where what was given has faults, 1 where the ledger is damaged."""
    if arguments.what == "import" and arguments.example:
        print((shipped("forecasts") / "example.csv").read_text(encoding="utf-8").rstrip())
        return 0
    if arguments.workspace is None:
        raise InputError("which workspace?", remedy=f"Name its folder: answerable forecasts {arguments.what} my-force.")
    return {"add": _add, "form": _form, "import": _import, "list": _list, "score": _score, "verify": _verify}[arguments.what](
        Workspace(arguments.workspace), arguments)


def _add(workspace: Workspace, arguments: Namespace) -> int:
    missing = [f"--{name}" for name in ("month", "value", "by") if not getattr(arguments, name)]
    if not arguments.name or missing:
        raise InputError(f"a forecast needs {join_words([*([] if arguments.name else ['a measure']), *missing])}.",
                         remedy="`answerable forecasts --help` shows one.")
    measure = measure_of(arguments.name, workspace.measures())
    low, value, high = (number_of(name, getattr(arguments, name) or "", measure) for name in ("low", "value", "high"))
    if value is None:
        raise InputError(f"value is '{arguments.value}'.", remedy="Write what is forecast: --value 78.")
    said = Said(measure, *month_of(arguments.month), value, low, high, percent_of("level", arguments.level or ""),
                target_of(arguments.target or "", measure), percent_of("odds", arguments.odds or ""), _day(arguments.made_on))
    before = len(workspace.forecasts())
    entry = add_said(workspace, said, arguments.by, reason=arguments.reason or "", dry_run=arguments.dry_run,
                     progress=Progress("Projecting the same month", quiet=arguments.quiet))
    _say_recorded([entry], before, dry_run=arguments.dry_run)
    return 0


def _day(text: str | None) -> date | None:
    found = days_named(text) if text else None
    if text and (found is None or found.first != found.last):
        raise InputError(f"'{text}' is no day.", where="--made-on", remedy="Write 2026-11-30.")
    return found.first if found else None


def _import(workspace: Workspace, arguments: Namespace) -> int:
    if not arguments.name:
        raise InputError("which file?", remedy="Name it; `answerable forecasts import --example` prints one to begin with.")
    path, before = Path(arguments.name), len(workspace.forecasts())
    entries, faults = bring_in(workspace, path, dry_run=arguments.dry_run,
                               progress=Progress("Projecting the same months", quiet=arguments.quiet))
    for fault in faults:
        print(f"answerable: {fault}", file=sys.stderr)
    if faults:
        print(f"answerable: {format_things(len(faults), 'fault', 'faults')} in {path.name}; nothing was recorded.",
              file=sys.stderr)
        return FAULTY
    _say_recorded(entries, before, dry_run=arguments.dry_run)
    return 0


def _form(workspace: Workspace, arguments: Namespace) -> int:
    if not arguments.name:
        raise InputError("which file?", remedy="Name the workbook to write: answerable forecasts form my-force ask.xlsx.")
    measures, months = write_people_form(workspace, Path(arguments.name), arguments.measure or (), months=arguments.months,
                                         by=arguments.by or "")
    print(f"{arguments.name}: {format_things(measures, 'measure', 'measures')}, {format_things(months, 'month', 'months')} "
          "each. Filled in, bring it in with `answerable forecasts import`.")
    return 0


def _say_recorded(entries: Sequence[Entry], before: int, *, dry_run: bool) -> None:
    """Print what was recorded. before: how many entries there were."""
    for entry in entries:
        if entry.number <= before:
            print(f"Entry {entry.number} has this already, as it was recorded on {day_label(entry.day)}.")
            continue
        made = f", made on {day_label(entry.made_on)}, entered on {day_label(entry.day)}" if entry.made_on else ""
        print(f"{'Would record' if dry_run else f'Entry {entry.number}'}: {entry.by}{made}")
        for each in entry.forecasts:
            print(f"  {each.measure}, {each.label}: {forecast_text(each)}{_odds(each)}{_beside(each)}")
            if each.afterwards:
                print("    Its outcome is known already: it counts as made afterwards, apart from all others.")
    print("Nothing was recorded." if dry_run or all(entry.number <= before for entry in entries) else PUBLISHED)


def _odds(forecast: Forecast) -> str:
    if forecast.odds is None or forecast.target is None:
        return ""
    return f"; odds of {forecast.target.words(forecast.unit)}: {percent_of_odds(forecast.odds)}"


def _beside(forecast: Forecast) -> str:
    """What stands beside a person's forecast."""
    parts = []
    if forecast.floor is not None:
        parts.append(f"the floor {format_value(forecast.floor, forecast.unit)}")
    if forecast.model is not None:
        parts.append(f"the program {format_value(forecast.model.point, forecast.unit)}")
    return f" (beside it: {join_words(parts)})" if parts else ""


def _list(workspace: Workspace, arguments: Namespace) -> int:
    found = forecasts_json(workspace.forecasts(), titles_of(workspace))
    rows = [row for row in found["entries"] if arguments.by in (None, row["by"])]
    measure = _one_measure(arguments)
    if measure:
        about = {row["entry"] for row in found["scores"] if row["measure"] == measure}
        rows = [row for row in rows if row["number"] in about]
    if not rows and arguments.format == "table":
        print("No forecast was recorded so far." if not found["entries"] else "No entry of the ledger is about this.")
        return 0
    shown = [{key: row[key] if row[key] not in (None, "") else "-" for key in LISTED} for row in rows]
    _give(arguments, as_table(shown), rows, rows)
    return 0


def _score(workspace: Workspace, arguments: Namespace) -> int:
    come = bring_outcomes(workspace)
    found = forecasts_json(workspace.forecasts(), titles_of(workspace), rows=partial(read_table, workspace.store),
                           measure=_one_measure(arguments), by=arguments.by)
    text = [found["sentence"]]
    if come is not None:
        text.append(f"{format_things(len(come.outcomes), 'outcome is', 'outcomes are')} new, and kept as entry {come.number}.")
    for heading, late in (("", False), ("Made when the outcome was known, and so no proof of anything:", True)):
        rows = [row for row in found["forecasters"] if row["afterwards"] is late]
        if rows:
            text += ["", *([heading] if heading else []), as_table([_forecaster_row(row) for row in rows]), ""]
            text += [f"{row['by']} ({row['method']}): {row['words']}" for row in rows if row["measure"] is None]
    told = [row for row in found["calibration"] if row["n"]]
    if told:
        text += ["", "Odds, and how often it came so:", as_table([_reliability_row(row) for row in told])]
    if found["demand"]:
        text += ["", "Demand by the part of the day:", as_table([_parts_row(row) for row in found["demand"]])]
    _give(arguments, "\n".join(text), [_flat(row) for row in found["scores"]], found)
    return 0


def _one_measure(arguments: Namespace) -> str | None:
    """The measure that is asked for; None for all."""
    given: list[str] = arguments.measure or []
    if len(given) > 1:
        raise InputError(f"{arguments.what} takes one measure.", where="--measure", remedy="Leave out all but one.")
    return given[0] if given else None


def _forecaster_row(row: dict[str, Any]) -> dict[str, Any]:
    return {"by": row["by"], "method": row["method"], "measure": row["measure"] or "all", "scored": row["n"],
            "waiting": row["waiting"], "cannot": row["cannot"], "bias": row["bias"], "error": row["mae"], "wis": row["wis"],
            "in 50%": _share(row, "cover50"), "in 90%": _share(row, "cover90"), "brier": row["brier"],
            "skill": _share(row, "skill")}


def _reliability_row(row: dict[str, Any]) -> dict[str, Any]:
    return {"odds": f"{100 * row['from']:.0f}% to {100 * row['to']:.0f}%", "forecasts": row["n"],
            "said on average": f"{100 * row['mean_odds']:.0f}%", "came so": _came_so(row)}


def _came_so(row: dict[str, Any]) -> str:
    return _share(row, "share_met") if row["share_met_low"] is not None else "too few to tell"


def _parts_row(row: dict[str, Any]) -> dict[str, Any]:
    shares = {heading: "" if row[key] is None else _percent(row[key]) for heading, key in PARTS.items()}
    return {"entry": row["entry"], "series": row["series"], "minutes": row["interval_minutes"], "method": row["method"],
            "days": f"{row['days_scored']} of {row['days']}", **shares, "afterwards": "yes" if row["afterwards"] else ""}


def _share(row: dict[str, Any], name: str) -> str:
    """A share with its interval: "88% (64% to 97%)"."""
    if row[name] is None:
        return ""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    ends = "" if low is None else f" ({_percent(low)} to {_percent(high)})"
    return f"{_percent(row[name])}{ends}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%".replace("-", "−")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A forecast's scores as one line of a table: what it was against the first figure in columns of its own."""
    first = row["first"] or {}
    return {key: value for key, value in row.items() if key != "first"} | {
        f"first_{key}": first.get(key) for key in ("error", "wis", "brier")}


def _verify(workspace: Workspace, arguments: Namespace) -> int:
    faults = list(ledger_faults(workspace.folder))
    if arguments.format == "json":
        print(as_json([{"file": str(path), "what": what, "remedy": REMEDY} for path, what in faults]))
        return DAMAGED if faults else 0
    for path, what in faults:
        print(f"{path}: {what} {REMEDY}")
    if not faults:
        entries = workspace.forecasts()
        print(f"{format_things(len(entries), 'entry was', 'entries were')} looked at: everything is as it was written.")
    return DAMAGED if faults else 0


def titles_of(workspace: Workspace) -> dict[str, str]:
    """Id of a measure → its title."""
    return {measure.id: measure.title for measure in workspace.measures().values()}


def _give(arguments: Namespace, text: str, rows: Sequence[dict[str, Any]], content: Any) -> None:
    """Print the text, the rows as CSV or the content as JSON, or write them to the file whose ending says which."""
    ending = Path(arguments.output).suffix.lower() if arguments.output else ""
    form = {".csv": "csv", ".json": "json"}.get(ending, arguments.format)
    if ending == ".xlsx":
        from answerable.records.spreadsheets import write_workbook

        write_workbook(Path(arguments.output), {"forecasts": rows})
        return
    printed = as_json(content) if form == "json" else as_csv(rows) if form == "csv" else text
    if arguments.output:
        Path(arguments.output).write_text(printed + "\n", encoding="utf-8")
    else:
        print(printed)
