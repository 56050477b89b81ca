"""Promises are recorded, corrected beside their words, withdrawn with a reason, settled by somebody else; never deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from answerable.web.accounts.rights import PUBLIC, Refused
from answerable.web.audit.commanding import EditConflict
from answerable.web.organisations import commands as organisations
from answerable.web.register import commands_promises as promises
from answerable.web.register.models import PromiseEntry

MEASURE = "101-answered-within-30s"
CHECKABLE: dict[str, Any] = {"measure_id": MEASURE, "comparison": ">=", "threshold": 80.0, "due": date(2026, 12, 31)}


def promise(cast: Any, **changes: Any) -> PromiseEntry:
    """A promise of the chief constable, recorded by the program."""
    given: dict[str, Any] = {"words": "80% of 101 calls by December.", "kind": "commitment", "said_on": date(2026, 5, 4),
                             "said_by": cast.chief, **CHECKABLE, **changes}
    made: PromiseEntry = promises.add_promise(by=given.pop("by", None), **given)
    return made


def claim(cast: Any, **changes: Any) -> PromiseEntry:
    """A claim that no measure tells."""
    return promise(cast, words="11 posts saved.", kind="benefit", measure_id="", comparison="", threshold=None, due=None,
                   body=cast.body, **changes)


def test_a_promise_belongs_to_whoever_the_post_belongs_to(cast: Any) -> None:
    made = promise(cast)
    assert made.force == cast.force
    assert made.body is None
    assert made.visibility == "internal"
    assert made.checkable


def test_it_remembers_who_held_the_post_and_which_definition_was_in_force(cast: Any) -> None:
    organisations.add_tenure(by=None, post=cast.chief, person="A. Other", starts=date(2020, 1, 1), ends=date(2026, 5, 31))
    organisations.add_tenure(by=None, post=cast.chief, person="B. Newcomer", starts=date(2026, 6, 1))
    made = promise(cast)
    assert made.said_by_person.name == "A. Other"   # type: ignore[union-attr]
    assert made.measure_version == 2   # the second version of the definition is in force in the example


def test_what_cannot_be_checked_is_refused_with_the_field(cast: Any) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"words": "  "}, "words"), ({"threshold": None}, "threshold"), ({"comparison": ""}, "threshold"),
        ({"measure_id": ""}, "measure_id"), ({"kind": "vow"}, "kind"), ({"period": "week"}, "period"),
        ({"comparison": "=="}, "comparison"), ({"said_on": date(2099, 1, 1)}, "said_on"), ({"said_by": None}, "said_by")]
    for changes, field in wrong:
        with pytest.raises(ValidationError) as told:
            promise(cast, **changes)
        assert field in told.value.message_dict


def test_only_those_who_write_promises_record_them_and_only_for_their_own(cast: Any) -> None:
    promise(cast, by=cast.people["analyst"])
    for role in ("manager", "auditor", "panel-member"):
        with pytest.raises(Refused):
            promise(cast, by=cast.people[role])
    with pytest.raises(Refused):
        promise(cast, by=cast.charlie)


def test_to_publish_needs_the_right_to_publish(cast: Any) -> None:
    with pytest.raises(Refused, match="public"):
        promise(cast, by=cast.people["analyst"], visibility=PUBLIC)
    made = promise(cast, body=cast.body)
    promises.show_promise(by=cast.people["policy-officer"], promise=made, version=1, visibility=PUBLIC)
    assert PromiseEntry.objects.get().visibility == PUBLIC
    with pytest.raises(ValidationError):
        promises.show_promise(by=None, promise=made, version=2, visibility="everybody")


def test_words_change_only_before_a_release_followed_them(cast: Any) -> None:
    made = promise(cast)
    promises.edit_promise(by=None, promise=made, version=1, words="At least 80% by December.", threshold=81.0)
    with pytest.raises(EditConflict):
        promises.edit_promise(by=None, promise=made, version=1, words="Somebody else's words.")
    promises.follow_promise(by=None, promise=made, release=1, on=date(2026, 11, 3), state="at-risk", odds=0.3, reason="…")
    with pytest.raises(ValidationError, match="correction"):
        promises.edit_promise(by=None, promise=made, version=2, words="Never mind.")
    promises.correct_promise(by=None, promise=made, text="It was said of working days only.")
    kept = PromiseEntry.objects.get()
    assert kept.words == "At least 80% by December."
    assert kept.threshold == 81.0
    assert [each.text for each in kept.corrections.all()] == ["It was said of working days only."]


def test_withdrawing_needs_a_reason_and_keeps_the_promise(cast: Any) -> None:
    made = promise(cast)
    with pytest.raises(ValidationError) as told:
        promises.withdraw_promise(by=None, promise=made, version=1, reason=" ")
    assert "reason" in told.value.message_dict
    promises.withdraw_promise(by=None, promise=made, version=1, reason="The scheme was stopped.")
    kept = PromiseEntry.objects.get()
    assert (kept.outcome, kept.outcome_reason) == ("withdrawn", "The scheme was stopped.")


def test_what_was_missed_cannot_be_withdrawn(cast: Any) -> None:
    made = promise(cast)
    promises.follow_promise(by=None, promise=made, release=3, on=date(2027, 1, 5), state="missed", value=71.2,
                            reason="71.2% in December 2026.", settled=True)
    with pytest.raises(ValidationError, match="not known yet"):
        promises.withdraw_promise(by=None, promise=made, version=None, reason="It was missed.")


def test_a_claim_without_a_measure_is_settled_by_a_person_with_a_reason(cast: Any) -> None:
    made = claim(cast)
    with pytest.raises(Refused):
        promises.settle_promise(by=cast.people["analyst"], promise=made, version=1, outcome="kept", reason="x")
    promises.settle_promise(by=cast.people["member"], promise=made, version=1, outcome="missed",
                            reason="Seven posts were saved, by the payroll.", evidence_link="https://payroll.example/2026")
    kept = PromiseEntry.objects.get()
    assert (kept.outcome, kept.settled_by) == ("missed", cast.people["member"])


def test_nobody_settles_what_they_said_themselves(cast: Any) -> None:
    member = cast.people["member"]
    tenure = organisations.add_tenure(by=None, post=cast.commissioner, person="The member", starts=date(2020, 1, 1))
    member.person = tenure.person
    member.save()
    made = claim(cast, said_by=cast.commissioner)
    with pytest.raises(ValidationError, match="Somebody else"):
        promises.settle_promise(by=member, promise=made, version=1, outcome="kept", reason="I say so.")
    promises.settle_promise(by=cast.second, promise=made, version=1, outcome="kept", reason="The ledger shows it.")


def test_what_a_measure_tells_no_person_settles(cast: Any) -> None:
    with pytest.raises(ValidationError, match="measure tells"):
        promises.settle_promise(by=None, promise=promise(cast), version=1, outcome="kept", reason="It feels so.")


def test_following_again_by_the_same_release_keeps_one_course(cast: Any) -> None:
    made = promise(cast)
    for odds in (0.3, 0.4):
        promises.follow_promise(by=None, promise=made, release=1, on=date(2026, 11, 3), state="at-risk", odds=odds, reason="…")
    assert [each.odds for each in made.courses.all()] == [0.4]
