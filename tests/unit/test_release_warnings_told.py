"""A target at risk is told once by the releases, and its end once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from answerable.releases.signals import digest
from portfolios import judged, released

Json = dict[str, Any]
USUAL = [60.0, 64.0, 62.0, 65.0, 61.0, 63.0] * 4
RISK = {"raised_on": "2022-01-01", "month": "2022-02-01", "label": "February 2022", "odds": 0.2, "level": 0.5, "words": "…"}


def ahead(warning: Json | None) -> Json:
    """The part "projection" as far as a digest reads it."""
    return {"projection": {"warning": warning, "sentence": "Likely (80%) to reach 80% in March 2022.",
                           "target": {"text": "80% or more"}}}


def follow(*steps: Json) -> list[Json]:
    """The digests of releases of one measure with these parts, one after the other."""
    before, digests = None, []
    for number, more in enumerate(steps, start=1):
        now = released([judged("calls", USUAL, **more)], number)
        digests.append(digest(now, before))
        before = replace(now, signals=digests[-1])
    return digests


def codes(content: Json) -> list[str]:
    return [thing["code"] for thing in content["told"]]


def test_a_target_at_risk_is_told_once_with_its_day_and_odds() -> None:
    digests = follow(ahead(None), ahead(RISK), ahead(RISK))
    assert [codes(content) for content in digests] == [[], ["target-at-risk"], []]
    assert digests[1]["told"][0]["words"] == (
        "the target of 80% or more is at risk: on 1 January 2022 it could be known that to meet it in February 2022 is "
        "unlikely (20%)")
    assert digests[1]["told"][0]["after"]["value"] == 0.2


def test_its_end_is_told_once() -> None:
    digests = follow(ahead(None), ahead(RISK), ahead(None), ahead(None))
    assert [codes(content) for content in digests] == [[], ["target-at-risk"], ["target-risk-over"], []]
    assert digests[2]["told"][0]["words"] == (
        "the target is at risk no longer: Likely (80%) to reach 80% in March 2022")


def test_another_day_of_the_same_warning_is_no_news() -> None:
    assert codes(follow(ahead(None), ahead(RISK), ahead(RISK | {"raised_on": "2021-12-01"}))[2]) == []


def test_what_stands_in_the_first_release_is_not_told_as_new() -> None:
    assert [codes(content) for content in follow(ahead(RISK), ahead(RISK))] == [[], []]


def test_it_is_told_after_a_release_from_before_there_were_projections() -> None:
    assert codes(follow({}, ahead(RISK))[1]) == ["target-at-risk"]


def test_a_measure_that_is_no_longer_projected_is_not_said_to_be_safe() -> None:
    assert codes(follow(ahead(None), ahead(RISK), {"projection": None})[2]) == []


def test_a_target_at_risk_is_not_one_that_is_expected_to_be_missed() -> None:
    content = follow(ahead(None), ahead(RISK))[1]
    assert not {"target-expected-missed", "target-newly-missed"} & set(codes(content))
