"""What is projected, in words: the odds of what a measure is held to, and what is expected."""

from __future__ import annotations

from datetime import date

import pytest

from answerable.errors import InputError
from answerable.forecasting.projection import NoProjection
from answerable.judgement.aims import Aim, Amount
from answerable.judgement.targets import Target
from answerable.projecting.goals import asked_goal, check_possible, goals_ahead
from answerable.projecting.measures import Past
from answerable.projecting.projected import Projected
from answerable.projecting.release_json import projection_json
from answerable.projecting.sentences import how_it_did, interval_text, sentences_of, value_text
from made_projections import TESTED, goal, measure, projected


def sentences(item: Projected) -> list[str]:
    return list(sentences_of(item))


def test_without_a_target_the_nearest_and_the_furthest_month_are_told() -> None:
    assert sentences(projected([70, 72, 74])) == [
        "Projected for January 2026: 70.0%, with 90% probability 61.0% to 79.0%; for March 2026: 74.0%, 65.0% to 83.0%."]


def test_a_standing_target_is_told_for_the_nearest_month_the_furthest_and_all() -> None:
    told = sentences(projected([75, 79, 83], [goal()] * 3))
    assert told[:2] == ["Unlikely (27%) to reach 80% in January 2026, about as likely as not (65%) in March 2026.",
                        "In every month from January 2026 to March 2026: unlikely (27%)."]


def test_by_a_month_means_in_any_month_until_then() -> None:
    held = goal(ends=date(2026, 2, 28), asked=True)
    told = sentences(projected([75, 79, 83], [held, held, None]))
    assert told[0] == "About as likely as not (46%) to reach 80% by February 2026."
    assert told[1] == "That is in any month until then; in February 2026 itself: about as likely as not (46%)."
    assert "for February 2026: 79.0%" in told[2]


def test_what_is_met_already_is_not_to_be_reached() -> None:
    held = goal(ends=date(2026, 1, 31), asked=True)
    assert sentences(projected([83], [held], last=84.0))[0] == (
        "About as likely as not (65%) to stay at 80% or more in January 2026.")


@pytest.mark.parametrize(("comparison", "last", "words"), [
    ("<=", 9.0, "come down to 5% or less"), ("<=", 4.0, "stay at 5% or less"), ("<", 9.0, "come under 5%"),
    ("<", 4.0, "stay under 5%"), (">", 4.0, "rise above 5%"), (">", 9.0, "stay above 5%"), (">=", 4.0, "reach 5%"),
])
def test_the_verb_says_where_the_newest_figure_stands(comparison: str, last: float, words: str) -> None:
    item = projected([5.0], [goal(5, comparison)], name="101-abandonment", last=last, wide=2.0)
    assert f"to {words} in January 2026." in sentences(item)[0]


def test_a_target_that_ends_or_begins_says_when() -> None:
    ends = goal(ends=date(2026, 2, 28))
    assert "The target is in force until 28 February 2026." in sentences(projected([75, 79, 83], [ends, ends, None]))
    begins = goal(starts=date(2026, 3, 1))
    assert sentences(projected([75, 79, 83], [None, None, begins]))[0] == (
        "About as likely as not (65%) to reach 80% in March 2026; it is to be met from 1 March 2026 on.")


def test_a_target_that_changes_is_told_value_by_value() -> None:
    item = projected([75, 79, 83], [goal(70), goal(70), goal(90, starts=date(2026, 3, 1))])
    assert [run.goal.amount.value for run in item.runs] == [70, 90]
    assert [odds is not None for odds, _by in item.odds] == [True] * 3
    # By March counts the months of the same target alone.
    assert item.odds[2][0] == item.odds[2][1]


def test_odds_are_the_share_of_courses_that_meet_it() -> None:
    item = projected([75, 79, 83], [goal()] * 3)
    paths = item.projection.paths if item.projection else ()
    for place, (met, met_by) in enumerate(item.odds):
        assert met == pytest.approx((sum(path[place] >= 80 for path in paths) + 0.5) / (len(paths) + 1))
        assert met_by == pytest.approx((sum(max(path[:place + 1]) >= 80 for path in paths) + 0.5) / (len(paths) + 1))
    throughout = item.runs[0].met_throughout[-1]
    assert throughout == pytest.approx((sum(min(path) >= 80 for path in paths) + 0.5) / (len(paths) + 1))


def test_a_number_of_things_is_whole() -> None:
    item = projected([240.4], name="101-offered", last=250.0)
    assert value_text(item, 240.4) == "240.4"
    whole = projected([240.4], name="101-offered", last=250.0)
    assert whole.past.series is not None
    series = whole.past.series.__class__(**vars(whole.past.series) | {"values": (240.0, 251.0, 250.0)})
    whole = Projected(Past(whole.measure, series, None, whole.past.last), whole.found, whole.goals)
    assert value_text(whole, 240.4) == "240"
    assert whole.projection is not None
    assert interval_text(whole, whole.projection.steps[0], 0.05, 0.95) == "231 to 249"


def test_how_the_method_did_before_is_a_sentence() -> None:
    assert how_it_did(TESTED) == ("From 12 earlier months, the same method's 90% intervals held 90% of 60 figures; it erred "
                                  "20% less than the simplest forecast.")


def test_why_there_is_no_projection_is_the_only_sentence() -> None:
    why = NoProjection(measure().id, "lost", "Not projected: it ended.")
    item = Projected(Past(measure(), None, why), why)
    assert sentences(item) == ["Not projected: it ended."]
    assert projection_json(item, "", None) == {"projection": None, "no_projection": {
        "code": "lost", "words": "Not projected: it ended."}}


def test_the_json_has_steps_in_the_measures_unit_and_the_first_target() -> None:
    told = projection_json(projected([75, 79], [goal()] * 2), "2026-01-03T09:00:00+00:00", 7)["projection"]
    assert told["origin"] == {"period_end": "2025-12-31", "label": "December 2025"}
    first = told["steps"][0]
    assert (first["median"], first["low90"], first["high90"], first["text90"], first["target"]) == (
        75, pytest.approx(66), pytest.approx(84), "66.0% to 84.0%", 80)
    assert told["target"] == {"value": 80, "comparison": ">=", "direction": "higher", "text": "80% or more", "by": None,
                              "until": None}
    assert (told["entry"], told["warning"]) == (7, None)


def target(value: float | None, starts: date, ends: date | None = None, **more: object) -> Target:
    asks = Aim("rise", starts) if value is None else Amount(value, ">=")
    return Target("made-up", 1, measure().id, asks, "nobody", "local", "made up", starts, ends, "", **more)  # type: ignore[arg-type]


def test_each_month_is_held_to_the_target_that_is_in_force_then() -> None:
    known = [target(70, date(2020, 1, 1), date(2026, 1, 31)), target(80, date(2026, 3, 1), warn_below=33.0)]
    goals = goals_ahead(known, measure(), [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)], None, 50.0)
    assert [goal and (goal.amount.value, goal.warn_below) for goal in goals] == [(70, 0.5), None, (80, 0.33)]


def test_an_aim_without_a_value_has_no_odds() -> None:
    assert goals_ahead([target(None, date(2020, 1, 1))], measure(), [date(2026, 1, 1)], None, 50.0) == (None,)


def test_what_is_asked_about_follows_the_measures_direction() -> None:
    assert asked_goal(measure(), 80, None).amount.comparison == ">="
    assert asked_goal(measure("101-abandonment"), 5, None).amount.comparison == "<="
    assert asked_goal(measure("101-offered"), 500, None, "lower").amount.comparison == "<="


@pytest.mark.parametrize(("name", "value", "scale"), [
    ("101-answered-within-30s", 120, "share"), ("101-answered-within-30s", -1, "share"), ("101-offered", -1, "count")])
def test_a_target_that_cannot_be_is_refused(name: str, value: float, scale: str) -> None:
    with pytest.raises(InputError, match=name):
        check_possible(measure(name), value, scale)
