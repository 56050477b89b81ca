"""The list of recommendations: what a reader asks of it, its counts, and its rows as a download has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.web.accounts.rights import Rights
from answerable.web.organisations.models import Organisation
from answerable.web.register.actions_list import chosen, number_of
from answerable.web.register.actions_words import answered_late_by, recommendation_standing
from answerable.web.register.models import Action, Recommendation

STATES = {"running": gettext_lazy("Not closed"), "open": gettext_lazy("Waiting for a response"),
          "overdue": gettext_lazy("Response overdue"), "answered": gettext_lazy("Answered"), "closed": gettext_lazy("Closed"),
          "all": gettext_lazy("All")}
COLUMNS = ("number", "reference", "title", "made_by", "to", "published_on", "clock", "response_due", "standing", "verdict",
           "response", "answered_on", "days_late", "actions", "actions_open", "outcome", "outcome_on", "address")


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the list. made_by, to: numbers of organisations; text: to be found in title, text or reference."""

    state: str = "running"
    made_by: int | None = None
    to: int | None = None
    inquiry: int | None = None
    text: str = ""

    @classmethod
    def of(cls, question: QueryDict) -> Asked:
        """What an address asks. A value that there is not counts as none."""
        state = question.get("state", "running")
        numbers = (number_of(question.get(name, "")) for name in ("made_by", "to", "inquiry"))
        return cls(state if state in STATES else "running", *numbers, question.get("q", "").strip()[:100])

    def of_what(self, entries: Any, today: date) -> Any:
        """Those of a query of recommendations that are asked for: first what is to be answered first."""
        if self.state == "running":
            entries = entries.exclude(state=Recommendation.CLOSED)
        elif self.state == "overdue":
            entries = entries.filter(overdue(today))
        elif self.state != "all":
            entries = entries.filter(state=self.state)
        wanted = {name: value for name in ("made_by", "to", "inquiry") if (value := getattr(self, name)) is not None}
        if self.text:
            entries = entries.filter(Q(title__icontains=self.text) | Q(text__icontains=self.text) | Q(reference=self.text))
        steps = Case(When(state=Recommendation.OPEN, then=0), When(state=Recommendation.ANSWERED, then=1), default=2)
        return entries.filter(**wanted).order_by(steps, Coalesce("deferred_to", F("response_due")).asc(nulls_last=True), "pk")


def overdue(today: date) -> Q:
    """Which recommendations should have been answered before a day."""
    return Q(state=Recommendation.OPEN) & (Q(deferred_to__lt=today) | Q(deferred_to__isnull=True, response_due__lt=today))


def counts(entries: Any, today: date) -> dict[str, int]:
    """How many of a query of recommendations wait for a response, are overdue, and are answered and not closed. One query."""
    found: dict[str, int] = entries.order_by().aggregate(
        waiting=Count("pk", filter=Q(state=Recommendation.OPEN)), overdue=Count("pk", filter=overdue(today)),
        answered=Count("pk", filter=Q(state=Recommendation.ANSWERED)))
    return found


def with_what_a_row_needs(entries: Any) -> Any:
    """The query with all that a row shows: two queries more, for the responses and for the actions."""
    actions = Action.objects.only("pk", "state", "recommendation_id", "visibility", "body_id", "force_id")
    return entries.select_related("made_by", "to").prefetch_related("responses", Prefetch("actions", actions))


def _seen(entry: Any, rights: Rights) -> list[Any]:
    # Of the few actions of a recommendation: asking the database for those that one may read takes far longer.
    return [each for each in entry.actions.all() if rights.may_read(each)]


def rows(entries: Any, today: date, rights: Rights) -> list[dict[str, Any]]:
    """Recommendations as rows of the page: {"entry", "standing", "actions"}. rights: the reader's."""
    return [{"entry": each, "standing": recommendation_standing(each, today), "actions": _actions_words(_seen(each, rights))}
            for each in entries]


def _actions_words(seen: list[Any]) -> str:
    if not seen:
        return _("None")
    return _("{number}, of which {left} open").format(number=len(seen), left=sum(each.running for each in seen))


def export_rows(entries: Any, today: date, address: str, rights: Rights) -> list[list[Any]]:
    """Recommendations as rows of a download, in the order of COLUMNS. address: what stands before the addresses of pages;
    rights: the reader's."""
    return [[each.pk, each.reference, each.title, str(each.made_by), str(each.to or ""), _iso(each.published_on), each.clock,
             _iso(each.response_due), recommendation_standing(each, today).words, *_answer(each),
             len(_seen(each, rights)), sum(action.running for action in _seen(each, rights)), each.outcome,
             _iso(each.outcome_on), address + each.get_absolute_url()] for each in entries]


def _answer(entry: Any) -> list[Any]:
    latest = max(entry.responses.all(), key=lambda each: each.pk, default=None)
    if latest is None:
        return ["", "", "", None]
    return [latest.verdict, latest.reason, _iso(latest.day), answered_late_by(entry) or None]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def choices(entries: Any, asked: Asked) -> dict[str, Any]:
    """What can be chosen in the filter. entries: those that the reader may read. Two queries."""
    found = {"state": chosen(STATES.items(), asked.state)}
    for name in ("made_by", "to"):
        there = Organisation.objects.filter(Exists(entries.order_by().filter(**{name: OuterRef("pk")})))
        pairs = [("", _("Anybody")), *((str(each.pk), str(each)) for each in there)]
        value = getattr(asked, name)
        found[name] = chosen(pairs, str(value) if value else "")
    return found
