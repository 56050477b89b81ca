"""What each person has to do next, by role: small sections, each a sentence, a list and a link. The next job stands first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from answerable.web.scrutiny.home_others import (
    accounts_to_look_after,
    audit_chain,
    failures,
    forecasts_missed,
    loads,
    promises_untold,
    signals,
    since_last_meeting,
    since_last_visit,
)
from answerable.web.scrutiny.home_parts import Section
from answerable.web.scrutiny.home_work import (
    actions_escalated,
    actions_overdue,
    actions_to_close,
    actions_to_do,
    calls_to_find,
    decisions_waiting,
    examples_new,
    minutes_to_approve,
    next_meeting,
    plans_due,
    promises_at_risk,
    proposals_waiting,
    questions_to_answer,
    questions_waiting,
    recommendations_running_out,
    recommendations_to_answer,
)

# Role → its sections, the next job first. Somebody with several roles has each section once, where it first stands.
SECTIONS: dict[str, Sequence[Callable[[Any], Section | None]]] = {
    "policy-officer": (next_meeting, proposals_waiting, actions_escalated, actions_overdue, actions_to_close, examples_new,
                       questions_waiting, recommendations_running_out, promises_at_risk, plans_due, decisions_waiting),
    "chief-officer": (decisions_waiting, actions_escalated, actions_to_do, questions_to_answer, recommendations_to_answer,
                      promises_at_risk, plans_due, since_last_visit, signals, next_meeting),
    "member": (decisions_waiting, actions_escalated, minutes_to_approve, next_meeting, actions_to_close, promises_at_risk,
               questions_waiting, since_last_visit, signals),
    "panel-member": (since_last_visit, since_last_meeting, next_meeting, signals),
    "analyst": (loads, failures, signals, forecasts_missed, promises_untold, calls_to_find, actions_to_do),
    "manager": (actions_to_do, questions_to_answer, plans_due, signals, next_meeting),
    "auditor": (audit_chain, actions_overdue, recommendations_running_out),
    "administrator": (accounts_to_look_after,),
}


def sections_for(user: Any) -> list[Section]:
    """The sections of whoever is signed in, those with something to do before those without. The number of queries depends on
    the roles alone, never on how much there is."""
    found = [made for each in _of_roles(user) if (made := each(user)) is not None]
    return [each for each in found if each.rows] + [each for each in found if not each.rows]


def _of_roles(user: Any) -> Iterable[Callable[[Any], Section | None]]:
    # In the order of SECTIONS, so that a page does not change its order with the day on which a role was given.
    held = [role for role in SECTIONS if user.rights.has_role(role)]
    return dict.fromkeys(each for role in held for each in SECTIONS[role])


def roleless() -> str:
    """What is said to somebody without a role."""
    return _("Your account has no role yet. An administrator of your organisation can give it one.")
