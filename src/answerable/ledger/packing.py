"""Rows packed by their columns, so that a release does not say the same words in every row, and back.

A ledger of three years holds some 25,000 forecasts. As objects each would repeat forty keys and the title of its measure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]
# The parts of forecasts.json that are lists of many rows with the same keys.
PACKED = ("scores", "forecasters")


def packed(content: Mapping[str, Any]) -> Json:
    """forecasts.json with its long lists packed. `unpacked` gives back the very same."""
    return {key: pack(value) if key in PACKED and value else value for key, value in content.items()}


def unpacked(content: Mapping[str, Any]) -> Json:
    """forecasts.json with every row in full, whether it was packed or comes from a release that was made before there was
    packing."""
    return {key: unpack(value) if key in PACKED and isinstance(value, dict) else value for key, value in content.items()}


def pack(rows: Sequence[Mapping[str, Any]]) -> Json:
    """Rows with the same keys as `{"rows": how many, "columns": {key: column}}`. A column is `{"all": value}` where every row
    has the same, `{"words": [...], "places": [...]}` of text that comes again, each row with the place of its text among the
    words (null for null), or `{"values": [...]}`. Raises ValueError for rows with different keys."""
    keys = list(rows[0]) if rows else []
    if any(list(row) != keys for row in rows):
        raise ValueError("rows with different keys cannot be packed")
    return {"rows": len(rows), "columns": {key: _column([row[key] for row in rows]) for key in keys}}


def _column(values: list[Any]) -> Json:
    # By their text: to Python 1, 1.0 and true are equal, and would come back as the first of them.
    first = json.dumps(values[0])
    if all(json.dumps(value) == first for value in values):
        return {"all": values[0]}
    if all(value is None or isinstance(value, str) for value in values):
        words = list(dict.fromkeys(value for value in values if value is not None))
        if 2 * len(words) <= len(values):
            places = {word: place for place, word in enumerate(words)}
            return {"words": words, "places": [None if value is None else places[value] for value in values]}
    return {"values": values}


def unpack(table: Mapping[str, Any]) -> list[Json]:
    """The rows that were packed, each in full."""
    count, columns = table["rows"], table["columns"]
    listed = [_values(column, count) for column in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*listed, strict=True)]


def _values(column: Mapping[str, Any], count: int) -> list[Any]:
    if "all" in column:
        return [column["all"]] * count
    if "words" in column:
        words = column["words"]
        return [None if place is None else words[place] for place in column["places"]]
    values: list[Any] = column["values"]
    return values
