"""What changed since the last release, as a quiet digest: `signals.json` (docs/reference/release-format.md).

One thing is told once. What chance alone would give as well is counted and listed apart, never told and never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from answerable.errors import InputError, WorkspaceError
from answerable.judgement import portfolio
from answerable.judgement.false_alarm_rates import USUAL
from answerable.releases.episodes import Chart, matching
from answerable.releases.held import Held, held, release_folders
from answerable.releases.signal_causes import (
    Candidate,
    Looked,
    candidate,
    cause_item,
    ended,
    first_told,
    known_episodes,
    looked_at,
    untold,
)
from answerable.releases.signal_changes import (
    break_items,
    contradiction_items,
    definition_item,
    late_items,
    measures_come_and_gone,
    revised_item,
)
from answerable.releases.signal_headline import expected_words, headline
from answerable.releases.signal_ratings import by_one_rule, rating_items
from answerable.releases.signal_states import States, state_of, target_items
from answerable.releases.signal_warnings import RISK, risk_items
from answerable.words import _, small

Json = dict[str, Any]
LISTS = ("told", "late", "ratings_changed", "contradictions", "revised", "definitions", "by_chance", "too_small")
# How many earlier digests a digest names, for the page and the feed.
EARLIER_KEPT = 24
_STATES = ("target", "assurance", RISK)


def signals_of(unfinished: Path, header: Mapping[str, Any], releases: Path) -> Json:
    """signals.json of a release that is being written. unfinished: its folder so far; header: its release.json so far;
    releases: the folder of the releases before it. A release before it that cannot be read is as if it were not there.
    """
    for folder in reversed(release_folders(releases).values()):
        try:
            return digest(held(unfinished, header), held(folder))
        except WorkspaceError:
            continue
    return digest(held(unfinished, header), None)


def signals_between(releases: Path, since: int | None = None) -> Json:
    """The digest of the newest release: as it was released, or since another one. Raises WorkspaceError where there is no
    release, InputError where there is none of that number before the newest."""
    folders = release_folders(releases)
    if not folders:
        raise WorkspaceError("has no release.", where=str(releases.parent), remedy="Make one first: `answerable release`.")
    newest = held(folders[max(folders)])
    if since is None:
        if newest.signals:
            return newest.signals
        since = max((number for number in folders if number < newest.number), default=None)
    if since is not None and (since not in folders or since >= newest.number):
        known = ", ".join(str(number) for number in folders if number < newest.number) or "none"
        raise InputError(f"there is no release {since} before the newest, which is {newest.number}.",
                         remedy=f"Releases before it: {known}.")
    return digest(newest, None if since is None else held(folders[since]))


def digest(now: Held, former: Held | None) -> Json:
    """What a release tells as changed since another. former: None for the first one, which only says what stands."""
    known = known_of(former) if former else {}
    looked = looked_at(now, former, known) if former else []
    found = _weigh(looked)
    content: Json = _lists(now, former, looked, found) if former else {name: [] for name in LISTS}
    content["known"] = _known_after(now, looked, found, content, known)
    content |= {"standing": _standing(now, content["known"]), "judged": len(found.judged), "families": len(found.tested),
                "expected_false": portfolio.expected_by_chance(len(each.new) for each in found.judged),
                "expected_false_usual": portfolio.expected_by_chance((len(each.new) for each in found.judged), USUAL),
                "level": portfolio.LEVEL, "minimum": {"denominator": portfolio.MINIMUM_DENOMINATOR,
                                                      "count": portfolio.MINIMUM_COUNT}}
    since = {"number": former.number, "created_at": former.created_at} if former else None
    content = {"release": {"number": now.number, "created_at": now.created_at}, "since": since, **content}
    content["expected_words"] = expected_words(content)
    content["headline"] = headline(content)
    return content | {"earlier": _earlier(former)}


class Found:
    """What the special causes of a release come to: candidates, by measure, and which of them are told."""

    def __init__(self, looked: Sequence[Looked], candidates: Mapping[str, Candidate]) -> None:
        self.candidates = candidates
        self.judged = [each for each in looked if each.new and each.chart.months[-1].lines is not None]
        self.tested: dict[str, int] = {}
        for each in {each.id: each for each in [*self.judged, *(one.looked for one in candidates.values())]}.values():
            self.tested[each.family] = self.tested.get(each.family, 0) + 1
        enough = [one.weighed for one in candidates.values() if not one.small]
        self.told = portfolio.told(enough, self.tested)


def _weigh(looked: Sequence[Looked]) -> Found:
    return Found(looked, {each.id: one for each in looked if (one := candidate(each))})


def _lists(now: Held, former: Held, looked: Sequence[Looked], found: Found) -> Json:
    """Every list of the digest."""
    content: dict[str, list[Json]] = {name: [] for name in LISTS}
    told, by_chance, too_small = content["told"], content["by_chance"], content["too_small"]
    states = [_states(each, former.measures[each.id], found) for each in looked]
    items = {each.looked.id: _signals_of(each, found) for each in states}
    told_of = {thing["measure"] for listed in items.values() for thing, tell in listed if tell}
    families = {now.family(name) for name in told_of}
    for each in states:
        name, old = each.looked.id, former.measures[each.looked.id]
        told += [thing for thing, tell in items[name] if tell]
        too_small += [thing for thing, tell in items[name] if not tell and thing.get("too_small")]
        by_chance += [thing for thing, tell in items[name] if not tell and not thing.get("too_small")]
        content["ratings_changed"] += rating_items(each, old, own=name in told_of, family=each.looked.family in families)
        content["revised"] += _some(revised_item(each.looked, old))
        content["definitions"] += [*_some(definition_item(each.looked, old)), *break_items(each.looked, old)]
        content["contradictions"] += contradiction_items(each.looked, old)
    order = {name: place for place, name in enumerate(now.measures)}
    quiet = {name: folded(things, order) for name, things in content.items() if things is not by_chance}
    by_chance.sort(key=lambda thing: (bool(thing.get("again")), *_by_evidence(thing)))
    return quiet | {"by_chance": by_chance, "late": late_items(now, former),
                    "ratings_changed": by_one_rule(quiet["ratings_changed"]),
                    "definitions": [*quiet["definitions"], *measures_come_and_gone(now, former)]}


def _some(thing: Json | None) -> list[Json]:
    return [] if thing is None else [thing]


def _states(each: Looked, former: Mapping[str, Any], found: Found) -> States:
    causes = {str(old["kind"]) for old in _told_and_going_on(each)}
    if each.id in found.told and found.candidates[each.id].episode.going_on:
        causes.add(found.candidates[each.id].episode.kind)
    return States(each, state_of(each.measure), state_of(former), each.known, frozenset(causes))


def _signals_of(states: States, found: Found) -> list[tuple[Json, bool]]:
    """(item, whether it is told) of everything about a measure that chance may have given."""
    one = found.candidates.get(states.looked.id)
    new = [(cause_item(one), states.looked.id in found.told)] if one else []
    return [*new, *ended(states.looked), *target_items(states), *((thing, True) for thing in risk_items(states.looked))]


def _told_and_going_on(each: Looked) -> list[Mapping[str, Any]]:
    """The special causes that an earlier release told and that go on."""
    told = [old for old in each.known.get("episodes", ()) if old.get("told_in") is not None]
    return [old for old in told if any(episode.going_on and matching(episode, [old]) for episode in each.chart.episodes)]


def _by_evidence(thing: Mapping[str, Any]) -> tuple[float, str]:
    return (thing.get("evidence") or {}).get("adjusted", 1.0), thing["measure"]


def folded(things: Sequence[Json], order: Mapping[str, int]) -> list[Json]:
    """Things of one kind in one family as one: the head of the family before its parts, the parts under `beside`. The
    strongest evidence first, then the order of the release."""
    groups: dict[tuple[str, str, bool | None], list[Json]] = {}
    for thing in sorted(things, key=lambda thing: (thing["measure"] != thing["family"], *_by_evidence(thing)[:1],
                                                   order.get(thing["measure"], 0))):
        groups.setdefault((thing["family"], thing["code"], thing.get("told")), []).append(thing)
    heads = [lead | ({"beside": rest} if rest else {}) for lead, *rest in groups.values()]
    return sorted(heads, key=lambda head: (min(_by_evidence(each)[0] for each in [head, *head.get("beside", ())]),
                                           order.get(head["measure"], 0)))


def known_of(former: Held) -> dict[str, Json]:
    """What releases up to one have told of each measure. A release from before there was a digest counts as a first one:
    what stands in it, and is not to be taken for chance, has been told."""
    kept = former.signals.get("known") or {}
    return {name: kept[name] for name in former.measures if name in kept} | _begun(former, set(former.measures) - set(kept))


def _begun(release: Held, names: Iterable[str]) -> dict[str, Json]:
    """What is known of measures that a release is the first to tell of."""
    told, begun = first_told(release, names), {}
    for name in names:
        chart, state = Chart(release.measures[name]), state_of(release.measures[name])
        stands = [episode for episode in chart.episodes if episode.going_on] if name in told else []
        begun[name] = {"episodes": known_episodes(chart, (), stands, release.number)} | {part: state[part] for part in _STATES}
    return begun


def _known_after(now: Held, looked: Sequence[Looked], found: Found, content: Mapping[str, Any],
                 known: Mapping[str, Any]) -> dict[str, Json]:
    """What the next release is to know: what was known, and what this one tells."""
    told = {(thing["measure"], part) for thing in _flat(content["told"]) for part in _PARTS_TOLD.get(thing["code"], ())}
    after = _begun(now, [name for name in now.measures if name not in known])
    for each in looked:
        one = found.candidates.get(each.id)
        # What is seen of a measure at the same time is one story: its other new episodes of that kind are told with it.
        episodes = [episode for episode in untold(each) if one and episode.kind == one.episode.kind] if (
            each.id in found.told) else []
        state = state_of(each.measure)
        after[each.id] = {"episodes": known_episodes(each.chart, each.known.get("episodes", ()), episodes, now.number)} | {
            part: state[part] if (each.id, part) in told or each.known.get(part) is None else each.known[part]
            for part in _STATES}
    return {name: after[name] for name in now.measures}


_PARTS_TOLD = {"target-changed": ("target", "assurance"), "target-at-risk": (RISK,), "target-risk-over": (RISK,),
               "target-newly-met": ("target",), "target-newly-missed": ("target",),
               "target-expected-met": ("assurance",), "target-expected-missed": ("assurance",),
               "target-uncertain": ("assurance",)}


def _flat(things: Iterable[Json]) -> Iterable[Json]:
    for thing in things:
        yield thing
        yield from thing.get("beside", ())


def _standing(now: Held, known: Mapping[str, Any]) -> list[Json]:
    """Every special cause that goes on, the longest known first."""
    found = []
    for name, measure in now.measures.items():
        labels = {month.start: month.label for month in Chart(measure).months}
        for episode in known[name]["episodes"]:
            if episode["going_on"]:
                words = ((measure.get("judgement") or {}).get("signal") or {}).get("words") or episode["kind"]
                found.append({"measure": name, "title": measure["title"], "family": now.family(name), "kind": episode["kind"],
                              "from": episode["from"], "months": episode["months"], "told_in": episode["told_in"],
                              "words": _("since {month}: {words}").format(
                                  month=labels.get(episode["from"], episode["from"]), words=small(words))})
    return sorted(found, key=lambda standing: (standing["from"], standing["measure"]))


def _earlier(former: Held | None) -> list[Json]:
    """The headlines of the digests before, the newest first."""
    if former is None or not former.signals.get("headline"):
        return []
    own = {"number": former.number, "created_at": former.created_at, "headline": former.signals["headline"]}
    earlier: list[Json] = former.signals.get("earlier", [])
    return [own, *earlier][:EARLIER_KEPT]
