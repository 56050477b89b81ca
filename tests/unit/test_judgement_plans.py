"""Chart plans: reading their files, every fault of one, which plan a measure gets, and what each of its choices does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from answerable.content import shipped
from answerable.errors import DefinitionError, InputError
from answerable.judgement.charts import control_chart
from answerable.judgement.plans import (
    FOLDER,
    Baseline,
    ChartPlan,
    default_plan,
    plan_for,
    read_plan,
    read_plans,
)
from answerable.judgement.series import PhaseStart, Point

PLAN: dict[str, Any] = {
    "chart_plan": "abandoned", "version": 1, "title": "Calls abandoned", "kind": "p-prime",
    "rule_set": "making-data-count-2023", "baseline": 24, "minimum_points": 12, "season": "none", "within_possible": True,
    "measures": ["999-abandoned"], "reason": "The number of calls differs much from month to month."}


def written(folder: Path, **changes: Any) -> Path:
    """The plan as a file, with keys changed; a key of value ... is left out."""
    content = {key: value for key, value in {**PLAN, **changes}.items() if value is not ...}
    path = folder / f"{content.get('chart_plan', 'abandoned')}-{content.get('version', 1)}.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def month(number: int) -> date:
    return date(2020 + number // 12, number % 12 + 1, 1)


def series(values: list[float]) -> list[Point]:
    return [Point(month(i), f"month {i}", value, "final") for i, value in enumerate(values)]


def centre(plan: ChartPlan, values: list[float], starts: tuple[PhaseStart, ...] = ()) -> list[float | None]:
    chart = control_chart(series(values), direction="higher", plan=plan, phase_starts=starts)
    return [phase.limits.centre if phase.limits else None for phase in chart.phases]


def test_the_shipped_default_is_a_chart_of_single_values_for_every_measure() -> None:
    plan = default_plan()
    assert (plan.id, plan.kind, plan.for_all, plan.minimum_points, plan.season) == ("default-1", "xmr", True, 12, "none")
    assert plan.rule_set.id == "making-data-count-r-0.2.2"
    assert plan.words == ("Single values and moving ranges; lines from all final figures of a phase, at least 12; "
                          "not seasonally adjusted; rules making-data-count-r-0.2.2")


def test_a_file_is_read_with_every_key(tmp_path: Path) -> None:
    plan = read_plan(written(tmp_path))
    assert (plan.id, plan.kind, plan.rule_set.id, plan.baseline) == (
        "abandoned-1", "p-prime", "making-data-count-2023", Baseline(points=24))
    assert (plan.measures, plan.for_all, plan.within_possible) == (("999-abandoned",), False, True)
    assert "the first 24 figures of a phase" in plan.words


def test_a_baseline_may_be_dates(tmp_path: Path) -> None:
    plan = read_plan(written(tmp_path, baseline={"from": date(2023, 4, 1), "to": date(2025, 3, 31)}))
    assert plan.baseline == Baseline(first=date(2023, 4, 1), last=date(2025, 3, 31))
    assert "the figures from 2023-04-01 to 2025-03-31" in plan.words


@pytest.mark.parametrize(("changes", "fault"), [
    ({"kynd": "p"}, "unknown key 'kynd'. Did you mean 'kind'"),
    ({"kind": "p-primo"}, "kind is 'p-primo'.*Did you mean 'p-prime'"),
    ({"rule_set": "making-data-count-2024"}, "rule_set is 'making-data-count-2024'"),
    ({"baseline": "a year"}, "baseline is 'a year'. Write how many first figures"),
    ({"baseline": {"from": date(2025, 4, 1), "to": date(2024, 3, 31)}}, "baseline: to is '2024-03-31', before from"),
    ({"baseline": {"from": date(2025, 4, 1)}}, "baseline: 'to' is missing"),
    ({"baseline": {"first": date(2025, 4, 1)}}, "baseline: unknown key 'first'"),
    ({"baseline": 6}, "baseline is 6, fewer than the 12 figures that lines need"),
    ({"minimum_points": 0}, "minimum_points is '0'. Write a whole number of 2 or more"),
    ({"season": "month"}, "season is 'month' with kind 'p-prime'"),
    ({"season": "month", "kind": "xmr"}, "baseline is 24, fewer than the 36 figures"),
    ({"within_possible": "yes"}, "within_possible is 'yes'. Write true or false"),
    ({"within_possible": ...}, "'within_possible' is missing"),
    ({"measures": ...}, "measures is 'None'. Write a list of measures' ids, or all"),
    ({"kind": "t"}, "kind is 't', with a point for each event, but measures have one for each month"),
    ({"reason": ...}, "'reason' is missing"),
])
def test_each_fault_of_a_file_names_the_value_and_the_remedy(tmp_path: Path, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(DefinitionError, match=fault):
        read_plan(written(tmp_path, **changes))


def test_a_plan_s_name_and_version_are_its_file_s(tmp_path: Path) -> None:
    path = written(tmp_path)
    with pytest.raises(DefinitionError, match=r"Rename the file to abandoned-1\.yaml"):
        read_plan(path.rename(tmp_path / "other-1.yaml"))


def test_a_measure_gets_the_plan_that_names_it_and_every_other_the_one_for_all(tmp_path: Path) -> None:
    written(tmp_path)
    plans = read_plans(tmp_path)
    assert plan_for(plans, "999-abandoned").id == "abandoned-1"
    assert plan_for(plans, "999-offered").id == "default-1"
    assert plan_for((), "999-offered") == default_plan()


def test_the_newest_version_of_a_plan_counts(tmp_path: Path) -> None:
    for version in (1, 2, 10):
        written(tmp_path, version=version)
    assert plan_for(read_plans(tmp_path), "999-abandoned").id == "abandoned-10"


def test_a_workspace_s_own_plan_for_all_replaces_the_shipped_one(tmp_path: Path) -> None:
    written(tmp_path, chart_plan="ours", measures="all", kind="xmr")
    plans = read_plans(tmp_path)
    assert plan_for(plans, "999-offered").id == "ours-1"


def test_two_plans_for_one_measure_are_refused(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, chart_plan="other")
    with pytest.raises(InputError, match="'abandoned-1' and 'other-1' are both for 999-abandoned"):
        read_plans(tmp_path)


def test_every_shipped_plan_is_sound() -> None:
    assert {path.stem for path in shipped(FOLDER).glob("*.yaml")} == {plan.id for plan in read_plans()}


# ---- what the choices do ----


def test_a_baseline_of_dates_holds_for_the_phase_it_touches_and_the_others_stand_by_themselves() -> None:
    values = [10.0, 12] * 6 + [20.0, 22] * 6 + [50.0, 52] * 6
    dated = ChartPlan("x-1", baseline=Baseline(first=month(0), last=month(11)))
    assert centre(dated, values) == [11]
    assert centre(dated, values, (PhaseStart(month(24), "x"),)) == [11, 51]


def test_dates_that_touch_no_figure_leave_no_lines() -> None:
    dated = ChartPlan("x-1", baseline=Baseline(first=date(1999, 1, 1), last=date(1999, 12, 31)))
    assert centre(dated, [10.0, 12] * 12) == [None]


def test_a_baseline_that_is_not_yet_full_is_judged_by_what_there_is_of_it() -> None:
    assert centre(ChartPlan("x-1", baseline=Baseline(points=24)), [10.0, 12] * 6) == [11]


def test_fewer_figures_are_enough_where_the_plan_says_so() -> None:
    plan = ChartPlan("x-1", minimum_points=6)
    assert centre(plan, [10.0, 12] * 3) == [11]
    assert centre(replace(plan, minimum_points=7), [10.0, 12] * 3) == [None]


def test_drawn_limits_are_cut_only_where_the_plan_declares_it() -> None:
    for declared, upper in ((True, 100.0), (False, 95.5 + 2.66 * 7)):
        plan = ChartPlan("x-1", within_possible=declared)
        phase = control_chart(series([99, 92] * 6), direction="higher", plan=plan, unit="percent").phases[0]
        assert phase.limits is not None
        assert (phase.drawn_upper, phase.limits.upper) == pytest.approx((upper, 95.5 + 2.66 * 7))
