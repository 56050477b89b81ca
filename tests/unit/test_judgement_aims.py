"""Targets that name no value: meant to rise or fall, from when, and when it is said that nothing moves."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contradicting import evidence_now
from answerable.errors import DefinitionError, InputError
from answerable.judgement import Aim, Judgement, PhaseStart, Point, Subject, Target, judge, rating_rule
from answerable.judgement.contradictions import contradictions
from answerable.judgement.movement import CANNOT_TELL, MOVED, movement
from answerable.judgement.ratings import FAVOURABLE, NEUTRAL, UNFAVOURABLE
from answerable.judgement.stated import Meaning, Stated
from answerable.judgement.targets import check_target, read_target
from answerable.judgement.trends import LEAST_PAIRS, Year, year_of
from answerable.releases.signal_states import state_of

RULE = rating_rule()
FILE = {"target": "repeats", "version": "1", "measure": "x", "aim": "fall", "owner": "Westshire", "status": "local",
        "source": "Plan", "from": "2021-04-01"}
SEASON = [0.0, 1.2, -0.8, 0.4, -1.1, 0.9, -0.3, 0.7, -0.6, 1.0, -1.2, -0.2]


def read(folder: Path, **changes: str | None) -> Target:
    keys = {**FILE, **changes}
    path = folder / "repeats.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None), "utf-8")
    return read_target(path)


def months(values: list[float]) -> list[Point]:
    starts = [date(2020 + place // 12, place % 12 + 1, 1) for place in range(len(values))]
    return [Point(start, f"{start:%B %Y}", value, "final", denominator=5000)
            for start, value in zip(starts, values, strict=True)]


def aim(way: str = "fall", since: date = date(2020, 1, 1)) -> Target:
    return Target("t", 1, "x", Aim(way, since), "Westshire", "local", "Plan", date(2020, 1, 1), None, "")


def judged(values: list[float], held: Target | None = None, starts: tuple[PhaseStart, ...] = ()) -> Judgement:
    return judge(Subject("x", "X", "percent", "lower", "{value} in {period}"), months(values), target=held or aim(), rule=RULE,
                 phase_starts=starts)


def around(level: float, years: int = 1) -> list[float]:
    return [level + wobble for _year in range(years) for wobble in SEASON]


# ---- the file ----


def test_an_aim_takes_the_place_of_value_and_comparison(tmp_path: Path) -> None:
    held = read(tmp_path)
    assert held.aim == Aim("fall", date(2021, 4, 1))
    assert (held.amount, held.value, held.position(26, "percent")) == (None, None, None)
    assert held.words("percent") == "to fall, counted from 1 April 2021 (local target of Westshire)"


def test_movement_counts_from_the_day_that_the_file_says(tmp_path: Path) -> None:
    assert read(tmp_path, aim="rise", since="2019-01-01").aim == Aim("rise", date(2019, 1, 1))


def test_a_release_carries_the_aim_and_no_value(tmp_path: Path) -> None:
    written = read(tmp_path).as_json("percent")
    assert {key: written[key] for key in ("value", "comparison", "aim", "since")} == {
        "value": None, "comparison": None, "aim": "fall", "since": "2021-04-01"}


@pytest.mark.parametrize(("changes", "message"), [
    ({"value": "80", "comparison": '">="'}, "aim is 'fall', and there is 'value' too. A target is a value to be met or"),
    ({"comparison": '">="'}, "aim is 'fall', and there is 'comparison' too."),
    ({"aim": None}, "neither 'value' with 'comparison' nor 'aim' is given. Write the value to be met"),
    ({"aim": None, "since": "2021-04-01"}, "neither 'value' with 'comparison' nor 'aim' is given."),
    ({"aim": None, "value": "80", "comparison": '">="', "since": "2021-04-01"}, "only an aim counts movement from a day"),
    ({"aim": "fal"}, "aim is 'fal'. Write \"fall\" or \"rise\". Did you mean 'fall'"),
    ({"since": "soon"}, "since is 'soon'. Write a date such as 2026-04-01."),
    ({"to": "2022-03-31", "since": "2022-04-01"}, "since is '2022-04-01', after to '2022-03-31'."),
    ({"aims": "fall"}, "unknown key 'aims'. Did you mean 'aim'?"),
])
def test_a_file_of_both_forms_or_of_neither_is_refused(tmp_path: Path, changes: dict[str, str | None], message: str) -> None:
    with pytest.raises(DefinitionError) as error:
        read(tmp_path, **changes)
    assert message in str(error.value)


@pytest.mark.parametrize(("way", "direction", "message"), [
    ("fall", "higher", "aim 'fall' takes lower values for better, but the measure 'x' says that higher is better"),
    ("rise", "lower", "aim 'rise' takes higher values for better, but the measure 'x' says that lower is better"),
    ("fall", "neutral", "says that neither direction is better")])
def test_an_aim_against_the_measures_direction_is_refused(way: str, direction: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        check_target(aim(way), direction)
    assert message in str(error.value)
    check_target(aim("fall"), "lower")


# ---- what is said ----


def test_a_static_share_that_is_meant_to_fall_is_not_moving_and_says_so() -> None:
    static = judged(around(26, 3))
    assert (static.rating.code, static.rating.stands) == ("static", UNFAVOURABLE)
    assert (static.facts.trend, static.facts.target, static.facts.assurance) == ("static", "none", "none")
    assert static.sentence == ("25.8% in December 2022: within its usual range, it is meant to fall, and no movement can be "
                               "told from chance. Lower is better.")
    assert [(reason.code, reason.words) for reason in static.reasons] == [
        ("trend-static", "it is meant to fall, and no movement can be told from chance"),
        ("common-cause", "Within its usual range"),
        ("target-none", "the target of Westshire names no value that could be met")]
    assert static.as_json()["target"]["value"] is None


def test_the_same_series_without_an_aim_is_steady() -> None:
    subject = Subject("x", "X", "percent", "lower", "{value} in {period}")
    assert judge(subject, months(around(26, 3)), target=None, rule=RULE).rating.code == "steady"


def test_until_eight_months_have_passed_nothing_is_called_static() -> None:
    codes = [judged(around(26, 3)[:length], aim(since=date(2021, 7, 1))).rating.code for length in range(19, 28)]
    assert codes == ["steady"] * 7 + ["static"] * 2
    early = judged(around(26, 3)[:19], aim(since=date(2021, 7, 1)))
    assert early.facts.trend == "none"
    assert "meant to fall, and too little time has passed since 1 July 2021 to tell" in early.sentence


def test_figures_that_mean_something_else_than_a_year_ago_are_too_few_to_tell() -> None:
    changed = judged(around(26, 3), starts=(PhaseStart(date(2021, 12, 1), "new definition"),))
    assert changed.facts.trend == "none"
    assert "too few figures since 1 January 2020 can be held against the year before" in changed.sentence


def test_a_fall_since_the_aim_began_is_not_called_static_when_it_ends() -> None:
    held = aim(since=date(2021, 1, 1))
    accepted = (PhaseStart(date(2021, 1, 1), "fell", level_only=True),)
    falling, fallen = (judged([*around(40), *around(26, years)], held, accepted) for years in (1, 3))
    assert falling.facts.trend == "improving"
    assert (fallen.facts.trend, fallen.rating.code, fallen.rating.stands) == ("none", "steady", NEUTRAL)
    assert "lower than in the year before 1 January 2021 in 12 of its last 12 figures" in fallen.sentence


def test_a_rise_of_what_is_meant_to_fall_is_worsening() -> None:
    risen = judged([*around(20, 2), *around(26)])
    assert (risen.rating.code, risen.rating.stands) == ("worsening", UNFAVOURABLE)
    assert ", meant to fall, " in risen.sentence


def test_an_old_figure_is_not_said_to_stand_still() -> None:
    points = [*months(around(26, 3)), *[Point(date(2023, month, 1), "x", None, "no-data") for month in (1, 2, 3, 4)]]
    old = judge(Subject("x", "X", "percent", "lower", "{value} in {period}"), points, target=aim(), rule=RULE)
    assert (old.facts.trend, old.rating.code) == ("none", "not-rated")
    assert "meant to fall" in old.sentence


# ---- since when ----


@given(st.lists(st.one_of(st.none(), st.integers(20, 23).map(float)), min_size=1, max_size=60), st.integers(0, 70))
def test_each_figure_is_held_against_the_last_such_month_before_the_aim(values: list[float | None], began: int) -> None:
    """The slow second implementation: months by number, looked up one by one."""
    starts = [date(2020 + place // 12, place % 12 + 1, 1) for place in range(len(values))]
    points = [Point(start, "x", value, "no-data" if value is None else "final")
              for start, value in zip(starts, values, strict=True)]
    since = date(2020 + began // 12, began % 12 + 1, 1)
    better = worse = pairs = 0
    for place in range(max(len(values) - 12, began, 0), len(values)):
        earlier = place - 12
        while earlier >= began:
            earlier -= 12
        now, then = values[place], values[earlier] if earlier >= 0 else None
        if now is not None and then is not None:
            better, worse, pairs = better + (now < then), worse + (now > then), pairs + 1
    assert year_of(points, points[-1], "lower", since=since, before=since) == Year(better, worse, pairs)


def test_the_first_day_of_all_is_a_day_to_count_from_like_any_other() -> None:
    points = months(around(26, 2))
    assert year_of(points, points[-1], "lower", since=date.min, before=date.min).pairs == 0


@pytest.mark.parametrize(("day", "counts"), [(date(2021, 10, 31), False), (date(2021, 11, 1), True), (date(2023, 1, 1), True)])
def test_an_aim_counts_from_its_eighth_month_on(day: date, counts: bool) -> None:
    assert LEAST_PAIRS == 8
    assert Aim("fall", date(2021, 4, 1)).counts_on(day) is counts


# ---- what rests on it ----


def test_nothing_is_newly_missed_where_nothing_can_be_met() -> None:
    static = judged(around(26, 3))
    measure = {**static.as_json(), "headline": {"value": 25.8, "status": "final"}}
    assert (state_of(measure)["target"], state_of(measure)["assurance"]) == (None, None)
    assert state_of(measure)["goal"].startswith("to fall, counted from")


def test_what_is_held_against_a_rating_is_that_it_was_meant_to_fall() -> None:
    assert (evidence_now(judged(around(26, 3))).meant_to, evidence_now(judged(around(26, 3))).bars) == ("fall", ())
    assert evidence_now(judged(around(26, 2), aim(since=date(2021, 9, 1)))).meant_to is None
    assert evidence_now(judged([*around(30, 2), *around(20)])).meant_to is None


SEASONAL = [26 + wobble for _year in range(3) for wobble in (2.2, -0.1, 1.8, 2, -0.1, 1.8, -2.2, 0.1, -1.8, -2, 0.1, -1.8)]


@pytest.mark.parametrize(("values", "by_halves"), [(around(26, 3), CANNOT_TELL), (SEASONAL, MOVED)])
def test_praise_by_people_of_what_stands_still_is_named(values: list[float], by_halves: str) -> None:
    """Also where the season alone makes the second half of every year lower."""
    static = judged(values)
    assert static.facts.trend == "static"
    assert static.judged is not None
    halves = movement(evidence_now(static), "fall")
    assert halves is not None
    assert halves.found == by_halves
    day = static.judged.point.period_start
    override = Stated("x", "X", "Improving", Meaning(FAVOURABLE), day, day, "December 2022")
    assert [(item.code, item.certain) for item in contradictions(override, evidence_now(static))] == [
        ("favourable-on-static-measure-meant-to-move", False)]


def ratings(step: float, alike: float = 0.0, series: int = 300) -> Counter[str]:
    """The ratings of series of three years of which the last lies so many standard deviations lower, an aim beginning with it;
    alike: how far each month resembles the one before (correlation)."""
    luck, found = random.Random(7), Counter[str]()
    for _series in range(series):
        values, state = [], 0.0
        for month in range(36):
            state = alike * state + luck.gauss(0, (1 - alike ** 2) ** 0.5)
            values.append(26 + 1.5 * (state - step * (month >= 24)))
        found[judged(values, aim(since=date(2022, 1, 1))).rating.stands] += 1
    return found


def test_how_often_a_series_without_change_is_praised_all_the_same() -> None:
    """As often as its chart or its year errs; more often where months resemble one another."""
    assert ratings(0)[FAVOURABLE] <= 0.03 * 300
    assert ratings(0, alike=0.4)[FAVOURABLE] <= 0.09 * 300


def test_how_often_a_real_fall_is_not_told_from_standing_still() -> None:
    """A step of one standard deviation mostly is not; one of two mostly is."""
    assert 0.65 * 300 <= ratings(1)[UNFAVOURABLE] <= 0.85 * 300
    assert ratings(2)[UNFAVOURABLE] <= 0.25 * 300
    assert ratings(2)[FAVOURABLE] >= 0.75 * 300
