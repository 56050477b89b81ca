"""Who stands second for a decision, and as whom the two are published."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext as _

from answerable.web.accounts.models import Membership, User
from answerable.web.accounts.roles import ROLES
from answerable.web.organisations.models import Tenure
from answerable.web.scrutiny.models import DecisionRequest

_ROLES = [code for code, role in ROLES.items() if "decision.second" in role.rights]


def signed_as(user: User, organisations: Collection[int]) -> str:
    """As whom somebody is published: by the post that they hold today in one of the organisations, else by their role there.
    Never by name: what is recorded is public for good, and it is the post that answers."""
    if user.person_id:
        tenure = Tenure.objects.on().filter(person=user.person_id, post__organisation__in=organisations).select_related(
            "post").first()
        if tenure:
            return str(tenure.post.title)
    with translation.override("en-gb"):
        held = user.memberships.current().filter(organisation__in=organisations).select_related("organisation").order_by("pk")
        first = next(iter(held), None)
        return f"{ROLES[first.role].title}, {first.organisation}" if first else str(_("Somebody with an account"))


def second_as(user: User, organisations: Collection[int], first: str) -> str:
    """As whom the second person is published. first: as whom the first is; of two with the same post the words tell them
    apart."""
    words = signed_as(user, organisations)
    return f"{words} (another person)" if words.casefold() == first.casefold() else words


def who_may_second(proposer: Any, organisations: Collection[int]) -> list[User]:
    """The accounts that may stand second, whom to ask first standing first: those of another organisation than the proposer's
    before their colleagues, then those for whom fewest requests wait. Two queries."""
    own = {organisation for _role, organisation in proposer.rights.roles}
    held = Membership.objects.current().filter(organisation__in=organisations, role__in=_ROLES, user__is_active=True).exclude(
        user=proposer).values_list("user_id", "organisation_id")
    elsewhere: dict[int, bool] = {}
    for user, organisation in held:
        elsewhere[user] = elsewhere.get(user, False) or organisation not in own
    waiting = Count("decisions_asked", filter=Q(decisions_asked__state=DecisionRequest.WAITING))
    users = User.objects.filter(pk__in=elsewhere).annotate(waiting=waiting)
    return sorted(users, key=lambda user: (not elsewhere[user.pk], user.waiting, user.pk))   # type: ignore[attr-defined]


def asked_to_second(proposer: Any, organisations: Collection[int], wanted: User | None) -> User:
    """The account to ask. wanted: whom the proposer would have asked, None for the system's choice. Raises ValidationError
    where nobody can be, or the one wanted cannot."""
    able = who_may_second(proposer, organisations)
    if wanted is not None and wanted not in able:
        raise ValidationError(_("%(name)s cannot stand second: it must be somebody else with the right to."),
                              params={"name": wanted.name})
    if not able:
        raise ValidationError(_("Nobody else has the right to stand second. An administrator can give somebody the role of a "
                                "chief officer or of a member of the governing body."))
    return wanted or able[0]
