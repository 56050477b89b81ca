"""What people decided of a measure, as its page shows it on the day: a decision may end while a release is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from answerable.decisions import Decision, Standing, standing
from answerable.decisions.checking import over
from answerable.decisions.effects import override_json, stage_json
from answerable.decisions.kinds import End, Override, Stage


@dataclass(frozen=True)
class Line:
    """One decision of the history. state: whether it stands on the day, in words; evidence: what an override rests on."""

    number: int
    day: date
    words: str
    who: str
    reason: str
    evidence: str
    state: str


def decided_context(measure: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The part "decided" of a measure's page. today: the local day on which the page is made."""
    record = _record(measure)
    stands = _stands(record, measure["id"], today)
    proposed = measure.get("proposed_steps") or []
    return {"override": _ended(override_json(stands)), "stage": _ended(stage_json(stands)), "proposed": proposed,
            "history": [_line(each, record, today) for each in reversed(record)], "any": bool(record or proposed)}


def beside_rating(measure: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The override and the stage of a measure that stand on the day, for the list of all measures; None for each without."""
    stands = _stands(_record(measure), measure["id"], today)
    return {"override": override_json(stands), "stage": stage_json(stands)}


def _record(measure: Mapping[str, Any]) -> list[Decision]:
    return [Decision.from_json(each) for each in measure.get("decisions") or []]


def _stands(record: list[Decision], measure: str, today: date) -> Standing:
    # A release gives a measure what bears on it and no more: the families named there are its own.
    above = {each.what.family for each in record if isinstance(each.what, Stage) and each.what.family}
    return standing(record, measure, today, above)


def _line(decision: Decision, record: list[Decision], today: date) -> Line:
    words, what = decision.what.words, decision.what
    evidence = what.evidence if isinstance(what, Override) else ""
    who = _("%(by)s, with %(second)s") % {"by": decision.by, "second": decision.second} if decision.second else decision.by
    return Line(decision.number, decision.day, words[:1].upper() + words[1:], who, _end(decision.reason), _end(evidence),
                _state(decision, record, today))


def _ended(content: dict[str, Any] | None) -> dict[str, Any] | None:
    """Texts of people without their full stop, as the page sets one."""
    return None if content is None else content | {key: _end(content[key]) for key in ("reason", "evidence") if key in content}


def _end(text: str) -> str:
    return text.rstrip().removesuffix(".")


def _state(decision: Decision, record: list[Decision], today: date) -> str:
    back = next((each for each in record if isinstance(each.what, End) and each.what.ends == decision.number), None)
    if back is not None:
        return _("Taken back by decision %(number)s") % {"number": back.number}
    return _("Over") if over(decision, record, today) else _("Stands")
