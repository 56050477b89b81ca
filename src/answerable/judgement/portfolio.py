"""Many measures judged at once: which of the signals found would still be told if chance alone were at work.

A force that judges forty measures a month by four rules finds something every month, though nothing changed. So each
signal is weighed by its probability, and as many are told as keep the expected share of false ones below a level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from answerable.judgement.false_alarm_rates import INDEPENDENT, false_alarm_rates
from answerable.judgement.rules import DEFAULT_RULE_SET, RULE_SETS

# The share of what is told that may be expected to be chance (the false discovery rate).
LEVEL = 0.10
# A share, mean or percentile of fewer records is told of by no signal: of 20 records one is 5 points of percent.
MINIMUM_DENOMINATOR = 20
# A number of things is told of by no signal where fewer are usual: below five, counts are far from normal and the lower
# limit lies under 0.
MINIMUM_COUNT = 5
# Months of figures for which the rate of false alarms is taken: two to three years. It differs little from 18 on, and between
# the rule sets less than the series differ.
FIGURES = 30
# Neighbouring months of a stable service are taken to be correlated by this much: the behaviour that
# false_alarm_rates.USUAL names. Staffing, demand and systems reach over the end of a month.
MEMORY = 0.3


@dataclass(frozen=True)
class Weighed:
    """A signal of one measure. family: measures that count the same records, by the head's id; chance: the probability
    that chance alone gives it; tests: how many looks were taken for it (rules, and months), any of which might have
    found something."""

    measure: str
    family: str
    chance: float
    tests: int = 1

    @property
    def adjusted(self) -> float:
        """The probability that any of the looks finds something as unlikely: at most the sum over them (Bonferroni)."""
        return min(1.0, self.chance * self.tests)


def rules_in(rule_set: str) -> int:
    """How many rules a rule set has, by its id; those of the default one for an id that this version does not know."""
    return len(RULE_SETS.get(rule_set, DEFAULT_RULE_SET).rules)


def expected_by_chance(new_months: Iterable[int], behaviour: str = INDEPENDENT) -> float:
    """How many new signals chance alone would give. new_months: of every measure judged, how many months are judged for the
    first time; behaviour: of the months, as false_alarm_rates knows them."""
    return false_alarm_rates(FIGURES, behaviour).new * sum(new_months)


def told(signals: Sequence[Weighed], tested: Mapping[str, int], level: float = LEVEL) -> frozenset[str]:
    """The measures whose signal is told: as many as keep the expected share of false ones at or below the level.

    signals: at most one a measure; tested: family → how many of its measures were judged, those without a signal
    included. Families first: each has the probability of Simes, and is chosen by Benjamini and Hochberg among all
    families; within a chosen family, Benjamini and Hochberg again, at the level times the share of families chosen.
    Sources: Simes, Biometrika 73, 1986, 751-754; Benjamini and Hochberg, Journal of the Royal Statistical Society B 57,
    1995, 289-300; Benjamini and Bogomolov, the same 76, 2014, 297-318.
    """
    members: dict[str, list[Weighed]] = {}
    for signal in signals:
        members.setdefault(signal.family, []).append(signal)
    by_family = {family: simes([signal.adjusted for signal in found], tested.get(family, len(found)))
                 for family, found in members.items()}
    families = max(len(tested), len(members))
    chosen = rejected(by_family, families, level)
    within = level * len(chosen) / families if families else 0.0
    return frozenset(measure for family in chosen
                     for measure in rejected({signal.measure: signal.adjusted for signal in members[family]},
                                             tested.get(family, len(members[family])), within))


def simes(chances: Sequence[float], tests: int) -> float:
    """The probability that a family of so many tests, related to one another in the same direction, shows such chances
    where nothing changed: the least of tests × the i-th smallest / i."""
    return min((min(1.0, tests * value / place) for place, value in enumerate(sorted(chances), start=1)), default=1.0)


def rejected(chances: Mapping[str, float], tests: int, level: float) -> frozenset[str]:
    """The names that Benjamini and Hochberg tell, of so many tests: up to the last, in order of their chances, that is
    at or below level × place / tests."""
    ordered = sorted(chances, key=lambda name: (chances[name], name))
    last = max((place for place, name in enumerate(ordered, start=1) if chances[name] <= level * place / tests), default=0)
    return frozenset(ordered[:last])
