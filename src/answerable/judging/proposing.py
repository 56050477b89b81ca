"""The steps that a measure's figures, or a change in what they are made from, propose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from answerable.decisions import Decision, Standing
from answerable.decisions.kinds import Event, Step
from answerable.decisions.standing import taken_back
from answerable.judgement.steps import Happening, Proposal, proposals
from answerable.judging.assessing import Assessed, breaks_of, entries_of
from answerable.records.store import Manifest
from answerable.words import _
from answerable.workspace import Workspace

# What happened within so many days of a proposed step is named beside it.
NEAR_DAYS = 62


def proposed_steps(workspace: Workspace, head: Manifest, assessed: Assessed) -> list[Proposal]:
    """The steps of a judged measure that nobody has decided on, each with what else happened about then: a change of the
    definition or of the system, a break or a gap of the register, a recorded event. Raises what Workspace.register raises."""
    if assessed.judgement is None:
        return []
    starts = {point.point.period_start: place for place, point in enumerate(assessed.judgement.chart.points)}
    breaks = [Happening(each.at, each.words)
              for each in breaks_of(assessed.measure, workspace.store, head, assessed.figures)]
    breaks += [Happening(each.at, each.reason) for entry in entries_of(workspace, head, assessed.measure)
               for each in entry.breaks]
    happened = [*breaks, *_events(assessed.decided.record), *_gaps(workspace, head, assessed)]
    return [replace(each, beside=_beside(each, happened)) for each in proposals(assessed.judgement.chart, breaks)
            if not _refused(each, assessed.decided.standing, starts)]


def _refused(proposal: Proposal, stands: Standing, places: dict[date, int]) -> bool:
    """Whether somebody has looked at this very step and does not accept it; a month more or less is the same step."""
    return any(abs(places[proposal.at] - _place(each, places)) <= 1 for each in stands.refused)


def _place(decision: Decision, places: dict[date, int]) -> int:
    assert isinstance(decision.what, Step), "only steps are refused"
    at = decision.what.at
    return next((place for start, place in places.items() if start >= at), len(places) + 2)


def _events(decisions: Sequence[Decision]) -> Iterable[Happening]:
    for each in decisions:
        if isinstance(each.what, Event) and not taken_back(each, decisions):
            yield Happening(each.what.on, each.what.event)


def _gaps(workspace: Workspace, head: Manifest, assessed: Assessed) -> Iterable[Happening]:
    for entry in entries_of(workspace, head, assessed.measure):
        for gap in entry.gaps:
            yield Happening(gap.starts, _("without figures: {reason}").format(reason=gap.reason))


def _beside(proposal: Proposal, happened: Iterable[Happening]) -> tuple[Happening, ...]:
    near = [each for each in (*proposal.beside, *happened) if abs((each.at - proposal.at).days) <= NEAR_DAYS]
    return tuple(sorted(dict.fromkeys(near), key=lambda each: each.at))
