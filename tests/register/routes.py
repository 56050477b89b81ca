"""Every route of the register: of what it is, who may open it, and who may send its form.

A line a route: name: (object, who may open, who may send). Who is one of

  ALL       everybody, signed in or not
  IN        everybody who is signed in
  READ      who may read the object: by its visibility
  INSIDE    those inside its organisations; others by rules of its own, which its own tests try
  "a.right" who has that right in the object's organisation, or anywhere where there is no object
  NOBODY    the route has no such method

Object is a key of ENTRIES or PARTS below, another that Things knows, or "" for none. A new route without a line fails test_every_route.py.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from answerable.web.accounts.rights import INTERNAL
from answerable.web.audit.files import keep_file
from answerable.web.audit.kept import acting
from answerable.web.audit.models import KeptFile
from answerable.web.meetings import models as meetings
from answerable.web.organisations.models import Oversight, Person, Tenure
from answerable.web.register import models as register
from answerable.web.scrutiny import models as scrutiny

ALL, IN, READ, INSIDE, NOBODY = "everybody", "signed in", "who may read it", "read.internal", "nobody"
Row = tuple[str, str, str]

# Pages that look after themselves: they are for somebody in the midst of signing in, or for their own account alone, and the
# tests of signing in try them.
OWN_ACCOUNT = {"account", "account-edit", "account-password", "usersessions_list", "second-factor", "mfa_index",
               "mfa_activate_totp", "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn",
               "mfa_remove_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
               "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
SIGNING_IN = {"sign-in", "account_login", "mfa_authenticate", "mfa_login_webauthn", "sign-out", "account_logout", "invitation",
              "openid_connect_login", "openid_connect_callback"}

ROUTES: dict[str, Row] = {
    # Accounts
    "roles": ("", ALL, NOBODY),
    "accounts": ("", "account.invite", NOBODY),
    "account-invite": ("", "account.invite", "account.invite"),
    "one-account": ("account", "account.invite", NOBODY),
    "role-give": ("account", "account.invite", "account.invite"),
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
    "paper-add": ("meeting", "meeting.write", "meeting.write"),
    "paper-version": ("paper", "meeting.write", "meeting.write"),
    "paper-publish": ("paper", "publish", "publish"),
    "paper-file": ("paper version", INSIDE, NOBODY),
    "minutes": ("meeting", INSIDE, NOBODY),
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
    "example-sent": ("inquiry", READ, NOBODY),
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
        if kind in ENTRIES:
            model, fields = ENTRIES[kind]
            extra = {"proposed_by": self.chief} if kind == "request" else {}
            one = model.objects.create(body=self.cast.body, force=self.cast.force, visibility=visibility, **fields, **extra)
            return _parts(one.pk) | {"kind": "action"}
        if kind in PARTS:
            model, whole, field, name, fields = PARTS[kind]
            of = self.address(whole, visibility)["pk"]
            extra = {"file": self._file()} if "version" in kind else {"evidence_file": self._file()} if kind == "evidence" else {}
            if "visibility" in {each.name for each in model._meta.fields}:
                extra["visibility"] = visibility
            one = model.objects.create(**{f"{field}_id": of}, **fields, **extra)
            return _parts(of) | {name: one.pk} if name else _parts(one.pk)
        return self._fixed(kind)

    def _fixed(self, kind: str) -> dict[str, Any]:
        body, post = self.cast.body, self.cast.commissioner
        if kind == "tenure":
            return _parts(Tenure.objects.create(post=post, person=Person.objects.create(name="Ann"), starts=date(2020, 1, 1)).pk)
        if kind == "kind of decision":
            return {"kind": "override"}
        if kind == "measure of a meeting":
            return self.address("meeting", INTERNAL) | {"measure_id": "101-offered"}
        return _parts({"body": body, "account": self.officer, "membership": self.officer.memberships.get(), "post": post,
                       "oversight": Oversight.objects.filter(overseer=body).get()}[kind].pk)

    def _file(self) -> KeptFile:
        return keep_file(SimpleUploadedFile("paper.txt", b"Something to read"))


def _parts(number: int) -> dict[str, Any]:
    return {"pk": number, "number": number}


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
    "request": (scrutiny.DecisionRequest, {"kind": "override", "reason": "Why", "content": {}}),
}
# Parts of entries: name → model, the whole, the field that names it, the part's name in the address ("" where the address has
# the part alone), fields.
PARTS: dict[str, tuple[Any, str, str, str, dict[str, Any]]] = {
    "evidence": (register.ActionUpdate, "action", "action", "update", {"kind": "evidence", "shared": True}),
    "agenda item": (meetings.AgendaItem, "meeting", "meeting", "item", {"title": "Performance"}),
    "attendance": (meetings.Attendance, "meeting", "meeting", "attendance", {"capacity": "Chair"}),
    "paper": (meetings.Paper, "meeting", "meeting", "", {"title": "Report"}),
    "paper version": (meetings.PaperVersion, "paper", "paper", "", {"number": 1}),
    "minute": (meetings.Minute, "held meeting", "meeting", "", {"text": "It was noted"}),
    "stage": (scrutiny.InquiryStage, "inquiry", "inquiry", "stage", {"title": "Evidence"}),
    "example": (scrutiny.Example, "inquiry", "inquiry", "", {"text": "I waited"}),
}
