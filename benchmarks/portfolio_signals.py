"""How many false signals a whole force would be told of in a month, and how soon it is told of a real drop.

Forty made-up measures in families of three (correlated by 0.7) are judged and released month by month, by the shipped chart
plan and digest. Every number comes from a fixed seed.

    python -m benchmarks.portfolio_signals            # some ten minutes
    python -m benchmarks.portfolio_signals --quick    # a look: a minute
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from answerable.judgement import Subject, judge, rating_rule
from answerable.releases.held import Held
from answerable.releases.signals import digest
from benchmarks.stable_series import STABLE, Numbers, as_points, autocorrelated, normal, seeded

MEASURES, FAMILY, BEFORE, MONTHS = 40, 3, 24, 20
TOGETHER = 0.7
# A drop in spreads of the measure: 5, 10 and 20 points of a share whose months differ by 3 points.
DROPS = (5, 10, 20)
RULE = rating_rule()
Json = dict[str, Any]
Draw = Callable[[np.random.Generator, int], tuple[Numbers, Numbers | None]]


def portfolio(draw: Draw, random: np.random.Generator, months: int) -> list[Numbers]:
    """The series of a force; the measures of a family share half of their variance with its head."""
    series: list[Numbers] = []
    for place in range(MEASURES):
        own = draw(random, months)[0]
        head = series[place - place % FAMILY] if place % FAMILY else None
        series.append(own if head is None else
                      own.mean() + TOGETHER * (head - head.mean()) + (1 - TOGETHER ** 2) ** 0.5 * (own - own.mean()))
    return series


def digests(series: Sequence[Numbers], first: int) -> list[Json]:
    """What the release of each month tells, from the one after so many months."""
    told, before = [], None
    for months in range(first, len(series[0]) + 1):
        now = Held(months, "2026-01-01T00:00:00+00:00",
                   {name(place): measure(place, values[:months]) for place, values in enumerate(series)}, {}, {}, {})
        told.append(digest(now, before))
        before = replace(now, signals=told[-1])
    return told[1:]


def name(place: int) -> str:
    """The id of a measure."""
    return f"measure-{place:02d}"


def measure(place: int, values: Numbers) -> Json:
    """A measure's file of a release."""
    points = as_points(values, unit="ratio")
    subject = Subject(name(place), name(place), "ratio", "higher", "{value} in {period}")
    figures = [{"version": 1, "period_start": point.period_start.isoformat(), "label": point.label, "value": point.value,
                "text": f"{point.value:.2f}", "denominator": None, "status": "final"} for point in points]
    return {"id": name(place), "title": name(place), "unit": "ratio", "direction": "higher", "version": 1, "figures": figures,
            "headline": figures[-1], "parent": name(place - place % FAMILY) if place % FAMILY else None,
            **judge(subject, points, target=None, rule=RULE).as_json()}


def everything(told: Json, kept: str, code: str = "special-cause-new") -> list[Json]:
    """Every new special cause of a list, those told under another included."""
    return [each for thing in told[kept] for each in (thing, *thing.get("beside", ())) if each["code"] == code]


def print_false(forces: int) -> None:
    """False tellings by kind of series."""
    print(f"\n## Nothing changed: {forces * MONTHS} months of {MEASURES} measures\n")
    print("| series | found anew a measure and month | told a month | months with none told | ends told a month |\n"
          "|---|---|---|---|---|")
    for kind in STABLE[:4]:
        streams = seeded(f"portfolio {kind.name}")
        all_told = [told for _ in range(forces) for told in digests(portfolio(kind.draw, streams(), BEFORE + MONTHS), BEFORE)]
        count = [len(everything(told, "told")) for told in all_told]
        found = sum(count) + sum(not each.get("again") for told in all_told for each in everything(told, "by_chance"))
        ends = sum(len(everything(told, "told", "special-cause-ended")) for told in all_told)
        print(f"| {kind.name} | {found / len(all_told) / MEASURES:.4f} | {sum(count) / len(all_told):.3f} | "
              f"{100 * count.count(0) / len(count):.0f}% | {ends / len(all_told):.3f} |", flush=True)


def print_power(forces: int) -> None:
    """How soon a real drop of one measure is told."""
    print(f"\n## A real drop of one measure of {MEASURES}: % of {forces} told within\n")
    print("| series, spread 3 | drop, points | 1 month | 2 months | 3 months | 6 months |\n|---|---|---|---|---|---|")
    for title, draw in (("normal", normal), ("autocorrelated 0.3", autocorrelated(0.3))):
        for drop in DROPS:
            streams, after = seeded(f"drop {drop} {title}"), []
            for _ in range(forces):
                series = portfolio(draw, streams(), BEFORE + 7)
                series[FAMILY][BEFORE + 1:] -= drop
                after.append(next((number for number, told in enumerate(digests(series, BEFORE)) if number and any(
                    each["measure"] == name(FAMILY) for each in everything(told, "told"))), 99))
            print(f"| {title} | {drop} | " + " | ".join(f"{100 * sum(at <= within for at in after) / forces:.0f}"
                                                         for within in (1, 2, 3, 6)) + " |", flush=True)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print both tables, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few forces: a look")
    options, started = parser.parse_args(words), time.monotonic()
    print_false(2 if options.quick else 20)
    print_power(5 if options.quick else 40)
    print(f"\n{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
