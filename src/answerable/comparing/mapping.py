"""How a list of published figures is read: its columns, and which of its metrics are like which of our measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from answerable.comparing.benchmarks import BENCHMARK_UNITS, CONFIDENCES, READINGS, STATISTICS, STATUSES
from answerable.comparing.times import TIME_READINGS
from answerable.content import content_files
from answerable.errors import InputError, did_you_mean
from answerable.judgement.reading import Fields

KEYS = ("import", "version", "title", "columns", "status", "confidence", "groups", "units", "periods", "corrections", "metrics")
COLUMNS = ("about", "period", "line", "metric", "value", "unit", "note", "address")
# A list may have these too.
FURTHER_COLUMNS = ("numerator", "denominator", "standard_error")
METRIC_KEYS = ("metric", "lines", "statistic", "reading", "unit", "quantity", "comparable_to", "comparability")
CORRECTION_KEYS = ("force", "metric", "read_as", "because")
TIME = "time"
ROW_UNITS = (*BENCHMARK_UNITS, TIME, *TIME_READINGS)


@dataclass(frozen=True)
class Metric:
    """One kind of figure of a list: what it becomes. alike: the key comparable_to of a benchmark, as it is written."""

    name: str
    lines: tuple[str, ...]
    statistic: str
    reading: str
    unit: str
    quantity: str
    alike: Mapping[str, Any]
    comparability: str


@dataclass(frozen=True)
class Correction:
    """How the times of one force and metric are to be read, and why: a decision somebody made."""

    force: str
    metric: str
    read_as: str
    because: str


@dataclass(frozen=True)
class ImportMapping:
    """A mapping. columns: ours → the file's; units: the file's words → ours; periods: words → first and last day."""

    name: str
    version: int
    columns: Mapping[str, str]
    status: str
    confidence: str
    groups: tuple[str, ...]
    units: Mapping[str, str]
    periods: Mapping[str, tuple[date, date]]
    corrections: tuple[Correction, ...]
    metrics: tuple[Metric, ...]

    def metric(self, name: str, line: str) -> Metric | None:
        """The metric of that name on that line."""
        return next((item for item in self.metrics if item.name == name and line in item.lines), None)

    def is_group(self, name: str) -> bool:
        """Whether a name stands for several forces together."""
        return any(fnmatchcase(name, pattern) for pattern in self.groups)


def import_mapping(name: str, own: Path | None = None) -> ImportMapping:
    """The mapping of that name, the folder `own`'s before the shipped. Raises InputError, DefinitionError."""
    files = content_files("imports", own)
    if name not in files:
        raise InputError(f"there is no mapping '{name}' for lists of figures.",
                         remedy=did_you_mean(name, files) or f"Known: {', '.join(files)}.")
    return read_import_mapping(files[name])


def read_import_mapping(path: Path) -> ImportMapping:
    """The mapping in one YAML file. Raises DefinitionError with every fault of it."""
    fields = Fields(path, "import", KEYS)
    columns, units = _words(fields, "columns"), _words(fields, "units")
    fields.faults += [f"columns: '{key}' is missing." for key in COLUMNS if key not in columns]
    fields.faults += [f"columns: unknown key '{key}'. {did_you_mean(key, (*COLUMNS, *FURTHER_COLUMNS))}".rstrip()
                      for key in columns if key not in (*COLUMNS, *FURTHER_COLUMNS)]
    fields.faults += [f"units: '{word}' means '{unit}'. Write one of {', '.join(ROW_UNITS)}."
                      for word, unit in units.items() if unit not in ROW_UNITS]
    fields.text("title")
    found = ImportMapping(
        fields.name("import"), fields.whole("version"), columns, fields.choice("status", STATUSES),
        fields.choice("confidence", CONFIDENCES), tuple(map(str, _list(fields, "groups"))), units, _periods(fields),
        tuple(_correction(fields, part) for part in _list(fields, "corrections")),
        tuple(_metric(fields, part) for part in _list(fields, "metrics")))
    pairs = [(item.name, line) for item in found.metrics for line in item.lines]
    fields.faults += [f"metrics: {name} on {line} stands twice." for name, line in sorted(set(pairs))
                      if pairs.count((name, line)) > 1]
    fields.finish()
    return found


def _list(fields: Fields, key: str) -> list[Any]:
    found = fields.content.get(key) or []
    if isinstance(found, list):
        return found
    fields.faults.append(f"'{key}' must be a list.")
    return []


def _words(fields: Fields, key: str) -> dict[str, str]:
    found = fields.content.get(key) or {}
    if isinstance(found, Mapping):
        return {str(name): str(value) for name, value in found.items()}
    fields.faults.append(f"'{key}' must hold keys and values.")
    return {}


def _periods(fields: Fields) -> dict[str, tuple[date, date]]:
    given = fields.content.get("periods") or {}
    found = {}
    for words, part in given.items() if isinstance(given, Mapping) else []:
        inner = Fields(fields.path, "period", ("from", "to"), content=part if isinstance(part, Mapping) else {},
                       inside=f"periods: {words}")
        found[str(words)] = (inner.day("from") or date.min, inner.day("to") or date.max)
        fields.faults += inner.faults
    return found


def _correction(fields: Fields, part: Any) -> Correction:
    inner = Fields(fields.path, "correction", CORRECTION_KEYS, content=part if isinstance(part, Mapping) else {},
                   inside="corrections")
    found = Correction(inner.text("force"), inner.text("metric"), inner.choice("read_as", TIME_READINGS),
                       inner.text("because"))
    fields.faults += inner.faults
    return found


def _metric(fields: Fields, part: Any) -> Metric:
    content = part if isinstance(part, Mapping) else {}
    inner = Fields(fields.path, "metric", METRIC_KEYS, content=content, inside=f"metrics: {content.get('metric', '?')}")
    lines = content.get("lines")
    if not isinstance(lines, list) or not lines:
        inner.faults.append(f"{inner.inside}: 'lines' is missing. Write a list such as [\"999\"].")
        lines = []
    found = Metric(inner.text("metric"), tuple(map(str, lines)), inner.choice("statistic", STATISTICS),
                   inner.choice("reading", READINGS) if "reading" in content else "exact",
                   inner.choice("unit", BENCHMARK_UNITS), inner.text("quantity"), content.get("comparable_to") or {},
                   inner.text("comparability"))
    fields.faults += inner.faults
    return found
