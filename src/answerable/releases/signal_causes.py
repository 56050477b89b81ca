"""Special causes that are new since the last release, each with its evidence, and those that ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from answerable.judgement.kinds import KINDS, XMR
from answerable.judgement.portfolio import MINIMUM_COUNT, MINIMUM_DENOMINATOR, Weighed, rules_in
from answerable.judgement.portfolio import told as portfolio_told
from answerable.judgement.rules import DEFAULT_RULE_SET, RULE_SETS
from answerable.releases.episodes import QUIET_MONTHS, Chart, Episode, Evidence, Month, judged, matching
from answerable.releases.held import Held
from answerable.words import _, format_count, format_things, format_value, mark

Json = dict[str, Any]
# Charts of rare events stand on few events by their nature, and their lines allow for it.
FOR_FEW = ("g", "t")
# From here on something is more likely than not to come by chance.
LIKELY = 0.5
_BETTER = {"improvement": mark("a change for the better"), "concern": mark("a change for the worse"),
           "neutral-high": mark("a change upwards"), "neutral-low": mark("a change downwards")}


@dataclass(frozen=True)
class Looked:
    """A measure as this release and the one before have it. known: what earlier releases told of it (`known` of
    signals.json); new: the first days of the months that were not judged in the release before."""

    measure: Mapping[str, Any]
    family: str
    chart: Chart
    known: Mapping[str, Any]
    new: frozenset[str]

    @property
    def id(self) -> str:
        """The measure's id."""
        return str(self.measure["id"])

    @property
    def rule_set(self) -> str:
        """The id of the rule set it is judged by; empty for a measure that is not judged."""
        return (self.measure.get("judgement") or {}).get("rule_set") or ""


@dataclass(frozen=True)
class Candidate:
    """A special cause that no release has told yet. month: where it is best seen; small: why it rests on too little to be
    told of, else empty; again: whether the release before had it too, and could not tell it from chance."""

    looked: Looked
    episode: Episode
    month: Month
    evidence: Evidence
    weighed: Weighed
    small: str
    again: bool


def looked_at(now: Held, former: Held, known: Mapping[str, Any]) -> list[Looked]:
    """Every measure that both releases have."""
    return [Looked(measure, now.family(name), Chart(measure), known[name],
                   judged(measure) - judged(former.measures[name]))
            for name, measure in now.measures.items() if name in known]


def candidate(looked: Looked) -> Candidate | None:
    """The least likely of the measure's special causes that no release has told: those that hold a newly judged month,
    and those found only now in months judged before. None without one."""
    found = [one for episode in looked.chart.episodes if (one := _candidate(looked, episode))]
    return min(found, key=lambda one: one.weighed.adjusted, default=None)


def untold(looked: Looked) -> list[Episode]:
    """Every special cause that is new by the same rule, the less likely ones too."""
    return [episode for episode in looked.chart.episodes if _considered(looked, episode)]


def _candidate(looked: Looked, episode: Episode) -> Candidate | None:
    months, looks = _considered(looked, episode) or ((), 0)
    if not months:
        return None
    weighed = [(found, month) for month in months if (found := looked.chart.evidence(month, rules_in(looked.rule_set)))]
    # A rule of a later version has no formula here: it is listed, and never told.
    evidence, month = min(weighed, key=lambda one: one[0].chance * one[0].looks,
                          default=(Evidence(months[-1].rules[0], 1.0, 1), months[-1]))
    return Candidate(looked, episode, month, evidence,
                     Weighed(looked.id, looked.family, evidence.chance, evidence.looks * looks),
                     too_small(looked.measure, looked.chart, month.start),
                     matching(episode, looked.known.get("episodes", ())) is not None)


def _considered(looked: Looked, episode: Episode) -> tuple[Sequence[Month], int] | None:
    """(months to weigh, months that were looked at to find one) of an episode that is to be weighed now."""
    old = matching(episode, looked.known.get("episodes", ()))
    if old is not None and old.get("told_in") is not None:
        return None
    fresh = [month for month in episode.months if month.start in looked.new and month.rules]
    if fresh:
        return fresh, len(looked.new)
    # Months judged before, found only now that the limits moved: any of them might have been.
    return None if old is not None else ([month for month in episode.months if month.rules], len(looked.chart.months))


def too_small(measure: Mapping[str, Any], chart: Chart, start: str) -> str:
    """Why a month's figure rests on too little for a signal, in words; empty where it does not."""
    month = next((month for month in chart.months if month.start == start), None)
    if measure.get("unit") in ("contacts", "count"):
        usual = month.lines.centre if month and month.lines else None
        # An average number, such as a backlog's, rests on more than the number says.
        whole = month is not None and month.value.is_integer()
        few = usual is not None and usual < MINIMUM_COUNT and whole and chart.kind not in FOR_FEW
        return _("fewer than {least} a month are usual").format(least=MINIMUM_COUNT) if few else ""
    denominator = next((figure.get("denominator") for figure in measure.get("figures", ())
                        if figure["period_start"] == start), None)
    if denominator is None or denominator >= MINIMUM_DENOMINATOR:
        return ""
    return _("it rests on {number}, fewer than {least}").format(number=format_count(denominator), least=MINIMUM_DENOMINATOR)


def cause_item(found: Candidate) -> Json:
    """A new special cause as signals.json holds it."""
    measure, month = found.looked.measure, found.month
    earlier = [other for other in found.looked.chart.months if other.order < found.episode.months[0].order]
    words = _("{value} in {month}: {what}, {meaning}").format(
        value=text_of(measure, month), month=month.label, what=_rule_words(found), meaning=_(_BETTER[found.episode.kind]))
    if month.lines is not None:
        unit = measure["unit"]
        words = _("{words}; {lower} to {upper} is usual").format(
            words=words, lower=_line_text(month.lines.lower, unit), upper=_line_text(month.lines.upper, unit))
    code = "special-cause-new" if month.start in found.looked.new else "special-cause-in-the-past"
    if code == "special-cause-in-the-past":
        words = _("{words}; found only now that the usual range moved or figures were revised").format(words=words)
    return item(found.looked, code, words, kind=found.episode.kind, since=found.episode.first,
                before=figure_of(measure, earlier[-1]) if earlier else None, after=figure_of(measure, month),
                evidence=_evidence(found), again=found.again or None, too_small=found.small or None)


def _line_text(value: float, unit: str) -> str:
    # No share lies below 0% or above 100%, and nothing else below nothing: the line is told where it can matter.
    return format_value(min(max(value, 0.0), 100.0) if unit == "percent" else max(value, 0.0), unit)


def _evidence(found: Candidate) -> Json:
    weighed = found.weighed
    once, all_looks = _odds(weighed.chance), _odds(weighed.adjusted)
    if weighed.chance >= 1:
        words = _("no probability is known for the rule {rule}").format(rule=found.evidence.rule)
    elif once == all_looks:
        words = _("chance alone: {once}").format(once=once)
    else:
        words = _("chance alone: {once}; {all} in {looks}").format(
            once=once, all=all_looks, looks=format_things(weighed.tests, mark("look"), mark("looks")))
    if found.evidence.compared > 1:
        words = _("{words} ({n} months together, against those before)").format(words=words, n=found.evidence.compared)
    return {"rule": found.evidence.rule, "months": found.evidence.compared or 1, "chance": weighed.chance,
            "looks": weighed.tests, "adjusted": weighed.adjusted,
            "words": words}


def _odds(chance: float) -> str:
    """A probability as people say it: "1 in 370"; two digits are all that it is worth."""
    if chance < 1e-6:
        return _("less than 1 in a million")
    if chance >= LIKELY:
        return _("likely")
    number = 1 / chance
    return _("1 in {number}").format(number=format_count(round(number, 2 - len(str(int(number))) if number >= 10 else 1)))


def _rule_words(found: Candidate) -> str:
    rules = RULE_SETS.get(found.looked.rule_set, DEFAULT_RULE_SET)
    if found.evidence.rule not in {rule.code for rule in rules.rules}:
        return found.evidence.rule
    higher = found.looked.measure.get("direction") == "higher"
    high = {"improvement": higher, "concern": not higher}.get(found.episode.kind, found.episode.kind == "neutral-high")
    kind = KINDS.get(found.looked.chart.kind, KINDS[XMR])
    return _(rules.rule(found.evidence.rule).words(1 if high else -1)).format(centre=_(kind.centre))


def ended(looked: Looked) -> list[tuple[Json, bool]]:
    """(item, whether its beginning was told) of each special cause that went on in the release before and is over now."""
    over = []
    for old in looked.known.get("episodes", ()):
        episode = next((each for each in looked.chart.episodes if matching(each, [old])), None)
        if not old.get("going_on") or (episode is not None and episode.going_on) or not looked.chart.months:
            continue
        since = next((month.label for month in looked.chart.months if month.start == old["from"]), old["from"])
        words = _ENDED if episode is not None else _GONE
        latest = looked.chart.months[-1]
        over.append((item(looked, "special-cause-ended", _(words).format(
            what=_(_BETTER.get(old["kind"], mark("a change"))), since=since, value=text_of(looked.measure, latest),
            month=latest.label), kind=old["kind"], since=old["from"], after=figure_of(looked.measure, latest)),
            old.get("told_in") is not None))
    return over


_ENDED = mark("{what} that was seen from {since} on is over; {value} in {month}")
_GONE = mark("{what} that was seen from {since} on is no longer found, as the usual range moved, the "
             "series was cut or figures were revised; "
             "{value} in {month}")


def known_episodes(looked: Chart, known: Sequence[Mapping[str, Any]], told: Sequence[Episode], number: int) -> list[Json]:
    """What the next release has to know of the measure's special causes. told: those that this release, of that number,
    tells."""
    kept = []
    for episode in looked.episodes:
        old = matching(episode, known) or {}
        kept.append({"kind": episode.kind, "from": episode.first, "to": episode.last, "months": len(episode.months),
                     "going_on": episode.going_on, "told_in": number if episode in told else old.get("told_in")})
    return kept


def item(looked: Looked, code: str, words: str, **more: Any) -> Json:
    """One thing of the digest: its code and words, the measure and its family, and whatever else is said of it."""
    return {"code": code, "measure": looked.id, "title": looked.measure["title"], "family": looked.family,
            "words": words, **{key: value for key, value in more.items() if value is not None}}


def figure_of(measure: Mapping[str, Any], month: Month) -> Json:
    """A month's figure: from (its first day), label, value and text."""
    return {"from": month.start, "label": month.label, "value": _published(measure, month).get("value", month.value),
            "text": text_of(measure, month)}


def text_of(measure: Mapping[str, Any], month: Month) -> str:
    """A month's figure as a page shows it."""
    return _published(measure, month).get("text") or format_value(month.value, measure["unit"])


def _published(measure: Mapping[str, Any], month: Month) -> Mapping[str, Any]:
    return next((figure for figure in measure.get("figures", ()) if figure["period_start"] == month.start), {})


def first_told(release: Held, names: Iterable[str]) -> frozenset[str]:
    """The measures of which a release that is the first to have them tells what stands: those whose special cause goes on
    and is told from chance, among all of them."""
    weighed, tested = [], Counter[str]()
    for name in names:
        chart = Chart(release.measures[name])
        if not chart.months or chart.months[-1].lines is None:
            continue
        tested[release.family(name)] += 1
        going_on = next((episode for episode in chart.episodes if episode.going_on), None)
        rules = rules_in((release.measures[name].get("judgement") or {}).get("rule_set") or "")
        found = chart.evidence(going_on.months[-1], rules) if going_on else None
        if found and not too_small(release.measures[name], chart, chart.months[-1].start):
            weighed.append(Weighed(name, release.family(name), found.chance, QUIET_MONTHS * found.looks))
    return portfolio_told(weighed, tested)
