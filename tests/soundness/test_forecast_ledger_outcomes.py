"""What comes of forecasts: scores that do not move, both figures of a revised month, and nothing forecast after the fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from answerable import Workspace
from answerable.ledger import Entry, record_outcomes, record_projections
from answerable.ledger.entries import HUMAN, MODEL, OUTCOME, Forecast, Method, Outcome
from answerable.ledger.forecasters import UNTOLD, calibration, forecasters
from answerable.ledger.people import Said, Seen, faults_of, record_said
from answerable.ledger.scoring import score
from answerable.ledger.shown import forecasts_json, past_forecasts
from answerable.measures.figure import Figure
from ledgers import MEASURE, month, projected

LONDON = "Europe/London"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "force")


def figure(place: int, value: float | None, *, version: int = 1, status: str = "final", note: str = "") -> Figure:
    start, end = month(place)
    return Figure(MEASURE, version, start.isoformat(), end.isoformat(), f"month {place}", value, "percent", value, 100.0, 1.0,
                  status if value is not None or status != "final" else "no-data", note=note)


def figures(*values: float | None) -> list[Figure]:
    return [figure(place, value) for place, value in enumerate(values)]


def project(workspace: Workspace, *medians: float) -> int:
    return record_projections(workspace.store, LONDON, [projected(*medians, target=80.0, odds=(0.4,) * len(medians))],
                              workspace.head())


def come(workspace: Workspace, known: Sequence[Figure] | None) -> Entry | None:
    return record_outcomes(workspace.store, LONDON, workspace.head(), lambda _measure: known)


def first_score(workspace: Workspace) -> Mapping[str, object]:
    return dict(forecasts_json(workspace.forecasts(), {})["scores"][0])


# ---- outcomes ----


def test_scored_again_it_is_the_same_to_the_last_digit(workspace: Workspace) -> None:
    project(workspace, 70.1, 71.2, 72.3)
    come(workspace, figures(74.4, 69.9, 80.05))
    before = forecasts_json(workspace.forecasts(), {})
    assert come(workspace, figures(74.4, 69.9, 80.05)) is None
    assert forecasts_json(Workspace(workspace.folder).forecasts(), {}) == before
    assert [row["status"] for row in before["scores"]] == ["scored"] * 3


def test_a_month_revised_later_keeps_both_scores(workspace: Workspace) -> None:
    project(workspace, 70.0)
    come(workspace, figures(79.0))
    come(workspace, figures(81.0))
    row, = forecasts_json(workspace.forecasts(), {})["scores"]
    assert (row["outcome"], row["outcome_revised"], row["error"], row["met"]) == (79.0, 81.0, 11.0, True)
    assert (row["first"]["error"], row["first"]["met"], row["first"]["brier"]) == (9.0, False, pytest.approx(0.16))
    # A third figure is kept as well; the first stays the first.
    come(workspace, figures(80.5))
    assert [each.outcomes[0].value for each in workspace.forecasts() if each.kind == OUTCOME] == [79.0, 81.0, 80.5]
    assert first_score(workspace)["outcome"] == 79.0


def test_a_provisional_figure_is_no_outcome(workspace: Workspace) -> None:
    project(workspace, 70.0)
    assert come(workspace, [figure(0, 75.0, status="provisional")]) is None
    assert first_score(workspace)["status"] == "waiting"


def test_another_version_of_the_definition_cannot_be_scored_and_is_counted(workspace: Workspace) -> None:
    project(workspace, 70.0)
    come(workspace, [figure(0, 75.0, version=2)])
    found = forecasts_json(workspace.forecasts(), {})
    assert (found["scores"][0]["status"], found["scores"][0]["error"]) == ("cannot", None)
    assert found["scores"][0]["reason"] == (
        "the definition changed from version 1 to 2 between the forecast and its outcome")
    assert [(row["n"], row["cannot"]) for row in found["forecasters"]] == [(0, 1), (0, 1)]


def test_what_was_scored_stays_scored_when_the_definition_changes_later(workspace: Workspace) -> None:
    project(workspace, 70.0)
    come(workspace, figures(75.0))
    before = first_score(workspace)
    come(workspace, [figure(0, 68.0, version=2)])
    assert first_score(workspace) == before


def test_a_measure_that_is_gone_and_a_month_that_never_came_cannot_be_scored(workspace: Workspace) -> None:
    project(workspace, 70.0, 71.0)
    come(workspace, [figure(0, None, note="the feed was lost"), figure(1, 75.0)])
    assert [(row["status"], row["reason"]) for row in forecasts_json(workspace.forecasts(), {})["scores"]] == [
        ("cannot", "there is no figure: the feed was lost"), ("scored", "")]
    # When the month is sent after all, it is scored after all.
    come(workspace, figures(72.0, 75.0))
    assert first_score(workspace)["status"] == "scored"
    # A measure that is taken away later changes no score.
    assert come(workspace, None) is None


def test_a_measure_taken_away_before_its_month_came(workspace: Workspace) -> None:
    project(workspace, 70.0)
    come(workspace, None)
    assert first_score(workspace)["reason"] == "the measure is not there any more"
    assert come(workspace, None) is None


def test_a_month_without_a_figure_waits_until_a_later_one_is_there(workspace: Workspace) -> None:
    project(workspace, 70.0, 71.0)
    assert come(workspace, [figure(0, None)]) is None
    assert {row["status"] for row in forecasts_json(workspace.forecasts(), {})["scores"]} == {"waiting"}


# ---- what was made when the outcome was known ----


def test_what_was_made_afterwards_is_in_no_sum_of_what_was_made_before(workspace: Workspace) -> None:
    project(workspace, 70.0)
    come(workspace, figures(75.0))
    honest = forecasts_json(workspace.forecasts(), {})
    # The same author, perfect and late: the outcome stood in the ledger already.
    project(workspace, 75.0)
    found = forecasts_json(workspace.forecasts(), {})
    assert [row["afterwards"] for row in found["scores"]] == [False, True]
    assert [row for row in found["forecasters"] if not row["afterwards"]] == honest["forecasters"]
    assert found["calibration"] == honest["calibration"]
    assert [(row["n"], row["mae"]) for row in found["forecasters"] if row["afterwards"]] == [(1, 0.0), (1, 0.0)]


def test_what_the_records_held_when_a_forecast_was_recorded_was_known(workspace: Workspace) -> None:
    project(workspace, 70.0)
    made, = workspace.forecasts()
    outcome = Outcome(MEASURE, 1, *month(0), 75.0)
    for manifest, known in ((7, True), (8, True), (9, False)):
        told = replace(made, number=2, kind=OUTCOME, manifest=manifest, forecasts=(), outcomes=(outcome,))
        assert [each.afterwards for each in score((replace(made, head=8), told))] == [known]


def test_a_projection_of_an_older_state_counts_as_afterwards_for_months_that_are_over(workspace: Workspace) -> None:
    seen = replace(workspace.head(), number=1)
    for number in (1, 2):
        (workspace.folder / "log" / f"{number:08d}.json").write_text("{}", "utf-8")
    record_projections(workspace.store, LONDON, [projected(70.0, 71.0, 72.0, 73.0, 74.0)], seen)
    entry, = workspace.forecasts()
    assert [each.afterwards for each in entry.forecasts] == [each.period_end < entry.day for each in entry.forecasts]
    record_projections(workspace.store, LONDON, [projected(60.0)], replace(seen, number=2))
    assert [each.afterwards for each in workspace.forecasts()[1].forecasts] == [False]


# ---- people ----


def say(workspace: Workspace, place: int, value: float, known: Sequence[Figure], made_on: date | None = None) -> list[str]:
    """The faults of what somebody says of a month; it is recorded where there are none."""
    said = Said(workspace.measure(MEASURE), *month(place), value, made_on=made_on)
    seen = Seen(known, "share", lambda _start: None)
    faults = [words for _column, words in faults_of(said, seen, workspace.today())]
    if not faults:
        record_said(workspace.store, LONDON, workspace.head(), [said], lambda _said: seen, "Head of contact")
    return faults


def ended(today: date, before: int) -> int:
    """The place of the month that ended so many months before this one."""
    return 12 * (today.year - 2026) + today.month - 9 - before


def test_people_cannot_forecast_a_month_whose_figure_is_known(workspace: Workspace) -> None:
    last = ended(workspace.today(), 1)
    for status in ("final", "provisional"):
        fault, = say(workspace, last, 78.0, [figure(last, 80.0, status=status)])
        assert "is over and its figure is known: nothing can be forecast of it any more" in fault
    assert workspace.forecasts() == ()


def test_what_was_written_on_paper_and_typed_in_late_counts_as_afterwards_where_the_outcome_was_known(
        workspace: Workspace) -> None:
    last = ended(workspace.today(), 1)
    known = [figure(place, 60.0 + place - last) for place in range(last - 14, last + 1)]
    made_on = month(last - 1)[0]
    assert say(workspace, last, 78.0, known, made_on) == []
    assert say(workspace, last + 1, 79.0, known, made_on) == []
    late, early = workspace.forecasts()
    assert (late.made_on, late.forecasts[0].afterwards, early.forecasts[0].afterwards) == (made_on, True, False)
    # It was made on that day: only what had ended before could be seen, and the floor is made from that alone.
    assert late.forecasts[0].origin == month(last - 2)[1]
    assert (late.forecasts[0].ahead, late.forecasts[0].floor) == (2, 60.0 - 12)


def test_a_day_to_come_or_after_the_month_is_refused(workspace: Workspace) -> None:
    last = ended(workspace.today(), 1)
    assert "still to come" in say(workspace, last + 3, 78.0, [], month(last + 2)[1])[0]
    assert "after the end of" in say(workspace, last - 2, 78.0, [], month(last - 1)[0])[0]


# ---- bias is not claimed of those who have none ----


def walk(random: np.random.Generator, months: int, ahead: int) -> tuple[Entry, ...]:
    """A forecaster without bias: the newest figure of a random walk, said of each of the months ahead."""
    path = np.cumsum(random.normal(size=months + 1)).tolist()
    blank = Entry(0, "", date(2026, 9, 1), "", MODEL, "A", "", 1, "", 1)
    made = [Forecast(MEASURE, 1, "percent", "higher", *month(at + far), "", far, month(at)[1], Method("last", 1), path[at])
            for at in range(months) for far in range(1, ahead + 1) if at + far <= months]
    outcomes = tuple(Outcome(MEASURE, 1, *month(place), path[place]) for place in range(1, months + 1))
    return (replace(blank, number=1, forecasts=tuple(made)),
            replace(blank, number=2, kind=OUTCOME, manifest=2, outcomes=outcomes))


@pytest.mark.parametrize(("months", "ahead"), [(14, 1), (24, 3), (48, 12)])
def test_a_forecaster_without_bias_is_seldom_told_to_have_one(months: int, ahead: int) -> None:
    # Errors counted as independent, or put together by origin or month alone, claim a bias of one in two such forecasters.
    random = np.random.default_rng(5)
    runs = 60
    told = sum(next(row.side for row in forecasters(score(walk(random, months, ahead))) if row.measure is None) != UNTOLD
               for _run in range(runs))
    assert told / runs <= 0.22


def test_a_real_bias_is_told() -> None:
    random = np.random.default_rng(7)
    entries = walk(random, 36, 3)
    low = tuple(replace(each, point=each.point - 4) for each in entries[0].forecasts)
    row = next(row for row in forecasters(score((replace(entries[0], forecasts=low), entries[1]))) if row.measure is None)
    assert (row.side, row.n) == ("cautious", 105)
    assert row.bias is not None
    assert 2 < row.bias.value < 6


def test_nothing_is_said_of_an_empty_ledger() -> None:
    assert forecasts_json((), {})["sentence"] == "No forecast was recorded so far."
    assert forecasters(()) == ()
    assert all(row.n == 0 for row in calibration(()))
    assert past_forecasts((), MEASURE) == []


def test_a_measures_earlier_forecasts_are_the_entries_that_have_it(workspace: Workspace) -> None:
    project(workspace, 70.0, 71.0)
    assert [(row["by"], row["origin_label"], [step["median"] for step in row["steps"]])
            for row in past_forecasts(workspace.forecasts(), MEASURE)] == [("answerable", "August 2026", [70.0, 71.0])]
    assert HUMAN not in [row["kind"] for row in past_forecasts(workspace.forecasts(), MEASURE)]
