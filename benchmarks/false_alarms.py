"""How often control charts raise an alarm over series in which nothing changed, and how soon they find what did change.

A stable series is judged as it stood at the end of a month, and as it stood a month before, by the shipped rules. "Standing":
the latest figure is a special cause. "New": it is, and a month before the latest one then was not, or was one of the other
side: that is what somebody would be told of. Every number comes from a fixed seed.

    python -m benchmarks.false_alarms            # all of it: some half an hour
    python -m benchmarks.false_alarms --quick    # a look: half a minute
    python -m benchmarks.false_alarms --rates    # the table of answerable.judgement.false_alarm_rates
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from answerable.judgement.charts import ChartPoint, control_chart
from answerable.judgement.false_alarm_rates import INDEPENDENT, REMEMBERS_MUCH, REMEMBERS_SOME, RULES, SERIES, SKEWED
from answerable.judgement.plans import MONTH, Baseline, ChartPlan, default_plan
from answerable.judgement.rules import RULE_SETS
from answerable.judgement.series import Point
from benchmarks.stable_series import (
    CHANCES_BETWEEN,
    DAYS_BETWEEN,
    NORMAL,
    SEASONAL,
    STABLE,
    Series,
    as_points,
    autocorrelated,
    seeded,
)

MONTHS, LONG = (12, 24, 36, 60), (37, 48, 60)
BASELINES = (12, 24, 36)
DROPS, SPREADS, WITHIN = (5, 10, 20), (2, 4, 6), (1, 3, 6, 12)
# Stable series, months of a portfolio, and series with a drop.
FULL, QUICK = (3000, 300, 500), (200, 10, 20)
PORTFOLIO = 40
RATE_MONTHS = (12, 13, 18, 24, 36, 60)
BEHAVING = dict(zip((INDEPENDENT, SKEWED, REMEMBERS_SOME, REMEMBERS_MUCH), STABLE, strict=False))
# What two measures of one force have in common from month to month: staffing, weather, demand.
IN_COMMON = 0.3


@dataclass
class Alarms:
    """What was found at the latest month of so many stable series. new_by_rule: by the rule that decides; by_rule: how often
    each rule found it at all, first or not."""

    series: int = 0
    standing: int = 0
    new_by_rule: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[str] = field(default_factory=Counter)

    @property
    def new(self) -> int:
        """How many would be told of."""
        return sum(self.new_by_rule.values())

    def rate(self, number: int) -> float:
        """A number of the series as a share, in per cent."""
        return 100 * number / self.series


def latest(points: Sequence[Point], plan: ChartPlan, unit: str = "percent") -> ChartPoint:
    """The newest month as the chart judges it."""
    return control_chart(points, direction="higher", plan=plan, unit=unit).points[-1]


def alarms(series: Series, months: int, plan: ChartPlan, repetitions: int) -> Alarms:
    """The alarms at the latest of so many months, over so many stable series."""
    found, streams = Alarms(), seeded(series.name)
    for _ in range(repetitions):
        points = series.points(streams(), months)
        now = latest(points, plan, series.unit)
        found.series += 1
        found.standing += now.side != 0
        found.by_rule.update(now.rules)
        if now.side and now.side != latest(points[:-1], plan, series.unit).side:
            found.new_by_rule[now.rules[0]] += 1
    return found


def months_until_found(drop: float, spread: float, baseline: int, plan: ChartPlan, repetitions: int) -> list[int | None]:
    """Of each of so many series around 80, how many months after a real drop its latest figure is found a concern; None: not
    within a year. drop, spread: in points; baseline: months before the drop."""
    found: list[int | None] = []
    streams, longest = seeded(f"{drop} {spread} {baseline}"), max(WITHIN)
    for _ in range(repetitions):
        values = streams().normal(80, spread, baseline + longest)
        values[baseline:] -= drop
        points = as_points(values)
        found.append(next((after for after in range(1, longest + 1)
                           if latest(points[:baseline + after], plan).special_cause == "concern"), None))
    return found


def portfolio(months: int, plan: ChartPlan, repetitions: int) -> list[int]:
    """New alarms of a month over 40 stable measures, each of which keeps 0.3 of the month before."""
    streams = seeded("portfolio")
    return [sum(_is_new(as_points(values), plan) for values in _together(streams(), months)) for _ in range(repetitions)]


def _is_new(points: Sequence[Point], plan: ChartPlan) -> bool:
    now = latest(points, plan).side
    return now != 0 and now != latest(points[:-1], plan).side


def _together(random: np.random.Generator, months: int) -> Iterator[np.ndarray]:
    draw = autocorrelated(0.3)
    common = draw(random, months)[0] - 80
    for _ in range(PORTFOLIO):
        own = draw(random, months)[0] - 80
        yield 80 + IN_COMMON ** 0.5 * common + (1 - IN_COMMON) ** 0.5 * own


def _named(plan: ChartPlan) -> str:
    baseline = f", lines from {plan.baseline.words}" if plan.baseline else ""
    season = ", seasonally adjusted" if plan.season == MONTH else ""
    return f"{plan.kind} chart, {plan.rule_set.id}{baseline}{season}"


def print_alarms(plan: ChartPlan, repetitions: int, kinds: Sequence[Series] = STABLE, months: Sequence[int] = MONTHS) -> None:
    """False alarms at the latest month by kind of series, months and rule."""
    codes = [rule.code for rule in plan.rule_set.rules]
    print(f"\n## {_named(plan)}: % of {repetitions:,} stable series\n")
    print(f"| series | months | new | standing | {' | '.join(codes)} |\n|{'---|' * (4 + len(codes))}")
    for series in kinds:
        for number in months:
            found = alarms(series, number, plan, repetitions)
            each = [found.new, found.standing, *(found.by_rule[code] for code in codes)]
            print(f"| {series.name} | {number} | " + " | ".join(f"{found.rate(one):.2f}" for one in each) + " |", flush=True)


def measured_row(series: Series, months: int, plan: ChartPlan, repetitions: int) -> tuple[int, ...]:
    """Standing alarms, then new ones by the rule that decides, as false_alarm_rates.py holds them."""
    found = alarms(series, months, plan, repetitions)
    return (found.standing, *(found.new_by_rule[code] for code in RULES))


def print_rates(plan: ChartPlan) -> None:
    """The rows of false_alarm_rates.py."""
    for behaviour, series in BEHAVING.items():
        for months in RATE_MONTHS:
            print(behaviour, months, measured_row(series, months, plan, SERIES), flush=True)


def print_power(plan: ChartPlan, repetitions: int) -> None:
    """How soon a real drop is found."""
    print(f"\n## A real drop, {_named(plan)}: % of {repetitions:,} found within\n")
    print("| drop | spread | months before | " + " | ".join(f"{months} months" for months in WITHIN) + " | median |\n|"
          + "---|" * (4 + len(WITHIN)))
    for drop in DROPS:
        for spread in SPREADS:
            for baseline in BASELINES:
                found = months_until_found(drop, spread, baseline, plan, repetitions)
                in_time = [100 * sum(at is not None and at <= within for at in found) / len(found) for within in WITHIN]
                median = sorted(at or 99 for at in found)[len(found) // 2]
                print(f"| {drop} | {spread} | {baseline} | " + " | ".join(f"{share:.0f}" for share in in_time)
                      + f" | {median if median < 99 else 'over a year'} |", flush=True)


def print_portfolio(plan: ChartPlan, repetitions: int) -> None:
    """What a month of 40 stable measures gives by chance."""
    for months in BASELINES:
        found = portfolio(months, plan, repetitions)
        print(f"{PORTFOLIO} stable measures, {months} months: {sum(found) / len(found):.2f} new alarms a month; none in "
              f"{100 * found.count(0) / len(found):.0f}% of months, {np.quantile(found, 0.9):.0f} or fewer in 90%, most "
              f"{max(found)}", flush=True)


def plans() -> Iterator[tuple[ChartPlan, Sequence[Series], Sequence[int]]]:
    """Every plan that is measured, with the series that it can take, and the months."""
    default = default_plan()
    yield default, STABLE, MONTHS
    yield replace(default, rule_set=RULE_SETS["making-data-count-2023"]), STABLE, (24,)
    yield replace(default, baseline=Baseline(points=12)), (NORMAL,), MONTHS
    counted = [series for series in STABLE if series.denominators]
    for kind in ("p", "p-prime"):
        yield replace(default, kind=kind), [series for series in counted if series.unit == "percent"], MONTHS
    for kind in ("u", "u-prime"):
        yield replace(default, kind=kind), [series for series in counted if series.unit == "ratio"], MONTHS
    for kind, between in (("xmr", DAYS_BETWEEN), ("t", DAYS_BETWEEN), ("xmr", CHANCES_BETWEEN), ("g", CHANCES_BETWEEN)):
        yield replace(default, kind=kind), (between,), MONTHS
    yield default, (SEASONAL,), LONG
    yield replace(default, season=MONTH), (NORMAL, SEASONAL), LONG


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print everything, as tables of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few series: rates to within a few per cent only")
    parser.add_argument("--rates", action="store_true", help="print what judgement/false_alarm_rates.py holds, and no more")
    options = parser.parse_args(words)
    quick, started = options.quick, time.monotonic()
    if options.rates:
        print_rates(default_plan())
        return
    stable, together, dropping = QUICK if quick else FULL
    for plan, kinds, months in plans():
        print_alarms(plan, stable, kinds, months[-1:] if quick else months)
    print("\n## Portfolio\n")
    print_portfolio(default_plan(), together)
    print_power(default_plan(), dropping)
    print_power(replace(default_plan(), baseline=Baseline(points=12)), dropping)
    print(f"\n{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
