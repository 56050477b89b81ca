"""How often a step is proposed where there is none, and how often one that is there is found.

`python -m benchmarks.steps` draws series of 24, 36 and 60 figures and prints, for each kind, the share of series for which a
step is proposed; for series with a step, also how often the place is right to a figure on either side. Deviations are in
standard deviations of the figures. Beyond one look, the last table looks again with every new figure, as a force does.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from answerable.judgement.charts import control_chart
from answerable.judgement.series import Point
from answerable.judgement.steps import proposals

Maker = Callable[[random.Random, int], list[float]]
LENGTHS = (24, 36, 60)


def normal(rng: random.Random, count: int) -> list[float]:
    """Independent and normal."""
    return [rng.gauss(0, 1) for _ in range(count)]


def skewed(rng: random.Random, count: int) -> list[float]:
    """Independent and exponential."""
    return [rng.expovariate(1) for _ in range(count)]


def counts(rng: random.Random, count: int) -> list[float]:
    """Binomial, 4 of 100 on average."""
    return [float(sum(rng.random() < 0.04 for _ in range(100))) for _ in range(count)]


def alike(correlation: float) -> Maker:
    """Each figure like the one before: a first-order autoregression."""
    def make(rng: random.Random, count: int) -> list[float]:
        value, found = rng.gauss(0, 1), []
        for _place in range(count):
            found.append(value)
            value = correlation * value + math.sqrt(1 - correlation ** 2) * rng.gauss(0, 1)
        return found
    return make


def seasonal(rng: random.Random, count: int) -> list[float]:
    """A year's wave of one standard deviation either way."""
    return [math.sin(2 * math.pi * place / 12) + rng.gauss(0, 1) for place in range(count)]


def rising(rng: random.Random, count: int) -> list[float]:
    """A steady rise by four standard deviations in all."""
    return [4 * place / count + rng.gauss(0, 1) for place in range(count)]


def spiked(rng: random.Random, count: int) -> list[float]:
    """Three bad months somewhere, four standard deviations off."""
    first = rng.randrange(count - 3)
    return [rng.gauss(0, 1) - (4 if first <= place < first + 3 else 0) for place in range(count)]


STABLE: dict[str, Maker] = {"normal": normal, "exponential": skewed, "small counts": counts, "alike by 0.2": alike(0.2),
                            "alike by 0.4": alike(0.4), "alike by 0.6": alike(0.6), "season": seasonal, "steady rise": rising,
                            "three bad months": spiked}


def points(values: Sequence[float]) -> list[Point]:
    """Figures of months from January 2000."""
    return [Point(date(2000 + place // 12, place % 12 + 1, 1), "", value, "final") for place, value in enumerate(values)]


def places(values: Sequence[float]) -> list[int]:
    """Where steps are proposed, by the number of figures before."""
    found = proposals(control_chart(points(values), direction="higher"))
    return [(each.at.year - 2000) * 12 + each.at.month - 1 for each in found]


def stable(series: int) -> Iterator[str]:
    """A line for each kind of stable series."""
    for name, make in STABLE.items():
        rng = random.Random(1)
        shares = [sum(bool(places(make(rng, count))) for _ in range(series)) / series for count in LENGTHS]
        yield f"{name:18}" + "".join(f"{100 * share:9.1f}%" for share in shares)


def power(series: int) -> Iterator[str]:
    """A line for each size of a real step in the middle, and ten figures before the end."""
    for size in (1, 1.5, 2, 3):
        for where in ("middle", "ten ago"):
            cells = []
            for count in LENGTHS:
                rng, at = random.Random(2), count // 2 if where == "middle" else count - 10
                found = [places([value + (size if place >= at else 0) for place, value in enumerate(normal(rng, count))])
                         for _ in range(series)]
                near = sum(any(abs(place - at) <= 1 for place in each) for each in found)
                cells.append(f"{100 * sum(map(bool, found)) / series:6.1f}% ({100 * near / series:.0f}%)")
            yield f"{size:3} sd, {where:8}" + "".join(f"{cell:>15}" for cell in cells)


def ever(series: int, first: int = 16, last: int = 60) -> Iterator[str]:
    """The share of stable series for which a step is proposed at least once while figures come in one by one."""
    for name in ("normal", "alike by 0.4"):
        rng, found = random.Random(3), 0
        for _turn in range(series):
            values = STABLE[name](rng, last)
            found += any(places(values[:count]) for count in range(first, last + 1))
        yield f"{name:18}{100 * found / series:9.1f}% of series between figure {first} and figure {last}"


def main() -> None:
    """Print every table."""
    print("Stable series: share with a step proposed, by number of figures")
    print("".ljust(18) + "".join(f"{count:10}" for count in LENGTHS), *stable(400), sep="\n")
    print("", "Series with a step: share with one proposed (at the right place)", *power(100), sep="\n")
    print("", "Looking again with every figure", *ever(60), sep="\n")


if __name__ == "__main__":
    main()
