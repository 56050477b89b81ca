"""Meetings and all that belongs to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.web.audit.kept import Kept
from answerable.web.audit.models import KeptFile
from answerable.web.organisations.models import Entry, Organisation, Person, Post
from answerable.web.register.models import Action, PlanVersion, PromiseEntry


class AgendaTemplate(Kept):
    """The agenda that a body's meetings of a kind begin from."""

    body = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="agenda_templates")
    name = models.CharField(max_length=200)
    items = models.JSONField(default=list)


class Meeting(Entry):
    """A meeting. kind: "assurance", "panel" …, in the body's own words; previous: the one before, whose open actions come
    forward; minutes: as approved or as they stand; state: how far it has come."""

    PLANNED, HELD, DRAFT, APPROVED, CANCELLED = "planned", "held", "draft", "approved", "cancelled"
    STATES = [(PLANNED, _("Planned")), (HELD, _("Held")), (DRAFT, _("Minutes in draft")), (APPROVED, _("Minutes approved")),
              (CANCELLED, _("Cancelled"))]
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=100, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True, db_index=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    online = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=STATES, default=PLANNED)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="following")
    agenda_published_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_in = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class AgendaItem(Kept):
    """An item of an agenda. kind: what the program adds to it; plan_version: the version of a plan that lay before it."""

    KINDS = [("item", _("Item")), ("apologies", _("Apologies")), ("minutes", _("Minutes of the last meeting")),
             ("matters-arising", _("Matters arising")), ("measures", _("Performance")), ("questions", _("Questions")),
             ("plan", _("Plan")), ("other-business", _("Any other business")), ("next-meeting", _("Next meeting"))]
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=KINDS, default="item")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    measure_id = models.CharField(max_length=100, blank=True)
    plan_version = models.ForeignKey(PlanVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")

    class Meta:
        ordering = ("position", "pk")


class Attendance(Kept):
    """Who was there, or sent apologies. capacity: as what, in words, where no post says it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=200, blank=True)
    present = models.BooleanField(default=True)
    chair = models.BooleanField(default=False)


class Question(Entry):
    """A question put in writing, in advance of a meeting or without one, and its written answer."""

    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="questions_asked")
    asked_on = models.DateField(default=timezone.localdate)
    to = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    due = models.DateField(null=True, blank=True)
    measure_id = models.CharField(max_length=100, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)


class Paper(Kept):
    """A paper for a meeting; its files stand in its versions. late: it came after the agenda was published."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    agenda_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers")
    title = models.CharField(max_length=200)
    late = models.BooleanField(default=False)
    late_reason = models.CharField(max_length=300, blank=True)


class PaperVersion(Kept):
    """One version of a paper."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what_changed = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("paper", "number"), name="paper_version_number"),)


class Decision(Entry):
    """A decision of a governing body or a force: what, why, and on what risk basis. review_on: when it is looked at again;
    taken_back_on: when it was."""

    title = models.CharField(max_length=200)
    text = models.TextField()
    reason = models.TextField()
    risk = models.TextField(blank=True)
    decided_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField(default=timezone.localdate)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    measure_id = models.CharField(max_length=100, blank=True)
    review_on = models.DateField(null=True, blank=True)
    taken_back_on = models.DateField(null=True, blank=True)


class Minute(Kept):
    """One outcome of an item: what the minutes say of it, and what came of it. kind: see KINDS; what it made is linked."""

    KINDS = [("noted", _("Noted")), ("decision", _("Decision")), ("action", _("Action")), ("promise", _("Promise")),
             ("question", _("Question"))]
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    agenda_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="minutes")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=KINDS, default="noted")
    text = models.TextField()
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="minutes")
    promise = models.ForeignKey(PromiseEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="minutes")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="minutes")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("agenda_item__position", "position", "pk")


class MinutesDocument(Kept):
    """A document that was put in to be read. text: what was drawn from it; the proposals' places are in it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="documents")
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    read_at = models.DateTimeField(default=timezone.now)


class Proposal(Kept):
    """What the reader proposes to take from a document. start, end: the sentence's place in the document's text; data: what was
    read (documents.minutes); made: what was made of it once a person confirmed it."""

    WAITING, CONFIRMED, DISCARDED = "waiting", "confirmed", "discarded"
    STATES = [(WAITING, _("Waiting")), (CONFIRMED, _("Confirmed")), (DISCARDED, _("Discarded"))]
    document = models.ForeignKey(MinutesDocument, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    made_kind = models.CharField(max_length=20, blank=True)
    made_number = models.PositiveBigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("start", "pk")
        indexes = (models.Index(fields=("state",), condition=Q(state="waiting"), name="waiting_proposals"),)
