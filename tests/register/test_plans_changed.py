"""A plan has versions of which exactly one is live; a new one begins as a copy, and what was live is changed no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from answerable.web.accounts.rights import Refused
from answerable.web.audit.commanding import EditConflict
from answerable.web.audit.kept import acting
from answerable.web.register import commands_plans as plans
from answerable.web.register.models import Plan, PlanItem, PlanVersion

MEASURE = "101-answered-within-30s"


def plan(cast: Any, **changes: Any) -> Plan:
    """A plan with one item in its first draft."""
    given = {"title": "999 and 101 Performance Plan", "force": cast.force, "body": cast.body, **changes}
    made: Plan = plans.add_plan(by=None, **given)
    plans.add_item(by=None, plan_version=made.versions.get(), title="Answer 101 in 30 seconds", owner=cast.chief,
                   measure_id=MEASURE, comparison=">=", target=80.0, starts=date(2026, 1, 1), due=date(2026, 12, 31))
    return made


def test_a_new_version_is_a_copy_with_the_same_keys(cast: Any) -> None:
    made = plan(cast)
    plans.make_live(by=None, plan_version=made.versions.get())
    second = plans.add_version(by=None, plan=made, reason="The target was missed.")
    assert (second.number, second.state, second.reason) == (2, "draft", "The target was missed.")
    assert [(item.key, item.title, item.target) for item in second.items.all()] == [("1", "Answer 101 in 30 seconds", 80.0)]


def test_exactly_one_version_is_live(cast: Any) -> None:
    made = plan(cast)
    first = plans.make_live(by=None, plan_version=made.versions.get())
    second = plans.make_live(by=None, plan_version=plans.add_version(by=None, plan=made))
    states = {each.number: each.state for each in made.versions.all()}
    assert states == {1: "superseded", 2: "live"}
    assert PlanVersion.objects.get(pk=first.pk).superseded_at == second.live_from


def test_the_database_holds_it_too(cast: Any) -> None:
    made = plan(cast)
    plans.make_live(by=None, plan_version=made.versions.get())
    with pytest.raises(IntegrityError), transaction.atomic(), acting(None, "test"):
        PlanVersion.objects.create(plan=made, number=9, state=PlanVersion.LIVE)


def test_one_draft_at_a_time(cast: Any) -> None:
    with pytest.raises(ValidationError, match="open already"):
        plans.add_version(by=None, plan=plan(cast))


def test_what_is_live_is_changed_no_more(cast: Any) -> None:
    live = plans.make_live(by=None, plan_version=plan(cast).versions.get())
    item = live.items.get()
    for change in (lambda: plans.add_item(by=None, plan_version=live, title="More"),
                   lambda: plans.edit_item(by=None, item=item, version=1, title="Less"),
                   lambda: plans.drop_item(by=None, item=item),
                   lambda: plans.edit_version(by=None, plan_version=live, version=None, summary="", reason="",
                                              refresh_due=None),
                   lambda: plans.make_live(by=None, plan_version=live)):
        with pytest.raises(ValidationError, match="Only a draft"):
            change()


def test_an_empty_plan_is_not_made_live(cast: Any) -> None:
    made = plan(cast)
    plans.drop_item(by=None, item=made.versions.get().items.get())
    with pytest.raises(ValidationError, match="without an item"):
        plans.make_live(by=None, plan_version=made.versions.get())


def test_keys_are_never_used_again(cast: Any) -> None:
    made = plan(cast)
    plans.make_live(by=None, plan_version=made.versions.get())
    draft = plans.add_version(by=None, plan=made)
    plans.drop_item(by=None, item=draft.items.get())
    assert plans.add_item(by=None, plan_version=draft, title="Something else").key == "2"


def test_of_two_who_edit_an_item_the_second_is_told(cast: Any) -> None:
    item = PlanItem.objects.get(plan_version=plan(cast).versions.get())
    plans.edit_item(by=None, item=item, version=1, title="Answer 101 quickly")
    with pytest.raises(EditConflict):
        plans.edit_item(by=None, item=item, version=1, title="Answer 101 at once")
    assert PlanItem.objects.get().title == "Answer 101 quickly"


def test_an_item_says_what_is_wrong_with_it(cast: Any) -> None:
    item = PlanItem.objects.get(plan_version=plan(cast).versions.get())
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"title": " "}, "title"), ({"comparison": ""}, "target"), ({"measure_id": ""}, "measure_id"),
        ({"due": date(2025, 1, 1)}, "due"), ({"comparison": "!"}, "comparison")]
    for changes, field in wrong:
        with pytest.raises(ValidationError) as told:
            plans.edit_item(by=None, item=item, version=1, **changes)
        assert field in told.value.message_dict


def test_items_are_moved_one_by_one(cast: Any) -> None:
    draft = plan(cast).versions.get()
    second = plans.add_item(by=None, plan_version=draft, title="Second")
    plans.move_item(by=None, item=second, up=True)
    assert [item.title for item in draft.items.all()] == ["Second", "Answer 101 in 30 seconds"]
    plans.move_item(by=None, item=second, up=True)
    assert [item.position for item in draft.items.all()] == [0, 1]


def test_who_may_write_and_who_may_make_live(cast: Any) -> None:
    made = plan(cast)
    draft = made.versions.get()
    plans.add_item(by=cast.people["manager"], plan_version=draft, title="By the manager")
    for role in ("manager", "policy-officer"):
        with pytest.raises(Refused):
            plans.make_live(by=cast.people[role], plan_version=draft)
    for who in (cast.charlie, cast.people["auditor"]):
        with pytest.raises(Refused):
            plans.add_item(by=who, plan_version=draft, title="By somebody else")
    plans.make_live(by=cast.people["chief-officer"], plan_version=draft)
