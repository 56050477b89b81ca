"""Benchmarks: published figures and limits of others, dated, with source, owner, status and how far they compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from answerable.comparing.published_periods import days_in_words
from answerable.content import raise_faults, read_yaml, shipped, unknown_keys
from answerable.judgement.evidence import rounding
from answerable.judgement.reading import Fields
from answerable.periods import day_label
from answerable.words import UNITS, _, format_value, mark, ngettext

REPORTED = "reported"
# How binding, or whose: those of targets, and what a third party reported without its being checked with the publisher.
STATUSES = {
    "statutory": mark("set by law, or by a code issued under it"),
    "national": mark("national, {owner}"),
    "inspectorate": mark("of the inspectorate, {owner}"),
    "local": mark("local, {owner}"),
    "aspiration": mark("an aspiration, {owner}"),
    REPORTED: mark("reported by others, not checked with the publisher"),
}
CONFIDENT = ("statutory", "national", "inspectorate")
CONFIDENCES = {
    "primary": mark("the publisher's own text was read"),
    "secondary": mark("reported by others; the publisher's own text was not read"),
    "weak": mark("an old, commercial or otherwise weak source"),
}
CLOCKS = {
    "same": mark("It is measured on the same clock."),
    "differ": mark("The clocks differ, so the two values cannot be held side by side: read the note."),
    "unknown": mark("Which clock was used is not known, so a difference may come from the clock alone."),
    "none": mark("No clock is involved."),
}
READINGS = {"exact": "{value}", "at-least": mark("{value} or more"), "at-most": mark("{value} or less"),
            "about": mark("about {value}")}
STATISTICS = ("share", "mean", "median", "longest", "limit", "offered", "answered", "unanswered", "number")
VALUE, REST = "value", "rest"
WORKING_DAYS = "working-days"
BENCHMARK_UNITS = (*UNITS, WORKING_DAYS)
FILE_KEYS = ("benchmarks", "version", "title", "figures", "imported")
# These may stand once at the top of a file, for all of its figures.
SHARED = ("about", "line", "owner", "status", "confidence", "source", "address", "from", "to", "comparability", "unit",
          "statistic", "note")
FIGURE_KEYS = ("id", "value", "numerator", "denominator", "standard_error", "reading", "quantity", "measure", "comparable_to",
               "printed", "read_as", "row", "baseline", *SHARED)
IMPORTED_KEYS = ("on", "file", "sha256", "mapping", "mapping_version", "read_as")
LIKENESS_KEYS = ("clocks", "as", "note")
ADDRESS = re.compile(r"https?://[^\s/]+\S*")


@dataclass(frozen=True)
class Likeness:
    """How a benchmark is like one of our measures.

    clocks: one of CLOCKS; takes: "value", or "rest" where our measure is what is left of 100 per cent.
    """

    measure: str
    clocks: str
    takes: str = VALUE
    note: str = ""


@dataclass(frozen=True)
class Benchmark:
    """A published figure or limit.

    value: in `unit`; numerator, denominator: what was divided, and standard_error: of a mean, in `unit`, where they are
    published (None: they are not); reading: whether exact, at least, at most or about; statistic: what kind of number it is;
    about: a force's id, or words for a group; starts, ends: first and last day it is about; printed, read_as: what
    was printed and how it was read, where that had to be decided; list: the file's name; baseline: declared as what
    our figure is to be held against, whosever it is.
    """

    id: str
    list: str
    value: float
    unit: str
    reading: str
    statistic: str
    quantity: str
    about: str
    line: str
    starts: date
    ends: date
    owner: str
    status: str
    confidence: str
    source: str
    address: str
    comparability: str
    alike: tuple[Likeness, ...] = ()
    note: str = ""
    printed: str = ""
    read_as: str = ""
    imported: Mapping[str, Any] = field(default_factory=dict, compare=False)
    baseline: bool = False
    numerator: float | None = None
    denominator: float | None = None
    standard_error: float | None = None

    def likeness(self, measure: str) -> Likeness | None:
        """How it is like a measure; None where it is not."""
        return next((item for item in self.alike if item.measure == measure), None)

    def in_terms_of(self, measure: str) -> float | None:
        """The value in the terms of a measure (its complement where the measure is the rest); None where it is not alike."""
        alike = self.likeness(measure)
        if alike is None:
            return None
        # Rounded where 100 − 93.9 would be 6.099999999999994: nothing is published to nine decimals.
        return round(100.0 - self.value, 9) if alike.takes == REST else self.value

    def numerator_of(self, alike: Likeness) -> float | None:
        """The numerator in the terms of a measure that it is like; None where none was published."""
        if self.numerator is None or self.denominator is None:
            return None
        return self.denominator - self.numerator if alike.takes == REST else self.numerator

    @property
    def text(self) -> str:
        """The value with its unit and reading: "71%", "90% or more", "5 working days"."""
        return _(READINGS[self.reading]).format(value=amount(self.value, self.unit))

    @property
    def period(self) -> str:
        """The days it is about, in words: whole months as "October 2022" or "April 2024 to March 2025"."""
        if self.ends == date.max:
            return _("from {first}").format(first=day_label(self.starts))
        return days_in_words(self.starts, self.ends)


def amount(value: float, unit: str) -> str:
    """A value with its unit as a page shows it."""
    if unit == WORKING_DAYS:
        return ngettext("{number} working day", "{number} working days", value).format(number=f"{value:g}")
    return format_value(value, unit, shortest=True)


def benchmark_files(own: Path | None = None) -> list[Path]:
    """Every file of benchmarks: shipped, and those of the folder `own`, where one of a shipped one's name replaces it."""
    found = {path.name: path for folder in (shipped("benchmarks"), own) if folder is not None and folder.is_dir()
             for path in sorted(folder.glob("*.yaml"))}
    return list(found.values())


def read_benchmarks(own: Path | None = None) -> tuple[Benchmark, ...]:
    """Every benchmark, shipped and of the folder `own`. Raises DefinitionError with every fault of a file."""
    return tuple(item for path in benchmark_files(own) for item in read_benchmark_file(path))


def read_benchmark_file(path: Path) -> tuple[Benchmark, ...]:
    """The benchmarks of one YAML file. Raises DefinitionError that lists every fault of the file."""
    content = read_yaml(path)
    faults = unknown_keys(content, (*FILE_KEYS, *SHARED))
    head = Fields(path, "benchmarks", (*FILE_KEYS, *SHARED), content=content)
    name = head.name("benchmarks")
    head.whole("version")
    imported = content.get("imported") or {}
    faults = head.faults + unknown_keys(imported, IMPORTED_KEYS, inside="imported")
    shared = {key: content[key] for key in SHARED if key in content}
    figures = content.get("figures")
    if not isinstance(figures, list) or not figures:
        faults.append("'figures' is missing. Write a list of figures, each beginning with a dash.")
        figures = []
    found = [_figure(path, name, {**shared, **part} if isinstance(part, Mapping) else {}, imported, faults)
             for part in figures]
    faults += [f"{item}: stands twice. Give each figure an id of its own." for item in _twice(found)]
    raise_faults(faults, what=f"the list of benchmarks '{path.stem}'", path=path)
    return tuple(found)


def _twice(found: Sequence[Benchmark]) -> list[str]:
    ids = [item.id for item in found]
    return sorted({item for item in ids if ids.count(item) > 1})


def _figure(path: Path, name: str, part: Mapping[str, Any], imported: Mapping[str, Any], faults: list[str]) -> Benchmark:
    fields = Fields(path, "benchmark", FIGURE_KEYS, content=part, inside=str(part.get("id", "a figure")))
    # A limit may have no end that is known; a figure is always about days that are over.
    starts, ends = fields.day("from"), fields.day("to", optional=part.get("statistic") == "limit")
    unit = fields.choice("unit", BENCHMARK_UNITS)
    found = Benchmark(
        id=fields.text("id"), list=name, value=fields.number("value"), unit=unit,
        reading=fields.choice("reading", READINGS) if "reading" in part else "exact",
        statistic=fields.choice("statistic", STATISTICS), quantity=fields.text("quantity"), about=fields.text("about"),
        line=fields.text("line", default=""), starts=starts or date.min, ends=ends or date.max, owner=fields.text("owner"),
        status=fields.choice("status", STATUSES), confidence=fields.choice("confidence", CONFIDENCES),
        source=fields.text("source"), address=fields.text("address"), comparability=fields.text("comparability"),
        alike=_alike(fields), note=fields.text("note", default=""), printed=fields.text("printed", default=""),
        read_as=fields.text("read_as", default=""), imported=imported,
        baseline=fields.flag("baseline"), numerator=_amount(fields, "numerator"),
        denominator=_amount(fields, "denominator"), standard_error=_amount(fields, "standard_error"))
    # A stand-in for a faulty value would only contradict the rest.
    faults += fields.faults or [f"{fields.inside}: {fault}" for fault in _contradictions(found)]
    return found


def _amount(fields: Fields, key: str) -> float | None:
    """A number of at least 0 that may be left out."""
    return fields.number(key, least=0) if fields.content.get(key) is not None else None


def _contradictions(item: Benchmark) -> Iterable[str]:
    """What is wrong with a figure whose keys each are well."""
    if item.ends < item.starts:
        yield f"to is '{item.ends}', before from '{item.starts}'."
    if item.address and not ADDRESS.fullmatch(item.address):
        yield f"address is '{item.address}'. Write the address of the source, beginning with https://."
    if item.status in CONFIDENT and item.confidence != "primary":
        yield (f"status is '{item.status}' but confidence is '{item.confidence}'. What was not read in the publisher's own "
               f"text is '{REPORTED}'.")
    if item.unit == "percent" and not 0 <= item.value <= 100:
        yield f"value is {item.value:g} per cent. A share lies between 0 and 100."
    if item.value < 0:
        yield f"value is {item.value:g}. A published figure is not below 0."
    if any(alike.takes == REST and item.unit != "percent" for alike in item.alike):
        yield "'as: rest' goes with per cent only."
    yield from division_faults(Divided(item.value, item.numerator, item.denominator, item.standard_error), item.unit,
                               item.statistic, exact=item.reading == "exact")


@dataclass(frozen=True)
class Divided:
    """A value with what was divided, as far as it was published."""

    value: float
    numerator: float | None
    denominator: float | None
    standard_error: float | None


def division_faults(item: Divided, unit: str, statistic: str, *, exact: bool) -> Iterable[str]:
    """What is wrong with what was divided: an exact value must be the quotient, to its own rounding."""
    if item.standard_error is not None and statistic != "mean":
        yield f"standard_error goes with the statistic 'mean', not with '{statistic}'."
    if item.denominator == 0:
        yield "denominator is 0."
    elif item.numerator is not None and item.denominator is None:
        yield "numerator stands without denominator. Write both, or the denominator alone."
    elif item.numerator is not None and item.denominator is not None and exact:
        value = item.numerator / item.denominator * (100 if unit == "percent" else 1)
        if abs(value - item.value) > float(rounding(item.value)) + 1e-9 * abs(item.value):
            yield (f"value is {item.value:g}, but {item.numerator:g} ÷ {item.denominator:g} is {value:g}"
                   f"{' per cent' if unit == 'percent' else ''}. Write what was published, and both as they were.")


def _alike(fields: Fields) -> tuple[Likeness, ...]:
    own, others = fields.content.get("measure"), fields.content.get("comparable_to")
    if own is not None and others is not None:
        fields.faults.append(f"{fields.inside}: 'measure' and 'comparable_to' exclude each other. Write 'measure' for the same "
                             "thing on the same clock, 'comparable_to' for what is only like it.")
    if own is not None:
        return (Likeness(fields.text("measure"), "same"),)
    if others is None:
        return ()
    if not isinstance(others, Mapping):
        fields.faults.append(f"{fields.inside}: comparable_to must hold measures, each with clocks.")
        return ()
    return tuple(_likeness(fields, str(measure), part) for measure, part in others.items())


def _likeness(fields: Fields, measure: str, part: Any) -> Likeness:
    inner = Fields(fields.path, "likeness", LIKENESS_KEYS, content=part if isinstance(part, Mapping) else {},
                   inside=f"{fields.inside}: comparable_to {measure}")
    found = Likeness(measure, inner.choice("clocks", CLOCKS),
                     inner.choice("as", (VALUE, REST)) if "as" in inner.content else VALUE, inner.text("note", default=""))
    fields.faults += inner.faults
    return found
