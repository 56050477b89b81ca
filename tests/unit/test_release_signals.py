"""What a release tells as changed since the one before: once each, from whatever version of release came before."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from answerable.judgement.digests import listed, markdown
from answerable.releases.signals import digest
from portfolios import aim, judged, released, told_of

USUAL = [60.0, 64.0, 62.0, 65.0, 61.0, 63.0] * 4
Json = dict[str, Any]


def codes(content: Json, name: str = "told") -> list[str]:
    """The codes of a list, those told under another included."""
    return [each["code"] for thing in content[name] for each in (thing, *thing.get("beside", ()))]


def follow(values: list[float], *steps: list[float], others: int = 0, **more: Any) -> list[Json]:
    """The digests of one measure's releases: the first, then one after each step of more months. others: how many measures
    are judged beside it, in which nothing changes."""
    before, digests, number = None, [], 1
    for step in ([], *steps):
        values = [*values, *step]
        quiet = [judged(f"other-{place}", [USUAL[month % 6] for month in range(len(values))]) for place in range(others)]
        now = released([judged("calls", values, **more), *quiet], number)
        digests.append(digest(now, before))
        before, number = replace(now, signals=digests[-1]), number + 1
    return digests


def test_a_first_release_has_no_changes_and_says_what_stands() -> None:
    content = digest(released([judged("calls", [*USUAL, 30.0])]), None)
    assert content["since"] is None
    assert all(content[name] == [] for name in ("told", "late", "ratings_changed", "by_chance"))
    assert [standing["measure"] for standing in content["standing"]] == ["calls"]
    assert content["headline"].startswith("The first release")


def test_a_drop_is_told_with_its_figures_and_its_evidence() -> None:
    told = follow(USUAL, [40.0])[1]["told"][0]
    assert told["code"] == "special-cause-new"
    assert (told["before"]["text"], told["after"]["text"]) == ("63.0", "40.0")
    assert told["words"].startswith("40.0 in January 2022: below its usual range, a change for the worse; ")
    assert told["evidence"]["adjusted"] == pytest.approx(4 * told["evidence"]["chance"])
    assert "chance alone" in told["evidence"]["words"]


def test_what_goes_on_is_told_once_and_its_end_once() -> None:
    digests = follow(USUAL, [40.0], [41.0], [39.5], [61.0], [63.0], [62.0], [64.0])
    assert [codes(content) for content in digests] == [
        [], ["special-cause-new"], [], [], [], [], ["special-cause-ended"], []]
    assert digests[3]["standing"][0]["told_in"] == 2


def test_an_opposite_change_ends_the_one_before_at_once() -> None:
    digests = follow(USUAL, [40.0], [90.0])
    assert sorted(codes(digests[2])) == ["special-cause-ended", "special-cause-new"]


def test_the_same_records_released_again_tell_nothing() -> None:
    digests = follow(USUAL, [40.0], [])
    assert codes(digests[2]) == codes(digests[2], "by_chance") == []
    assert digests[2]["headline"] == "Since release 2: nothing changed."
    assert digests[2]["expected_false"] == 0


def test_a_weak_sign_may_be_chance_and_is_told_when_it_has_grown() -> None:
    digests = follow(USUAL, *[[64.9 + 0.1 * (place % 2)] for place in range(14)], others=8)
    weak = [place for place, content in enumerate(digests) if "special-cause-new" in codes(content, "by_chance")]
    told = [place for place, content in enumerate(digests) if "special-cause-new" in codes(content)]
    assert len(told) == 1
    assert weak
    assert max(weak) < told[0]
    assert [content["by_chance"][0].get("again") for content in (digests[place] for place in weak)] == [
        None, *[True] * (len(weak) - 1)]


@pytest.mark.parametrize(("denominator", "told"), [(19, False), (20, True), (None, True)])
def test_nothing_is_told_of_fewer_than_twenty(denominator: float | None, told: bool) -> None:
    content = follow(USUAL, [40.0], denominator=denominator)[1]
    assert (codes(content) == ["special-cause-new"]) is told
    assert bool(content["too_small"]) is not told


def test_nothing_is_told_of_counts_of_which_fewer_than_five_are_usual() -> None:
    rare, common = ([value * times for value in [2.0, 3.0, 4.0, 3.0, 2.0, 4.0] * 4] for times in (1, 3))
    kinds = {"unit": "count", "direction": "neutral", "denominator": None}
    assert codes(follow(rare, [30.0], **kinds)[1], "too_small") == ["special-cause-new"]
    assert codes(follow(common, [90.0], **kinds)[1]) == ["special-cause-new"]


def test_a_family_is_told_under_its_head() -> None:
    def family(values: list[float]) -> list[Json]:
        return [judged("wait-median", values, parent="wait-mean"), judged("wait-mean", values, parent="offered"),
                judged("offered", values)]
    told = told_of(family(USUAL), family([*USUAL, 40.0]))["told"]
    assert [(thing["measure"], [each["measure"] for each in thing["beside"]]) for thing in told] == [
        ("offered", ["wait-median", "wait-mean"])]


def test_a_target_missed_within_the_usual_range_may_be_chance() -> None:
    content = follow([*USUAL, 65.0], [61.0], target=aim(62.5))[1]
    assert codes(content) == []
    assert [thing["code"] for thing in content["by_chance"]] == ["target-newly-missed"]


def test_a_target_missed_with_a_drop_is_told() -> None:
    content = follow(USUAL, [40.0], target=aim(55))[1]
    assert "target-newly-missed" in codes(content)
    missed = next(thing for thing in content["told"] if thing["code"] == "target-newly-missed")
    assert missed["words"] == ("40.0 in January 2022 misses the target of 55% or more (local aspiration of Westshire, not a "
                               "national standard)")


def test_a_target_now_out_of_reach_is_told() -> None:
    wide, narrow = [50.0, 70.0] * 6, [61.0, 62.0] * 30
    content = follow(wide, narrow, target=aim(75))[1]
    assert "target-expected-missed" in codes(content)


def test_another_target_is_told_as_that_and_not_as_missed() -> None:
    content = told_of([judged("calls", USUAL, target=aim(55))], [judged("calls", [*USUAL, 62.0], target=aim(90))])
    assert codes(content) == ["target-changed"]


def test_a_rating_that_changes_with_a_told_drop_says_from_to_and_why() -> None:
    content = follow(USUAL, [40.0])[1]
    rating = content["ratings_changed"][0]
    assert (rating["before"]["code"], rating["after"]["code"], rating["by"]) == ("steady", "worsening", "figures")
    assert rating["told"]
    assert "a change for the worse" in rating["words"]


OVERRIDE = {"decision": 7, "rating": {"code": "off-target", "words": "Off target"}, "reason": "Records are doubtful.",
            "by": "A. Name", "expires": "2022-06-30", "words": "…"}


def test_an_override_that_begins_and_one_that_ends_are_told_with_who_and_why() -> None:
    plain, overridden = judged("calls", USUAL), judged("calls", USUAL)
    overridden["judgement"]["override"] = OVERRIDE
    began, ended = told_of([plain], [overridden]), told_of([overridden], [plain])
    assert [thing["words"] for thing in began["ratings_changed"]] == [
        "Off target in place of Steady, by decision of A. Name until 30 June 2022: Records are doubtful."]
    assert [thing["words"] for thing in ended["ratings_changed"]] == [
        "the override to Off target ended; Steady by the rule holds"]
    assert told_of([overridden], [overridden])["ratings_changed"] == []


def test_another_stage_of_scrutiny_is_told() -> None:
    before, after = judged("calls", USUAL), judged("calls", USUAL)
    after["judgement"]["stage"] = {"decision": 8, "code": "scrutiny", "words": "Under scrutiny", "by": "A. Name"}
    assert [thing["words"] for thing in told_of([before], [after])["ratings_changed"]] == [
        "stage of scrutiny: none → Under scrutiny, by A. Name"]


def test_a_break_that_was_not_there_is_told() -> None:
    after = judged("calls", USUAL)
    after["chart"]["breaks"] = [{"at": "2021-03-01", "words": "A new system (step accepted by A. Name)"}]
    assert [thing["words"] for thing in told_of([judged("calls", USUAL)], [after])["definitions"]] == [
        "a break in the series from 1 March 2021: A new system (step accepted by A. Name)"]


def test_another_rating_rule_is_one_thing_to_know() -> None:
    before, after = ([judged(name, USUAL) for name in ("a", "b", "c")] for _ in range(2))
    for measure in after:
        measure["judgement"] |= {"rating": {"code": "other", "words": "Other"}, "rating_rule": "default-9"}
    changed = told_of(before, after)["ratings_changed"]
    assert [(thing["code"], len(thing["beside"])) for thing in changed] == [("rating-rule-changed", 3)]


def test_a_figure_revised_after_its_release_is_told_and_rounding_is_not() -> None:
    revised = [*USUAL[:3], 66.0, *USUAL[4:]]
    told = told_of([judged("calls", USUAL)], [judged("calls", revised)])["revised"]
    assert [thing["words"] for thing in told] == ["April 2020: 65.0 → 66.0"]
    rounded = [*USUAL[:3], 65.04, *USUAL[4:]]
    assert told_of([judged("calls", USUAL)], [judged("calls", rounded)])["revised"] == []


def test_a_new_version_of_a_definition_is_told_with_its_log() -> None:
    after = judged("calls", USUAL) | {"version": 2, "definition": {"change_log": [
        {"version": 1, "change": "First."}, {"version": 2, "change": "Any hang-up counts."}]}}
    told = told_of([judged("calls", USUAL)], [after])["definitions"]
    assert [thing["words"] for thing in told] == ["version 2 of the definition: Any hang-up counts."]


def test_a_contradiction_is_told_when_it_is_new() -> None:
    old = {"code": "green-below-baseline", "words": "Green, and below the baseline.", "stated": {"source": "a"}}
    new = {"code": "unchanged-after-fall", "words": "Unchanged after a fall.", "stated": {"source": "a"}}
    content = told_of([judged("calls", USUAL, contradictions=[old])], [judged("calls", USUAL, contradictions=[old, new])])
    assert [thing["words"] for thing in content["contradictions"]] == ["Unchanged after a fall."]


def line(measure: str, *, gap: bool) -> Json:
    """A measure's line of missing.json."""
    gaps = [{"from": "2022-01-01", "to": None, "words": "no records came", "register": []}] if gap else []
    return {"measure": measure, "title": measure, "state": "not-available" if gap else "available", "latest": "June 2022",
            "gaps": gaps}


def test_data_that_should_have_come_are_told_once_for_all_measures_of_one_reason() -> None:
    measures = [judged("calls", USUAL)]
    fine, late = ({"measures": [line(name, gap=gap) for name in "abcde"]} for gap in (False, True))
    first, second = released(measures, missing=fine), released(measures, 2, missing=late)
    told = digest(second, first)["late"]
    assert [thing["words"] for thing in told] == [
        "a, b, c and 2 other measures: no figure since 1 January 2022 (no records came)"]
    assert digest(released(measures, 3, missing=late), second)["late"] == []
    assert [thing["code"] for thing in digest(released(measures, 3, missing=fine), second)["late"]] == ["data-came"]


def test_days_without_records_are_told_and_when_they_came() -> None:
    def feeds(*days: str) -> Json:
        return {"coverage": [{"feed": "101 by phone", "missing_days": list(days)}]}
    measures = [judged("calls", USUAL)]
    first, second = released(measures, quality=feeds("2021-03-01")), released(
        measures, 2, quality=feeds("2021-03-02", "2021-03-03"))
    assert [thing["words"] for thing in digest(second, first)["late"]] == [
        "101 by phone: 2 days on which records were expected and none came (2 March 2021 to 3 March 2021)",
        "101 by phone: records of 1 day came after all (1 March 2021)"]


def test_no_new_month_after_more_than_a_month_is_told() -> None:
    first, later = released([judged("calls", USUAL)], 1), released([judged("calls", USUAL)], 3)
    assert [thing["code"] for thing in digest(later, first)["late"]] == ["no-new-month"]


def test_a_release_from_before_there_was_a_digest_or_lines_is_read() -> None:
    old = judged("calls", [*USUAL, 40.0])
    for point in old["chart"]["points"]:
        for key in ("centre", "lower", "upper", "adjusted"):
            del point[key]
    content = digest(released([judged("calls", [*USUAL, 40.0, 41.0])], 2), released([old]))
    assert codes(content) == []
    assert content["standing"][0]["told_in"] == 1


def test_a_new_measure_is_named_and_tells_nothing_else() -> None:
    content = told_of([judged("calls", USUAL)], [judged("calls", USUAL), judged("chats", [*USUAL, 40.0])])
    assert codes(content) == []
    assert [(thing["code"], thing["measure"]) for thing in content["definitions"]] == [("measure-new", "chats")]


def test_a_measure_without_a_series_is_passed_over() -> None:
    bare = {"id": "by-channel", "title": "By channel", "figures": [], "headline": None, "judgement": None, "target": None,
            "chart": {"points": [], "phases": []}, "version": 1, "unit": "percent"}
    assert told_of([bare], [bare])["judged"] == 0


def test_the_text_to_send_has_the_headline_and_takes_no_word_for_a_mark() -> None:
    content = follow(USUAL, [40.0])[1]
    content["told"][0]["title"] = "<b>*Calls*</b>"
    text = markdown(content, "Westshire")
    assert text.startswith("## Westshire: what changed in release 2\n")
    assert content["headline"] in text
    assert "**\\<b\\>\\*Calls\\*\\</b\\>**: 40.0 in January 2022" in text


def test_a_rating_that_may_be_chance_stands_with_its_signal() -> None:
    content = follow(USUAL, *[[64.9 + 0.1 * (place % 2)] for place in range(8)], others=8)
    lists = next(dict(listed(each)) for each in content if each["by_chance"])
    assert "ratings_changed" not in lists
    assert [each["code"] for each in lists["by_chance"][0]["beside"]] == ["rating-changed"]


def test_a_rating_that_a_part_changed_is_told_with_what_is_told_of_the_family() -> None:
    def family(values: list[float], *, rating: str) -> list[Json]:
        head = judged("offered", USUAL if len(values) == len(USUAL) else [*USUAL, 62.0])
        head["judgement"] |= {"rating": {"code": rating, "words": rating.capitalize()},
                              "reasons": [{"code": {"parts": "children-concern"}.get(rating, "no-target"), "words": "a part"}]}
        return [head, judged("wait", values, parent="offered")]
    content = told_of(family(USUAL, rating="steady"), family([*USUAL, 40.0], rating="parts"))
    changed = {thing["measure"]: thing["told"] for thing in content["ratings_changed"]}
    assert changed["offered"]
    quiet = told_of(family(USUAL, rating="steady"), family(USUAL, rating="parts"))
    assert [thing["told"] for thing in quiet["ratings_changed"]] == [False]


def test_odds_are_told_to_two_digits() -> None:
    digests = follow(USUAL, *[[64.9 + 0.1 * (place % 2)] for place in range(14)], others=8)
    said = [thing["evidence"]["words"] for content in digests for name in ("told", "by_chance") for thing in content[name]
            if thing["code"] == "special-cause-new"]
    assert len(said) > 3
    for words in said:
        for number in re.findall(r"1 in ([\d,.]+)", words):
            assert len(number.replace(",", "").replace(".", "").rstrip("0")) <= 2, words


def test_a_month_with_nothing_but_chance_says_so_in_one_sentence() -> None:
    content = next(each for each in follow(USUAL, *[[64.9 + 0.1 * (place % 2)] for place in range(10)], others=8)
                   if each["by_chance"] and not each["told"])
    assert re.fullmatch(r"Since release \d+: nothing stands out from chance; 1 thing that may be chance is listed\.",
                        content["headline"])
