"""Judging one measure: what the page is told, in each state that a figure can be in."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.errors import DefinitionError, InputError
from answerable.judgement import (
    RULE_SETS,
    Amount,
    Beside,
    Break,
    Gap,
    Judgement,
    PhaseStart,
    Point,
    Said,
    Subject,
    Target,
    judge,
    rating_rule,
)
from answerable.judgement.ratings import FACTS

RELEASE_FORMAT = Path(__file__).parents[2] / "docs" / "reference" / "release-format.md"
DEFAULT = rating_rule()
SHARE = Subject(
    "101-answered-within-30s",
    "101 calls answered within 30 seconds",
    "percent",
    "higher",
    "{value} of {denominator} calls were answered within 30 seconds in {period}",
)
USUAL = [60.0, 70.0, 62.0, 68.0, 64.0, 66.0] * 3


def target(value: float = 80, comparison: str = ">=") -> Target:
    return Target(
        "t",
        1,
        SHARE.id,
        Amount(value, comparison),
        "Westshire Police",
        "aspiration",
        "Plan",
        date(2020, 1, 1),
        None,
        "",
    )


def month(number: int) -> date:
    """The first of the month that lies `number` months after January 2025."""
    return date(2025 + number // 12, number % 12 + 1, 1)


def points(values: Sequence[float | None], last: str = "final", coverage: float | None = 1.0) -> list[Point]:
    """One point a month from January 2025; None is a month without data; `last` is the status of the last."""
    statuses = [*["final"] * (len(values) - 1), last][: len(values)]
    return [
        Point(
            month(i),
            f"{month(i):%B %Y}",
            value,
            "no-data" if value is None and status == "final" else status,
            None,
            23291,
            coverage,
        )
        for i, (value, status) in enumerate(zip(values, statuses, strict=True))
    ]


def verdict(
    values: Sequence[float | None],
    held: Target | None = None,
    last: str = "final",
    subject: Subject = SHARE,
    **options: Any,
) -> Judgement:
    return judge(subject, points(values, last), target=held, rule=DEFAULT, **options)


def test_the_sentence_of_a_usual_month_below_its_target() -> None:
    judged = verdict([*USUAL, 65.4], target())
    assert judged.sentence == (
        "65.4% of 23,291 calls were answered within 30 seconds in July 2026: within its usual range, "
        "below the 80% aspiration. Higher is better."
    )
    assert (judged.rating.code, judged.rating.words) == ("off-target", "Off target")
    assert [reason.as_json() for reason in judged.reasons] == [
        {"code": "target-missed", "words": "below the 80% aspiration of Westshire Police"},
        {
            "code": "inconsistent",
            "words": "Meets or misses the target by chance: the target lies within the usual range",
        },
        {"code": "trend-static", "words": "no movement towards its target that could be told from chance"},
    ]


def test_a_target_out_of_reach_of_the_usual_range_says_that_something_must_change() -> None:
    judged = verdict([*USUAL, 65.4], target(90))
    assert (judged.rating.code, judged.rating.words) == ("static", "Not moving towards its target")
    assert "below the 90% aspiration, no movement towards its target that could be told from chance." in judged.sentence
    assert judged.assurance is not None
    assert judged.assurance.words == "Expected to miss the target every time unless something changes"
    assert [reason.code for reason in judged.reasons] == ["trend-static", "target-missed"]


@pytest.mark.parametrize(("latest", "aim", "expected"), [(95.0, 90, "miss"), (40.0, 45, "meet")])
def test_a_figure_unlike_its_usual_range_is_not_said_to_be_expected_otherwise(latest: float, aim: float, expected: str) -> None:
    judged = verdict([*USUAL, latest], target(aim))
    assert judged.assurance is not None
    assert judged.assurance.words == (f"By its usual range so far it would be expected to {expected} the target every time; "
                                      "the latest figure lies outside that range")


def test_a_fall_out_of_the_usual_range_changes_the_rating_and_the_sentence() -> None:
    judged = verdict([*USUAL, 40.0], target(50))
    assert (
        "July 2026: below its usual range, a change for the worse, below the 50% aspiration."
        in judged.sentence
    )
    assert judged.rating.code == "off-target-worsening"
    assert judged.signal is not None
    assert (judged.signal.code, judged.signal.words) == (
        "special-cause-concern",
        "Below its usual range, a change for the worse",
    )


def test_the_same_fall_is_for_the_better_where_lower_is_better() -> None:
    lower = Subject("x", "x", "percent", "lower", "{value} in {period}")
    assert verdict([*USUAL, 40.0], subject=lower).sentence == (
        "40.0% in July 2026: below its usual range, a change for the better. Lower is better."
    )


def test_a_neutral_measure_has_changed_but_neither_improved_nor_worsened() -> None:
    offered = Subject("x", "x", "contacts", "neutral", "{value} calls were offered in {period}")
    judged = verdict([*[number * 100 for number in USUAL], 20_000], subject=offered)
    assert judged.sentence == (
        "20,000 calls were offered in July 2026: above its usual range. Higher is neither better nor worse."
    )
    assert (judged.rating.code, judged.assurance) == ("changed", None)


def test_a_short_series_is_held_to_its_target_and_says_that_it_is_short() -> None:
    judged = verdict([65.4] * 5, target())
    assert "too few figures to say what is usual (5 of 12), below the 80% aspiration" in judged.sentence
    assert judged.rating.code == "off-target"
    assert [reason.code for reason in judged.reasons] == ["target-missed", "too-few-points"]
    assert verdict([65.4] * 5).rating.code == "not-rated"


def test_figures_that_stand_alone_say_that_none_follow_one_another() -> None:
    assert "too few figures in a row to say what is usual" in verdict([65.4, None] * 12 + [65.4]).sentence


def test_the_latest_final_month_is_judged_and_the_provisional_one_named_beside_it() -> None:
    judged = verdict([*USUAL, 20.0], target(), last="provisional")
    assert judged.judged is not None
    assert judged.judged.point.label == "June 2026"
    assert judged.sentence.endswith("Higher is better. July 2026 is provisional: 20.0% so far.")
    assert judged.rating == verdict(USUAL, target()).rating


def test_a_figure_that_is_only_provisional_is_shown_and_not_rated() -> None:
    judged = verdict([70.1], target(), last="provisional")
    assert judged.sentence == (
        "70.1% of 23,291 calls were answered within 30 seconds in January 2025 so far: "
        "provisional, so not judged. Higher is better."
    )
    assert (judged.rating.code, judged.signal, judged.judged) == ("not-rated", None, None)
    assert judged.reasons[0].code == "provisional-only"


def test_a_late_month_leaves_the_judgement_of_the_one_before_and_is_named() -> None:
    judged = verdict([*USUAL, None], target())
    assert judged.sentence.startswith("66.0% of 23,291 calls")
    assert judged.sentence.endswith("There is no figure for July 2026: no records have come for it.")
    assert judged.facts.figure == "current"


def test_a_measure_that_was_lost_is_not_rated_and_says_so_first() -> None:
    gap = Gap(month(18), month(18), "the telephone system changed and no longer tells the wait")
    judged = verdict([*USUAL, None], target(), last="not-available", gaps=[gap])
    assert judged.sentence.startswith(
        "There is no figure for July 2026: the telephone system changed and no longer tells the wait. "
        "The last one: 66.0% of 23,291 calls were answered within 30 seconds in June 2026: "
    )
    assert (judged.rating.code, [reason.code for reason in judged.reasons]) == (
        "not-rated",
        ["not-available"],
    )
    assert (judged.signal, judged.assurance) == (None, None)


def test_a_figure_more_than_three_months_old_is_not_rated() -> None:
    three, four = (verdict([*USUAL, *[None] * months], target()) for months in (3, 4))
    assert (three.rating.code, three.facts.figure) == ("off-target", "current")
    assert (four.rating.code, four.reasons[0].code) == ("not-rated", "stale-figure")
    assert four.sentence.startswith("There is no figure for October 2026")


def test_a_figure_from_too_few_records_is_not_rated_and_says_from_how_many() -> None:
    judged = judge(SHARE, points([*USUAL, 65.4], coverage=0.8), target=target(), rule=DEFAULT)
    assert "from 80.0% of the records expected" in judged.sentence
    assert (judged.rating.code, judged.reasons[0].code) == ("not-rated", "coverage-low")


def test_exactly_the_least_coverage_is_enough() -> None:
    judged = judge(SHARE, points(USUAL, coverage=DEFAULT.minimum_coverage), target=target(), rule=DEFAULT)
    assert (judged.facts.coverage, judged.rating.code) == ("enough", "off-target")


def test_without_points_there_is_no_figure() -> None:
    judged = verdict([], target())
    assert (judged.sentence, judged.rating.code) == ("There is no figure yet.", "not-rated")
    assert judged.as_json()["chart"]["points"] == []


def test_figures_that_are_all_missing_name_the_newest_month() -> None:
    judged = verdict([None, None], target())
    assert judged.sentence == "There is no figure for February 2025: no records have come for it."
    assert [reason.code for reason in judged.reasons] == ["no-figure"]


def test_a_target_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(InputError, match="says that higher is better"):
        verdict(USUAL, target(comparison="<="))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"unit": "percnt"}, InputError),
        ({"direction": "up"}, InputError),
        ({"sentence": "{x}"}, DefinitionError),
    ],
)
def test_a_faulty_subject_is_refused(changes: dict[str, str], error: type[Exception]) -> None:
    keys = {
        "id": "x",
        "title": "x",
        "unit": "percent",
        "direction": "higher",
        "sentence": "{value} in {period}",
    }
    with pytest.raises(error, match=next(iter(changes.values()))):
        Subject(**{**keys, **changes})


# ---- the sentence and the rating never disagree ----


def shown(sentence: str) -> tuple[float, str, float]:
    """The share, its side of the target and the target, as a reader of the sentence finds them."""
    found = re.search(
        r"^([\d.]+)% of .* (above|below|at|at, and not above,|at, and not below,) the ([\d.]+)% asp", sentence
    )
    assert found, sentence
    return float(found[1]), found[2], float(found[3])


@settings(max_examples=150, deadline=None)
@given(
    values=st.lists(st.integers(0, 60).map(lambda number: 78 + number / 15), min_size=1, max_size=30),
    last=st.sampled_from([79.96, 79.999, 80.0, 80.02, 60.0, 95.0]),
    direction=st.sampled_from([("higher", ">="), ("higher", ">"), ("lower", "<="), ("lower", "<")]),
)
def test_a_sentence_never_contradicts_its_rating_or_itself(
    values: list[float], last: float, direction: tuple[str, str]
) -> None:
    subject = Subject(SHARE.id, SHARE.title, "percent", direction[0], SHARE.sentence)
    judged = verdict([*values, last], target(80, direction[1]), subject=subject)
    value, side, limit = shown(judged.sentence)
    assert (value > limit, value < limit) == (side == "above", side == "below")
    met = side == "at" or side == {"higher": "above", "lower": "below"}[direction[0]]
    assert judged.rating.code.startswith("off-target") == (not met)
    assert ("a change for the worse" in judged.sentence) == judged.rating.code.endswith("worsening")
    if "improving" in judged.rating.code:
        assert "a change for the better" in judged.sentence


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.integers(0, 100), min_size=12, max_size=30))
def test_the_signal_is_what_the_chart_shows_at_the_judged_point(values: list[int]) -> None:
    judged = verdict(values)
    assert judged.signal is not None
    shown_on_chart = judged.as_json()["chart"]["points"][-1]["special_cause"]
    assert judged.signal.code == (f"special-cause-{shown_on_chart}" if shown_on_chart else "common-cause")


# ---- the release file ----


def contract() -> dict[str, Any]:
    """The example of a measure's file in the reference."""
    blocks = re.findall(r"```json\n(.*?)```", RELEASE_FORMAT.read_text("utf-8"), re.S)
    return next(example for example in map(json.loads, blocks) if "judgement" in example)


def keys(example: Any) -> Any:
    """The keys of an object, those of its objects below them, and of a list of objects those of its first."""
    if isinstance(example, dict):
        return {key: keys(value) for key, value in example.items()}
    return keys(example[0]) if isinstance(example, list) and example else None


def test_the_json_has_exactly_the_keys_of_the_release_format() -> None:
    judged = verdict(
        [*[value + 20 for value in USUAL[:12]], *USUAL[:11], 40.0],
        target(50),
        phase_starts=[PhaseStart(month(0), "first month")],
        gaps=[Gap(month(3), month(3), "no data")],
        beside=Beside(
            children=(verdict(USUAL).as_child(),), not_comparable=(Said("x", "The clocks differ"),)
        ),
    )
    expected = {part: keys(contract()[part]) for part in ("judgement", "target", "chart")}
    # What people decided is no part of what is computed; the release sets it beside.
    for decided in ("override", "stage"):
        del expected["judgement"][decided]
    assert keys(judged.as_json()) == expected


def test_the_json_survives_being_written_and_read() -> None:
    written = verdict([*USUAL, None, 40.0], target()).as_json()
    assert json.loads(json.dumps(written, allow_nan=False)) == written


def test_the_json_names_rules_phases_breaks_and_gaps() -> None:
    chart = verdict(
        [*USUAL, *[10 + number for number in USUAL], 40.0],
        phase_starts=[PhaseStart(month(18), "new telephone system")],
        gaps=[Gap(month(40), month(41), "later")],
    ).as_json()["chart"]
    last = chart["points"][-1]
    assert last.pop("lower") < last.pop("centre") < last.pop("upper")
    assert last == {
        "period_start": "2028-01-01",
        "label": "January 2028",
        "value": 40.0,
        "status": "final",
        "special_cause": "concern",
        "rules": ["beyond-limits"],
        "adjusted": None,
        "says": "below its usual range",
    }
    assert [(phase["from"], phase["to"], phase["points"]) for phase in chart["phases"]] == [
        ("2025-01-01", "2026-06-01", 18),
        ("2026-07-01", "2028-01-01", 19),
    ]
    assert chart["breaks"] == [{"at": "2026-07-01", "words": "new telephone system"}]
    assert chart["gaps"] == [{"from": "2028-05-01", "to": "2028-06-01", "words": "later"}]


def test_a_phase_without_limits_says_so_with_nothing() -> None:
    phase = verdict([65.4] * 5).as_json()["chart"]["phases"][0]
    assert (phase["mean"], phase["lower"], phase["upper"], phase["points"]) == (None, None, None, 5)


def test_breaks_that_are_given_stand_for_themselves() -> None:
    judged = verdict(USUAL, phase_starts=[PhaseStart(month(9), "x")], breaks=[Break(month(2), "a note")])
    assert judged.as_json()["chart"]["breaks"] == [{"at": "2025-03-01", "words": "a note"}]


# ---- the explanation ----


EXPLANATION = RELEASE_FORMAT.parents[1] / "explanation" / "judgement.md"


@pytest.mark.parametrize("page", ["judgement.md", "control-charts.md"])
def test_the_example_in_an_explanation_prints_what_it_says(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"```python\n(.*?)```", (EXPLANATION.parent / page).read_text("utf-8"), re.S)
    assert example
    exec(example[1], {})
    assert capsys.readouterr().out.splitlines() == re.findall(r"^# (.*)$", example[1], re.M)


def test_the_explanation_names_every_fact_its_values_and_every_rule() -> None:
    text = EXPLANATION.read_text("utf-8")
    rows = {
        row[0]: set(re.findall(r"`([^`]+)`", row[1]))
        for row in re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", text, re.M)
    }
    assert {fact: rows[fact] for fact in FACTS} == {fact: set(values) for fact, values in FACTS.items()}
    assert {rule.code for rules in RULE_SETS.values() for rule in rules.rules} <= rows.keys()
