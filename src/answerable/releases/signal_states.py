"""Whether a target is met, whether it is expected to be, and the rating: what differs from what was last told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from answerable.judgement.aims import COMPARISONS
from answerable.judgement.chances import limit_error
from answerable.periods import day_label
from answerable.releases.signal_causes import Looked, item, too_small
from answerable.releases.signal_warnings import RISK, risk_of
from answerable.words import _, format_value, mark

Json = dict[str, Any]


def state_of(measure: Mapping[str, Any]) -> Json:
    """What can be told of a measure as it stands: target ("met" | "missed"), goal (the target's words), assurance, rating,
    rating_rule, and risk (the day on which its warning was raised); null where there is none."""
    judged, target = measure.get("judgement") or {}, measure.get("target") or {}
    figure = measure.get("headline") or {}
    stands = None
    # An aim has no comparison: it can be neither met nor missed.
    if target.get("comparison") and figure.get("value") is not None and figure.get("status") in ("final", "revised"):
        stands = "met" if COMPARISONS[target["comparison"]].met(figure["value"], target["value"]) else "missed"
    return {"target": stands, "goal": target.get("words"), "assurance": _code(judged.get("assurance")),
            "rating": _code(judged.get("rating")), "rating_rule": judged.get("rating_rule"), RISK: risk_of(measure)}


def _code(said: Mapping[str, Any] | None) -> str | None:
    return (said or {}).get("code")


@dataclass(frozen=True)
class States:
    """A measure's states. now, before: in this release and the one before; last: those last told; causes: the kinds of its
    special causes that are told, now or before, and go on."""

    looked: Looked
    now: Mapping[str, Any]
    before: Mapping[str, Any]
    last: Mapping[str, Any]
    causes: frozenset[str]

    def stands_as_told(self, part: str) -> bool:
        """Whether a state is what it was, and what was last told."""
        return bool(self.now[part] == self.before[part] == self.last.get(part))


def target_items(states: States) -> list[tuple[Json, bool]]:
    """(item, whether it is told) of what changed about the measure's target."""
    if states.now["goal"] != states.before["goal"]:
        return [(_goal_item(states.looked, states.before, states.now), True)]
    return [*_crossed(states), *_assured(states)]


def _goal_item(looked: Looked, before: Mapping[str, Any], now: Mapping[str, Any]) -> Json:
    words = _("the target is now {after}, and was {before}").format(
        after=now["goal"] or _("none"), before=before.get("goal") or _("none"))
    return item(looked, "target-changed", words, before={"text": before.get("goal")}, after={"text": now["goal"]})


def _crossed(states: States) -> list[tuple[Json, bool]]:
    """The figure came to the other side of the target: told where a special cause that is told explains it, or where it is
    what the usual range leads one to expect."""
    looked, stands = states.looked, states.now["target"]
    if None in (stands, states.before["target"]) or states.stands_as_told("target"):
        return []
    cause, expected = _LEADS_TO[stands]
    certain = cause in states.causes or states.now["assurance"] == expected
    if stands == states.before["target"] and not certain:
        return []
    figure = looked.measure["headline"]
    words = _(_CROSSED[stands]).format(value=figure["text"], month=figure["label"], goal=states.now["goal"],
                                       until=_until(looked.measure))
    small = too_small(looked.measure, looked.chart, figure["period_start"])
    if not certain:
        words = _("{words}; the usual range does not tell this from chance").format(words=words)
    found = item(looked, f"target-newly-{stands}", words, after=_figure(figure),
                 before=_previous(looked.measure, figure), too_small=small or None)
    return [(found, certain and not small and stands != states.last.get("target"))]


_LEADS_TO = {"met": ("improvement", "consistent-pass"), "missed": ("concern", "consistent-fail")}
_CROSSED = {"missed": mark("{value} in {month} misses the target of {goal}{until}"),
            "met": mark("{value} in {month} meets the target of {goal}{until}")}
_ASSURED = {"consistent-fail": ("target-expected-missed", mark("expected to miss the target of {goal} every month unless "
                                                               "something changes{until}: its usual range ends at {line}")),
            "consistent-pass": ("target-expected-met", mark("expected to meet the target of {goal} every month unless "
                                                            "something changes{until}: its usual range ends at {line}")),
            "inconsistent": ("target-uncertain", mark("the target of {goal} lies within the usual range again, so that chance "
                                                      "decides from month to month{until}"))}


def _until(measure: Mapping[str, Any]) -> str:
    """The target's last day, where it has one."""
    used, words = (measure.get("used_in") or {}).get("targets") or (), (measure.get("target") or {}).get("words")
    end = next((target.get("to") for target in used if target.get("words") == words), None)
    return _(" (it runs until {day})").format(day=day_label(date.fromisoformat(end))) if end else ""


def _assured(states: States) -> list[tuple[Json, bool]]:
    """The usual range moved past the target, or back: told where it did so by more than the limit's own error."""
    looked, code, line = states.looked, states.now["assurance"], _nearest_line(states.looked)
    if code is None or line is None or states.before["assurance"] is None or states.stands_as_told("assurance"):
        return []
    limit, certain = line
    if code == states.before["assurance"] and not certain:
        return []
    named, words = _ASSURED[code]
    text = _(words).format(goal=states.now["goal"], until=_until(looked.measure),
                           line=format_value(limit, looked.measure["unit"], apart_from=looked.measure["target"]["value"]))
    if not certain:
        text = _("{words}; by less than the limits themselves are uncertain").format(words=text)
    figure = looked.measure.get("headline")
    small = too_small(looked.measure, looked.chart, (figure or {}).get("period_start", ""))
    found = item(looked, named, text, after=_figure(figure) if figure else None, too_small=small or None)
    return [(found, certain and not small and code != states.last.get("assurance"))]


def _nearest_line(looked: Looked) -> tuple[float, bool] | None:
    """(the limit that is nearest to the target, whether the target is further from it than one standard error of it)."""
    lines = looked.chart.months[-1].lines if looked.chart.months else None
    goal = (looked.measure.get("target") or {}).get("value")
    if lines is None or goal is None:
        return None
    limit = min((lines.lower, lines.upper), key=lambda limit: abs(limit - goal))
    sigma = abs(limit - lines.centre) / 3
    return limit, abs(goal - limit) > sigma * limit_error(lines.points)


def _figure(figure: Mapping[str, Any]) -> Json:
    return {"from": figure["period_start"], "label": figure["label"], "value": figure["value"], "text": figure["text"]}


def _previous(measure: Mapping[str, Any], figure: Mapping[str, Any]) -> Json | None:
    """The last figure with a value before one."""
    earlier = [other for other in measure.get("figures", ())
               if other["period_start"] < figure["period_start"] and other["value"] is not None]
    return _figure(earlier[-1]) if earlier else None
