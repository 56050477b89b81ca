"""What the pages of plans show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db.models import Count, Prefetch

from answerable.judgement.aims import Amount
from answerable.web.accounts.rights import rights_for
from answerable.web.performance.tables import Value
from answerable.web.register.figures import measure_now, measure_title
from answerable.web.register.models import Plan, PlanItem, PlanVersion
from answerable.web.register.plans_differences import Change, Item, differences
from answerable.web.register.plans_refresh import aims_of, refresh_of, refreshes, way_of_item

COLUMNS = ("plan", "version", "state", "key", "title", "text", "owner", "measure", "comparison", "target", "starts", "due")


def sees_drafts(user: Any, plan: Plan) -> bool:
    """Whether somebody sees the drafts of a plan: those inside its organisations."""
    return rights_for(user).may("read.internal", plan)


def visible_versions(user: Any, plan: Plan) -> list[PlanVersion]:
    """The versions of a plan that somebody sees, the newest first."""
    versions = list(plan.versions.order_by("-number"))
    return versions if sees_drafts(user, plan) else [each for each in versions if each.state != PlanVersion.DRAFT]


def items_of(version: PlanVersion) -> list[PlanItem]:
    """The items of a version with their owners, in order: one query."""
    return list(version.items.select_related("owner__organisation"))


def amount_of(item: PlanItem) -> str:
    """What is to be reached: "80% or more"; "" for none."""
    if item.target is None:
        return ""
    unit = (measure_now(item.measure_id) or {}).get("unit")
    amount = Amount(item.target, item.comparison)
    return amount.words(unit) if unit else amount.brief()


def rows_of(items: Sequence[PlanItem]) -> list[dict[str, Any]]:
    """What is shown of each item."""
    return [{"item": item, "amount": amount_of(item), "way": way_of_item(item),
             "known": measure_now(item.measure_id) is not None,
             "measure": measure_title(item.measure_id) if item.measure_id else ""} for item in items]


def compared(older: PlanVersion, newer: PlanVersion) -> list[Change]:
    """What changed from one version to another."""
    return differences([_as_item(item) for item in items_of(older)], [_as_item(item) for item in items_of(newer)])


def _as_item(item: PlanItem) -> Item:
    return Item(item.key, item.title, item.text, str(item.owner or ""),
                measure_title(item.measure_id) if item.measure_id else "", item.comparison, item.target, amount_of(item),
                item.starts, item.due)


def meetings_with(user: Any, versions: Sequence[PlanVersion]) -> dict[int, list[Any]]:
    """Before which meetings each version lay, of those that somebody can read and whose agenda they may see: version →
    meetings, the newest first. Two queries."""
    found: dict[int, list[Any]] = {}
    meetings = apps.get_model("meetings", "Meeting").objects.readable_by(user).filter(agenda__plan_version__in=versions)
    rights = rights_for(user)
    for meeting in meetings.distinct().prefetch_related("agenda").order_by("-starts_at", "-pk"):
        if meeting.agenda_published_at is None and not rights.may("read.internal", meeting):
            continue
        for number in {item.plan_version_id for item in meeting.agenda.all()} - {None}:
            found.setdefault(number, []).append(meeting)
    return found


def version_context(version: PlanVersion, versions: Sequence[PlanVersion], user: Any) -> dict[str, Any]:
    """What is shown of one version. versions: those that the reader sees, the newest first."""
    items = items_of(version)
    lay = meetings_with(user, versions)
    live = next((each for each in versions if each.state == PlanVersion.LIVE), None)
    earlier = next((each for each in versions if each.number < version.number), None)
    told = [{"version": each, "meetings": lay.get(each.pk, []), "before": before}
            for each, before in zip(versions, [*versions[1:], None], strict=True)]
    return {"plan": version.plan, "version": version, "versions": told, "rows": rows_of(items),
            "refresh": refresh_of(version, aims_of(items)), "live": live, "earlier": earlier,
            "meetings": lay.get(version.pk, [])}


def listed(user: Any) -> list[dict[str, Any]]:
    """The plans that somebody can read, each with its live version, its draft where they see drafts, and whether it is to be
    looked at again. Three queries."""
    found = []
    # Superseded versions and the items of drafts are not shown here: there are many of them after some years.
    plans = Plan.objects.readable_by(user).order_by("title").prefetch_related(
        Prefetch("versions", PlanVersion.objects.exclude(state=PlanVersion.SUPERSEDED).annotate(
            number_of_items=Count("items"))))
    for plan in plans:
        versions = {each.state: each for each in reversed(plan.versions.all())}   # of drafts the newest
        live = versions.get(PlanVersion.LIVE)
        drafts = sees_drafts(user, plan)
        if live is not None or drafts:
            found.append({"plan": plan, "live": live, "draft": versions.get(PlanVersion.DRAFT) if drafts else None})
    again = refreshes([row["live"] for row in found if row["live"]])
    return [{**row, "refresh": again.get(row["live"].pk) if row["live"] else None} for row in found]


def table_rows(version: PlanVersion) -> list[list[Value]]:
    """The items of a version under COLUMNS, for a file."""
    return [[version.plan.title, version.number, version.state, item.key, item.title, item.text, str(item.owner or ""),
             item.measure_id, item.comparison, item.target, item.starts.isoformat() if item.starts else "",
             item.due.isoformat() if item.due else ""] for item in items_of(version)]
