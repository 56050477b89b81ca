"""Organisations out of any CSV file, to be put into a funnel without a workspace."""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from answerable.errors import InputError, did_you_mean
from answerable.judgement.funnel_forms import MEAN, Form, Peer
from answerable.words import _, format_things

ORGANISATION = "organisation"
COUNTS, MEANS = ("numerator", "denominator"), ("value", "standard_error")


def peers_in_file(path: Path, form: Form, *, columns: Mapping[str, str] | None = None, where: Mapping[str, str] | None = None,
                  own: str = "") -> list[Peer]:
    """The organisations of a CSV file (UTF-8, gzip or not), each a peer for a funnel of that form.

    columns: our name (organisation, numerator, denominator; of means value, standard_error) → the file's; where: column →
    the one value that a row must have; own: the organisation that asks. The counts of several rows of one organisation are
    added up. A row without a number, or a mean that stands twice, is kept with its reason and left out of the funnel.
    Raises InputError where the file, a column, or an organisation of that name is not there.
    """
    wanted = (ORGANISATION, *(MEANS if form is MEAN else COUNTS))
    rows = list(_rows(path, {name: (columns or {}).get(name, name) for name in wanted}, dict(where or {})))
    by_name: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for number, row in rows:
        by_name.setdefault(row[ORGANISATION], []).append((number, row))
    if not by_name:
        raise InputError("has no such row.", where=str(path), remedy="Look at --where: a value must be written as in the file.")
    if own and own not in by_name:
        raise InputError(f"has no organisation '{own}'.", where=str(path), remedy=did_you_mean(own, by_name))
    return [_peer(name, listed, wanted[1:], name == own) for name, listed in by_name.items()]


def _rows(path: Path, columns: Mapping[str, str], where: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        content = path.read_bytes()
        reader = csv.DictReader(io.StringIO((gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig"),
                                            newline=""))
        given = list(reader.fieldnames or [])
        for column in (*columns.values(), *where):
            if column not in given:
                raise InputError(f"has no column '{column}'.", where=str(path), remedy=(
                    f"{did_you_mean(column, given)} Its columns are {', '.join(given)}; --column OURS=THEIRS names "
                    "another.").lstrip())
        for row in reader:
            if all((row[column] or "").strip() == value for column, value in where.items()):
                yield reader.line_num, {name: (row[column] or "").strip() for name, column in columns.items()}
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read: {error}.", where=str(path), remedy="Save it as CSV in UTF-8.") from error


def _peer(name: str, rows: Sequence[tuple[int, Mapping[str, str]]], keys: Sequence[str], own: bool) -> Peer:
    values: dict[str, Any] = {}
    for key in keys:
        numbers = [_number(row[key]) for _line, row in rows]
        known = [number for number in numbers if number is not None]
        if any(number is not None and math.isnan(number) for number in numbers):
            line, text = next((line, row[key]) for line, row in rows if math.isnan(_number(row[key]) or 0.0))
            return Peer(name, name, own=own, left_out=_("row {line}: '{text}' is no number").format(line=line, text=text))
        values[key] = math.fsum(known) if len(known) == len(numbers) else None
    if keys == MEANS and len(rows) > 1:
        return Peer(name, name, own=own, left_out=_("its mean stands in {rows}, which cannot be added up").format(
            rows=format_things(len(rows), "row", "rows")))
    return replace(Peer(name, name, own=own), **values)


def _number(text: str) -> float | None:
    """The number; None for nothing, not-a-number for what is none."""
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan
