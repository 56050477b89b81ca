"""What an action comes from: a meeting, a recommendation, an item of a plan, as its form chooses them and its timeline names
them, to those who may read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.components.templatetags.answerable import day
from answerable.web.register.models import Action, Plan, PlanItem, PlanVersion, Recommendation

LINKS = ("meeting", "recommendation", "plan_item")
# What a link was, for a reader: name of the field → number → words. A number without words is not for them to read.
Titles = Mapping[str, Mapping[int, str]]


def readable(user: Any) -> dict[str, Any]:
    """Queries of what somebody may read that an action can come from, by name of the field."""
    items = PlanItem.objects.filter(plan_version__plan__in=Plan.objects.readable_by(user))
    return {"meeting": apps.get_model("meetings", "Meeting").objects.readable_by(user).order_by("-starts_at", "-pk"),
            "recommendation": Recommendation.objects.readable_by(user).order_by("-pk"),
            "plan_item": items.select_related("plan_version__plan").order_by("plan_version__plan__title", "position", "pk")}


def choices_for(user: Any, action: Action) -> dict[str, Any]:
    """What an action may be said to come from, by name of the field, as queries: what belongs to its organisations and the
    reader may read; of plans the items of the live version, and the one that is linked now. A field whose link the reader may
    not read is left out, so that nobody changes what they do not see."""
    house = sorted(action.parties())
    where = Q(body__in=house) | Q(force__in=house)
    live = Q(plan_version__state=PlanVersion.LIVE) & (Q(plan_version__plan__body__in=house)
                                                      | Q(plan_version__plan__force__in=house))
    found = {}
    for name, query in readable(user).items():
        now = getattr(action, f"{name}_id")
        if now is None or query.filter(pk=now).exists():
            found[name] = query.filter((live if name == "plan_item" else where) | Q(pk=now))
    return found


def said(entry: Any) -> str:
    """A meeting with its day, a recommendation, or an item with its plan, in words."""
    if isinstance(entry, PlanItem):
        return f"{entry.plan_version}: {entry.title}"
    starts = getattr(entry, "starts_at", None)
    return f"{entry}, {day(timezone.localtime(starts).date())}" if starts else str(entry)


def link_words(titles: Titles, name: str, number: int | None) -> str:
    """A link as a reader is told of it: "" for none."""
    return "" if number is None else titles.get(name, {}).get(number) or _("something that you may not read")


def titles_of(user: Any, entries: Iterable[Any]) -> dict[str, dict[int, str]]:
    """The words for every link of an action or of its earlier versions, for a reader. One query for each kind that occurs."""
    entries = list(entries)
    found: dict[str, dict[int, str]] = {}
    for name, query in readable(user).items():
        numbers = {getattr(each, f"{name}_id") for each in entries} - {None}
        found[name] = {each.pk: said(each) for each in query.filter(pk__in=numbers)} if numbers else {}
    return found
