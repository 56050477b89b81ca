"""A measure's months as a series that can be projected, or the sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from answerable.decisions.kinds import Decision, Step
from answerable.forecasting.projection import NoProjection
from answerable.forecasting.series import COUNT, DURATION, MONTH, NUMBER, RATIO, SHARE, Restart, Series
from answerable.judgement.sentence import Gap
from answerable.judging import points_of, version_starts
from answerable.measures.definition import SHARES, Measure
from answerable.measures.figure import Figure
from answerable.measures.versions import in_force_from
from answerable.periods import day_label
from answerable.words import _, sentence_end_off

# A measure whose newest figure is older than the newest of all by more than so many months has lost its source: what would be
# projected is not what the next month will hold. Until then its records are late.
MOST_LATE_MONTHS = 2
# Kinds whose per cents are shares of something and can pass neither 0 nor 100. A ratio or a level in per cent can.
_OF_A_WHOLE = (*SHARES, "composition", "occupancy", "bunching", "backlog")
_SCALES = {"seconds": DURATION, "contacts": COUNT, "count": COUNT, "ratio": RATIO, "hours": RATIO,
           "full-time equivalents": RATIO}


@dataclass(frozen=True)
class Known:
    """What was known of a measure on a day.

    figures: its monthly figures, in order; steps: the accepted steps that stand; gaps: months without a figure, with the
    reason; day: the local day on which this is what is known; newest: the last day of the newest month of any measure of the
    workspace that counts, None where there is none; replaced: days from which another system's records are used, in words.
    """

    measure: Measure
    figures: tuple[Figure, ...]
    day: date
    newest: date | None
    steps: tuple[Decision, ...] = ()
    gaps: tuple[Gap, ...] = ()
    replaced: tuple[str, ...] = ()


@dataclass(frozen=True)
class Past:
    """A measure's past. series: None where `why` says why there is none; last: the newest figure that counts; notes: what to
    mind, in sentences."""

    measure: Measure
    series: Series | None
    why: NoProjection | None
    last: Figure | None = None
    notes: tuple[str, ...] = ()


def past_of(known: Known) -> Past:
    """The series of a measure. Only months that are judged count: final or revised ones with a value, whatever part of the
    expected records came of them. A month that is provisional, or without a figure, is a gap."""
    measure, figures = known.measure, known.figures
    counted = [figure for figure, point in zip(figures, points_of(figures), strict=True) if point.judged]
    why = _why_not(known, counted)
    if why is not None:
        return Past(measure, None, why, counted[-1] if counted else None)
    by_start = {figure.period_start: figure for figure in counted}
    starts = months_between(_start(counted[0]), _start(counted[-1]))
    values = tuple(figure.value if (figure := by_start.get(start.isoformat())) else None for start in starts)
    weights = tuple(figure.denominator if (figure := by_start.get(start.isoformat())) else None for start in starts)
    series = Series(measure.id, MONTH, starts, values, scale_of(measure, values),
                    weights if any(weight is not None for weight in weights) else None, restarts_of(known))
    return Past(measure, series, None, counted[-1], tuple(_notes(known, counted[-1])))


def scale_of(measure: Measure, values: Iterable[float | None]) -> str:
    """Which values a measure can have. A per cent of something whole lies between 0 and 100; one that is a ratio, or the
    difference of two levels, does not."""
    known = [value for value in values if value is not None]
    if any(value < 0 for value in known) or measure.minus is not None:
        return NUMBER
    if measure.unit == "percent":
        return SHARE if measure.kind in _OF_A_WHOLE and all(value <= 100 for value in known) else RATIO
    return _SCALES.get(measure.unit, NUMBER)


def restarts_of(known: Known) -> tuple[Restart, ...]:
    """Where the level starts afresh: at another version of the definition, known from the day that its change log gives, and
    at an accepted step, known from the day on which it was accepted. What nobody knew on the day is left out."""
    versions = [Restart(start.at, start.at, start.reason) for start in version_starts(known.measure, known.figures)]
    steps = [Restart(each.what.at, each.day, each.reason) for each in known.steps if isinstance(each.what, Step)]
    return tuple(sorted((each for each in [*versions, *steps] if each.known_from <= known.day), key=lambda each: each.at))


def months_between(first: date, last: date) -> tuple[date, ...]:
    """The first day of every month from one to another, both included."""
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)


def newest_of(figures: Iterable[Sequence[Figure]]) -> date | None:
    """The last day of the newest month that counts, of many measures."""
    ends = [date.fromisoformat(figure.period_end) for each in figures
            for figure, point in zip(each, points_of(each), strict=True) if point.judged]
    return max(ends, default=None)


def _why_not(known: Known, counted: Sequence[Figure]) -> NoProjection | None:
    measure = known.measure
    if measure.dimensions:
        return NoProjection(measure.id, "not-one-series", _(
            "Not projected: the measure has a series for each {dimension} and none for the whole.").format(
            dimension=measure.dimensions[0]))
    if not counted:
        provisional = any(figure.value is not None for figure in known.figures)
        return NoProjection(measure.id, "no-figures", _("Not projected: every figure so far is provisional.") if provisional
                            else _("Not projected: there is no figure."))
    last = date.fromisoformat(counted[-1].period_end)
    newest = known.newest or last
    if 12 * (newest.year - last.year) + newest.month - last.month > MOST_LATE_MONTHS:
        return NoProjection(measure.id, "lost", _("Not projected: the newest figure is that of {month}{reason}.").format(
            month=counted[-1].label, reason=_reason(known.gaps, last)))
    return None


def _reason(gaps: Iterable[Gap], last: date) -> str:
    """Why nothing came after a day, as the end of a sentence; empty where that is not told."""
    words = next((gap.words for gap in gaps if gap.first > last), "")
    return _("; {words}").format(words=sentence_end_off(words)) if words else ""


def _notes(known: Known, last: Figure) -> Iterable[str]:
    yield from known.replaced
    measure = known.measure
    ahead = in_force_from(measure, measure.version)
    if ahead is not None and ahead.isoformat() > last.period_end:
        yield _("From {day} another version of the definition holds; what is projected is the one before.").format(
            day=day_label(ahead))
    late = known.newest is not None and known.newest.isoformat() > last.period_end
    if late:
        yield _("The newest figure is that of {month}: later months are late or provisional.").format(month=last.label)


def _start(figure: Figure) -> date:
    return date.fromisoformat(figure.period_start)
