"""A force's trend against its peers': has it changed otherwise than they did?

Each force counts the same, so that the largest does not stand for all. The peers' own changes show how far single forces
change for reasons of their own; the own change is told apart only where it lies outside of what a further force like them
would change by (prediction interval of Student's t).
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from answerable.judgement.series import HIGHER, NEUTRAL
from answerable.words import _, format_count, format_value, mark, ngettext

METHOD = "peers-change-prediction-1"
LEVEL = 0.95
# As many peers as a funnel has beside the own force.
LEAST_PEERS = 5
SAME, MORE, LESS = "not-told-apart", "above-peers", "below-peers"


@dataclass(frozen=True)
class PeriodFigures:
    """A period: its label, first and last day (ISO), the own value (None where it has none) and that of each peer by its id."""

    label: str
    first: str
    last: str
    own: float | None
    peers: Mapping[str, float]


@dataclass(frozen=True)
class Change:
    """From one period to another. own, peers: changes, in the unit (of the peers their mean); low, high: 95% interval of the
    difference between the two; code: SAME, MORE (the own change lies above) or LESS."""

    first: PeriodFigures
    last: PeriodFigures
    own: float
    peers: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """The own change less the peers'."""
        return self.own - self.peers

    @property
    def code(self) -> str:
        """Whether the two changes are told apart."""
        # Peers that all change alike leave no spread: the last digit of a sum must not tell a force apart from them.
        slack = 1e-9 * max(1.0, abs(self.own), abs(self.peers))
        if self.low - slack <= 0 <= self.high + slack:
            return SAME
        return MORE if self.difference > 0 else LESS


@dataclass(frozen=True)
class PeerTrend:
    """The own series beside its peers'. compared: ids of the peers that have a figure in every period; change: None where
    the own force or too few peers have a figure at both ends."""

    periods: tuple[PeriodFigures, ...]
    compared: tuple[str, ...]
    change: Change | None

    def peers_at(self, period: PeriodFigures) -> float | None:
        """The mean of the compared peers in a period; None where there is none."""
        return statistics.fmean(period.peers[force] for force in self.compared) if self.compared else None


def peer_trend(periods: Sequence[PeriodFigures], since: PeriodFigures | None = None) -> PeerTrend:
    """Set an own series beside its peers'.

    periods: in order of time, each of the same kind; since: the one from which to the last the change is taken (None: the
    first). Only peers with a figure in every period are compared, so that no change comes from who is among them.
    """
    if not periods:
        return PeerTrend((), (), None)
    compared = tuple(sorted(set.intersection(*(set(period.peers) for period in periods))))
    first, last = since or periods[0], periods[-1]
    change = None
    if first is not last and first.own is not None and last.own is not None and len(compared) >= LEAST_PEERS:
        changes = [last.peers[force] - first.peers[force] for force in compared]
        own, mean = last.own - first.own, statistics.fmean(changes)
        spread = statistics.stdev(changes) * math.sqrt(1 + 1 / len(changes))
        reach = student_quantile((1 + LEVEL) / 2, len(changes) - 1) * spread
        change = Change(first, last, own, mean, own - mean - reach, own - mean + reach)
    return PeerTrend(tuple(periods), compared, change)


def student_quantile(share: float, freedom: int) -> float:
    """The quantile (share 0.5 to 1) of Student's t with whole degrees of freedom, by halving; right to 10 digits."""
    low, high = 0.0, 1.0
    while student_below(high, freedom) < share:
        high *= 2
    for _step in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if student_below(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def student_below(t: float, freedom: int) -> float:
    """Probability that Student's t lies below t: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3, 26.7.4."""
    angle = math.atan(t / math.sqrt(freedom))
    square, odd = math.cos(angle) ** 2, freedom % 2
    term, total = (math.cos(angle) if odd else 1.0), 0.0
    for step in range(freedom // 2):
        total += term
        term *= square * (2 * step + 2) / (2 * step + 3) if odd else square * (2 * step + 1) / (2 * step + 2)
    inside = 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total
    return (1 + inside) / 2


def trend_json(trend: PeerTrend, unit: str, direction: str, name: str) -> dict[str, Any]:
    """The part "peer_trend" of a release, but for its group. Values in the unit, shares as per cent."""
    return {"method": METHOD, "compared": list(trend.compared), "unit": unit,
            "periods": [_period(period, trend, unit) for period in trend.periods],
            "change": _change(trend.change, unit) if trend.change else None,
            "sentence": _sentence(trend, unit, direction, name)}


def _period(period: PeriodFigures, trend: PeerTrend, unit: str) -> dict[str, Any]:
    peers = trend.peers_at(period)
    difference = None if peers is None or period.own is None else period.own - peers
    return {"label": period.label, "from": period.first, "to": period.last, "own": period.own,
            "own_text": format_value(period.own, unit), "peers": peers, "peers_text": format_value(peers, unit),
            "difference": difference, "difference_text": "" if difference is None else difference_text(difference, unit)}


def _change(change: Change, unit: str) -> dict[str, Any]:
    return {"from": change.first.label, "to": change.last.label, "own": change.own, "peers": change.peers,
            "difference": change.difference, "low": change.low, "high": change.high, "level": LEVEL, "code": change.code,
            "own_text": difference_text(change.own, unit), "peers_text": difference_text(change.peers, unit),
            "difference_text": difference_text(change.difference, unit), "low_text": difference_text(change.low, unit),
            "high_text": difference_text(change.high, unit)}


def difference_text(difference: float, unit: str) -> str:
    """A difference with its sign: "+1.4 percentage points", "−12 seconds"."""
    if unit == "percent":
        return _("{number} percentage points").format(number=_signed(difference))
    sign = "−" if difference < 0 else "+" if difference > 0 else ""
    return f"{sign}{format_value(abs(difference), unit)}"


def _signed(points: float) -> str:
    """A number of percentage points with one decimal and its sign; what rounds to 0 has none."""
    text = f"{abs(points):.1f}"
    return text if text == "0.0" else f"{'−' if points < 0 else '+'}{text}"


def _interval(change: Change, unit: str) -> str:
    low = _signed(change.low) if unit == "percent" else difference_text(change.low, unit)
    return _("{low} to {high}").format(low=low, high=difference_text(change.high, unit))


_TOLD = {SAME: mark("The two changes are not told apart"), MORE: mark("That is above what its peers' changes explain"),
         LESS: mark("That is below what its peers' changes explain")}


def _sentence(trend: PeerTrend, unit: str, direction: str, name: str) -> str:
    change, number = trend.change, len(trend.compared)
    if change is None:
        return ngettext("{number} peer has a figure in every period. To set trends side by side {needed} are needed, and an "
                        "own figure at both ends.", "{number} peers have a figure in every period. To set trends side by side "
                        "{needed} are needed, and an own figure at both ends.", number).format(
                            number=format_count(number), needed=LEAST_PEERS)
    said = _("From {first} to {last} {name} changed by {own}, its {number} peers by {peers} on average.").format(
        first=change.first.label, last=change.last.label, name=name, own=difference_text(change.own, unit), number=number,
        peers=difference_text(change.peers, unit))
    better = ""
    if change.code != SAME and direction != NEUTRAL:
        good = (change.code == MORE) == (direction == HIGHER)
        better = _(", a change for the better beside them") if good else _(", a change for the worse beside them")
    return said + " " + _("{told}{better}: the difference is {difference} (95% interval {interval}).").format(
        told=_(_TOLD[change.code]), better=better, difference=difference_text(change.difference, unit),
        interval=_interval(change, unit))
