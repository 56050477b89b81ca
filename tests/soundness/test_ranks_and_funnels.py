"""Faults of comparing forces that would accuse or praise somebody without an error; never weaken a test here."""

from __future__ import annotations

import csv
import json
import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from answerable.comparing.showing import others_of
from answerable.judgement.funnel_forms import SHARE, Peer
from answerable.judgement.funnels import funnel
from answerable.judging import assess, judgement_json
from answerable.judging.peers import among_peers
from answerable.measures.catalogue import read_measures
from answerable.measures.figure import Figure
from answerable.records.synthetic import NEIGHBOURS_FOLDER
from answerable.releases import release
from answerable.words import laid_over
from small_force import SmallForce, call


def everything_in(content: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document, however deep."""
    if isinstance(content, dict):
        yield content
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from everything_in(part)


def documents(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Every JSON file of a release. The Welsh ones hold texts alone: they are laid over the English, as a reader gets them."""
    for path in folder.rglob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        inner = path.relative_to(folder)
        if inner.parts[0] == "cy":
            content = laid_over(json.loads((folder / Path(*inner.parts[1:])).read_text(encoding="utf-8")), content)
        yield path.relative_to(folder), content


@pytest.fixture
def westshire(force: SmallForce) -> SmallForce:
    """A small force by the name of the made-up one, with its peers and calls of a quarter."""
    folder = force.workspace.folder
    shutil.copytree(NEIGHBOURS_FOLDER, folder, dirs_exist_ok=True)
    toml = folder / "answerable.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('name = "force"', 'name = "Westshire Police"'), encoding="utf-8")
    force.workspace = type(force.workspace)(folder)
    force.load(call(f"{month}-{day}-{n}", f"2026-{month:02}-{day:02} 09:00:{n:02}", line="999",
                    operator=f"2026-{month:02}-{day:02} 09:00:{n:02}", answered=f"2026-{month:02}-{day:02} 09:00:{n + late:02}")
               for month in range(6, 11) for day in range(1, 31) for n, late in enumerate([2, 2, 2, 20, 20]))
    return force


def test_nowhere_in_a_release_is_a_rank_without_its_interval(westshire: SmallForce) -> None:
    release(westshire.workspace)
    counted = {False: 0, True: 0}
    for path, content in documents(westshire.workspace.folder / "releases" / "0001"):
        for part in everything_in(content):
            keys = {key for key in part if "rank" in key}
            if keys:
                assert keys == {"rank", "rank_low", "rank_high", "rank_words"}, path
                assert (part["rank"] is None) == (part["rank_low"] is None) == (part["rank_high"] is None), path
                assert part["rank"] is None or part["rank_low"] <= part["rank"] <= part["rank_high"], path
                counted[path.parts[0] == "cy"] += part["rank"] is not None
    ranks = counted[False]
    assert ranks >= 6
    assert counted[True] == ranks
    with (westshire.workspace.folder / "releases" / "0001" / "peers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(bool(row["rank"]) for row in rows) == ranks
    assert all(bool(row["rank"]) == bool(row["rank_low"]) == bool(row["rank_high"]) for row in rows)


def test_a_position_reaches_the_rating_only_from_beyond_the_adjusted_limits(westshire: SmallForce) -> None:
    """60% among forces of 86% to 92%, far below: told as worse. The same quarter by chance alone would accuse all."""
    measure = westshire.workspace.measure("999-answered-within-10s")
    assessed = assess(westshire.workspace, measure, westshire.workspace.head())
    assert assessed.judgement is not None
    said = judgement_json(assessed)
    shires = next(item for item in said["funnels"] if item["limits"])
    own = shires["points"][0]
    assert (own["text"], own["outside"]) == ("60.0%", "below-998")
    assert assessed.judgement.facts.peers == "worse"
    assert shires["beyond_by_chance_alone"] > shires["beyond"] == 1


def test_equal_forces_are_seldom_told_apart() -> None:
    """Forces that all answer alike, with honest dice: beyond 99.8% lies about one in five hundred, as the limits say."""
    dice, beyond, forces = random.Random(11), 0, 0
    for _ in range(150):
        peers = []
        for place in range(12):
            size = dice.randrange(800, 4000)
            peers.append(Peer(f"{place:02}", "x", sum(dice.random() < 0.88 for _ in range(size)), size))
        found = funnel(peers, SHARE)
        beyond, forces = beyond + found.beyond(), forces + len(found.counted)
    assert beyond / forces < 0.006


def test_forces_that_differ_for_reasons_nobody_measures_are_seldom_called_outliers() -> None:
    dice, beyond, plain, forces = random.Random(12), 0, 0, 0
    for _ in range(200):
        peers = []
        for place in range(12):
            size, level = dice.randrange(5_000, 25_000), min(0.99, max(0.5, dice.gauss(0.88, 0.03)))
            peers.append(Peer(f"{place:02}", "x", round(size * level), size))
        found = funnel(peers, SHARE)
        beyond, plain, forces = beyond + found.beyond(), plain + found.beyond(plain=True), forces + len(found.counted)
    assert plain / forces > 0.7
    assert beyond / forces < 0.02


def test_another_clock_never_moves_a_limit(tmp_path: Path) -> None:
    """Eastshire counts otherwise. Whatever it publishes, everybody else's place stays as it was."""
    measure, places = read_measures()["999-answered-within-10s"], []
    for value in (None, 20.0):
        folder = tmp_path / str(value)
        shutil.copytree(NEIGHBOURS_FOLDER, folder)
        path = folder / "benchmarks" / "shires-999.yaml"
        if value is not None:
            lines = [line.split(", value:")[0] + f", value: {value}, denominator: 60000, quantity:" + line.split("quantity:")[1]
                     if "id: eastshire" in line else line for line in path.read_text(encoding="utf-8").splitlines()]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        months = [Figure("m", 1, f"2026-{month:02}-01", f"2026-{month:02}-30", "x", 90.0, "percent", 9000, 10000, 1.0, "final")
                  for month in (7, 8, 9)]
        found = among_peers(measure, months, others_of(folder, "Westshire Police"), "Westshire Police", date(2026, 9, 1))
        places.append({point["force"]: (point["z"], point["rank"]) for point in found.funnels[0]["points"]})
    assert places[0] == places[1]
    assert places[0]["eastshire"] == (None, None)
