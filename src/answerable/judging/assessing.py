"""One measure judged: its months, their breaks and gaps, and what is known beside them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from answerable.comparing.showing import Others, others_of
from answerable.comparing.standing import standing
from answerable.decisions import Decision
from answerable.decisions.effects import NOTHING, Decided, decided_of, step_breaks, step_starts
from answerable.judgement.beside import Beside, Child
from answerable.judgement.plans import FOLDER as CHART_PLANS
from answerable.judgement.plans import ChartPlan, plan_for, read_plans
from answerable.judgement.ratings import RatingRule
from answerable.judgement.sentence import Gap
from answerable.judgement.series import PhaseStart, Point
from answerable.judgement.targets import Target, read_targets, target_for
from answerable.judgement.verdict import Break, Judgement, Subject, judge
from answerable.judging.peers import AmongPeers, among_peers, error_of
from answerable.measures.asking import Question, ask
from answerable.measures.definition import Measure
from answerable.measures.families import ancestors
from answerable.measures.figure import Figure
from answerable.measures.months import monthly as months_of
from answerable.measures.presence import feeds_of
from answerable.records.store import Manifest, Store
from answerable.records.tables import family_of
from answerable.register import Entry
from answerable.words import _
from answerable.workspace import Workspace

MISSING = ("no-data", "not-available")


@dataclass(frozen=True)
class Assessed:
    """A measure with its monthly figures and their judgement (None for one that has no single series). versions: every
    version of it that is kept, by number."""

    measure: Measure
    figures: tuple[Figure, ...]
    judgement: Judgement | None
    versions: Mapping[int, Measure] = field(default_factory=dict)
    # How others did, and what standard does not exist: the parts "benchmarks" and "no_standard" of the release's file.
    others: dict[str, Any] = field(default_factory=dict)
    # Where it stands among its peers: the parts "funnels" and "peer_trend".
    peers: AmongPeers = field(default_factory=AmongPeers)
    # The decisions, and what of them stands on the day of judging: the part "decisions" and two of "judgement".
    decided: Decided = NOTHING

    def definition_of(self, figure: Figure) -> Measure:
        """The version of the measure that a figure was worked out by."""
        return self.versions.get(figure.version, self.measure)

    @property
    def has_figures(self) -> bool:
        """Whether there is any value at all."""
        return any(figure.value is not None for figure in self.figures)


def assess(workspace: Workspace, measure: Measure, head: Manifest, *, targets: Sequence[Target] | None = None,
           rule: RatingRule | None = None, others: Others | None = None,
           plans: Sequence[ChartPlan] | None = None, children: Sequence[Child] = (),
           decisions: Sequence[Decision] | None = None) -> Assessed:
    """The monthly figures of a measure and their judgement, from one state of the records.

    targets: those known (None: shipped and the workspace's own); rule: by which to rate (None: the default one, the
    workspace's own before the shipped); others: what is known of others (None: read now); plans: the chart plans known (None:
    shipped and the workspace's own); children: the measures below this one, judged before it (judging.families sees to that);
    decisions: the whole record of them (None: read now). What stands of them is told by the local day on which it is asked.
    Raises what measures.asking.ask, judge, others_of and Workspace.decisions raise.
    """
    figures, versions = tuple(monthly(workspace, measure, head)), workspace.versions(measure)
    others = others or others_of(workspace.folder, workspace.settings.name)
    decided = decided_on(workspace, measure, decisions)
    if measure.dimensions or not figures:
        return Assessed(measure, figures, None, versions, others.as_json(measure), decided=decided)
    known = read_targets(workspace.folder / "targets") if targets is None else targets
    latest = date.fromisoformat(figures[-1].period_start)
    # What is said must fit the figure that it is said of: the newest version may not hold for it yet.
    said_of = next((figure for figure in reversed(figures) if figure.status == "final"), figures[-1])
    entries = entries_of(workspace, head, measure)
    peers = among_peers(measure, figures, others, workspace.settings.name, date.fromisoformat(said_of.period_start),
                        error_of(workspace, measure, head))
    against = standing(measure, said_of, lambda: _year_to(workspace, versions[said_of.version], head, said_of), others)
    judgement = judge(_subject_for(measure, versions[said_of.version]), points_of(figures),
                      target=target_for(known, measure.id, latest, others.force),
                      rule=rule or workspace.rating_rule(),
                      plan=plan_for(read_plans(workspace.folder / CHART_PLANS) if plans is None else plans, measure.id),
                      phase_starts=[*version_starts(measure, figures), *step_starts(decided.standing, figures)],
                      breaks=sorted([*_with_register(breaks_of(measure, workspace.store, head, figures), entries, figures),
                                     *step_breaks(decided.standing, figures)], key=lambda change: change.at),
                      gaps=explained_gaps(figures, entries), beside=Beside(
                          against.position, peers.position, tuple(children), against.not_comparable))
    return Assessed(measure, figures, judgement, versions, others.as_json(measure), peers, decided)


def decided_on(workspace: Workspace, measure: Measure, record: Sequence[Decision] | None) -> Decided:
    """The decisions that bear on a measure, and what of them stands today. record: all of them (None: read now)."""
    every = workspace.decisions() if record is None else record
    return decided_of(every, measure.id, workspace.today(), ancestors(measure, workspace.measures()) if every else ())


def monthly(workspace: Workspace, measure: Measure, head: Manifest) -> list[Figure]:
    """A measure's months, as measures.months.monthly gives them."""
    return months_of(workspace.store, head, measure, workspace.versions(measure), workspace.settings.time_zone)


def _year_to(workspace: Workspace, measure: Measure, head: Manifest, month: Figure) -> Figure | None:
    """The figure of the twelve months up to and with a month; None where it is not final."""
    asked = ask(workspace.store, head, measure, Question("rolling-12-months"), workspace.settings.time_zone)
    return next((figure for figure in asked if figure.period_end == month.period_end and figure.status == "final"
                 and figure.value is not None), None)


def version_starts(measure: Measure, figures: Sequence[Figure]) -> list[PhaseStart]:
    """Where, within the figures, another version of the definition begins to hold: what is usual is judged afresh."""
    changes = {entry["version"]: entry for entry in measure.keeper.change_log}
    numbers = dict.fromkeys(figure.version for figure in figures)
    return [PhaseStart(date.fromisoformat(changes[number]["date"]),
                       _("Definition version {version}: {change}").format(**changes[number]))
            for number in list(numbers)[1:]]


def subject_of(measure: Measure) -> Subject:
    """What judgement needs to know of a measure."""
    return Subject(measure.id, measure.title, measure.unit, measure.direction, measure.sentence, measure.has_interval)


def _subject_for(measure: Measure, version: Measure) -> Subject:
    """The same, with the sentence of one of its versions."""
    return replace(subject_of(measure), sentence=version.sentence)


def points_of(figures: Iterable[Figure]) -> list[Point]:
    """Figures as points of a control chart."""
    return [Point(date.fromisoformat(figure.period_start), figure.label, figure.value, figure.status,
                  figure.numerator, figure.denominator, figure.coverage,
                  date.fromisoformat(figure.period_end), figure.sample_size, figure.untimed) for figure in figures]


def gaps_of(figures: Sequence[Figure]) -> list[Gap]:
    """Runs of periods without a figure, each with its reason."""
    gaps: list[Gap] = []
    previous: Figure | None = None
    for figure in figures:
        if figure.status in MISSING:
            start, words = date.fromisoformat(figure.period_start), reason_of(figure)
            if gaps and previous is not None and previous.status == figure.status and gaps[-1].words == words:
                gaps[-1] = Gap(gaps[-1].first, start, words)
            else:
                gaps.append(Gap(start, start, words))
        previous = figure
    return gaps


def entries_of(workspace: Workspace, head: Manifest, measure: Measure) -> list[Entry]:
    """The entries of the register that are about a measure or the feeds it comes from."""
    family = family_of(measure.table)
    keys = [(family, key) for key in feeds_of(measure, workspace.store.combinations(head, family))]
    return [entry for entry in workspace.register() if entry.about(measure.id, keys)]


def explained_gaps(figures: Sequence[Figure], entries: Iterable[Entry]) -> list[Gap]:
    """Runs of periods without a figure, each with what the register says of it; without that, with what the data tell."""
    known = [gap for entry in entries for gap in entry.gaps]
    ends = {figure.period_start: figure.period_end for figure in figures}
    found = []
    for gap in gaps_of(figures):
        last = date.fromisoformat(ends[gap.last.isoformat()])
        words = next((entry.words for entry in known if entry.overlaps(gap.first, last)), gap.words)
        found.append(replace(gap, words=words))
    return found


def _with_register(breaks: Iterable[Break], entries: Iterable[Entry], figures: Sequence[Figure]) -> list[Break]:
    """The breaks, with those within the figures that the register tells of."""
    span = (figures[0].period_start, figures[-1].period_end)
    told = {Break(at.at, at.reason) for entry in entries for at in entry.breaks if span[0] < at.at.isoformat() <= span[1]}
    return sorted({*breaks, *told}, key=lambda change: change.at)


def reason_of(figure: Figure) -> str:
    """Why a figure has no value, without what differs from month to month."""
    if figure.status == "no-data":
        return _("no records came")
    return figure.why or figure.note


def breaks_of(measure: Measure, store: Store, head: Manifest, figures: Sequence[Figure]) -> list[Break]:
    """Where the series changes its meaning: a new version of the definition, or another source for the same line."""
    found = [Break(start.at, start.reason) for start in version_starts(measure, figures)]
    feeds = feeds_of(measure, store.combinations(head, family_of(measure.table)))
    span = (figures[0].period_start, figures[-1].period_end)
    return sorted({*found, *(change for change in _source_changes(measure, head, feeds)
                             if span[0] < change.at.isoformat() <= span[1])}, key=lambda change: change.at)


def _source_changes(measure: Measure, head: Manifest, feeds: frozenset[tuple[str, ...]]) -> Iterable[Break]:
    """A break for each feed of the measure that another source takes over."""
    begun: dict[tuple[str, ...], dict[str, str]] = {}
    for batch in head.batches:
        if family_of(batch["table"]) != family_of(measure.table) or not batch.get("first_day") or batch.get("withdrawn_by"):
            continue
        for feed in feeds & {tuple(feed) for feed in batch.get("feeds", [])}:
            starts = begun.setdefault(feed, {})
            name = batch.get("title", batch["source"])
            starts[name] = min(starts.get(name, "9999"), batch["first_day"])
    for starts in begun.values():
        in_order = sorted(starts.items(), key=lambda item: item[1])
        for (before, _start), (after, at) in itertools.pairwise(in_order):
            yield Break(date.fromisoformat(at), _("The records come from another system: {after} instead of {before}")
                        .format(after=after, before=before))


def judgement_json(assessed: Assessed) -> dict[str, Any]:
    """The parts "judgement", "target", "chart", "benchmarks", "no_standard", "funnels", "peer_trend" and "decisions" of a
    release's measure."""
    beside = {**assessed.others, **assessed.peers.as_json(), "decisions": assessed.decided.as_json()}
    if assessed.judgement is None:
        return {"judgement": None, "target": None, "chart": {"points": [], "phases": [], "breaks": [], "gaps": []},
                **beside}
    parts = assessed.judgement.as_json()
    return {**parts, "judgement": parts["judgement"] | assessed.decided.beside_rating(), **beside}
