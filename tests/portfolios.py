"""Made-up portfolios: measures judged month by month, as a release holds them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from answerable.judgement import Amount, Point, Subject, Target, judge, rating_rule
from answerable.releases.held import Held
from answerable.releases.signals import digest

Json = dict[str, Any]
RULE = rating_rule()


def month(number: int) -> date:
    """The first day of a month, counted from January 2020."""
    return date(2020 + number // 12, number % 12 + 1, 1)


def aim(value: float, comparison: str = ">=") -> Target:
    """A target of the made-up force."""
    return Target("aim", 1, "any", Amount(value, comparison), "Westshire", "aspiration", "Made up.", date.min, None, "")


def judged(name: str, values: Sequence[float | None], *, parent: str | None = None, direction: str = "higher",
           unit: str = "percent", target: Target | None = None, denominator: float | None = 500, **more: Any) -> Json:
    """A measure's file of a release, judged as the program judges."""
    points = [Point(month(number), month(number).strftime("%B %Y"), value, "no-data" if value is None else "final",
                    denominator=denominator) for number, value in enumerate(values)]
    subject = Subject(name, name.replace("-", " "), unit, direction, "{value} in {period}")
    figures = [{"version": 1, "period_start": point.period_start.isoformat(), "label": point.label, "value": point.value,
                "text": "no figure" if point.value is None else f"{point.value:.1f}", "numerator": None,
                "denominator": denominator, "status": point.status} for point in points]
    known = [figure for figure in figures if figure["value"] is not None]
    return {"id": name, "title": subject.title, "parent": parent, "unit": unit, "direction": direction, "version": 1,
            "figures": figures, "headline": known[-1] if known else None,
            **judge(subject, points, target=target, rule=RULE).as_json(), **more}


def released(measures: Sequence[Json], number: int = 1, signals: Json | None = None, missing: Json | None = None,
             quality: Json | None = None, created_at: str = "") -> Held:
    """A release of these measures."""
    return Held(number, created_at or f"{month(number)}T09:00:00+00:00", {measure["id"]: measure for measure in measures},
                missing or {}, quality or {}, signals or {})


def told_of(before: Sequence[Json], after: Sequence[Json]) -> Json:
    """The digest of one release after another."""
    first = released(before)
    return digest(released(after, 2), replace(first, signals=digest(first, None)))


def stable(seed: int, count: int, months: int, in_family: int = 3) -> dict[str, list[float]]:
    """Name → a series in which nothing changes; the first of a family shares half of its variance with the others."""
    chooser, series = random.Random(seed), dict[str, list[float]]()
    for number in range(count):
        own = [chooser.gauss(0, 1) for _ in range(months)]
        if number % in_family:
            own = [0.7 * head + 0.7 * part for head, part in zip(series[_name(number - number % in_family)], own, strict=True)]
        series[_name(number)] = own
    return {name: [50 + value for value in values] for name, values in series.items()}


def month_by_month(series: Mapping[str, Sequence[float]], first: int, in_family: int = 3) -> list[Json]:
    """The digest of each month's release, from the one after `first` months on."""
    digests: list[Json] = []
    before = None
    for months in range(first, len(next(iter(series.values()))) + 1):
        measures = [judged(name, values[:months], parent=None if place % in_family == 0 else _name(place - place % in_family))
                    for place, (name, values) in enumerate(series.items())]
        now = released(measures, months)
        digests.append(digest(now, before))
        before = replace(now, signals=digests[-1])
    return digests[1:]


def _name(number: int) -> str:
    return f"measure-{number:02d}"
