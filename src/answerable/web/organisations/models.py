"""Organisations, their posts, and the people who held them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from answerable.web.accounts.rights import INTERNAL, PANEL, PUBLIC, readable
from answerable.web.audit.kept import Kept

KINDS = [("force", _("Force")), ("body", _("Governing body")), ("panel", _("Panel")), ("team", _("Team")),
         ("inspectorate", _("Inspectorate")), ("other", _("Other"))]
BODY_TYPES = [("commissioner", _("Commissioner")), ("mayor", _("Mayor")), ("board", _("Board"))]
VISIBILITIES = [(INTERNAL, _("Internal")), (PANEL, _("Shared with the panel")), (PUBLIC, _("Public"))]


class DatedQuerySet(models.QuerySet[Any]):
    """Things that hold from a day to a day."""

    def on(self, day: Any = None) -> DatedQuerySet:
        """Those that hold on a day (default: today)."""
        day = day or timezone.localdate()
        return self.filter(Q(starts__isnull=True) | Q(starts__lte=day), Q(ends__isnull=True) | Q(ends__gte=day))


class Organisation(Kept):
    """A force, a governing body, a panel, a team, an inspectorate. body_type: of a governing body; parent: whose team it is;
    predecessor: whose place it took; terms: its own names for things, {"holder": "Mayor"} (terms.py); starts, ends: first and
    last day, both within."""

    kind = models.CharField(max_length=20, choices=KINDS)
    body_type = models.CharField(max_length=20, choices=BODY_TYPES, blank=True)
    name = models.CharField(max_length=200, unique=True)
    name_cy = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="teams")
    predecessor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")
    terms = models.JSONField(default=dict, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name")

    def __str__(self) -> str:
        welsh = (get_language() or "").startswith("cy")
        return self.name_cy if welsh and self.name_cy else self.name

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("organisation", args=[self.pk])

    @property
    def kind_words(self) -> str:
        """What it is: its kind, and of a governing body its type."""
        kind = str(dict(KINDS)[self.kind])
        return f"{kind} ({dict(BODY_TYPES)[self.body_type]})" if self.body_type else kind

    def parties(self) -> frozenset[int]:
        """Itself, and the organisation whose team it is: who looks after that one looks after its teams."""
        return frozenset(each for each in (self.pk, self.parent_id) if each is not None)


class Oversight(Kept):
    """Who holds whom to account: a body a force, a panel a body. starts, ends: first and last day."""

    overseer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="oversees")
    overseen = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="overseen_by")
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    def parties(self) -> frozenset[int]:
        """Both organisations."""
        return frozenset((self.overseer_id, self.overseen_id))


class Person(Kept):
    """Somebody who holds or held posts; they need no account."""

    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def parties(self) -> frozenset[int]:
        """The organisations in which they hold or held a post."""
        return frozenset(self.tenures.values_list("post__organisation", flat=True))


class Post(Kept):
    """A post: "Deputy Chief Constable", "DCC" for short. It owns actions and makes promises, whoever holds it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=30, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("organisation", "title")

    def __str__(self) -> str:
        return self.title

    def parties(self) -> frozenset[int]:
        """Those of its organisation."""
        return self.organisation.parties()


class Tenure(Kept):
    """Who held a post, from a day to a day. acting: in the place of somebody else."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    acting = models.BooleanField(default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("-starts",)

    def parties(self) -> frozenset[int]:
        """Those of its post."""
        return self.post.parties()


class EntryQuerySet(models.QuerySet[Any]):
    """Entries of the register."""

    def readable_by(self, user: Any) -> EntryQuerySet:
        """Those that somebody, signed in or not, can read."""
        return self.filter(readable(user))

    def passing_on(self) -> EntryQuerySet:
        """Those that pass to a successor of their body or force: the open ones."""
        return self.filter(self.model.PASSES_ON).distinct()


class Entry(Kept):
    """Anything in the register that belongs to a governing body and to the force that answers to it. body: which of the two
    may be none, not both; visibility: who can read it; version: counted up at each edit, so that nobody overwrites what they
    have not seen."""

    body = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    force = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(max_length=10, choices=VISIBILITIES, default=INTERNAL, db_index=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    # Which of them are open, and so pass to a successor of their body or force. Every kind of entry says its own.
    PASSES_ON: ClassVar[Q]

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True

    def parties(self) -> frozenset[int]:
        """The organisations to which it belongs, by number."""
        return frozenset(each for each in (self.body_id, self.force_id) if each is not None)
