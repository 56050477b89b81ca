"""Inquiries, and requests for the judgement's decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.decisions import Decision
from answerable.web.audit.kept import Kept, Unversioned
from answerable.web.audit.models import KeptFile
from answerable.web.organisations.models import Entry, Person


class Inquiry(Entry):
    """An inquiry. terms: of reference; takes_examples: whether people are asked to send in what happened to them; what it
    pauses stands in its decision requests (kind "stage", paused). It is read by those by whom it can be; its report once it is
    there."""

    PASSES_ON = ~Q(state="closed")
    OPEN, REPORTED, CLOSED = "open", "reported", "closed"
    STATES = [(OPEN, _("Open")), (REPORTED, _("Reported")), (CLOSED, _("Closed"))]
    title = models.CharField(max_length=200)
    terms = models.TextField()
    starts = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    takes_examples = models.BooleanField(default=False)
    report_title = models.CharField(max_length=200, blank=True)
    report_text = models.TextField(blank=True)
    report_file = models.ForeignKey(KeptFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reported_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-starts", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("inquiry", args=[self.pk])

    @property
    def event(self) -> str:
        """The event that its report is, by the name under which pauses wait for it."""
        return f"Report of inquiry {self.pk}: {self.title}"


class InquiryMember(Kept):
    """Somebody who sits on an inquiry, with or without an account."""

    KINDS = [("lay", _("Lay member")), ("councillor", _("Councillor")), ("member", _("Member of the governing body")),
             ("officer", _("Officer"))]
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="inquiries")
    kind = models.CharField(max_length=12, choices=KINDS, default="lay")
    chair = models.BooleanField(default=False)

    class Meta:
        ordering = ("-chair", "pk")


class InquiryStage(Kept):
    """A stage of an inquiry, with the day by which it is to end and that on which it did."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    due = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "pk")


class EvidenceSession(Kept):
    """A session in which an inquiry hears somebody. notes: for the organisation alone."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="sessions")
    held_on = models.DateField()
    title = models.CharField(max_length=200)
    who = models.TextField(blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ("held_on", "pk")


class Example(Unversioned):
    """What happened to somebody, sent in by a member or by the public. It is personal data: only those with the right
    "example.read" see it, no versions are kept of it, and it can be removed on request.

    happened_at: about when; line: of the call, as in the records; contact_id: the record of the call, once somebody with
    "read.records" too has found it; summary: what the report may say of it, without personal data.
    """

    STATES = [("new", _("New")), ("taken", _("Taken as evidence")), ("declined", _("Not taken"))]
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="examples")
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    contact_details = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    line = models.CharField(max_length=60, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    contact_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default="new")
    summary = models.TextField(blank=True)
    redacted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(_("Example %(number)s") % {"number": self.pk})

    def parties(self) -> frozenset[int]:
        """The organisations of its inquiry."""
        return self.inquiry.parties()


class DecisionRequest(Entry):
    """A decision on a measure's judgement that somebody proposes: a step, an override, a stage, a pause, an event, an end.
    Where it needs a second person it waits for them; then it is recorded in the workspace's chain of decisions.

    kind, content: as answerable.decisions has them, days in ISO form; checked: the decision as the chain would have taken it
    when it was proposed; signed, second_signed: the posts as which the two are published; asked: the account that the system
    asked to stand second; answered_by: who stood, refused or withdrew; number: in the chain, once recorded.
    """

    PASSES_ON = Q(state="waiting")
    WAITING, RECORDED, REFUSED, WITHDRAWN = "waiting", "recorded", "refused", "withdrawn"
    STATES = [(WAITING, _("Waiting for the second person")), (RECORDED, _("Recorded")), (REFUSED, _("Refused")),
              (WITHDRAWN, _("Withdrawn"))]
    kind = models.CharField(max_length=10)
    measure_id = models.CharField(max_length=100, blank=True)
    content = models.JSONField(default=dict)
    checked = models.JSONField(default=dict)
    reason = models.TextField()
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="decisions_proposed")
    signed = models.CharField(max_length=300)
    asked = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions_asked")
    second_signed = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=WAITING, db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer_reason = models.TextField(blank=True)
    inquiry = models.ForeignKey(Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="decision_requests")
    number = models.PositiveIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What it asks for, as a sentence without its full stop."""
        words = Decision.from_json(self.checked).what.words
        return words[:1].upper() + words[1:]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("judgement", args=[self.pk])
