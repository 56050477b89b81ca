"""What the program adds to a decision when it is made: the figures on both sides of a step, the words of a rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from answerable.decisions.checking import Known
from answerable.decisions.kinds import EVENT, OVERRIDE, STEP, Decision
from answerable.decisions.standing import standing
from answerable.errors import InputError
from answerable.judgement.series import PhaseStart, Point, phases_of
from answerable.judgement.steps import evidence_at
from answerable.measures.figure import Figure


def completed(given: Mapping[str, Any], known: Known, decisions: Sequence[Decision], today: date) -> dict[str, Any]:
    """What was given of a decision, with what follows from it and from the workspace. Raises InputError where a step is
    given evidence."""
    content = {key: value for key, value in given.items() if value not in (None, "")}
    if content.get("kind") == STEP and "evidence" in content:
        raise InputError("the evidence of a step is its figures, which the program keeps with it.",
                         remedy="Leave 'evidence' out, and say in 'reason' what changed.")
    if content.get("kind") == OVERRIDE:
        content |= _rating(content, known)
    elif content.get("kind") == EVENT:
        content.setdefault("on", today)
    elif content.get("kind") == STEP:
        content |= _evidence(content, known, decisions, today)
    return content


def _rating(content: Mapping[str, Any], known: Known) -> dict[str, str]:
    """The rating's words and stand, as the rule has them now: a later rule may have others."""
    # An unknown code gets a place to stand in, and is refused by the check that follows.
    named = next((named for named in known.rule.ratings if named.code == content.get("rating")), None)
    words, stands = (named.words, named.stands) if named else (str(content.get("rating", "?")), "?")
    return {"rating_words": words, "stands": stands, "rule": known.rule.id}


def _evidence(content: Mapping[str, Any], known: Known, decisions: Sequence[Decision], today: date) -> dict[str, Any]:
    measure = known.measures.get(str(content.get("measure")))
    try:
        at = date.fromisoformat(str(content.get("at")))
    except ValueError:
        return {}
    if measure is None or measure.dimensions:
        return {}
    figures = known.figures(measure)
    starts = [*starts_of(standing(decisions, measure.id, today)), *version_starts(figures)]
    points = [Point(date.fromisoformat(figure.period_start), figure.label, figure.value, figure.status) for figure in figures]
    # The newest phase that begins before the step is the one that it would cut.
    cut = [part for part in phases_of(points, starts) if part[0].period_start < at][-1:]
    evidence = evidence_at(cut[0], at) if cut else {}
    return {"evidence": evidence} if evidence else {}


def starts_of(stands: Any) -> list[PhaseStart]:
    """Where, by the accepted steps, the figures are judged afresh."""
    return [PhaseStart(each.what.at, each.reason) for each in stands.steps]


def version_starts(figures: Sequence[Figure]) -> list[PhaseStart]:
    """Where another version of the definition begins to hold."""
    first = {figure.version: figure.period_start for figure in reversed(figures)}
    return [PhaseStart(date.fromisoformat(start), "") for start in sorted(first.values())[1:]]
