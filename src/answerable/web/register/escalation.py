"""What is overdue goes up a ladder: after so many days to the next who has to see to it. The ladder is a content file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.content import content_files, raise_faults, unknown_keys
from answerable.judgement.reading import Fields
from answerable.web.organisations.models import Organisation
from answerable.web.register.commands_progress import escalate_action
from answerable.web.register.models import Action, ActionUpdate

CHIEF_OFFICER, GOVERNING_BODY = "chief-officer", "governing-body"
RUNGS = {CHIEF_OFFICER: gettext_lazy("The chief officers of the force"),
         GOVERNING_BODY: gettext_lazy("The governing body")}
# Which roles in the organisation have to see to it.
ROLES = {CHIEF_OFFICER: ("chief-officer",), GOVERNING_BODY: ("member", "policy-officer")}


@dataclass(frozen=True)
class Rung:
    """A step of the ladder. after_days: how many days overdue an action has to be; to: one of RUNGS."""

    after_days: int
    to: str

    def organisation(self, action: Action) -> Organisation | None:
        """Where an action goes by it: its force, or its governing body; the other where it has none of the one."""
        force: Organisation | None = action.force
        body: Organisation | None = action.body
        return (force or body) if self.to == CHIEF_OFFICER else (body or force)


@dataclass(frozen=True)
class Ladder:
    """The steps, the first first."""

    version: int
    rungs: tuple[Rung, ...]

    def steps(self, days_overdue: int) -> int:
        """How many steps are due for an action that is overdue by so many days."""
        return sum(days_overdue >= rung.after_days for rung in self.rungs)


def ladder(workspace: Path | None = None) -> Ladder:
    """The ladder of a workspace (default: the one that is served): its own file escalation/default.yaml, or the one that comes
    with the program. Raises DefinitionError with every fault."""
    return read_ladder(content_files("escalation", Path(workspace or settings.WORKSPACE) / "escalation")["default"])


def read_ladder(path: Path) -> Ladder:
    """The ladder in a file. Raises DefinitionError with every fault."""
    fields = Fields(path, "The ladder of escalation", ("escalation", "version", "steps"))
    fields.name("escalation")
    version = fields.whole("version")
    rungs = tuple(_rungs(fields))
    if not rungs and not fields.faults:
        fields.faults.append("steps: there is none. Write at least one, with after_days and to.")
    if any(before.after_days >= after.after_days for before, after in pairwise(rungs)):
        fields.faults.append("steps: each must come after more days than the one before.")
    raise_faults(fields.faults, what="The ladder of escalation", path=path)
    return Ladder(version, rungs)


def _rungs(fields: Fields) -> Iterator[Rung]:
    steps = fields.content.get("steps")
    for number, step in enumerate(steps if isinstance(steps, list) else [], 1):
        content = step if isinstance(step, dict) else {}
        inside = f"step {number}"
        fields.faults += unknown_keys(content, ("after_days", "to"), inside=inside)
        days, to = content.get("after_days"), content.get("to")
        if not isinstance(days, int) or isinstance(days, bool) or days < 1:
            fields.faults.append(f"{inside}: after_days must be a whole number of 1 or more, not '{days}'.")
        elif to not in RUNGS:
            fields.faults.append(f"{inside}: to must be {' or '.join(RUNGS)}, not '{to}'.")
        else:
            yield Rung(days, to)


def escalate_overdue(by: Any, day: date | None = None, steps: Ladder | None = None) -> list[tuple[Action, int]]:
    """Record what is to be escalated as of a day (default: today), each action on its own, and give it with the number of its
    step. Doing it again for the same day changes nothing. by: None for the program itself. Raises Refused where `by` may not
    write one."""
    day, steps = day or timezone.localdate(), steps or ladder()
    done = []
    for action in Action.objects.overdue(day).select_related("body", "force").by_due():
        step = steps.steps((day - action.until).days)
        if step > action.escalated:
            rung = steps.rungs[step - 1]
            escalate_action(by=by, action=action, step=step, day=day, to=rung.organisation(action), to_whom=rung.to)
            done.append((action, step))
    return done


def escalated_to(user: Any) -> Any:
    """The overdue actions that somebody has to see to because they were escalated to their organisation, and they have a role
    there that does. A query of actions, first what is due first."""
    held = Q()
    for role, organisation in user.rights.roles:
        for to, roles in ROLES.items():
            if role in roles:
                held |= Q(rung=to, escalated_to=organisation)
    if not held:
        return Action.objects.none()
    # Asked of the few that were escalated at all: the updates of all actions are many.
    here = ActionUpdate.objects.filter(held, action=OuterRef("pk"), kind="escalated", level=OuterRef("escalated"))
    return Action.objects.readable_by(user).running().filter(Exists(here), escalated__gt=0).by_due()


def rung_words(to: str, organisation: Any) -> str:
    """To whom something was escalated: "The chief officers of the force: Westshire Police"."""
    return _("{whom}: {organisation}").format(whom=RUNGS.get(to, to), organisation=organisation) if organisation else str(
        RUNGS.get(to, to))
