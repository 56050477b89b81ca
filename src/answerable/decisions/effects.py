"""What standing decisions do to a judgement, and how a release tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from answerable.decisions.kinds import Decision, Override, Stage, Step
from answerable.decisions.standing import NOTHING_DECIDED, Standing, about, standing
from answerable.judgement.series import PhaseStart
from answerable.judgement.verdict import Break
from answerable.measures.figure import Figure
from answerable.words import _, sentence_end_off


@dataclass(frozen=True)
class Decided:
    """What is decided of a measure. record: the whole record; own: what bears on the measure; standing: what of it stands."""

    record: tuple[Decision, ...] = ()
    own: tuple[Decision, ...] = ()
    standing: Standing = NOTHING_DECIDED

    def as_json(self) -> list[dict[str, Any]]:
        """The part "decisions" of a release's measure, the oldest first."""
        return [decision.as_json() for decision in self.own]

    def beside_rating(self) -> dict[str, Any]:
        """What stands beside the computed rating: the parts "override" and "stage" of a release's judgement."""
        return {"override": override_json(self.standing), "stage": stage_json(self.standing)}


NOTHING = Decided()


def step_starts(stands: Standing, figures: Sequence[Figure]) -> list[PhaseStart]:
    """Where, by the accepted steps, the figures are judged afresh. A step outside the figures starts nothing."""
    # Only the level changed: for the trend over the year a fall stays a fall, whoever accepted it.
    return [PhaseStart(step.at, decision.reason, level_only=True) for decision, step in _within(stands, figures)]


def step_breaks(stands: Standing, figures: Sequence[Figure]) -> list[Break]:
    """The accepted steps as breaks in the chart, each with its reason, who accepted it and when."""
    return [Break(step.at, _("{reason} (step accepted by {signed})").format(reason=sentence_end_off(decision.reason),
                                                                            signed=decision.signed))
            for decision, step in _within(stands, figures)]


def _within(stands: Standing, figures: Sequence[Figure]) -> Iterable[tuple[Decision, Step]]:
    if figures:
        first, last = date.fromisoformat(figures[0].period_start), date.fromisoformat(figures[-1].period_end)
        for decision in stands.steps:
            if isinstance(decision.what, Step) and first < decision.what.at <= last:
                yield decision, decision.what


def override_json(stands: Standing) -> dict[str, Any] | None:
    """The override that stands, as the part "override" of a release's judgement."""
    decision = stands.override
    if decision is None or not isinstance(decision.what, Override):
        return None
    what = decision.what
    return {"decision": decision.number, "rating": {"code": what.rating, "words": _(what.rating_words), "stands": what.stands},
            "reason": decision.reason, "evidence": what.evidence, "by": decision.by, "second": what.second,
            "day": decision.day.isoformat(), "expires": what.expires.isoformat(), "words": what.words}


def stage_json(stands: Standing) -> dict[str, Any] | None:
    """The stage that stands, as the part "stage" of a release's judgement."""
    decision = stands.stage
    if decision is None or not isinstance(decision.what, Stage):
        return None
    what = decision.what
    return {"decision": decision.number, "code": what.stage, "words": what.title, "reason": decision.reason, "by": decision.by,
            "day": decision.day.isoformat(), "family": what.family, "until": what.until,
            "latest": what.latest.isoformat() if what.latest else None}


def decided_of(record: Sequence[Decision], measure: str, day: date, above: Sequence[str]) -> Decided:
    """What is decided of a measure by a local day. above: the measures above it in its family."""
    return Decided(tuple(record), about(record, measure, above), standing(record, measure, day, above))
