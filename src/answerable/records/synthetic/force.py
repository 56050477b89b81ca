"""Making the made-up force's files: months in parallel, every one from its own seed."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from answerable.errors import InputError
from answerable.records.synthetic import dirt, exports, truth
from answerable.records.synthetic.contacts import Contacts
from answerable.records.synthetic.digital import simulate_chat, simulate_inbox
from answerable.records.synthetic.exports import INBOX, LIVE_CHAT, NEW_TELEPHONE, OLD_TELEPHONE, System
from answerable.records.synthetic.hours import hours_of_month
from answerable.records.synthetic.incident_files import IncidentFiles
from answerable.records.synthetic.incident_truth import count_incidents
from answerable.records.synthetic.phone import simulate_room
from answerable.records.synthetic.plain import PlainPart, write_years
from answerable.records.synthetic.plan import MonthPlan, plan_months
from answerable.records.synthetic.streets import what_follows
from answerable.simulation.simulating import get_ready

Progress = Callable[[str, float], None]

BUILDERS = {OLD_TELEPHONE: exports.old_telephone, NEW_TELEPHONE: exports.new_telephone,
            LIVE_CHAT: exports.live_chat, INBOX: exports.inbox}
OUTCOME_COLUMN = {OLD_TELEPHONE: "Result", NEW_TELEPHONE: "disposition"}
PHONE_DICE, CHAT_DICE, INBOX_DICE, DIRT_DICE, FURTHER_DICE = range(5)


@dataclass(frozen=True)
class _Task:
    folder: Path
    plan: MonthPlan
    seed: int
    scale: float


@dataclass
class _Month:
    """What one month gave: its files, the truth about lines and files, rows that the next month repeats, its incidents, its
    rows of the plain tables."""

    plan: MonthPlan
    files: list[tuple[str, Path]] = field(default_factory=list)
    lines: dict[str, truth.Counts] = field(default_factory=dict)
    about_files: dict[str, truth.Counts] = field(default_factory=dict)
    again: list[bytes] = field(default_factory=list)
    incidents: IncidentFiles = field(default_factory=IncidentFiles)
    plain: list[PlainPart] = field(default_factory=list)


def make_force(folder: Path, *, seed: int = 999, months: int = 36, scale: float = 1.0,
               last_month: str = "2026-10", progress: Progress | None = None,
               processes: int = 2) -> list[tuple[str, Path]]:
    """Write the raw exports of "Westshire Police" and `truth.json` into `folder`; nothing in them is real.

    seed: the same seed gives the same bytes, whatever `processes` is; months: how many, up to `last_month`
    ("2026-10"); scale: 1 gives about 57,000 contacts a month, less gives fewer contacts and handlers;
    progress: called with the month made and the share done (0 to 1).
    Returns (name of the source, of SOURCES or of the catalogue, file) in the order in which they would be loaded. Files in the
    folder `later` came after the others had been loaded: corrected, or given once more.
    Raises InputError for a scale, month or number of months that cannot be.
    """
    if not 0 < scale <= 10:
        raise InputError(f"a scale of {scale} cannot be made.", remedy="Give a number above 0 and up to 10.")
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [_Task(folder, plan, seed, scale) for plan in plan_months(last_month, months)]
    made: list[_Month] = []
    for month in _run(tasks, processes):
        if made and month.plan.repeats_previous:
            _repeat_rows(made[-1], month)
        made.append(month)
        if progress:
            progress(month.plan.name, len(made) / len(tasks))
    years = write_years(folder, [(month.plan, month.plain) for month in made])
    _write_truth(folder, made, years, seed=seed, scale=scale)
    return [*(pair for month in made for pair in (*month.files, *month.incidents.files)),
            *((source, folder / name) for name, (source, _) in years.items()),
            *(pair for month in made for pair in month.incidents.later)]


def _run(tasks: list[_Task], processes: int) -> Iterator[_Month]:
    if processes <= 1 or len(tasks) == 1:
        yield from map(_make_month, tasks)
        return
    # Spawned, not forked: a caller may hold threads (the engine's), which a fork would leave locked.
    # Compiled once, before two processes would do it at the same time; they read it from disk.
    get_ready()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(tasks)), mp_context=context) as pool:
        yield from pool.map(_make_month, tasks)


def _make_month(task: _Task) -> _Month:
    plan, month = task.plan, _Month(task.plan)
    calls, roster = simulate_room(plan, task.scale, _dice(task, PHONE_DICE))
    items = simulate_inbox(plan, task.scale, _dice(task, INBOX_DICE))
    month.incidents, month.plain = what_follows(task.folder, plan, task.scale, calls, items, roster,
                                                lambda purpose: _dice(task, FURTHER_DICE + purpose))
    _export(task, month, NEW_TELEPHONE if plan.new_system else OLD_TELEPHONE, calls)
    if plan.chat_hours:
        _export(task, month, LIVE_CHAT, simulate_chat(plan, task.scale, _dice(task, CHAT_DICE)))
    _export(task, month, INBOX, items)
    return month


def _dice(task: _Task, purpose: int) -> np.random.Generator:
    """Dice of their own for each month and purpose, so that no draw of one moves another's."""
    seeds = np.random.SeedSequence(entropy=task.seed, spawn_key=(task.plan.number, purpose))
    return np.random.default_rng(seeds)


def _export(task: _Task, month: _Month, system: System, contacts: Contacts) -> None:
    hours = hours_of_month(task.plan.year, task.plan.month, 0)
    damage = (dirt.draw_damage(contacts, task.plan, hours, system, _dice(task, DIRT_DICE))
              if system in OUTCOME_COLUMN else dirt.no_damage(contacts))
    table = BUILDERS[system](dirt.as_told(contacts, damage), task.plan, hours)
    rows = np.arange(len(contacts))
    if system in OUTCOME_COLUMN:
        table, rows = dirt.dirty_table(table, damage, OUTCOME_COLUMN[system])
    lines = exports.to_lines(table, system)
    lines[1:-1] = dirt.cut_short(lines[1:-1], rows, damage, system.delimiter.encode())
    if task.plan.repeated_next and system in OUTCOME_COLUMN:
        month.again = [lines[1 + row] for row in dirt.repeatable(contacts, rows, damage, hours)]
    path = task.folder / f"{system.file_prefix}-{task.plan.name}.csv"
    path.write_bytes(system.line_end.join(lines))
    month.files.append((system.source, path))
    month.lines |= truth.count_lines(contacts, damage, system)
    month.about_files[path.name] = truth.count_file(damage, rows, system)


def _repeat_rows(earlier: _Month, month: _Month) -> None:
    """Put the last rows of the month before at the head of this month's telephone file."""
    _, path = month.files[0]
    line_end = (NEW_TELEPHONE if month.plan.new_system else OLD_TELEPHONE).line_end
    header, rest = path.read_bytes().split(line_end, 1)
    path.write_bytes(line_end.join([header, *earlier.again, rest]))
    counts = month.about_files[path.name]
    counts["repeated_from_month_before"] = len(earlier.again)
    counts["read"] += len(earlier.again)
    counts["duplicate"] += len(earlier.again)


def _write_truth(folder: Path, made: list[_Month], years: dict[str, tuple[str, int]], *, seed: int, scale: float) -> None:
    found: dict[str, Any] = {
        "format": 2, "seed": seed, "scale": scale,
        "months": {month.plan.name: month.lines for month in made},
        "files": {name: counts for month in made for name, counts in month.about_files.items()},
        "incidents": count_incidents([month.incidents.told for month in made], [month.plan for month in made]),
        "incident_files": {name: counts for month in made for name, counts in month.incidents.about.items()},
        "plain_files": {name: {"source": source, "read": rows} for name, (source, rows) in years.items()}}
    (folder / "truth.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
