"""Every right there is, by name, with what it allows. Roles (roles.py) are made of these."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

RIGHTS = {
    "read.internal": _("Read what an organisation and those it answers to share among themselves"),
    "read.panel": _("Read what is shared with the panel"),
    "read.records": _("See the records of single calls behind a figure or an example"),
    "organisation.write": _("Add organisations, posts and who holds them; let a successor take over"),
    "account.invite": _("Invite people, give and end their roles"),
    "plan.write": _("Write plans and their versions"),
    "plan.publish": _("Make a version of a plan the live one"),
    "action.write": _("Add actions, change their wording, owners and dates"),
    "action.update": _("Report progress and add evidence to actions"),
    "action.close": _("Close actions of other people"),
    "recommendation.write": _("Make recommendations"),
    "recommendation.respond": _("Accept or reject recommendations, with the reason"),
    "promise.write": _("Record promises"),
    "promise.settle": _("Say what came of a promise that no measure can tell"),
    "meeting.write": _("Plan meetings, write agendas and minutes, add papers"),
    "paper.send": _("Send papers to meetings"),
    "minutes.approve": _("Approve minutes"),
    "minutes.read": _("Have minutes read, and confirm or discard what the reader proposes"),
    "question.ask": _("Put questions"),
    "question.answer": _("Answer questions"),
    "decision.write": _("Record decisions of a governing body or a force, and take them back"),
    "inquiry.write": _("Open inquiries, set their stages, take evidence, report"),
    "example.write": _("Send in examples of what happened to somebody"),
    "example.read": _("Read the examples that people sent in"),
    "decision.propose": _("Propose steps, overrides, stages of scrutiny and pauses"),
    "decision.second": _("Stand for such a decision as the second person"),
    "publish": _("Decide whether something is for the organisation, the panel or the public"),
    "scenario.write": _("Try out what-ifs of the control room, and keep them as scenarios"),
    "audit.read": _("Read the history of everything"),
    "export": _("Export everything that one may read"),
    "subject.redact": _("Remove a person's data on request"),
    "token.make": _("Make tokens for programs"),
}
