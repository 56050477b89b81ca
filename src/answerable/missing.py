"""What is missing: every measure held against what came, and the register of what is missing held against both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from answerable.judging import MISSING, monthly, reason_of
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.presence import Presence, feeds_of, presence_of
from answerable.periods import day_label, to_date, to_day
from answerable.records.expecting import LEAST_TO_MISS
from answerable.records.quality import feeds
from answerable.records.store import Manifest
from answerable.records.tables import family_of
from answerable.register import CLOSED, MENDED, OPEN, Entry, FeedKey, GapEntry
from answerable.words import _, join_words
from answerable.workspace import Workspace

MONTHS_SHOWN = 13
# Whether a measure can be computed now.
AVAILABLE, STOPPED, NEVER = "available", "not-available", "never"
UNEXPLAINED, OVERDUE, CONTRADICTED = "missing-unexplained", "overdue", "contradicted"


@dataclass(frozen=True)
class Month:
    """A month of a measure. missing: without any figure; loud: so many records were expected, or so plainly a time was lost,
    that somebody should say why."""

    first: date
    last: date
    label: str
    final: bool
    missing: bool
    loud: bool
    status: str
    coverage: float | None
    words: str


@dataclass(frozen=True)
class DataGap:
    """A run of months without a figure, as the data have it. goes_on: up to the newest month; explained: the gaps of the
    register that overlap it; bare: labels of the months that none of them explains."""

    first: date
    last: date
    words: str
    goes_on: bool
    loud: bool
    explained: tuple[GapEntry, ...]
    bare: tuple[str, ...]

    @property
    def unexplained(self) -> bool:
        """Whether somebody should say why, and nobody has."""
        return self.loud and bool(self.bare)

    def as_json(self) -> dict[str, Any]:
        """The gap as a release holds it."""
        return {"from": self.first.isoformat(), "to": None if self.goes_on else self.last.isoformat(), "words": self.words,
                "unexplained": self.unexplained, "register": [gap.as_json() for gap in self.explained]}


@dataclass(frozen=True)
class MeasureState:
    """What can be said of one measure. since, latest: labels of its first final month and of its latest month with a figure
    ("" without); feeds, sources: where it comes from, in words; months: those last shown."""

    measure: Measure
    state: str
    since: str
    latest: str
    feeds: tuple[str, ...]
    sources: tuple[str, ...]
    months: tuple[Month, ...]
    gaps: tuple[DataGap, ...]
    entries: tuple[Entry, ...]

    def as_json(self) -> dict[str, Any]:
        """The measure's line of missing.json."""
        return {"measure": self.measure.id, "title": self.measure.title, "group": self.measure.group, "state": self.state,
                "since": self.since, "latest": self.latest, "feeds": list(self.feeds), "sources": list(self.sources),
                "months": [{"label": month.label, "from": month.first.isoformat(), "status": month.status,
                            "coverage": month.coverage} for month in self.months],
                "gaps": [gap.as_json() for gap in self.gaps], "entries": [entry.id for entry in self.entries]}


@dataclass(frozen=True)
class Finding:
    """Something that somebody should see to. where: a measure's or an entry's id."""

    kind: str
    where: str
    what: str
    remedy: str

    def as_json(self) -> dict[str, str]:
        """The finding as doctor gives its own."""
        return {"kind": self.kind, "what": self.what, "where": self.where, "remedy": self.remedy}


@dataclass(frozen=True)
class Register:
    """Every measure with what came of it, what is wanted without a definition, and what somebody should see to."""

    measures: tuple[MeasureState, ...]
    wanted: tuple[Entry, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """missing.json of a release; what `answerable missing --format json` prints."""
        return {"measures": [state.as_json() for state in self.measures],
                "wanted": [{"entry": entry.id, "title": entry.title, "why": entry.why, "asked_by": entry.asked_by,
                            "asked_where": entry.asked_where, "source": entry.source, "owner": entry.owner,
                            "by": entry.by.isoformat() if entry.by else None,
                            "gaps": [gap.as_json() for gap in entry.gaps]} for entry in self.wanted],
                "findings": [finding.as_json() for finding in self.findings]}


def register_of(workspace: Workspace, head: Manifest, today: date,
                figures: Mapping[str, Sequence[Figure]] | None = None) -> Register:
    """The register of what is missing from one state of the records. today: by which something is overdue; figures: the
    months of measures that were worked out already. Raises DefinitionError for a faulty entry or definition."""
    entries, known = workspace.register(), figures or {}
    states = tuple(_state(workspace, head, measure, known.get(measure.id), entries)
                   for measure in workspace.measures().values())
    wanted = tuple(entry for entry in entries if entry.undefined)
    return Register(states, wanted, (*_unexplained(states), *_overdue(entries, today), *_contradicted(states),
                                     *_not_closed(workspace, head, entries)))


def _state(workspace: Workspace, head: Manifest, measure: Measure, known: Sequence[Figure] | None,
           entries: Sequence[Entry]) -> MeasureState:
    figures = monthly(workspace, measure, head) if known is None else known
    book = workspace.store.combinations(head, family_of(measure.table))
    keys = [(family_of(measure.table), key) for key in feeds_of(measure, book)]
    months = _months(figures, presence_of(workspace.store, head, measure, book, {}))
    own = tuple(entry for entry in entries if entry.about(measure.id, keys))
    told = [month for month in months if not month.missing]
    state = NEVER if not told else STOPPED if months[-1].missing else AVAILABLE
    return MeasureState(
        measure, state, next((month.label for month in months if month.final), ""), told[-1].label if told else "",
        *_origin(workspace, head, keys), tuple(months[-MONTHS_SHOWN:]), tuple(_gaps(months, own)), own)


def _months(figures: Sequence[Figure], presence: Presence | None) -> list[Month]:
    """Months in order; of a measure over a dimension a month is missing where every part of it is."""
    found = []
    for start, parts in groupby(figures, key=lambda figure: figure.period_start):
        listed = list(parts)
        shown = next((figure for figure in listed if figure.value is not None), listed[0])
        first, last = date.fromisoformat(start), date.fromisoformat(shown.period_end)
        missing = all(figure.status in MISSING for figure in listed)
        loud = missing and (shown.status == "not-available" or presence is None
                            or presence.expected_between(to_day(first), to_day(last)) >= LEAST_TO_MISS)
        found.append(Month(first, last, shown.label, shown.status == "final" and shown.value is not None, missing, loud,
                           shown.status, shown.coverage, reason_of(shown) if missing else ""))
    return found


def _origin(workspace: Workspace, head: Manifest, keys: Iterable[FeedKey]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(feeds, sources) that the records come from, in words."""
    wanted = set(keys)
    labels = tuple(feed.label for feed in feeds(workspace.store, head, uneven=True) if (feed.family, feed.key) in wanted)
    titles = dict.fromkeys(batch.get("title", batch["source"]) for batch in head.batches if not batch.get("withdrawn_by")
                           and any((family_of(batch["table"]), tuple(feed)) in wanted for feed in batch.get("feeds", [])))
    return labels, tuple(titles)


def _gaps(months: Sequence[Month], entries: Iterable[Entry]) -> Iterable[DataGap]:
    known = [gap for entry in entries for gap in entry.gaps]
    for missing, run in groupby(months, key=lambda month: month.missing):
        of_run = list(run)
        if not missing:
            continue
        first, last = of_run[0].first, of_run[-1].last
        explained = tuple(gap for gap in known if gap.overlaps(first, last))
        bare = tuple(month.label for month in of_run if not any(gap.overlaps(month.first, month.last) for gap in explained))
        yield DataGap(first, last, join_words(list(dict.fromkeys(month.words for month in of_run))),
                      of_run[-1] is months[-1], any(month.loud for month in of_run), explained, bare)


def _unexplained(states: Iterable[MeasureState]) -> Iterable[Finding]:
    for state in states:
        for gap in state.gaps:
            if gap.unexplained:
                which = gap.bare[0] if len(gap.bare) == 1 else f"{gap.bare[0]} to {gap.bare[-1]}"
                yield Finding(UNEXPLAINED, state.measure.id,
                              _("no figure for {which} ({why}), and the register does not say what broke it.").format(
                                  which=which, why=gap.words),
                              _("Find out, and write it into the folder register of the workspace: since when, what broke it, "
                                "who mends it, by when."))


def _overdue(entries: Iterable[Entry], today: date) -> Iterable[Finding]:
    for entry in entries:
        for gap in entry.gaps:
            if gap.overdue(today) and gap.mend_by:
                yield Finding(OVERDUE, entry.id, _("{owner} was to mend it by {day}: {reason}.").format(
                    owner=gap.owner, day=day_label(gap.mend_by), reason=gap.reason),
                    _("Ask {owner}; write down the new date, or that it was mended.").format(owner=gap.owner))
        if entry.undefined and entry.by and entry.by < today:
            yield Finding(OVERDUE, entry.id, _("{title} was to be defined by {day}.").format(
                title=entry.title, day=day_label(entry.by)), _("Ask {owner}.").format(owner=entry.owner or entry.asked_by))


def _contradicted(states: Iterable[MeasureState]) -> Iterable[Finding]:
    """Gaps of the register that the data do not bear out."""
    for state in states:
        for entry in state.entries:
            for gap in entry.gaps:
                if words := _contradiction(state, gap):
                    yield Finding(CONTRADICTED, state.measure.id, f"{words} ({entry.id}).",
                                  _("Look again, and change the entry in the folder register."))


def _contradiction(state: MeasureState, gap: GapEntry) -> str:
    if gap.ends is None and gap.status == OPEN:
        later = [month for month in state.months if month.first >= gap.starts and month.final]
        return _("the register says that it is missing since {day}, but there is a figure for {month}").format(
            day=day_label(gap.starts), month=later[-1].label) if later else ""
    if gap.ends is not None and gap.status in (OPEN, MENDED):
        still = next((each for each in state.gaps if gap in each.explained and each.loud and each.last > gap.ends
                      and each.bare), None)
        return _("the register says that it was mended on {day}, but there is no figure for {month}").format(
            day=day_label(gap.ends), month=still.bare[0]) if still else ""
    return ""


def _not_closed(workspace: Workspace, head: Manifest, entries: Iterable[Entry]) -> Iterable[Finding]:
    """Feeds that the register says are closed and that go on."""
    known = {(feed.family, feed.key): feed for feed in feeds(workspace.store, head, uneven=True)}
    for entry in entries:
        for gap in entry.gaps:
            going = [known[key] for key in entry.feeds if gap.status == CLOSED and key in known
                     and known[key].last >= to_day(gap.starts)]
            for feed in going:
                words = _("the register says that {feed} was closed on {day}, but records came up to {last}.").format(
                    feed=feed.label, day=day_label(gap.starts), last=day_label(to_date(feed.last)))
                yield Finding(CONTRADICTED, entry.id, words, _("Look again, and change the entry in the folder register."))
