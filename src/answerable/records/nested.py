"""Reading JSON lines: one record a line, and the fields that a source picks out of nested objects."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from answerable.records.encodings import find_encoding, unpacking
from answerable.records.readers import ROWS_A_CHUNK, Chunk, Reading, Rejected, open_bytes
from answerable.records.sources import Source

Step = tuple[str, str, frozenset[str]]
STEP = re.compile(r"^([^\[\]]+?)(?:\[([^=\]]+)=([^\]]*)\])?$")
CHUNK = ROWS_A_CHUNK // 10


def open_json_lines(path: Path, source: Source) -> Reading:
    """Open a JSON-lines file. Its columns are every one that the source names: in JSON an empty one is left out."""
    encoding, warnings = find_encoding(path, source.file.encoding)
    columns = sorted(source.named_columns() | set(source.fields))
    takers = {name: _taker(field.path, field.take) for name, field in source.fields.items()}
    return Reading(columns, _chunks(path, encoding, columns, takers), warnings)


def _chunks(path: Path, encoding: str, columns: list[str],
            takers: dict[str, Callable[[Any], str | None]]) -> Iterator[Chunk]:
    rows: list[int] = []
    values: list[list[str | None]] = []
    rejected: list[Rejected] = []
    with open_bytes(path) as raw, unpacking(path):
        for number, line in enumerate(io.TextIOWrapper(raw, encoding=encoding), 1):
            if not line.strip():
                continue
            record = _record(line)
            if record is None:
                rejected.append(Rejected(number, "not-json: the line is not one JSON object"))
                continue
            rows.append(number)
            values.append([takers[name](record) if name in takers else _plain(record.get(name)) for name in columns])
            if len(rows) == CHUNK:
                yield _chunk(rows, values, rejected, columns)
                rows, values, rejected = [], [], []
    yield _chunk(rows, values, rejected, columns)


def _chunk(rows: list[int], values: list[list[str | None]], rejected: list[Rejected], columns: list[str]) -> Chunk:
    table = pa.table({name: pa.array([row[at] for row in values], pa.string()) for at, name in enumerate(columns)})
    return Chunk(table, np.array(rows, dtype=np.int64), rejected, 0.5)


def _record(line: str) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except json.JSONDecodeError:
        return None
    return record if isinstance(record, dict) else None


def _plain(value: Any) -> str | None:
    if value is None or isinstance(value, (dict, list)):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _taker(path: str, take: str) -> Callable[[Any], str | None]:
    """A function that picks a field's text out of a record."""
    steps = [_step(part) for part in _parts(path)]

    def pick(record: Any) -> str | None:
        found = [text for value in _walk(record, steps) if (text := _plain(value)) is not None]
        if take == "count":
            return str(len(found))
        if not found:
            return None
        return {"first": found[0], "last": found[-1], "min": min(found), "max": max(found)}[take]

    return pick


def _parts(path: str) -> list[str]:
    return re.findall(r"[^.\[\]]+(?:\[[^\]]*\])?", path)


def _step(part: str) -> Step:
    match = STEP.match(part)
    if match is None:
        return part, "", frozenset()
    name, key, wanted = match.groups()
    return name, key or "", frozenset((wanted or "").split("|"))


def _walk(value: Any, steps: list[Step]) -> Iterator[Any]:
    """Every value that the path leads to, lists gone through in order."""
    if isinstance(value, list):
        for element in value:
            yield from _walk(element, steps)
    elif not steps:
        yield value
    elif isinstance(value, dict):
        name, key, wanted = steps[0]
        below = value.get(name)
        elements = below if isinstance(below, list) else [below]
        for element in elements:
            if not key or (isinstance(element, dict) and str(element.get(key)) in wanted):
                yield from _walk(element, steps[1:])
