"""Counts by wait band: a figure is exact where every wait that the bands allow gives it; otherwise there is none, and the
least and the most that it can be are named. The plain reading asks what each contact's wait can be."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from answerable import Workspace
from answerable.words import format_value

LONDON = ZoneInfo("Europe/London")
# Column → (line, outcome, over, to) in seconds; without an end where there is none; None: counted without a wait.
COLUMNS: dict[str, tuple[str, str, float | None, float | None]] = {
    "e10": ("999", "answered", 0, 10), "e30": ("999", "answered", 10, 30), "e60": ("999", "answered", 30, 60),
    "e61": ("999", "answered", 60, None), "g5": ("999", "abandoned", 0, 5), "g30": ("999", "abandoned", 5, 30),
    "g31": ("999", "abandoned", 30, None), "q30": ("101", "answered", 0, 30), "q31": ("101", "answered", 30, None),
    "qab": ("101", "abandoned", None, None)}
SOURCE: dict[str, Any] = {
    "source": "bands", "version": 1, "table": "contact_bands", "interval_minutes": 30,
    "columns": {"interval_start": "start"},
    "groups": [{"where": {"line": line}, "clock": "force", "bands": [
        {"outcome": outcome, "over": over, "count": name} | ({} if to is None else {"to": to})
        for name, (of, outcome, over, to) in COLUMNS.items() if of == line and over is not None],
        "counts": [{"outcome": outcome, "count": name} for name, (of, outcome, over, _) in COLUMNS.items()
                   if of == line and over is None]} for line in ("999", "101")]}
COMMON: dict[str, Any] = {
    "version": 1, "title": "Bands", "group": "Bands", "population": "outcome IN ('answered', 'abandoned')",
    "direction": "neutral", "sentence": "{value} in {period}", "why_it_matters": "Bands.", "author": "Tests",
    "review_due": datetime(2030, 1, 1).date()}
WITHIN_10, WITHIN_30 = ({"seconds": seconds, "comparison": "<=", "resolution": "milliseconds"} for seconds in (10, 30))
LEVEL = {"kind": "service_level", "clock": "force", "formula": "answered-within-of-offered"}
EITHER = LEVEL | {"formula": "answered-or-abandoned-within-of-offered", "population": "line = '999'"}
MEASURES: dict[str, dict[str, Any]] = {
    "at-the-edge": LEVEL | {"threshold": {"seconds": 10, "comparison": "<=", "resolution": "milliseconds"}},
    "just-under-the-edge": LEVEL | {"threshold": {"seconds": 10, "comparison": "<", "resolution": "milliseconds"}},
    "at-another-edge": LEVEL | {"threshold": {"seconds": 30, "comparison": "<=", "resolution": "milliseconds"}},
    "over-the-edge": LEVEL | {"threshold": {"seconds": 10, "comparison": "<=", "resolution": "whole-seconds"}},
    "inside": LEVEL | {"threshold": {"seconds": 20, "comparison": "<=", "resolution": "milliseconds"}},
    "either-at-the-edge": EITHER | {"threshold": {"seconds": 30, "comparison": "<=", "resolution": "milliseconds"}},
    "either-inside": EITHER | {"threshold": {"seconds": 10, "comparison": "<=", "resolution": "milliseconds"}},
    "without-early": EITHER | {"threshold": {"seconds": 5, "comparison": "<=", "resolution": "milliseconds"},
                               "formula": "answered-within-of-offered-without-early-abandoned"},
    "without-early-inside": EITHER | {"threshold": {"seconds": 10, "comparison": "<=", "resolution": "milliseconds"},
                                      "formula": "answered-within-of-offered-without-early-abandoned"},
    "or-short": EITHER | {"threshold": WITHIN_10, "short_abandon_seconds": 4,
                          "formula": "answered-within-or-short-abandoned-of-offered"},
    "of-answered": LEVEL | {"threshold": WITHIN_30, "formula": "answered-within-of-answered"},
    "median": {"kind": "percentile", "clock": "force", "percentile": 50, "population": "outcome = 'answered'"},
    "ninetieth": {"kind": "percentile", "clock": "force", "percentile": 90, "population": "outcome = 'answered'"},
    "longest": {"kind": "longest", "clock": "force", "population": "outcome = 'answered'"},
    "mean": {"kind": "mean", "clock": "force", "population": "outcome = 'answered'"},
    "offered": {"kind": "count", "population": "outcome <> 'phantom'"},
    "gone": {"kind": "abandonment"},
    "gone-late": {"kind": "abandonment", "clock": "force", "short_abandon_seconds": 4, "population": "line = '999'"}}


@dataclass(frozen=True)
class Waiter:
    """A contact known by its band: the least and the greatest wait that it can have had, in ms; None: no wait told."""

    line: str
    outcome: str
    least: int | None
    most: float | None


@dataclass(frozen=True)
class Bounds:
    """What a figure can be: least and most; None where nothing is told; exact: whether nothing is left open, numerator and
    denominator neither."""

    numerator: float | None
    denominator: float
    least: float | None
    most: float | None
    exact: bool


Row = tuple[datetime, dict[str, int]]


def waiters(rows: Iterable[Row]) -> list[Waiter]:
    """Every contact that the rows count."""
    found = []
    for _, counts in rows:
        for name, (line, outcome, over, to) in COLUMNS.items():
            least = None if over is None else round(1000 * over) + (1 if over else 0)
            found += [Waiter(line, outcome, least, math.inf if to is None else 1000 * to)] * counts[name]
    return found


def sure(contacts: Iterable[Waiter], limit: int) -> int:
    """How many waited no longer than so many ms, however the waits fell."""
    return sum(item.most is not None and item.most <= limit for item in contacts)


def may_be(contacts: Iterable[Waiter], limit: int) -> int:
    """How many may have."""
    return sum(item.least is not None and item.least <= limit for item in contacts)


def level(definition: dict[str, Any], contacts: Sequence[Waiter]) -> Bounds:
    """A service level, with every wait as long as it can be, and as short."""
    threshold = definition["threshold"]
    limit = 1000 * threshold["seconds"] - (threshold.get("comparison") == "<")
    limit += 999 if threshold.get("resolution") == "whole-seconds" else 0
    short = 1000 * definition.get("short_abandon_seconds", 0) - 1
    answered, gone = ([item for item in contacts if item.outcome == outcome] for outcome in ("answered", "abandoned"))
    all_of = len(answered) + len(gone)
    counts = {
        "answered-within-of-answered": (0, 0, len(answered), len(answered)),
        "answered-within-of-offered": (0, 0, all_of, all_of),
        "answered-or-abandoned-within-of-offered": (sure(gone, limit), may_be(gone, limit), all_of, all_of),
        "answered-within-of-offered-without-early-abandoned":
            (0, 0, all_of - sure(gone, limit), all_of - may_be(gone, limit)),
        "answered-within-or-short-abandoned-of-offered": (sure(gone, short), may_be(gone, short), all_of, all_of)}
    also, may_also, whole, least_whole = counts[definition["formula"]]
    part, most_part = sure(answered, limit) + also, may_be(answered, limit) + may_also
    return Bounds(part, whole, percent(part, whole), percent(most_part, least_whole),
                  (part, whole) == (most_part, least_whole))


def percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def late_hang_ups(definition: dict[str, Any], contacts: Sequence[Waiter]) -> Bounds:
    """Abandonment, short abandons left out on both sides: with every one as short as it can be, and as late."""
    gone = [item for item in contacts if item.outcome == "abandoned"]
    if "short_abandon_seconds" not in definition:
        return Bounds(len(gone), len(contacts), percent(len(gone), len(contacts)), None, True)
    limit = 1000 * definition["short_abandon_seconds"] - 1
    late, may_be_late = len(gone) - may_be(gone, limit), len(gone) - sure(gone, limit)
    rest = len(contacts) - len(gone)
    return Bounds(may_be_late, rest + may_be_late, percent(late, rest + late), percent(may_be_late, rest + may_be_late),
                  late == may_be_late)


def ranked(definition: dict[str, Any], contacts: Sequence[Waiter]) -> Bounds:
    """A percentile in whole seconds, of the waits as short as they can be, and as long."""
    rank = math.ceil(definition.get("percentile", 100) * len(contacts) / 100)
    if not rank:
        return Bounds(None, 0, None, None, True)
    least = sorted(item.least for item in contacts if item.least is not None)[rank - 1]
    most = sorted(item.most for item in contacts if item.most is not None)[rank - 1]
    return Bounds(None, len(contacts), least // 1000, most // 1000 if most < math.inf else math.inf, least == most)


def plain(definition: dict[str, Any], contacts: Sequence[Waiter]) -> Bounds:
    """What a measure's figure can be."""
    if definition["kind"] == "service_level":
        return level(definition, contacts)
    if definition["kind"] in ("percentile", "longest"):
        return ranked(definition, contacts)
    if definition["kind"] == "mean":
        return Bounds(None, 0, None, None, True)
    return late_hang_ups(definition, contacts)


def population(definition: dict[str, Any], contacts: Iterable[Waiter]) -> list[Waiter]:
    """The contacts of a measure. Its conditions here are on the outcome or the line alone."""
    condition = definition.get("population", COMMON["population"])
    return [item for item in contacts if ("= 'answered'" not in condition or item.outcome == "answered")
            and ("999" not in condition or item.line == "999")]


def check(figure: dict[str, Any], definition: dict[str, Any], bounds: Bounds) -> None:
    """One figure against what it can be."""
    if definition["kind"] == "count":
        assert figure["value"] == bounds.denominator
    elif definition["kind"] == "mean":
        assert figure["value"] is None
    elif bounds.exact:
        assert figure["status"] != "not-available", figure
        assert (figure["value"] is None) == (bounds.least is None), figure
        assert figure["denominator"] == bounds.denominator, figure
        if bounds.least is not None:
            assert (figure["value"], figure["numerator"]) == (pytest.approx(bounds.least), bounds.numerator), figure
    else:
        check_open(figure, bounds)


def check_open(figure: dict[str, Any], bounds: Bounds) -> None:
    """A figure that the bands leave open says between what and what it lies."""
    unit = figure["unit"]
    least = format_value(bounds.least, unit)
    told = f"{least} or more" if bounds.most == math.inf else f"between {least} and {format_value(bounds.most, unit)}"
    assert (figure["value"], figure["numerator"], figure["status"]) == (None, None, "not-available"), figure
    assert told in figure["note"], (figure, bounds)


def band_workspace(folder: Path) -> Workspace:
    """A workspace with the source and the measures above."""
    workspace = Workspace.create(folder / "force")
    (workspace.folder / "sources" / "bands.yaml").write_text(yaml.safe_dump(SOURCE))
    for name, own in MEASURES.items():
        (workspace.folder / "measures" / f"{name}.yaml").write_text(yaml.safe_dump(COMMON | own | {"measure": name}))
    return workspace


def load(workspace: Workspace, path: Path, rows: Sequence[Row]) -> None:
    """Load rows of counts, their intervals in ISO 8601 with offset."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("start", *COLUMNS))
        writer.writerows((start.isoformat(), *(counts[name] for name in COLUMNS)) for start, counts in rows)
    workspace.load("bands", path)


START = datetime(2024, 10, 26, 22, tzinfo=ZoneInfo("UTC"))
counts = st.fixed_dictionaries({name: st.sampled_from((0, 0, 1, 2, 9)) for name in COLUMNS})
tables = st.lists(counts, min_size=12, max_size=60).map(
    lambda rows: [((START + timedelta(minutes=30 * place)).astimezone(LONDON), row) for place, row in enumerate(rows)])


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(rows=tables)
def test_bands_give_exact_figures_or_their_bounds(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("bands")
    workspace = band_workspace(folder)
    load(workspace, folder / "counts.csv", rows)
    for place, (name, own) in enumerate(MEASURES.items()):
        for by in (("day", "all"), ("month", "line"), ("half-hour",))[place % 3]:
            check_all(workspace, name, COMMON | own, by, rows)


def check_all(workspace: Workspace, name: str, definition: dict[str, Any], by: str, rows: Sequence[Row]) -> None:
    """Every figure of a measure by one kind of period or by line."""
    for figure in workspace.figure_rows(name, by):
        contacts = waiters(row for row in rows if key(row[0], by) in (figure["period_start"], "any"))
        own = [item for item in population(definition, contacts) if figure.get("line") in (None, item.line)]
        if figure["status"] != "no-data":
            check(figure, definition, plain(definition, own))


def key(start: datetime, by: str) -> str:
    """The period of an interval, as figures name it."""
    return {"day": f"{start:%Y-%m-%d}", "month": f"{start:%Y-%m}-01", "all": "any", "line": "any",
            "half-hour": f"{start:%Y-%m-%dT%H:%M}" + " (second time)" * start.fold}[by]


@pytest.mark.parametrize(("name", "value", "note"), [
    ("at-the-edge", 60.0, ""), ("at-another-edge", 80.0, ""),
    ("just-under-the-edge", None, "lies between 0% and 60.0%"), ("inside", None, "lies between 60.0% and 80.0%"),
    ("median", None, "lies between 0 seconds and 10 seconds"), ("longest", None, "lies between 30 seconds and 1 minute"),
    ("mean", None, "only counts by wait band")])
def test_what_the_bands_leave_open_is_said(name: str, value: float | None, note: str, tmp_path: Path) -> None:
    workspace = band_workspace(tmp_path)
    load(workspace, tmp_path / "counts.csv", [(START, dict.fromkeys(COLUMNS, 0) | {"e10": 6, "e30": 2, "e60": 1, "g31": 1})])
    figure, = workspace.figure_rows(name, "all")
    assert figure["value"] == value
    assert note in figure["note"]
