"""Published series judged: calls to ambulances that were abandoned, and four hours in A&E, point by point against the NHS's own
package."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from answerable.judgement import judge, rating_rule
from answerable.judgement.charts import ControlChart, control_chart
from answerable.judgement.plans import Baseline, ChartPlan
from answerable.judgement.series import PhaseStart, Point
from answerable.judgement.verdict import Subject
from answerable.periods import MONTH_NAMES

DATA = os.environ.get("ANSWERABLE_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="the real files are not here: set ANSWERABLE_DATA to their folder")

Row = Mapping[str, str]


def point(month: date, value: float, numerator: float, denominator: float) -> Point:
    return Point(month, f"{MONTH_NAMES[month.month - 1]} {month.year}", value, "final", numerator, denominator)


def ambulance() -> list[Point]:
    """Calls to 999 for an ambulance, England, abandoned before they were answered: percent by month."""
    path = Path(DATA or "") / "nhs_999_calls_abandoned_2011_2017" / "england_999_ambulance_calls_abandoned_monthly.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [point(date.fromisoformat(f"{row['month']}-01"), share, share * calls / 100, calls)
            for row in rows for share, calls in [(float(row["pct_abandoned"]), 1000 * float(row["calls_received_thousand"]))]]


def emergency(keep: Callable[[Row], bool], *, of: str = "within") -> list[Point]:
    """Accident and emergency, England, of the departments that are kept: percent within four hours, or attendances."""
    path = Path(DATA or "") / "nhsrdatasets" / "ae_attendances.csv.gz"
    months: dict[str, list[int]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in filter(keep, csv.DictReader(file)):
            both = months.setdefault(row["period"], [0, 0])
            both[0] += int(row["attendances"])
            both[1] += int(row["breaches"])
    return [point(date.fromisoformat(month), 100 * (came - late) / came if of == "within" else came, came - late, came)
            for month, (came, late) in sorted(months.items())]


def every(_row: Row) -> bool:
    return True


def charted(points: list[Point], kind: str = "xmr", direction: str = "higher", starts: tuple[PhaseStart, ...] = (),
            **plan: object) -> ControlChart:
    return control_chart(points, direction=direction, plan=ChartPlan("test-1", kind=kind, **plan), phase_starts=starts,
                         unit="percent" if kind != "xmr" else None)


def letters(chart: ControlChart) -> str:
    """A letter a month: c common cause, H a change for the better, L one for the worse (higher is better)."""
    return "".join({"improvement": "H", "concern": "L", None: "c"}[found.special_cause] for found in chart.points)


def outside(chart: ControlChart) -> list[str]:
    return [found.point.label for found in chart.points if "beyond-limits" in found.rules]


# ---- abandoned calls for an ambulance, 78 months ----


def test_plain_limits_of_shares_call_nearly_every_month_out_of_the_ordinary() -> None:
    points = ambulance()
    assert len(points) == 78
    charts = {kind: charted(points, kind, "lower") for kind in ("p", "p-prime", "xmr")}
    assert {kind: len(outside(chart)) for kind, chart in charts.items()} == {"p": 71, "p-prime": 5, "xmr": 4}
    signals = {kind: sum(found.special_cause is not None for found in chart.points) for kind, chart in charts.items()}
    assert signals == {"p": 71, "p-prime": 26, "xmr": 32}


def test_laney_s_limits_are_twenty_times_as_wide_as_plain_ones() -> None:
    plain, laney = (charted(ambulance(), kind, "lower").points[0].lines for kind in ("p", "p-prime"))
    assert plain is not None
    assert laney is not None
    assert (round(plain.lower, 2), round(plain.upper, 2)) == (1.14, 1.22)
    assert (laney.upper - laney.centre) / (plain.upper - plain.centre) == pytest.approx(20.2, abs=0.1)


def test_laney_and_single_values_name_the_same_four_months_and_laney_one_more() -> None:
    points = ambulance()
    four = ["August 2012", "December 2012", "July 2014", "December 2016"]
    assert outside(charted(points, "xmr", "lower")) == four
    laney = charted(points, "p-prime", "lower")
    assert outside(laney) == [*four[:3], "December 2014", four[3]]
    # 870,738 calls came in December 2014, far more than in most months, so that its own limit lies nearer.
    december = next(found for found in laney.points if found.point.label == "December 2014")
    limits = charted(points, "xmr", "lower").phases[0].limits
    assert december.lines is not None
    assert limits is not None
    assert (round(december.lines.upper, 2), december.point.value, round(limits.upper, 2)) == (1.88, 1.90, 1.91)


def test_the_step_of_january_2015_shows_from_its_first_month() -> None:
    points = ambulance()
    for kind in ("xmr", "p-prime"):
        chart = charted(points, kind, "lower", baseline=Baseline(points=24))
        better = [found.point.label for found in chart.points[45:] if found.special_cause == "improvement"]
        assert (better[0], better[-1], len(better)) == ("January 2015", "June 2016", 18)


def test_after_the_step_is_declared_the_new_level_has_limits_of_its_own() -> None:
    points = ambulance()
    chart = charted(points, "xmr", "lower", starts=(PhaseStart(date(2015, 1, 1), "step"),))
    before, after = (phase.limits for phase in chart.phases)
    assert before is not None
    assert after is not None
    assert (round(before.centre, 2), round(after.centre, 2)) == (1.29, 1.00)
    assert outside(chart) == ["August 2012", "December 2012", "July 2014", "December 2016", "June 2017", "July 2017"]


# ---- four hours in A&E, 36 months: NHSRplotthedots' own charts of the same data ----


def test_four_hours_in_england_with_a_baseline_of_twelve_as_the_nhs_package_draws_it() -> None:
    # nhs-r-community/NHSRplotthedots, commit 0c096d8, tests/testthat/_snaps/integration_tests/ae_all_performance.svg: the
    # colour of each of 36 points, and the heights of the lines, read off its axis.
    chart = charted(emergency(every), baseline=Baseline(points=12))
    assert letters(chart) == "cccccccccLcHHHHHHHHcLLLLcccccLLLLLLL"
    lines = chart.phases[0].limits
    assert lines is not None
    read_off = [92 - 8 * (height - 46.66) / (323.20 - 46.66) for height in (147.28, 249.21, 45.35)]
    assert [lines.centre, lines.lower, lines.upper] == pytest.approx(read_off, abs=0.002)


@pytest.mark.parametrize(("kind", "expected", "heights"), [
    ("1", "cccccccccccHHHHHHHHcLLLLcccccccccccc", (210.67, 294.20, 127.14)),
    ("other", "HHHHHHHHHHcccccLLLLLLLLLHHHHHHHcccLc", (73.52, 82.72, 64.31))])
def test_four_hours_of_one_trust_as_the_nhs_package_draws_it(kind: str, expected: str, heights: tuple[float, ...]) -> None:
    # The same, ae_rl4_by_type_performance.svg: trust RL4, its two kinds of department.
    chart = charted(emergency(lambda row: row["org_code"] == "RL4" and row["type"] == kind))
    assert letters(chart) == expected
    lines = chart.phases[0].limits
    assert lines is not None
    read_off = [100 - 10 * (height - 61.49) / (158.69 - 61.49) for height in heights]
    assert [lines.centre, lines.lower, lines.upper] == pytest.approx(read_off, abs=0.002)


def test_attendances_with_a_step_as_the_nhs_package_draws_them() -> None:
    # The same, ae_all_attendances_rebase.svg: attendances, rebased at April 2017.
    chart = charted(emergency(every, of="attendances"), starts=(PhaseStart(date(2017, 4, 1), "rebase"),))
    assert letters(chart) == "c" * 36
    for phase, heights in zip(chart.phases, ((186.29, 315.42, 57.16), (152.41, 259.47, 45.35)), strict=True):
        read_off = [2_000_000 - 200_000 * (height - 163.93) / (248.08 - 163.93) for height in heights]
        assert phase.limits is not None
        assert [phase.limits.centre, phase.limits.lower, phase.limits.upper] == pytest.approx(read_off, abs=40)


def test_four_hours_in_england_go_with_the_season_and_not_much_else() -> None:
    points = emergency(every)
    assert letters(charted(points)) == "HHHHHHHccLcHHHHHHHHHLLLLHHHHHHHccLLc"
    assert letters(charted(points, season="month")) == "c" * 36
    assert len(outside(charted(points, "p"))) == 36


def test_the_sentence_of_the_last_month_says_that_it_was_seasonally_adjusted() -> None:
    subject = Subject("four-hours", "Four hours", "percent", "higher",
                      "{value} of {denominator} were seen in four hours in {period}")
    judged = judge(subject, emergency(every), target=None, rule=rating_rule(), plan=ChartPlan("test-1", season="month"))
    assert judged.sentence == ("86.6% of 2,167,550 were seen in four hours in March 2019: within its usual range (seasonally "
                               "adjusted). Higher is better.")
