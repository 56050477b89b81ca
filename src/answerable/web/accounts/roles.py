"""The roles, as code. A description is the manual: it is what the page of roles shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A role that an account has in an organisation. code: as it is stored; rights: names of permissions.RIGHTS;
    second_factor: whether whoever has it signs in with a code or a passkey besides the password."""

    code: str
    title: str | Promise
    description: str | Promise
    rights: frozenset[str]
    second_factor: bool = True


_READ = frozenset({"read.internal", "read.panel", "export", "token.make"})


def _role(code: str, title: str | Promise, description: str | Promise, *rights: str, second_factor: bool = True) -> Role:
    return Role(code, title, description, frozenset(rights), second_factor)


_ALL = (
    _role("analyst", _("Analyst"),
          _("Looks after the figures of a force: loads, definitions, signals. Records what was forecast or promised, reports "
            "on actions, proposes steps, tries out what-ifs of the control room, and sees the records behind a figure."),
          *_READ, "read.records", "promise.write", "action.update", "plan.write", "decision.propose", "scenario.write",
          "paper.send"),
    _role("manager", _("Manager"),
          _("Runs the control room, the duties team or another team of a force. Owns actions, reports on them, writes the "
            "force's plans, tries out what-ifs of the control room and takes them to meetings."),
          *_READ, "action.update", "plan.write", "question.answer", "scenario.write", "paper.send"),
    _role("chief-officer", _("Chief officer"),
          _("Answers for the force. Makes a version of a plan the live one, answers questions and recommendations, makes "
            "promises, proposes overrides and stands second for them."),
          *_READ, "action.write", "action.update", "action.close", "plan.write", "plan.publish", "recommendation.respond",
          "promise.write", "question.answer", "decision.write", "decision.propose", "decision.second", "publish",
          "scenario.write", "paper.send"),
    _role("policy-officer", _("Policy officer"),
          _("Works for the governing body or a panel: plans meetings, writes minutes, chases actions, records promises, runs "
            "inquiries and prepares what is published."),
          *_READ, "meeting.write", "paper.send", "minutes.read", "action.write", "action.update", "action.close", "plan.write",
          "recommendation.write", "promise.write", "promise.settle", "question.ask", "inquiry.write", "example.write",
          "example.read", "decision.write", "decision.propose", "publish"),
    _role("member", _("Member of the governing body"),
          _("Is the commissioner, the mayor, their deputy, or sits on the board. Asks, decides, approves minutes, closes "
            "actions, makes recommendations and stands second for decisions."),
          *_READ, "action.write", "action.update", "action.close", "recommendation.write", "recommendation.respond",
          "minutes.approve", "question.ask", "inquiry.write", "example.write", "example.read", "promise.settle",
          "decision.write", "decision.propose", "decision.second", "publish"),
    _role("panel-member", _("Panel member"),
          _("Sits on the panel that holds the governing body to account, or is a lay member of an inquiry. Reads what is "
            "shared with the panel, asks, recommends and sends in examples."),
          "read.panel", "question.ask", "recommendation.write", "example.write", "export", second_factor=False),
    _role("auditor", _("Auditor"),
          _("Checks. Reads everything of the organisation and the history of every object, and changes nothing."),
          *_READ, "audit.read"),
    _role("administrator", _("Administrator"),
          _("Looks after accounts, organisations and posts, and removes a person's data on request. Has no say in what is "
            "answered, and sees no records."),
          "read.internal", "read.panel", "organisation.write", "account.invite", "audit.read", "export", "subject.redact"),
)
ROLES: dict[str, Role] = {role.code: role for role in _ALL}
CHOICES = [(role.code, role.title) for role in _ALL]
