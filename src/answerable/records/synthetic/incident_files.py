"""The incident files of a month: by system, with what is wrong in them, and what a careful loading makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from answerable.records.synthetic import exports
from answerable.records.synthetic.contacts import NONE
from answerable.records.synthetic.exports import System
from answerable.records.synthetic.hours import DAY_MS, Hours
from answerable.records.synthetic.incident_dirt import (
    IncidentDamage,
    dirty_lines,
    draw_incident_damage,
    incidents_as_told,
)
from answerable.records.synthetic.incident_exports import (
    NEW_COMMAND,
    OLD_COMMAND,
    SHOWN,
    day_of_month,
    known_by,
    name_of,
    new_command,
    old_command,
    with_lost_arrivals,
)
from answerable.records.synthetic.incidents import Incidents
from answerable.records.synthetic.plan import EXPORT_TOO_EARLY, FILE_TWICE, MonthPlan

Counts = dict[str, Any]
Told = dict[str, npt.NDArray[np.int64]]
LATER = "later"                 # the folder of what comes after the first load: files corrected, files given twice
TOO_EARLY_MS = 3 * DAY_MS
NEVER = 1 << 60
AFTER_ANY_DAY = 99


@dataclass
class IncidentFiles:
    """files, later: (source, file); about: name of the file (below the folder) → counts; told: by incident that a careful
    loading ends with, what its figures rest on."""

    files: list[tuple[str, Path]] = field(default_factory=list)
    later: list[tuple[str, Path]] = field(default_factory=list)
    about: dict[str, Counts] = field(default_factory=dict)
    told: Told = field(default_factory=dict)


def write_incidents(folder: Path, plan: MonthPlan, hours: Hours, logs: Incidents,
                    random: np.random.Generator) -> IncidentFiles:
    """Write the month's incidents. The last month's are told as they stood when it ended."""
    logs = logs.take(np.argsort(logs.created, kind="stable"))
    until = hours.month_ends_ms if plan.before_last == 0 else NEVER
    damage = draw_incident_damage(logs, plan, hours, random)
    known = with_lost_arrivals(known_by(logs, until), plan, hours)
    in_new = day_of_month(logs, hours) >= (plan.command_change_day or AFTER_ANY_DAY)
    found = IncidentFiles()
    for system, told_by in ((OLD_COMMAND, ~in_new), (NEW_COMMAND, in_new)):
        here = np.flatnonzero(told_by & (logs.created < until))
        if not len(here):
            continue
        path, own = folder / name_of(system, plan), damage.take(here)
        if plan.before_last == EXPORT_TOO_EARLY:
            _write_twice(found, path, system, plan, hours, known.take(here), own)
            continue
        counts = _write(path, system, plan, hours, known.take(here), own)
        found.files.append((system.source, path))
        found.about[path.name] = counts
        if plan.before_last == FILE_TWICE:
            _give_again(found, path, system, counts)
    kept = np.flatnonzero((logs.created < until) & ~damage.of("empty_number") & ~damage.of("shifted_row"))
    found.told = _told(known.take(kept), damage.take(kept), hours)
    return found


def _write(path: Path, system: System, plan: MonthPlan, hours: Hours, known: Incidents, damage: IncidentDamage) -> Counts:
    build = old_command if system is OLD_COMMAND else new_command
    lines = exports.to_lines(build(incidents_as_told(known, damage), plan, hours), system)
    lines[1:-1] = dirty_lines(lines[1:-1], damage, system.delimiter.encode())
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(system.line_end.join(lines))
    quarantined = {kind: int(damage.of(kind).sum()) for kind in ("empty_number", "shifted_row")}
    placed = damage.of("arrived_before_created") & (known.arrived != NONE)
    return {"source": system.source, "read": len(known), "quarantined": quarantined, "duplicate": 0, "replaced": 0,
            "accepted": len(known) - sum(quarantined.values()), "voided": {"arrived_at": int(placed.sum())},
            "misdated": int(damage.misdated.sum())}


def _write_twice(found: IncidentFiles, path: Path, system: System, plan: MonthPlan, hours: Hours, known: Incidents,
                 damage: IncidentDamage) -> None:
    """The export ran three days before the month ended; the whole one, under the same name, came later."""
    ended = hours.month_ends_ms - TOO_EARLY_MS
    early = np.flatnonzero(known.created < ended)
    before = known_by(known.take(early), ended)
    again = path.parent / LATER / path.name
    found.about[path.name] = _write(path, system, plan, hours, before, damage.take(early))
    counts = _write(again, system, plan, hours, known, damage)
    whole = known.take(early)
    same = np.all([getattr(whole, name) == getattr(before, name) for name in SHOWN], axis=0)
    placed = ~damage.of("empty_number")[early] & ~damage.of("shifted_row")[early]
    counts["duplicate"], counts["replaced"] = int((same & placed).sum()), int((~same & placed).sum())
    counts["accepted"] -= counts["duplicate"]
    found.about[f"{LATER}/{path.name}"] = counts
    found.files.append((system.source, path))
    found.later.append((system.source, again))


def _give_again(found: IncidentFiles, path: Path, system: System, counts: Counts) -> None:
    """The very same file once more, under another name."""
    again = path.parent / LATER / f"{path.stem}-copy{path.suffix}"
    again.parent.mkdir(exist_ok=True)
    again.write_bytes(path.read_bytes())
    found.later.append((system.source, again))
    found.about[f"{LATER}/{again.name}"] = counts | {
        "duplicate": counts["read"], "accepted": 0, "quarantined": dict.fromkeys(counts["quarantined"], 0),
        "voided": {"arrived_at": 0}, "misdated": 0}


def _told(known: Incidents, damage: IncidentDamage, hours: Hours) -> Told:
    logs = incidents_as_told(known, damage)
    impossible = damage.of("arrived_before_created")
    ends = np.stack([np.where(times == NONE, NEVER, times) for times in (logs.assigned, logs.resolved, logs.closed)])
    gap = (logs.unassigned != NONE) & ~damage.misdated
    return {"created": logs.created, "day": hours.local_ms(logs.created) // DAY_MS, "grade": logs.grade,
            "origin": logs.origin, "first_grade": logs.first_grade, "resolution": logs.resolution,
            "attended": (logs.arrived != NONE).astype(np.int64),
            "attendance_ms": np.where((logs.arrived == NONE) | impossible, NONE, logs.arrived - logs.created),
            "until": ends.min(axis=0), "gap_from": np.where(gap, logs.unassigned, NONE),
            "gap_to": np.where(gap & (logs.assigned_again != NONE), logs.assigned_again, NEVER)}

