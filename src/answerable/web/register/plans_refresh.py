"""When a live plan is to be looked at again: by its day, or because a measure leaves the way that the plan lays out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.judgement.aims import Amount
from answerable.web.accounts.rights import rights_for
from answerable.web.register.figures import measure_now, measure_title
from answerable.web.register.models import PlanItem, PlanVersion, PromiseEntry
from answerable.web.register.plans_trajectory import BEHIND, MISSED, Way, way_of
from answerable.web.register.promises_days import day_said


@dataclass(frozen=True)
class Refresh:
    """Whether a version is to be looked at again. due: whether it is by now; reasons: why, in sentences; behind: the items
    whose measure left its way."""

    due: bool
    reasons: tuple[str, ...]
    behind: tuple[PlanItem, ...] = ()


def way_of_item(item: PlanItem) -> Way | None:
    """How an item's measure does on its way; None for an item without a target."""
    if item.target is None or not item.measure_id:
        return None
    return way_of(measure_now(item.measure_id), Amount(item.target, item.comparison), item.starts, item.due)


def refresh_of(version: PlanVersion, items: Sequence[PlanItem]) -> Refresh:
    """Whether a version is to be looked at again. Only the live one is."""
    if version.state != PlanVersion.LIVE:
        return Refresh(False, ())
    reasons, today = [], timezone.localdate()
    if version.refresh_due and version.refresh_due < today:
        reasons.append(_("It was to be looked at again by {day}.").format(day=day_said(version.refresh_due)))
    behind = [item for item in items if (way := way_of_item(item)) is not None and way.state in (BEHIND, MISSED)]
    reasons += [_("{title} leaves the way that the plan lays out.").format(title=measure_title(name))
                for name in dict.fromkeys(item.measure_id for item in behind)]
    return Refresh(bool(reasons), tuple(reasons), tuple(behind))


def plans_to_refresh(user: Any) -> list[tuple[PlanVersion, Refresh]]:
    """The live versions that somebody may write anew and that are to be looked at again, with why: for their home page. Two
    queries."""
    where = rights_for(user).where.get("plan.write", frozenset())
    if not where:
        return []
    versions = PlanVersion.objects.filter(Q(plan__body__in=where) | Q(plan__force__in=where), state=PlanVersion.LIVE)
    found = [(version, refresh_of(version, list(version.items.all())))
             for version in versions.select_related("plan").prefetch_related("items").order_by("plan__title")]
    return [(version, refresh) for version, refresh in found if refresh.due]


def promises_of(user: Any) -> Any:
    """The promises that wait for their outcome and that the account's person made, or whose post the person holds now: for
    their home page, those due first. A query; promises_standing.states_now tells where each stands."""
    person = getattr(user, "person_id", None)
    if person is None:
        return PromiseEntry.objects.none()
    today = timezone.localdate()
    holds = Q(said_by__tenures__person=person, said_by__tenures__starts__lte=today) & (
        Q(said_by__tenures__ends__isnull=True) | Q(said_by__tenures__ends__gte=today))
    return PromiseEntry.objects.readable_by(user).filter(
        holds | Q(said_by_person=person), outcome=PromiseEntry.WAITING).distinct().order_by("due", "pk")
