"""Published figures held against one another: what cannot be true together, and which statements disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby

from answerable.comparing.benchmarks import Benchmark, amount
from answerable.judgement.evidence import differ
from answerable.words import _, format_count

CENTRES = ("mean", "median")


@dataclass(frozen=True)
class Reported:
    """A number that was published: who and which line it is about, when, and what kind of number it is.

    key: what tells it from others; value: in `unit` (percent, seconds, contacts).
    """

    key: str
    about: str
    line: str
    starts: date
    ends: date
    statistic: str
    value: float
    unit: str

    @property
    def subject(self) -> tuple[str, str, date, date]:
        """What must be equal for two numbers to be held against each other."""
        return (self.about, self.line, self.starts, self.ends)


@dataclass(frozen=True)
class Doubt:
    """Numbers (their keys) that cannot all be right, and why."""

    keys: tuple[str, ...]
    words: str


def reported(item: Benchmark) -> Reported:
    """A benchmark as a number to be checked."""
    return Reported(item.id, item.about, item.line, item.starts, item.ends, item.statistic, item.value, item.unit)


def doubts(numbers: Iterable[Reported]) -> list[Doubt]:
    """Everything that cannot be: a share outside 0 to 100, a mean above the longest, parts that do not make the whole."""
    listed = sorted(numbers, key=lambda item: (*map(str, item.subject), item.key))
    found = [doubt for item in listed for doubt in _alone(item)]
    for _subject, group in groupby(listed, key=lambda item: item.subject):
        together = list(group)
        found += [*_above_the_longest(together), *_parts_and_whole(together)]
    return found


def _alone(item: Reported) -> Iterable[Doubt]:
    if item.unit == "percent" and not 0 <= item.value <= 100:
        yield Doubt((item.key,), _("{value:g} per cent: a share lies between 0 and 100").format(value=item.value))
    elif item.value < 0:
        yield Doubt((item.key,), _("{value:g}: it cannot be below 0").format(value=item.value))


def _above_the_longest(together: Sequence[Reported]) -> Iterable[Doubt]:
    times = [item for item in together if item.unit == "seconds"]
    for centre in (item for item in times if item.statistic in CENTRES):
        for longest in (item for item in times if item.statistic == "longest" and item.value < centre.value):
            yield Doubt((centre.key, longest.key), _("the {what} ({value}) is above the longest of the same period ({longest})")
                        .format(what=centre.statistic, value=amount(centre.value, "seconds"),
                                longest=amount(longest.value, "seconds")))


def _parts_and_whole(together: Sequence[Reported]) -> Iterable[Doubt]:
    counts = {kind: [item for item in together if item.statistic == kind and item.unit in ("contacts", "count")]
              for kind in ("offered", "answered", "unanswered")}
    # Two statements of one count are a disagreement, which is said elsewhere; here the parts of one statement are added.
    if any(len(items) > 1 for items in counts.values()) or not counts["offered"]:
        return
    (offered,), parts = counts["offered"], [item for kind in ("answered", "unanswered") for item in counts[kind]]
    for part in parts:
        if part.value > offered.value:
            yield Doubt((offered.key, part.key), _("{part} {kind} of {offered} offered").format(
                part=format_count(part.value), kind=part.statistic, offered=format_count(offered.value)))
    if len(parts) == 2 and offered.value - parts[0].value != parts[1].value:
        yield Doubt((offered.key, parts[0].key, parts[1].key), _(
            "{offered} offered less {answered} answered is {rest}, not the {printed} printed as not answered").format(
                offered=format_count(offered.value), answered=format_count(parts[0].value),
                rest=format_count(offered.value - parts[0].value), printed=format_count(parts[1].value)))


@dataclass(frozen=True)
class Disagreement:
    """Published statements (ids of benchmarks) about one measure, one subject and one period that differ."""

    measure: str
    about: str
    period: str
    ids: tuple[str, ...]
    words: str


def disagreements(benchmarks: Iterable[Benchmark]) -> list[Disagreement]:
    """Every set of statements that differ by more than their own rounding, in the terms of the measure they are like."""
    listed = [(alike.measure, item) for item in benchmarks for alike in item.alike if item.statistic != "limit"]
    listed.sort(key=lambda pair: (pair[0], pair[1].about, pair[1].starts, pair[1].ends, pair[1].id))
    found = []
    for (measure, *_rest), pairs in groupby(listed, key=lambda pair: (pair[0], pair[1].about, pair[1].starts, pair[1].ends)):
        items = [item for _measure, item in pairs]
        if any(_differ(one, other, measure) for one, other in combinations(items, 2)):
            said = "; ".join(f"{item.quantity}: {item.text} ({item.id})" for item in items)
            found.append(Disagreement(measure, items[0].about, items[0].period, tuple(item.id for item in items), said))
    return found


def _differ(one: Benchmark, other: Benchmark, measure: str) -> bool:
    values = [one.in_terms_of(measure) or 0.0, other.in_terms_of(measure) or 0.0]
    lower, upper = sorted(zip(values, (one, other), strict=True), key=lambda pair: pair[0])
    if _open(lower[1], measure, upwards=True) or _open(upper[1], measure, upwards=False):
        return False
    return differ(upper[0], lower[0], (one.value, other.value))


def _open(item: Benchmark, measure: str, *, upwards: bool) -> bool:
    """Whether a statement ("90% or more") leaves room on that side, in the measure's terms."""
    alike = item.likeness(measure)
    rest = alike is not None and alike.takes == "rest"
    return item.reading == ("at-least" if upwards != rest else "at-most")
