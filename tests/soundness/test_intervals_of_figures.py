"""A share of a sample must not read like a count of all, nor several answers of one person like several people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from answerable.judgement.samples import Sample, interval
from answerable.judging import assess, judgement_json
from answerable.measures.catalogue import read_measure, read_measures
from answerable.measures.meaning import meaning_digest
from answerable.releases import measure_json
from answerable.sampling import response_of
from small_force import SmallForce, call, table

SURVEY = "answer_id,asked_at,survey,outcome,question,answer,people\n"
SIXTY = "1,2026-03-01,victims,answered,service,satisfied,46\n2,2026-03-01,victims,answered,service,dissatisfied,14\n"
DIPPED = "sample_id,sampled_at,sample,result,aspect\n"


def own(force: SmallForce, **changes: Any) -> None:
    """Put a measure of one survey into the workspace."""
    content = {"measure": "own", "version": 1, "title": "Own", "group": "Own", "table": "survey_answers", "kind": "share",
               "population": "survey = 'victims' AND outcome = 'answered'", "counted": "answer = 'satisfied'",
               "direction": "higher", "noun": "answers", "sentence": "{value} of {denominator} were satisfied in {period}",
               "why_it_matters": "It does.", "author": "Us", "review_due": date(2027, 1, 1),
               "change_log": [{"version": 1, "date": date(2026, 1, 1), "change": "First version."}], **changes}
    (force.workspace.folder / "measures" / "own.yaml").write_text(yaml.safe_dump(content))


def dipped(force: SmallForce, met: int, of: int, aspect: str = "") -> None:
    lines = [f"{aspect}{number},2026-03-0{1 + number % 9},call handling,{'met' if number < met else 'not_met'},{aspect}"
             for number in range(of)]
    force.load(DIPPED + "\n".join(lines) + "\n", f"dipped{aspect}.csv", "generic_samples")


def test_ten_of_ten_is_not_a_hundred_per_cent(force: SmallForce) -> None:
    dipped(force, 10, 10)
    row, = force.workspace.figure_rows("samples-met", "all", {})
    assert row["value"] == 100
    assert row["interval_low"] == pytest.approx(72.2467)
    assert row["interval_high"] == 100


def test_two_aspects_of_ten_records_are_ten_records(force: SmallForce) -> None:
    """The same ten records looked at twice leave as much open as ten do, not as little as twenty would."""
    dipped(force, 10, 10, "asked")
    dipped(force, 10, 10, "told")
    pooled, = force.workspace.figure_rows("samples-met", "all", {})
    assert pooled["denominator"] == 20
    assert pooled["interval_low"] == pytest.approx(100 * interval(Sample(10, 10)).low)
    apart = force.workspace.figure_rows("samples-met", ["all", "aspect"], {})
    assert [row["interval_low"] for row in apart] == [pytest.approx(pooled["interval_low"])] * 2


def test_a_row_that_stands_for_many_people_is_as_many(force: SmallForce) -> None:
    force.load(SURVEY + SIXTY, "answers.csv", "generic_survey_answers")
    row, = force.workspace.figure_rows("survey-satisfied", "all", {})
    assert row["interval_low"] == pytest.approx(100 * interval(Sample(46, 60)).low)


def test_a_count_of_all_calls_has_no_interval(force: SmallForce) -> None:
    force.load(table([call(1, "2026-03-02 10:00:00", answered="2026-03-02 10:00:05")]))
    row, = force.workspace.figure_rows("101-offered", "month", {})
    answered, = force.workspace.figure_rows("101-abandonment", "month", {})
    assert "interval_low" not in {*row, *answered}


def test_who_answered_is_a_count_of_all_who_were_asked() -> None:
    known = read_measures()
    assert not known["survey-response-rate"].has_interval
    sampled = {name for name, measure in known.items() if measure.has_interval}
    assert sampled == {"survey-satisfied", "survey-agree", "samples-met"}


def test_the_sentence_page_and_release_of_a_survey_say_what_it_leaves_open(force: SmallForce) -> None:
    own(force)
    force.load(SURVEY + SIXTY + "3,2026-03-02,victims,refused,,,40\n4,2026-03-02,residents,refused,,,900\n",
               "answers.csv", "generic_survey_answers")
    workspace = force.workspace
    item = assess(workspace, workspace.measure("own"), workspace.head())
    assert ": between 64% and 86% with 95% confidence, " in judgement_json(item)["judgement"]["sentence"]
    content = measure_json(workspace, workspace.head(), item, "2026-03-31")
    assert content["headline"]["interval"]["words"] == "64% to 86% with 95% confidence"
    assert content["headline"]["interval"]["method"] == "wilson"
    assert [(row["numerator"], row["denominator"]) for row in content["response"]] == [(60, 100)]


@pytest.mark.parametrize(("population", "told"), [
    ("outcome = 'answered'", "true"), ("survey = 'victims' AND (outcome = 'answered' AND cohort = 'burglary')", "survey"),
    ("outcome = 'answered' AND question = 'service'", None), ("outcome = 'answered' OR survey = 'victims'", None)])
def test_a_response_rate_is_told_only_where_those_asked_are_known(force: SmallForce, population: str, told: str | None) -> None:
    """Whoever did not answer has no answer and often no question: a rate of those with one would be 100%."""
    own(force, population=population)
    answering = response_of(read_measure(force.workspace.folder / "measures" / "own.yaml"))
    assert (answering is None) == (told is None)
    if answering is not None:
        assert told in answering.population.text.lower()
        assert "outcome" not in answering.population.text


def test_whether_it_is_a_sample_is_no_part_of_the_meaning(force: SmallForce) -> None:
    own(force)
    plain = meaning_digest(read_measure(force.workspace.folder / "measures" / "own.yaml"))
    own(force, sampled=False)
    changed = read_measure(force.workspace.folder / "measures" / "own.yaml")
    assert not changed.has_interval
    assert meaning_digest(changed) == plain


@pytest.mark.parametrize(("changes", "words"), [
    ({"sampled": "perhaps"}, "must be true or false"),
    ({"kind": "count", "counted": None, "sampled": True}, "'sampled' goes with share")])
def test_what_sampled_cannot_be_is_refused(force: SmallForce, changes: dict[str, Any], words: str) -> None:
    own(force, **changes)
    with pytest.raises(Exception, match=words):
        read_measure(force.workspace.folder / "measures" / "own.yaml")
