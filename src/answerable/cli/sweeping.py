"""`answerable scenarios sweep`: every combination of a sweep run, and told."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answerable.cli.printing import Progress, as_csv, as_json, as_table
from answerable.cli.simulating import ready
from answerable.errors import InputError
from answerable.simulation.scenarios.sweep_file import Sweep
from answerable.staffing.targets import Target
from answerable.what_if.compared import AS_IT_IS
from answerable.what_if.keeping import Kept
from answerable.what_if.running import Done
from answerable.what_if.swept import Result, Swept, TwoWay, meets, read_figure, rows, sweep_over, tried_anew, two_way
from answerable.words import format_count, format_things
from answerable.workspace import Workspace, dimension_filter

MOST_ROWS = 60      # on the screen; files have them all


def sweep(workspace: Workspace, kept: Kept, arguments: Namespace) -> None:
    """Run what was not run yet, and print or write what came of it."""
    if arguments.format == "parquet" and not arguments.output:
        raise InputError("Parquet is not for the screen.", remedy="Say where to: --output sweep.parquet.")
    found = kept.read(arguments.names[0])
    if not isinstance(found, Sweep):
        raise InputError(f"'{found.id}' is a scenario: it varies nothing.",
                         remedy=f"Say `answerable scenarios compare {arguments.workspace} {found.id}`.")
    swept = _swept(workspace, kept, found, arguments)
    tables = list(_tables(swept, arguments))
    told = list(in_words(kept, swept))
    if arguments.format == "table":
        text = "\n".join([*told, *_laid_out(swept, tables, arguments)])
    else:
        text = as_csv(list(rows(swept))) if arguments.format == "csv" else as_json(_document(swept, tables, told))
    if arguments.format == "parquet":
        _write_parquet(swept, Path(arguments.output))
    elif arguments.output:
        Path(arguments.output).write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
        return
    print("\n".join([*told, f"Wrote {format_things(len(swept.results), 'combination', 'combinations')} to "
                            f"{arguments.output}."]))


def _swept(workspace: Workspace, kept: Kept, found: Sweep, arguments: Namespace) -> Swept:
    ready(quiet=arguments.quiet)
    progress, last = Progress(f"Sweeping {found.id}", quiet=arguments.quiet), list[Done]()

    def tell(done: Done) -> None:
        last[:] = [done]
        progress(done.share, shown(done))
    try:
        swept = sweep_over(kept, found, arguments.repetitions, arguments.seed, engine=workspace.settings.engine,
                           at_once=arguments.threads, progress=tell)
    except KeyboardInterrupt:
        done = f"{last[0].done:,} of {last[0].total:,} rooms are" if last else "nothing new is"
        progress.tell(f"stopped; {done} done and kept. Say the same again to go on.")
        raise
    progress.done(f"{format_things(swept.run.ran, 'room', 'rooms')} run, {swept.run.known:,} known from before")
    return swept


def shown(done: Done) -> str:
    """How far long work is, and how long it will still take."""
    left = "" if done.seconds_left is None else f", {duration_in_words(done.seconds_left)} left"
    return f"{done.done:,} of {done.total:,}{left}"


def duration_in_words(seconds: float) -> str:
    """About how long: "20 s", "4 min", "3.5 h"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def in_words(kept: Kept, swept: Swept) -> Iterator[str]:
    """What came of a sweep, in sentences."""
    own = swept.sweep
    yield (f"{own.name}: {format_things(len(swept.results), 'combination', 'combinations')} of the room {own.room_id}, "
           f"{format_things(swept.repetitions, 'repetition', 'repetitions')} of each with the same callers.")
    troubled = [result for result in swept.results if result.trouble]
    if troubled:
        yield (f"{len(troubled):,} of them are not to be counted on, and are left out of what follows ("
               f"{_values(swept, troubled[0])}: {troubled[0].trouble}).")
    if swept.targets:
        yield from _cheapest(kept, swept)


def _cheapest(kept: Kept, swept: Swept) -> Iterator[str]:
    targets = "the target" if len(swept.targets) == 1 else f"all {len(swept.targets)} targets"
    if not swept.meeting:
        yield f"None of them meets {targets} ({'; '.join(map(str, swept.targets))})."
        return
    best = swept.meeting[0]
    beside = [result for result in swept.meeting[1:] if result.cost == best.cost]
    as_it_is = "does too" if not swept.base.trouble and meets(swept.base, swept.targets) else "does not"
    yield (f"{len(swept.meeting):,} meet {targets}; {AS_IT_IS} {as_it_is} ({format_count(round(swept.base.hours, 1))} handler "
           "hours).")
    yield (f"The cheapest of them is {_values(swept, best)}: {_hours(best)}; {_reached(swept.targets, best)}."
           + (f" {len(beside):,} more cost the same; this one is furthest from a miss." if beside else ""))
    fresh = tried_anew(kept, swept, best)
    verdict = "it meets them again" if meets(fresh, swept.targets) else "it misses there: it was chosen by luck, take the next"
    yield f"With callers that the choice had not seen, {verdict}: {_reached(swept.targets, fresh)}."


def _hours(result: Result) -> str:
    told = f"{format_count(round(result.hours, 1))} handler hours"
    return told if result.cost == result.hours else f"{told}, a cost of {format_count(round(result.cost, 1))}"


def _values(swept: Swept, result: Result) -> str:
    return ", ".join(f"{axis.name} {value}" for axis, value in zip(swept.sweep.axes, result.values, strict=True))


def _reached(targets: tuple[Target, ...], result: Result) -> str:
    return "; ".join(f"{target.line} {target.measure.replace('_', ' ')} {_level(target, reached)} (met in {sure:.0%} of "
                     "repetitions)" for target, reached, sure in zip(targets, result.reached, result.sure, strict=True))


def _level(target: Target, reached: float) -> str:
    return f"{reached:.1f} s" if target.measure == "mean_wait" else f"{reached:.1%}"


def _tables(swept: Swept, arguments: Namespace) -> Iterator[tuple[str, TwoWay]]:
    """The two-way tables asked for; without a word the first two axes, where there are two that go with each other."""
    axes = [axis.name for axis in swept.sweep.axes]
    if swept.sweep.listed or len(axes) < 2:
        if arguments.two_way:
            raise InputError("this sweep has no two axes whose values go with each other.", where="--two-way",
                             remedy="Leave it out.")
        return
    first = f"{swept.targets[-1].line} within" if swept.targets else f"{swept.sweep.base.lines[0].name} within"
    said = arguments.figure or first
    queue, figure = read_figure(said, swept.sweep.base)
    by = tuple(arguments.two_way or axes[:2])
    for table in two_way(swept, queue, figure, (by[0], by[1]), dimension_filter(arguments.where)):
        at = "".join(f", {name} {value}" for name, value in table.at.items())
        yield f"{said}, {by[0]} (down) by {by[1]} (across){at}", table


def _laid_out(swept: Swept, tables: list[tuple[str, TwoWay]], arguments: Namespace) -> Iterator[str]:
    for title, table in tables:
        scale = 1.0 if " mean_wait," in title else 100.0
        yield f"\n{title}:"
        yield as_table([{"": str(value), **{str(other): None if cell is None else round(cell * scale, 2)
                                            for other, cell in zip(table.across, cells, strict=True)}}
                        for value, cells in table.down])
    names = [axis.name for axis in swept.sweep.axes]
    names += ["handler hours", *map(str, swept.targets), "trouble"] if swept.targets else ["handler hours", "trouble"]
    listed = [_short(row, swept) for row in rows(swept)]
    if not any(row["trouble"] for row in listed):
        names.remove("trouble")
    yield "\n" + as_table(listed[:MOST_ROWS], names)
    if len(listed) > MOST_ROWS:
        yield f"… and {len(listed) - MOST_ROWS:,} more: --format csv, json or parquet with --output FILE has them all."


def _short(row: dict[str, Any], swept: Swept) -> dict[str, Any]:
    """A row whose targets are shown in their unit."""
    for target in swept.targets:
        if row[str(target)] is not None and target.measure != "mean_wait":
            row[str(target)] *= 100
    return row


def _document(swept: Swept, tables: list[tuple[str, TwoWay]], told: list[str]) -> dict[str, Any]:
    return {"sweep": swept.sweep.id, "room": swept.sweep.room_id, "repetitions": swept.repetitions, "seed": swept.seed,
            "sentences": told, "combinations": list(rows(swept)),
            "two_way": [{"title": title, "at": dict(table.at), "across": list(table.across),
                         "down": [{"value": value, "figures": list(cells)} for value, cells in table.down]}
                        for title, table in tables]}


def _write_parquet(swept: Swept, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    listed = list(rows(swept))
    mixed = [axis.name for axis in swept.sweep.axes if any(isinstance(value, str) for value in axis.values)]
    for row in listed:
        row |= {name: str(row[name]) for name in mixed}
        row |= {name: float(value) for name, value in row.items() if isinstance(value, int)}
    pq.write_table(pa.Table.from_pylist(listed), path)
