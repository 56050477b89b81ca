"""Every measure of a workspace projected together, from one state of its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from answerable.comparing.showing import others_of
from answerable.decisions import Decision
from answerable.decisions.effects import decided_of
from answerable.forecasting.projection import NoProjection, Projection
from answerable.judgement.targets import Target, read_targets
from answerable.judging import breaks_of, entries_of, explained_gaps, monthly, version_starts
from answerable.measures.definition import Measure
from answerable.measures.families import ancestors
from answerable.measures.figure import Figure
from answerable.periods import day_label
from answerable.projecting.goals import Goal, goals_ahead
from answerable.projecting.measures import Known, Past, newest_of, past_of
from answerable.projecting.projected import Projected
from answerable.records.store import Manifest
from answerable.words import _, sentence_end_off
from answerable.workspace import Workspace

if TYPE_CHECKING:
    from answerable.forecasting.series import Series

AHEAD = 12
# Nobody plans a service level further ahead, and intervals say nothing there.
MOST_AHEAD = 36
Figures = Mapping[str, Sequence[Figure]]
Told = Callable[[float, str], None]


def _untold(_share: float, _what: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Projections:
    """Every measure of a workspace projected from one state. day: the local day on which no more than this was known;
    afterwards: from a state that is no longer the newest, so that nothing of it counts as said before the fact; by_id: the
    measures, by id, in the order of the catalogue."""

    workspace: Workspace
    head: Manifest
    day: date
    afterwards: bool
    by_id: Mapping[str, Projected]
    ahead: int = AHEAD
    targets: tuple[Target, ...] = ()
    force: str | None = None

    @property
    def origin(self) -> date | None:
        """The last day of the newest month that any of them rests on."""
        return max((item.origin for item in self.by_id.values() if item.projection), default=None)

    def held_to(self, measure: str, goal: Goal) -> Projected:
        """A measure held to a goal that somebody asks about, up to its last day, in place of its target."""
        item = self.by_id[measure]
        steps = item.projection.steps if item.projection else ()
        return item.with_goals([goal if goal.ends is None or step.period_end <= goal.ends else None for step in steps])


def project_measures(workspace: Workspace, head: Manifest, *, figures: Figures | None = None, ahead: int = AHEAD,
                     day: date | None = None, progress: Told = _untold) -> Projections:
    """Every measure of a workspace projected from a state of its records, all in one pool.

    figures: monthly figures by measure, where they were worked out already; ahead: months; day: the local day on which no
    more than this state was known (None: today); progress: called with the share done (0 to 1) and what is being done.
    Raises what reading the workspace's content raises.
    """
    day = day or workspace.today()
    figures = figures or figures_of(workspace, head, lambda share, what: progress(0.5 * share, what))
    pasts = _pasts(workspace, head, figures, day)
    found = _projected(pasts, ahead, progress)
    targets, force = read_targets(workspace.folder / "targets"), others_of(workspace.folder, workspace.settings.name).force
    by_id = {}
    for past in pasts:
        item = Projected(past, found[past.measure.id])
        steps = item.projection.steps if item.projection else ()
        by_id[past.measure.id] = item.with_goals(goals_ahead(
            targets, past.measure, [step.period_start for step in steps], force, workspace.settings.warn_below))
    return Projections(workspace, head, day, head.number < workspace.head().number, by_id, ahead, targets, force)


def known_on(workspace: Workspace, as_of: str | None, head: Manifest) -> date:
    """The local day of a state: the one that was asked for, or that on which the state was made."""
    if as_of is None:
        return workspace.today()
    try:
        return date.fromisoformat(as_of.strip()[:10])
    except ValueError:
        made = datetime.fromisoformat(head.created_at)
        return made.astimezone(ZoneInfo(workspace.settings.time_zone)).date()


def figures_of(workspace: Workspace, head: Manifest, progress: Told = _untold) -> Figures:
    """The monthly figures of every measure, by its id."""
    measures, found = workspace.measures(), {}
    for place, measure in enumerate(measures.values()):
        progress(place / len(measures), measure.id)
        found[measure.id] = monthly(workspace, measure, head)
    return found


def _pasts(workspace: Workspace, head: Manifest, figures: Figures, day: date) -> list[Past]:
    """The pasts of every measure of which records came."""
    measures, decisions = workspace.measures(), workspace.decisions()
    newest = newest_of(figures.values())
    return [past_of(_known(workspace, head, measures, Known(measure, tuple(own), day, newest), decisions))
            for measure in measures.values() if (own := figures.get(measure.id, ()))]


def _known(workspace: Workspace, head: Manifest, measures: Mapping[str, Measure], known: Known,
           decisions: Sequence[Decision]) -> Known:
    """The same with its steps, its gaps and the systems that its records come from."""
    measure, figures = known.measure, known.figures
    if measure.dimensions or not figures:
        return known
    steps = decided_of(decisions, measure.id, known.day, ancestors(measure, measures)).standing.steps if decisions else ()
    gaps = explained_gaps(figures, entries_of(workspace, head, measure))
    return replace(known, steps=steps, gaps=tuple(gaps), replaced=tuple(_replaced(workspace, head, known)))


def _replaced(workspace: Workspace, head: Manifest, known: Known) -> list[str]:
    """In sentences, where another system's records take over: they are taken for more of the same."""
    versions = {start.at for start in version_starts(known.measure, known.figures)}
    found = breaks_of(known.measure, workspace.store, head, known.figures)
    return [_("{change}, from {day} on. Figures from before and after are taken alike.").format(
        change=sentence_end_off(each.words), day=day_label(each.at)) for each in found if each.at not in versions]


def _projected(pasts: Sequence[Past], ahead: int, progress: Told) -> dict[str, Projection | NoProjection]:
    from answerable.forecasting.projecting import project_all

    series: list[Series] = [past.series for past in pasts if past.series is not None]
    found = {past.measure.id: past.why for past in pasts if past.why is not None}
    made = project_all(series, ahead, progress=lambda done, of: progress(0.5 + 0.5 * done / of, _("projecting")))
    return {**found, **{one.id: each for one, each in zip(series, made, strict=True)}}
