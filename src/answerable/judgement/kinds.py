"""The kinds of control chart: how each draws its lines, and what it needs of a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from answerable.errors import InputError
from answerable.judgement.attributes import binomial, fit_laney, fit_plain, poisson, wrong_counts
from answerable.judgement.lines import LinesAt
from answerable.judgement.rare_events import fit_g, fit_t, wrong_distance
from answerable.judgement.rules import RuleSet
from answerable.judgement.series import Point
from answerable.judgement.xmr import fit as fit_xmr
from answerable.words import mark

XMR, P, P_PRIME, U, U_PRIME, G, T = "xmr", "p", "p-prime", "u", "u-prime", "g", "t"
# How many of the unit one is: a share of 1 is 100 percent.
SCALES = {"percent": 100.0}


def _nothing_wrong(_point: Point, _scale: float) -> str | None:
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of chart. words: what it is, for people; centre: what its centre line is called; units: in which a series must
    be (None: any); between_events: whether each point is an event; fit: points in unbroken stretches, the rule set and the
    unit's scale → the lines at each point; wrong: what a point lacks for it, as a clause."""

    code: str
    words: str
    fit: Callable[[Sequence[Sequence[Point]], RuleSet, float], LinesAt | None]
    centre: str = mark("average")
    units: tuple[str, ...] | None = None
    between_events: bool = False
    varying: bool = False
    wrong: Callable[[Point, float], str | None] = _nothing_wrong

    def check(self, points: Sequence[Point], unit: str | None) -> None:
        """Raise InputError unless every judged point, and the unit (None: not told), are such as this kind of chart needs."""
        if unit is not None and self.units is not None and unit not in self.units:
            raise InputError(f"a series in {unit} cannot be judged by a {self.code} chart.",
                             remedy=f"A {self.code} chart takes {' or '.join(self.units)}; use xmr.")
        scale = self.scale(unit)
        for point in points:
            if point.judged and (wrong := self.wrong(point, scale)):
                raise InputError(f"the figure for {point.label} {wrong}, so it cannot be judged by a {self.code} chart.",
                                 where=f"the period that starts on {point.period_start}", remedy=self._remedy())

    def scale(self, unit: str | None) -> float:
        """How many of the unit a share or rate of 1 is. A share of unknown unit is in percent."""
        return SCALES.get(unit or ("percent" if self.code in (P, P_PRIME) else ""), 1.0)

    def _remedy(self) -> str:
        if self.between_events:
            return "Give the distance from the event before, 0 or more."
        return "Give its numerator and denominator, or use a chart plan of kind xmr."


_share = partial(Kind, units=("percent",), varying=True, wrong=partial(wrong_counts, share=True))
_rate = partial(Kind, units=("ratio", "percent", "count", "contacts"), varying=True, wrong=partial(wrong_counts, share=False))
_between = partial(Kind, between_events=True)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in (
    Kind(XMR, mark("single values and moving ranges"), fit_xmr),
    _share(P, mark("shares with limits from their denominators"), fit_plain(binomial)),
    _share(P_PRIME, mark("shares with limits from their denominators, after Laney"), fit_laney(binomial)),
    _rate(U, mark("rates with limits from their denominators"), fit_plain(poisson)),
    _rate(U_PRIME, mark("rates with limits from their denominators, after Laney"), fit_laney(poisson)),
    _between(G, mark("chances between rare events"), fit_g, mark("median"),
             wrong=lambda point, _scale: wrong_distance(point, whole=True)),
    _between(T, mark("time between rare events"), fit_t, mark("middle"),
             wrong=lambda point, _scale: wrong_distance(point, whole=False)),
)}
