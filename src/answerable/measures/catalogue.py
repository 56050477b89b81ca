"""Reading measure definitions: YAML → frozen Measure, every fault of a file reported together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from sqlglot import exp

from answerable.content import Stamp, content_files, raise_faults, read_yaml, stamp, unknown_keys
from answerable.measures.definition import (
    COMPARISONS,
    CONDITION_NODES,
    DIRECTIONS,
    FORMULAS,
    KINDS,
    METHODS,
    RATIO_UNITS,
    RESOLUTIONS,
    SHARES,
    UNITS,
    Keeper,
    Measure,
    Threshold,
)
from answerable.measures.families import family_faults
from answerable.measures.parts import MISSING, STATISTICS, parse_clock_times, parse_limits, parse_part
from answerable.records.expressions import Expression, ExpressionFault, parse, unknown_columns
from answerable.records.table import Table
from answerable.records.tables import MEASURED, TABLES

COMMON = ("measure", "version", "title", "group", "parent", "table", "kind", "population", "direction", "sentence", "noun",
          "why_it_matters", "caveats", "author", "checked_by", "review_due", "change_log")
NEEDED = ("measure", "version", "title", "group", "kind", "population", "direction", "sentence", "why_it_matters",
          "author", "review_due")
KEYS_OF: dict[str, dict[str, tuple[str, ...]]] = {
    "count": {"needed": (), "also": ()},
    "share": {"needed": ("counted",), "also": ("clock", "longer_than_seconds")},
    "service_level": {"needed": ("clock", "formula", "threshold"), "also": ("short_abandon_seconds",)},
    "abandonment": {"needed": (), "also": ("clock", "short_abandon_seconds")},
    "mean": {"needed": ("clock",), "also": ("longer_than_seconds",)},
    "percentile": {"needed": ("clock", "percentile"), "also": ("longer_than_seconds", "method")},
    "longest": {"needed": ("clock",), "also": ()},
    "composition": {"needed": ("dimension",), "also": ()},
    "occupancy": {"needed": (), "also": ()},
    "within": {"needed": ("clock",), "also": ("threshold", "limits", "missing")},
    "total": {"needed": ("amount",), "also": ()},
    "ratio": {"needed": ("numerator", "denominator", "unit"), "also": ()},
    "level": {"needed": ("amount",), "also": ("minus", "of")},
    "backlog": {"needed": ("statistic",), "also": ("at", "older_than_seconds", "limits")},
    "bunching": {"needed": ("clock", "limits", "window_seconds"), "also": ()},
    "repeat": {"needed": ("within_days",), "also": ()},
}
for _kind in SHARES:
    KEYS_OF[_kind]["also"] += ("sampled",)
KINDS_OF: dict[str, list[str]] = {key: [kind for kind, keys in KEYS_OF.items() if key in (*keys["needed"], *keys["also"])]
                                  for own in KEYS_OF.values() for key in (*own["needed"], *own["also"])}
THRESHOLD_KEYS = ("seconds", "comparison", "resolution")
CHANGE_KEYS = ("version", "date", "change")
# The folder, beside the current definitions, of their earlier versions: versions/101-abandonment-v1.yaml.
VERSIONS = "versions"
PLACEHOLDERS = ("value", "numerator", "denominator", "period")
COMPARED = (exp.EQ, exp.NEQ, exp.In, exp.Is)
# Handled time is folded for the telephone, whole: a handler takes calls of several lines within one half-hour.
OCCUPANCY_OF = "channel = 'phone'"


def read_measures(own: Path | None = None) -> dict[str, Measure]:
    """Every measure by id: shipped, and those of the folder `own` (which win). Raises DefinitionError."""
    return dict(_read_measures(tuple((path, stamp(path)) for path in content_files("measures", own).values())))


@lru_cache(maxsize=16)
def _read_measures(files: tuple[tuple[Path, Stamp], ...]) -> dict[str, Measure]:
    measures = {path.stem: _read_measure(path, written) for path, written in files}
    paths = {path.stem: path for path, _written in files}
    for name, faults in family_faults(measures).items():
        raise_faults(faults, what=f"the measure '{name}'", path=paths[name])
    return measures


def read_measure(path: Path) -> Measure:
    """The measure in a YAML file. Raises DefinitionError that lists every fault of the file."""
    return _read_measure(path, stamp(path))


@lru_cache(maxsize=256)
def _read_measure(path: Path, _written: Stamp) -> Measure:
    content = read_yaml(path)
    kind = content.get("kind")
    keys = KEYS_OF.get(str(kind))
    faults = [] if keys else [f"'kind' is '{kind}'; it must be one of {', '.join(KINDS)}."]
    faults += _key_faults(content, str(kind)) if keys else []
    if content.get("table", "contacts") not in MEASURED:
        faults.append(f"'table' is '{content.get('table')}'; it must be one of {', '.join(MEASURED)}.")
    faults += [f"'{key}' is missing." for key in (*NEEDED, *(keys["needed"] if keys else ()))
               if content.get(key) in (None, "")]
    faults += _name_faults(content, path)
    raise_faults(faults, what=f"the measure '{path.stem}'", path=path)
    parser = _Parser(content)
    measure = parser.measure(path.read_text(encoding="utf-8"))
    raise_faults(parser.faults, what=f"the measure '{path.stem}'", path=path)
    return measure


def _name_faults(content: Mapping[str, Any], path: Path) -> list[str]:
    """Where the name of the file is not the measure's, or, in the folder of earlier versions, its and the version's."""
    named = str(content.get("measure"))
    expected = f"{named}-v{content.get('version')}" if path.parent.name == VERSIONS else named
    if expected == path.stem:
        return []
    if path.parent.name == VERSIONS:
        return [f"version {content.get('version')} of '{named}' must stand in a file named '{expected}', not '{path.stem}'."]
    return [f"'measure' is '{named}' but the file is named '{path.stem}'."]


def _key_faults(content: Mapping[str, Any], kind: str) -> list[str]:
    """Keys that no kind of measure knows, and those that go with other kinds."""
    return unknown_keys(content, (*COMMON, *KINDS_OF)) + [
        f"'{key}' goes with {' or '.join(KINDS_OF[key])}, not with {kind}: take it out, or change the kind."
        for key in content if key in KINDS_OF and kind not in KINDS_OF[key]]


class _Parser:
    """Turns the content of one file into a Measure, gathering faults."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.faults: list[str] = []
        self.table: Table = TABLES[str(content.get("table", "contacts"))]

    def measure(self, text: str) -> Measure:
        content, kind = self.content, str(self.content["kind"])
        if kind == "occupancy" and content["population"] != OCCUPANCY_OF:
            self.faults.append(f"'population' is {content['population']!r}; occupancy is of \"{OCCUPANCY_OF}\".")
        return Measure(
            id=str(content["measure"]), version=self._whole("version", least=1) or 1, title=str(content["title"]),
            group=str(content["group"]), table=self.table.name, kind=kind, population=self._condition("population"),
            unit=self._unit(kind), direction=self._one_of("direction", DIRECTIONS), sentence=self._sentence(),
            keeper=self._keeper(), counted=self._condition("counted") if "counted" in content else None,
            clock=self._clock(kind), threshold=self._threshold(), formula=self._formula(),
            short_abandon_ms=1000 * (self._whole("short_abandon_seconds") or 0),
            percentile=self._percentile(), longer_than_ms=self._longer_than(), dimension=self._dimension(),
            noun=str(content.get("noun") or self.table.noun), parent=self._parent(), **self._rarer(),
            digest=hashlib.sha256(text.encode()).hexdigest(), text=text)

    def _unit(self, kind: str) -> str:
        if kind == "ratio":
            return self._one_of("unit", RATIO_UNITS)
        if kind == "count":
            return "contacts" if self.table.name == "contacts" else "count"
        if kind == "backlog":
            return {"oldest": "seconds", "beyond-grade-time": "percent"}.get(str(self.content.get("statistic")), "count")
        if kind in ("total", "level"):
            return "percent" if "of" in self.content else self.table.unit_of(str(self.content.get("amount")))
        return UNITS[kind]

    def _rarer(self) -> dict[str, Any]:
        """The parts that only some kinds have."""
        content, faults = self.content, self.faults
        amounts = {key: None if key not in content else self._one_of(key, tuple(self.table.clock_codes))
                   for key in ("amount", "minus", "of")}
        older = self._whole("older_than_seconds", least=1)
        return amounts | {
            "method": self._one_of("method", METHODS) if "method" in content else METHODS[0],
            "missing": self._one_of("missing", MISSING) if "missing" in content else MISSING[0],
            "limits": parse_limits(content.get("limits"), self.table, faults),
            "above": parse_part(content.get("numerator"), "numerator", self._condition_of, faults),
            "below": parse_part(content.get("denominator"), "denominator", self._condition_of, faults),
            "statistic": self._statistic(), "clock_times": parse_clock_times(content.get("at"), faults),
            "older_than_ms": None if older is None else 1000 * older,
            "window_ms": 1000 * (self._whole("window_seconds", least=1) or 0),
            "within_days": self._whole("within_days", least=1) or 0, "sampled": self._sampled()}

    def _sampled(self) -> bool | None:
        given = self.content.get("sampled")
        if given is not None and not isinstance(given, bool):
            self.faults.append(f"'sampled' is {given!r}; it must be true or false.")
            return None
        return given

    def _statistic(self) -> str | None:
        if "statistic" not in self.content:
            return None
        statistic, needs = self._one_of("statistic", STATISTICS), ""
        for name, key in (("at-clock-times", "at"), ("older-than", "older_than_seconds"), ("beyond-grade-time", "limits")):
            needs = key if name == statistic else needs
            if (name == statistic) != (key in self.content):
                self.faults.append(f"'statistic: {name}' and '{key}' go together: write both or neither.")
        return statistic

    def _one_of(self, key: str, known: tuple[str, ...]) -> str:
        value = str(self.content.get(key))
        if value not in known:
            self.faults.append(f"'{key}' is '{value}'; it must be one of {', '.join(known)}.")
        return value

    def _whole(self, key: str, *, least: int = 0) -> int | None:
        value = self.content.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < least):
            self.faults.append(f"'{key}' is {value!r}; it must be a whole number of {least} or more.")
            return None
        return value

    def _condition(self, key: str) -> Expression:
        return self._condition_of(str(self.content[key]), key, self.table)

    def _condition_of(self, text: str, key: str, table: Table) -> Expression:
        """A condition over the dimensions of a table, checked."""
        try:
            condition = parse(text)
        except ExpressionFault as fault:
            self.faults.append(f"'{key}': {fault}")
            return parse("true")
        self.faults += [f"'{key}': {fault}" for fault in unknown_columns(condition, table.series_columns)]
        odd = [node.sql() for node in condition.tree.walk() if not isinstance(node, CONDITION_NODES)]
        if odd:
            self.faults.append(f"'{key}' uses '{odd[0]}'; a condition is made of =, <>, IN, IS NULL, AND, OR and NOT.")
            return condition
        self.faults += self._misread(condition, key, table) or self._unknown_words(condition, key, table)
        return condition

    def _misread(self, condition: Expression, key: str, table: Table) -> list[str]:
        """Parts of a condition that would be read otherwise than they are meant: 101 is not the text '101', nothing
        equals NULL, and a dimension by itself is neither true nor false."""
        faults = [f"'{key}': '{node.sql()}' must hold a dimension against words in quotes (line = '101'), against nothing "
                  f"(queue IS NULL), or {_one_of_flags(table)} against 0 or 1."
                  for node in condition.tree.find_all(*COMPARED) if not _plain(node, table.flag_names)]
        return faults + [f"'{key}': '{leaf.sql()}' by itself is neither true nor false; compare it."
                         for leaf in condition.tree.find_all(exp.Column, exp.Literal, exp.Null)
                         if not isinstance(leaf.parent, COMPARED)]

    def _unknown_words(self, condition: Expression, key: str, table: Table) -> list[str]:
        faults = []
        for node in condition.tree.walk():
            name = getattr(getattr(node, "this", None), "name", "")
            if name not in table.vocabularies or node.key not in ("eq", "neq", "in"):
                continue
            words = node.expressions if node.key == "in" else [node.expression]
            faults += [f"'{key}': '{word.name}' is no {name}; use one of {', '.join(table.vocabularies[name])}."
                       for word in words if word.name not in table.vocabularies[name]]
        return faults

    def _clock(self, kind: str) -> str | None:
        if kind == "abandonment" and ("clock" in self.content) != bool(self.content.get("short_abandon_seconds")):
            self.faults.append("'clock' and 'short_abandon_seconds' go together: write both, or neither for any hang-up.")
        if "clock" not in self.content:
            return None
        summed = tuple(clock.name for clock in self.table.clocks if not clock.exact)
        known = self.table.exact_clocks + (summed if kind == "mean" else ())
        if kind == "mean" and self.content["clock"] in summed and "longer_than_seconds" in self.content:
            self.faults.append("'longer_than_seconds' goes with a wait clock only: of this one, only the sum is kept.")
        return self._one_of("clock", known)

    def _threshold(self) -> Threshold | None:
        given = self.content.get("threshold")
        if given is None:
            return None
        if not isinstance(given, dict):
            self.faults.append("'threshold' must hold seconds, comparison and resolution.")
            return None
        self.faults += unknown_keys(given, THRESHOLD_KEYS, inside="threshold")
        self.faults += [f"threshold: '{key}' is missing: whether just so long a wait is within depends on it."
                        for key in ("comparison", "resolution") if key not in given]
        seconds, comparison = given.get("seconds"), given.get("comparison", "<=")
        resolution = given.get("resolution", "milliseconds")
        if not isinstance(seconds, int) or isinstance(seconds, bool) or seconds <= 0:
            self.faults.append(f"threshold: 'seconds' is {seconds!r}; it must be a whole number above 0.")
            seconds = 1
        if comparison not in COMPARISONS or resolution not in RESOLUTIONS:
            self.faults.append(f"threshold: '{comparison}' and '{resolution}'; comparison is {' or '.join(COMPARISONS)}, "
                               f"resolution {' or '.join(RESOLUTIONS)}.")
        return Threshold(seconds * 1000, str(comparison), str(resolution))

    def _formula(self) -> str | None:
        if "formula" not in self.content:
            return None
        formula = self._one_of("formula", tuple(FORMULAS))
        if "short" in formula and not self.content.get("short_abandon_seconds"):
            self.faults.append(f"the formula '{formula}' needs 'short_abandon_seconds'.")
        if "short" not in formula and "short_abandon_seconds" in self.content:
            self.faults.append(f"'short_abandon_seconds' changes nothing in the formula '{formula}': take it out, or use "
                               "answered-within-or-short-abandoned-of-offered.")
        return formula

    def _percentile(self) -> int | None:
        value = self._whole("percentile", least=1)
        if value is not None and value > 99:
            self.faults.append(f"'percentile' is {value}; it must be from 1 to 99.")
        return value

    def _longer_than(self) -> int | None:
        seconds = self._whole("longer_than_seconds")
        if seconds is not None and "clock" not in self.content:
            self.faults.append("'longer_than_seconds' needs a 'clock'.")
        return None if seconds is None else seconds * 1000

    def _parent(self) -> str | None:
        return None if self.content.get("parent") is None else str(self.content["parent"])

    def _dimension(self) -> str | None:
        return self._one_of("dimension", self.table.dimensions) if "dimension" in self.content else None

    def _sentence(self) -> str:
        sentence = str(self.content["sentence"])
        try:
            names = [name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name is not None]
        except ValueError as error:
            self.faults.append(f"'sentence' does not parse ({error}); write each placeholder as {{name}}.")
            return sentence
        self.faults += [f"'sentence' lacks {{{name}}}." for name in ("value", "period") if name not in names]
        self.faults += [f"'sentence' has {{{name}}}; placeholders are {', '.join(PLACEHOLDERS)}."
                        for name in names if name not in PLACEHOLDERS]
        return sentence

    def _keeper(self) -> Keeper:
        content = self.content
        due = content["review_due"]
        if not isinstance(due, date):
            self.faults.append(f"'review_due' is {due!r}; write a date such as 2027-04-01.")
            due = date.max
        caveats = tuple(str(item).strip() for item in self._list("caveats", "begin each caveat with a dash"))
        return Keeper(str(content["why_it_matters"]).strip(), caveats, str(content["author"]),
                      content.get("checked_by"), due, self._change_log())

    def _change_log(self) -> tuple[Mapping[str, Any], ...]:
        log = self._list("change_log", "each entry has version, date and change")
        if not all(isinstance(entry, dict) and set(entry) == set(CHANGE_KEYS) and isinstance(entry["version"], int)
                   and isinstance(entry["date"], date) for entry in log):
            self.faults.append("'change_log': each entry must have a version (a whole number), a date such as 2027-04-01 "
                               "and the change.")
            return ()
        self.faults += self._log_faults({entry["version"]: entry["date"] for entry in log})
        return tuple({**entry, "date": entry["date"].isoformat()} for entry in log)

    def _log_faults(self, days: Mapping[int, date]) -> list[str]:
        """Versions without a line of their own, lines of versions to come, and days that run backwards."""
        version = self.content.get("version")
        newest = version if isinstance(version, int) else 1
        faults = [f"'change_log' has no line for version {number}: say what changed, and the first day on which it holds."
                  for number in range(2, newest + 1) if number not in days]
        faults += [f"'change_log' tells of version {number}, but this is version {newest}." for number in days
                   if not 1 <= number <= newest]
        in_order = [days[number] for number in sorted(days)]
        return faults + (["'change_log': a later version must hold from a later day."] if in_order != sorted(set(in_order))
                         else [])

    def _list(self, key: str, remedy: str) -> list[Any]:
        found = self.content.get(key) or []
        if isinstance(found, list):
            return found
        self.faults.append(f"'{key}' must be a list: {remedy}.")
        return []


def _one_of_flags(table: Table) -> str:
    return " or ".join(table.flag_names) or "a flag"


def _plain(node: Any, flags: tuple[str, ...]) -> bool:
    """Whether a comparison is of a dimension with words, of a flag with 0 or 1, or of either with nothing."""
    others = node.expressions or [node.expression]
    if not isinstance(node.this, exp.Column):
        return False
    if isinstance(node, exp.Is):
        return isinstance(others[0], exp.Null)
    if node.this.name in flags:
        return all(isinstance(other, exp.Literal) and other.sql() in ("0", "1") for other in others)
    return all(isinstance(other, exp.Literal) and other.is_string for other in others)
