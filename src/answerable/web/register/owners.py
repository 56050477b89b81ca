"""Who owns an action: posts, organisations or words as printed, and which accounts that means today."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from answerable.web.accounts.rights import Refused
from answerable.web.organisations.models import Organisation, Post, Tenure
from answerable.web.register.models import Action, ActionOwner, ActionUpdate


class OwnersDoNotClose(Refused):
    """Somebody wanted to close what is their own to do."""

    def __init__(self, reason: str) -> None:
        super().__init__("action.close")
        self.args = (reason,)


def owner_row(action: Action, owner: Post | Organisation | str) -> ActionOwner:
    """The row, not saved, that says that somebody owns an action. owner: a post, an organisation, or words as printed."""
    if isinstance(owner, Post):
        return ActionOwner(action=action, post=owner)
    if isinstance(owner, Organisation):
        return ActionOwner(action=action, organisation=owner)
    return ActionOwner(action=action, as_printed=str(owner).strip())


def posts_of(user: Any) -> list[Post]:
    """The posts that the person of an account holds today."""
    if user.person_id is None:
        return []
    return [each.post for each in Tenure.objects.on().filter(person=user.person_id).select_related("post__organisation")]


def organisations_of(user: Any) -> list[Organisation]:
    """The organisations in which an account has a role today, and those of which they are teams."""
    held = [each.organisation for each in user.memberships.current().select_related("organisation__parent")]
    return held + [each.parent for each in held if each.parent is not None]


def require_not_owner(by: Any, action: Action) -> None:
    """Raise OwnersDoNotClose where somebody may not close an action because it is their own.

    That is whoever holds a post that owns it today, also in another's place; whoever belongs to an organisation that owns it
    as a whole, or to a team of it; whoever said that it is done; and, where a post owns it, an account of that post's
    organisation of which it is not known whose it is. by None: the workspace's owner at the command line, who may.
    """
    if by is None:
        return
    owners = list(action.owners.select_related("post", "organisation"))
    if said_to_be_done_by(action) == by.pk:
        raise OwnersDoNotClose(_("You said that this action is done, so somebody else has to close it."))
    posts = {each.post_id for each in owners if each.post_id}
    if posts & {each.pk for each in posts_of(by)}:
        raise OwnersDoNotClose(_("You hold a post that owns this action, so somebody else has to close it."))
    homes = {each.pk for each in organisations_of(by)}
    if homes & {each.organisation_id for each in owners}:
        raise OwnersDoNotClose(_("Your organisation owns this action as a whole, so somebody of another one has to close it."))
    if by.person_id is None and homes & {each.post.organisation_id for each in owners if each.post}:
        raise OwnersDoNotClose(_("A post of your organisation owns this action, and your account is linked to no person, so it "
                                 "cannot be told whether the post is yours. Ask an administrator to link it."))


def said_to_be_done_by(action: Action) -> int | None:
    """The number of the account that last said that an action is done, while it waits to be closed; None where it does not."""
    if action.state != Action.ASKED:
        return None
    asked = ActionUpdate.objects.filter(action=action, kind="asked").order_by("-at", "-pk").first()
    return asked.by_id if asked else None


def actions_of(user: Any) -> Any:
    """What somebody is to do: the running actions that their posts own today, first what is due first. Somebody who holds no
    post has none. A query of actions, which they can read."""
    owned = ActionOwner.objects.filter(post__in=posts_of(user)).values("action")
    return Action.objects.readable_by(user).running().filter(pk__in=owned).by_due()
