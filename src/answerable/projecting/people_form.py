"""A workbook in which people write what they forecast: a row for each measure and month, read back by `people_file`.

What the program projects is not in it: whoever sees a number first stays near it, and then nobody can tell who knew more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from answerable.comparing.showing import others_of
from answerable.errors import InputError
from answerable.forecasting.series import NUMBER, SHARE
from answerable.judgement.aims import COMPARISONS, Amount
from answerable.judgement.series import HIGHER, LOWER
from answerable.judgement.targets import read_targets
from answerable.ledger.outcomes import final
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.periods import period_label
from answerable.projecting.goals import goals_ahead
from answerable.projecting.measures import months_between, scale_of
from answerable.projecting.people_file import measure_of
from answerable.records.forms import Open, Takes, write_form
from answerable.words import _, format_value
from answerable.workspace import Workspace

MONTHS = 6
MOST_MONTHS = 36
LAST = 3
# Heading → width in characters. Headings are the columns that `people_file` reads.
WIDTHS = {"measure": 30, "title": 40, "unit": 10, "last figures": 28, "period": 10, "target": 14, "forecast": 11, "low": 11,
          "high": 11, "level": 8, "odds": 8, "by": 20, "reason": 40}
LEVELS = ("50", "80", "90", "95")


@dataclass(frozen=True)
class Asked:
    """A measure that a form asks about. goals: what is to be met in each month, None where nothing is."""

    measure: Measure
    figures: Sequence[Figure]
    goals: Sequence[Amount | None]


def write_people_form(workspace: Workspace, path: Path, names: Sequence[str] = (), *, months: int = MONTHS,
                      by: str = "") -> tuple[int, int]:
    """(measures, months) of a form written as a workbook. names: ids or titles of measures, none for all that have a target in
    these months; months: how many from the next one on; by: who fills it in. Raises InputError for a measure that is not there
    or has no single figure a month, where nothing has a target, and for a file that is there already."""
    if path.suffix.lower() != ".xlsx":
        raise InputError("is no name of a workbook.", where=str(path), remedy="Name a file that ends in .xlsx.")
    if not 1 <= months <= MOST_MONTHS:
        raise InputError(f"{months} months cannot be asked for.", where="--months", remedy=f"Write 1 to {MOST_MONTHS}.")
    today = workspace.today()
    first = 12 * today.year + today.month
    last = first + months - 1
    starts = months_between(date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1))
    asked = _asked(workspace, names, starts)
    rows = [row for each in asked for row in _rows(each, starts, by)]
    write_form(path, _("Forecasts"), WIDTHS, rows, _("Help"), help_lines(path.name))
    return len(asked), months


def _asked(workspace: Workspace, names: Sequence[str], starts: Sequence[date]) -> list[Asked]:
    measures = workspace.measures()
    chosen = list(dict.fromkeys(measure_of(name, measures).id for name in names)) or [
        measure.id for measure in measures.values() if not measure.dimensions]
    targets = read_targets(workspace.folder / "targets")
    force = others_of(workspace.folder, workspace.settings.name).force
    known = workspace.known()
    found = []
    for measure in map(measures.__getitem__, chosen):
        goals = [goal.amount if goal else None
                 for goal in goals_ahead(targets, measure, starts, force, workspace.settings.warn_below)]
        if names or any(goals):
            found.append(Asked(measure, known.figures(measure), goals))
    if not found:
        raise InputError("no measure has a target in these months.",
                         remedy="Name those to forecast: --measure 101-answered-within-30s.")
    return found


def _rows(asked: Asked, starts: Iterable[date], by: str) -> Iterable[list[str | Open]]:
    measure = asked.measure
    scale = scale_of(measure, [figure.value for figure in asked.figures])
    unit = "%" if measure.unit == "percent" else measure.unit
    number = Takes(_("A number in {unit}{range}.").format(unit=unit, range=_range(scale)),
                   None if scale == NUMBER else 0, 100 if scale == SHARE else None)
    level = Takes(_("How many of 100 such intervals hold what comes; 90 where nothing is written."), choices=LEVELS)
    odds = Takes(_("How likely the target is met in that month: per cent, 0 to 100."), 0, 100)
    text = Takes(_("Text. It is published."), number=False)
    for start, goal in zip(starts, asked.goals, strict=True):
        target: str | Open = Open(Takes(_("What is to be met, where you give odds{example}.").format(example=_example(measure)),
                            number=False)) if goal is None else target_text(goal, measure)
        yield [measure.id, measure.title, unit, last_figures(asked.figures, measure.unit), f"{start:%Y-%m}", target,
               *[Open(number)] * 3, Open(level), Open(odds), Open(text, by), Open(text)]


def _range(scale: str) -> str:
    return {SHARE: _(" from 0 to 100"), NUMBER: ""}.get(scale, _(", 0 or more"))


def _example(measure: Measure) -> str:
    return "" if measure.direction in (HIGHER, LOWER) else _(": 80 or more, or 80 or less")


def target_text(amount: Amount, measure: Measure) -> str:
    """A target as `people_file.target_of` reads it to the last digit: "80% or more"; not rounded as pages show it."""
    sign = "%" if measure.unit == "percent" else ""
    return COMPARISONS[amount.comparison].words.format(value=f"{amount.value:.12g}{sign}")


def last_figures(figures: Sequence[Figure], unit: str) -> str:
    """The newest final figures with their months, each on a line."""
    shown = [figure for figure in figures if final(figure)][-LAST:]
    return "\n".join(f"{period_label('month', *_days(figure))}: {format_value(figure.value, unit)}" for figure in shown)


def _days(figure: Figure) -> tuple[date, date]:
    return date.fromisoformat(figure.period_start), date.fromisoformat(figure.period_end)


def help_lines(name: str) -> list[str]:
    """The text of the sheet of help. name: the file's."""
    return [
        _("How to fill in this form"),
        _("Write into the yellow cells. A row that you leave empty is left out."),
        _("forecast: what you expect, in the measure's unit: as likely too low as too high. 78 and 78% mean the same where the "
          "unit is %. Times are written in seconds."),
        _("low, high: an interval that holds what comes nine times in ten. A wide one "
          "is no shame: it shows what is not known."),
        _("level: if your interval is to hold it more or less often than nine times in ten, how often."),
        _("odds: how likely the target is met in that month, in per cent. 50 is a coin's toss."),
        _("by: who says it. A post (\"Head of contact\") can stand in place of a name."),
        _("reason: what makes you think so."),
        _("What the program expects is left out on purpose: a number that one sees first pulls one's own towards it. It is "
          "kept beside yours, so that both can be scored."),
        _("All of it is published with the next release, with who said it, and cannot be changed then. When a month has come, "
          "its forecasts are scored."),
        _("Locked cells have no password; they are locked against slips. Do not change the names of the columns."),
        _("To bring it in: answerable forecasts import WORKSPACE {name}").format(name=name)]
