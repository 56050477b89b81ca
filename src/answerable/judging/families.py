"""Measures judged in their families: a measure after the ones below it, so that what they show can show in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from answerable.comparing.showing import Others, others_of
from answerable.decisions import Decision
from answerable.judgement.plans import FOLDER as CHART_PLANS
from answerable.judgement.plans import ChartPlan, read_plans
from answerable.judgement.ratings import RatingRule
from answerable.judgement.targets import Target, read_targets
from answerable.judging.assessing import Assessed, assess
from answerable.measures.definition import Measure
from answerable.measures.families import children
from answerable.records.store import Manifest
from answerable.workspace import Workspace


@dataclass
class Families:
    """Every measure of a workspace judged from one state of the records, each once and only when asked for.

    rule: by which to rate; the rest is what is known for all measures.
    """

    workspace: Workspace
    head: Manifest
    rule: RatingRule
    targets: Sequence[Target]
    others: Others
    plans: Sequence[ChartPlan]
    measures: dict[str, Measure]
    decisions: tuple[Decision, ...] = ()
    _found: dict[str, Assessed] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace, head: Manifest, rule: RatingRule | None = None) -> Families:
        """Those of a workspace. rule: None for the one that its settings name. Raises what reading its content raises."""
        return cls(workspace, head, rule or workspace.rating_rule(), read_targets(workspace.folder / "targets"),
                   others_of(workspace.folder, workspace.settings.name), read_plans(workspace.folder / CHART_PLANS),
                   workspace.measures(), workspace.decisions())

    def assess(self, measure: Measure) -> Assessed:
        """A measure judged after the ones below it. Raises what judging.assess raises."""
        return self._assess(measure, frozenset())

    def _assess(self, measure: Measure, above: frozenset[str]) -> Assessed:
        if measure.id not in self._found:
            # 'parent' that leads in a circle is a fault that `measures check` tells; here it ends where it began.
            below = [child for child in children(measure.id, self.measures.values()) if child.id not in above | {measure.id}]
            judged = [self._assess(child, above | {measure.id}).judgement for child in below]
            self._found[measure.id] = assess(
                self.workspace, measure, self.head, targets=self.targets, rule=self.rule, others=self.others, plans=self.plans,
                children=[judgement.as_child() for judgement in judged if judgement is not None],
                decisions=self.decisions)
        return self._found[measure.id]
