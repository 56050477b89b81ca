"""Every measure of incidents, people and surveys by every kind of period, against the plain reading of generated records."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from comparing import ask
from generating_records import NIGHTS, SEASONS, Maker, Record, schemes, write_schemes, write_table
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from plain import Contact, Question, contact, period_keys
from plain import holds as contact_holds
from plain_figures import SUMS, Key, Plain, Presence, asked_of, grouped, label_of, levels, percent, ratio, repeats
from plain_records import READINGS, Item, understood
from replay import Replay

from answerable.content import shipped
from answerable.workspace import Workspace

EXAMPLES = int(os.environ.get("ANSWERABLE_EXAMPLES", "1"))
search = settings(max_examples=EXAMPLES, deadline=None, database=None, report_multiple_bugs=False,
                  suppress_health_check=list(HealthCheck), phases=[Phase.generate])
SIZES = {"incidents": 160, "appointments": 60, "diary_slots": 40, "duties": 60, "abstractions": 40, "establishment": 50,
         "survey_answers": 80, "victim_updates": 100, "samples": 40, "contacts": 160}
PERIODS = ("day", "month", "rolling-3-months", "all", "half-hour", "hour-of-week", "week", "quarter")


@cache
def definitions() -> dict[str, dict[str, Any]]:
    """Every shipped measure that is of another table than contacts, or of contacts that come again."""
    read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(shipped("measures").glob("*.yaml"))}
    return {name: content for name, content in read.items() if content.get("table", "contacts") != "contacts"
            or content["kind"] in ("repeat", "ratio")}


class Force:
    """The same records twice: loaded into a workspace, and understood one by one."""

    def __init__(self, folder: Path, season: str, number: int) -> None:
        maker = Maker(season, number)
        self.season, self.schemes = season, schemes(season)
        records = {table: maker.records(table, size) for table, size in SIZES.items()}
        self.workspace = Workspace.create(folder / "force")
        write_schemes(folder / "force", season)
        sources = {table: "generic_csv" if table == "contacts" else f"generic_{table}" for table in records}
        self.workspace.load_many([(sources[table], write_table(folder / f"{table}.csv", table, rows))
                                  for table, rows in records.items()])
        self.items = {table: [understood(table, row) for row in records[table]] for table in READINGS}
        self.calls: list[tuple[Record, Contact]] = [(row, contact(row, ())) for row in records["contacts"]]


def dimensions_of(definition: Mapping[str, Any], asked: Question) -> tuple[str, ...]:
    """The dimensions asked for and those without which there is no figure."""
    table = definition.get("table", "contacts")
    apart = READINGS[table].apart if table in READINGS else ()
    return tuple(dict.fromkeys((*asked.dimensions, *apart)))


Figure = Callable[[Key], Plain]
Came = Callable[[str, Mapping[str, Any]], bool]


def plainly(force: Force, name: str, asked: Question) -> tuple[Figure, Came, set[Key]]:
    """How a figure is worked out, whether anything came, and the groups that must have a figure."""
    definition, dimensions = definitions()[name], dimensions_of(definitions()[name], asked)
    kind, table = definition["kind"], definition["table"]
    if kind == "repeat":
        return _repeats(force, definition, asked)
    if kind == "ratio":
        return _ratio(force, definition, asked, dimensions)
    items = force.items[table]

    @cache
    def presence_of(named: tuple[tuple[str, str], ...]) -> Presence:
        return Presence(table, definition["population"], items, asked, {} if kind in ("backlog", "level") else dict(named))

    def came(start: str, own: Mapping[str, Any]) -> bool:
        # By a dimension that tells feeds apart, what matters is whether that very feed came.
        named = tuple((key, value) for key, value in own.items() if key in READINGS[table].feed and value is not None)
        presence = presence_of(named)
        return presence.first is not None and presence.came(asked.period, start)

    if kind == "backlog":
        replay = Replay(definition, items, asked, dimensions, force.schemes)
        return lambda key: replay.result.figure(definition, key), came, set(replay.result.sums)
    if kind == "level":
        found = levels(definition, items, asked, dimensions)
        return lambda key: found.get(key, Plain(None, None, None)), came, set(found)
    groups = grouped(definition, items, asked, dimensions)
    return lambda key: SUMS[kind](definition, groups.get(key, []), force.schemes), came, set(groups)


def _ratio(force: Force, definition: Mapping[str, Any], asked: Question,
           dimensions: Sequence[str]) -> tuple[Figure, Came, set[Key]]:
    def other(part: Mapping[str, Any], question: Question) -> tuple[list[Item], Presence]:
        return _contacts_side(force, part, question)

    found = ratio(definition, force.items, asked, dimensions, other)
    assert found is not None
    return (lambda key: found.figure(definition, key),
            lambda start, _own: all(presence.came(asked.period, start) for presence in found.presences), set(found.sums))


def _contacts_side(force: Force, part: Mapping[str, Any], question: Question) -> tuple[list[Item], Presence]:
    """Contacts as items, and the days of their lines and channels."""
    chosen = [call for _, call in force.calls if contact_holds(part.get("population", "true"), call)]
    feeds = {(call.words["line"], call.words["channel"]) for call in chosen}
    every = {call.day for _, call in force.calls if (call.words["line"], call.words["channel"]) in feeds}
    presence = Presence("samples", "1 = 1", [], question)
    presence.days = {day for day in every if question.inside(day)}
    presence.first = max(filter(None, [question.start, min(every)]))
    presence.last = min(filter(None, [question.end, max(every)]))
    return [Item(call.local, call.local, call.words, {}, {}, {}) for call in chosen], presence


def _repeats(force: Force, definition: Mapping[str, Any], asked: Question) -> tuple[Figure, Came, set[Key]]:
    about = [(row, call) for row, call in force.calls if contact_holds(definition["population"], call)]
    again = repeats([(row["presented_at"], row["call_id"], row["incident"]) for row, _ in about], definition["within_days"])
    _, presence = _contacts_side(force, definition, asked)
    calls = [(row, Item(call.local, call.local, call.words, {}, {}, {})) for row, call in about if row["incident"]]
    groups: dict[Key, list[bool]] = {}
    for row, item in calls:
        if asked_of(item, asked):
            for start in period_keys(asked.period, item.local, presence.months):
                groups.setdefault((start, label_of(item, asked.dimensions)), []).append(row["call_id"] in again)

    def figure(key: Key) -> Plain:
        own = groups.get(key, [])
        return Plain(sum(own), len(own), percent(sum(own), len(own)))

    return figure, lambda start, _own: presence.came(asked.period, start), set(groups)


def compare(force: Force, name: str, asked: Question) -> int:
    """Hold every figure of a measure against the plain reading; returns how many had a value."""
    definition = definitions()[name]
    dimensions = dimensions_of(definition, asked)
    figure, came, expected = plainly(force, name, asked)
    rows = ask(force.workspace, name, asked)
    seen: set[Key] = set()
    for row in rows:
        own = {key: row[key] for key in dimensions}
        key = "all" if asked.period == "all" else row["period_start"], tuple(own.values())
        assert key not in seen, (name, asked, key)
        seen.add(key)
        check(name, asked, row, figure(key) if came(key[0], own) else None)
    missing = {key for key in expected - seen if figure(key).value and came(key[0], dict(zip(dimensions, key[1], strict=True)))}
    assert not missing, (name, asked, sorted(missing, key=str)[:3])
    return sum(row["value"] is not None for row in rows)


def check(name: str, asked: Question, row: Mapping[str, Any], plain: Plain | None) -> None:
    """One figure. plain: None where nothing came."""
    about = name, asked, row, plain
    if plain is None:
        assert row["value"] is None, about
        return
    if row["status"] == "not-available" and plain.value is not None:
        # Where many times were lost, the few that are left tell nothing: tests/soundness holds from when on.
        assert row["value"] is None, about
        assert "lost" in row["note"], about
        return
    assert _same(row["value"], plain.value), about
    if plain.value is not None:
        assert _same(row["numerator"], plain.numerator), about
        assert _same(row["denominator"], plain.denominator), about
        assert row["untimed"] == plain.untimed, about


def _same(value: float | None, plain: float | None) -> bool:
    return value is plain if value is None or plain is None else math.isclose(value, plain, rel_tol=1e-9, abs_tol=1e-9)


def question(force: Force, name: str, place: int, number: int) -> Question | None:
    """The question for a measure and period: dimensions, conditions and bounds take turns. None: there is no such figure."""
    definition, period = definitions()[name], PERIODS[place]
    kind, table, limits = definition["kind"], definition["table"], str(definition.get("limits", ""))
    # A grade scheme has its dates, a level stands at a date: there is no such figure by hour of the week.
    by_scheme = kind != "backlog" and limits and "working_days" not in limits
    if (period == "hour-of-week" and (kind == "level" or by_scheme)) or (period == "half-hour" and kind == "level"):
        return None
    words: tuple[str, ...] = ("grade", "place", "age_band", "agency", "risk")
    if kind != "backlog":
        words = ("team",) if kind == "ratio" else ("place", "line") if table == "contacts" else \
            tuple(word for word in READINGS[table].words if word != "skill")
    one, other = words[number % len(words)], words[(number + 1) % len(words)]
    dimensions = [(), (one,), (one, other)][number % 3] if kind != "ratio" or name == "abstraction-rate" else ()
    where = () if kind == "ratio" else [(), (), (CONDITIONS.get(table, ()))][(number + place) % 3]
    first, last = NIGHTS[force.season]
    start, end = (first, last) if period == "half-hour" else (None, None)
    if period != "half-hour" and number % 4 == 1:
        start, end = first - timedelta(days=12), last + timedelta(days=1)
    return Question(period, tuple(dict.fromkeys(dimensions)), tuple(where), start, end)


CONDITIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "incidents": (("agency", "police"),), "establishment": (("team", "A"),), "survey_answers": (("survey", "victims"),),
    "contacts": (("place", "north"),), "appointments": (("diary", "car"),), "victim_updates": (("rights", "enhanced"),)}


@pytest.mark.parametrize("season", SEASONS)
def test_every_measure_by_every_period(season: str) -> None:
    """Each season takes every measure by half of the kinds of period; dimensions, conditions and spans take turns."""
    turn = list(SEASONS).index(season)

    @seed(turn)
    @search
    @given(number=st.integers(0, 2**32))
    def check_all(number: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            force = Force(Path(folder), season, number)
            told = 0
            for order, name in enumerate(definitions()):
                for place in range((order + turn) % 2, len(PERIODS), 2):
                    asked = question(force, name, place, number + order + place)
                    told += 0 if asked is None else compare(force, name, asked)
            assert told > 400

    check_all()


def test_a_season_spans_three_months_and_the_night_it_is_for() -> None:
    for season in SEASONS:
        days = {understood("incidents", row).day for row in Maker(season, 1).records("incidents", 220)}
        assert len({(day.year, day.month) for day in days}) >= 3
        assert any(NIGHTS[season][0] <= day <= NIGHTS[season][1] for day in days)
