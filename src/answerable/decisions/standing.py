"""What stands on a day, out of every decision: a pure function of the record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from answerable.decisions.kinds import Decision, End, Event, Override, Stage, Step


@dataclass(frozen=True)
class Standing:
    """What stands of a measure on a day. override, stage: the decision that lasts, None without; steps: accepted ones, by the
    day on which the new begins; refused: steps that somebody looked at and did not accept."""

    override: Decision | None = None
    stage: Decision | None = None
    steps: tuple[Decision, ...] = ()
    refused: tuple[Decision, ...] = ()


NOTHING_DECIDED = Standing()


def standing(decisions: Iterable[Decision], measure: str, day: date, above: Collection[str] = ()) -> Standing:
    """What stands of a measure on a local day.

    decisions: all of them, in any order; above: the measures above it in its family, whose stage it shares where the stage
    was decided for the family. A decision counts from its own day on. An override lasts to its last day, the day included. A
    pause lasts to its latest day, or until an event of its name is recorded after it. Of several the one with the highest
    number stands; when it is over, the one before it that still lasts.
    """
    known = sorted((each for each in decisions if each.day <= day), key=lambda each: each.number)
    lasting = [each for each in known if not isinstance(each.what, End) and not taken_back(each, known)]
    events = [each for each in lasting if isinstance(each.what, Event)]
    override = stage = None
    steps: list[Decision] = []
    for each in lasting:
        what = each.what
        if isinstance(what, Override) and what.measure == measure and day <= what.expires:
            override = each
        elif isinstance(what, Stage) and _reaches(what, measure, above) and not pause_over(each, events, day):
            stage = each
        elif isinstance(what, Step) and what.measure == measure:
            steps.append(each)
    steps.sort(key=lambda each: (_step(each).at, each.number))
    return Standing(override, stage, tuple(each for each in steps if _step(each).accepted),
                    tuple(each for each in steps if not _step(each).accepted))


def about(decisions: Sequence[Decision], measure: str, above: Collection[str] = ()) -> tuple[Decision, ...]:
    """The decisions that bear on a measure: its own, its family's stages, the events that these wait for, and what takes any
    of them back."""
    own = {each.number for each in decisions
           if (isinstance(each.what, Stage) and _reaches(each.what, measure, above)) or each.measure == measure}
    waited = {event_key(each.what.until) for each in decisions
              if each.number in own and isinstance(each.what, Stage) and each.what.until}
    own |= {each.number for each in decisions if isinstance(each.what, Event) and event_key(each.what.event) in waited}
    return tuple(each for each in decisions
                 if each.number in own or (isinstance(each.what, End) and each.what.ends in own))


def taken_back(decision: Decision, known: Iterable[Decision]) -> bool:
    """Whether a later decision takes this one back."""
    return any(isinstance(each.what, End) and each.what.ends == decision.number < each.number for each in known)


def pause_over(decision: Decision, events: Iterable[Decision], day: date) -> bool:
    """Whether a stage is a pause whose event was recorded after it, or whose latest day is past."""
    what = decision.what
    if not isinstance(what, Stage) or what.latest is None:
        return False
    return day > what.latest or any(
        isinstance(each.what, Event) and each.number > decision.number and each.day <= day
        and event_key(each.what.event) == event_key(what.until) for each in events)


def event_key(name: str) -> str:
    """An event's name, whatever its letters' case and its spaces: by this, two are the same."""
    return " ".join(name.casefold().split())


def _reaches(stage: Stage, measure: str, above: Collection[str]) -> bool:
    return measure in (stage.measure, stage.family) or (stage.family in above)


def _step(decision: Decision) -> Step:
    assert isinstance(decision.what, Step), "only steps come here"
    return decision.what
