"""Writing imported figures as a file of benchmarks in a workspace: removing the file withdraws them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from answerable.comparing.benchmarks import read_benchmark_file
from answerable.comparing.importing import TAKEN, Row, needs_reading
from answerable.comparing.mapping import FURTHER_COLUMNS, ImportMapping
from answerable.errors import InputError, WorkspaceError


def write_benchmarks(folder: Path, source: Path, rows: Sequence[Row], mapping: ImportMapping, *, decided: Sequence[str] = (),
                     replacing: bool = False, today: date | None = None) -> Path:
    """Write the taken rows as one file into `folder` (a workspace's benchmarks/), and return it.

    source: the list; decided: the --read-as texts; today: the day of import (None: the real one). Raises InputError where
    no row was taken, WorkspaceError where a list of this name was imported before and `replacing` is not set.
    """
    taken = [row for row in rows if row.outcome == TAKEN]
    if not taken:
        raise InputError("holds no figure that can be taken.", where=str(source), remedy="What is said of its rows tells why.")
    name = f"imported-{_slug(source.stem)}"
    target = folder / f"{name}.yaml"
    if target.exists() and not replacing:
        raise WorkspaceError("a list of this name was imported before.", where=str(target),
                             remedy="Give --replace, or remove that file first.")
    imported = {"on": (today or date.today()).isoformat(), "file": source.name,
                "sha256": hashlib.sha256(source.read_bytes()).hexdigest(), "mapping": mapping.name,
                "mapping_version": mapping.version, "read_as": list(decided)}
    content = {"benchmarks": name, "version": 1, "title": f"Imported from {source.name}", "imported": imported,
               "status": mapping.status, "confidence": mapping.confidence, "figures": _figures(taken, source.name)}
    folder.mkdir(exist_ok=True)
    unfinished = folder / f"{name}.unfinished"
    unfinished.write_text(yaml.dump(content, Dumper=_WithoutAnchors, sort_keys=False, allow_unicode=True, width=120),
                          encoding="utf-8")
    unfinished.replace(target)
    read_benchmark_file(target)
    return target


class _WithoutAnchors(yaml.SafeDumper):
    """Writes out what stands twice: a person reads and edits the file."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _figures(rows: Sequence[Row], file: str) -> list[dict[str, Any]]:
    used: Counter[str] = Counter()
    found = []
    for row in rows:
        figure = _figure(row, file)
        used[figure["id"]] += 1
        if used[figure["id"]] > 1:
            figure["id"] += f"-{used[figure['id']]}"
        found.append(figure)
    return found


def _figure(row: Row, file: str) -> dict[str, Any]:
    metric = row.metric
    assert metric is not None
    site = urlsplit(row.text["address"]).hostname or row.text["address"]
    name = f"{_slug(row.about)}-{row.text['line']}-{_slug(metric.name)}-{row.starts}"
    figure: dict[str, Any] = {
        "id": name, "about": row.about, "line": row.text["line"],
        "value": int(row.value) if row.value.is_integer() else row.value, "unit": metric.unit, "reading": metric.reading,
        "statistic": metric.statistic, "quantity": metric.quantity, "from": row.starts, "to": row.ends, "owner": site,
        "source": f"Printed at {site}; row {row.number} of the list {file}.", "address": row.text["address"],
        "comparability": metric.comparability, "row": row.number}
    if metric.alike:
        figure["comparable_to"] = dict(metric.alike)
    if row.text["note"]:
        figure["note"] = row.text["note"]
    figure |= {key: _plain_number(row.text[key]) for key in FURTHER_COLUMNS if row.text.get(key)}
    if needs_reading(row):
        figure |= {"printed": row.text["value"], "read_as": row.chosen}
    return figure


def _plain_number(text: str) -> int | float:
    return int(text) if text.isdigit() else float(text)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
