"""Where a measure stands among the force's peers: its funnels, its trend against theirs, and what a rating may take of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from answerable.comparing.peer_figures import Published, Span, form_of, groups_on, is_recent, own_peer, peers_for, published
from answerable.comparing.peers import PeerGroup
from answerable.comparing.showing import Others
from answerable.judgement.against_peers import PeriodFigures, peer_trend, trend_json
from answerable.judgement.beside import Said
from answerable.judgement.funnel_forms import MEAN, Form, Peer
from answerable.judgement.funnel_words import Setting, funnel_json, position
from answerable.judgement.funnels import Funnel, funnel
from answerable.measures.definition import Measure
from answerable.measures.figure import Figure
from answerable.measures.spread import standard_error
from answerable.periods import to_day
from answerable.records.store import Manifest
from answerable.workspace import Workspace

# Of the periods that forces publish for (months, years) the latest of so many kinds is shown.
MOST_SHOWN = 2
# Of fewer others nothing more could be said than what they published, which stands on the page anyway.
LEAST_SHOWN = 2
# So many periods make a trend; so many of it are shown.
LEAST_PERIODS, MOST_PERIODS = 2, 24


@dataclass(frozen=True)
class AmongPeers:
    """What is known of a measure among peers. funnels, trend: the parts "funnels" and "peer_trend" of its release file;
    position: for the rating, None where there is none that still holds."""

    funnels: tuple[dict[str, Any], ...] = ()
    trend: dict[str, Any] | None = None
    position: Said | None = None

    def as_json(self) -> dict[str, Any]:
        """Both parts."""
        return {"funnels": list(self.funnels), "peer_trend": self.trend}


@dataclass(frozen=True)
class Comparison:
    """One funnel with what it is about."""

    funnel: Funnel
    setting: Setting
    span: Span
    group: PeerGroup | None

    @property
    def others(self) -> int:
        """How many others have a value."""
        return sum(not item.peer.own and item.peer.level is not None for item in self.funnel.placed)

    def as_json(self) -> dict[str, Any]:
        """An entry of "funnels"."""
        return {"group": group_json(self.group), "period": {"from": self.span.starts.isoformat(),
                                                            "to": self.span.ends.isoformat(), "kind": self.span.kind},
                **funnel_json(self.funnel, self.setting)}


Error = Callable[[Span], float | None]


def _unknown(_span: Span) -> None:
    """The standard error of a mean that nobody works out."""


@dataclass(frozen=True)
class Asking:
    """A measure to be set among peers. figures: its monthly ones; name: what pages call the force; error: gives the standard
    error of its mean over a period, in seconds."""

    measure: Measure
    form: Form
    figures: Sequence[Figure]
    others: Others
    name: str
    error: Error = _unknown

    @cached_property
    def published(self) -> Published:
        """What forces published that is like the measure, by period."""
        return published(self.others, self.measure)

    @property
    def spans(self) -> list[Span]:
        """The periods for which some force published, the latest first."""
        return sorted(self.published, reverse=True)

    def peers(self, span: Span, group: PeerGroup | None, own: Peer) -> list[Peer]:
        """Every force of a group with its figure for a period, the own one first."""
        return peers_for(self.others, self.measure, self.published.get(span, {}), span.ends, group, own)

    def compare(self, span: Span, group: PeerGroup | None, *, adjust: bool = True) -> Comparison:
        """The funnel of a group (None: every force that published) for a period. adjust: see judgement.funnels.funnel."""
        own = own_peer(self.others, self.name, self.figures, self.form, span, self.error)
        peers = self.peers(span, group, own)
        setting = Setting(self.measure.unit, self.measure.direction, span.label, group.title if group else "")
        return Comparison(funnel(peers, self.form, direction=self.measure.direction, adjust=adjust), setting, span, group)


def error_of(workspace: Workspace, measure: Measure, head: Manifest) -> Error:
    """What gives the standard error of a measure's mean over a period, from the records of a workspace."""
    return lambda span: standard_error(workspace.store, head, measure, to_day(span.starts), to_day(span.ends))


def group_json(group: PeerGroup | None) -> dict[str, Any] | None:
    """A peer group as a release names it."""
    return None if group is None else {"id": group.id, "title": group.title, "version": group.version, "owner": group.owner}


def asking(measure: Measure, figures: Sequence[Figure], others: Others, name: str,
           error: Error = _unknown) -> Asking | None:
    """What is needed to set a measure among peers; None for one that has no single series or no form of funnel. error: see
    Asking."""
    form = form_of(measure)
    return None if form is None or measure.dimensions else Asking(measure, form, figures, others, name, error)


def among_peers(measure: Measure, figures: Sequence[Figure], others: Others, name: str, judged: date,
                error: Error = _unknown) -> AmongPeers:
    """The funnels of a measure, its trend beside its peers', and its position.

    judged: a day of the figure that is judged; error: see Asking.
    """
    asked = asking(measure, figures, others, name, error)
    if asked is None or not asked.spans:
        return AmongPeers()
    spans = asked.spans
    found = [comparison for group in groups_on(others, spans[0].ends) for comparison in shown(asked, group)]
    # What can be placed comes first; a group that is too small is told after it.
    found.sort(key=lambda item: not item.funnel.limits)
    recent = sorted((item for item in found if is_recent(item.span, judged)), key=lambda item: item.span.ends, reverse=True)
    said = next(filter(None, (position(item.funnel, item.setting) for item in recent)), None)
    return AmongPeers(tuple(item.as_json() for item in found), _trend(asked), said)


def shown(asked: Asking, group: PeerGroup | None) -> list[Comparison]:
    """The funnels of a group to be shown: of each kind of period the latest that has enough forces; where none has, the
    latest for which several published anything, which says that they are too few."""
    found: dict[str, Comparison] = {}
    too_few: list[Comparison] = []
    for span in asked.spans:
        if span.kind not in found and len(found) < MOST_SHOWN:
            comparison = asked.compare(span, group)
            if comparison.funnel.limits:
                found[span.kind] = comparison
            elif comparison.others >= LEAST_SHOWN:
                too_few.append(comparison)
    return list(found.values()) or too_few[:1]


def _trend(asked: Asking) -> dict[str, Any] | None:
    """The trend over the periods of the kind that was published most often; None where that is one period."""
    spans = asked.spans
    # Of several groups the largest: in a small one nothing could be told apart.
    group = max(groups_on(asked.others, spans[0].ends), key=lambda one: len(one.on(spans[0].ends)) if one else 0)
    latest = [span for kind in dict.fromkeys(span.kind for span in spans) if kind != "days"
              for span in [other for other in spans if other.kind == kind][:MOST_PERIODS]]
    known = {span: period for span in sorted(latest) if len((period := _period(asked, span, group)).peers) >= LEAST_SHOWN}
    kinds = Counter(span.kind for span in known)
    kind = max(kinds, key=lambda name: kinds[name], default="")
    if kinds[kind] < LEAST_PERIODS:
        return None
    chosen = [span for span in known if span.kind == kind]
    since = next((known[span] for span in chosen
                  if (span.starts.year, span.starts.month) == chosen[-1].a_year_before()), None)
    measure = asked.measure
    return {"group": group_json(group), "kind": kind, **trend_json(
        peer_trend([known[span] for span in chosen], since), measure.unit, measure.direction, asked.name)}


def _period(asked: Asking, span: Span, group: PeerGroup | None) -> PeriodFigures:
    own = own_peer(asked.others, asked.name, asked.figures, asked.form, span)
    scale = 100 if asked.measure.unit == "percent" and asked.form is not MEAN else 1
    peers = {peer.id: peer.level * scale for peer in asked.peers(span, group, own)
             if not peer.own and not peer.left_out and peer.level is not None}
    return PeriodFigures(span.label, span.starts.isoformat(), span.ends.isoformat(),
                         None if own.left_out or own.level is None else own.level * scale, peers)
