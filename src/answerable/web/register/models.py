"""Plans, actions, recommendations and promises."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.web.audit.kept import Kept
from answerable.web.organisations.models import Entry, EntryQuerySet, Organisation, Person, Post

COMPARISONS = [(">=", _("at least")), ("<=", _("at most")), (">", _("more than")), ("<", _("less than"))]
ORIGINS = [("meeting", _("A meeting")), ("plan", _("A plan")), ("recommendation", _("A recommendation")),
           ("inspectorate", _("An inspectorate")), ("panel", _("A panel")), ("other", _("Other"))]
# Whose bank holidays a number of working days leaves out.
CALENDARS = [("England", _("England and Wales")), ("Scotland", _("Scotland")), ("Northern Ireland", _("Northern Ireland"))]


class Plan(Entry):
    """A plan, such as "999 and 101 Performance Plan". What it says stands in its versions."""

    PASSES_ON = Q(versions__state__in=("draft", "live"))
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page: its live version."""
        return reverse("plan", args=[self.pk])


class PlanVersion(Kept):
    """One version of a plan. Exactly one is live, or none before the first is; what was live is superseded.
    refresh_due: the day by which it is to be looked at again."""

    DRAFT, LIVE, SUPERSEDED = "draft", "live", "superseded"
    STATES = [(DRAFT, _("Draft")), (LIVE, _("Live")), (SUPERSEDED, _("Superseded"))]
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=STATES, default=DRAFT)
    summary = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    refresh_due = models.DateField(null=True, blank=True)
    live_from = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("plan", "-number")
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number"),
                       models.UniqueConstraint(fields=("plan",), condition=Q(state="live"), name="one_live_version"))

    def __str__(self) -> str:
        return _("{plan}, version {number}").format(plan=self.plan.title, number=self.number)

    def parties(self) -> frozenset[int]:
        """The organisations of its plan."""
        return self.plan.parties()


class PlanItem(Kept):
    """An item of a version. key: the same in every version of the plan, so that they can be compared; measure_id: of the
    catalogue, "" for none; target: in the measure's unit, met by a value that compares so with it."""

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    measure_id = models.CharField(max_length=100, blank=True)
    comparison = models.CharField(max_length=2, choices=COMPARISONS, blank=True)
    target = models.FloatField(null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "key")
        constraints = (models.UniqueConstraint(fields=("plan_version", "key"), name="plan_item_key"),)

    def __str__(self) -> str:
        return self.title


class ActionQuerySet(EntryQuerySet):
    """Actions."""

    def running(self) -> ActionQuerySet:
        """Those that are neither closed nor cancelled."""
        return self.filter(state__in=(Action.OPEN, Action.ASKED))

    def overdue(self, day: date) -> ActionQuerySet:
        """Those still to be done on a day by whose end they should have been: the day due, or while an action is deferred the
        latest day of the deferral, is before it."""
        return self.filter(Q(deferred_to__lt=day) | Q(deferred_to__isnull=True, due__lt=day), state=Action.OPEN)

    def of(self, organisation: Organisation) -> ActionQuerySet:
        """Those that belong to an organisation."""
        return self.filter(Q(body=organisation) | Q(force=organisation))

    def of_meetings(self, kind: str) -> ActionQuerySet:
        """Those that no meeting made, that a meeting of that kind made, or that were brought before one of that kind."""
        brought = models.Exists(ActionUpdate.objects.filter(action=models.OuterRef("pk"), kind="brought", meeting__kind=kind))
        return self.filter(Q(meeting__isnull=True) | Q(meeting__kind=kind) | brought)

    def undated(self) -> ActionQuerySet:
        """Those without a day due."""
        return self.filter(due__isnull=True, deferred_to__isnull=True)

    def by_due(self) -> ActionQuerySet:
        """The one due first, first; the undated last."""
        return self.order_by(Coalesce("deferred_to", F("due")).asc(nulls_last=True), "pk")


class Action(Entry):
    """Something that somebody is to do. due: none where none was given, and then it is shown as undated; origin: where it came
    from; state "asked": its owner says that it is done, and somebody else is to close it; deferred_to: while it is deferred the
    latest day of that; escalated: how many steps it was taken up as overdue."""

    PASSES_ON = Q(state__in=("open", "asked"))
    OPEN, ASKED, CLOSED, CANCELLED = "open", "asked", "closed", "cancelled"
    STATES = [(OPEN, _("Open")), (ASKED, _("Done, waiting to be closed")), (CLOSED, _("Closed")), (CANCELLED, _("Cancelled"))]
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True, db_index=True)
    deferred_to = models.DateField(null=True, blank=True)
    escalated = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN, db_index=True)
    origin = models.CharField(max_length=20, choices=ORIGINS, default="other")
    origin_text = models.CharField(max_length=300, blank=True)
    meeting = models.ForeignKey("meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    plan_item = models.ForeignKey(PlanItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions")
    recommendation = models.ForeignKey("Recommendation", null=True, blank=True, on_delete=models.PROTECT,
                                       related_name="actions")
    measure_id = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closing = models.TextField(blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        # All that a list asks of an action before it shows it, so that whole rows are read for one page alone.
        indexes = (models.Index(fields=("state", "due", "deferred_to", "visibility", "body", "force", "escalated"),
                                name="action_lists"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("action", args=[self.pk])

    @property
    def until(self) -> date | None:
        """The day by whose end it is to be done: the day due, or while it is deferred the latest day of that."""
        return self.deferred_to or self.due

    @property
    def running(self) -> bool:
        """Whether it is neither closed nor cancelled."""
        return self.state in (self.OPEN, self.ASKED)


class ActionOwner(Kept):
    """Who is to do it: a post, or an organisation, or both none and only the words as printed ("ALL")."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="owners")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT,
                                     related_name="owned_actions")
    as_printed = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.post or self.organisation or self.as_printed)


class ActionUpdate(Kept):
    """What happened to an action, told by somebody. kind: see KINDS; evidence_link, evidence_file: what shows it; shared:
    whoever may read the action may read this too, not only the organisations that it belongs to; due_before, due_after: of a
    change of the day due; level, escalated_to, rung: of an escalation."""

    KINDS = [("progress", _("Progress")), ("evidence", _("Evidence")), ("asked", _("Said to be done")),
             ("returned", _("Not accepted as done")), ("closed", _("Closed")), ("reopened", _("Opened again")),
             ("due", _("Due day changed")), ("owners", _("Owners changed")), ("escalated", _("Escalated")),
             ("brought", _("Brought forward")), ("deferred", _("Deferred")), ("resumed", _("Deferral ended")),
             ("cancelled", _("Cancelled"))]
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS, default="progress")
    text = models.TextField(blank=True)
    evidence_link = models.URLField(blank=True)
    evidence_file = models.ForeignKey("audit.KeptFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey("meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField(default=False)
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    rung = models.CharField(max_length=20, blank=True)
    escalated_to = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "pk")


class Recommendation(Entry):
    """What somebody recommends that somebody else do. made_by: who recommends; to: who is to respond; clock: by which rule
    `response_due` follows from `published_on` (answerable.response_clocks); calendar: whose bank holidays count as such;
    deferred_to: while the response is deferred the latest day of that."""

    PASSES_ON = ~Q(state="closed")
    CLOCKS = [("none", _("No time limit")), ("inspectorate", _("56 days, the day of publication being the first")),
              ("working-days", _("A number of working days")), ("date", _("By a day"))]
    OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
    STATES = [(OPEN, _("Waiting for a response")), (ANSWERED, _("Answered")), (CLOSED, _("Closed"))]
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    reference = models.CharField(max_length=100, blank=True)
    made_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="recommendations")
    to = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations_to")
    inquiry = models.ForeignKey("scrutiny.Inquiry", null=True, blank=True, on_delete=models.PROTECT,
                                related_name="recommendations")
    meeting = models.ForeignKey("meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT,
                                related_name="recommendations")
    measure_id = models.CharField(max_length=100, blank=True)
    published_on = models.DateField(null=True, blank=True)
    clock = models.CharField(max_length=20, choices=CLOCKS, default="none")
    clock_days = models.PositiveIntegerField(null=True, blank=True)
    calendar = models.CharField(max_length=20, choices=CALENDARS, default="England")
    response_due = models.DateField(null=True, blank=True)
    deferred_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN, db_index=True)
    outcome = models.TextField(blank=True)
    outcome_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("recommendation", args=[self.pk])

    @property
    def until(self) -> date | None:
        """The day by whose end the response is due: by its clock, or while it is deferred the latest day of that."""
        return self.deferred_to or self.response_due


class Response(Kept):
    """What was answered to a recommendation: accepted, in part, or rejected, with the reason."""

    VERDICTS = [("accepted", _("Accepted")), ("partly", _("Accepted in part")), ("rejected", _("Rejected"))]
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="responses")
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "pk")

    @property
    def day(self) -> date:
        """The day of it, on the force's clocks."""
        return timezone.localtime(self.at).date()


class Deferral(Kept):
    """Something put off until an event: an action or a recommendation. until: the event that ends it; latest: the day on which
    it ends without it; ended_on, ended_by: the day on which the event came, and what it was."""

    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.CASCADE, related_name="deferrals")
    recommendation = models.ForeignKey(Recommendation, null=True, blank=True, on_delete=models.CASCADE,
                                       related_name="deferrals")
    until = models.CharField(max_length=300)
    latest = models.DateField()
    reason = models.TextField()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(action__isnull=False) ^ Q(recommendation__isnull=False),
                                              name="deferral_of_one_thing"),)


class PromiseEntry(Entry):
    """A dated statement about a measure that can be checked. said_by: the post that said it (post and person as of then);
    said_where: in words, where no meeting is linked; measure_id: "" for a claim that no measure of the catalogue can tell;
    measure_version: of its definition when it was said; threshold: in the measure's unit; due: a day of the period meant;
    period: which period that is; outcome_value, outcome_release: the figure that settled it, and the release that had it;
    settled_by, evidence_link: who said what came of it, and what shows it, where a person did."""

    PASSES_ON = Q(outcome="waiting")
    KINDS = [("target", _("Target")), ("forecast", _("Forecast")), ("commitment", _("Commitment")),
             ("benefit", _("Claimed benefit"))]
    WAITING, KEPT, MISSED, CANNOT, WITHDRAWN = "waiting", "kept", "missed", "cannot", "withdrawn"
    OUTCOMES = [(WAITING, _("Not known yet")), (KEPT, _("Kept")), (MISSED, _("Missed")), (CANNOT, _("Cannot be told")),
                (WITHDRAWN, _("Withdrawn"))]
    PERIODS = [("month", _("The month")), ("quarter", _("The quarter")), ("financial-year", _("The financial year")),
               ("rolling-3-months", _("The three months up to it, together"))]
    kind = models.CharField(max_length=12, choices=KINDS)
    words = models.TextField()
    said_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="promises")
    said_by_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises")
    said_on = models.DateField()
    said_where = models.CharField(max_length=300, blank=True)
    meeting = models.ForeignKey("meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="promises")
    plan_item = models.ForeignKey(PlanItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises")
    measure_id = models.CharField(max_length=100, blank=True)
    comparison = models.CharField(max_length=2, choices=COMPARISONS, blank=True)
    measure_version = models.PositiveIntegerField(null=True, blank=True)
    threshold = models.FloatField(null=True, blank=True)
    due = models.DateField(null=True, blank=True, db_index=True)
    period = models.CharField(max_length=20, choices=PERIODS, default="month")
    outcome = models.CharField(max_length=10, choices=OUTCOMES, default=WAITING, db_index=True)
    outcome_on = models.DateField(null=True, blank=True)
    outcome_reason = models.TextField(blank=True)
    outcome_value = models.FloatField(null=True, blank=True)
    outcome_release = models.PositiveIntegerField(null=True, blank=True)
    evidence_link = models.URLField(blank=True)
    settled_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("promise")

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("promise", args=[self.pk])

    @property
    def checkable(self) -> bool:
        """Whether a measure can tell what came of it: it names the measure, the value and the day."""
        return bool(self.measure_id and self.comparison and self.threshold is not None and self.due)


class PromiseCorrection(Kept):
    """A correction that stands beside the words of a promise, once it was followed: its words are changed no more."""

    promise = models.ForeignKey(PromiseEntry, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "pk")


class PromiseCourse(Kept):
    """How a promise stood by a release: its state then, the odds of keeping it, and why, in words."""

    STATES = [("early", _("Too early to tell")), ("on-course", _("On course")), ("at-risk", _("At risk")), ("kept", _("Kept")),
              ("missed", _("Missed")), ("cannot", _("Cannot be told"))]
    promise = models.ForeignKey(PromiseEntry, on_delete=models.CASCADE, related_name="courses")
    release = models.PositiveIntegerField()
    on = models.DateField()
    state = models.CharField(max_length=10, choices=STATES)
    odds = models.FloatField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("promise", "release")
        constraints = (models.UniqueConstraint(fields=("promise", "release"), name="one_course_a_release"),)
