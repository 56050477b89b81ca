"""The tables of a release's Data Package: each column with its type, its meaning and what it may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from answerable.comparing.benchmarks import CLOCKS, CONFIDENCES, STATISTICS
from answerable.comparing.benchmarks import STATUSES as BENCHMARK_STATUSES
from answerable.judgement.funnels import OUTSIDE
from answerable.measures.definition import DIRECTIONS
from answerable.measures.figure import STATUSES

# One empty text is how a CSV file says that there is nothing.
MISSING_VALUES = [""]


@dataclass(frozen=True)
class Field:
    """A column. type: of Table Schema (string, integer, number, boolean, date); constraints: in its terms."""

    name: str
    type: str
    about: str
    constraints: Mapping[str, Any] = field(default_factory=dict)

    def schema(self) -> dict[str, Any]:
        """The column in the terms of Table Schema."""
        dated = {"format": "default"} if self.type == "date" else {}
        return {"name": self.name, "type": self.type, **dated, "description": self.about,
                **({"constraints": dict(self.constraints)} if self.constraints else {})}


@dataclass(frozen=True)
class Table:
    """A table. key: columns that name a row, never empty; unique: columns that do, of which some may be empty;
    to_measures: columns that name a row of the table of measures."""

    title: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    to_measures: tuple[str, ...] = ()

    def with_fields(self, more: Iterable[Field], unique: Sequence[str]) -> Table:
        """The same with further columns."""
        return replace(self, fields=(*self.fields, *more), unique=tuple(unique))

    def schema(self) -> dict[str, Any]:
        """The table in the terms of Table Schema."""
        told: dict[str, Any] = {"fields": [column.schema() for column in self.fields], "missingValues": MISSING_VALUES}
        if self.key:
            told["primaryKey"] = list(self.key)
        if self.unique:
            told["uniqueKeys"] = [list(self.unique)]
        if self.to_measures:
            told["foreignKeys"] = [{"fields": list(self.to_measures), "reference": {
                "resource": "measures", "fields": ["measure", "version"]}}]
        return told


_NEEDED = {"required": True}
_MEASURE = Field("measure", "string", "The measure's id", _NEEDED)
_VERSION = Field("version", "integer", "The version of the definition that the figure was worked out by",
                 {"required": True, "minimum": 1})
_PERIOD = (Field("period_start", "date", "First day of the period, local", _NEEDED),
           Field("period_end", "date", "Last day of the period, local", _NEEDED))
_STATUS = Field("status", "string", "final, provisional (part has not come, or the period is not over), no-data or "
                "not-available", {"required": True, "enum": list(STATUSES)})

FIGURES = Table(
    "Figures", "One row a figure: every month of every measure, and the latest figure by each dimension. Never average "
    "percentages or medians: add up numerators and denominators and divide.",
    (_MEASURE, _VERSION, Field("family", "string", "The family of the measure", _NEEDED),
     Field("period", "string", "Kind of period", {"required": True, "enum": ["month"]}), *_PERIOD,
     Field("value", "number", "The figure, in its unit; empty: there is none (never 0)"),
     Field("unit", "string", "percent (65.4 is 65.4%), seconds, or what is counted", _NEEDED),
     Field("numerator", "number", "What was divided; for a mean, the sum of seconds"),
     Field("denominator", "number", "What it was divided by; for a percentile, the number of times that it is of"),
     Field("interval_low", "number", "Of a share from a sample or survey: what the share of the whole is at least, with 95% "
           "confidence (Wilson); empty: a count of all, which chance has no part in"),
     Field("interval_high", "number", "The same: what it is at most"),
     Field("coverage", "number", "Share of the days of the period that have records", {"minimum": 0, "maximum": 1}), _STATUS,
     Field("untimed", "integer", "Left out because their time on the measure's clock is not known", {"minimum": 0}),
     Field("note", "string", "Why there is no figure, or what to mind")),
    to_measures=("measure", "version"))

MEASURES = Table(
    "Measures", "One row a version of a definition.",
    (_MEASURE, Field("version", "integer", "The number of the version", {"required": True, "minimum": 1}),
     Field("current", "boolean", "Whether it is the newest version", _NEEDED),
     Field("in_force_from", "date", "First day on which the version holds; empty: from the beginning"),
     Field("family", "string", "The family of the measure", _NEEDED),
     Field("parent", "string", "The measure of the family that this one is a part or another view of"),
     Field("title", "string", "The measure's title", _NEEDED), Field("unit", "string", "The unit of its figures", _NEEDED),
     Field("direction", "string", "Which way is better", {"required": True, "enum": list(DIRECTIONS)}),
     Field("kind", "string", "How it is worked out", _NEEDED), Field("records", "string", "The table of records it is of"),
     Field("counted", "string", "What is counted, in words"), Field("out_of", "string", "Out of what, in words"),
     Field("clock", "string", "Between which two moments a wait is measured"),
     Field("left_out", "string", "What is left out"), Field("why_it_matters", "string", "Why it is measured"),
     Field("caveats", "string", "What to bear in mind"), Field("author", "string", "Who wrote the definition"),
     Field("checked_by", "string", "Who checked it; empty: nobody yet"),
     Field("review_due", "date", "When the definition is to be looked at again"),
     Field("change", "string", "What changed with this version"),
     Field("meaning", "string", "SHA-256 of what the definition means, apart from its wording",
           {"required": True, "pattern": "[0-9a-f]{64}"}),
     Field("sql", "string", "The calculation as SQL", _NEEDED)),
    key=("measure", "version"))

JUDGEMENTS = Table(
    "Judgements", "One row a measure: how its latest figure is judged, and by which rules.",
    (_MEASURE, _VERSION, *_PERIOD, Field("value", "number", "The figure that is judged"), _STATUS,
     Field("rating", "string", "Code of the rating; empty: not rated"), Field("rating_words", "string", "The rating in words"),
     Field("rating_stands", "string", "Whether the rating speaks for the force, against it or neither",
           {"enum": ["favourable", "unfavourable", "neutral", "unmarked"]}),
     Field("signal", "string", "Code of what the control chart says"), Field("signal_words", "string", "The same in words"),
     Field("assurance", "string", "Code of whether the target can be relied on to be met"),
     Field("assurance_words", "string", "The same in words"),
     Field("trend", "string", "Code of which way the year went"),
     Field("benchmark", "string", "Code of where the figure stands against published ones that compare"),
     Field("peers", "string", "Code of where it stands among its peers"),
     Field("parts_of_concern", "string", "Measures below it whose rating speaks against the force"),
     Field("target_value", "number", "The target in force"),
     Field("target_comparison", "string", "How the figure is held against it", {"enum": [">=", ">", "<=", "<"]}),
     Field("target_aim", "string", "Which way it is meant to move; empty where it names a value", {"enum": ["fall", "rise"]}),
     Field("target_since", "date", "From when that movement counts"),
     Field("target_status", "string", "How binding the target is"), Field("target_owner", "string", "Whose target it is"),
     Field("target_words", "string", "The target in words"), Field("sentence", "string", "The judgement in one sentence"),
     Field("reasons", "string", "Why it is rated so"), Field("rule_set", "string", "The rules of the control chart"),
     Field("chart_plan", "string", "How what is usual was worked out"),
     Field("rating_rule", "string", "The rule of the rating"),
     Field("override", "string", "Code of a rating that people put in its place; empty without"),
     Field("override_words", "string", "The same in words"),
     Field("override_expires", "date", "Last day on which it lasts: after it, it is over"),
     Field("stage", "string", "Code of the stage of scrutiny on the day of the release; it is no judgement"),
     Field("stage_latest", "date", "Last day of a pause")),
    key=("measure",), to_measures=("measure", "version"))

BENCHMARKS = Table(
    "Benchmarks", "What others published: one row a measure and a published figure or limit that is like it. Forces differ in "
    "size, systems and definitions: read `comparability` before you hold one against a figure of this release.",
    (_MEASURE, Field("version", "integer", "The newest version of the measure", {"required": True, "minimum": 1}),
     Field("benchmark", "string", "The published figure's id", _NEEDED),
     Field("about", "string", "The force or forces that it is about", _NEEDED),
     Field("period_start", "date", "First day that it is about", _NEEDED),
     Field("period_end", "date", "Last day that it is about; empty: a limit without an end"),
     Field("value", "number", "In the terms of the measure: what is left of 100 where the other part was published", _NEEDED),
     Field("numerator", "number", "What was divided, in the terms of the measure, where it was published"),
     Field("denominator", "number", "What it was divided by, where it was published"),
     Field("standard_error", "number", "Of a mean, in its unit, where it was published"),
     Field("unit", "string", "The unit of the value", _NEEDED), Field("published", "string", "As it was published", _NEEDED),
     Field("quantity", "string", "What was published, in the publisher's terms", _NEEDED),
     Field("statistic", "string", "What kind of number it is", {"required": True, "enum": list(STATISTICS)}),
     Field("own", "boolean", "Whether it is about this force itself", _NEEDED),
     Field("peer_groups", "string", "Peer groups that it shares with this force"),
     Field("owner", "string", "Whose figure it is", _NEEDED),
     Field("status", "string", "How binding, or whose", {"required": True, "enum": list(BENCHMARK_STATUSES)}),
     Field("confidence", "string", "Whether the publisher's own text was read", {"required": True, "enum": list(CONFIDENCES)}),
     Field("clocks", "string", "Whether the clocks agree", {"required": True, "enum": list(CLOCKS)}),
     Field("comparability", "string", "What stands between it and a like-for-like comparison", _NEEDED),
     Field("disagrees_with", "string", "Published figures about the same that differ"),
     Field("source", "string", "Where it stands", _NEEDED), Field("address", "string", "The source's address", _NEEDED),
     Field("note", "string", "Anything else")),
    key=("measure", "benchmark"), to_measures=("measure", "version"))

PEERS = Table(
    "Peers", "Each force in each funnel of each measure. No order of merit: a rank is one of those that its interval holds. "
    "`position` says whether a force differs from the rest by more than forces differ anyway.",
    (_MEASURE, Field("version", "integer", "The newest version of the measure", {"required": True, "minimum": 1}),
     Field("peer_group", "string", "The peer group; empty: every force that published"), *_PERIOD,
     Field("force", "string", "The force's id", _NEEDED), Field("name", "string", "The force", _NEEDED),
     Field("own", "boolean", "Whether it is this force itself", _NEEDED),
     Field("value", "number", "The figure, in the measure's unit; empty: none is known"),
     Field("numerator", "number", "What was divided"),
     Field("denominator", "number", "What it was divided by; of a mean that is placed, its precision (1 ÷ the square of the "
           "standard error)"),
     Field("z", "number", "Distance from the centre in standard deviations, between forces and of chance together"),
     Field("z_by_chance_alone", "number", "The same in standard deviations of chance alone"),
     Field("outside", "string", "Beyond which limit it lies; empty: beyond none, or not placed", {"enum": list(OUTSIDE)}),
     Field("position", "string", "The same in words, or why it is not placed"),
     Field("rank", "integer", "One possible place in the order, 1 the best", {"minimum": 1}),
     Field("rank_low", "integer", "The best rank that it could have (95% interval)", {"minimum": 1}),
     Field("rank_high", "integer", "The worst", {"minimum": 1}),
     Field("comparability", "string", "What stands between it and a like-for-like comparison"),
     Field("method", "string", "How limits and ranks are worked out", _NEEDED)),
    unique=("measure", "peer_group", "period_start", "period_end", "force"), to_measures=("measure", "version"))

PROJECTIONS = Table(
    "Projections", "What is expected of the months ahead of each measure that can be projected, one row a month. A range holds "
    "the figure as often as its name says, if nothing happens that the figures so far do not show.",
    (_MEASURE, Field("version", "integer", "The newest version of the measure", {"required": True, "minimum": 1}), *_PERIOD,
     Field("ahead", "integer", "How many months ahead of the newest figure", {"required": True, "minimum": 1}),
     Field("unit", "string", "The unit of the values", _NEEDED),
     Field("median", "number", "As likely above as below", _NEEDED),
     Field("low50", "number", "Lower end of the 50% range", _NEEDED), Field("high50", "number", "Upper end of it", _NEEDED),
     Field("low90", "number", "Lower end of the 90% range", _NEEDED), Field("high90", "number", "Upper end of it", _NEEDED),
     Field("floor", "number", "What the simplest forecast says, against which the method is held"),
     Field("target", "number", "What the month is held to; empty: nothing"),
     Field("met", "number", "The odds that the month meets it, 0 to 1", {"minimum": 0, "maximum": 1}),
     Field("met_by", "number", "The odds that some month up to this one meets it", {"minimum": 0, "maximum": 1}),
     Field("method", "string", "By which method and version", _NEEDED),
     Field("made_at", "string", "When it was first made, UTC"),
     Field("entry", "integer", "Its entry in the record of forecasts", {"minimum": 1})),
    key=("measure", "period_start"), to_measures=("measure", "version"))
