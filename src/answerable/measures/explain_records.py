"""The kinds of measure that only incidents, people, surveys and the like have: in words, and as SQL."""

from __future__ import annotations

from collections.abc import Callable

from answerable.measures.definition import Measure
from answerable.measures.parts import RECORDS, Part
from answerable.measures.repeats import repeat_text
from answerable.measures.spells import spells_text
from answerable.records.expressions import Expression
from answerable.records.table import Table
from answerable.records.tables import TABLES
from answerable.words import _, format_value, join_words

ConditionWords = Callable[[Expression, Table], str]
HOUR_MS = 3_600_000


def _time(ms: int | None) -> str:
    return format_value((ms or 0) / 1000, "seconds")


def limit_words(measure: Measure) -> str:
    """The time that a record may take: "the time of its grade (final grade) in the force's grade scheme"."""
    if measure.threshold is not None:
        return _("at most {time}").format(time=_time(measure.threshold.limit_ms)) if measure.threshold.comparison == "<=" \
            else _("less than {time}").format(time=_time(measure.threshold.limit_ms))
    if measure.limits is None:
        return ""
    if measure.limits.limits_ms:
        unit = 86_400_000 if measure.clock == "telling" else 1
        told = [_("{word}: {limit}").format(word=word, limit=_("{days} working days").format(days=ms // unit) if unit > 1
                                            else _time(ms)) for word, ms in measure.limits.limits_ms]
        return _("the limit of its {dimension} ({limits})").format(dimension=measure.limits.by, limits="; ".join(told))
    which = _("final grade") if measure.limits.by == "grade" else _("initial grade")
    return _("the time of its {which} in the grade scheme that was in force").format(which=which)


def part_words(part: Part, condition: ConditionWords) -> str:
    """One side of a ratio in words."""
    table = TABLES[part.table]
    what = table.noun if part.amount == RECORDS else _("the sum of {amount} of {noun}, in {unit}").format(
        amount=part.amount.replace("_", " "), noun=table.noun, unit=table.unit_of(part.amount))
    if part.population.text == "true":
        return what
    return _("{what} for which {condition}").format(what=what, condition=condition(part.population, table))


def counted_words(measure: Measure, whole: str, condition: ConditionWords) -> tuple[str, str] | None:
    """(what is counted, out of what) of a kind of its own; None for the kinds that measures.explain knows."""
    noun = measure.noun
    if measure.kind == "within":
        late = _("; those without a time count as late") if measure.missing == "late" else ""
        return _("{noun} within {limit}{late}").format(noun=noun, limit=limit_words(measure), late=late), whole
    if measure.kind == "bunching":
        window = _time(measure.window_ms)
        return (_("{noun} that came at most {window} before {limit} was over").format(noun=noun, window=window,
                                                                                   limit=limit_words(measure)),
                _("those that came at most {window} before or after it, of {whole}").format(window=window, whole=whole))
    if measure.kind == "ratio" and measure.above and measure.below:
        return part_words(measure.above, condition), part_words(measure.below, condition)
    if measure.kind == "repeat":
        return (_("those that came within {days} days of an earlier one about the same incident").format(
            days=measure.within_days), _("{whole}, and that name an incident").format(whole=whole))
    if measure.kind in ("total", "level"):
        return _amount_words(measure), whole
    return (_backlog_words(measure), whole) if measure.kind == "backlog" else None


def _amount_words(measure: Measure) -> str:
    amount = str(measure.amount).replace("_", " ")
    if measure.kind == "total":
        return _("{amount}, added up").format(amount=amount)
    less = _(" less {minus}").format(minus=measure.minus.replace("_", " ")) if measure.minus else ""
    share = _(", as a share of {of}").format(of=measure.of.replace("_", " ")) if measure.of else ""
    return _("{amount}{less}{share}, at the last statement of the period").format(amount=amount, less=less, share=share)


def _backlog_words(measure: Measure) -> str:
    times = join_words([f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in measure.clock_times])
    open_ = _("incidents open without a unit: from their creation to the first assignment of a unit, or to their resolution or "
              "close where that comes first")
    return {
        "average": _("{open}; on average over the time of the period").format(open=open_),
        "at-clock-times": _("{open}; on average at {times}").format(open=open_, times=times),
        "oldest": _("the age of the oldest of the {open}; at the end of the period").format(open=open_),
        "older-than": _("{open}, for more than {time}; on average over the time of the period").format(
            open=open_, time=_time(measure.older_than_ms)),
        "beyond-grade-time": _("the hours that {open} spent beyond {limit}, out of all their hours").format(
            open=open_, limit=limit_words(measure)),
    }[str(measure.statistic)]


def record_sql(measure: Measure, population: str) -> str | None:
    """The query of a kind of its own over its tables, with columns `period` and, where a limit differs from record to record,
    `limit_ms`; None for the kinds that measures.explain knows."""
    if measure.kind in ("within", "bunching"):
        return _limit_sql(measure, population)
    if measure.kind in ("total", "level"):
        return _amount_sql(measure, population)
    if measure.kind == "ratio" and measure.above and measure.below:
        return (f"SELECT above.period, above.amount AS numerator, below.amount AS denominator\nFROM {_part_sql(measure.above)} "
                f"AS above\nJOIN {_part_sql(measure.below)} AS below ON above.period = below.period")
    if measure.kind == "repeat":
        return (f"-- by day, half-hour and series; added up by period\n"
                f"{repeat_text(f'(SELECT * FROM contacts WHERE {population}) AS contacts', measure.within_days)}")
    if measure.kind == "backlog":
        return (f"-- the spells without a unit; the figures are worked out from their starts and ends\n"
                f"{spells_text(f'(SELECT * FROM incidents WHERE {population}) AS incidents')}")
    return None


def _limit_sql(measure: Measure, population: str) -> str:
    ms = f"{measure.clock}_ms"
    limit = str(measure.threshold.last_ms) if measure.threshold else _by_word(measure)
    has = "1 = 1" if measure.threshold else f"{limit} IS NOT NULL"
    if measure.kind == "bunching":
        near = f"{ms} > {limit} - {measure.window_ms} AND {ms} <= {limit} + {measure.window_ms}"
        return (f"SELECT period, SUM(CASE WHEN {ms} <= {limit} THEN 1 ELSE 0 END) AS numerator, COUNT(*) AS denominator\n"
                f"FROM {measure.table}\nWHERE ({population}) AND {near}\nGROUP BY period")
    timed = "COUNT(*)" if measure.missing == "late" else f"COUNT({ms})"
    return (f"SELECT period, SUM(CASE WHEN {ms} <= {limit} THEN 1 ELSE 0 END) AS numerator, {timed} AS denominator\n"
            f"FROM {measure.table}\nWHERE ({population}) AND {has}\nGROUP BY period")


def _by_word(measure: Measure) -> str:
    if measure.limits is None or not measure.limits.limits_ms:
        return "limit_ms"
    cases = " ".join(f"WHEN '{word}' THEN {ms}" for word, ms in measure.limits.limits_ms)
    return f"CASE {measure.limits.by} {cases} END"


def _amount_sql(measure: Measure, population: str) -> str:
    scale = 1000 if measure.amount in measure.records.amounts else HOUR_MS
    if measure.kind == "total":
        return (f"SELECT period, SUM({measure.amount}_ms) / {scale}.0 AS numerator, NULL AS denominator\n"
                f"FROM {measure.table}\nWHERE {population}\nGROUP BY period")
    less = f" - SUM({measure.minus}_ms)" if measure.minus else ""
    whole = f"SUM({measure.of}_ms) / {scale}.0" if measure.of else "NULL"
    return (f"SELECT period, (SUM({measure.amount}_ms){less}) / {scale}.0 AS numerator, {whole} AS denominator\n"
            f"FROM {measure.table}\nWHERE ({population})\n"
            f"  AND local_day = last_day -- the last day of the period that has a statement\nGROUP BY period")


def _part_sql(part: Part) -> str:
    scale = 1000 if part.amount in TABLES[part.table].amounts else HOUR_MS
    what = "COUNT(*)" if part.amount == RECORDS else f"SUM({part.amount}_ms) / {scale}.0"
    return f"(SELECT period, {what} AS amount FROM {part.table} WHERE {part.population.sql()} GROUP BY period)"
