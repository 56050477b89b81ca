"""A source: how the rows of a foreign file become records. Parsed from YAML once, checked, frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from answerable.content import content_files, raise_faults, read_yaml, unknown_keys
from answerable.errors import InputError, did_you_mean
from answerable.records.bands import Group, parse_groups
from answerable.records.expressions import Expression, ExpressionFault, parse
from answerable.records.table import Table
from answerable.records.tables import TABLES

FORMATS = ("csv", "tsv", "xlsx", "jsonl", "parquet")
DURATION_FORMATS = ("seconds", "h:mm:ss", "mm:ss")
TAKES = ("first", "last", "min", "max", "count")
KEYS = ("source", "version", "title", "table", "system", "about", "file", "time_zone", "local_zone",
        "time_formats", "duration_format", "rolls_past_midnight", "tolerance_seconds", "null_words", "keep", "known_columns",
        "columns_may_be_missing", "identity", "columns", "checks", "fields", "interval_minutes", "groups")
FILE_KEYS = ("format", "delimiter", "encoding", "sheet", "header_row")


@dataclass(frozen=True)
class FileForm:
    """How the file is written; None: found out from the file itself."""

    format: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1


@dataclass(frozen=True)
class Field:
    """A value out of a nested record: a path and which of the values found there is taken."""

    path: str
    take: str


@dataclass(frozen=True)
class Mapped:
    """One contract column: its expression, and for a time the duration to add to it, if any."""

    value: Expression
    plus: Expression | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's columns that this needs."""
        return self.value.columns + (self.plus.columns if self.plus else ())


@dataclass(frozen=True)
class Source:
    """A parsed mapping. tolerance_ms: how far neighbouring times may step back; digest: of the file's text;
    known_columns: further columns of the file that are knowingly not used (None: not said); columns_may_be_missing: a file
    that lacks columns which are not needed is nothing to tell of."""

    name: str
    version: int
    title: str
    table: str
    system: str
    about: str
    file: FileForm
    time_zone: str | None
    local_zone: str | None
    time_formats: tuple[str, ...]
    duration_format: str
    rolls_past_midnight: bool
    tolerance_ms: int
    null_words: tuple[str, ...]
    keep: Expression | None
    identity: tuple[Expression, ...]
    columns: Mapping[str, Mapped]
    checks: Mapping[str, Expression]
    fields: Mapping[str, Field] = field(default_factory=dict)
    interval_minutes: int = 0
    groups: tuple[Group, ...] = ()
    known_columns: frozenset[str] | None = None
    columns_may_be_missing: bool = False
    digest: str = ""

    def required_columns(self) -> set[str]:
        """Columns of the file without which no record can be placed."""
        needed: set[str] = set()
        for name in TABLES[self.table].required:
            needed.update(self.columns[name].columns)
        for expression in (*self.identity, *((self.keep,) if self.keep else ())):
            needed.update(expression.columns)
        return needed

    def named_columns(self) -> set[str]:
        """Every column of the file that the mapping reads."""
        named = self.required_columns()
        for mapped in self.columns.values():
            named.update(mapped.columns)
        for check in self.checks.values():
            named.update(check.columns)
        for group in self.groups:
            named.update(group.columns)
        return named


def list_sources(own: Path | None = None) -> dict[str, Path]:
    """Name → file of every source: shipped, and those of the folder `own` (which win)."""
    return content_files("sources", own)


def find_source_file(name: str, own: Path | None = None) -> Path:
    """The file of the source of that name. Raises InputError with the nearest names."""
    known = list_sources(own)
    if name not in known:
        raise InputError(f"there is no source '{name}'.", remedy=did_you_mean(name, known)
                         or "`answerable sources list` names them all.")
    return known[name]


def read_source(path: Path) -> Source:
    """The source in a YAML file. Raises DefinitionError that lists every fault of the file."""
    return _read_source(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=64)
def _read_source(path: Path, _changed_ns: int) -> Source:
    content = read_yaml(path)
    faults = unknown_keys(content, KEYS) + _shape_faults(content, path.stem)
    raise_faults(faults, what=f"the source '{path.stem}'", path=path)
    parser = _Parser(content)
    source = parser.source(hashlib.sha256(path.read_bytes()).hexdigest())
    raise_faults(parser.faults, what=f"the source '{path.stem}'", path=path)
    return source


_KINDS = {list: "a list", dict: "a set of keys and values", bool: "true or false"}


def _shape_faults(content: dict[str, Any], stem: str) -> list[str]:
    faults = []
    if content.get("source") != stem:
        faults.append(f"'source' is '{content.get('source')}' but the file is named '{stem}'.")
    if content.get("table") not in TABLES:
        faults.append(f"'table' is '{content.get('table')}'; it must be one of {', '.join(TABLES)}.")
    for key, kind in (("columns", dict), ("file", dict), ("columns_may_be_missing", bool), ("checks", dict), ("fields", dict),
                      ("identity", list), ("null_words", list), ("known_columns", list),
                      ("time_formats", list), ("groups", list)):
        if key in content and not isinstance(content[key], kind):
            faults.append(f"'{key}' must be {_KINDS[kind]}.")
    faults += [] if content.get("columns") else ["'columns' is missing: nothing would be read."]
    faults += unknown_keys(content.get("file") or {}, FILE_KEYS, inside="file")
    return faults


class _Parser:
    """Turns the content of one file into a Source, gathering faults instead of stopping at the first."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.faults: list[str] = []

    def source(self, digest: str) -> Source:
        content = self.content
        name = str(content["source"])
        bands = content["table"] == "contact_bands"
        return Source(
            name=name, version=int(content.get("version", 1)), title=str(content.get("title", name)),
            table=str(content["table"]), system=str(content.get("system", name)),
            about=str(content.get("about", "")), file=self._file(),
            time_zone=content.get("time_zone"), local_zone=content.get("local_zone"),
            time_formats=tuple(str(form) for form in content.get("time_formats", ())),
            duration_format=self._choice("duration_format", DURATION_FORMATS, "seconds"),
            rolls_past_midnight=bool(content.get("rolls_past_midnight", False)),
            tolerance_ms=round(float(content.get("tolerance_seconds", 0)) * 1000),
            null_words=tuple(str(word) for word in content.get("null_words", ("", "NULL"))),
            keep=self._optional("keep"), identity=self._identity(bands), columns=self._columns(TABLES[str(content["table"])]),
            checks={str(key): self._expression(value, f"checks: {key}")
                    for key, value in content.get("checks", {}).items()},
            fields=self._fields(), interval_minutes=self._interval(bands),
            groups=parse_groups(content.get("groups", []), self.faults) if bands else (),
            known_columns=frozenset(map(str, content["known_columns"])) if content.get("known_columns") else None,
            columns_may_be_missing=bool(self.content.get("columns_may_be_missing")), digest=digest)

    def _file(self) -> FileForm:
        form = FileForm(**(self.content.get("file") or {}))
        if form.format is not None and form.format not in FORMATS:
            self.faults.append(f"file: format '{form.format}' is not one of {', '.join(FORMATS)}.")
        return form

    def _choice(self, key: str, known: tuple[str, ...], default: str) -> str:
        value = str(self.content.get(key, default))
        if value not in known:
            self.faults.append(f"'{key}' is '{value}'; it must be one of {', '.join(known)}.")
        return value

    def _expression(self, text: Any, where: str) -> Expression:
        try:
            return parse(str(text))
        except ExpressionFault as fault:
            self.faults.append(f"{where}: {fault}")
            return parse("NULL")

    def _optional(self, key: str) -> Expression | None:
        return self._expression(self.content[key], key) if self.content.get(key) else None

    def _identity(self, bands: bool) -> tuple[Expression, ...]:
        parts = self.content.get("identity", [])
        if not parts and not bands:
            self.faults.append("'identity' is missing: name the columns that together identify a record.")
        return tuple(self._expression(_as_column(part), "identity") for part in parts)

    def _columns(self, table: Table) -> dict[str, Mapped]:
        given = self.content["columns"]
        self.faults += unknown_keys(given, table.names, inside="columns")
        self.faults += [f"columns: '{name}' is missing; without it no record can be placed."
                        for name in table.required if name not in given]
        columns = {name: self._mapped(name, value) for name, value in given.items()}
        for name, default in table.defaults.items():
            columns.setdefault(name, Mapped(parse(default)))
        return columns

    def _mapped(self, name: str, value: Any) -> Mapped:
        if not isinstance(value, dict):
            return Mapped(self._expression(value, f"columns: {name}"))
        self.faults += unknown_keys(value, ("from", "plus"), inside=f"columns: {name}")
        if "from" not in value:
            self.faults.append(f"columns: {name}: 'from' is missing.")
        plus = self._expression(value["plus"], f"columns: {name}: plus") if "plus" in value else None
        return Mapped(self._expression(value.get("from", "NULL"), f"columns: {name}"), plus)

    def _fields(self) -> dict[str, Field]:
        fields = {}
        for name, value in self.content.get("fields", {}).items():
            value = value if isinstance(value, dict) else {}
            self.faults += unknown_keys(value, ("path", "take"), inside=f"fields: {name}")
            take = value.get("take", "first")
            if "path" not in value or take not in TAKES:
                self.faults.append(f"fields: {name}: needs a 'path' and a 'take' of {', '.join(TAKES)}.")
            fields[str(name)] = Field(str(value.get("path", "")), str(take))
        return fields

    def _interval(self, bands: bool) -> int:
        minutes = self.content.get("interval_minutes", 0)
        if bands and (not isinstance(minutes, int) or minutes <= 0 or minutes % 30):
            self.faults.append(f"'interval_minutes' is {minutes!r}; it must be 30, 60 or another multiple of 30.")
            return 30
        return int(minutes)


def _as_column(part: Any) -> str:
    """A plain column name of the identity list may be written without quotes, whatever signs it holds."""
    text = str(part)
    plain = text.replace("+", "").replace("_", "").replace(" ", "").replace("-", "")
    return f'"{text}"' if plain.isalnum() else text
