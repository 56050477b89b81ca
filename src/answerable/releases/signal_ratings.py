"""Ratings that changed since the last release: by the figures, by another rule, or because somebody decided so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from answerable.periods import day_label
from answerable.releases.signal_causes import item, too_small
from answerable.releases.signal_states import States
from answerable.words import _, ngettext

Json = dict[str, Any]
# Reasons that say nothing of performance: what came, and what is old.
_NOT_BY_FIGURES = ("stale", "no-figure", "not-available", "provisional", "current", "coverage",
                   "times-lost")

_BY_PARTS = ("children", "no-children")


def rating_items(states: States, former: Mapping[str, Any], *, own: bool, family: bool) -> list[Json]:
    """What changed about a measure's rating: the rule's, an override that began or ended, the stage of scrutiny. former: the
    measure in the release before; own, family: whether anything else of the measure, or of its family, is told now."""
    changed = _rating(states, former, own, family)
    return [*([changed] if changed else []), *_overridden(states, former), *_staged(states, former)]


def _rating(states: States, former: Mapping[str, Any], own: bool, family: bool) -> Json | None:
    """From, to and why. By figures it is told with what else is told of the measure; where its parts changed it, with what is
    told of the family; and where what came changed it."""
    looked, now, before = states.looked, states.now, states.before
    if None in (now["rating"], before["rating"]) or now["rating"] == before["rating"]:
        return None
    said, was = looked.measure["judgement"]["rating"].get("words"), former["judgement"]["rating"].get("words")
    fresh, changed = _reasons(looked.measure, former)
    by = "rule" if now["rating_rule"] != before["rating_rule"] else "figures"
    words = _("{before} → {after}: {why}").format(before=was, after=said, why="; ".join(fresh) or _("no reason is given"))
    headline = looked.measure.get("headline") or {}
    small = too_small(looked.measure, looked.chart, headline.get("period_start", "")) if by == "figures" else ""
    certain = (by == "rule" or own or (family and any(code.startswith(_BY_PARTS) for code in changed))
               or any(code.startswith(_NOT_BY_FIGURES) for code in changed))
    return item(looked, "rating-changed", words, by=by, told=certain and not small, too_small=small or None,
                before={"code": before["rating"], "text": was}, after={"code": now["rating"], "text": said})


def _reasons(measure: Mapping[str, Any], former: Mapping[str, Any]) -> tuple[list[str], set[str]]:
    """(words of the reasons that are new, or of all where none is; codes of the reasons that came or went)."""
    now = {reason["code"]: reason["words"] for reason in measure["judgement"].get("reasons") or ()}
    before = {reason["code"] for reason in former["judgement"].get("reasons") or ()}
    return ([words for code, words in now.items() if code not in before] or list(now.values()), set(now) ^ before)


def _overridden(states: States, former: Mapping[str, Any]) -> Iterable[Json]:
    """An override that began, ended, or took the place of another."""
    now, old = _part(states.looked.measure, "override"), _part(former, "override")
    if _decision(now) == _decision(old):
        return
    by_rule = ((states.looked.measure.get("judgement") or {}).get("rating") or {}).get("words")
    if old:
        words = _("the override to {rating} ended; {by_rule} by the rule holds").format(
            rating=_rating_words(old), by_rule=by_rule) if not now else _("the override to {rating} was replaced").format(
                rating=_rating_words(old))
        yield item(states.looked, "override-ended", words, by="decision", told=True, before={"text": _rating_words(old)},
                   after={"text": by_rule})
    if now:
        words = _("{rating} in place of {by_rule}, by decision{who}{until}: {reason}").format(
            rating=_rating_words(now), by_rule=by_rule, who=_who(now), until=_until(now), reason=now.get("reason", ""))
        yield item(states.looked, "override-began", words, by="decision", told=True, before={"text": by_rule},
                   after={"text": _rating_words(now)})


def _staged(states: States, former: Mapping[str, Any]) -> Iterable[Json]:
    """Another stage of scrutiny, by a decision; or none any more."""
    now, old = _part(states.looked.measure, "stage"), _part(former, "stage")
    if _decision(now) != _decision(old):
        words = _("stage of scrutiny: {before} → {after}{who}").format(
            before=old.get("words") or _("none"), after=now.get("words") or _("none"),
            who=_(", by {name}").format(name=now["by"]) if now.get("by") else "")
        yield item(states.looked, "stage-changed", words, by="decision", told=True, before={"text": old.get("words")},
                   after={"text": now.get("words")})


def _part(measure: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return (measure.get("judgement") or {}).get(name) or {}


def _decision(stands: Mapping[str, Any]) -> object:
    """What tells one decision from another: its number; without one, all of it."""
    return stands.get("decision", stands)


def _rating_words(override: Mapping[str, Any]) -> str:
    rating = override.get("rating")
    return str((rating.get("words") if isinstance(rating, Mapping) else rating) or _("another rating"))


def _who(stands: Mapping[str, Any]) -> str:
    return _(" of {name}").format(name=stands["by"]) if stands.get("by") else ""


def _until(stands: Mapping[str, Any]) -> str:
    return _(" until {day}").format(day=day_label(date.fromisoformat(stands["expires"]))) if stands.get("expires") else ""


def by_one_rule(ratings: Sequence[Json]) -> list[Json]:
    """Changed ratings, with those that only another rating rule changed as one thing at the end."""
    changed = [thing for thing in ratings if thing["by"] == "rule"]
    if not changed:
        return list(ratings)
    each = [part for thing in changed for part in [{key: thing[key] for key in thing if key != "beside"},
                                                   *thing.get("beside", ())]]
    words = ngettext("another rating rule holds: {n} rating reads otherwise for that reason",
                     "another rating rule holds: {n} ratings read otherwise for that reason", len(each)).format(n=len(each))
    one = {"code": "rating-rule-changed", "words": words, "by": "rule", "told": True, "beside": each}
    return [*(thing for thing in ratings if thing["by"] != "rule"), one]
