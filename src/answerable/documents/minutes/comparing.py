"""Figures that minutes state, held against our own and against what was stated before. Plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

AGREES, DIFFERS, NO_FIGURE = "agrees", "differs", "no-figure"
STANDINGS = (AGREES, DIFFERS, NO_FIGURE)
Key = tuple[str, date, date]


@dataclass(frozen=True)
class Stated:
    """A figure as somebody stated it. value: in the measure's unit, with the digits that were printed; start, end: first and
    last day of its period; where: in which document, for people."""

    measure: str
    value: float
    start: date
    end: date
    where: str = ""

    @property
    def key(self) -> Key:
        """What it is a figure of."""
        return self.measure, self.start, self.end


@dataclass(frozen=True)
class Compared:
    """How a stated figure stands. standing: one of STANDINGS; own: our own figure of that measure and period; by: stated less
    own, None where there is none."""

    stated: Stated
    standing: str
    own: float | None = None
    by: float | None = None


@dataclass(frozen=True)
class Contradiction:
    """Two statements about one measure and period that cannot both hold."""

    earlier: Stated
    later: Stated

    @property
    def by(self) -> float:
        """The later less the earlier."""
        return self.later.value - self.earlier.value


def compare_stated(stated: Iterable[Stated], own: Mapping[Key, float]) -> list[Compared]:
    """Each figure stated beside our own of the same measure and period.

    They agree where our own, rounded to the digits that were stated, is what was stated: 65% agrees with 65.4% and with
    64.5%. own: (measure, first day, last day) → value in the measure's unit.
    """
    return [_compared(one, own.get(one.key)) for one in stated]


def _compared(one: Stated, own: float | None) -> Compared:
    if own is None:
        return Compared(one, NO_FIGURE)
    return Compared(one, AGREES if _same(one.value, own) else DIFFERS, own, one.value - own)


def _same(stated: float, exact: float) -> bool:
    digits = Decimal(repr(float(stated))).normalize().as_tuple().exponent
    places = min(0, int(digits))
    return Decimal(repr(float(exact))).quantize(Decimal(1).scaleb(places), ROUND_HALF_UP) == Decimal(repr(float(stated)))


def contradictions(stated: Iterable[Stated], earlier: Iterable[Stated]) -> list[Contradiction]:
    """Statements that give another value for a measure and period than an earlier one did. A value that was only rounded
    differently is none."""
    before: dict[Key, list[Stated]] = {}
    for one in earlier:
        before.setdefault(one.key, []).append(one)
    return [Contradiction(other, one) for one in stated for other in before.get(one.key, ())
            if not _same(one.value, other.value) and not _same(other.value, one.value)]
