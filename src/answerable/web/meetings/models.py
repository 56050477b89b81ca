"""Meetings and all that belongs to them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.web.accounts.rights import INTERNAL
from answerable.web.audit.kept import Kept
from answerable.web.audit.models import KeptFile
from answerable.web.organisations.models import VISIBILITIES, Entry, Organisation, Person, Post
from answerable.web.register.models import Action, Plan, PlanVersion, PromiseEntry


class OfMeeting(Kept):
    """What belongs to a meeting, and so to the meeting's organisations."""

    class Meta:
        abstract = True

    def parties(self) -> frozenset[int]:
        """The organisations of its meeting."""
        found: frozenset[int] = self.meeting.parties()  # type: ignore[attr-defined]
        return found


class AgendaTemplate(Kept):
    """The agenda that a body's meetings of a kind begin from. items: [{"kind": of AgendaItem.KINDS, "title", "note"}]; kind: of
    the meetings that are made from it, in the body's own words; minutes: how long they last."""

    body = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="agenda_templates")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100, blank=True)
    items = models.JSONField(default=list)
    minutes = models.PositiveIntegerField(default=120)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def parties(self) -> frozenset[int]:
        """The body whose it is."""
        return frozenset((self.body_id,))

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("agenda-template", args=[self.pk])


class Meeting(Entry):
    """A meeting, or without a day (starts_at none) a set of questions that are answered in writing. kind: "assurance", "panel"
    …, in the body's own words; previous: the one before, whose open actions come forward; state: how far it has come.

    visibility: who reads that it is, and its agenda once that is published; minutes_visibility: who reads the minutes;
    left_measures: measures with new signals that were proposed for the agenda and left; uid, sequence: by which calendars know
    it, and how often it changed for them; closed_at: when its open actions went on to the next meeting.
    """

    PASSES_ON = ~Q(state__in=("approved", "cancelled"))
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
    minutes_visibility = models.CharField(max_length=10, choices=VISIBILITIES, default=INTERNAL)
    left_measures = models.JSONField(default=list, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("meeting", args=[self.pk])

    @property
    def in_writing(self) -> bool:
        """Whether it is a set of questions in writing, without a day."""
        return self.starts_at is None


class AgendaItem(OfMeeting):
    """An item of an agenda. kind: what the program adds to it; plan: that is looked at; plan_version: the version of it that
    lay before the meeting, pinned when the agenda is published."""

    KINDS = [("item", _("Item")), ("apologies", _("Apologies")), ("minutes", _("Minutes of the last meeting")),
             ("matters-arising", _("Matters arising")), ("measures", _("Performance")), ("questions", _("Questions")),
             ("plan", _("Plan")), ("other-business", _("Any other business")), ("next-meeting", _("Next meeting"))]
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=KINDS, default="item")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    measure_id = models.CharField(max_length=100, blank=True)
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")
    plan_version = models.ForeignKey(PlanVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class Attendance(OfMeeting):
    """Who was there, or sent apologies. capacity: as what, in words, where no post says it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=200, blank=True)
    present = models.BooleanField(default=True)
    chair = models.BooleanField(default=False)

    class Meta:
        ordering = ("-chair", "pk")


class Question(Entry):
    """A question put in writing, in advance of a meeting or without one, and its written answer."""

    PASSES_ON = Q(answered_on__isnull=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="questions_asked")
    asked_on = models.DateField(default=timezone.localdate)
    to = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    due = models.DateField(null=True, blank=True)
    measure_id = models.CharField(max_length=100, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_on", "-pk")

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("question", args=[self.pk])

    @property
    def overdue(self) -> bool:
        """Whether an answer was due before today and has not come."""
        return self.due is not None and self.answered_on is None and self.due < timezone.localdate()


class Paper(OfMeeting):
    """A paper for a meeting; its files stand in its versions. late: it came after the agenda was published, for the reason
    given; visibility: who reads it, of those who read the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    agenda_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers")
    title = models.CharField(max_length=200)
    late = models.BooleanField(default=False)
    late_reason = models.CharField(max_length=300, blank=True)
    visibility = models.CharField(max_length=10, choices=VISIBILITIES, default=INTERNAL)

    class Meta:
        ordering = ("late", "pk")

    def __str__(self) -> str:
        return self.title


class PaperVersion(Kept):
    """One version of a paper. pages: how many its file has, none where that cannot be told."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what_changed = models.CharField(max_length=300, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("paper", "number"), name="paper_version_number"),)


class Decision(Entry):
    """A decision of a governing body or a force: what, why, and on what risk basis. review_on: when it is looked at again;
    taken_back_on: when it was."""

    PASSES_ON = Q(taken_back_on__isnull=True, review_on__isnull=False)
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
    taken_back_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-decided_on", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("decision", args=[self.pk])

    @property
    def review_overdue(self) -> bool:
        """Whether it was to be looked at again before today, and stands."""
        return self.review_on is not None and self.taken_back_on is None and self.review_on < timezone.localdate()


class Minute(OfMeeting):
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

    def __str__(self) -> str:
        return self.text


class MinuteCorrection(Kept):
    """A change to minutes that had been approved: what stood there, what stands there now, and why."""

    minute = models.ForeignKey(Minute, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    before = models.TextField()
    after = models.TextField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("at", "pk")


class Pack(OfMeeting):
    """A meeting's pack as it was made: never changed, only followed by the next. audience: who may have it, and so what was
    left out of it; content: what it says, section by section, from which the page on the screen is made; pdf, word: its
    files."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="packs")
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=10, choices=VISIBILITIES, default=INTERNAL)
    at = models.DateTimeField(default=timezone.now)
    content = models.JSONField(default=dict)
    pdf = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    word = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("audience", "number")
        constraints = (models.UniqueConstraint(fields=("meeting", "audience", "number"), name="pack_number"),)

    def __str__(self) -> str:
        return f"{self.meeting}, {self.number}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("pack", args=[self.pk])


class CalendarAddress(Kept):
    """A private address under which an account's calendar program fetches its meetings and actions. digest: SHA-256 of the
    secret part, which is shown once and not kept."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="calendar_address")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)


class MinutesDocument(OfMeeting):
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
