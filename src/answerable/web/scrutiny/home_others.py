"""Sections of the home page about what changed: releases, the panel's last meeting, the audit chain, accounts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.errors import AnswerableError
from answerable.web.accounts.models import Membership, User
from answerable.web.accounts.roles import ROLES
from answerable.web.audit.models import AuditEvent
from answerable.web.components.templatetags.answerable import moment
from answerable.web.meetings.models import Decision, Meeting
from answerable.web.register.figures import new_signals, release_now
from answerable.web.register.models import Action, Plan, PromiseEntry, Recommendation
from answerable.web.register.promises_standing import states_now
from answerable.web.scrutiny.home_parts import MOST, Row, Section, address, first, own, rows, told
from answerable.web.scrutiny.models import Inquiry


def signals(_user: Any) -> Section:
    """What the newest release tells that the one before did not."""
    release, found = release_now(), new_signals()
    if release is None:
        return Section("signals", _("What changed"), _("There is no release yet."))
    day = told(_day(release.header["created_at"]))
    sentence = ngettext("The release of %(day)s tells of %(number)s change.",
                        "The release of %(day)s tells of %(number)s changes.", len(found)) % {"number": len(found), "day": day}
    return Section("signals", _("What changed"), sentence, [Row(each.title, address("measure", each.measure_id), each.words)
                                                            for each in found[:MOST]], (address("changes"), _("All changes")))


def _day(instant: str) -> date:
    return timezone.localtime(datetime.fromisoformat(instant)).date()


def since_last_meeting(user: Any) -> Section:
    """What a panel sees that it did not see at its last meeting: new entries, outcomes of promises, changed figures."""
    panels = own(user, "read.panel")
    held = Meeting.objects.readable_by(user).filter(body__in=panels, starts_at__lt=timezone.now())
    last = held.order_by("-starts_at").first()
    if last is None:
        return Section("since", _("Since your last meeting"), _("No meeting was held yet."))
    return Section("since", _("Since your last meeting"), _("This is new since “%(title)s” on %(day)s.") % {
        "title": last.title, "day": told(timezone.localtime(last.starts_at).date())}, _new_since(user, last.starts_at))


def since_last_visit(user: Any) -> Section | None:
    """What somebody sees that they did not see when they signed in the time before; None where they never did."""
    before = user.signed_in_before
    if before is None:
        return None
    lines, when = _new_since(user, before), moment(before.isoformat(), settings.TIME_ZONE)
    sentence = _("This is new since you signed in before, on %(moment)s.") if lines else _(
        "Nothing is new since you signed in before, on %(moment)s.")
    return Section("visit", _("Since your last visit"), sentence % {"moment": when}, lines)


def _new_since(user: Any, since: datetime) -> list[Row]:
    """New entries, closed actions, plans made live, outcomes of promises and figures, since a moment; what carries a day alone,
    from that moment's day on."""
    counted = ((Action, "actions", _("New actions"), "created_at"), (Action, "actions", _("Closed actions"), "closed_at"),
               (Recommendation, "recommendations", _("New recommendations"), "created_at"),
               (PromiseEntry, "promises", _("New promises"), "created_at"),
               (Plan, "plans", _("Plans with a new live version"), "versions__live_from"),
               (Decision, "decisions", _("New decisions"), "created_at"),
               (Inquiry, "inquiries", _("New inquiries"), "created_at"))
    lines = [Row(words, address(name, **({"state": "closed"} if field == "closed_at" else {})), str(number))
             for model, name, words, field in counted
             if (number := model.objects.readable_by(user).filter(**{f"{field}__gt": since}).distinct().count())]
    day = timezone.localtime(since).date()
    settled = PromiseEntry.objects.readable_by(user).filter(outcome_on__gte=day).order_by("-outcome_on", "pk")
    lines += rows(settled[:MOST], lambda each: each.get_outcome_display())
    release = release_now()
    if release and datetime.fromisoformat(release.header["created_at"]) > since:
        lines.append(Row(_("New figures"), address("changes"), _("released on %(day)s") % {
            "day": told(_day(release.header["created_at"]))}))
    return lines


def loads(_user: Any) -> Section:
    """The newest loads of the release, and what was set apart in them."""
    quality = _told(lambda release: release.quality())
    newest = sorted(quality.get("loads", ()), key=lambda each: str(each.get("loaded_at")), reverse=True)[:MOST]
    apart = sum(each["records"] for each in quality.get("quarantine", ()))
    lines = [Row(str(each["file"]), "", _("%(accepted)s accepted, %(apart)s set apart") % {
        "accepted": each["accepted"], "apart": each["quarantined"]}) for each in newest]
    sentence = ngettext("%(number)s record is in quarantine.", "%(number)s records are in quarantine.", apart) % {
        "number": apart}
    return Section("loads", _("Loads"), sentence, lines, (address("quality"), _("Data quality")))


def failures(_user: Any) -> Section:
    """Figures that are missing and that the register does not explain."""
    found = _told(lambda release: release.missing()).get("findings", [])
    sentence = ngettext("%(number)s figure is missing, or missing without a reason.",
                        "%(number)s figures are missing, or missing without a reason.", len(found)) % {"number": len(found)}
    lines = [Row(str(each.get("where", "")), "", str(each["what"])) for each in found[:MOST]]
    return Section("failures", _("What is missing"), sentence, lines, (address("missing"), _("The register")))


def forecasts_missed(_user: Any) -> Section | None:
    """What is said of the forecasts made so far and what came of them."""
    sentence = _told(lambda release: release.forecasts()).get("sentence", "")
    return Section("forecasts", _("Forecasts"), sentence, (), (address("forecasts"), _("All forecasts"))) if sentence else None


def _told(ask: Any) -> Any:
    release = release_now()
    try:
        return ask(release) if release else {}
    except (AnswerableError, OSError, ValueError, KeyError):
        return {}


def promises_untold(user: Any) -> Section:
    """Promises of which nobody can tell what came, since their measure is lost or cannot tell."""
    states = states_now(PromiseEntry.objects.readable_by(user).filter(outcome=PromiseEntry.WAITING))
    numbers = [number for number, (state, _course) in states.items() if state == "cannot"]
    found = PromiseEntry.objects.filter(pk__in=numbers[:MOST])
    sentence = ngettext("Of %(number)s promise it cannot be told what becomes of it.",
                        "Of %(number)s promises it cannot be told what becomes of them.", len(numbers)) % {
                            "number": len(numbers)}
    return Section("untold", _("Promises that cannot be told"), sentence, rows(found),
                   (address("promises", state="cannot"), _("All of them")))


def audit_chain(user: Any) -> Section:
    """The newest event, and how the chain is verified."""
    newest = AuditEvent.objects.order_by("-number").first()
    number = newest.number if newest else 0
    at = told(timezone.localtime(newest.at).date()) if newest else ""
    sentence = _("The chain has %(number)s events, the newest of %(day)s.") % {"number": number, "day": at} if newest else _(
        "Nothing was done yet.")
    return Section("audit", _("The audit chain"), sentence, (), (address("history"), _("Every event")))


def accounts_to_look_after(user: Any) -> Section:
    """Accounts of one's organisations that were invited and never signed in, and those that lack the second proof they need."""
    ours = Membership.objects.current().filter(organisation__in=own(user, "account.invite"))
    strict = ours.filter(role__in=[code for code, role in ROLES.items() if role.second_factor], user=OuterRef("pk"))
    proofs = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    people = User.objects.filter(is_active=True, pk__in=ours.values("user")).annotate(lacks=Exists(strict) & ~Exists(proofs))
    found, count = first(people.filter(Q(last_login__isnull=True) | Q(lacks=True)).order_by("name", "pk"))
    lines = [Row(each.name, address("one-account", each.pk), _("invited, never signed in") if each.last_login is None
                 else _("without a second proof")) for each in found]
    sentence = ngettext("%(number)s account needs a look.", "%(number)s accounts need a look.", count) % {"number": count}
    return Section("accounts", _("Accounts"), sentence, lines, (address("accounts"), _("All accounts")))
