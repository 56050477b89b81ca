"""Every route of the register: of what it is, who may open it, and who may send its form.

A line a route: name: (object, who may open, who may send). Who is one of

  ALL       everybody, signed in or not
  IN        everybody who is signed in
  READ      who may read the object: by its visibility
  INSIDE    those inside its organisations; others by rules of its own, which its own tests try
  "a.right" who has that right in the object's organisation, or anywhere where there is no object
  NOBODY    the route has no such method

Object is a key of ENTRIES or PARTS below, another that Things knows, or "" for none. A new route without a line fails
test_every_route.py.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from judged_workspace import MEASURE, override

from answerable.content import shipped
from answerable.web.accounts.rights import INTERNAL
from answerable.web.audit.files import keep_file
from answerable.web.audit.kept import acting
from answerable.web.meetings import models as meetings
from answerable.web.meetings.commands_packs import make_pack
from answerable.web.organisations.models import Oversight, Person, Tenure
from answerable.web.register import models as register
from answerable.web.scrutiny import models as scrutiny
from answerable.web.scrutiny.commands_judgements import propose_decision
from answerable.web.what_if import models as what_if

ALL, IN, READ, INSIDE, NOBODY = "everybody", "signed in", "who may read it", "read.internal", "nobody"
Row = tuple[str, str, str]

API = ("organisations", "posts", "persons", "plans", "plan-versions", "plan-items", "actions", "action-updates",
       "recommendations", "promises", "meetings", "agenda-items", "minutes", "papers", "questions", "decisions", "inquiries")
# Pages that look after themselves: they are for somebody in the midst of signing in, or for their own account alone, and the
# tests of signing in try them.
OWN_ACCOUNT = {"account", "account-edit", "account-password", "usersessions_list", "second-factor", "mfa_index",
               "mfa_activate_totp", "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn",
               "mfa_remove_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
               "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# The API's own tests try what it writes, and what stands at its root; a link that somebody was sent has its own token.
BY_THEMSELVES = {None, "openapi-json", "api-root", "api-nowhere", "new_action", "change_action", "new_promise", "new_question",
                 "change_due", "update_action", "new_response", "new_answer", "list-history", "popolo-kind", "example-sent",
                 "calendar-body", "calendar-private",   # by public meetings, by a key
                 *(f"one-{kind}" for kind in API if kind not in ("actions", "recommendations", "promises", "meetings",
                                                                 "questions", "decisions", "inquiries", "plans"))}
SIGNING_IN = {"sign-in", "account_login", "password-forgotten", "mfa_authenticate", "mfa_login_webauthn", "sign-out",
              "account_logout", "invitation", "openid_connect_login", "openid_connect_callback"}

ROUTES: dict[str, Row] = {
    # Accounts
    "roles": ("", ALL, NOBODY),
    "accounts": ("", "account.invite", NOBODY),
    "account-invite": ("", "account.invite", "account.invite"),
    "one-account": ("account", "account.invite", NOBODY),
    "role-give": ("account", "account.invite", "account.invite"),
    "account-person": ("account", "account.invite", "account.invite"),
    "role-end": ("membership", "account.invite", "account.invite"),
    "account-close": ("account", "account.invite", "account.invite"),
    "account-open": ("account", "account.invite", "account.invite"),
    "account-reset": ("account", "account.invite", "account.invite"),
    "account-take-second-proof": ("account", "account.invite", "account.invite"),
    # Organisations
    "organisations": ("", ALL, NOBODY),
    "organisation": ("body", ALL, NOBODY),
    "organisation-add": ("", "organisation.write", "organisation.write"),
    "organisation-edit": ("body", "organisation.write", "organisation.write"),
    "organisation-terms": ("body", "organisation.write", "organisation.write"),
    "organisation-succeed": ("body", "organisation.write", "organisation.write"),
    "post-add": ("body", "organisation.write", "organisation.write"),
    "oversight-add": ("body", "organisation.write", "organisation.write"),
    "post-edit": ("post", "organisation.write", "organisation.write"),
    "tenure-add": ("post", "organisation.write", "organisation.write"),
    "tenure-end": ("tenure", "organisation.write", "organisation.write"),
    "oversight-end": ("oversight", "organisation.write", "organisation.write"),
    # Audit
    "history": ("", "audit.read", NOBODY),
    "history-of": ("action", "read.internal", NOBODY),
    # Actions
    "actions": ("", ALL, NOBODY),
    "actions-csv": ("", ALL, NOBODY),
    "actions-xlsx": ("", ALL, NOBODY),
    "action": ("action", READ, NOBODY),
    "action-add": ("", "action.write", "action.write"),
    "action-edit": ("action", "action.write", "action.write"),
    "action-owners": ("action", "action.write", "action.write"),
    "action-progress": ("action", "action.update", "action.update"),
    "action-evidence": ("action", "action.update", "action.update"),
    "action-ask": ("action", "action.update", "action.update"),
    "action-close": ("action", "action.close", "action.close"),
    "action-due": ("action", "action.write", "action.write"),
    "action-defer": ("action", "action.write", "action.write"),
    "action-cancel": ("action", "action.write", "action.write"),
    "action-return": ("asked action", "action.close", "action.close"),
    "action-reopen": ("closed action", "action.close", "action.close"),
    "action-resume": ("deferred action", "action.write", "action.write"),
    "action-visibility": ("action", "publish", "publish"),
    "action-file": ("evidence", READ, NOBODY),
    # Recommendations
    "recommendations": ("", ALL, NOBODY),
    "recommendations-csv": ("", ALL, NOBODY),
    "recommendations-xlsx": ("", ALL, NOBODY),
    "recommendation": ("recommendation", READ, NOBODY),
    "recommendation-add": ("", "recommendation.write", "recommendation.write"),
    "recommendation-edit": ("recommendation", "recommendation.write", "recommendation.write"),
    "recommendation-respond": ("recommendation", "recommendation.respond", "recommendation.respond"),
    "recommendation-outcome": ("answered recommendation", "recommendation.write", "recommendation.write"),
    "recommendation-defer": ("recommendation", "recommendation.write", "recommendation.write"),
    "recommendation-resume": ("deferred recommendation", "recommendation.write", "recommendation.write"),
    "recommendation-reopen": ("closed recommendation", "recommendation.write", "recommendation.write"),
    "recommendation-visibility": ("recommendation", "publish", "publish"),
    # Plans and promises
    "plans": ("", ALL, NOBODY),
    "plan": ("live plan", READ, NOBODY),
    "plan-add": ("", "plan.write", "plan.write"),
    "plan-edit": ("live plan", "plan.write", "plan.write"),
    "plan-visibility": ("live plan", "publish", "publish"),
    "plan-version-add": ("live plan", "plan.write", "plan.write"),
    "plan-version": ("live plan", READ, NOBODY),
    "plan-changes": ("live plan", READ, NOBODY),
    "plan-csv": ("live plan", READ, NOBODY),
    "plan-word": ("live plan", READ, NOBODY),
    "plan-version-edit": ("draft plan", "plan.write", "plan.write"),
    "plan-live": ("draft plan", "plan.publish", "plan.publish"),
    "plan-item-add": ("draft plan", "plan.write", "plan.write"),
    "plan-item-edit": ("draft plan", "plan.write", "plan.write"),
    "plan-item-drop": ("draft plan", "plan.write", "plan.write"),
    "plan-item-up": ("draft plan", NOBODY, "plan.write"),
    "promises": ("", ALL, NOBODY),
    "promises-csv": ("", ALL, NOBODY),
    "promises-xlsx": ("", ALL, NOBODY),
    "promises-who": ("", ALL, NOBODY),
    "promise": ("promise", READ, NOBODY),
    "promise-add": ("", "promise.write", "promise.write"),
    "promise-edit": ("promise", "promise.write", "promise.write"),
    "promise-correct": ("promise", "promise.write", "promise.write"),
    "promise-withdraw": ("promise", "promise.write", "promise.write"),
    "promise-settle": ("promise", "promise.settle", "promise.settle"),
    "promise-visibility": ("promise", "publish", "publish"),
    # Meetings
    "meetings": ("", ALL, NOBODY),
    "meeting": ("meeting", READ, NOBODY),
    "meeting-add": ("", "meeting.write", "meeting.write"),
    "meeting-change": ("meeting", "meeting.write", "meeting.write"),
    "meeting-publish": ("meeting", "publish", "publish"),
    "minutes-publish": ("meeting", "publish", "publish"),
    "meeting-held": ("meeting", NOBODY, "meeting.write"),
    "meeting-cancel": ("meeting", NOBODY, "meeting.write"),
    "agenda-publish": ("meeting", NOBODY, "meeting.write"),
    "meeting-ask": ("meeting", "question.ask", "question.ask"),
    "agenda-write": ("meeting", "meeting.write", "meeting.write"),
    "agenda-item-change": ("agenda item", "meeting.write", "meeting.write"),
    "agenda-item-up": ("agenda item", NOBODY, "meeting.write"),
    "agenda-item-down": ("agenda item", NOBODY, "meeting.write"),
    "agenda-item-remove": ("agenda item", NOBODY, "meeting.write"),
    "agenda-measure-take": ("measure of a meeting", NOBODY, "meeting.write"),
    "agenda-measure-leave": ("measure of a meeting", NOBODY, "meeting.write"),
    "attendance": ("meeting", "meeting.write", "meeting.write"),
    "attendance-take-over": ("meeting", NOBODY, "meeting.write"),
    "attendance-remove": ("attendance", NOBODY, "meeting.write"),
    "paper-add": ("meeting", "paper.send", "paper.send"),
    "paper-version": ("paper", "meeting.write", "meeting.write"),
    "paper-publish": ("paper", "publish", "publish"),
    "paper-file": ("paper version", INSIDE, NOBODY),
    "minutes": ("meeting", INSIDE, NOBODY),
    "minutes-word": ("meeting", INSIDE, NOBODY),
    "programme": ("", "meeting.write", "meeting.write"),
    "agenda-templates": ("", "meeting.write", NOBODY),
    "agenda-template-add": ("", "meeting.write", "meeting.write"),
    "agenda-template": ("agenda template", "meeting.write", "meeting.write"),
    "calendars": ("", ALL, NOBODY),
    "calendar": ("", ALL, NOBODY),
    "calendar-make": ("", NOBODY, IN),
    "calendar-end": ("", NOBODY, IN),
    "minutes-write": ("held meeting", "meeting.write", "meeting.write"),
    "minutes-approve": ("held meeting", "minutes.approve", "minutes.approve"),
    "meeting-close": ("held meeting", "meeting.write", "meeting.write"),
    "minute-change": ("minute", "meeting.write", "meeting.write"),
    "minute-remove": ("minute", NOBODY, "meeting.write"),
    "minute-correct": ("minute", "minutes.approve", "minutes.approve"),
    "questions": ("", ALL, NOBODY),
    "question": ("question", READ, NOBODY),
    "question-ask": ("", "question.ask", "question.ask"),
    "question-change": ("question", "question.ask", "question.ask"),
    "question-answer": ("question", "question.answer", "question.answer"),
    "question-publish": ("question", "publish", "publish"),
    "decisions": ("", ALL, NOBODY),
    "decision": ("decision", READ, NOBODY),
    "decision-add": ("", "decision.write", "decision.write"),
    "decision-change": ("decision", "decision.write", "decision.write"),
    "decision-take-back": ("decision", "decision.write", "decision.write"),
    "decision-publish": ("decision", "publish", "publish"),
    "pack-make": ("meeting", "meeting.write", "meeting.write"),
    "pack": ("pack", INSIDE, NOBODY),
    "pack-pdf": ("pack", INSIDE, NOBODY),
    "pack-word": ("pack", INSIDE, NOBODY),
    "minutes-upload": ("held meeting", "minutes.read", "minutes.read"),
    "minutes-document": ("document", "minutes.read", NOBODY),
    "minutes-text": ("document", "minutes.read", NOBODY),
    "minutes-file": ("document", "minutes.read", NOBODY),
    "proposal": ("proposal", "minutes.read", "minutes.read"),
    "proposal-confirm": ("proposal", NOBODY, "minutes.read"),
    "proposal-discard": ("proposal", NOBODY, "minutes.read"),
    "proposal-back": ("proposal", NOBODY, "minutes.read"),
    # What if
    "what-if": ("", "scenario.write", NOBODY),
    "scenario-save": ("", "scenario.write", "scenario.write"),
    "room-add": ("", "scenario.write", "scenario.write"),
    "room-away": ("room", NOBODY, "scenario.write"),
    "room-back": ("room", NOBODY, "scenario.write"),
    "scenarios": ("", ALL, NOBODY),
    "scenarios-compare": ("", "scenario.write", NOBODY),
    "scenario": ("scenario", READ, NOBODY),
    "scenario-describe": ("scenario", "scenario.write", "scenario.write"),
    "scenario-visibility": ("scenario", "publish", "publish"),
    "scenario-meeting": ("scenario", "scenario.write", "scenario.write"),
    "scenario-withdraw": ("scenario", NOBODY, "scenario.write"),
    "scenario-bring-back": ("scenario", NOBODY, "scenario.write"),
    "scenario-csv": ("scenario", READ, NOBODY),
    "scenario-yaml": ("scenario", READ, NOBODY),
    "scenario-room-yaml": ("scenario", READ, NOBODY),
    # For programs
    "tokens": ("", "token.make", "token.make"),
    "token-revoke": ("token", NOBODY, "token.make"),
    "export": ("", "export", NOBODY),
    "export-file": ("form of an export", "export", NOBODY),
    "subjects": ("", "subject.redact", "subject.redact"),
    "subject": ("person", "subject.redact", "subject.redact"),
    "popolo": ("", ALL, NOBODY),
    **{f"list-{kind}": ("", ALL, NOBODY) for kind in API},
    "one-actions": ("action", READ, NOBODY),
    "one-recommendations": ("recommendation", READ, NOBODY),
    "one-promises": ("promise", READ, NOBODY),
    "one-meetings": ("meeting", READ, NOBODY),
    "one-questions": ("question", READ, NOBODY),
    "one-decisions": ("decision", READ, NOBODY),
    "one-inquiries": ("inquiry", READ, NOBODY),
    "one-plans": ("plan", READ, NOBODY),
    # Scrutiny
    "answers": ("", ALL, NOBODY),
    "my": ("", IN, NOBODY),
    "judgements": ("", ALL, NOBODY),
    "judgement-new": ("", "decision.propose", NOBODY),
    "judgement-propose": ("kind of decision", "decision.propose", "decision.propose"),
    "judgement": ("request", "read.internal", NOBODY),
    "judgement-stand": ("request", "decision.second", "decision.second"),
    "judgement-refuse": ("request", "decision.second", "decision.second"),
    "judgement-withdraw": ("request", "decision.propose", "decision.propose"),
    "judgement-ask": ("request", "decision.propose", "decision.propose"),
    "inquiries": ("", ALL, NOBODY),
    "inquiry": ("inquiry", READ, NOBODY),
    "inquiry-new": ("", "inquiry.write", "inquiry.write"),
    "inquiry-edit": ("inquiry", "inquiry.write", "inquiry.write"),
    "inquiry-visibility": ("inquiry", "publish", "publish"),
    "inquiry-pause": ("inquiry", "inquiry.write", "inquiry.write"),
    "inquiry-member": ("inquiry", "inquiry.write", "inquiry.write"),
    "inquiry-stage-new": ("inquiry", "inquiry.write", "inquiry.write"),
    "inquiry-stage": ("stage", "inquiry.write", "inquiry.write"),
    "inquiry-session": ("inquiry", "inquiry.write", "inquiry.write"),
    "inquiry-report-file": ("inquiry", INSIDE, NOBODY),
    "inquiry-report": ("inquiry", "inquiry.write", "inquiry.write"),
    "inquiry-close": ("reported inquiry", "inquiry.write", "inquiry.write"),
    "example-send": ("inquiry", READ, READ),
    "examples": ("inquiry", "example.read", NOBODY),
    "example": ("example", "example.read", "example.read"),
    "example-call": ("example", "read.records", "read.records"),
    "example-redact": ("example", "subject.redact", "subject.redact"),
}


class Things:
    """Makes the objects of routes. All belong to the cast's body and force; accounts, organisations and posts to the body."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.made: dict[tuple[str, str], dict[str, Any]] = {}
        self.officer, self.chief = cast.account("policy-officer"), cast.account("chief-officer")

    def address(self, kind: str, visibility: str) -> dict[str, Any]:
        """The parts of the address of an object of a kind with a visibility, {"pk": 3, …}; made at the first asking."""
        if (kind, visibility) not in self.made:
            with acting(None, "test"):
                self.made[kind, visibility] = self._make(kind, visibility)
        return self.made[kind, visibility]

    def _make(self, kind: str, visibility: str) -> dict[str, Any]:
        if kind == "request":
            given = {"kind": "override", "measure_id": MEASURE, "content": override(), "reason": "A fault of the switch"}
            return _parts(propose_decision(by=self.chief, **given).pk)
        if kind in ("live plan", "draft plan"):
            return self._plan(kind.split()[0], visibility)
        if kind == "pack":
            return _parts(make_pack(self.officer, meetings.Meeting.objects.get(pk=self.address("meeting", INTERNAL)["pk"]),
                                    INTERNAL).pk)
        if kind in ENTRIES:
            model, fields = ENTRIES[kind]
            extra = {"made_by": self.cast.panel, "to": self.cast.body} if model is register.Recommendation else {}
            if model is what_if.Scenario:
                extra = {"room_id": self.address("room", INTERNAL)["pk"]}
            one = model.objects.create(body=self.cast.body, force=self.cast.force, visibility=visibility, **fields, **extra)
            return _parts(one.pk) | {"kind": "action"}
        if kind in PARTS:
            model, whole, field, name, fields = PARTS[kind]
            of = self.address(whole, visibility)[AS.get(whole, "pk")]
            extra = {FILES[kind]: keep_file(SimpleUploadedFile("paper.txt", b"Something to read"))} if kind in FILES else {}
            if "visibility" in {each.name for each in model._meta.fields}:
                extra["visibility"] = visibility
            one = model.objects.create(**{f"{field}_id": of}, **fields, **extra)
            return _parts(of) | {name: one.pk} if name else _parts(one.pk)
        return self._fixed(kind)

    def _plan(self, state: str, visibility: str) -> dict[str, Any]:
        plan = self.address("plan", visibility) if state == "live" else self._make("plan", visibility)
        version = register.PlanVersion.objects.create(plan_id=plan["pk"], number=1, state=state)
        register.PlanItem.objects.create(plan_version=version, key="1", title="Answer sooner")
        return plan | {"version": 1, "older": 1, "newer": 1, "key": "1"}

    def _fixed(self, kind: str) -> dict[str, Any]:
        body, post = self.cast.body, self.cast.commissioner
        if kind in ("tenure", "person"):
            ann = Person.objects.create(name="Ann Archer")
            tenure = Tenure.objects.create(post=post, person=ann, starts=date(2020, 1, 1))
            return _parts(tenure.pk if kind == "tenure" else ann.pk)
        if kind in OF_NOBODY:
            return OF_NOBODY[kind]
        if kind == "room":
            text = (shipped("rooms") / "control-room.yaml").read_text(encoding="utf-8")
            return _parts(what_if.KeptRoom.objects.create(force=self.cast.force, name="Room", text=text, sha256="0" * 64).pk)
        if kind == "agenda template":
            return _parts(meetings.AgendaTemplate.objects.create(body=body, name="Monthly", items=[]).pk)
        if kind == "measure of a meeting":
            return self.address("meeting", INTERNAL) | {"measure_id": "101-offered"}
        return _parts({"body": body, "account": self.officer, "membership": self.officer.memberships.get(), "post": post,
                       "oversight": Oversight.objects.filter(overseer=body).get()}[kind].pk)


def _parts(number: int) -> dict[str, Any]:
    return {"pk": number, "number": number}


# What was seen of a room with one line and one pool, now and with a change.
_NOW = {"came": 500.0, "within": 78.0, "abandoned": 4.2, "wait": 31.0}
_THEN = {"came": 498.0, "within": 84.1, "abandoned": 3.1, "wait": 22.0}
SEEN: dict[str, Any] = {
    "repetitions": 24, "days": 7.0, "room": "Westshire", "faults": [{"which": "now", "kind": "unstable", "at": "Mon 14:30"}],
    "lines": [{"name": "101", "limit": 30.0, "now": _NOW, "then": _THEN, "difference": {
        "within": [6.1, 5.2, 7.0], "abandoned": [-1.1, -1.4, -0.8], "wait": [-9.0, -10.5, -7.5]}}],
    "pools": [{"name": "handlers", "now": {"busy": 82.0, "hours": 2000.0}, "then": {"busy": 79.0, "hours": 2098.0}}],
    "line": "101", "difference_map": None, "map": {
        "title": "101: answered within 30 seconds, of 100", "sentence": "Half-hours lie between 70 and 97.",
        "columns": ["00:00", "12:00"], "keys": [["3", "60 to 79"], ["5", "95 and above"], ["none", "nobody comes"]],
        "rows": [["Monday", [{"text": "70", "kind": "3"}, {"text": "97", "kind": "5"}]],
                 ["Tuesday", [{"text": "", "kind": "none"}, {"text": "96", "kind": "5"}]]]}}
# Entries: name → model, fields.
ENTRIES: dict[str, tuple[Any, dict[str, Any]]] = {
    "action": (register.Action, {"title": "Brief the board"}),
    "asked action": (register.Action, {"title": "Brief", "state": "asked"}),
    "closed action": (register.Action, {"title": "Brief", "state": "closed"}),
    "deferred action": (register.Action, {"title": "Brief", "deferred_to": date(2030, 1, 1)}),
    "meeting": (meetings.Meeting, {"title": "Assurance"}),
    "held meeting": (meetings.Meeting, {"title": "Assurance", "state": "draft"}),
    "question": (meetings.Question, {"text": "Why so long?"}),
    "decision": (meetings.Decision, {"title": "Form off", "text": "Off", "reason": "Risk"}),
    "inquiry": (scrutiny.Inquiry, {"title": "Into 101", "terms": "Why so long", "takes_examples": True}),
    "reported inquiry": (scrutiny.Inquiry, {"title": "Into 999", "terms": "Why", "state": "reported"}),
    "recommendation": (register.Recommendation, {"title": "Say why"}),
    "answered recommendation": (register.Recommendation, {"title": "Say why", "state": "answered"}),
    "closed recommendation": (register.Recommendation, {"title": "Say why", "state": "closed"}),
    "deferred recommendation": (register.Recommendation, {"title": "Say why", "deferred_to": date(2030, 1, 1)}),
    "promise": (register.PromiseEntry, {"kind": "target", "words": "80% by December", "said_on": date(2026, 1, 1)}),
    "plan": (register.Plan, {"title": "101 plan"}),
    "scenario": (what_if.Scenario, {"name": "Two more late", "changes": ["2 more handlers"], "asked": {"staff1_more": "2"},
                                    "seen": SEEN}),
    "request": (scrutiny.DecisionRequest, {}),      # proposed by the chief officer
}
# What stands in an address without being an object: whoever has the right anywhere may open it.
OF_NOBODY: dict[str, dict[str, Any]] = {"kind of decision": {"kind": "override"}, "form of an export": {"form": "json"},
                                        "token": {"number": 1}}
# A part of which there are parts: by what its address names it.
AS = {"document": "document"}
FILES = {"evidence": "evidence_file", "paper version": "file", "document": "file"}
# Parts of entries: name → model, the whole, the field that names it, the part's name in the address ("" where the address has
# the part alone), fields.
PARTS: dict[str, tuple[Any, str, str, str, dict[str, Any]]] = {
    "evidence": (register.ActionUpdate, "action", "action", "update", {"kind": "evidence", "shared": True}),
    "agenda item": (meetings.AgendaItem, "meeting", "meeting", "item", {"title": "Performance"}),
    "attendance": (meetings.Attendance, "meeting", "meeting", "attendance", {"capacity": "Chair"}),
    "paper": (meetings.Paper, "meeting", "meeting", "", {"title": "Report"}),
    "paper version": (meetings.PaperVersion, "paper", "paper", "", {"number": 1}),
    "minute": (meetings.Minute, "held meeting", "meeting", "", {"text": "It was noted"}),
    "document": (meetings.MinutesDocument, "held meeting", "meeting", "document", {"text": "AP1: brief the board."}),
    "proposal": (meetings.Proposal, "document", "document", "", {"kind": "action", "start": 0, "end": 5, "rule": "marked",
                                                                       "data": {"sentence": "AP1: brief the board."}}),
    "stage": (scrutiny.InquiryStage, "inquiry", "inquiry", "stage", {"title": "Evidence"}),
    "example": (scrutiny.Example, "inquiry", "inquiry", "", {"text": "I waited"}),
}
