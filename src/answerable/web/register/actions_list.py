"""The list of actions: what a reader asks of it, its counts, and its rows as a download has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.web.organisations.models import Organisation, Post
from answerable.web.register.actions_words import action_standing, owner_words
from answerable.web.register.figures import measure_choices, measure_title
from answerable.web.register.models import ORIGINS, Action, ActionOwner

STATES = {"running": gettext_lazy("Open"), "open": gettext_lazy("Still to be done"),
          "asked": gettext_lazy("Waiting to be closed"), "closed": gettext_lazy("Closed"),
          "closed-lately": gettext_lazy("Closed in the last twelve months"),
          "cancelled": gettext_lazy("Cancelled"), "all": gettext_lazy("All")}
WHENS = {"": gettext_lazy("Any day"), "overdue": gettext_lazy("Overdue"), "undated": gettext_lazy("Undated"),
         "deferred": gettext_lazy("Deferred"), "escalated": gettext_lazy("Escalated")}
COLUMNS = ("number", "title", "owners", "due", "deferred_to", "standing", "state", "days_overdue", "origin", "measure",
           "meeting", "body", "force", "closed_on", "address")


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the list. owner: "post-3" or "organisation-1"; meeting: a number; text: to be found in the title or
    the text. "" and None for no matter."""

    state: str = "running"
    when: str = ""
    owner: str = ""
    measure: str = ""
    origin: str = ""
    meeting: int | None = None
    text: str = ""

    @classmethod
    def of(cls, question: QueryDict) -> Asked:
        """What an address asks. A value that there is not counts as none."""
        state, when, owner = question.get("state", "running"), question.get("when", ""), question.get("owner", "")
        kind, _dash, number = owner.partition("-")
        meeting, origin = question.get("meeting", ""), question.get("origin", "")
        return cls(state if state in STATES else "running", when if when in WHENS else "",
                   owner if kind in ("post", "organisation") and number_of(number) else "", question.get("measure", "")[:100],
                   origin if origin in dict(ORIGINS) else "", number_of(meeting), question.get("q", "").strip()[:100])

    def of_what(self, actions: Any, today: date) -> Any:
        """Those of a query of actions that are asked for, first what is due first."""
        actions = actions.filter(self._condition())
        if self.state == "running":
            actions = actions.running()
        elif self.state == "closed-lately":
            actions = actions.filter(closed_lately(today))
        elif self.state != "all":
            actions = actions.filter(state=self.state)
        if self.when == "overdue":
            actions = actions.overdue(today)
        elif self.when == "undated":
            actions = actions.undated()
        elif self.when:
            wanted = {"deferred": Q(deferred_to__isnull=False), "escalated": Q(escalated__gt=0)}
            actions = actions.filter(wanted[self.when])
        return actions.by_due()

    def _condition(self) -> Q:
        condition = Q()
        if self.owner:
            kind, _dash, number = self.owner.partition("-")
            condition &= Q(pk__in=ActionOwner.objects.filter(**{kind: int(number)}).values("action"))
        for name, value in (("measure_id", self.measure), ("origin", self.origin), ("meeting", self.meeting)):
            condition &= Q(**{name: value}) if value else Q()
        return condition & (Q(title__icontains=self.text) | Q(text__icontains=self.text) if self.text else Q())


def number_of(text: str) -> int | None:
    """A number in an address; None for what is none."""
    # Longer numbers than a database's own are none.
    return int(text) if text.isdecimal() and len(text) < 18 else None


def closed_lately(today: date) -> Q:
    """The condition on actions that were closed within the twelve months before the end of a day: since the same day a year
    before, or since 28 February where that year has no such day."""
    since = today.replace(year=today.year - 1, day=28 if (today.month, today.day) == (2, 29) else today.day)
    return Q(state=Action.CLOSED, closed_at__gte=timezone.make_aware(datetime.combine(since, time())))


def counts(actions: Any, today: date) -> dict[str, int]:
    """How many of a query of actions run, wait to be closed, are overdue and undated. One query."""
    is_open = Q(state=Action.OPEN)
    past = Q(deferred_to__lt=today) | Q(deferred_to__isnull=True, due__lt=today)
    found: dict[str, int] = actions.order_by().running().aggregate(
        running=Count("pk"), asked=Count("pk", filter=Q(state=Action.ASKED)), overdue=Count("pk", filter=is_open & past),
        undated=Count("pk", filter=Q(due__isnull=True, deferred_to__isnull=True)))
    return found


def page_of(numbers: Iterable[int]) -> list[Any]:
    """The actions of these numbers, in their order, with all that a row of the list shows. Two queries. A list sorts numbers
    and fetches the rest for one page: whole rows of 20,000 actions take ten times as long to sort."""
    numbers = list(numbers)
    actions = Action.objects.filter(pk__in=numbers).defer("text", "closing").prefetch_related(_owners())
    found = {each.pk: each for each in actions}
    return [found[number] for number in numbers if number in found]


def with_what_a_row_needs(actions: Any) -> Any:
    """The query with all that a download tells: one query more, for the owners."""
    return actions.select_related("body", "force", "meeting").prefetch_related(_owners())


def _owners() -> Prefetch[Any]:
    return Prefetch("owners", ActionOwner.objects.select_related("post", "organisation"))


def rows(actions: Any, today: date) -> list[dict[str, Any]]:
    """Actions as rows of the page: {"action", "owners", "standing", "measure"}."""
    return [{"action": each, "owners": owner_words(each.owners.all()) or _("Nobody is named"),
             "standing": action_standing(each, today), "measure": measure_title(each.measure_id) if each.measure_id else ""}
            for each in actions]


def export_rows(actions: Any, today: date, address: str, meetings: Mapping[int, str]) -> list[list[Any]]:
    """Actions as rows of a download, in the order of COLUMNS. address: what stands before the addresses of pages; meetings:
    the titles of those that the reader may read."""
    return [[each.pk, each.title, owner_words(each.owners.all()), _iso(each.due), _iso(each.deferred_to),
             action_standing(each, today).words, each.state, _days_overdue(each, today), each.origin_text or each.origin,
             each.measure_id, meetings.get(each.meeting_id, ""), str(each.body or ""), str(each.force or ""),
             _iso(each.closed_at.date() if each.closed_at else None), address + each.get_absolute_url()] for each in actions]


def _days_overdue(action: Action, today: date) -> int | None:
    if action.state != Action.OPEN or action.until is None or action.until >= today:
        return None
    return (today - action.until).days


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def choices(actions: Any, asked: Asked) -> dict[str, Any]:
    """What can be chosen in the filter: (value, words, chosen) for each. actions: those that the reader may read. Two
    queries."""
    # One by one, and no further than the first that is found: many times faster than all at once.
    owned = ActionOwner.objects.filter(Exists(actions.order_by().filter(pk=OuterRef("action"))))
    posts = Post.objects.filter(Exists(owned.filter(post=OuterRef("pk")))).order_by("title")
    organisations = Organisation.objects.filter(Exists(owned.filter(organisation=OuterRef("pk"))))
    owners = [("", _("Anybody")), *((f"post-{each.pk}", each.title) for each in posts),
              *((f"organisation-{each.pk}", str(each)) for each in organisations)]
    return {"state": chosen(STATES.items(), asked.state), "when": chosen(WHENS.items(), asked.when),
            "owner": chosen(owners, asked.owner), "origin": chosen([("", _("Anywhere")), *ORIGINS], asked.origin),
            "measure": chosen([("", _("Any or none")), *measure_choices().items()], asked.measure)}


def chosen(pairs: Any, value: str) -> list[dict[str, Any]]:
    """Choices as a template shows them."""
    return [{"value": each, "words": words, "chosen": each == value} for each, words in pairs]
