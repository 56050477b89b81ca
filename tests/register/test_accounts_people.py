"""An account is tied to whoever holds posts: from then on it owns what the posts own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from answerable.web.accounts.commands_people import tie_account
from answerable.web.organisations.commands import add_post, add_tenure
from answerable.web.register.commands_actions import add_action
from answerable.web.register.commands_progress import close_action
from answerable.web.register.owners import OwnersDoNotClose


@pytest.fixture
def holder(cast: Any) -> Any:
    return add_tenure(by=None, post=cast.commissioner, person="Morgan Made-Up", starts=date(2020, 1, 1)).person


def test_an_administrator_ties_an_account_on_its_page(cast: Any, holder: Any) -> None:
    member = cast.account("member")
    site = cast.signed_in("administrator")
    answer = site.post(reverse("account-person", args=[member.pk]), {"person": holder.pk}, follow=True)
    assert "The posts of Morgan Made-Up are those of this account." in answer.content.decode()
    assert cast.account("member").person == holder


def test_no_two_accounts_are_one_persons(cast: Any, holder: Any) -> None:
    tie_account(by=None, user=cast.account("member"), person=holder)
    answer = cast.signed_in("administrator").post(reverse("account-person", args=[cast.second.pk]), {"person": holder.pk})
    assert answer.status_code == 422
    assert "Morgan Made-Up has an account already." in answer.content.decode()


def test_an_account_of_the_other_side_is_not_tied_by_ones_own_administrator(cast: Any, holder: Any) -> None:
    chief = cast.account("chief-officer")
    answer = cast.signed_in("administrator").post(reverse("account-person", args=[chief.pk]), {"person": holder.pk})
    assert answer.status_code in (403, 404)
    assert cast.account("chief-officer").person is None


def test_who_holds_the_post_that_owns_an_action_does_not_close_it(cast: Any, holder: Any) -> None:
    action = add_action(by=None, title="Publish the survey", body=cast.body, force=cast.force, owners=[cast.commissioner])
    tie_account(by=None, user=cast.account("member"), person=holder)
    with pytest.raises(OwnersDoNotClose):
        close_action(by=cast.account("member"), action=action, text="It is published.")
    deputy = add_tenure(by=None, post=add_post(by=None, organisation=cast.body, title="Deputy"), person="Robin Made-Up",
                        starts=date(2020, 1, 1))
    tie_account(by=None, user=cast.account("second"), person=deputy.person)
    close_action(by=cast.account("second"), action=action, text="It is published.")
    action.refresh_from_db()
    assert action.state == "closed"
