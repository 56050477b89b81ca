"""How often the control chart of a measure that does not change raises an alarm all the same: measured, not derived.

Rules that look back over seven points, limits drawn from the very points that they judge, and months that remember one another
have no formula together. So stable series were drawn at random and judged by the shipped default plan, 12,000 for each row:
`python -m benchmarks.false_alarms --rates` prints this table (seeded); a test measures it again, coarsely. What it means:
docs/explanation/false-alarms.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from answerable.errors import InputError, did_you_mean
from answerable.judgement.rules import BEYOND_LIMITS, ONE_SIDE, TREND, TWO_OF_THREE

PLAN = "default-1"
RULE_SET = "making-data-count-r-0.2.2"
INDEPENDENT, SKEWED, REMEMBERS_SOME, REMEMBERS_MUCH = "independent", "skewed", "autocorrelated-0.3", "autocorrelated-0.6"
# What monthly figures of a service look like: staffing, demand and systems reach over the end of a month.
USUAL = REMEMBERS_SOME


@dataclass(frozen=True)
class Rates:
    """Probabilities (0 to 1) that a month brings a false alarm. new: the latest figure is a special cause, and a month before
    the latest one then was not, or was one of the other side; standing: the latest figure is a special cause; new_by_rule: of
    the new ones, by the code of the rule that decides."""

    new: float
    standing: float
    new_by_rule: Mapping[str, float]


# Months in the chart: (standing, then new by deciding rule: beyond the limits, trend, two of three, one side), of 12,000.
_MEASURED = {
    INDEPENDENT: {12: (172, 122, 8, 21, 21), 13: (166, 99, 5, 17, 21), 18: (206, 95, 4, 22, 54), 24: (187, 72, 6, 18, 50),
                  36: (200, 69, 1, 6, 81), 60: (211, 50, 4, 14, 79)},
    SKEWED: {12: (459, 327, 7, 21, 104), 13: (471, 310, 1, 21, 65), 18: (476, 264, 6, 24, 92), 24: (549, 308, 2, 15, 109),
             36: (595, 312, 5, 16, 111), 60: (589, 283, 4, 14, 128)},
    REMEMBERS_SOME: {12: (434, 238, 8, 88, 100), 13: (507, 226, 13, 78, 89), 18: (598, 189, 8, 84, 129),
                     24: (633, 176, 8, 84, 133), 36: (762, 177, 7, 90, 182), 60: (746, 159, 11, 84, 180)},
    REMEMBERS_MUCH: {12: (1393, 712, 23, 334, 324), 13: (1518, 375, 24, 262, 214), 18: (1911, 388, 23, 289, 261),
                     24: (2208, 404, 27, 284, 283), 36: (2410, 428, 22, 258, 297), 60: (2536, 424, 36, 245, 296)},
}
SERIES = 12_000
RULES = (BEYOND_LIMITS.code, TREND.code, TWO_OF_THREE.code, ONE_SIDE.code)
BEHAVIOURS = tuple(_MEASURED)


def false_alarm_rates(months: int, behaviour: str = USUAL) -> Rates:
    """The probability that a measure which does not change raises an alarm at its latest month.

    months: final figures in the phase that is judged, the latest among them; below twelve there are no limits and no alarms.
    Between the months that were measured by a straight line; beyond the last as at the last. behaviour: one of BEHAVIOURS.
    Holds for the default chart plan (single values and moving ranges) with the default rule set. Raises InputError on another
    behaviour.
    """
    if behaviour not in _MEASURED:
        raise InputError(f"'{behaviour}' was not measured.",
                         remedy=did_you_mean(behaviour, BEHAVIOURS) or f"Use one of: {', '.join(BEHAVIOURS)}.")
    table = _MEASURED[behaviour]
    if months < min(table):
        return Rates(0.0, 0.0, dict.fromkeys(RULES, 0.0))
    known = sorted(table)
    after = known[min(bisect_right(known, months), len(known) - 1)]
    before = known[bisect_right(known, months) - 1]
    way = (months - before) / (after - before) if after != before else 0.0
    standing, *by_rule = ((1 - way) * low + way * high for low, high in zip(table[before], table[after], strict=True))
    return Rates(sum(by_rule) / SERIES, standing / SERIES,
                 {rule: number / SERIES for rule, number in zip(RULES, by_rule, strict=True)})
