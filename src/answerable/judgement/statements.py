"""Statements about one figure that cannot all be right: numbers that differ beyond rounding, ratings that differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Any

from answerable.judgement.evidence import Contradiction, rounding, shown
from answerable.judgement.stated import Stated
from answerable.words import _, format_count


@dataclass(frozen=True)
class Statement:
    """A figure, a rating, or both, as somebody stated them.

    value: as it was printed, in `unit`; rest: whether it is what is left of 100 per cent of the measure (the share answered,
    where the measure is the share that was not); numerator, denominator: the counts behind it, where they are told; about: the
    measure that it is about, where that is not the one it names; half: half of the last digit printed, None where only the
    number is known.
    """

    stated: Stated
    unit: str
    value: float | None = None
    rest: bool = False
    numerator: float | None = None
    denominator: float | None = None
    about: str = ""
    half: float | None = None

    @property
    def of_measure(self) -> float | None:
        """The value in the measure's own terms."""
        # Rounded where 100 − 93.9 would be 6.099999999999994: nothing is printed to nine decimals.
        return self.value if self.value is None or not self.rest else round(100.0 - self.value, 9)

    @property
    def room(self) -> float:
        """How far the true value may lie from the one that was printed."""
        return float(rounding(self.value or 0.0)) if self.half is None else self.half

    @property
    def subject(self) -> tuple[str, str, str]:
        """What must be equal for two statements to be about the same figure."""
        return (self.about or self.stated.measure, self.stated.starts.isoformat(), self.stated.ends.isoformat())


def disagreeing(statements: Iterable[Statement]) -> list[Contradiction]:
    """A contradiction for every figure of which statements differ by more than the rounding of what was printed, or whose
    ratings differ; and for every statement whose number is not what its own counts give."""
    listed = sorted(statements, key=lambda item: item.subject)
    found = [told for item in listed if (told := _not_its_counts(item))]
    for _subject, group in groupby(listed, key=lambda item: item.subject):
        together = list(group)
        found += [*_numbers(together), *_ratings(together)]
    return found


def _not_its_counts(item: Statement) -> Contradiction | None:
    if item.unit != "percent" or item.value is None or item.numerator is None or not item.denominator:
        return None
    counted = 100 * item.numerator / item.denominator
    if abs(counted - item.value) <= item.room + 1e-9:
        return None
    words = _("{value} is stated for {period}, but {count} of {all} is {counted}.").format(
        period=item.stated.label, value=shown(item.value, "percent"),
        count=format_count(item.numerator), all=format_count(item.denominator), counted=shown(round(counted, 2), "percent"))
    return Contradiction("statements-disagree", True, words, item.stated, {"value": item.value, "counted": counted})


def _numbers(together: Sequence[Statement]) -> Iterable[Contradiction]:
    with_value = [item for item in together if item.value is not None]
    if any(_differ(one, other) for one, other in combinations(with_value, 2)):
        yield _disagreement(together[0], "; ".join(map(_number_words, with_value)),
                            {"values": [item.of_measure for item in with_value]})


def _differ(one: Statement, other: Statement) -> bool:
    if one.value is None or other.value is None or one.unit != other.unit:
        return False
    return abs((one.of_measure or 0.0) - (other.of_measure or 0.0)) > one.room + other.room + 1e-9


def _number_words(item: Statement) -> str:
    value = shown(item.value or 0.0, item.unit)
    if item.rest:
        value = _("{value}, which is what is left of {rest}").format(value=shown(item.of_measure or 0.0, item.unit), rest=value)
    return f"{value} ({item.stated.source})" if item.stated.source else value


def _ratings(together: Sequence[Statement]) -> Iterable[Contradiction]:
    rated = [item.stated for item in together if item.stated.rated]
    if len({item.meaning.stands for item in rated}) > 1:
        told = "; ".join(f"{item.text} ({item.source})" if item.source else item.text for item in rated)
        yield _disagreement(together[0], told, {"ratings": [item.text for item in rated]})


def _disagreement(first: Statement, told: str, figures: dict[str, Any]) -> Contradiction:
    words = _("Statements about {period} disagree: {told}.").format(period=first.stated.label, told=told)
    return Contradiction("statements-disagree", True, words, first.stated, figures)
