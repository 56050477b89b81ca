"""Outcomes: appended when a figure of a forecast period becomes known, and again whenever it is revised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from answerable.judgement.series import JUDGED
from answerable.ledger.entries import OUTCOME, Entry, Outcome
from answerable.ledger.keeping import FOLDER, append, kept, read_entries
from answerable.ledger.recording import PROGRAM
from answerable.ledger.scoring import Key, outcomes_of
from answerable.measures.figure import Figure
from answerable.records.store import Manifest, Store
from answerable.words import _, english, sentence_end_off

# The monthly figures of a measure, None where there is no such measure.
Figures = Callable[[str], Sequence[Figure] | None]
# What came on these days of a series of demand, counted by parts of so many minutes.
Counted = Callable[[str, int, Sequence[date]], Iterable[Outcome]]


def nothing_counted(_series: str, _minutes: int, _days: Sequence[date]) -> Iterable[Outcome]:
    """Where demand is not looked at."""
    return ()


def record_outcomes(store: Store, time_zone: str, manifest: Manifest, figures: Figures,
                    counted: Counted = nothing_counted) -> Entry | None:
    """Append what became known of forecast periods since the last time, as one entry; None where nothing did.

    manifest: the newest state of the records; figures, counted: of that state. Raises WorkspaceError where the ledger is
    damaged.
    """
    if not news(read_entries(store.folder / FOLDER), figures, counted):
        return None

    def make(blank: Entry, known: Sequence[Entry]) -> Entry:
        found = news(known, figures, counted)
        # Another writer appended the same meanwhile: its entry says all of it.
        return replace(blank, kind=OUTCOME, by=PROGRAM, outcomes=found) if found else known[-1]

    return append(store, time_zone, manifest, make)


def news(entries: Iterable[Entry], figures: Figures, counted: Counted = nothing_counted) -> tuple[Outcome, ...]:
    """What is known of forecast periods and not yet in the ledger."""
    entries = tuple(entries)
    recorded = outcomes_of(entries)
    return tuple(outcome for outcome in (*_of_measures(entries, figures), *_of_demand(entries, counted))
                 if _new(outcome, [each.outcome for each in recorded.get(
                     (outcome.measure, outcome.period_start, outcome.period_end), ())]))


def _of_measures(entries: Iterable[Entry], figures: Figures) -> Iterator[Outcome]:
    wanted: dict[str, set[Key]] = defaultdict(set)
    for entry in entries:
        for each in entry.forecasts:
            wanted[each.measure].add((each.measure, each.period_start, each.period_end))
    for measure, keys in wanted.items():
        yield from _known(sorted(keys), figures(measure))


def _of_demand(entries: Iterable[Entry], counted: Counted) -> Iterator[Outcome]:
    wanted: dict[str, set[date]] = defaultdict(set)
    finest: dict[str, int] = {}
    for demand in (entry.demand for entry in entries if entry.demand):
        wanted[demand.series] |= {day.day for day in demand.days}
        finest[demand.series] = min(demand.interval_minutes, finest.get(demand.series, demand.interval_minutes))
    for series, days in wanted.items():
        yield from counted(series, finest[series], sorted(days))


def _new(outcome: Outcome, past: Sequence[Outcome]) -> bool:
    if outcome.value is None:
        # A reason why nothing can be told is no news about what was told before.
        return not past
    return not past or past[-1] != outcome


def _known(keys: Iterable[Key], figures: Sequence[Figure] | None) -> Iterator[Outcome]:
    """What the figures of one measure tell of the periods."""
    by_period = {(figure.period_start, figure.period_end): figure for figure in figures or ()}
    last = max((figure.period_end for figure in figures or () if final(figure)), default="")
    for measure, start, end in keys:
        figure = by_period.get((start.isoformat(), end.isoformat()))
        if figures is None:
            yield Outcome(measure, 0, start, end, reason=english(_("the measure is not there any more")))
        elif figure is not None and final(figure):
            yield Outcome(measure, figure.version, start, end, kept(figure.value), _kept(figure.numerator),
                          _kept(figure.denominator))
        elif end.isoformat() < last and (figure is None or figure.value is None):
            note = figure.note if figure is not None and figure.note else _("no records of this period")
            reason = _("there is no figure: {note}").format(note=sentence_end_off(note))
            yield Outcome(measure, 0, start, end, reason=english(reason))


def _kept(value: float | None) -> float | None:
    return None if value is None else kept(float(value))


def final(figure: Figure) -> bool:
    """Whether a figure counts: it has a value that is not provisional."""
    return figure.value is not None and figure.status in JUDGED
