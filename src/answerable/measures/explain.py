"""A definition in words and as SQL, both made from the same parsed measure, so that they cannot drift apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from answerable.measures.definition import FORMULAS, Measure
from answerable.measures.explain_records import counted_words, record_sql
from answerable.measures.fold import LONGEST_HANDLING_HALF_HOURS
from answerable.records.expressions import Expression
from answerable.records.table import Table
from answerable.records.tables import CONTACTS
from answerable.words import _, format_value, mark

CLOCK_WORDS = {
    "caller": mark("the caller's clock: from the operator's connection (on lines without an operator, from when the "
                "contact reaches the force) to the answer or the hang-up"),
    "force": mark("the force's clock: from when the contact is presented to the force to the answer or the hang-up"),
    "queue": mark("the queue's clock: from the end of the recorded message, when the contact joins the queue, to when it "
               "leaves it; 0 for a contact answered without queueing"),
    "talk": mark("from the answer to the end of the conversation"),
    "wrap": mark("from the end of the conversation to the end of the work after it"),
    "message": mark("from when the contact is presented to the end of the recorded message"),
}


MEDIAN_PERCENT = 50
NOTHING_LEFT_OUT = ("count", "composition", "total", "level", "ratio", "repeat")


@dataclass(frozen=True)
class Words:
    """A definition in words: what is counted, out of what, on which clock, what is left out."""

    counted: str
    out_of: str
    clock: str
    left_out: str


def in_words(measure: Measure) -> Words:
    """The definition of a measure in words."""
    counted, out_of = _counted(measure)
    clock = _("Measured on {clock}.").format(clock=_clock_words(measure)) if measure.clock else _("No clock.")
    return Words(counted, out_of, clock, _left_out(measure))


def _clock_words(measure: Measure) -> str:
    if measure.table == "contacts":
        return _(CLOCK_WORDS[str(measure.clock)])
    return next((clock.about for clock in measure.records.clocks if clock.name == measure.clock), str(measure.clock))


def _counted(measure: Measure) -> tuple[str, str]:
    noun = measure.noun
    whole = _whole(measure)
    if measure.kind == "service_level":
        part, of = FORMULAS[str(measure.formula)]
        return (_("{noun} {part} ({threshold})").format(noun=noun, part=part, threshold=threshold_words(measure)),
                _("{noun} {of}, of the {whole}").format(noun=noun, of=of, whole=whole))
    return counted_words(measure, whole, condition_words) or (_other_kinds(measure, noun, whole), whole)


def _whole(measure: Measure) -> str:
    if measure.population.text == "true":
        return _("every record")
    return _("{noun} for which {condition}").format(
        noun=measure.noun, condition=condition_words(measure.population, measure.records))


def _other_kinds(measure: Measure, noun: str, whole: str) -> str:
    longer = _(" that waited more than {time}").format(time=_time(measure.longer_than_ms)) \
        if measure.longer_than_ms is not None else ""
    short = _(", hang-ups before {time} left out on both sides").format(time=_time(measure.short_abandon_ms)) \
        if measure.short_abandon_ms else ""
    counted = condition_words(measure.counted, measure.records) if measure.counted else ""
    if measure.method == "midpoint":
        return _midpoint_words(measure, noun, longer)
    return {
        "count": _("{whole}, counted").format(whole=whole),
        "share": _("those{longer} for which {counted}").format(longer=longer, counted=counted),
        "abandonment": _("{noun} whose outcome is abandoned{short}").format(noun=noun, short=short),
        "mean": _("the sum of the times of the {noun}{longer}, divided by their number").format(noun=noun, longer=longer),
        "percentile": _("the {percent}th percentile of the times of the {noun}{longer}: the least time, cut to whole "
                        "seconds, that {percent}% of them do not exceed (nearest rank)").format(
                            percent=measure.percentile, noun=noun, longer=longer),
        "longest": _("the longest time among the {noun}, cut to whole seconds").format(noun=noun),
        "composition": _("{noun} of one {dimension}").format(noun=noun, dimension=measure.dimension),
        "occupancy": _("time spent talking and on the work after a call, each call split over the half-hours it "
                       "touches; out of the half-hours of all handlers who dealt with a call in them"),
    }[measure.kind]


def _midpoint_words(measure: Measure, noun: str, longer: str) -> str:
    if measure.percentile == MEDIAN_PERCENT:
        return _("the median of the times of the {noun}{longer}: the middle one, or half-way between the two middle "
                 "ones").format(noun=noun, longer=longer)
    return _("the {percent}th percentile of the times of the {noun}{longer}, half-way between two where it falls between "
             "them").format(percent=measure.percentile, noun=noun, longer=longer)


def _time(ms: int | None) -> str:
    return format_value((ms or 0) / 1000, "seconds")


def condition_words(condition: Expression, table: Table = CONTACTS) -> str:
    """A condition over the dimensions in words: "the line is 101 and the outcome is answered or abandoned"."""
    return _node_words(condition.tree, {flag.name: flag.about for flag in table.flags})


def _node_words(node: exp.Expression, flags: Mapping[str, str]) -> str:
    if isinstance(node, exp.Paren):
        return _node_words(node.this, flags)
    if isinstance(node, exp.And):
        return _("{one} and {other}").format(one=_node_words(node.this, flags), other=_node_words(node.expression, flags))
    if isinstance(node, exp.Or):
        return _("either {one} or {other}").format(one=_node_words(node.this, flags), other=_node_words(node.expression, flags))
    if isinstance(node, exp.Not) and isinstance(node.this, exp.Is) and node.this.this.name in flags:
        return _("it is recorded whether {inner}").format(inner=flags[node.this.this.name])
    if isinstance(node, exp.Not):
        return _("it is not so that {inner}").format(inner=_node_words(node.this, flags))
    if node.this.name in flags and isinstance(node, exp.Is):
        return _("it is not recorded whether {inner}").format(inner=flags[node.this.name])
    if node.this.name in flags:
        so = (node.expression.name == "1") == isinstance(node, exp.EQ)
        return flags[node.this.name] if so else _("it is not so that {inner}").format(inner=flags[node.this.name])
    name = _("the {dimension}").format(dimension=node.this.name.replace("_", " "))
    if isinstance(node, exp.Is):
        return _("{name} is not given").format(name=name)
    if isinstance(node, exp.In):
        return _("{name} is {values}").format(name=name, values=_(" or ").join(word.name.replace("_", " ")
                                                                            for word in node.expressions))
    text = _("{name} is {values}") if isinstance(node, exp.EQ) else _("{name} is not {values}")
    return text.format(name=name, values=node.expression.name.replace("_", " "))


def threshold_words(measure: Measure) -> str:
    """A threshold in words: "at most 10 seconds, compared in milliseconds"."""
    threshold = measure.threshold
    if threshold is None:
        return ""
    bound = _("less than {time}") if threshold.comparison == "<" else _("at most {time}")
    unit = _("compared in milliseconds") if threshold.resolution == "milliseconds" else _("cut to whole seconds first")
    return f"{bound.format(time=_time(threshold.limit_ms))}, {unit}"


def _left_out(measure: Measure) -> str:
    clockless = measure.kind in ("share", "abandonment") and not measure.clock
    if measure.kind in NOTHING_LEFT_OUT or measure.missing == "late" or clockless:
        return _("Nothing else is left out.")
    if measure.kind == "backlog":
        return _("Incidents that were assigned or closed at a time that is missing or impossible: how long they waited is not "
                 "known.")
    if measure.kind == "occupancy":
        return _("Handlers who dealt with no call in a half-hour; calls without a handler or without a time of answer.")
    return _("{records} whose time on this clock is missing or impossible; each figure says how many.").format(
        records=measure.records.noun.capitalize()) + (
            _(" Where they are more than one in ten, there is no figure.") if measure.table == "contacts" else "")


def sql(measure: Measure) -> str:
    """The measure as one plain SQL query over `contacts`: the canonical records with the dimensions joined on, and a
    column `period`. It gives the same numerator, denominator and value as the cells; a test runs it on records."""
    dimensions = "".join(f"{name}, " for name in measure.dimensions)
    population = measure.population.sql()
    if measure.kind == "occupancy":
        return _occupancy_sql()
    own = record_sql(measure, population)
    if own is not None:
        return own
    if measure.kind in ("percentile", "longest"):
        return _ranked_sql(measure, population)
    if measure.kind == "composition":
        return (f"SELECT period, {dimensions}COUNT(*) AS numerator,\n"
                "  SUM(COUNT(*)) OVER (PARTITION BY period) AS denominator\n"
                f"FROM {measure.table}\nWHERE {population}\nGROUP BY period, {dimensions.rstrip(', ')}")
    numerator, denominator = _sums(measure)
    # Records across which nothing may be added up (two surveys) stay apart here too.
    return (f"SELECT period, {dimensions}\n  {numerator} AS numerator,\n  {denominator} AS denominator\n".replace(", \n", ",\n")
            + f"FROM {measure.table}\nWHERE {population}\nGROUP BY period{', ' if dimensions else ''}{dimensions.rstrip(', ')}")


def _sum(condition: str, each: str = "1") -> str:
    return f"SUM(CASE WHEN {condition} THEN {each} ELSE 0 END)"


def _timed(measure: Measure) -> str:
    """The contacts whose time is known and, where the measure asks for it, long enough."""
    ms = f"{measure.clock}_ms"
    return f"{ms} IS NOT NULL" if measure.longer_than_ms is None else f"{ms} > {measure.longer_than_ms}"


def _sums(measure: Measure) -> tuple[str, str]:
    # A row that stands for many counts as many.
    each = "weight" if measure.records.weight else "1"
    if measure.kind == "count":
        return f"SUM({each})" if each != "1" else "COUNT(*)", "NULL"
    if measure.kind == "share":
        assert measure.counted is not None
        longer = _timed(measure) if measure.clock else "1 = 1"
        return _sum(f"({measure.counted.sql()}) AND {longer}", each), _sum(longer, each)
    if measure.kind == "mean":
        ms = f"{measure.clock}_ms"
        longer = _timed(measure)
        return f"SUM(CASE WHEN {longer} THEN {ms} ELSE 0 END) / 1000.0", _sum(longer)
    if measure.kind == "abandonment":
        return _abandonment_sums(measure)
    return _service_level_sums(measure)


def _abandonment_sums(measure: Measure) -> tuple[str, str]:
    if not measure.short_abandon_ms:
        return _sum("outcome = 'abandoned'"), "COUNT(*)"
    ms, limit = f"{measure.clock}_ms", measure.short_abandon_ms
    return (_sum(f"outcome = 'abandoned' AND {ms} >= {limit}"),
            _sum(f"outcome <> 'abandoned' OR {ms} >= {limit}"))


def _service_level_sums(measure: Measure) -> tuple[str, str]:
    assert measure.threshold is not None
    ms, formula = f"{measure.clock}_ms", str(measure.formula)
    within = f"outcome = 'answered' AND {ms} <= {measure.threshold.last_ms}"
    answered = f"outcome = 'answered' AND {ms} IS NOT NULL"
    timed_abandoned = f"outcome = 'abandoned' AND {ms} IS NOT NULL"
    return {
        "answered-within-of-answered": (_sum(within), _sum(answered)),
        "answered-within-of-offered": (_sum(within), _sum(f"({answered}) OR outcome = 'abandoned'")),
        "answered-or-abandoned-within-of-offered":
            (_sum(f"outcome IN ('answered', 'abandoned') AND {ms} <= {measure.threshold.last_ms}"),
             _sum(f"({answered}) OR ({timed_abandoned})")),
        "answered-within-of-offered-without-early-abandoned":
            (_sum(within), _sum(f"({answered}) OR (outcome = 'abandoned' AND {ms} > {measure.threshold.last_ms})")),
        "answered-within-or-short-abandoned-of-offered":
            (_sum(f"({within}) OR (outcome = 'abandoned' AND {ms} < {measure.short_abandon_ms})"),
             _sum(f"({answered}) OR ({timed_abandoned})")),
    }[formula]


def _ranked_sql(measure: Measure, population: str) -> str:
    ms = f"{measure.clock}_ms"
    longer = _timed(measure)
    percent = measure.percentile or 100
    value, ranked = f"MIN({ms} - {ms} % 1000) / 1000", f"place * 100 >= {percent} * size"
    if measure.method == "midpoint":
        # One place, or the two on either side where the rank falls between them.
        value, ranked = f"SUM({ms}) / 1000.0 / COUNT(*)", f"{ranked} AND place * 100 <= {percent} * size + 100"
    return (f"SELECT period, {value} AS value, MIN(size) AS denominator\n"
            f"FROM (SELECT period, {ms}, ROW_NUMBER() OVER (PARTITION BY period ORDER BY {ms}) AS place,\n"
            f"        COUNT(*) OVER (PARTITION BY period) AS size\n"
            f"      FROM {measure.table}\n      WHERE ({population}) AND {longer}) AS ranked\n"
            f"WHERE {ranked}\nGROUP BY period")


def _occupancy_sql() -> str:
    return ("SELECT period, SUM(ms) / 1000.0 AS numerator, COUNT(*) * 1800 AS denominator\n"
            "FROM (SELECT period, half_hour_ms, handler, SUM(ms) AS ms\n"
            "      FROM handled -- each answered call's talk and wrap-up, split over the half-hours it touches "
            f"(at most {LONGEST_HANDLING_HALF_HOURS})\n"
            "      GROUP BY period, half_hour_ms, handler) AS active\nGROUP BY period")


def described(measure: Measure) -> str:
    """The whole definition as plain text, as `answerable measures show` prints it."""
    words, keeper = in_words(measure), measure.keeper
    lines = [f"{measure.title}", f"  {measure.id}, version {measure.version}, unit {measure.unit}, "
             f"direction {measure.direction}", "", f"Why it matters: {keeper.why_it_matters}", "",
             f"Counted: {words.counted}.", f"Out of:  {words.out_of}.", f"Clock:   {words.clock}",
             f"Left out: {words.left_out}"]
    lines += ["", "To mind:"] + [f"  - {caveat}" for caveat in keeper.caveats] if keeper.caveats else []
    lines += ["", f"Author: {keeper.author}. Checked by: {keeper.checked_by or 'nobody yet'}. "
              f"Review due: {keeper.review_due}.", "", "As SQL (columns: docs/reference/"
              f"{'contacts' if measure.table == 'contacts' else 'tables'}.md; dimensions "
              f"{', '.join(measure.records.series_columns)}):", "", sql(measure)]
    return "\n".join(lines)
