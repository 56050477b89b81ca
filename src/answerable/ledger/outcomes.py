"""Outcomes: appended when a figure of a forecast period becomes known, and again whenever it is revised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from answerable.judgement.series import JUDGED
from answerable.ledger.entries import OUTCOME, Entry, Outcome
from answerable.ledger.keeping import FOLDER, append, kept, read_entries
from answerable.ledger.recording import PROGRAM
from answerable.ledger.scoring import Key, outcomes_of
from answerable.measures.figure import Figure
from answerable.records.store import Manifest, Store
from answerable.words import _

# The monthly figures of a measure, None where there is no such measure.
Figures = Callable[[str], Sequence[Figure] | None]


def record_outcomes(store: Store, time_zone: str, manifest: Manifest, figures: Figures) -> Entry | None:
    """Append what became known of forecast periods since the last time, as one entry; None where nothing did.

    manifest: the newest state of the records; figures: of that state. Raises WorkspaceError where the ledger is damaged.
    """
    if not news(read_entries(store.folder / FOLDER), figures):
        return None

    def make(blank: Entry, known: Sequence[Entry]) -> Entry:
        found = news(known, figures)
        # Another writer appended the same meanwhile: its entry says all of it.
        return replace(blank, kind=OUTCOME, by=PROGRAM, outcomes=found) if found else known[-1]

    return append(store, time_zone, manifest, make)


def news(entries: Iterable[Entry], figures: Figures) -> tuple[Outcome, ...]:
    """What is known of forecast periods and not yet in the ledger."""
    entries = tuple(entries)
    recorded = outcomes_of(entries)
    wanted: dict[str, set[Key]] = {}
    for entry in entries:
        for each in entry.forecasts:
            wanted.setdefault(each.measure, set()).add((each.measure, each.period_start, each.period_end))
    found = []
    for measure, keys in wanted.items():
        for outcome in _known(sorted(keys), figures(measure)):
            past = recorded.get((measure, outcome.period_start, outcome.period_end), ())
            if _new(outcome, [each.outcome for each in past]):
                found.append(outcome)
    return tuple(found)


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
            yield Outcome(measure, 0, start, end, reason=_("the measure is not there any more"))
        elif figure is not None and final(figure):
            yield Outcome(measure, figure.version, start, end, kept(figure.value), _kept(figure.numerator),
                          _kept(figure.denominator))
        elif end.isoformat() < last and (figure is None or figure.value is None):
            note = figure.note if figure is not None and figure.note else _("no records of this period")
            yield Outcome(measure, 0, start, end, reason=_("there is no figure: {note}").format(note=note.rstrip(".")))


def _kept(value: float | None) -> float | None:
    return None if value is None else kept(float(value))


def final(figure: Figure) -> bool:
    """Whether a figure counts: it has a value that is not provisional."""
    return figure.value is not None and figure.status in JUDGED
