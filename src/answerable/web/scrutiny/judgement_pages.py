"""The judgement's decisions in words, for their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.decisions import Decision
from answerable.decisions.checking import over
from answerable.decisions.kinds import End, Override, Step
from answerable.decisions.standing import taken_back
from answerable.errors import AnswerableError
from answerable.web.performance.reading import newest_release
from answerable.web.scrutiny.models import DecisionRequest

STANDS, OVER, TAKEN_BACK = "stands", "over", "taken-back"
STATES = {STANDS: gettext_lazy("Stands"), OVER: gettext_lazy("Over"), TAKEN_BACK: gettext_lazy("Taken back")}
KIND_WORDS: dict[str, str | Promise] = {
    "step": gettext_lazy("Step change"), "override": gettext_lazy("Override"), "stage": gettext_lazy("Stage of scrutiny"),
    "event": gettext_lazy("Event"), "end": gettext_lazy("Taking back")}


@dataclass(frozen=True)
class Line:
    """A recorded decision as the list shows it. about: the measure's title; request: the number of the request that it came
    from, None for one that was recorded at the command line; new: it is in no release yet."""

    number: int
    day: date
    kind: str | Promise
    measure: str
    about: str
    words: str
    who: str
    reason: str
    evidence: str
    state: str | Promise
    request: int | None
    new: bool


def titles() -> dict[str, str]:
    """Measure's id → title, of those that the newest release has, in its order; empty without a release."""
    try:
        release = newest_release()
    except (AnswerableError, OSError, ValueError, KeyError):
        return {}
    return {each["id"]: each["title"] for each in release.header["measures"]} if release else {}


def released() -> int:
    """How many of the decisions are in the newest release, and so public."""
    try:
        release = newest_release()
    except (AnswerableError, OSError, ValueError, KeyError):
        return 0
    return int((release.header.get("decisions") or {}).get("number", 0)) if release else 0


def state_of(decision: Decision, record: Sequence[Decision], today: date) -> str:
    """Whether a decision stands on a day, is over by itself, or was taken back."""
    if not isinstance(decision.what, End) and taken_back(decision, record):
        return TAKEN_BACK
    return OVER if over(decision, record, today) else STANDS


def line_of(decision: Decision, state: str, requests: dict[int, int], published: int, names: dict[str, str]) -> Line:
    """A decision as a line. requests: number in the chain → request that the reader can see."""
    measure = decision.measure or str(getattr(decision.what, "family", ""))
    words, evidence = decision.what.words, decision.what.evidence if isinstance(decision.what, Override) else ""
    who = _("%(by)s, with %(second)s") % {"by": decision.by, "second": decision.second} if decision.second else decision.by
    return Line(decision.number, decision.day, KIND_WORDS[decision.kind], measure if measure in names else "",
                names.get(measure, measure), words[:1].upper() + words[1:], who, decision.reason, evidence, STATES[state],
                requests.get(decision.number), decision.number > published)


def both_sides(request: DecisionRequest) -> list[dict[str, Any]]:
    """What the second person has to weigh: (what the program says, what is to stand in its place), and the evidence."""
    what, rows = Decision.from_json(request.checked).what, []
    judged = _judged(request.measure_id)
    if judged:
        rating = judged.get("rating")
        rows += [{"key": _("What the rule says"), "words": rating["words"] if rating else _("Not rated")},
                 {"key": _("In a sentence"), "words": judged.get("sentence", "")}]
    if isinstance(what, Override):
        rows += [{"key": _("Rating to put in its place"), "words": _(what.rating_words)},
                 {"key": _("Evidence"), "words": what.evidence}]
    if isinstance(what, Step) and what.evidence:
        rows += [{"key": _("Figures before"), "words": _side(what.evidence.get("before"))},
                 {"key": _("Figures after"), "words": _side(what.evidence.get("after"))}]
    return [row for row in rows if row["words"]]


def _judged(measure_id: str) -> dict[str, Any] | None:
    try:
        release = newest_release()
        measure = release.measure(measure_id) if release and measure_id else None
    except (AnswerableError, OSError, ValueError, KeyError):
        return None
    found: dict[str, Any] | None = measure.get("judgement") if measure else None
    return found


def _side(told: Any) -> str:
    if not told:
        return ""
    return str(_("an average of %(mean)s over %(figures)s months") % {
        "mean": f"{told['mean']:.1f}", "figures": told["figures"]})
