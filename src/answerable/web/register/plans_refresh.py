"""When a live plan is to be looked at again: by its day, or because a measure leaves the way that the plan lays out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.judgement.aims import Amount
from answerable.web.accounts.rights import rights_for
from answerable.web.performance.reading import Release
from answerable.web.register.figures import measure_in, measure_title, release_now
from answerable.web.register.models import PlanItem, PlanVersion, PromiseEntry
from answerable.web.register.plans_trajectory import BEHIND, MISSED, Way, way_of
from answerable.web.register.promises_days import day_said


@dataclass(frozen=True)
class Refresh:
    """Whether a version is to be looked at again. due: whether it is by now; reasons: why, in sentences."""

    due: bool
    reasons: tuple[str, ...]


class Aim(NamedTuple):
    """What an item wants of a measure, as PlanItem names it; of an item with a target."""

    measure_id: str
    comparison: str
    target: float
    starts: date | None
    due: date | None


def aims_of(items: Iterable[PlanItem]) -> list[Aim]:
    """What those of some items want that have a target."""
    return [Aim(*(getattr(item, name) for name in Aim._fields)) for item in items
            if item.target is not None and item.measure_id]


def way_of_item(item: PlanItem) -> Way | None:
    """How an item's measure does on its way by the newest release; None for an item without a target."""
    return next((_way(release_now(), aim) for aim in aims_of([item])), None)


def _way(release: Release | None, aim: Aim) -> Way:
    """How a measure does on its way by the newest release, worked out once: it is another only by another release."""
    if release is None:
        return way_of(None, Amount(aim.target, aim.comparison), aim.starts, aim.due)
    return release.once(("way", aim), lambda: _worked_out(release, Aim(*aim)))


def _worked_out(release: Release, aim: Aim) -> Way:
    return way_of(measure_in(release, aim.measure_id), Amount(aim.target, aim.comparison), aim.starts, aim.due)


def refresh_of(version: PlanVersion, aims: Sequence[Aim]) -> Refresh:
    """Whether a version is to be looked at again. Only the live one is. aims: of its items, in order."""
    if version.state != PlanVersion.LIVE:
        return Refresh(False, ())
    reasons, today, release = [], timezone.localdate(), release_now()
    if version.refresh_due and version.refresh_due < today:
        reasons.append(_("It was to be looked at again by {day}.").format(day=day_said(version.refresh_due)))
    # Without a release no measure is on its way, and none behind it.
    behind = dict.fromkeys(aim[0] for aim in aims if _way(release, aim).state in (BEHIND, MISSED)) if release else ()
    reasons += [_("{title} leaves the way that the plan lays out.").format(title=measure_title(name)) for name in behind]
    return Refresh(bool(reasons), tuple(reasons))


def refreshes(versions: Sequence[PlanVersion]) -> dict[int, Refresh]:
    """Whether each of some versions is to be looked at again, by its number. One query; none without a release."""
    aims: dict[int, list[Any]] = {version.pk: [] for version in versions}
    if release_now() is None:   # then no measure can be behind, whatever the items want
        return {version.pk: refresh_of(version, ()) for version in versions}
    rows = PlanItem.objects.filter(plan_version__in=aims, target__isnull=False).exclude(measure_id="").order_by(
        "position", "key").values_list("plan_version_id", *Aim._fields)
    for row in rows:
        # A row is looked up as it comes: an Aim is equal to it, and is made of what was never worked out alone.
        aims[row[0]].append(row[1:])
    return {version.pk: refresh_of(version, aims[version.pk]) for version in versions}


def plans_to_refresh(user: Any) -> list[tuple[PlanVersion, Refresh]]:
    """The live versions that somebody may write anew and that are to be looked at again, with why: for their home page. Two
    queries."""
    where = rights_for(user).where.get("plan.write", frozenset())
    if not where:
        return []
    versions = list(PlanVersion.objects.filter(Q(plan__body__in=where) | Q(plan__force__in=where), state=PlanVersion.LIVE)
                    .select_related("plan").only("state", "refresh_due", "plan__title").order_by("plan__title"))
    found = refreshes(versions)
    return [(version, found[version.pk]) for version in versions if found[version.pk].due]


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
