"""Reading the events: which of them somebody may see, and by whose accounts they were, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.web.accounts.rights import rights_for
from answerable.web.accounts.roles import ROLES
from answerable.web.audit.models import AuditEvent

# Objects whose page has another name than they have.
_PAGES = {"promiseentry": "promise", "decisionrequest": "judgement"}


@dataclass(frozen=True)
class Told:
    """An event as it is shown. by: the account's name, or its number; roles: those that it had, in words; address: of the
    object's page, "" for none; of: the address of the object's history, "" for none."""

    number: int
    at: datetime
    words: str
    by: str
    roles: str
    address: str
    of: str


def audited(reader: Any) -> frozenset[int]:
    """The organisations whose people's doings somebody may read: where they have the right "audit.read", and those which hold
    these to account or which they hold to account. One query."""
    own = rights_for(reader).where.get("audit.read", frozenset())
    if not own:
        return frozenset()
    today = timezone.localdate()
    links = apps.get_model("organisations", "Oversight").objects.filter(
        Q(overseer__in=own) | Q(overseen__in=own), Q(ends__isnull=True) | Q(ends__gte=today), starts__lte=today)
    return own.union(*links.values_list("overseer_id", "overseen_id"))


def events_for(reader: Any) -> QuerySet[AuditEvent]:
    """The events that somebody may read: those of accounts that have or had a role in an organisation they audit, their own,
    and those of the program itself. The newest first."""
    members = apps.get_model("accounts", "Membership").objects.filter(organisation__in=audited(reader)).values("user_id")
    return AuditEvent.objects.filter(Q(actor__in=members) | Q(actor__isnull=True) | Q(actor=reader.pk)).order_by("-number")


def chosen(events: QuerySet[AuditEvent], *, kind: str = "", about: str = "", number: int | None = None,
           account: int | None = None, first: date | None = None, last: date | None = None) -> QuerySet[AuditEvent]:
    """Those of a kind, about objects of a kind (and one of a number), by an account, from a day to a day of the site's clocks,
    both within."""
    exact = {"kind": kind, "object_kind": about, "object_number": number, "actor": account}
    events = events.filter(**{key: value for key, value in exact.items() if value not in ("", None)})
    if first:
        events = events.filter(at__gte=_midnight(first))
    return events.filter(at__lt=_midnight(last + timedelta(days=1))) if last else events


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def told(events: Sequence[AuditEvent]) -> list[Told]:
    """Events as they are shown; names of accounts and organisations are looked up once for all: two queries."""
    accounts = _names("accounts", "User", {event.actor for event in events if event.actor})
    places = _names("organisations", "Organisation", {place for event in events for _role, place in _roles(event)})
    return [Told(event.number, event.at, event.words, _by(event, accounts), _roles_words(event, places),
                 page_of(event.object_kind, event.object_number), history_address(event.object_kind, event.object_number))
            for event in events]


def _by(event: AuditEvent, accounts: dict[int, str]) -> str:
    if event.actor is None:
        return _("The program")
    return accounts.get(event.actor, _("Account %(number)d") % {"number": event.actor})


def _roles(event: AuditEvent) -> Iterable[tuple[str, int]]:
    for each in event.roles.split():
        role, _at, place = each.partition("@")
        if place.isdigit():
            yield role, int(place)


def _roles_words(event: AuditEvent, places: dict[int, str]) -> str:
    return "; ".join(f"{ROLES[role].title if role in ROLES else role}, {places.get(place, place)}"
                     for role, place in _roles(event))


def _names(app: str, model: str, numbers: set[int]) -> dict[int, str]:
    return dict(apps.get_model(app, model).objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}


def page_of(kind: str, number: int) -> str:
    """The address of an object's own page; "" where objects of that kind have none."""
    try:
        return reverse(_PAGES.get(kind, kind), args=[number])
    except NoReverseMatch:
        return ""


def kept_model(kind: str) -> Any:
    """The model of that name if its objects have versions and organisations, as an entry or an organisation has; else None."""
    for app in ("organisations", "register", "meetings", "scrutiny"):
        try:
            model = apps.get_model(app, kind)
        except LookupError:
            continue
        return model if hasattr(model, "parties") or kind == "organisation" else None
    return None


def history_address(kind: str, number: int) -> str:
    """The address of the history of an object; "" where it has none of its own."""
    return reverse("history-of", args=[kind, number]) if kept_model(kind) else ""
