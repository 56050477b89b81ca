"""How early warnings come, and how many are false: `python -m benchmarks.early_warnings WORKSPACE`.

Few measures of a workspace have a target. Here each that calls a direction better is held to the value that it met in three of
four of its own months, so that it is missed now and then; every month's end of the last two years is looked at again.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

import numpy as np

from answerable import Workspace
from answerable.judgement.aims import Amount
from answerable.judgement.series import HIGHER, NEUTRAL
from answerable.judgement.targets import Target
from answerable.projecting.goals import goals_ahead
from answerable.projecting.projected import Projected
from answerable.projecting.replays import Replay, replays
from answerable.projecting.running import Projections, project_measures

SHARE_MET = 0.75
LEVELS = (50.0, 33.0, 20.0)


def held(made: Projections, level: float) -> Projections:
    """The same measures held to what they met in three of four months. level: the odds, in per cent, under which is warned."""
    items = [item for item in made.by_id.values() if item.projection and item.measure.direction != NEUTRAL]
    targets = tuple(_target(item, level) for item in items)
    by_id = {item.measure.id: item.with_goals(goals_ahead(
        targets, item.measure, [step.period_start for step in item.projection.steps if item.projection], None, level))
        for item in items if item.projection}
    return replace(made, by_id=by_id, targets=targets, force=None)


def _target(item: Projected, level: float) -> Target:
    assert item.past.series is not None, "only what is projected is held to anything"
    higher = item.measure.direction == HIGHER
    known = [value for value in item.past.series.values if value is not None]
    value = float(np.quantile(known, 1 - SHARE_MET if higher else SHARE_MET))
    return Target(item.measure.id, 1, item.measure.id, Amount(value, ">=" if higher else "<="), "nobody", "aspiration",
                  "made up", date.min, None, "", warn_below=level)


def summary(found: list[Replay]) -> str:
    """The sums of many measures, in one line."""
    runs = [run for each in found for run in each.missed if not run.begun]
    weeks = [run.weeks for run in runs if run.weeks is not None]
    known = sum(len(each.warnings) - len(each.open) for each in found)
    stood = sum(each.stood_missed for each in found), sum(each.stood_met for each in found)
    quiet = sum(each.quiet_missed for each in found), sum(each.quiet_met for each in found)
    warned = sum(run.warning is not None for run in runs)
    return (f"{len(found)} measures, {sum(each.months for each in found)} months: {known} warnings, "
            f"{sum(len(each.false) for each in found)} false; before {warned} of {len(runs)} "
            f"misses one stood, before {len(weeks)} for the first time, median "
            f"{np.median(weeks) if weeks else 0:.1f} weeks; months with a warning {stood[0]} missed {stood[1]} met, without "
            f"{quiet[0]} missed {quiet[1]} met")


def main() -> None:
    """Print a line a level."""
    workspace = Workspace(sys.argv[1])
    made = project_measures(workspace, workspace.head())
    for level in LEVELS:
        trial = held(made, level)
        print(f"{level:g}%: {summary(replays(trial, list(trial.by_id)))}")


if __name__ == "__main__":
    main()
