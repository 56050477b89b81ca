"""`answerable project WORKSPACE --warnings`: when the last two years' misses could have been known."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from answerable.cli.printing import as_csv, as_json, as_table
from answerable.errors import InputError
from answerable.periods import period_label
from answerable.projecting import Projections
from answerable.projecting.replays import Missed, Replay, replays
from answerable.words import format_things


def print_warnings(arguments: Namespace, made: Projections, chosen: Sequence[str]) -> None:
    """Print each run of missed months with the warning before it, and how many warnings were false. Raises InputError where
    no measure is held to a target that names a value."""
    found = replays(made, chosen or list(made.by_id))
    if not found:
        raise InputError("no measure that is projected has a target with a value in the months ahead.",
                         where=", ".join(chosen) or arguments.what,
                         remedy="`answerable targets list --workspace WORKSPACE` names the targets.")
    if arguments.format == "json":
        print(as_json([each.as_json() for each in found]))
        return
    rows = [row for each in found for row in _rows(each)]
    if arguments.format == "csv":
        print(as_csv(rows))
        return
    print(as_table(rows))
    print("\n" + "\n".join(_sentence(each) for each in found))
    print("A warning is given at the first month's end at which the odds of one of the next three months are under the level, "
          "and cleared when all are ten points above it. Each month's end sees the figures before it, as they are known now.")


def _rows(replay: Replay) -> list[dict[str, Any]]:
    return [{"measure": replay.measure, "missed from": period_label("month", each.first, each.first), "months": each.months,
             "warned on": _when(each), "weeks before": None if each.weeks is None else round(each.weeks, 1),
             "odds then": None if each.warning is None or each.stood else round(each.warning.month.odds, 2)}
            for each in replay.missed]


def _when(missed: Missed) -> str:
    if missed.begun:
        return "missed before"
    if missed.warning is None:
        return "never"
    return "stood already" if missed.stood else missed.warning.raised_on.isoformat()


def _sentence(replay: Replay) -> str:
    stood = replay.stood_missed + replay.stood_met
    still = f", {len(replay.open)} not yet known" if replay.open else ""
    return (f"{replay.measure}: {format_things(len(replay.warnings), 'warning', 'warnings')} in "
            f"{format_things(replay.months, 'month', 'months')}, {len(replay.false)} of them false{still}. A warning stood "
            f"before {stood} of the months: {replay.stood_missed} missed the target, {replay.stood_met} met it. Of the other "
            f"{replay.months - stood}, {replay.quiet_missed} missed it.")
