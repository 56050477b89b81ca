"""How often a chart cries wolf, and how soon it finds what happened: what is published about it, measured again in small."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.false_alarms import BEHAVING, alarms, main, months_until_found
from benchmarks.stable_series import STABLE, as_points, normal, seeded

from answerable.errors import InputError
from answerable.judgement.false_alarm_rates import BEHAVIOURS, INDEPENDENT, PLAN, RULE_SET, SKEWED, USUAL, false_alarm_rates
from answerable.judgement.plans import default_plan

REPETITIONS = 600


def test_the_rates_are_those_of_the_shipped_plan() -> None:
    """A new plan or rule set has other rates: measure them before it becomes the default."""
    assert (default_plan().id, default_plan().rule_set.id) == (PLAN, RULE_SET)


@pytest.mark.parametrize("behaviour", [INDEPENDENT, USUAL])
@pytest.mark.parametrize("months", [12, 24])
def test_the_rates_held_are_those_measured(behaviour: str, months: int) -> None:
    """Within four standard errors of so few series."""
    found, held = alarms(BEHAVING[behaviour], months, default_plan(), REPETITIONS), false_alarm_rates(months, behaviour)
    for seen, rate in ((found.new, held.new), (found.standing, held.standing)):
        assert seen / REPETITIONS == pytest.approx(rate, abs=4 * (rate / REPETITIONS) ** 0.5)


def test_rates_lie_between_those_measured_and_stay_as_they_were_last() -> None:
    low, between, high = (false_alarm_rates(months) for months in (24, 30, 36))
    assert min(low.new, high.new) <= between.new <= max(low.new, high.new)
    assert false_alarm_rates(400) == false_alarm_rates(60)
    assert sum(between.new_by_rule.values()) == pytest.approx(between.new)


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_what_is_new_is_standing_too_and_without_limits_there_is_neither(behaviour: str) -> None:
    assert all(0 < false_alarm_rates(months, behaviour).new <= false_alarm_rates(months, behaviour).standing < 0.25
               for months in range(12, 80))
    assert false_alarm_rates(11, behaviour).standing == 0


def test_a_behaviour_that_was_not_measured_is_refused() -> None:
    with pytest.raises(InputError, match="not measured"):
        false_alarm_rates(24, "seasonal")


def test_months_that_remember_one_another_and_skewed_waits_raise_more() -> None:
    quiet = false_alarm_rates(24, INDEPENDENT).new
    assert false_alarm_rates(24, USUAL).new > 2 * quiet
    assert false_alarm_rates(24, SKEWED).new > 2 * quiet


def test_limits_from_the_number_of_calls_alone_are_no_use_at_the_size_of_a_force() -> None:
    """Of 23,000 calls, with a spread of 4 points, most months lie outside plain p limits, next to none outside Laney's."""
    calls = next(series for series in STABLE if series.name == "80% of 23,000, spread 4 points")
    plain, laney = (alarms(calls, 24, replace(default_plan(), kind=kind), 150) for kind in ("p", "p-prime"))
    assert plain.standing > 0.6 * plain.series
    assert laney.standing < 0.06 * laney.series


def test_a_great_drop_is_found_at_once_and_a_small_one_late() -> None:
    great, small = (months_until_found(drop, spread, 24, default_plan(), 40) for drop, spread in ((20, 2), (5, 6)))
    assert set(great) == {1}
    assert sum(at is None or at > 3 for at in small) > len(small) / 2


def test_the_same_name_draws_the_same_series() -> None:
    first, again = (as_points(*normal(seeded("one")(), 12)) for _ in range(2))
    assert first == again
    assert first != as_points(*normal(seeded("another")(), 12))


def test_the_benchmark_prints_rates_power_and_portfolio(capsys: pytest.CaptureFixture[str],
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.false_alarms.QUICK", (3, 1, 1))
    main(["--quick"])
    printed = capsys.readouterr().out
    for words in ("| normal | 60 |", "40 stable measures, 36 months:", "| 20 | 6 | 36 |", "u-prime chart"):
        assert words in printed
